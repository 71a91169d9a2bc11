//! Articles that would match but for one thing: what an analyst looks at to see whether a topic is too strict.

use crate::classify::judge::Judgement;
use crate::classify::judge::Objection;
use crate::classify::rules::TopicRule;

/// The one thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NearMiss {
    /// The score is too low by so much.
    Score {
        /// What is missing.
        by: f64,
    },
    /// The groups stand too far apart.
    Distance {
        /// Words beyond the limit.
        by: u32,
    },
    /// One group has no hit, the others have.
    Group {
        /// From 1.
        group: usize,
    },
    /// Hits there were, but a `none` term killed them.
    Vetoed,
    /// A `none_article` term stands in it.
    ArticleVetoed,
    /// It is in a language that the topic does not ask for.
    Language,
}

impl NearMiss {
    /// The word for machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Score { .. } => "score",
            Self::Distance { .. } => "distance",
            Self::Group { .. } => "group",
            Self::Vetoed => "vetoed",
            Self::ArticleVetoed => "article-vetoed",
            Self::Language => "language",
        }
    }

    /// Smaller is nearer; to be compared within a kind.
    #[must_use]
    pub fn distance(self) -> f64 {
        match self {
            Self::Score { by } => by,
            Self::Distance { by } => f64::from(by),
            Self::Group { .. } | Self::Vetoed | Self::ArticleVetoed | Self::Language => 0.0,
        }
    }
}

/// The one thing that keeps the article from matching; `None` where it matches, or more than one does.
pub(super) fn near_miss(
    topic: &TopicRule,
    judgement: &Judgement,
    is_language_heard: bool,
) -> Option<NearMiss> {
    let objection = match judgement.objections.as_slice() {
        [] => return (!is_language_heard).then_some(NearMiss::Language),
        [objection] if is_language_heard => objection,
        _ => return None,
    };
    match objection {
        Objection::TooLow if judgement.score > 0.0 => Some(NearMiss::Score {
            by: topic.threshold - judgement.score,
        }),
        Objection::Apart(nearest) => Some(NearMiss::Distance {
            by: nearest.words.saturating_sub(topic.near.unwrap_or_default()),
        }),
        Objection::Unmet(_) if !judgement.killed.is_empty() => Some(NearMiss::Vetoed),
        Objection::Unmet(group) if !judgement.counted.is_empty() => {
            Some(NearMiss::Group { group: group + 1 })
        }
        Objection::Vetoed(_) => Some(NearMiss::ArticleVetoed),
        _ => None,
    }
}
