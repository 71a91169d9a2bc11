//! Interval: how often to ask a feed, from how often it has news.
//!
//! Of all ways to spend a given number of requests on many feeds, asking each at `c / sqrt(rate)` has the least mean
//! delay over their items (Sia, Cho and Cho, "Efficient monitoring algorithm for fast news alerts", IEEE TKDE 2007; for
//! pages Cho and Garcia-Molina, "Effective page refresh policies", ACM TODS 2003): a feed four times as busy is asked
//! twice as often. The tenth hour of a delay matters less than the first, though: whoever weighs a delay by its power of
//! `a` finds `c / rate^(1 / (1 + a))` best. Ours is about that of `a` = 4/5, which gives up a little of the mean delay and takes
//! more off the median. `c` is the interval of a feed with one item a day; `budget` sets it for the whole list. What that
//! spends and how late it is on several lists, `cargo bench --bench polling` prints.
//!
//! What was tried there and left out: asking more often in the hours in which a feed usually has news. At equal polls
//! it takes 11 % off the mean delay of feeds that sleep at night and nothing off the others, and half of all requests
//! come in a few hours then, which the peak's bound forbids.

use std::time::Duration;

use jiff::Timestamp;

use crate::pipeline::rhythm::since;
use crate::store::FeedMemory;
use crate::store::NewsSeen;

/// No feed without a fixed interval is asked more often than this.
pub const SHORTEST: Duration = Duration::from_secs(10 * 60);

/// No feed is asked less often than this, however silent it is.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Half of a feed's past counts no more after so long.
const HALF_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);

/// A feed of which nothing is known is taken for one with an item a day; that weighs as much as half a day's watching.
const PRIOR_DAYS: f64 = 0.5;

const DAY: f64 = 86_400.0;

/// How intervals follow from rates. The default is that of a usual list: what is used until all feeds were counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// `c`: the interval of a feed with one item a day.
    pub one_item_a_day: Duration,
    /// How much shorter intervals are for busy feeds: the power of the rate that `c` is divided by.
    pub steepness: f64,
}

impl Default for Curve {
    fn default() -> Self {
        Self {
            one_item_a_day: Duration::from_secs(370 * 60),
            steepness: 0.55,
        }
    }
}

impl Curve {
    /// `c / rate^steepness` between ten minutes and a day.
    #[must_use]
    pub fn interval(self, items_a_day: f64) -> Duration {
        let rate = items_a_day.max(1e-6);
        Duration::from_secs_f64(self.one_item_a_day.as_secs_f64() / rate.powf(self.steepness))
            .clamp(SHORTEST, LONGEST)
    }
}

/// The feed's own rate, its later past counting more: decayed items by decayed days of watching. A feed that falls
/// silent loses half of its rate a week.
#[must_use]
pub fn items_a_day(memory: &FeedMemory, now: Timestamp) -> f64 {
    rate(&seen(memory), now)
}

/// The same from what is kept of the feed's news alone.
#[must_use]
pub fn rate(seen: &NewsSeen, now: Timestamp) -> f64 {
    let half_life = HALF_LIFE.as_secs_f64();
    let age = since(seen.known_from.unwrap_or(now), now).as_secs_f64();
    let watched_days = (1.0 - decay(age)) * half_life / std::f64::consts::LN_2 / DAY;
    (left(seen, now) + PRIOR_DAYS) / (watched_days + PRIOR_DAYS)
}

/// New articles of a feed, older ones counting less and less, as of `now`.
pub(super) fn decayed(memory: &FeedMemory, now: Timestamp) -> f64 {
    left(&seen(memory), now)
}

fn seen(memory: &FeedMemory) -> NewsSeen {
    NewsSeen {
        known_from: memory.rhythm.since.or(memory.first_polled),
        decayed_items: memory.decayed_items,
        decayed_at: memory.decayed_at,
    }
}

fn left(seen: &NewsSeen, now: Timestamp) -> f64 {
    let age = seen.decayed_at.map(|at| since(at, now));
    seen.decayed_items * decay(age.unwrap_or_default().as_secs_f64())
}

/// What is left of one item after so many seconds.
pub(super) fn decay(seconds: f64) -> f64 {
    0.5_f64.powf(seconds / HALF_LIFE.as_secs_f64())
}
