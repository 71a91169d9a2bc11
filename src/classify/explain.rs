//! Why an article meets a topic, and why not: the answer as data, and in words a journalist reads.

use std::fmt;

use crate::model::ids::TopicName;
use crate::model::language::Language;
use crate::model::matching::Evidence;

/// The judgement of one topic over one article, with its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Which topic was asked.
    pub topic: TopicName,
    /// Does the article match?
    pub is_match: bool,
    /// Over the hits that count, as a match would have it; 0 where a group is unmet.
    pub score: f64,
    /// What the score must reach.
    pub threshold: f64,
    /// Hits that count; where there is no match, those that would have.
    pub evidence: Vec<Evidence>,
    /// Each reason not to match; empty for a match.
    pub reasons: Vec<Reason>,
    /// Hits of the topic's terms that a `none` term killed.
    pub vetoed: Vec<Vetoed>,
}

/// Why an article does not match a topic.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The topic does not listen to this feed.
    FeedNotHeard {
        /// Its name.
        feed: String,
    },
    /// The topic asks for other languages.
    LanguageNotAsked {
        /// The article's.
        language: Language,
        /// The topic's.
        asked: Vec<Language>,
    },
    /// A `none_article` term stands in it.
    ArticleVetoed(Evidence),
    /// No term of this group stands in the article, or all its hits were killed.
    GroupUnmet {
        /// From 1, as written.
        group: usize,
        /// Its terms as written.
        terms: Vec<String>,
    },
    /// Every group has a hit, but never close enough together.
    GroupsApart {
        /// The group that lies furthest in the nearest try, from 1.
        group: usize,
        /// Words between, at the nearest.
        nearest: u32,
        /// The topic's `near`.
        limit: u32,
    },
    /// The score is too low.
    BelowThreshold {
        /// What was reached.
        score: f64,
        /// What is asked.
        threshold: f64,
    },
}

/// A hit that does not count, and what killed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Vetoed {
    /// The hit.
    pub hit: Evidence,
    /// The `none` term's own place.
    pub by: Evidence,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_match {
            "matches"
        } else {
            "does not match"
        };
        writeln!(
            f,
            "{} {verdict}, score {} (threshold {})",
            self.topic, self.score, self.threshold
        )
    }
}
