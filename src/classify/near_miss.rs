//! Articles that would match but for one thing: what an analyst looks at to see whether a topic is too strict.

use crate::classify::explain::Explanation;
use crate::classify::explain::Reason;

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
        }
    }

    /// Smaller is nearer; to be compared within a kind.
    #[must_use]
    pub fn distance(self) -> f64 {
        match self {
            Self::Score { by } => by,
            Self::Distance { by } => f64::from(by),
            Self::Group { .. } | Self::Vetoed | Self::ArticleVetoed => 0.0,
        }
    }
}

/// The one thing that keeps the article from matching; `None` where it matches, or more than one does.
#[must_use]
pub fn near_miss(explanation: &Explanation) -> Option<NearMiss> {
    let [reason] = explanation.reasons.as_slice() else {
        return None;
    };
    match reason {
        Reason::BelowThreshold { score, threshold } if *score > 0.0 => Some(NearMiss::Score {
            by: threshold - score,
        }),
        Reason::GroupsApart { nearest, limit, .. } => Some(NearMiss::Distance {
            by: nearest.saturating_sub(*limit),
        }),
        Reason::GroupUnmet { .. } if !explanation.vetoed.is_empty() => Some(NearMiss::Vetoed),
        Reason::GroupUnmet { group, .. } if !explanation.evidence.is_empty() => {
            Some(NearMiss::Group { group: *group })
        }
        Reason::ArticleVetoed(_) => Some(NearMiss::ArticleVetoed),
        _ => None,
    }
}
