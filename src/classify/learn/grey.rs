//! The grey band: where a model may say more than the order of a digest, and what it then says.

use crate::classify::Classifier;
use crate::classify::Text;
use crate::classify::analyse::Side;
use crate::classify::compile::Rules;
use crate::classify::evidence::evidence;
use crate::classify::judge::Judgement;
use crate::classify::learn::model::Learned;
use crate::classify::learn::sight::Sight;
use crate::classify::learn::sight::Standing;
use crate::classify::learn::sight::is_grey;
use crate::classify::learn::sight::standing;
use crate::classify::prepared::Prepared;
use crate::classify::rules::TopicRule;
use crate::model::lesson::Learning;
use crate::model::lesson::Moved;
use crate::model::matching::Match;

/// As likely useful as this, an article that lacks only score is lifted.
const LIFTED_FROM: f64 = 0.6;
/// Up to here a match goes to the end.
const LOWERED_TO: f64 = 0.4;
/// Up to here it is hidden where the topic wants that: keeping news out asks for more than moving them.
const HIDDEN_TO: f64 = 0.25;

/// How an article is judged by rules and marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// The topics it meets, lifted ones included, in the watchlist's order.
    pub matches: Vec<Match>,
    /// Those that it meets by the rules, and whose marks keep it out of letters.
    pub hidden: Vec<Match>,
}

impl Classifier {
    /// Judges by rules and marks. An article that no learning topic touches costs what it costs without marks.
    #[must_use]
    pub fn judge_learned(&self, article: &Prepared<'_>, learned: &Learned) -> Verdict {
        if learned.models.is_empty() {
            return Verdict {
                matches: self.classify_prepared(article),
                hidden: Vec::new(),
            };
        }
        let Prepared { text, sides } = article;
        let found = self.judge_each(article, |topic, judgement| {
            verdict(&self.rules, topic, text, sides, judgement, learned)
        });
        let is_hidden = |found: &Match| {
            let lesson = found.learned.as_ref();
            lesson.and_then(|lesson| lesson.moved) == Some(Moved::Hidden)
        };
        let (hidden, matches) = found.into_iter().partition(is_hidden);
        Verdict { matches, hidden }
    }
}

/// The match with its lesson; `None` where there is none and none is lifted.
fn verdict(
    rules: &Rules,
    topic: &TopicRule,
    text: &Text<'_>,
    sides: &[Side<'_>],
    judgement: &Judgement,
    learned: &Learned,
) -> Option<Match> {
    let standing = standing(topic, text, judgement);
    let found = |learned| Match {
        topic: topic.name.clone(),
        score: judgement.score,
        evidence: evidence(rules, sides, &judgement.counted),
        learned,
    };
    let Some(model) = learned.model(&topic.name) else {
        return (standing == Standing::Match).then(|| found(None));
    };
    let may_match = match standing {
        Standing::Match => true,
        Standing::TooLow => is_grey(judgement.score, topic.threshold),
        Standing::NoMatch => false,
    };
    if !may_match {
        return None;
    }
    let lesson = model.lesson(&Sight::of(rules, topic, text, sides, judgement));
    let is_match = standing == Standing::Match || lesson.moved == Some(Moved::Lifted);
    is_match.then(|| found(Some(lesson)))
}

/// What a likelihood changes.
pub(super) fn moved(sight: &Sight, likelihood: f64, learning: Learning) -> Option<Moved> {
    if !sight.is_grey || !learning.is_on() {
        return None;
    }
    match sight.standing {
        Standing::TooLow => (likelihood >= LIFTED_FROM).then_some(Moved::Lifted),
        Standing::Match if learning == Learning::Hide && likelihood <= HIDDEN_TO => {
            Some(Moved::Hidden)
        }
        Standing::Match => (likelihood <= LOWERED_TO).then_some(Moved::Lowered),
        Standing::NoMatch => None,
    }
}
