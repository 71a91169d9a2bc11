//! Finds which of many beginnings (or endings) a token has.
//!
//! They stand on shelves by their length. On each shelf the first few bytes of a token (or the last) are one number, of
//! which a small bit filter says nearly always no, without a visit to the table. Every yes is compared letter by letter.

use std::ops::Range;

use crate::classify::outer::End;
use crate::classify::outer::Filter;
use crate::classify::outer::key;
use crate::classify::outer::outer_eight;
use crate::classify::outer::outermost;
use crate::classify::outer::spread;

/// Bytes that are looked at on each shelf: an affix stands on the last one that it has bytes enough for.
const SHELVES: [usize; 8] = [0, 1, 2, 3, 4, 5, 6, 8];
/// Shelves of so many bytes and more stand behind one gate, up to those of the next.
const GATES: [usize; 4] = [2, 3, 4, 6];
/// Known affixes, each with what it stands for.
#[derive(Clone, Debug)]
pub(super) struct Affixes<T> {
    end: End,
    shelves: Vec<Shelf<T>>,
    /// By gate: the shelves behind it, one bit each.
    behind: [u8; GATES.len()],
    /// The shelves of the shortest, which every word is asked for.
    ungated: u8,
}

/// Says of a token which shelves of some affixes may have one of its own: spares most tokens the visit to all of them.
#[derive(Clone, Debug)]
pub(super) struct Gates {
    filters: [Filter; GATES.len()],
    /// Open to every token, for affixes that are too short for a gate.
    always: Open,
}

/// Which gates are open to a token, one bit each, and one for the way beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Open(u8);

impl Open {
    const BESIDE: Self = Self(1 << GATES.len());
    const NONE: Self = Self(0);

    /// No affix can be there.
    #[inline]
    pub(super) fn is_shut(self) -> bool {
        self.0 == 0
    }
}

/// Affixes that are looked for by as many bytes.
#[derive(Clone, Debug)]
struct Shelf<T> {
    bytes: usize,
    filter: Filter,
    /// By key; at least twice as many as keys.
    slots: Vec<Slot>,
    slot_shift: u32,
    /// Those of one key beside each other.
    affixes: Vec<Affix<T>>,
}

/// Where the affixes of a key are.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    from: u32,
    /// As `from` where the slot is empty.
    past: u32,
}

/// One affix, its bytes at hand as numbers.
#[derive(Clone, Debug)]
struct Affix<T> {
    length: u32,
    /// The outermost eight bytes,
    outer: u64,
    /// and the eight after them.
    inner: u64,
    /// All of them where there are more.
    text: Option<Box<str>>,
    what: T,
}

impl<T> Affixes<T> {
    pub(super) fn build(end: End, affixes: Vec<(String, T)>) -> Self {
        let mut lots: [Vec<(String, T)>; SHELVES.len()] = Default::default();
        for (affix, what) in affixes {
            let fitting = SHELVES.iter().rposition(|bytes| *bytes <= affix.len());
            lots[fitting.unwrap_or(0)].push((affix, what));
        }
        let lots = SHELVES.into_iter().zip(lots);
        let lots = lots.filter(|(_, lot)| !lot.is_empty());
        let mut this = Self {
            end,
            shelves: Vec::new(),
            behind: [0; GATES.len()],
            ungated: 0,
        };
        for (bytes, lot) in lots {
            let bit = 1 << this.shelves.len();
            match gate_of(bytes) {
                None => this.ungated |= bit,
                Some(gate) => this.behind[gate] |= bit,
            }
            this.shelves.push(Shelf::of(end, bytes, lot));
        }
        this
    }

    /// Calls `found` with the length and the meaning of every known affix of the token, a place in bytes of the text.
    #[inline]
    pub(super) fn each<'a>(
        &'a self,
        open: Open,
        text: &str,
        token: Range<usize>,
        found: impl FnMut(usize, &'a T),
    ) {
        let mut shelves = match open.0 & Open::BESIDE.0 != 0 {
            true => self.ungated,
            false => 0,
        };
        for (gate, behind) in self.behind.iter().enumerate() {
            shelves |= behind * (open.0 >> gate & 1);
        }
        if shelves != 0 {
            let eight = outer_eight(self.end, text.as_bytes(), token.clone());
            self.visit(shelves, eight, &text[token], found);
        }
    }

    fn visit<'a>(
        &'a self,
        mut open: u8,
        eight: u64,
        token: &str,
        mut found: impl FnMut(usize, &'a T),
    ) {
        while open != 0 {
            let shelf = &self.shelves[open.trailing_zeros() as usize];
            open &= open - 1;
            let key = key(eight, shelf.bytes);
            if shelf.filter.may_hold(key) && shelf.bytes <= token.len() {
                shelf.visit(self.end, token, key, &mut found);
            }
        }
    }
}

impl Gates {
    /// Before all of these.
    pub(super) fn of<'a, T: 'a>(all: impl Iterator<Item = &'a Affixes<T>>) -> Self {
        let mut keys: [Vec<u64>; GATES.len()] = Default::default();
        let mut always = Open::NONE;
        for shelf in all.flat_map(|affixes| &affixes.shelves) {
            let Some(gate) = gate_of(shelf.bytes) else {
                always = Open::BESIDE;
                continue;
            };
            let outer = shelf.affixes.iter().map(|affix| affix.outer);
            keys[gate].extend(outer.map(|eight| key(eight, GATES[gate])));
        }
        let filters = keys.map(|mut keys| {
            keys.sort_unstable();
            keys.dedup();
            let mut filter = Filter::for_keys(keys.len());
            keys.into_iter().for_each(|key| filter.add(key));
            filter
        });
        Self { filters, always }
    }

    /// Those open to the token, a place in bytes of the text.
    #[inline]
    pub(super) fn open(&self, end: End, text: &str, token: Range<usize>) -> Open {
        let eight = outer_eight(end, text.as_bytes(), token);
        let mut open = self.always.0;
        for (gate, (filter, bytes)) in self.filters.iter().zip(GATES).enumerate() {
            open |= u8::from(filter.may_hold(key(eight, bytes))) << gate;
        }
        Open(open)
    }
}

/// The gate before a shelf of so many bytes.
fn gate_of(bytes: usize) -> Option<usize> {
    GATES.iter().rposition(|gate| *gate <= bytes)
}

impl<T> Shelf<T> {
    fn of(end: End, bytes: usize, affixes: Vec<(String, T)>) -> Self {
        let slots = (affixes.len() * 2).next_power_of_two();
        let mut this = Self {
            bytes,
            filter: Filter::for_keys(affixes.len()),
            slots: vec![Slot::default(); slots],
            slot_shift: 64 - slots.trailing_zeros(),
            affixes: Vec::with_capacity(affixes.len()),
        };
        let mut affixes: Vec<(u64, Affix<T>)> = affixes
            .into_iter()
            .map(|(text, what)| Affix::of(end, text, what))
            .map(|affix| (key(affix.outer, bytes), affix))
            .collect();
        affixes.sort_by_key(|(key, _)| *key);
        for (key, affix) in affixes {
            this.add(key, affix);
        }
        this
    }

    /// The affixes come by key.
    fn add(&mut self, key: u64, affix: Affix<T>) {
        self.filter.add(key);
        let mut at = (spread(key) >> self.slot_shift) as usize;
        while self.slots[at].from < self.slots[at].past && self.slots[at].key != key {
            at = (at + 1) % self.slots.len();
        }
        let slot = &mut self.slots[at];
        if slot.from == slot.past {
            slot.key = key;
            slot.from = self.affixes.len() as u32;
        }
        self.affixes.push(affix);
        slot.past = self.affixes.len() as u32;
    }

    fn visit<'a>(&'a self, end: End, token: &str, key: u64, found: &mut impl FnMut(usize, &'a T)) {
        let mut at = (spread(key) >> self.slot_shift) as usize;
        while self.slots[at].key != key && self.slots[at].from < self.slots[at].past {
            at = (at + 1) % self.slots.len();
        }
        let slot = self.slots[at];
        let (outer, inner) = outermost(end, token);
        for affix in &self.affixes[slot.from as usize..slot.past as usize] {
            if affix.is_at(end, token, outer, inner) {
                found(affix.length as usize, &affix.what);
            }
        }
    }
}

impl<T> Affix<T> {
    fn of(end: End, text: String, what: T) -> Self {
        let (outer, inner) = outermost(end, &text);
        Self {
            length: text.len() as u32,
            outer,
            inner,
            text: (text.len() > 16).then(|| text.into()),
            what,
        }
    }

    /// `outer` and `inner` are the token's.
    fn is_at(&self, end: End, token: &str, outer: u64, inner: u64) -> bool {
        let length = self.length as usize;
        length <= token.len()
            && key(outer, length) == self.outer
            && key(inner, length.saturating_sub(8)) == self.inner
            && self.text.as_deref().is_none_or(|text| match end {
                End::Beginning => token.starts_with(text),
                End::Ending => token.ends_with(text),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn exactly_the_affixes_of_a_token_are_found(
            affixes in prop::collection::vec("[abж]{0,11}", 0..20),
            token in "[abж]{0,14}",
            before in "[abж]{0,9}",
            after in "[abж]{0,9}",
        ) {
            let text = format!("{before}{token}{after}");
            let place = before.len()..before.len() + token.len();
            for end in [End::Beginning, End::Ending] {
                let numbered = affixes.iter().cloned().zip(0..).collect();
                let mut found = Vec::new();
                let known = Affixes::build(end, numbered);
                let open = Gates::of(std::iter::once(&known)).open(end, &text, place.clone());
                known.each(open, &text, place.clone(), |length, number: &usize| found.push((*number, length)));
                found.sort_unstable();

                let is_there = |affix: &str| match end {
                    End::Beginning => token.starts_with(affix),
                    End::Ending => token.ends_with(affix),
                };
                let wanted: Vec<(usize, usize)> = (0..)
                    .zip(&affixes)
                    .filter(|(_, affix)| is_there(affix))
                    .map(|(number, affix)| (number, affix.len()))
                    .collect();
                prop_assert_eq!(found, wanted);
            }
        }
    }
}
