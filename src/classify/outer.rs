//! The outermost bytes of words as numbers, and a filter of such numbers: what affixes are looked up by.

use std::ops::Range;

/// Which end of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Beginning,
    Ending,
}

/// Of the filter, for each affix.
const FILTER_BITS: usize = 16;

/// Says nearly always no to a key that is not in it.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// One bit a key, by the top bits of its product.
    bits: Vec<u64>,
    shift: u32,
}

impl Filter {
    pub(super) fn for_keys(count: usize) -> Self {
        let bits = (count * FILTER_BITS)
            .next_power_of_two()
            .clamp(1 << 10, 1 << 22);
        Self {
            bits: vec![0; bits / 64],
            shift: 64 - bits.trailing_zeros(),
        }
    }

    pub(super) fn add(&mut self, key: u64) {
        let bit = spread(key) >> self.shift;
        self.bits[(bit >> 6) as usize] |= 1 << (bit & 63);
    }

    #[inline]
    pub(super) fn may_hold(&self, key: u64) -> bool {
        let bit = spread(key) >> self.shift;
        self.bits[(bit >> 6) as usize] >> (bit & 63) & 1 == 1
    }
}

/// The outermost eight bytes and the eight after them.
pub(super) fn outermost(end: End, text: &str) -> (u64, u64) {
    let bytes = text.as_bytes();
    let rest = match end {
        End::Beginning => bytes.len().min(8)..bytes.len(),
        End::Ending => 0..bytes.len().saturating_sub(8),
    };
    (
        outer_eight(end, bytes, 0..bytes.len()),
        outer_eight(end, bytes, rest),
    )
}

/// The outermost eight bytes of a place in a text, the outermost lowest; zero for those that a short one has not.
#[inline]
pub(super) fn outer_eight(end: End, text: &[u8], place: Range<usize>) -> u64 {
    // What the text has beyond the place is read along and masked away: a copy of a few bytes costs more.
    let eight = match end {
        End::Beginning => text[place.start..].first_chunk().copied(),
        End::Ending => text[..place.end].last_chunk().copied(),
    };
    let eight = eight.unwrap_or_else(|| padded(end, &text[place.clone()]));
    let number = match end {
        End::Beginning => u64::from_le_bytes(eight),
        End::Ending => u64::from_be_bytes(eight),
    };
    key(number, place.len())
}

/// A place nearer than eight bytes to the text's own end.
#[cold]
fn padded(end: End, short: &[u8]) -> [u8; 8] {
    let mut padded = [0; 8];
    match end {
        End::Beginning => padded[..short.len()].copy_from_slice(short),
        End::Ending => padded[8 - short.len()..].copy_from_slice(short),
    }
    padded
}

/// The outermost `bytes` of eight.
#[inline]
pub(super) fn key(eight: u64, bytes: usize) -> u64 {
    eight & MASKS[bytes.min(8)]
}

/// The lowest so many bytes.
const MASKS: [u64; 9] = {
    let mut masks = [u64::MAX; 9];
    let mut bytes = 0;
    while bytes < 8 {
        masks[bytes] = (1 << (8 * bytes)) - 1;
        bytes += 1;
    }
    masks
};

/// By Fibonacci's number: its product's top bits depend on all of the key.
pub(super) fn spread(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
