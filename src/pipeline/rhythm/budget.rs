//! Budget: how dear a poll is, so that a list of busy feeds and one of sleepy ones take about the same polls a feed.
//!
//! The shape of the curve is the same for every list; its scale `c` is the price of a poll in the square-root rule (see
//! `interval`): the same for all feeds of a list, and as high as the budget makes it. A fixed `c` spends 5.5 polls a feed and
//! day on one list and 22 on another.
//!
//! The budget counts what all feeds without a fixed interval would take if no publisher wished for anything and no hub
//! pushed. Wishes only lengthen intervals, so what is truly spent is less; what one publisher does not want is not spent on
//! another's server. Counting is a histogram of rates: order does not matter, and a hundred thousand feeds cost milliseconds.

use std::time::Duration;

use crate::pipeline::rhythm::interval::Curve;
use crate::pipeline::rhythm::interval::SHORTEST;
use crate::pipeline::rhythm::jitter;

/// A feed and day, on the average of a list.
const POLLS_A_FEED: f64 = 6.0;

/// What any list may spend above that: twenty feeds at their shortest interval. So a desk of a few busy feeds is never
/// slowed down, and a list that grows is so little by little.
const POLLS_OF_ANY_LIST: f64 = 20.0 * DAY / SHORTEST.as_secs() as f64;

/// However cheap the list is, a feed with an item a day is not asked more often.
const QUICKEST: Duration = Duration::from_secs(300 * 60);

/// However dear the list is, twice the usual interval is the most: ten thousand agencies are news, not a reason to be late.
const SLOWEST: Duration = Duration::from_secs(740 * 60);

/// Below and above these items a day every curve that there can be is at its longest and shortest interval.
const RATES: (f64, f64) = (0.01, 10_000.0);

/// Steps from one to the other, each by a thirtieth.
const STEPS: usize = 421;

/// Halvings that bring the scale to a second.
const HALVINGS: usize = 16;

const DAY: f64 = 86_400.0;

/// How many feeds of a list have which rate.
#[derive(Clone, Debug)]
pub struct Census {
    feeds: [u32; STEPS],
}

impl Default for Census {
    fn default() -> Self {
        Self { feeds: [0; STEPS] }
    }
}

impl Census {
    /// One more feed, with so many items a day.
    pub fn count(&mut self, items_a_day: f64) {
        let share = (items_a_day / RATES.0).ln() / (RATES.1 / RATES.0).ln();
        // Casting cuts off what lies below, and what is no number is none.
        let step = (share * (STEPS - 1) as f64).round() as usize;
        self.feeds[step.min(STEPS - 1)] += 1;
    }

    /// The curve that spends the budget, or what comes nearest within its bounds. Without feeds: the usual one.
    #[must_use]
    pub fn curve(&self) -> Curve {
        let feeds = self.feeds();
        if feeds == 0 {
            return Curve::default();
        }
        let budget = f64::from(feeds) * POLLS_A_FEED + POLLS_OF_ANY_LIST;
        let (mut low, mut high) = (QUICKEST, SLOWEST);
        if self.polls_a_day(with(low)) <= budget {
            return with(low);
        }
        for _ in 0..HALVINGS {
            let middle = (low + high) / 2;
            if self.polls_a_day(with(middle)) > budget {
                low = middle;
            } else {
                high = middle;
            }
        }
        with(high)
    }

    /// How many feeds were counted.
    #[must_use]
    pub fn feeds(&self) -> u32 {
        self.feeds.iter().sum()
    }

    /// What all of them together take by such a curve.
    #[must_use]
    pub fn polls_a_day(&self, curve: Curve) -> f64 {
        let polls = |step: usize| {
            let share = step as f64 / (STEPS - 1) as f64;
            let rate = RATES.0 * (RATES.1 / RATES.0).powf(share);
            DAY / (curve.interval(rate).as_secs_f64() * jitter::MEAN)
        };
        self.feeds
            .iter()
            .enumerate()
            .filter(|(_, feeds)| **feeds > 0)
            .map(|(step, feeds)| f64::from(*feeds) * polls(step))
            .sum()
    }
}

fn with(one_item_a_day: Duration) -> Curve {
    Curve {
        one_item_a_day,
        ..Curve::default()
    }
}
