//! Pace: the poller's steady step. Hashed due times are as uneven as throws of dice: of ten thousand feeds 45 fall into
//! a minute, and into some 75. Started at the mean of the next ten minutes, they wait a few seconds and no minute
//! has more than a fifth above its share.

use std::time::Duration;

use jiff::Timestamp;

use crate::pipeline::rhythm::interval::SHORTEST;
use crate::pipeline::rhythm::since;

/// The step is the mean over so long; a feed is due at most once in it, so that counting feeds counts polls.
pub const HORIZON: Duration = SHORTEST;

/// With fewer feeds due in that time nobody needs a step: they start when they are due.
const FEW: u64 = 100;

/// A little faster than the mean, so that what has gathered goes away.
const HASTE: f64 = 1.05;

/// Steps saved up while nothing was due.
const SAVED: Duration = Duration::from_secs(2);

/// Says when one more poll may start.
#[derive(Clone, Debug, Default)]
pub struct Pacer {
    /// `None`: no step is kept.
    a_second: Option<f64>,
    saved: f64,
    at: Option<Timestamp>,
}

impl Pacer {
    /// Sets the step; `soon` feeds are due from now to the [`HORIZON`], overdue ones included and started ones not.
    pub fn expect(&mut self, soon: u64) {
        self.a_second = (soon >= FEW).then(|| soon as f64 * HASTE / HORIZON.as_secs_f64());
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
