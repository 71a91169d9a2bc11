//! Finds which of many beginnings (or endings) a token has.
//!
//! They stand on shelves by their length. On each shelf the first few bytes of a token (or the last) are one number, of
//! which a small bit filter says nearly always no, without a visit to the table. Every yes is compared letter by letter.

/// Which end of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Beginning,
    Ending,
}

/// Bytes that are looked at on each shelf: an affix stands on the last one that it has bytes enough for.
const SHELVES: [usize; 8] = [0, 1, 2, 3, 4, 5, 6, 8];
/// Shelves of so many bytes and more stand behind the gate.
const GATE_BYTES: usize = 4;
/// Of the number that a gate is found by: 16 kB, which stay at hand.
const GATE_BITS: u32 = 14;
/// Of the filter, for each affix.
const FILTER_BITS: usize = 16;

/// Known affixes, each with what it stands for.
#[derive(Clone, Debug)]
pub(super) struct Affixes<T> {
    end: End,
    shelves: Vec<Shelf<T>>,
    /// By the outermost four bytes: the shelves that may have an affix with these, one bit each. Spares most words the
    /// visit to all of them.
    gate: Vec<u8>,
    /// The shelves of shorter affixes, which every word is asked for.
    short: u8,
}

/// Affixes that are looked for by as many bytes.
#[derive(Clone, Debug)]
struct Shelf<T> {
    bytes: usize,
    /// One bit a key, by the top bits of its product.
    filter: Vec<u64>,
    filter_shift: u32,
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
        let mut gate = vec![0; 1 << GATE_BITS];
        let mut short = 0;
        let mut shelves = Vec::new();
        for (bytes, lot) in lots {
            let bit = 1 << shelves.len();
            match bytes < GATE_BYTES {
                true => short |= bit,
                false => {
                    for (affix, _) in &lot {
                        gate[gate_of(end_bytes(end, affix.as_bytes()))] |= bit;
                    }
                }
            }
            shelves.push(Shelf::of(end, bytes, lot));
        }
        Self {
            end,
            shelves,
            gate,
            short,
        }
    }

    /// Calls `found` with the length and the meaning of every known affix of the token.
    pub(super) fn each<'a>(&'a self, token: &str, mut found: impl FnMut(usize, &'a T)) {
        if self.shelves.is_empty() {
            return;
        }
        let eight = end_bytes(self.end, token.as_bytes());
        let mut open = self.gate[gate_of(eight)] | self.short;
        while open != 0 {
            let shelf = &self.shelves[open.trailing_zeros() as usize];
            open &= open - 1;
            let key = key(eight, shelf.bytes);
            if shelf.may_hold(key) && shelf.bytes <= token.len() {
                shelf.visit(self.end, token, key, &mut found);
            }
        }
    }
}

impl<T> Shelf<T> {
    fn of(end: End, bytes: usize, affixes: Vec<(String, T)>) -> Self {
        let bits = (affixes.len() * FILTER_BITS)
            .next_power_of_two()
            .clamp(1 << 10, 1 << 22);
        let slots = (affixes.len() * 2).next_power_of_two();
        let mut this = Self {
            bytes,
            filter: vec![0; bits / 64],
            filter_shift: 64 - bits.trailing_zeros(),
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
        let bit = spread(key) >> self.filter_shift;
        self.filter[(bit >> 6) as usize] |= 1 << (bit & 63);
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

    fn may_hold(&self, key: u64) -> bool {
        let bit = spread(key) >> self.filter_shift;
        self.filter[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
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

/// The outermost eight bytes and the eight after them.
fn outermost(end: End, text: &str) -> (u64, u64) {
    let bytes = text.as_bytes();
    let rest = match (end, bytes.len().checked_sub(8)) {
        (_, None) => &[],
        (End::Beginning, Some(_)) => &bytes[8..],
        (End::Ending, Some(length)) => &bytes[..length],
    };
    (end_bytes(end, bytes), end_bytes(end, rest))
}

/// The outermost eight bytes, the outermost lowest; zero for those that a short text has not.
fn end_bytes(end: End, text: &[u8]) -> u64 {
    let mut padded = [0; 8];
    match end {
        End::Beginning => match text.first_chunk::<8>() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => {
                padded[..text.len()].copy_from_slice(text);
                u64::from_le_bytes(padded)
            }
        },
        End::Ending => match text.last_chunk::<8>() {
            Some(eight) => u64::from_be_bytes(*eight),
            None => {
                padded[8 - text.len()..].copy_from_slice(text);
                u64::from_be_bytes(padded)
            }
        },
    }
}

fn gate_of(eight: u64) -> usize {
    (spread(key(eight, GATE_BYTES)) >> (64 - GATE_BITS)) as usize
}

/// The outermost `bytes` of eight.
fn key(eight: u64, bytes: usize) -> u64 {
    match bytes {
        8.. => eight,
        _ => eight & ((1 << (8 * bytes)) - 1),
    }
}

/// By Fibonacci's number: its product's top bits depend on all of the key.
fn spread(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15)
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
        ) {
            for end in [End::Beginning, End::Ending] {
                let numbered = affixes.iter().cloned().zip(0..).collect();
                let mut found = Vec::new();
                Affixes::build(end, numbered).each(&token, |length, number: &usize| found.push((*number, length)));
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
