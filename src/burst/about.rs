//! What a burst is about and who tells it.

use std::collections::BTreeMap;

use crate::model::burst::Told;

/// Terms named of a burst.
const TERMS: usize = 5;
/// Outlets named of a burst.
const OUTLETS: usize = 20;
/// A term must fire so many times more often than usual to be named.
const MORE: f64 = 1.5;

/// The terms that fire in more of the loud stories than they usually do, by how much they explain: stories times the
/// logarithm of how many times more often (a term's part of the Kullback-Leibler divergence of both).
#[must_use]
pub fn loud_terms(loud: &[Told], usual: &[Told]) -> Vec<String> {
    let usually = counts(usual.iter().map(|told| &told.terms));
    let mut found: Vec<(f64, &str)> = counts(loud.iter().map(|told| &told.terms))
        .into_iter()
        .filter(|(_, stories)| *stories >= 2)
        .filter_map(|(term, stories)| {
            // Half a story more on either side, so that what is new is not infinitely so.
            let share = f64::from(stories) / length(loud);
            let before = usually.get(term).copied().unwrap_or_default();
            let share_before = (f64::from(before) + 0.5) / (length(usual) + 1.0);
            let more = share / share_before;
            (more >= MORE).then(|| (f64::from(stories) * more.ln(), term))
        })
        .collect();
    found.sort_by(|(one, a), (other, b)| other.total_cmp(one).then(a.cmp(b)));
    found
        .into_iter()
        .take(TERMS)
        .map(|(_, term)| term.to_owned())
        .collect()
}

/// The outlets that tell the loud stories, those of the most stories first.
#[must_use]
pub fn loud_outlets(loud: &[Told]) -> Vec<String> {
    let mut found: Vec<(&str, u32)> = counts(loud.iter().map(|told| &told.outlets))
        .into_iter()
        .collect();
    found.sort_by(|(a, one), (b, other)| other.cmp(one).then(a.cmp(b)));
    found
        .into_iter()
        .take(OUTLETS)
        .map(|(outlet, _)| outlet.to_owned())
        .collect()
}

/// In how many stories each stands.
fn counts<'a>(stories: impl Iterator<Item = &'a Vec<String>>) -> BTreeMap<&'a str, u32> {
    let mut counts = BTreeMap::new();
    for name in stories.flatten() {
        *counts.entry(name.as_str()).or_default() += 1;
    }
    counts
}

fn length(stories: &[Told]) -> f64 {
    f64::from(u32::try_from(stories.len()).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(terms: &[&str], outlets: &[&str]) -> Told {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Told {
            terms: owned(terms),
            outlets: owned(outlets),
        }
    }

    #[test]
    fn terms_that_always_fire_are_not_what_a_burst_is_about() {
        let usual = vec![told(&["Minsk", "court"], &["A"]); 40];
        let loud = [
            told(&["Minsk", "detain"], &["A", "B"]),
            told(&["Minsk", "detain", "KGB"], &["B"]),
            told(&["Minsk", "detain", "KGB", "court"], &["B"]),
            told(&["Minsk", "tram"], &["C"]),
        ];

        assert_eq!(loud_terms(&loud, &usual), ["detain", "KGB"]);
        assert_eq!(loud_outlets(&loud), ["B", "A", "C"]);
    }
}
