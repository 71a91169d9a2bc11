//! Many different short texts, each with a number: the forms of a watchlist.
//!
//! All stand in one string and their places in one table, so that there is no visit to memory for each and none is
//! allocated by itself. Takes texts of the owner only: a stranger cannot choose what falls on one slot.

use std::hash::BuildHasher;

use crate::classify::word_hash::WordHash;

/// In `Slot::number`: nothing here.
const NONE: u32 = u32::MAX;
/// Slots of the smallest table.
const FEWEST_SLOTS: usize = 64;

/// Where a text may be.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// The upper half of its hash.
    tag: u32,
    number: u32,
}

const EMPTY: Slot = Slot {
    tag: 0,
    number: NONE,
};

/// The texts, numbered from 0 in the order they came.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    all: String,
    /// By number: where it begins; and one past the end.
    starts: Vec<u32>,
    /// At least twice as many as texts, so that one is soon found not to be there.
    slots: Vec<Slot>,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            all: String::new(),
            starts: vec![0],
            slots: vec![EMPTY; FEWEST_SLOTS],
        }
    }
}

impl Texts {
    /// What a text is looked up by.
    pub(super) fn hash(text: &str) -> u64 {
        WordHash::default().hash_one(text)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    fn text(&self, number: u32) -> &str {
        let number = number as usize;
        &self.all[self.starts[number] as usize..self.starts[number + 1] as usize]
    }

    /// All of them, by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let places = self.starts.windows(2);
        places.map(|place| &self.all[place[0] as usize..place[1] as usize])
    }

    /// The number of a text, which is a new one where it has none yet.
    pub(super) fn add(&mut self, text: &str) -> u32 {
        let hash = Self::hash(text);
        if let Some(number) = self.find(text, hash) {
            return number;
        }
        if (self.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let number = self.len() as u32;
        self.all.push_str(text);
        self.starts.push(self.all.len() as u32);
        self.settle(hash, number);
        number
    }

    /// The number of a text, by its hash.
    fn find(&self, text: &str, hash: u64) -> Option<u32> {
        let tag = (hash >> 32) as u32;
        self.path(hash)
            .find(|slot| slot.tag == tag && self.text(slot.number) == text)
            .map(|slot| slot.number)
    }

    /// The slots from the one of a hash on, up to an empty one.
    fn path(&self, hash: u64) -> impl Iterator<Item = &Slot> {
        let mask = self.slots.len() - 1;
        let first = hash as usize;
        let slots = (0..).map(move |step: usize| &self.slots[first.wrapping_add(step) & mask]);
        slots.take_while(|slot| slot.number != NONE)
    }

    fn settle(&mut self, hash: u64, number: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].number != NONE {
            at = (at + 1) & mask;
        }
        self.slots[at] = Slot {
            tag: (hash >> 32) as u32,
            number,
        };
    }

    fn grow(&mut self) {
        self.slots = vec![EMPTY; self.slots.len() * 2];
        for number in 0..self.len() as u32 {
            let hash = Self::hash(self.text(number));
            self.settle(hash, number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_keep_their_numbers_however_many_come_after_them() {
        let word = |number: u32| format!("слово{}", number * 7);
        let mut texts = Texts::default();

        for number in 0..3000 {
            assert_eq!(texts.add(&word(number)), number);
        }

        for number in 0..3000 {
            let text = word(number);
            assert_eq!(texts.add(&text), number);
            assert_eq!(texts.text(number), text);
            assert_eq!(texts.find(&text, Texts::hash(&text)), Some(number));
        }
        assert_eq!(texts.find("слово", Texts::hash("слово")), None);
        assert_eq!(texts.len(), 3000);
        assert_eq!(texts.iter().nth(2), Some("слово14"));
    }
}
