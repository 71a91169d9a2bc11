//! Finds which of many beginnings (or endings) a token has.
//!
//! They stand on shelves by their length. On each shelf the first few bytes of a token (or the last) are one number, of
//! which a small bit filter says nearly always no, without a visit to the table. Every yes is compared letter by letter.

use std::collections::HashMap;

use crate::classify::word_hash::WordHash;

/// Which end of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Beginning,
    Ending,
}

/// Bytes that are looked at on each shelf: an affix stands on the last one that it has bytes enough for.
const SHELVES: [usize; 6] = [0, 1, 2, 4, 6, 8];
/// Shelves of so many bytes and more stand behind the gate.
const GATE_BYTES: usize = 4;
/// Of the number that a gate is found by: 4 kB, which stay at hand.
const GATE_BITS: u32 = 12;
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
    /// By those bytes.
    table: HashMap<u64, Vec<(Box<str>, T)>, WordHash>,
    /// One bit a key, by the top bits of its product.
    filter: Vec<u64>,
    shift: u32,
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
            .clamp(1 << 10, 1 << 22)
            .trailing_zeros();
        let mut this = Self {
            bytes,
            table: HashMap::default(),
            filter: vec![0; 1 << (bits - 6)],
            shift: 64 - bits,
        };
        for (affix, what) in affixes {
            let key = key(end_bytes(end, affix.as_bytes()), bytes);
            let bit = spread(key) >> this.shift;
            this.filter[(bit >> 6) as usize] |= 1 << (bit & 63);
            let same = this.table.entry(key).or_default();
            same.push((affix.into(), what));
        }
        this
    }

    fn may_hold(&self, key: u64) -> bool {
        let bit = spread(key) >> self.shift;
        self.filter[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
    }

    fn visit<'a>(&'a self, end: End, token: &str, key: u64, found: &mut impl FnMut(usize, &'a T)) {
        let candidates = self.table.get(&key).map(Vec::as_slice).unwrap_or_default();
        for (affix, what) in candidates {
            let is_there = match end {
                End::Beginning => token.starts_with(&**affix),
                End::Ending => token.ends_with(&**affix),
            };
            if is_there {
                found(affix.len(), what);
            }
        }
    }
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
            affixes in prop::collection::vec("[abж]{0,9}", 0..20),
            token in "[abж]{0,12}",
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
