//! Burst: a topic louder than its own history.

use jiff::Timestamp;

use crate::model::ids::TopicName;

/// A topic that was louder than usual.
#[derive(Clone, Debug, PartialEq)]
pub struct Burst {
    /// Which topic.
    pub topic: TopicName,
    /// When it was found out.
    pub noticed: Timestamp,
    /// When it became loud.
    pub since: Timestamp,
    /// Length of the window that shows it; the window ends with `noticed`.
    pub hours: u32,
    /// Stories that opened within the window.
    pub stories: u32,
    /// Stories that are usual in such a window at that hour and weekday.
    pub usual: f64,
    /// Terms that fire more than usual, most first.
    pub terms: Vec<String>,
    /// Outlets that tell it, most first.
    pub outlets: Vec<String>,
}

/// A story of a topic, as far as it matters for what a burst is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The terms that fired in it, without repetition.
    pub terms: Vec<String>,
    /// The outlets that tell it, without repetition.
    pub outlets: Vec<String>,
}
