//! Why an article meets a topic, and why not: the answer as data, and in words a journalist reads.

use std::fmt;

<<<<<<< HEAD
use crate::classify::evidence::place_words;
=======
>>>>>>> refs/heads/config
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
<<<<<<< HEAD
    /// Over the hits that count; 0 where a group is unmet or the groups are too far apart.
=======
    /// Over the hits that count, as a match would have it; 0 where a group is unmet.
>>>>>>> refs/heads/config
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
<<<<<<< HEAD
        /// Words of the article that begin as one of its terms does: what the owner may have meant.
        alike: Vec<String>,
    },
    /// Every group has a hit, but never close enough together.
    GroupsApart {
        /// The group that lies furthest off in the nearest try, from 1.
=======
    },
    /// Every group has a hit, but never close enough together.
    GroupsApart {
        /// The group that lies furthest in the nearest try, from 1.
>>>>>>> refs/heads/config
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

<<<<<<< HEAD
/// More terms of a group than a line holds.
const MOST_TERMS_TOLD: usize = 6;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_match {
            write!(
                f,
                "{}: matches, score {} (threshold {})",
                self.topic, self.score, self.threshold
            )?;
        } else {
            write!(f, "{}: no match", self.topic)?;
        }
        for reason in &self.reasons {
            write!(f, "\n  {reason}")?;
        }
        for vetoed in &self.vetoed {
            write!(f, "\n  {vetoed}")?;
        }
        let verb = if self.is_match { "because of" } else { "found" };
        for piece in &self.evidence {
            write!(f, "\n  {verb} {} at {}", Quoted(piece), place_words(piece))?;
        }
        Ok(())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FeedNotHeard { feed } => {
                write!(f, "feed {feed} is not among those the topic listens to")
            }
            Self::LanguageNotAsked { language, asked } => {
                let asked: Vec<&str> = asked.iter().map(Language::code).collect();
                write!(f, "language {language} is not among {}", asked.join(", "))
            }
            Self::ArticleVetoed(by) => write!(
                f,
                "the article is vetoed by '{}' at {}",
                by.term,
                place_words(by)
            ),
            Self::GroupUnmet {
                group,
                terms,
                alike,
            } => {
                write!(f, "group {group} not met: none of {}", told(terms))?;
                if alike.is_empty() {
                    Ok(())
                } else {
                    write!(f, "; words like them: {}", alike.join(", "))
                }
            }
            Self::GroupsApart {
                group,
                nearest,
                limit,
            } => {
                write!(
                    f,
                    "group {group} not met; nearest was {nearest} words away, limit {limit}"
                )
            }
            Self::BelowThreshold { score, threshold } => {
                write!(f, "score {score} below threshold {threshold}")
            }
        }
    }
}

impl fmt::Display for Vetoed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} vetoed by '{}' at {}",
            Quoted(&self.hit),
            self.by.term,
            place_words(&self.by)
        )
    }
}

/// The form, and the term where it is written otherwise.
struct Quoted<'a>(&'a Evidence);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.0.form)?;
        if self.0.form == self.0.term {
            Ok(())
        } else {
            write!(f, " (term '{}')", self.0.term)
        }
    }
}

fn told(terms: &[String]) -> String {
    let mut told: Vec<String> = terms
        .iter()
        .take(MOST_TERMS_TOLD)
        .map(|term| format!("'{term}'"))
        .collect();
    if terms.len() > MOST_TERMS_TOLD {
        told.push(format!("{} more", terms.len() - MOST_TERMS_TOLD));
    }
    told.join(", ")
}
=======
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
>>>>>>> refs/heads/config
