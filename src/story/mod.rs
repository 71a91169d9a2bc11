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

/// What the window makes of a telling's words.
#[derive(Clone, Debug, Default)]
pub struct Reading {}

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

    /// The telling's words, weighed.
    #[must_use]
    pub fn read(&self, telling: &Telling<'_>) -> Reading {
        let _ = telling;
        Reading {}
    }

    /// Where this telling belongs. Changes nothing: a story that opens has no number yet.
    #[must_use]
    pub fn place(&self, reading: &Reading, at: Timestamp) -> Placement {
        let _ = (reading, at);
        Placement::Opens
    }

    /// The words that a story and a telling share, strongest first.
    #[must_use]
    pub fn shared(&self, story: StoryId, reading: &Reading) -> Vec<String> {
        let _ = (story, reading);
        Vec::new()
    }

    /// Remembers that this story tells so.
    pub fn keep(&mut self, story: StoryId, reading: Reading, at: Timestamp) {
        let _ = (story, reading, at);
    }

    /// Remembers that this story was told again.
    pub fn touch(&mut self, story: StoryId, at: Timestamp) {
        let _ = (story, at);
    }

    /// Forgets what is too old at this time.
    pub fn forget(&mut self, at: Timestamp) {
        let _ = at;
    }

    /// Memory taken, about.
    #[must_use]
    pub fn bytes(&self) -> usize {
        0
    }
}
