//! Finds which of many beginnings (or endings) a token has, in one pass over its bytes.
//!
//! A rolling hash is asked at every byte whether any known affix ends there; a small bit filter answers nearly
//! always no, without a visit to the table. Every yes is compared letter by letter.

use std::collections::HashMap;

use crate::classify::word_hash::WordHash;

/// Which end of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Beginning,
    Ending,
}

/// Known affixes, each with what it stands for.
#[derive(Clone, Debug)]
pub(super) struct Affixes<T> {
    end: End,
    /// By hash: the affixes that have it.
    table: HashMap<u64, Vec<(Box<str>, T)>, WordHash>,
    /// One bit a hash, by its top bits.
    filter: Vec<u64>,
    shift: u32,
    shortest: usize,
    longest: usize,
}

impl<T> Affixes<T> {
    pub(super) fn build(end: End, affixes: Vec<(String, T)>) -> Self {
        let bits = (affixes.len() * 16)
            .next_power_of_two()
            .clamp(1 << 10, 1 << 22)
            .trailing_zeros();
        let lengths = affixes.iter().map(|(affix, _)| affix.len());
        let mut this = Self {
            end,
            shortest: lengths.clone().min().unwrap_or(usize::MAX),
            longest: lengths.max().unwrap_or(0),
            table: HashMap::default(),
            filter: vec![0; 1 << (bits - 6)],
            shift: 64 - bits,
        };
        for (affix, what) in affixes {
            let hash = match end {
                End::Beginning => affix.bytes().fold(SEED, step),
                End::Ending => affix.bytes().rev().fold(SEED, step),
            };
            let bit = hash >> this.shift;
            this.filter[(bit >> 6) as usize] |= 1 << (bit & 63);
            this.table
                .entry(hash)
                .or_default()
                .push((affix.into(), what));
        }
        this
    }

    /// Calls `found` with the length and the meaning of every known affix of the token.
    pub(super) fn each<'a>(&'a self, token: &str, mut found: impl FnMut(usize, &'a T)) {
        if self.shortest > token.len() {
            return;
        }
        match self.end {
            End::Beginning => self.walk(token, token.bytes(), &mut found),
            End::Ending => self.walk(token, token.bytes().rev(), &mut found),
        }
    }

    fn walk<'a>(
        &'a self,
        token: &str,
        bytes: impl Iterator<Item = u8>,
        found: &mut impl FnMut(usize, &'a T),
    ) {
        let mut hash = SEED;
        for (before, byte) in bytes.take(self.longest).enumerate() {
            hash = step(hash, byte);
            let bit = hash >> self.shift;
            if before + 1 >= self.shortest
                && self.filter[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
            {
                self.visit(token, hash, found);
            }
        }
    }

    fn visit<'a>(&'a self, token: &str, hash: u64, found: &mut impl FnMut(usize, &'a T)) {
        let candidates = self.table.get(&hash).map(Vec::as_slice).unwrap_or_default();
        for (affix, what) in candidates {
            let is_there = match self.end {
                End::Beginning => token.starts_with(&**affix),
                End::Ending => token.ends_with(&**affix),
            };
            if is_there {
                found(affix.len(), what);
            }
        }
    }
}

/// FNV-1a, whose top bits mix well enough for a filter.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}
