//! Sight: an article as one topic sees it: how its rules judge it, and its traits.

use crate::classify::Classifier;
use crate::classify::Text;
use crate::classify::analyse::Side;
use crate::classify::compile::Rules;
use crate::classify::judge::Judgement;
use crate::classify::judge::Objection;
use crate::classify::learn::traits::Names;
use crate::classify::learn::traits::Traits;
use crate::classify::learn::traits::traits;
use crate::classify::prepared::Prepared;
use crate::classify::rules::TopicRule;
use crate::model::ids::TopicName;

/// A score from this part of the threshold,
const GREY_FROM: f64 = 0.5;
/// up to so many times it is grey: with weights left alone, one hit in the title.
const GREY_TO: f64 = 2.0;

/// What the rules say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Match,
    /// Nothing but score is lacking.
    TooLow,
    NoMatch,
}

/// An article as one topic sees it.
#[derive(Clone, Debug)]
pub struct Sight {
    pub(super) standing: Standing,
    pub(super) score: f64,
    pub(super) is_grey: bool,
    pub(super) traits: Traits,
    pub(super) names: Names,
}

impl Sight {
    pub(super) fn of(
        rules: &Rules,
        topic: &TopicRule,
        text: &Text<'_>,
        sides: &[Side<'_>],
        judgement: &Judgement,
    ) -> Self {
        let mut names = Names::new();
        Self {
            standing: standing(topic, text, judgement),
            score: judgement.score,
            is_grey: is_grey(judgement.score, topic.threshold),
            traits: traits(rules, text, sides, judgement, topic.threshold, &mut names),
            names,
        }
    }
}

impl Classifier {
    /// How a topic sees an article; `None` for a topic that is not in the watchlist.
    #[must_use]
    pub fn sight(&self, article: &Prepared<'_>, topic: &TopicName) -> Option<Sight> {
        let (topic, judgement) = self.judge_one(article, topic)?;
        let Prepared { text, sides } = article;
        Some(Sight::of(&self.rules, topic, text, sides, &judgement))
    }
}

pub(super) fn standing(topic: &TopicRule, text: &Text<'_>, judgement: &Judgement) -> Standing {
    if !topic.audience.hears(text.feed, text.language) {
        return Standing::NoMatch;
    }
    match judgement.objections.as_slice() {
        [] => Standing::Match,
        [Objection::TooLow] => Standing::TooLow,
        _ => Standing::NoMatch,
    }
}

/// A topic whose threshold is 0 or less has no grey scores: half of nothing is nothing.
pub(super) fn is_grey(score: f64, threshold: f64) -> bool {
    threshold > 0.0 && (threshold * GREY_FROM..=threshold * GREY_TO).contains(&score)
}
