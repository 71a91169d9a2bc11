//! Edit: what became of the words of an article that was told, and of its page.

use jiff::Timestamp;
use url::Url;

use crate::model::ids::ArticleId;
use crate::model::ids::DigestNumber;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::language::Language;

/// An article that a letter told, and that has been revised or withdrawn since.
#[derive(Clone, Debug, PartialEq)]
pub struct Revised {
    /// Its row.
    pub article: ArticleId,
    /// The story it is in.
    pub story: StoryId,
    /// Whose it is.
    pub feed: FeedName,
    /// What the channel calls itself; the feed's name where it does not.
    pub outlet: String,
    /// Where a reader goes.
    pub link: Option<Url>,
    /// If known.
    pub language: Option<Language>,
    /// The digest that told it.
    pub told_in: DigestNumber,
    /// When the last change was seen.
    pub changed: Timestamp,
    /// As it was when its readers were last told.
    pub before: Wording,
    /// As it is.
    pub after: Wording,
    /// Its page is gone: the server's status.
    pub gone: Option<u16>,
}

/// The words of an article at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// Headline.
    pub title: String,
    /// Plain text.
    pub text: String,
}

/// An edit as the letter tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct EditEntry {
    /// The story it is in.
    pub story: StoryId,
    /// The headline as it is.
    pub title: String,
    /// Where the headline leads.
    pub link: Option<Url>,
    /// Who published it.
    pub outlet: String,
    /// If known.
    pub language: Option<Language>,
    /// The digest that told it.
    pub told_in: DigestNumber,
    /// When the change was seen.
    pub changed: Timestamp,
    /// What became of the headline.
    pub headline: Option<Difference>,
    /// What became of the text.
    pub text: Option<Difference>,
    /// Its page is gone: the server's status.
    pub gone: Option<u16>,
}

/// Two texts compared word by word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Changed words with those around them; what is left out between or behind them is a part of "…".
    pub parts: Vec<EditPart>,
    /// Words that are gone, also those that `parts` does not show.
    pub removed: usize,
    /// Words that are new, counted likewise.
    pub added: usize,
}

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditPart {
    /// Plain text.
    pub text: String,
    /// What became of them.
    pub kind: EditKind,
}

impl EditPart {
    /// Are they gone?
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.kind == EditKind::Removed
    }

    /// Are they new?
    #[must_use]
    pub fn is_added(&self) -> bool {
        self.kind == EditKind::Added
    }
}

/// What became of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditKind {
    /// They stand in both texts.
    Kept,
    /// They are gone.
    Removed,
    /// They are new.
    Added,
}
