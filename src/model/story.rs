//! Story: articles about one event.

use jiff::Timestamp;

use crate::model::ids::StoryId;

/// A story as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its public number.
    pub id: StoryId,
    /// The headline of its first article.
    pub title: String,
    /// When its first article was first seen.
    pub opened: Timestamp,
    /// When its latest article was first seen.
    pub grew: Timestamp,
    /// How many articles it holds.
    pub articles: u64,
}
