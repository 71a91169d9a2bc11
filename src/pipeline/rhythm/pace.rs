//! Pace: the poller's steady step. Hashed due times are as uneven as throws of dice: of ten thousand feeds 42 fall into
//! a minute with a deviation of 6.5, so that the fullest of three weeks has 70, 1.7 times the mean. What is due within ten
//! minutes still varies by 5 %, and its highest of so many is a fifth above the mean; over half an hour it is 2 % and 7 %.
//! Started at the mean of that, with a tenth of haste, feeds wait a few seconds and no minute has much more than a fifth
//! above its share.

use std::time::Duration;

use jiff::Timestamp;

use crate::pipeline::rhythm::interval::SHORTEST;
use crate::pipeline::rhythm::since;

/// The step is the mean over so long; a feed is due at most once in it, so that counting feeds counts polls.
pub const HORIZON: Duration = SHORTEST;

/// With fewer feeds due in that time nobody needs a step: they start when they are due.
const FEW: f64 = 100.0;

/// What is due in each horizon counts less and less with the time that has passed since.
const MEMORY: Duration = Duration::from_secs(30 * 60);

/// A list that has grown is kept up with at once: the step is never slower than for this part of what is due now, which is
/// less than chance takes away from the mean.
const AT_ONCE: f64 = 0.8;

/// A little faster than the mean, so that what has gathered goes away.
const HASTE: f64 = 1.1;

/// Steps saved up while nothing was due.
const SAVED: Duration = Duration::from_secs(2);

/// Says when one more poll may start.
#[derive(Clone, Debug, Default)]
pub struct Pacer {
    /// `None`: no step is kept.
    a_second: Option<f64>,
    saved: f64,
    at: Option<Timestamp>,
    /// Feeds due in a horizon, smoothed, and when that was last brought up to date.
    usual: Option<(f64, Timestamp)>,
}

impl Pacer {
    /// Sets the step; `soon` feeds are due from `now` to the [`HORIZON`], overdue ones included and started ones not.
    pub fn expect(&mut self, soon: u64, now: Timestamp) {
        let soon = soon as f64;
        let (usual, at) = self.usual.unwrap_or((soon, now));
        let left = (-since(at, now).div_duration_f64(MEMORY)).exp();
        let usual = soon + (usual - soon) * left;
        self.usual = Some((usual, now));
        let pace = usual.max(soon * AT_ONCE);
        self.a_second = (pace >= FEW).then(|| pace * HASTE / HORIZON.as_secs_f64());
    }

    /// Takes one step, if it is time for it.
    pub fn step(&mut self, now: Timestamp) -> bool {
        let Some(a_second) = self.a_second else {
            return true;
        };
        let most = (a_second * SAVED.as_secs_f64()).max(1.0);
        let passed = since(self.at.unwrap_or(now), now).as_secs_f64();
        self.saved = (self.saved + passed * a_second).min(most);
        self.at = Some(now);
        let is_time = self.saved >= 1.0;
        if is_time {
            self.saved -= 1.0;
        }
        is_time
    }

    /// How long until the next step.
    #[must_use]
    pub fn until_next(&self) -> Duration {
        let missing = (1.0 - self.saved).max(0.0);
        self.a_second.map_or(Duration::ZERO, |a_second| {
            Duration::from_secs_f64(missing / a_second)
        })
    }
}
