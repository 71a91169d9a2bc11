//! Manners: what servers and publishers ask of those who poll them. Busy newsrooms stand behind caches that say minutes;
//! the commonest blog software writes `hourly` into every feed; a few say hours, days, or which hours to skip; every
//! hundredth answers 429 or 503 now and then and says how long to stay away.

use std::time::Duration;

use wirewatch::model::feed::Hints;
use wirewatch::model::item::Channel;

use crate::dice::Dice;

const HOUR: u64 = 3600;

/// One feed's server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manners {
    /// With each good answer.
    pub(crate) hints: Hints,
    /// Its own words, with each body.
    pub(crate) channel: Channel,
    /// Of a thousand answers, so many are refusals.
    refusals: u64,
}

impl Manners {
    /// Of a feed that publishes so many items a day.
    pub(crate) fn of(feed: u64, items_a_day: f64) -> Self {
        let mut dice = Dice::new(feed ^ 0x006d_616e_6e65_7273);
        let mut manners = Self::default();
        let throw = dice.even();
        let max_age = match throw {
            _ if throw < 0.15 => Some(300),
            _ if throw < 0.25 => Some(600),
            _ if throw < 0.30 => Some(900),
            _ if throw < 0.33 => Some(HOUR),
            _ if throw < 0.34 => Some(6 * HOUR),
            _ if throw < 0.35 => Some(3 * 24 * HOUR),
            _ => None,
        };
        manners.hints.fresh_for = max_age.map(Duration::from_secs);
        let hourly = if items_a_day < 10.0 { 0.4 } else { 0.1 };
        if dice.even() < hourly {
            manners.channel.pace = Some(Duration::from_secs(HOUR));
        }
        if dice.even() < 0.01 {
            manners.channel.skip_hours = (0..6).collect();
        }
        if dice.even() < 0.005 {
            manners.channel.skip_days = vec![5, 6];
        }
        if dice.even() < 0.01 {
            manners.refusals = 20;
        }
        manners
    }

    /// A refusal at this time, with what Retry-After says, if anything.
    pub(crate) fn refuses(&self, feed: u64, second: u64) -> Option<Option<Duration>> {
        let mut dice = Dice::new(feed ^ (second << 20));
        if dice.next() % 1000 >= self.refusals {
            return None;
        }
        let asked = dice.one(&[
            None,
            Some(120),
            Some(HOUR),
            Some(6 * HOUR),
            Some(10 * 24 * HOUR),
        ]);
        Some(asked.map(Duration::from_secs))
    }

    /// Nobody asks for anything.
    pub(crate) fn is_free(&self) -> bool {
        let skips = self.channel.skip_hours.len() + self.channel.skip_days.len();
        self.wish().is_zero() && skips == 0 && self.refusals == 0
    }

    /// The longest that a good answer asks for.
    pub(crate) fn wish(&self) -> Duration {
        self.hints
            .fresh_for
            .max(self.channel.pace)
            .unwrap_or_default()
    }

    /// Is this second (of a time that began on a Monday) one to skip?
    pub(crate) fn skips(&self, second: u64) -> bool {
        let hour = (second / HOUR % 24) as u8;
        let day = (second / (24 * HOUR) % 7) as u8;
        self.channel.skip_hours.contains(&hour) || self.channel.skip_days.contains(&day)
    }
}
