//! The words of the window: a number each, how many articles have it, and which groups (its postings).
//!
//! A word that no article has any more is forgotten and its number given to another, so that memory is bounded by
//! the window and not by all that was ever read.

use std::mem;
use std::num::NonZeroU64;

use crate::story::group::Amount;
use crate::story::keyed::Keyed;
use crate::story::places::Places;
use crate::story::places::is_place;
use crate::story::rarity::Rarity;
use crate::story::rarity::Word;
use crate::story::reading::sound_of;

/// A word's number, as long as the window has it.
pub(super) type Term = u32;
/// A group's place.
pub(super) type Slot = u32;

/// A word that more groups than this have leads nowhere: they are not listed.
const LISTED: usize = 2 * FOLLOWED;
/// When no more than so many are left, they are listed again: half as many, so that a word does not come and go all day.
pub(super) const FOLLOWED: usize = 256;
/// Words that sound alike and are looked at.
const SPELLINGS: usize = 128;
/// Bytes that the spelling of a word takes, about.
const SPELLING: usize = 16;

/// The words of the window.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    terms: Keyed<Term>,
    entries: Vec<Entry>,
    free: Vec<Term>,
    /// What each tells, as of the last weighing: beside the entries, for this is what comparing asks most.
    words: Vec<Word>,
    /// What a word tells that came after it.
    fresh: Word,
    postings: usize,
    /// The words that sound so, by their sound.
    alike: Keyed<Alike>,
    places: Places,
}

/// Words that sound alike.
#[derive(Clone, Copy, Debug)]
struct Alike {
    /// The one that came last, which leads to the others.
    last: Term,
    count: usize,
}

#[derive(Clone, Debug, Default)]
struct Entry {
    key: u64,
    /// See `sounds`.
    sound: Option<NonZeroU64>,
    /// The one that sounds so and came before it, and the one that came after: who is forgotten is not searched for.
    earlier: Option<Term>,
    later: Option<Term>,
    /// As the first article wrote it that had it.
    spelling: Box<str>,
    /// Those that have it, unless there are too many.
    groups: Vec<Slot>,
    /// How many groups have it.
    spread: u32,
    is_everywhere: bool,
    /// How many articles have it.
    articles: u32,
    /// In how many more of them it is a name than not.
    names: i32,
}

/// A word of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Told {
    pub(super) term: Term,
    pub(super) weight: u16,
    /// Above 0 when it is a name there, below when not, 0 when nothing says.
    pub(super) name: i8,
    /// It stands in the headline.
    pub(super) is_headline: bool,
}

impl Told {
    /// How much the article tells it.
    pub(super) fn amount(&self) -> Amount {
        Amount::new(self.weight, self.is_headline)
    }
}

impl Entry {
    fn is_place(&self) -> bool {
        self.sound.is_some_and(|sound| is_place(sound.get()))
    }

    /// From both ends: who is looked for came a moment ago, or is about to be forgotten.
    fn place(&self, slot: Slot) -> Option<usize> {
        let last = self.groups.len().wrapping_sub(1);
        (0..self.groups.len().div_ceil(2)).find_map(|place| {
            if self.groups[place] == slot {
                return Some(place);
            }
            (self.groups[last - place] == slot).then_some(last - place)
        })
    }
}

impl Vocabulary {
    /// One more article has this word.
    pub(super) fn come(&mut self, key: u64, name: i8, spelling: &str) -> Term {
        let term = match self.terms.get(&key) {
            Some(term) => *term,
            None => self.learn(key, name, spelling),
        };
        let entry = &mut self.entries[term as usize];
        entry.articles += 1;
        entry.names += i32::from(name);
        term
    }

    fn learn(&mut self, key: u64, name: i8, spelling: &str) -> Term {
        let term = self.free.pop().unwrap_or_else(|| {
            self.entries.push(Entry::default());
            self.words.push(Word::default());
            self.entries.len() as Term - 1
        });
        self.entries[term as usize].key = key;
        self.entries[term as usize].spelling = spelling.into();
        self.words[term as usize] = self.fresh.named(name > 0);
        self.terms.insert(key, term);
        let sound = sound_of(spelling).map(|sound| self.places.sound(sound));
        let sound = sound.and_then(NonZeroU64::new);
        self.entries[term as usize].sound = sound;
        let word = &mut self.words[term as usize];
        *word = word.placed(self.entries[term as usize].is_place());
        if let Some(sound) = sound {
            self.sound_like_others(term, sound.get());
        }
        term
    }

    fn sound_like_others(&mut self, term: Term, sound: u64) {
        let before = self.alike.get(&sound).copied();
        let count = before.map_or(0, |alike| alike.count) + 1;
        let earlier = before.map(|alike| alike.last);
        self.alike.insert(sound, Alike { last: term, count });
        self.entries[term as usize].earlier = earlier;
        if let Some(earlier) = earlier {
            self.entries[earlier as usize].later = Some(term);
        }
    }

    /// A word that is forgotten sounds like no other.
    fn fall_silent(&mut self, term: Term) {
        let entry = &mut self.entries[term as usize];
        let (earlier, later) = (entry.earlier.take(), entry.later.take());
        let Some(sound) = entry.sound.take() else {
            return;
        };
        if let Some(earlier) = earlier {
            self.entries[earlier as usize].later = later;
        }
        if let Some(later) = later {
            self.entries[later as usize].earlier = earlier;
        }
        let Some(alike) = self.alike.get_mut(&sound.get()) else {
            return;
        };
        alike.count -= 1;
        match (later, earlier) {
            (None, Some(earlier)) => alike.last = earlier,
            (None, None) => {
                self.alike.remove(&sound.get());
            }
            (Some(_), _) => {}
        }
    }

    /// How it sounds; `None` where that tells nothing.
    pub(super) fn sound(&self, term: Term) -> Option<u64> {
        self.entries[term as usize].sound.map(NonZeroU64::get)
    }

    /// Words that sound so, in no order that means anything; none where these are more than names have spellings: then
    /// somebody makes them up.
    pub(super) fn alike(&self, sound: u64) -> impl Iterator<Item = Term> {
        let alike = self.alike.get(&sound);
        let first = alike
            .filter(|alike| alike.count <= SPELLINGS)
            .map(|alike| alike.last);
        std::iter::successors(first, |term| self.entries[*term as usize].earlier)
    }

    /// One article less has it; to be told after its group.
    pub(super) fn go(&mut self, term: Term, name: i8) {
        let entry = &mut self.entries[term as usize];
        entry.articles -= 1;
        entry.names -= i32::from(name);
        if entry.articles == 0 {
            self.terms.remove(&entry.key);
            entry.groups = Vec::new();
            self.fall_silent(term);
            self.free.push(term);
        }
    }

    /// The word's number, if the window has it.
    pub(super) fn find(&self, key: u64) -> Option<Term> {
        self.terms.get(&key).copied()
    }

    /// The word's key, the same in every run, as its number is not.
    pub(super) fn key(&self, term: Term) -> u64 {
        self.entries[term as usize].key
    }

    /// How it is written.
    pub(super) fn spelling(&self, term: Term) -> &str {
        &self.entries[term as usize].spelling
    }

    /// What it tells, as of the last weighing.
    pub(super) fn word(&self, term: Term) -> Word {
        self.words[term as usize]
    }

    /// What it weighs, as of the last weighing.
    pub(super) fn rarity(&self, term: Term) -> u64 {
        u64::from(self.words[term as usize].rarity)
    }

    /// Weighs every word by how many of these articles have it now.
    pub(super) fn weigh(&mut self, articles: u32) {
        let most = self.entries.iter().map(|entry| entry.articles).max();
        let rarity = Rarity::new(articles, most.unwrap_or(0));
        for (word, entry) in self.words.iter_mut().zip(&self.entries) {
            *word = rarity
                .word(entry.articles)
                .named(entry.names > 0)
                .placed(entry.is_place());
        }
        self.fresh = rarity.word(0);
    }

    /// The groups that have it, in no order that means anything; `None` where these are more than are ever followed.
    pub(super) fn groups(&self, term: Term) -> Option<&[Slot]> {
        let entry = &self.entries[term as usize];
        (!entry.is_everywhere).then_some(&*entry.groups)
    }

    /// The word's first article in this group.
    pub(super) fn enter(&mut self, term: Term, slot: Slot) {
        let entry = &mut self.entries[term as usize];
        entry.spread += 1;
        if entry.is_everywhere {
            return;
        }
        if entry.groups.len() < LISTED {
            entry.groups.push(slot);
            self.postings += 1;
        } else {
            entry.is_everywhere = true;
            self.postings -= mem::take(&mut entry.groups).len();
        }
    }

    /// The word's last article left the group; says whether those that have it are to be listed again.
    #[must_use]
    pub(super) fn leave(&mut self, term: Term, slot: Slot) -> bool {
        let entry = &mut self.entries[term as usize];
        entry.spread -= 1;
        if entry.is_everywhere {
            return entry.spread as usize <= FOLLOWED;
        }
        if let Some(place) = entry.place(slot) {
            entry.groups.remove(place);
            self.postings -= 1;
        }
        false
    }

    /// These are the groups that have it.
    pub(super) fn list(&mut self, term: Term, groups: Vec<Slot>) {
        let entry = &mut self.entries[term as usize];
        self.postings += groups.len();
        entry.groups = groups;
        entry.is_everywhere = false;
    }

    /// The group has moved to another slot.
    pub(super) fn rename(&mut self, term: Term, from: Slot, into: Slot) {
        let entry = &mut self.entries[term as usize];
        if let Some(place) = entry.place(from) {
            entry.groups[place] = into;
        }
    }

    /// Memory taken, about: lists grow by doubling, so half as much again is allowed for.
    pub(super) fn bytes(&self) -> usize {
        self.entries.capacity() * (size_of::<Entry>() + SPELLING + size_of::<Word>())
            + self.terms.capacity() * (size_of::<(u64, Term)>() + 1)
            + self.alike.capacity() * (size_of::<(u64, Alike)>() + 1)
            + self.postings * size_of::<Slot>() * 3 / 2
            + self.free.capacity() * size_of::<Term>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In what order the words that sound so are told means nothing.
    fn alike(vocabulary: &Vocabulary, term: Term) -> Vec<Term> {
        let sound = vocabulary.sound(term).unwrap();
        let mut alike: Vec<Term> = vocabulary.alike(sound).collect();
        alike.sort_unstable();
        alike
    }

    #[test]
    fn whichever_of_the_words_that_sound_alike_is_forgotten_the_others_are_found() {
        for forgotten in 0..3 {
            let mut vocabulary = Vocabulary::default();
            let words = ["Minsk", "Минск", "Mińsk"];
            let terms: Vec<Term> = (1..)
                .zip(words)
                .map(|(key, word)| vocabulary.come(key, 1, word))
                .collect();
            assert_eq!(alike(&vocabulary, terms[0]), terms);

            vocabulary.go(terms[forgotten], 1);

            let left: Vec<Term> = terms
                .iter()
                .copied()
                .filter(|term| *term != terms[forgotten])
                .collect();
            assert_eq!(alike(&vocabulary, left[0]), left);
            let again = vocabulary.come(9, 1, "Мінск");
            assert_eq!(alike(&vocabulary, again).len(), 3);
            for term in left.into_iter().chain([again]) {
                vocabulary.go(term, 1);
            }
            assert!(vocabulary.alike.is_empty());
        }
    }

    #[test]
    fn words_made_up_to_sound_alike_are_too_many_to_mean_one_name() {
        let mut vocabulary = Vocabulary::default();
        let words = (0..200_u64).map(|n| format!("Minsk{:02}", n % 100 + 100 * (n / 100)));
        let terms: Vec<Term> = (1..)
            .zip(words)
            .map(|(key, word)| vocabulary.come(key, 1, &word))
            .collect();
        let sound = vocabulary.sound(terms[0]).unwrap();
        assert!(
            terms
                .iter()
                .all(|term| vocabulary.sound(*term) == Some(sound))
        );
        assert_eq!(vocabulary.alike(sound).count(), 0);

        for term in &terms[..100] {
            vocabulary.go(*term, 1);
        }

        assert_eq!(vocabulary.alike(sound).count(), 100);
    }
}
