//! How much a topic's hits weigh together.

use std::collections::HashMap;

use crate::classify::compile::Rules;
use crate::classify::judge::Standing;
use crate::classify::rules::Role;
use crate::classify::word_hash::WordHash;
use crate::model::matching::Field;

/// A hit in the title counts this many times.
const TITLE_FACTOR: f64 = 2.0;

/// Sum over distinct terms of weight; a term with a hit in the title counts double.
///
/// Terms are distinct by what the owner wrote: one in two groups counts once, one that is also a boost twice.
/// Of a name set's spellings the heaviest found counts.
pub(super) fn score(rules: &Rules, counted: &[Standing]) -> f64 {
    let mut weights: HashMap<(&str, bool), f64, WordHash> = HashMap::default();
    for standing in counted {
        let term = &rules.terms[standing.term as usize];
        let factor = if standing.spot.last_field == Field::Title {
            TITLE_FACTOR
        } else {
            1.0
        };
        let weight = term.weight * standing.spot.weight * factor;
        let best = weights
            .entry((&term.written, term.role == Role::Boost))
            .or_insert(weight);
        if weight.abs() > best.abs() {
            *best = weight;
        }
    }
    // Summed in one order, so that the same article scores the same to the last bit.
    let mut weights: Vec<f64> = weights.into_values().collect();
    weights.sort_by(f64::total_cmp);
    weights.into_iter().sum()
}
