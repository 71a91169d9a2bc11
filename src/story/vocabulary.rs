//! The words of the window: a number each, how many articles have it, and which groups (its postings).
//!
//! A word that no article has any more is forgotten and its number given to another, so that memory is bounded by
//! the window and not by all that was ever read.

use crate::story::keyed::Keyed;
use crate::story::rarity::Rarity;
use crate::story::rarity::Word;

/// A word's number, as long as the window has it.
pub(super) type Term = u32;
/// A group's place.
pub(super) type Slot = u32;

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
}

#[derive(Clone, Debug, Default)]
struct Entry {
    key: u64,
    /// As the first article wrote it that had it.
    spelling: Box<str>,
    groups: Vec<Slot>,
    /// How many have it.
    articles: u32,
}

impl Vocabulary {
    /// One more article has this word.
    pub(super) fn come(&mut self, key: u64, spelling: &str) -> Term {
        let term = match self.terms.get(&key) {
            Some(term) => *term,
            None => self.learn(key, spelling),
        };
        self.entries[term as usize].articles += 1;
        term
    }

    fn learn(&mut self, key: u64, spelling: &str) -> Term {
        let term = self.free.pop().unwrap_or_else(|| {
            self.entries.push(Entry::default());
            self.words.push(Word::default());
            self.entries.len() as Term - 1
        });
        self.entries[term as usize].key = key;
        self.entries[term as usize].spelling = spelling.into();
        self.words[term as usize] = self.fresh;
        self.terms.insert(key, term);
        term
    }

    /// One article less has it; to be told after its group.
    pub(super) fn go(&mut self, term: Term) {
        let entry = &mut self.entries[term as usize];
        entry.articles -= 1;
        if entry.articles == 0 {
            self.terms.remove(&entry.key);
            entry.groups = Vec::new();
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

    /// Weighs every word by how many articles have it now.
    pub(super) fn weigh(&mut self, rarity: &Rarity) {
        for (word, entry) in self.words.iter_mut().zip(&self.entries) {
            *word = rarity.word(entry.articles);
        }
        self.fresh = rarity.word(0);
    }

    /// The groups that have it, in no order that means anything.
    pub(super) fn groups(&self, term: Term) -> &[Slot] {
        &self.entries[term as usize].groups
    }

    /// The word's first article in this group; gives the place in the postings, by which it is taken out again.
    pub(super) fn enter(&mut self, term: Term, slot: Slot) -> u32 {
        self.postings += 1;
        let groups = &mut self.entries[term as usize].groups;
        groups.push(slot);
        groups.len() as u32 - 1
    }

    /// The word's last article left the group; gives the group that now has this place, if another has.
    pub(super) fn leave(&mut self, term: Term, place: u32) -> Option<Slot> {
        self.postings -= 1;
        let groups = &mut self.entries[term as usize].groups;
        groups.swap_remove(place as usize);
        groups.get(place as usize).copied()
    }

    /// The group has moved to another slot.
    pub(super) fn rename(&mut self, term: Term, place: u32, slot: Slot) {
        self.entries[term as usize].groups[place as usize] = slot;
    }

    /// Memory taken, about: lists grow by doubling, so half as much again is allowed for.
    pub(super) fn bytes(&self) -> usize {
        self.entries.capacity() * (size_of::<Entry>() + SPELLING + size_of::<Word>())
            + self.terms.capacity() * (size_of::<(u64, Term)>() + 1)
            + self.postings * size_of::<Slot>() * 3 / 2
            + self.free.capacity() * size_of::<Term>()
    }
}
