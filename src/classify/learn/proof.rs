//! Proof: how well rules and marks together do on marked articles that the model has not seen, beside the rules alone.

use crate::classify::learn::folds::FOLDS;
use crate::classify::learn::folds::folds;
use crate::classify::learn::grey;
use crate::classify::learn::model::Example;
use crate::classify::learn::model::NotYet;
use crate::classify::learn::sight::Standing;
use crate::classify::learn::weights::Weights;
use crate::model::lesson::Learning;
use crate::model::lesson::Moved;

/// A smaller difference is chance.
const WORTH_TELLING: f64 = 0.01;

/// How well a way of choosing does on marked articles. A share is `None` where there is nothing to share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// Of what it tells, the part that is useful.
    pub precision: Option<f64>,
    /// Of what is useful, the part that it tells.
    pub recall: Option<f64>,
    /// Of all pairs of a useful article and one that is noise, the part in which the useful one stands first.
    pub order: Option<f64>,
}

impl Rates {
    /// The harmonic mean of precision and recall.
    #[must_use]
    pub fn f1(&self) -> f64 {
        match (self.precision, self.recall) {
            (Some(precision), Some(recall)) if precision + recall > 0.0 => {
                2.0 * precision * recall / (precision + recall)
            }
            _ => 0.0,
        }
    }
}

/// What follows from the rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// It chooses better.
    Helps,
    /// It chooses as well, and orders better.
    Orders,
    /// The rules alone do as well or better.
    LeaveOff,
}

impl Advice {
    /// The word for machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Helps => "helps",
            Self::Orders => "orders",
            Self::LeaveOff => "leave-off",
        }
    }
}

/// A cross-validation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proof {
    /// Parts; each was judged by what the others taught.
    pub folds: usize,
    /// The rules alone; ordered by score.
    pub rules: Rates,
    /// The rules and what was learnt: lifted ones are told, those moved to the end are not; ordered by likelihood.
    pub learned: Rates,
}

/// One article as a way of choosing sees it.
#[derive(Clone, Copy)]
struct Choice {
    is_useful: bool,
    is_told: bool,
    rank: f64,
}

impl Proof {
    /// Trains and judges in turns.
    ///
    /// # Errors
    /// When there is too little to learn from.
    pub fn of(examples: &[Example]) -> Result<Self, NotYet> {
        if let Some(not_yet) = NotYet::of_examples(examples) {
            return Err(not_yet);
        }
        let keys: Vec<(bool, i64)> = examples.iter().map(|e| (e.is_useful, e.story)).collect();
        let folds = folds(&keys);
        let mut learned = Vec::with_capacity(examples.len());
        for fold in 0..FOLDS {
            let of = |is_own: bool| {
                let all = examples.iter().zip(&folds);
                all.filter(move |(_, own)| (**own == fold) == is_own)
                    .map(|(example, _)| example)
            };
            let weights = Weights::fit(&of(false).collect::<Vec<_>>());
            learned.extend(of(true).map(|example| learned_choice(example, &weights)));
        }
        let rules: Vec<Choice> = examples.iter().map(rules_choice).collect();
        Ok(Self {
            folds: FOLDS,
            rules: rates(&rules),
            learned: rates(&learned),
        })
    }

    /// What follows.
    #[must_use]
    pub fn advice(&self) -> Advice {
        let chooses = self.learned.f1() - self.rules.f1();
        let orders = self.learned.order.unwrap_or_default() - self.rules.order.unwrap_or_default();
        if chooses >= WORTH_TELLING {
            Advice::Helps
        } else if chooses > -WORTH_TELLING && orders >= WORTH_TELLING {
            Advice::Orders
        } else {
            Advice::LeaveOff
        }
    }
}

fn rules_choice(example: &Example) -> Choice {
    Choice {
        is_useful: example.is_useful,
        is_told: example.sight.standing == Standing::Match,
        rank: example.sight.score,
    }
}

fn learned_choice(example: &Example, weights: &Weights) -> Choice {
    let likelihood = weights.likelihood(&example.sight);
    let moved = grey::moved(&example.sight, likelihood, Learning::Rank);
    Choice {
        is_useful: example.is_useful,
        is_told: match moved {
            Some(Moved::Lifted) => true,
            Some(Moved::Lowered | Moved::Hidden) => false,
            None => example.sight.standing == Standing::Match,
        },
        rank: likelihood,
    }
}

fn rates(choices: &[Choice]) -> Rates {
    let count = |is_wanted: fn(&Choice) -> bool| choices.iter().filter(|c| is_wanted(c)).count();
    let told = count(|choice| choice.is_told);
    let useful = count(|choice| choice.is_useful);
    let right = count(|choice| choice.is_told && choice.is_useful);
    Rates {
        precision: share(right, told),
        recall: share(right, useful),
        order: order(choices),
    }
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Pairs in the right order, ties for half: counted by ranks, as ten thousand marks have millions of pairs.
fn order(choices: &[Choice]) -> Option<f64> {
    let mut sorted = choices.to_vec();
    sorted.sort_by(|a, b| a.rank.total_cmp(&b.rank));
    let (mut noise_below, mut useful, mut right) = (0.0, 0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.rank.total_cmp(&b.rank).is_eq()) {
        let useful_here = tied.iter().filter(|choice| choice.is_useful).count() as f64;
        let noise_here = tied.len() as f64 - useful_here;
        right += useful_here * (noise_below + noise_here / 2.0);
        useful += useful_here;
        noise_below += noise_here;
    }
    let pairs = useful * noise_below;
    (pairs > 0.0).then(|| right / pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice((is_useful, is_told, rank): (bool, bool, f64)) -> Choice {
        Choice {
            is_useful,
            is_told,
            rank,
        }
    }

    #[test]
    fn rates_are_what_they_say() {
        let choices = [
            (true, true, 3.0),
            (true, false, 1.0),
            (false, true, 2.0),
            (false, false, 1.0),
        ];

        let rates = rates(&choices.map(choice));

        assert_eq!(rates.precision, Some(0.5));
        assert_eq!(rates.recall, Some(0.5));
        // Of four pairs: 3>2 and 3>1 are right, 1=1 counts half, 1<2 is wrong.
        assert_eq!(rates.order, Some(2.5 / 4.0));
        assert!((rates.f1() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn nothing_has_no_rates_and_no_better_order_no_praise() {
        assert_eq!(rates(&[]), Rates::default());
        let rates = |f1: f64, order: f64| Rates {
            precision: Some(f1),
            recall: Some(f1),
            order: Some(order),
        };
        for (learned, advice) in [
            (rates(0.9, 0.5), Advice::Helps),
            (rates(0.8, 0.9), Advice::Orders),
            (rates(0.8, 0.5), Advice::LeaveOff),
            (rates(0.7, 0.9), Advice::LeaveOff),
        ] {
            let proof = Proof {
                folds: FOLDS,
                rules: rates_of_rules(),
                learned,
            };
            assert_eq!(proof.advice(), advice, "{learned:?}");
        }
    }

    fn rates_of_rules() -> Rates {
        Rates {
            precision: Some(0.8),
            recall: Some(0.8),
            order: Some(0.5),
        }
    }
}
