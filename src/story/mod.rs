//! Article -> the story it belongs to. Takes an article's words and when they came; gives a Placement.
//!
//! The stories of the recent past are a [`Window`]: a plain value that can be built again from the archive. It refuses
//! to know where articles are kept, and what number a new story will get.
//!
//! For now each article is a story of its own.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::language::Language;
use crate::model::story::Placement;

/// What an article tells, as far as grouping is concerned.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// Who tells it: copies inside one outlet are something else than copies elsewhere.
    pub feed: Option<&'a FeedName>,
    /// Plain text.
    pub title: &'a str,
    /// Plain text.
    pub text: &'a str,
    /// If known.
    pub language: Option<Language>,
    /// When it was first seen: the window moves by it.
    pub at: Timestamp,
}

/// The stories that a new article may join.
#[derive(Clone, Debug, Default)]
pub struct Window {}

impl Window {
    /// How long a story that nobody adds to can still be joined.
    pub const SPAN: SignedDuration = SignedDuration::from_hours(72);

    /// A window without stories.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Where this telling belongs. Changes nothing: a story that opens has no number yet.
    #[must_use]
    pub fn place(&self, telling: &Telling<'_>) -> Placement {
        let _ = telling;
        Placement::Opens
    }

    /// Remembers that this story tells so.
    pub fn keep(&mut self, story: StoryId, telling: &Telling<'_>) {
        let _ = (story, telling);
    }
}
