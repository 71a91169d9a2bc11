//! What is usual for a topic: a rate for every hour, and how much it wanders.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::burst::MEMORY;
use crate::burst::NEEDED;
use crate::burst::negative_binomial;

const HOUR: i64 = 3600;
const HOURS_OF_DAY: usize = 24;
const DAYS_OF_WEEK: usize = 7;
/// Stories' worth of belief that an hour of the day is like the mean hour,
const HOUR_PRIOR: f64 = 4.0;
/// Stories of an hour of the day from which on it is its own witness more than its neighbours are.
const NEIGHBOURS: f64 = 20.0;
/// and a weekday like the mean day.
const DAY_PRIOR: f64 = 6.0;
/// A block with a smaller chance is loud itself and teaches nothing about what is usual.
const LOUD: f64 = 1e-3;
/// The window that ends now is not its own history.
const OWN: i64 = 24;
/// A stream never seen to wander may yet: the rate's coefficient of variation is taken for at least a tenth.
const LEAST_WANDERING: f64 = 0.01;

/// What a stream may wander as far as is known before it was looked at: half its rate.
const FIRST_WANDERING: f64 = 0.25;
/// Blocks that were left out for being loud would have shown more of it.
const UNSEEN: f64 = 1.5;

/// What is usual.
#[derive(Clone, Debug)]
pub struct Usual {
    /// Stories an hour.
    level: f64,
    /// Factors, about 1 in the mean.
    hours: [f64; HOURS_OF_DAY],
    days: [f64; DAYS_OF_WEEK],
    /// Stories it was learned from.
    learned_from: f64,
    /// The squared coefficient of variation of the rate over blocks of some hours.
    wandering: [(i64, f64); 3],
}

/// Stories an hour of the past, and whether the hour is to be learned from.
struct Hour {
    number: i64,
    stories: f64,
    is_quiet: bool,
}

impl Usual {
    /// From the moments, in order, at which a topic's stories opened, back to `now` less [`MEMORY`], and the moment from
    /// which the topic was watched. `None` when that is less than [`NEEDED`] ago. Holds for an hour or so.
    #[must_use]
    pub fn learn(opened: &[Timestamp], since: Timestamp, now: Timestamp) -> Option<Self> {
        if now.duration_since(since) < NEEDED {
            return None;
        }
        let mut past = past(opened, since, now);
        let mut usual = Self::from_quiet(&past);
        // The first time round what is seen to wander may be one great day.
        let mut wandering = FIRST_WANDERING;
        for _ in 0..3 {
            for block in past.chunks_mut(3) {
                let stories: f64 = block.iter().map(|hour| hour.stories).sum();
                let expected: f64 = block.iter().map(|hour| usual.rate(hour.number)).sum();
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a whole count"
                )]
                let is_quiet = stories <= expected
                    || negative_binomial::at_least(stories as u32, expected, wandering) >= LOUD;
                for hour in block {
                    hour.is_quiet = is_quiet;
                }
            }
            usual = Self::from_quiet(&past);
            wandering = usual.wandering(3);
        }
        Some(usual)
    }

    /// Stories usual between two moments.
    pub(super) fn between(&self, from: Timestamp, until: Timestamp) -> f64 {
        let (from, until) = (from.as_second(), until.as_second());
        let mut sum = 0.0;
        let mut at = from;
        while at < until {
            let number = at.div_euclid(HOUR);
            let end = ((number + 1) * HOUR).min(until);
            #[expect(clippy::cast_precision_loss, reason = "seconds of one hour")]
            let share = (end - at) as f64 / HOUR as f64;
            sum += share * self.rate(number);
            at = end;
        }
        sum
    }

    /// How much the rate over so many hours wanders, and how much of it is not known.
    pub(super) fn wandering(&self, hours: i64) -> f64 {
        let seen = self
            .wandering
            .iter()
            .find(|(length, _)| *length == hours)
            .map_or(0.0, |(_, wandering)| *wandering);
        // An hour's factor is learned from about a tenth of the stories: it and its neighbours.
        UNSEEN * seen.max(LEAST_WANDERING) + 1.0 / (1.0 + self.learned_from / 10.0)
    }

    fn rate(&self, number: i64) -> f64 {
        self.level * self.hours[hour_of_day(number)] * self.days[day_of_week(number)]
    }

    fn from_quiet(past: &[Hour]) -> Self {
        let quiet = || past.iter().filter(|hour| hour.is_quiet);
        let stories: f64 = quiet().map(|hour| hour.stories).sum();
        #[expect(clippy::cast_precision_loss, reason = "hours of eight weeks")]
        let length = (quiet().count() as f64).max(1.0);
        let mut usual = Self {
            // Half a story more than were seen: never sure that there are none.
            level: (stories + 0.5) / length,
            hours: [1.0; HOURS_OF_DAY],
            days: [1.0; DAYS_OF_WEEK],
            learned_from: stories,
            wandering: [(1, 0.0), (3, 0.0), (24, 0.0)],
        };
        // Twice: the hours are learned knowing the days, and the days knowing the hours.
        for _ in 0..2 {
            usual.learn_days(past);
            usual.learn_hours(past);
        }
        let lengths = usual.wandering.map(|(length, _)| length);
        usual.wandering = lengths.map(|length| (length, usual.wandering_seen(past, length)));
        usual
    }

    fn learn_hours(&mut self, past: &[Hour]) {
        let (mut seen, mut expected) = ([0.0; HOURS_OF_DAY], [0.0; HOURS_OF_DAY]);
        for hour in past.iter().filter(|hour| hour.is_quiet) {
            let place = hour_of_day(hour.number);
            seen[place] += hour.stories;
            expected[place] += self.level * self.days[day_of_week(hour.number)];
        }
        for place in 0..HOURS_OF_DAY {
            let weight = NEIGHBOURS / (2.0 * NEIGHBOURS + seen[place]);
            let beside = |counts: &[f64; HOURS_OF_DAY]| {
                counts[place]
                    + weight
                        * (counts[(place + 1) % HOURS_OF_DAY]
                            + counts[(place + HOURS_OF_DAY - 1) % HOURS_OF_DAY])
            };
            self.hours[place] = (beside(&seen) + HOUR_PRIOR) / (beside(&expected) + HOUR_PRIOR);
        }
    }

    fn learn_days(&mut self, past: &[Hour]) {
        let (mut seen, mut expected) = ([0.0; DAYS_OF_WEEK], [0.0; DAYS_OF_WEEK]);
        for hour in past.iter().filter(|hour| hour.is_quiet) {
            let place = day_of_week(hour.number);
            seen[place] += hour.stories;
            expected[place] += self.level * self.hours[hour_of_day(hour.number)];
        }
        for place in 0..DAYS_OF_WEEK {
            self.days[place] = (seen[place] + DAY_PRIOR) / (expected[place] + DAY_PRIOR);
        }
    }

    /// By the method of moments: what the counts vary more than a Poisson stream of the expected rates would.
    fn wandering_seen(&self, past: &[Hour], length: i64) -> f64 {
        let (mut excess, mut square) = (0.0, 0.0);
        for block in past.chunks(usize::try_from(length).unwrap_or(1)) {
            let quiet = || block.iter().filter(|hour| hour.is_quiet);
            let stories: f64 = quiet().map(|hour| hour.stories).sum();
            let expected: f64 = quiet().map(|hour| self.rate(hour.number)).sum();
            excess += (stories - expected).powi(2) - expected;
            square += expected * expected;
        }
        if square > 0.0 {
            (excess / square).max(0.0)
        } else {
            0.0
        }
    }
}

/// The whole hours of the past, up to a day ago.
fn past(opened: &[Timestamp], since: Timestamp, now: Timestamp) -> Vec<Hour> {
    let earliest = now.checked_sub(MEMORY).unwrap_or(Timestamp::MIN).max(since);
    // The first hour is whole only if it began after the topic was watched.
    let first = earliest.as_second().div_euclid(HOUR) + 1;
    let end = now
        .checked_sub(SignedDuration::from_hours(OWN))
        .unwrap_or(Timestamp::MIN)
        .as_second()
        .div_euclid(HOUR);
    let mut hours: Vec<Hour> = (first..end)
        .map(|number| Hour {
            number,
            stories: 0.0,
            is_quiet: true,
        })
        .collect();
    for at in opened {
        let place = at.as_second().div_euclid(HOUR) - first;
        if let Some(hour) = usize::try_from(place)
            .ok()
            .and_then(|place| hours.get_mut(place))
        {
            hour.stories += 1.0;
        }
    }
    hours
}

fn hour_of_day(number: i64) -> usize {
    usize::try_from(number.rem_euclid(24)).unwrap_or(0)
}

/// From Thursday: the first day of 1970 was one.
fn day_of_week(number: i64) -> usize {
    usize::try_from(number.div_euclid(24).rem_euclid(7)).unwrap_or(0)
}
