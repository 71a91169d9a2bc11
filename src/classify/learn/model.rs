//! Model: what a topic's marks taught, and the lesson it gives on an article.

use std::fmt;

use crate::classify::Classifier;
use crate::classify::learn::grey;
use crate::classify::learn::sight::Sight;
use crate::classify::learn::sight::Standing;
use crate::classify::learn::traits::Names;
use crate::classify::learn::weights::Weights;
use crate::classify::prepared::Prepared;
use crate::model::ids::TopicName;
use crate::model::lesson::Lean;
use crate::model::lesson::Learning;
use crate::model::lesson::Lesson;

/// Fewer marked articles say more about chance than about the topic.
const FEWEST_MARKS: usize = 30;
/// Fewer of one side, and there is nothing to tell the other from.
const FEWEST_OF_A_SIDE: usize = 5;
/// Traits told of an article.
const MOST_LEANS: usize = 4;
/// A trait that says less is not told.
const LEAST_LEAN: f64 = 0.05;

/// An article that readers marked, as the topic sees it.
#[derive(Clone, Debug)]
pub struct Example {
    /// How the topic sees it.
    pub sight: Sight,
    /// Useful, or noise.
    pub is_useful: bool,
    /// Its story; articles of one story are near-copies.
    pub story: i64,
}

/// Why nothing is learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotYet {
    /// Too few marks.
    TooFew {
        /// Articles marked.
        marks: usize,
    },
    /// Nearly all marks say the same.
    OneSided {
        /// Marked as useful.
        useful: usize,
        /// Marked as noise.
        noise: usize,
    },
}

impl NotYet {
    /// Whether so many marks keep a topic waiting, and for what.
    #[must_use]
    pub fn of(useful: usize, noise: usize) -> Option<Self> {
        let marks = useful + noise;
        if marks < FEWEST_MARKS {
            Some(Self::TooFew { marks })
        } else if useful.min(noise) < FEWEST_OF_A_SIDE {
            Some(Self::OneSided { useful, noise })
        } else {
            None
        }
    }

    /// The same for examples.
    pub(super) fn of_examples(examples: &[Example]) -> Option<Self> {
        let useful = examples.iter().filter(|example| example.is_useful).count();
        Self::of(useful, examples.len() - useful)
    }
}

impl fmt::Display for NotYet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFew { marks } => write!(
                f,
                "{marks} of its articles are marked; learning needs {FEWEST_MARKS}: `wirewatch mark ID useful|noise`"
            ),
            Self::OneSided { useful, noise } => write!(
                f,
                "{useful} of its articles are marked useful and {noise} noise; learning needs {FEWEST_OF_A_SIDE} of each"
            ),
        }
    }
}

/// What was learnt from a topic's marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    topic: TopicName,
    learning: Learning,
    marks: usize,
    up_to: i64,
    weights: Weights,
    names: Names,
}

/// What was learnt for all topics that learn.
#[derive(Clone, Debug, Default)]
pub struct Learned {
    /// In the watchlist's order.
    pub models: Vec<Model>,
    /// Topics that still wait, and for what.
    pub waiting: Vec<(TopicName, NotYet)>,
    /// The newest mark that was looked at; 0 before the first.
    pub up_to: i64,
}

impl Learned {
    /// The topic's model, if it has one.
    #[must_use]
    pub fn model(&self, topic: &TopicName) -> Option<&Model> {
        self.models.iter().find(|model| model.topic == *topic)
    }
}

impl Model {
    /// Learns from these examples, of which `up_to` is the newest mark; their order decides the last bits.
    ///
    /// # Errors
    /// When there are too few, or too few of one side.
    pub fn learn(
        (topic, learning): (&TopicName, Learning),
        examples: &[Example],
        up_to: i64,
    ) -> Result<Self, NotYet> {
        if let Some(not_yet) = NotYet::of_examples(examples) {
            return Err(not_yet);
        }
        let mut names = Names::new();
        for (key, name) in examples.iter().flat_map(|example| &example.sight.names) {
            // Of words that share a key the first of the alphabet stands for all: sights keep their names in no order.
            let known = names.entry(*key).or_insert_with(|| name.clone());
            if name < known {
                known.clone_from(name);
            }
        }
        Ok(Self {
            topic: topic.clone(),
            learning,
            marks: examples.len(),
            up_to,
            weights: Weights::fit(&examples.iter().collect::<Vec<_>>()),
            names,
        })
    }

    /// Whose marks it was learnt from.
    #[must_use]
    pub fn topic(&self) -> &TopicName {
        &self.topic
    }

    /// Articles it was learnt from.
    #[must_use]
    pub fn marks(&self) -> usize {
        self.marks
    }

    /// What the marks say of an article that the topic sees so, and what that changes.
    #[must_use]
    pub fn lesson(&self, sight: &Sight) -> Lesson {
        let likelihood = rounded(self.weights.likelihood(sight), 1000.0);
        let leans = sight.traits.iter().map(|(key, value)| Lean {
            what: sight.names.get(key).cloned().unwrap_or_default(),
            weight: self.weights.part(*key, *value),
        });
        Lesson {
            likelihood,
            moved: grey::moved(sight, likelihood, self.learning),
            marks: self.marks,
            up_to: self.up_to,
            because: strongest(leans.collect(), MOST_LEANS),
        }
    }

    /// The traits that speak most for "useful" and most against it, `most` of each.
    #[must_use]
    pub fn strongest(&self, most: usize) -> (Vec<Lean>, Vec<Lean>) {
        let leans = self.weights.all().map(|(key, weight)| Lean {
            what: self.names.get(&key).cloned().unwrap_or_default(),
            weight,
        });
        let (speak_for, against) = leans.partition(|lean| lean.weight > 0.0);
        (strongest(speak_for, most), strongest(against, most))
    }
}

impl Classifier {
    /// What a topic's marks say of an article that its rules touch; `None` where it learnt nothing, or they do not.
    #[must_use]
    pub fn lesson(
        &self,
        article: &Prepared<'_>,
        topic: &TopicName,
        learned: &Learned,
    ) -> Option<Lesson> {
        let model = learned.model(topic)?;
        let sight = self.sight(article, topic)?;
        (sight.standing != Standing::NoMatch).then(|| model.lesson(&sight))
    }
}

fn strongest(mut leans: Vec<Lean>, most: usize) -> Vec<Lean> {
    leans.retain(|lean| lean.weight.abs() >= LEAST_LEAN);
    leans.sort_by(|a, b| {
        let by_weight = b.weight.abs().total_cmp(&a.weight.abs());
        by_weight.then_with(|| a.what.cmp(&b.what))
    });
    leans.truncate(most);
    for lean in &mut leans {
        lean.weight = rounded(lean.weight, 100.0);
    }
    leans
}

/// So that a number reads back from the archive as it was written, and two equal ones are equal.
fn rounded(number: f64, steps: f64) -> f64 {
    (number * steps).round() / steps
}
