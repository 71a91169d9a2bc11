//! When to ask a feed again. Pure: same facts, same answer; jitter is a hash, not a throw of dice.

use std::hash::Hasher;
use std::time::Duration;

use jiff::Timestamp;

use crate::model::feed::Feed;
use crate::model::feed::Hints;
use crate::store::FeedMemory;

/// No feed is asked less often than this, however silent it is.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// No feed without a fixed interval is asked more often than this.
const SHORTEST: Duration = Duration::from_secs(5 * 60);

/// Waited after the first failure of a feed without a fixed interval; doubled with each further one.
const FIRST_RETRY: Duration = Duration::from_secs(10 * 60);

/// However short a feed's own interval is, one that fails is left alone for longer.
const SHORTEST_RETRY: Duration = Duration::from_secs(30);

/// The interval of a feed with one item a day. Asking at `c / sqrt(rate)` spends a given number of requests on many
/// feeds with the least mean delay (Sia, Cho and Cho, "Efficient monitoring algorithm for fast news alerts", 2007).
const ONE_ITEM_A_DAY: Duration = Duration::from_secs(3 * 3600);

/// Publishers' own hints are obeyed up to this; a feed that asks for more is asked once a day all the same.
const LONGEST_HINT: Duration = Duration::from_secs(24 * 3600);

/// Half of a feed's past counts no more after so long.
const HALF_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);

/// New articles of a feed, older ones counting less and less, as of `now`.
#[must_use]
pub fn decayed(memory: &FeedMemory, now: Timestamp) -> f64 {
    let Some(at) = memory.decayed_at else {
        return memory.decayed_items;
    };
    let age = now.duration_since(at).as_secs_f64().max(0.0);
    memory.decayed_items * 0.5_f64.powf(age / HALF_LIFE.as_secs_f64())
}

/// The feed's own rate. A steady feed of r items a day has r × half-life / ln 2 decayed items.
#[must_use]
pub fn items_a_day(memory: &FeedMemory, now: Timestamp) -> f64 {
    decayed(memory, now) * std::f64::consts::LN_2 / (HALF_LIFE.as_secs_f64() / 86_400.0)
}

/// When to ask again after a good answer. `items_a_day` is the feed's own rate, decayed.
#[must_use]
pub fn after_success(
    feed: &Feed,
    items_a_day: f64,
    hints: Hints,
    pace: Option<Duration>,
    now: Timestamp,
) -> Timestamp {
    let own = feed.every.unwrap_or_else(|| adaptive(items_a_day));
    let asked = hints
        .fresh_for
        .max(pace)
        .unwrap_or_default()
        .min(LONGEST_HINT);
    let interval = if feed.every.is_some() {
        own
    } else {
        own.max(asked)
    };
    later(now, spread(feed, interval, now))
}

/// When to ask again after the `tries`-th failure in a row: doubling, at most a day, never giving up for good.
/// A server that says how long to wait is obeyed, up to 30 days.
#[must_use]
pub fn after_failure(
    feed: &Feed,
    tries: u32,
    retry_after: Option<Duration>,
    now: Timestamp,
) -> Timestamp {
    let first = feed
        .every
        .map_or(FIRST_RETRY, |every| every.max(SHORTEST_RETRY));
    let backoff = first
        .saturating_mul(1 << tries.saturating_sub(1).min(16))
        .min(LONGEST);
    let asked = retry_after.unwrap_or_default();
    later(now, spread(feed, backoff.max(asked), now).max(asked))
}

fn adaptive(items_a_day: f64) -> Duration {
    let rate = items_a_day.max(1e-3);
    Duration::from_secs_f64(ONE_ITEM_A_DAY.as_secs_f64() / rate.sqrt()).clamp(SHORTEST, LONGEST)
}

/// Moves an interval by up to a tenth, so that a thousand feeds do not fall due in one second. Short fixed intervals
/// are kept: their owner asked for them.
fn spread(feed: &Feed, interval: Duration, now: Timestamp) -> Duration {
    if interval < Duration::from_secs(60) {
        return interval;
    }
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    hasher.write(feed.name.as_str().as_bytes());
    hasher.write(&now.as_second().to_le_bytes());
    let share = (hasher.finish() >> 11) as f64 / (1u64 << 53) as f64;
    interval.mul_f64(1.0 + share * 0.1)
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// FNV-1a (draft-eastlake-fnv): the standard library's hasher may change between versions, jitter should not.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        // FNV's high bits mix poorly on short input; fold the low ones in (splitmix64's finish).
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 31)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(every: Option<Duration>) -> Feed {
        Feed {
            name: "one".parse().unwrap(),
            url: "https://example.org/".parse().unwrap(),
            every,
            language: None,
            label: None,
            via: None,
            headers: Vec::new(),
            access: crate::model::access::Access::default(),
            full_text: false,
            expect: None,
            encoding: None,
            backfill: Duration::ZERO,
            is_paused: false,
        }
    }

    fn minutes(from: Timestamp, to: Timestamp) -> i64 {
        to.duration_since(from).as_secs() / 60
    }

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn a_busy_feed_is_asked_more_often_than_a_silent_one() {
        let wait = |rate| {
            minutes(
                NOW,
                after_success(&feed(None), rate, Hints::default(), None, NOW),
            )
        };

        assert!(wait(400.0) < wait(24.0) && wait(24.0) < wait(1.0) && wait(1.0) < wait(0.001));
        assert!(wait(1e9) >= 5 && wait(0.0) <= 24 * 60 + 144);
    }

    #[test]
    fn a_publishers_hint_lengthens_but_a_fixed_interval_stands() {
        let hints = Hints {
            fresh_for: Some(Duration::from_secs(4 * 3600)),
            retry_after: None,
        };

        assert!(minutes(NOW, after_success(&feed(None), 400.0, hints, None, NOW)) >= 240);
        let fixed = feed(Some(Duration::from_secs(5)));
        assert_eq!(after_success(&fixed, 0.0, hints, None, NOW).as_second(), 5);
    }

    #[test]
    fn failures_double_the_wait_up_to_a_day() {
        let wait = |tries| minutes(NOW, after_failure(&feed(None), tries, None, NOW));

        assert!((10..=11).contains(&wait(1)) && (20..=22).contains(&wait(2)));
        assert!((24 * 60..=24 * 66).contains(&wait(40)));
    }

    #[test]
    fn a_server_that_says_how_long_is_never_asked_earlier() {
        let asked = Duration::from_secs(20 * 24 * 3600);

        let next = after_failure(&feed(None), 1, Some(asked), NOW);

        assert!(next.as_second() >= 20 * 24 * 3600);
    }
}
