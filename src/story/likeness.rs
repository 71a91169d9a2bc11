//! How alike two groups are, and how alike they must be to be one story.
//!
//! Alike: the cosine of their words, rare words weighing more, less the longer nothing was told between them. Of full
//! texts, names and numbers count once more for themselves, for who, where and how many says which of many events of a
//! kind it is; and each of two articles is asked what it tells of the other's headline, for two that share their
//! background tell of one thing only when each tells what the other is about.
//!
//! How much is asked grows with the words of the smaller one: two headlines of eight words share one by rare chance only,
//! two groups of fifty articles about courts share hundreds. One curve serves headlines, full texts and groups of both.

use crate::story::group::Amount;
use crate::story::group::Group;
use crate::story::group::common;
use crate::story::rarity::Rarity;
use crate::story::rarity::Word;
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
/// With so many names and numbers these count for themselves; the two or three of a headline are chance.
const NAMES: u32 = 8;
/// So much of each other's headlines two groups have to tell before nothing is taken from their likeness; of what is
/// missing, twice as much is taken.
const HEADLINES: f64 = 2.0 / 3.0;
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

/// What two groups share.
#[derive(Clone, Copy, Debug, Default)]
struct Shared {
    /// The sum of the products of their words.
    all: u128,
    /// Of names and numbers.
    names: u128,
    /// The sums of the squares of the words of either's headlines.
    headlines: [u128; 2],
}

/// How long a group is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Length {
    /// The sum of the squares of its words.
    pub(super) square: u128,
    /// Those that are not in half of all articles.
    pub(super) words: u32,
    /// As `square`, of names and numbers.
    names: u128,
    /// Names and numbers.
    named: u32,
    /// As `square`, of headlines.
    headlines: u128,
    /// In headlines.
    headlined: u32,
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
        let mut shared = Shared::default();
        let mut surprise = 0_u64;
        for (term, of_first, of_second) in common(first, second) {
            let word = shelf.vocabulary.word(term);
            shared.add(word, of_first, of_second);
            surprise += word.surprise();
        }
        let is_young = first.articles.len().max(second.articles.len()) <= YOUNG;
        if shared.all == 0 || (is_young && Rarity::nats(surprise) < PROOF) {
            return None;
        }
        let (a, b) = (self.length(shelf, a, first), self.length(shelf, b, second));
        let similarity = shared.likeness(a, b);
        let is_counted = |group: &Group| group.articles.len() <= Amount::HEADLINES;
        let told = if is_counted(first) && is_counted(second) {
            shared.headlines_told(a, b)
        } else {
            1.0
        };
        Some(Likeness {
            similarity,
            ratio: similarity * told * patience(first, second) / asked(a.words.min(b.words)),
        })
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
        let word = shelf.vocabulary.word(share.term);
        let square = weigh(word, share.amount).pow(2);
        if square == 0 {
            continue;
        }
        length.square += square;
        length.words += 1;
        if word.is_name() {
            length.names += square;
            length.named += 1;
        }
        if share.amount.is_headline() {
            length.headlines += square;
            length.headlined += 1;
        }
    }
    length
}

fn weigh(word: Word, amount: Amount) -> u128 {
    u128::from(u64::from(amount.weight()) * u64::from(word.rarity))
}

impl Shared {
    fn add(&mut self, word: Word, first: Amount, second: Amount) {
        let weights = [first, second].map(|amount| weigh(word, amount));
        let product = weights[0] * weights[1];
        self.all += product;
        if word.is_name() {
            self.names += product;
        }
        for (place, amount) in [first, second].into_iter().enumerate() {
            if amount.is_headline() {
                self.headlines[place] += weights[place].pow(2);
            }
        }
    }

    /// The cosine; with enough names and numbers half of it is theirs.
    fn likeness(&self, a: Length, b: Length) -> f64 {
        let all = cosine(self.all, a.square, b.square);
        if a.named.min(b.named) < NAMES {
            return all;
        }
        f64::midpoint(all, cosine(self.names, a.names, b.names))
    }

    /// What is left of their likeness by how much each tells of the other's headlines; all of it where there are only
    /// headlines.
    fn headlines_told(&self, a: Length, b: Length) -> f64 {
        if !a.has_text() || !b.has_text() {
            return 1.0;
        }
        let told = |place: usize, length: Length| {
            let [told, all] = [self.headlines[place], length.headlines];
            told as f64 / all as f64
        };
        let missing = HEADLINES - f64::midpoint(told(0, a), told(1, b));
        1.0 - (2.0 * missing).clamp(0.0, 1.0)
    }
}

impl Length {
    /// More than headlines.
    fn has_text(&self) -> bool {
        self.headlined > 0 && self.words >= 2 * self.headlined
    }
}

/// Of two groups that share so much, by the squares of their lengths.
pub(super) fn cosine(shared: u128, a: u128, b: u128) -> f64 {
    if shared == 0 {
        return 0.0;
    }
    shared as f64 / (a as f64 * b as f64).sqrt()
}

/// How alike groups must be of which the smaller has so many words.
fn asked(words: u32) -> f64 {
    let words = f64::from(words);
    MOST_ASKED * words / (words + HALFWAY)
}

pub(super) fn patience(a: &Group, b: &Group) -> f64 {
    (-silence(a, b) / PATIENCE_HOURS).exp()
}

/// Hours in which neither was told.
pub(super) fn silence(a: &Group, b: &Group) -> f64 {
    let silence = a
        .from
        .duration_since(b.until)
        .max(b.from.duration_since(a.until));
    silence.as_secs_f64().max(0.0) / 3600.0
}

/// What two groups share, strongest first; equal ones by key, so that the order is the same in every run.
pub(super) fn shared_terms(shelf: &Shelf, a: &Group, b: &Group) -> Vec<Term> {
    let mut terms: Vec<(u128, u64, Term)> = common(a, b)
        .map(|(term, of_a, of_b)| {
            let word = shelf.vocabulary.word(term);
            let weight = weigh(word, of_a) * weigh(word, of_b);
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
