//! Story: articles about one event. Placement: opens a story or joins one.

use jiff::Timestamp;

use crate::model::ids::StoryId;

/// Where an article belongs.
#[derive(Clone, Debug, PartialEq)]
pub enum Placement {
    /// It is the first to tell of this.
    Opens,
    /// It tells of what this story tells.
    Joins {
        /// Which story.
        story: StoryId,
        /// 0 to 1: how alike they are.
        similarity: f64,
        /// The words that tied it in, strongest first.
        because: Vec<String>,
    },
}

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
