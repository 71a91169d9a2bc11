//! Which terms of a topic do the work: how often each fires, in how many matches nothing else would have done, and what
//! readers thought of these matches. Read from the evidence of matches as they were written down.

use std::collections::HashMap;

use crate::model::mark::Judgement;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::matching::Match;
use crate::model::watchlist::Topic;

/// A hit in the title counts double, as in the score.
const TITLE_FACTOR: f64 = 2.0;

/// One term, by what its owner wrote: a term in two groups is one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermFiring {
    /// As written.
    pub term: String,
    /// The groups it stands in, from 1; empty for a boost.
    pub groups: Vec<usize>,
    /// Does it (also) stand among the boosts?
    pub is_boost: bool,
    /// Not in the topic any more: an older list had it.
    pub is_gone: bool,
    /// Places in articles, at most ten of one article.
    pub places: u64,
    /// Matches in which it fired.
    pub matches: u64,
    /// Those that would have been none without it: no other term of its group fired, or the score had not been enough.
    /// What `near` asks is not looked at.
    pub decisive: u64,
    /// Matches in which it fired that readers marked as useful,
    pub useful: u64,
    /// and as noise.
    pub noise: u64,
}

impl TermFiring {
    /// Fires, and of what readers marked nothing was useful.
    #[must_use]
    pub fn makes_only_noise(&self) -> bool {
        self.noise > 0 && self.useful == 0
    }
}

/// All terms of a topic, filled match by match.
#[derive(Clone, Debug)]
pub struct Firing {
    threshold: f64,
    terms: Vec<TermFiring>,
    places: HashMap<String, usize>,
    /// Matches heard of.
    pub matches: u64,
    /// Of these, marked as useful,
    pub useful: u64,
    /// and as noise.
    pub noise: u64,
}

impl Firing {
    /// The terms of the topic as it is now.
    #[must_use]
    pub fn new(topic: &Topic) -> Self {
        let mut firing = Self {
            threshold: topic.threshold,
            terms: Vec::new(),
            places: HashMap::new(),
            matches: 0,
            useful: 0,
            noise: 0,
        };
        for (group, terms) in topic.groups.iter().enumerate() {
            for term in terms {
                let known = firing.term_mut(&term.written);
                if !known.groups.contains(&(group + 1)) {
                    known.groups.push(group + 1);
                }
            }
        }
        for term in &topic.boost {
            firing.term_mut(&term.written).is_boost = true;
        }
        firing
    }

    /// Takes in a match, and what readers thought of it.
    pub fn hear(&mut self, found: &Match, opinion: Option<Judgement>) {
        self.matches += 1;
        self.useful += u64::from(opinion == Some(Judgement::Useful));
        self.noise += u64::from(opinion == Some(Judgement::Noise));
        let mut fired: Vec<&str> = found.evidence.iter().map(|e| e.term.as_str()).collect();
        fired.sort_unstable();
        fired.dedup();
        for term in &fired {
            if !self.places.contains_key(*term) {
                self.term_mut(term).is_gone = true;
            }
            let is_decisive = self.is_decisive(term, &fired, found);
            let places = found.evidence.iter().filter(|e| e.term == **term).count();
            let known = self.term_mut(term);
            known.places += places as u64;
            known.matches += 1;
            known.decisive += u64::from(is_decisive);
            known.useful += u64::from(opinion == Some(Judgement::Useful));
            known.noise += u64::from(opinion == Some(Judgement::Noise));
        }
    }

    /// Every term, those that fire most first; those that never did in the watchlist's order.
    #[must_use]
    pub fn terms(&self) -> Vec<&TermFiring> {
        let mut terms: Vec<&TermFiring> = self.terms.iter().collect();
        terms.sort_by_key(|term| std::cmp::Reverse(term.matches));
        terms
    }

    fn term_mut(&mut self, written: &str) -> &mut TermFiring {
        let place = *self.places.entry(written.to_owned()).or_insert_with(|| {
            self.terms.push(TermFiring {
                term: written.to_owned(),
                ..TermFiring::default()
            });
            self.terms.len() - 1
        });
        &mut self.terms[place]
    }

    fn is_decisive(&self, term: &str, fired: &[&str], found: &Match) -> bool {
        let of = |term: &str| self.places.get(term).map(|place| &self.terms[*place]);
        let Some(known) = of(term) else {
            return false;
        };
        let stands_alone = |group: &usize| {
            let others = fired.iter().filter(|other| **other != term);
            !others
                .filter_map(|other| of(other))
                .any(|other| other.groups.contains(group))
        };
        let weighs = contribution(term, &found.evidence)
            * f64::from(u8::from(!known.groups.is_empty()) + u8::from(known.is_boost));
        known.groups.iter().any(stands_alone) || found.score - weighs < self.threshold
    }
}

/// What the term adds to the score in one of its roles.
fn contribution(term: &str, evidence: &[Evidence]) -> f64 {
    let weights = evidence.iter().filter(|piece| piece.term == term);
    let weights = weights.map(|piece| match piece.field {
        Field::Title => piece.weight * TITLE_FACTOR,
        Field::Text => piece.weight,
    });
    weights.fold(0.0, |best: f64, weight| {
        if weight.abs() > best.abs() {
            weight
        } else {
            best
        }
    })
}
