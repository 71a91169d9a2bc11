//! Event: one line of the stream: what happened, in order.

use jiff::Timestamp;
use serde_json::Value;

use crate::model::ids::EventId;

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A new article came in.
    ArticleAdmitted,
    /// A known article changed its words.
    ArticleRevised,
    /// The page of an article that a digest told is gone.
    ArticleWithdrawn,
    /// An article met a topic.
    TopicMatched,
    /// An article was the first of its story.
    StoryOpened,
    /// An article joined a story.
    StoryGrew,
    /// A story turned out to be another, older one: its number means that one from now on.
    StoryMerged,
    /// Stories were grouped anew, as their owner asked: who keeps their articles reads them again.
    StoryRebuilt,
    /// A topic is louder than it usually is.
    TopicBurst,
    /// A feed that was ok is not any more.
    FeedFailed,
    /// A feed is ok again.
    FeedRecovered,
    /// A feed answers but has no news for longer than it should.
    FeedQuiet,
    /// A digest was written to the outbox.
    DigestIssued,
    /// An alert was written to the outbox.
    AlertIssued,
    /// The relay took a letter.
    LetterAccepted,
    /// A letter was given up.
    LetterFailed,
    /// A letter's reader left before it went.
    LetterWithdrawn,
    /// Another watchlist judges from now on, or one was refused.
    WatchlistChanged,
}

impl EventKind {
    /// Every kind, in the order of the contract.
    pub const ALL: [Self; 18] = [
        Self::ArticleAdmitted,
        Self::ArticleRevised,
        Self::ArticleWithdrawn,
        Self::TopicMatched,
        Self::StoryOpened,
        Self::StoryGrew,
        Self::StoryMerged,
        Self::StoryRebuilt,
        Self::TopicBurst,
        Self::FeedFailed,
        Self::FeedRecovered,
        Self::FeedQuiet,
        Self::DigestIssued,
        Self::AlertIssued,
        Self::LetterAccepted,
        Self::LetterFailed,
        Self::LetterWithdrawn,
        Self::WatchlistChanged,
    ];

    /// The word for tables and machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ArticleAdmitted => "article.admitted",
            Self::ArticleRevised => "article.revised",
            Self::ArticleWithdrawn => "article.withdrawn",
            Self::TopicMatched => "topic.matched",
            Self::StoryOpened => "story.opened",
            Self::StoryGrew => "story.grew",
            Self::StoryMerged => "story.merged",
            Self::StoryRebuilt => "story.rebuilt",
            Self::TopicBurst => "topic.burst",
            Self::FeedFailed => "feed.failed",
            Self::FeedRecovered => "feed.recovered",
            Self::FeedQuiet => "feed.quiet",
            Self::DigestIssued => "digest.issued",
            Self::AlertIssued => "alert.issued",
            Self::LetterAccepted => "letter.accepted",
            Self::LetterFailed => "letter.failed",
            Self::LetterWithdrawn => "letter.withdrawn",
            Self::WatchlistChanged => "watchlist.changed",
        }
    }

    /// The kind of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Something to be written into the stream.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// What happened.
    pub kind: EventKind,
    /// What it happened to: a feed's name, an article's, story's, digest's or delivery's number.
    pub subject: String,
    /// What the consumer needs to know, as a JSON object.
    pub data: Value,
}

/// One line of the stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its place: strictly growing.
    pub id: EventId,
    /// When it was written.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// What it happened to.
    pub subject: String,
    /// The rest, as a JSON object.
    pub data: Value,
}
