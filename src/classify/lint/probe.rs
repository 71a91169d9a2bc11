//! Terms of a watchlist, each as a topic of its own: so that it can be counted how often each is found.

use std::collections::HashSet;

use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;

/// A list of so many terms is made by a machine; counting is for people's lists.
const MOST_PROBES: usize = 20_000;

/// Terms that make their topic match by themselves, and a watchlist whose topic `tN` is the N-th of them.
///
/// A term of one of several lists is left out: there a common word is narrowed by the others.
#[must_use]
pub fn probes(watchlist: &Watchlist) -> (Vec<&Term>, Watchlist) {
    let mut seen = HashSet::new();
    let mut terms = Vec::new();
    let mut topics = Vec::new();
    for topic in watchlist
        .topics
        .iter()
        .filter(|topic| topic.groups.len() == 1)
    {
        for term in topic.groups.iter().flatten() {
            let is_enough = term.weight >= topic.threshold;
            let key = (
                &term.written,
                term.language,
                &topic.languages,
                &topic.feeds.include,
                &topic.feeds.exclude,
            );
            if is_enough && terms.len() < MOST_PROBES && seen.insert(key) {
                topics.extend(probe(topic, term, terms.len()));
                terms.push(term);
            }
        }
    }
    let probes = Watchlist {
        names: watchlist.names.clone(),
        topics,
        ..Watchlist::default()
    };
    (terms, probes)
}

fn probe(topic: &Topic, term: &Term, number: usize) -> Option<Topic> {
    Some(Topic {
        name: format!("t{number}").parse().ok()?,
        groups: vec![vec![term.clone()]],
        boost: Vec::new(),
        tests: Vec::new(),
        threshold: f64::NEG_INFINITY,
        ..topic.clone()
    })
}
