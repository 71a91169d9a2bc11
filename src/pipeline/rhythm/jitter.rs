//! Jitter: moves due times apart by a hash of feed and due time.

use std::hash::Hasher;
use std::time::Duration;

use jiff::Timestamp;

use crate::model::feed::Feed;
use crate::pipeline::rhythm::later;

/// By which part an interval grows at most.
const SHARE: f64 = 0.1;

/// By which it is multiplied on the average.
pub(super) const MEAN: f64 = 1.0 + SHARE / 2.0;

/// Shorter intervals are kept to the second: their owner asked for them.
const SHORTEST: Duration = Duration::from_secs(60);

/// The interval, longer by up to a tenth: never shorter, as a server may have asked for it.
pub(super) fn lengthened(feed: &Feed, interval: Duration, now: Timestamp) -> Duration {
    if interval < SHORTEST {
        return interval;
    }
    let share = share(feed, later(now, interval));
    interval.mul_f64(1.0 + share * SHARE)
}

/// Some part of the interval, evenly over feeds.
pub(super) fn anywhere_in(feed: &Feed, interval: Duration, now: Timestamp) -> Duration {
    interval.mul_f64(share(feed, later(now, interval)))
}

/// A number from 0 up to 1 that is the same for the same feed and time.
fn share(feed: &Feed, due: Timestamp) -> f64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    hasher.write(feed.name.as_str().as_bytes());
    hasher.write(&due.as_second().to_le_bytes());
    (hasher.finish() >> 11) as f64 / (1u64 << 53) as f64
}

/// FNV-1a (draft-eastlake-fnv): the standard library's hasher may change between versions, jitter should not.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        // FNV's high bits mix poorly on short input; fold the low ones in (splitmix64's finish).
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}
