//! Maps whose keys are hashes already: looked up once for every word of every article, where hashing anew was a
//! fifteenth of all time. Each map mixes in a secret of its own, so that nobody can write words that all meet in one place.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::hash::Hasher;
use std::hash::RandomState;

/// A map by the key of a word.
pub(super) type Keyed<V> = HashMap<u64, V, Mixing>;

/// Nothing depends on the secret but where in memory things are.
#[derive(Clone, Debug)]
pub(super) struct Mixing {
    secret: u64,
}

impl Default for Mixing {
    fn default() -> Self {
        Self {
            secret: RandomState::new().hash_one(0_u8),
        }
    }
}

impl BuildHasher for Mixing {
    type Hasher = Mixed;

    fn build_hasher(&self) -> Mixed {
        Mixed(self.secret)
    }
}

/// Both halves of a product of two words of 64 bits, as foldhash mixes, and once more: after one product keys in a row
/// still lie in a row where the secret is unlucky.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        let once = folded(self.0 ^ key, 0x9e37_79b9_7f4a_7c15);
        self.0 = folded(once ^ self.0.rotate_left(32), 0xbf58_476d_1ce4_e5b9);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_a_row_are_spread_by_their_high_bits_and_by_their_low_ones() {
        for secret in (0..64).map(|bit| 1 << bit).chain([0, u64::MAX]) {
            let mixing = Mixing { secret };
            let hashes: Vec<u64> = (0..4096_u64).map(|key| mixing.hash_one(key)).collect();

            for part in [|hash: u64| hash >> 57, |hash: u64| hash & 127] {
                let mut met = [0_u32; 128];
                for hash in &hashes {
                    met[part(*hash) as usize] += 1;
                }
                assert!(
                    met.iter().all(|count| (4..128).contains(count)),
                    "{secret} {met:?}"
                );
            }
        }
    }
}
