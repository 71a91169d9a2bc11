//! How often a quiet topic is taken for loud, and how soon a topic that triples is found.
//!
//! A thousand topic-months of made streams, from a fixed seed, each watched for eight weeks before it is judged at every
//! story: Poisson streams with a rhythm of the day (their peak e times the mean hour, anywhere in the day) and of the
//! week, of a few to some hundred stories a day; half of them with a rate that also wanders, from day to day and from hour
//! to hour, by a lognormal factor of 15 % each. Then as many streams whose rate triples at some hour of a week for twelve.
//!
//! Ends with 1 when there are more false alarms than promised, or a tripling is missed that is large enough to be told
//! from chance: `cargo bench --bench bursts [-- TOPIC-MONTHS]`.

use std::env;
use std::f64::consts::E;
use std::f64::consts::TAU;
use std::process::ExitCode;

use jiff::SignedDuration;
use jiff::Timestamp;
use wirewatch::burst::COOL_DOWN;
use wirewatch::burst::Loudness;
use wirewatch::burst::Usual;
use wirewatch::burst::judge;

/// Promised for any stream of these, a month.
const MOST_FALSE_ALARMS: f64 = 0.25;
/// Promised for the mean of all.
const MOST_FALSE_ALARMS_ALL: f64 = 0.1;
/// Of triplings, where a window of three hours usually holds at least so many stories,
const LARGE: f64 = 12.0;
/// this share is found within the hour after the three where the rate is steady,
const LEAST_FOUND: f64 = 0.95;
/// and this share where it wanders: three times little may be what is usual on another day.
const LEAST_FOUND_WANDERING: f64 = 0.6;
const STORIES_A_DAY: [f64; 6] = [1.0, 5.0, 20.0, 60.0, 150.0, 300.0];
const WANDERING: f64 = 0.15;
/// Days.
const BEFORE: i64 = 56;
const MONTH: i64 = 30;

fn main() -> ExitCode {
    let months = env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1000);
    let streams = months / (2 * STORIES_A_DAY.len()) + 1;
    println!("{streams} streams a line\n");
    println!(
        "stories/day  wandering  false alarms/month  triplings found, all  with {LARGE} or more usual in 3 h"
    );
    let mut all = Tally::default();
    let mut is_kept = true;
    for (wandering, least_found) in [(0.0, LEAST_FOUND), (WANDERING, LEAST_FOUND_WANDERING)] {
        let mut alike = Tally::default();
        for stories in STORIES_A_DAY {
            let line = Tally::of(stories, wandering, streams);
            line.print(stories, wandering);
            is_kept &= line.false_alarms_a_month() <= MOST_FALSE_ALARMS;
            alike.add(&line);
        }
        is_kept &= f64::from(alike.large_found) >= least_found * f64::from(alike.large);
        all.add(&alike);
    }
    let mean = all.false_alarms_a_month();
    println!("\nall: {mean:.3} false alarms a month");
    if is_kept && mean <= MOST_FALSE_ALARMS_ALL {
        ExitCode::SUCCESS
    } else {
        println!("not as promised");
        ExitCode::FAILURE
    }
}

fn share(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    format!("{:.0} %", 100.0 * f64::from(part) / f64::from(whole))
}

#[derive(Default)]
struct Tally {
    months: u32,
    false_alarms: u32,
    triplings: u32,
    found: u32,
    large: u32,
    large_found: u32,
}

impl Tally {
    fn of(stories: f64, wandering: f64, streams: usize) -> Self {
        let mut dice = Dice(stories.to_bits() ^ wandering.to_bits().rotate_left(9));
        let mut tally = Self::default();
        for _ in 0..streams {
            tally.add_quiet(&mut dice, stories, wandering);
            tally.add_tripling(&mut dice, stories, wandering);
        }
        tally
    }

    fn print(&self, stories: f64, wandering: f64) {
        println!(
            "{stories:>11}  {wandering:>9}  {:>18.3}  {:>20}  {}",
            self.false_alarms_a_month(),
            share(self.found, self.triplings),
            share(self.large_found, self.large)
        );
    }

    fn add_quiet(&mut self, dice: &mut Dice, stories: f64, wandering: f64) {
        let rhythm = Rhythm::new(dice, stories);
        let opened = rhythm.stream(dice, wandering, BEFORE + MONTH, None);
        self.months += 1;
        self.false_alarms += alarms(&opened, day(BEFORE), day(BEFORE + MONTH));
    }

    fn add_tripling(&mut self, dice: &mut Dice, stories: f64, wandering: f64) {
        let rhythm = Rhythm::new(dice, stories);
        #[expect(clippy::cast_possible_truncation, reason = "an hour of a week")]
        let hour = BEFORE * 24 + (dice.share() * 168.0) as i64;
        let opened = rhythm.stream(dice, wandering, BEFORE + 8, Some(hour));
        let from = day(0) + SignedDuration::from_hours(hour);
        let is_found = alarms(&opened, from, from + SignedDuration::from_hours(4)) > 0;
        let usual: f64 = (hour..hour + 3).map(|hour| rhythm.rate(hour)).sum();
        self.triplings += 1;
        self.found += u32::from(is_found);
        self.large += u32::from(usual >= LARGE);
        self.large_found += u32::from(usual >= LARGE && is_found);
    }

    fn add(&mut self, other: &Self) {
        self.months += other.months;
        self.false_alarms += other.false_alarms;
        self.triplings += other.triplings;
        self.found += other.found;
        self.large += other.large;
        self.large_found += other.large_found;
    }

    fn false_alarms_a_month(&self) -> f64 {
        f64::from(self.false_alarms) / f64::from(self.months.max(1))
    }
}

/// Judged as the daemon does: at each story, with what is usual learned anew every hour, silent while it cools down.
fn alarms(opened: &[Timestamp], from: Timestamp, until: Timestamp) -> u32 {
    let mut alarms = 0;
    let mut silent_until = Timestamp::MIN;
    let mut learned: Option<(i64, Option<Usual>)> = None;
    for (place, now) in opened.iter().enumerate() {
        if *now < from || *now > until || *now < silent_until {
            continue;
        }
        let known = &opened[..=place];
        let hour = now.as_second().div_euclid(3600);
        if learned.as_ref().is_none_or(|(at, _)| *at != hour) {
            learned = Some((hour, Usual::learn(known, day(0), *now)));
        }
        let usual = learned.as_ref().and_then(|(_, usual)| usual.as_ref());
        let loud: Option<Loudness> = usual.and_then(|usual| judge(known, usual, *now));
        if loud.is_some() {
            alarms += 1;
            silent_until = *now + COOL_DOWN;
        }
    }
    alarms
}

fn day(number: i64) -> Timestamp {
    Timestamp::from_second(1_767_571_200 + number * 86_400).expect("a moment of this century")
}

/// When a stream is loud.
struct Rhythm {
    stories_a_day: f64,
    peak: f64,
    weekend: f64,
}

impl Rhythm {
    fn new(dice: &mut Dice, stories_a_day: f64) -> Self {
        Self {
            stories_a_day,
            peak: dice.share() * 24.0,
            weekend: 0.4 + 0.6 * dice.share(),
        }
    }

    /// Stories in that hour.
    fn rate(&self, hour: i64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "an hour of a day")]
        let of_day = (hour % 24) as f64;
        // e^cos has the mean I0(1), the modified Bessel function.
        let by_hour = E.powf(((of_day - self.peak) / 24.0 * TAU).cos()) / 1.266_066;
        let by_day = if (hour / 24) % 7 >= 5 {
            self.weekend
        } else {
            1.0
        };
        self.stories_a_day / 24.0 * by_hour * by_day
    }

    /// The moments of so many days; three times as many for twelve hours from that hour on.
    fn stream(
        &self,
        dice: &mut Dice,
        wandering: f64,
        days: i64,
        triples: Option<i64>,
    ) -> Vec<Timestamp> {
        let mut opened = Vec::new();
        let (mut of_day, mut drift) = (1.0, 0.0);
        for hour in 0..days * 24 {
            if hour % 24 == 0 {
                of_day = dice.factor(wandering);
            }
            // Keeps its mean square: 0.8² + 0.6² = 1.
            drift = 0.8 * drift + 0.6 * dice.normal();
            let of_hour = (wandering * drift - wandering * wandering / 2.0).exp();
            let is_tripled = triples.is_some_and(|from| (from..from + 12).contains(&hour));
            let rate = self.rate(hour) * of_day * of_hour * if is_tripled { 3.0 } else { 1.0 };
            let mut within = dice.waiting() / rate;
            while within < 1.0 {
                #[expect(clippy::cast_possible_truncation, reason = "seconds of an hour")]
                let seconds = (within * 3600.0) as i64;
                opened.push(day(0) + SignedDuration::from_secs(hour * 3600 + seconds));
                within += dice.waiting() / rate;
            }
        }
        opened
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Dice(u64);

impl Dice {
    /// Above 0, below 1.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let share = ((mixed >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
        share
    }

    /// Exponential, of mean 1.
    fn waiting(&mut self) -> f64 {
        -self.share().ln()
    }

    /// By Box and Muller.
    fn normal(&mut self) -> f64 {
        (2.0 * self.waiting()).sqrt() * (TAU * self.share()).cos()
    }

    /// Lognormal, of mean 1.
    fn factor(&mut self, deviation: f64) -> f64 {
        (deviation * self.normal() - deviation * deviation / 2.0).exp()
    }
}
