//! How alike two groups are, and how alike they must be to be one story.
//!
//! Alike: the cosine of their words, rare words weighing more, less the longer nothing was told between them. How much
//! is asked grows with the words of the smaller one: two headlines of eight words share one by rare chance only, two
//! groups of fifty articles about courts share hundreds. One curve serves headlines, full texts and groups of both.

use crate::story::group::Group;
use crate::story::group::common;
use crate::story::rarity::Rarity;
use crate::story::shelf::Shelf;
use crate::story::vocabulary::Slot;
use crate::story::vocabulary::Term;

/// What is asked of groups with very many words.
const MOST_ASKED: f64 = 0.8;
/// The number of words of which half of that is asked.
const HALFWAY: f64 = 80.0;
/// How surprising it must be that two young groups share what they share, in natural logarithms of the odds: one word is
/// never enough in a young window, and in a full one only a rare one. A headline of two words shares half of them by
/// chance, and what many articles have told is known by one.
const PROOF: f64 = 7.0;
/// Articles of a young group.
const YOUNG: usize = 4;
/// Silence after which likeness counts for a third.
const PATIENCE_HOURS: f64 = 96.0;

/// How alike two groups are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Likeness {
    /// The cosine, 0 to 1.
    pub(super) similarity: f64,
    /// Of what is asked: from 1 on they are one story.
    pub(super) ratio: f64,
}

/// Compares groups; remembers their lengths, which hold as long as no article comes or goes and no word is weighed anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Scales {
    /// By slot.
    lengths: Vec<Option<Length>>,
}

/// How long a group is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Length {
    /// The sum of the squares of its words.
    pub(super) square: u128,
    /// Those that are not in half of all articles.
    pub(super) words: u32,
}

impl Scales {
    /// This group has changed.
    pub(super) fn forget(&mut self, slot: Slot) {
        if let Some(length) = self.lengths.get_mut(slot as usize) {
            *length = None;
        }
    }

    /// All may have changed.
    pub(super) fn clear(&mut self) {
        self.lengths.clear();
    }

    /// How alike they are; `None` when they share nothing that proves anything.
    pub(super) fn compare(&mut self, shelf: &Shelf, a: Slot, b: Slot) -> Option<Likeness> {
        let (first, second) = (shelf.get(a)?, shelf.get(b)?);
        let mut shared = 0_u128;
        let mut surprise = 0_u64;
        for (term, of_first, of_second) in common(first, second) {
            let word = shelf.vocabulary.word(term);
            let rarity = u64::from(word.rarity);
            shared += u128::from(u64::from(of_first) * rarity)
                * u128::from(u64::from(of_second) * rarity);
            surprise += u64::from(word.surprise);
        }
        let is_young = first.articles.len().max(second.articles.len()) <= YOUNG;
        if shared == 0 || (is_young && Rarity::nats(surprise) < PROOF) {
            return None;
        }
        let lengths = (self.length(shelf, a, first), self.length(shelf, b, second));
        Some(likeness(shared, lengths, patience(first, second)))
    }

    /// How long a group is.
    pub(super) fn length(&mut self, shelf: &Shelf, slot: Slot, group: &Group) -> Length {
        let place = slot as usize;
        if self.lengths.len() <= place {
            self.lengths.resize(shelf.slots().max(place + 1), None);
        }
        *self.lengths[place].get_or_insert_with(|| length(shelf, group))
    }

    pub(super) fn bytes(&self) -> usize {
        self.lengths.capacity() * size_of::<Option<Length>>()
    }
}

fn length(shelf: &Shelf, group: &Group) -> Length {
    let mut length = Length::default();
    for share in &group.shares {
        let weight = u64::from(share.weight) * shelf.vocabulary.rarity(share.term);
        length.square += u128::from(weight) * u128::from(weight);
        length.words += u32::from(weight > 0);
    }
    length
}

fn likeness(shared: u128, (a, b): (Length, Length), patience: f64) -> Likeness {
    let similarity = cosine(shared, a, b);
    Likeness {
        similarity,
        ratio: similarity * patience / asked(a.words.min(b.words)),
    }
}

/// Of two groups that share so much.
pub(super) fn cosine(shared: u128, a: Length, b: Length) -> f64 {
    if shared == 0 {
        return 0.0;
    }
    shared as f64 / (a.square as f64 * b.square as f64).sqrt()
}

/// How alike groups must be of which the smaller has so many words.
fn asked(words: u32) -> f64 {
    let words = f64::from(words);
    MOST_ASKED * words / (words + HALFWAY)
}

fn patience(a: &Group, b: &Group) -> f64 {
    let silence = a
        .from
        .duration_since(b.until)
        .max(b.from.duration_since(a.until));
    let hours = silence.as_secs_f64().max(0.0) / 3600.0;
    (-hours / PATIENCE_HOURS).exp()
}

/// What two groups share, strongest first; equal ones by key, so that the order is the same in every run.
pub(super) fn shared_terms(shelf: &Shelf, a: &Group, b: &Group) -> Vec<Term> {
    let mut terms: Vec<(u128, u64, Term)> = common(a, b)
        .map(|(term, of_a, of_b)| {
            let rarity = shelf.vocabulary.rarity(term);
            let weight =
                u128::from(u64::from(of_a) * rarity) * u128::from(u64::from(of_b) * rarity);
            (weight, shelf.vocabulary.key(term), term)
        })
        .filter(|(weight, ..)| *weight > 0)
        .collect();
    terms.sort_unstable_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(&y.1)));
    terms.into_iter().map(|(.., term)| term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_words_the_smaller_one_has_the_more_is_asked() {
        let asked: Vec<f64> = [4, 8, 48, 200, 5000].into_iter().map(asked).collect();

        assert!(asked.is_sorted());
        assert!(asked[1] < 0.1, "headlines share a word or two");
        assert!((0.25..0.35).contains(&asked[2]), "full texts");
        assert!(asked[4] < MOST_ASKED);
    }
}
