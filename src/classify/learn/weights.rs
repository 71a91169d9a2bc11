//! Weights: one number a trait, fitted to examples.

use std::collections::HashMap;

use crate::classify::learn::model::Example;
use crate::classify::learn::regression;
use crate::classify::learn::regression::Row;
use crate::classify::learn::regression::sigmoid;
use crate::classify::learn::sight::Sight;
use crate::classify::learn::traits::Key;

/// A rare side's examples count so many times at the most: a handful must not outweigh everything else.
const MOST_COUNTED: f64 = 4.0;

/// What each trait adds to the log-odds of "useful".
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Weights {
    base: f64,
    of: HashMap<Key, f64>,
}

impl Weights {
    /// Fitted to these examples, of which there may be any number.
    pub(super) fn fit(examples: &[&Example]) -> Self {
        let mut places: HashMap<Key, u32> = HashMap::new();
        let base: u32 = 0; // a trait that all have: where the log-odds begin
        // One long list: fitting walks through it a few hundred times.
        let mut values: Vec<(u32, f64)> = Vec::new();
        let mut ends = Vec::with_capacity(examples.len());
        for example in examples {
            values.push((base, 1.0));
            for (key, value) in &example.sight.traits {
                let next = places.len() as u32 + 1;
                values.push((*places.entry(*key).or_insert(next), *value));
            }
            ends.push(values.len());
        }
        let counts = counts(examples);
        let mut begin = 0;
        let rows: Vec<Row<'_>> = examples
            .iter()
            .zip(ends)
            .map(|(example, end)| Row {
                values: &values[std::mem::replace(&mut begin, end)..end],
                is_useful: example.is_useful,
                counts: counts[usize::from(example.is_useful)],
            })
            .collect();
        let weights = regression::fit(&rows, places.len() + 1);
        Self {
            base: weights[base as usize],
            of: places
                .into_iter()
                .map(|(key, place)| (key, weights[place as usize]))
                .collect(),
        }
    }

    /// How likely it is useful.
    pub(super) fn likelihood(&self, sight: &Sight) -> f64 {
        let parts = sight
            .traits
            .iter()
            .map(|(key, value)| self.part(*key, *value));
        sigmoid(self.base + parts.sum::<f64>())
    }

    /// What one trait adds; 0 for one that no example had.
    pub(super) fn part(&self, key: Key, value: f64) -> f64 {
        self.of.get(&key).map_or(0.0, |weight| weight * value)
    }

    /// Every trait with its weight, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = (Key, f64)> {
        self.of.iter().map(|(key, weight)| (*key, *weight))
    }
}

/// What an example of each side counts, [noise, useful]: the rarer side more, as otherwise guessing the other would do well.
fn counts(examples: &[&Example]) -> [f64; 2] {
    let useful = examples.iter().filter(|example| example.is_useful).count();
    let noise = examples.len() - useful;
    let of = |own: usize, other: usize| (other as f64 / own.max(1) as f64).clamp(1.0, MOST_COUNTED);
    [of(noise, useful), of(useful, noise)]
}
