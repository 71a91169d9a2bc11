//! A short hash for short words.
//!
//! The tables keyed by it hold the owner's words only, so a stranger's text cannot fill a bucket;
//! the standard hasher costs three times as much, for every word of every article.

use std::hash::BuildHasherDefault;
use std::hash::Hasher;

/// For `HashMap<Box<str>, _, WordHash>`.
pub(super) type WordHash = BuildHasherDefault<WordHasher>;

/// Eight bytes at a time, multiply and fold.
#[derive(Default)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        // Ends are read twice rather than byte by byte: with the length that tells texts apart as well.
        let length = bytes.len() as u64;
        match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            _ if bytes.len() >= 8 => {
                let mut rest = bytes;
                while let Some((eight, after)) = rest.split_first_chunk::<8>() {
                    self.mix(u64::from_le_bytes(*eight));
                    rest = after;
                }
                let last = bytes.last_chunk::<8>().copied().unwrap_or_default();
                self.mix(u64::from_le_bytes(last) ^ length);
            }
            (Some(first), Some(last)) => {
                let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
                self.mix((u64::from(first) << 32 | u64::from(last)) ^ length);
            }
            _ => {
                let short = bytes
                    .iter()
                    .fold(length, |word, byte| word << 8 | u64::from(*byte));
                self.mix(short);
            }
        }
    }

    /// `str` ends its hash with a byte that the length above has made needless.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

impl WordHasher {
    fn mix(&mut self, word: u64) {
        let product =
            u128::from(self.0 ^ word ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93_u128;
        self.0 = (product as u64) ^ (product >> 64) as u64;
    }
}
