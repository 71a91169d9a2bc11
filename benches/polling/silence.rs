//! Silence: living feeds that are told as quiet, over years of lives that are watched as the poller watches them.

use std::time::Duration;

use jiff::Timestamp;
use wirewatch::model::feed::FeedState;
use wirewatch::model::feed::Hints;
use wirewatch::model::item::Channel;
use wirewatch::pipeline::rhythm;
use wirewatch::pipeline::rhythm::Body;
use wirewatch::pipeline::rhythm::Curve;
use wirewatch::store::FeedMemory;

use crate::dice::Dice;
use crate::replay::feed;
use crate::replay::unknown;

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

/// The first poll comes after so many days, so that a slow feed has something to show.
const BEFORE: u64 = 200;

/// Watched for so long.
const WATCHED: u64 = 2 * 365;

/// Entries that a feed shows.
const SHOWN: usize = 20;

/// A Monday, 00:00 UTC.
const MONDAY: Timestamp = Timestamp::constant(1_767_571_200, 0);

/// A kind of feed: its name, items a day, and how its days and weeks are.
type Kind = (&'static str, f64, fn(u64) -> f64);

const KINDS: &[Kind] = &[
    ("random", 0.03, always),
    ("random", 0.05, always),
    ("random", 0.1, always),
    ("random", 0.3, always),
    ("random", 1.0, always),
    ("random", 3.0, always),
    ("random", 10.0, always),
    ("office hours", 0.03, office_hours),
    ("office hours", 0.05, office_hours),
    ("office hours", 0.1, office_hours),
    ("office hours", 0.3, office_hours),
    ("office hours", 1.0, office_hours),
    ("office hours", 3.0, office_hours),
    ("office hours", 10.0, office_hours),
];

/// False alarms in a hundred feed-years.
pub(crate) struct Alarms {
    /// Over all kinds of feeds alike.
    pub(crate) of_all: f64,
    /// Of the kind that is told wrongly most often.
    pub(crate) of_worst: f64,
}

/// Prints how often each kind of feed is told wrongly.
pub(crate) fn measure(feeds: u64) -> Alarms {
    let years = feeds as f64 * WATCHED as f64 / 365.0;
    let mut told = Vec::new();
    for (name, rate, strength) in KINDS {
        let wrong = wrongly_told(feeds, |dice| random_news(dice, *rate, *strength));
        told.push((format!("{name}, {rate} items a day"), wrong));
    }
    for period in [1, 7, 30] {
        let wrong = wrongly_told(feeds, |dice| letters(dice, period));
        told.push((format!("a letter every {period} days"), wrong));
    }
    let mut worst: f64 = 0.0;
    for (name, wrong) in &told {
        let share = *wrong as f64 / years * 100.0;
        println!("  {name:<32} {share:>6.2} in 100 feed-years");
        worst = worst.max(share);
    }
    let all: usize = told.iter().map(|(_, wrong)| wrong).sum();
    let of_all = all as f64 / (years * told.len() as f64) * 100.0;
    println!("  {:<32} {of_all:>6.2}", "all kinds alike");
    Alarms {
        of_all,
        of_worst: worst,
    }
}

fn wrongly_told(feeds: u64, news: impl Fn(&mut Dice) -> Vec<u64>) -> usize {
    (0..feeds)
        .map(|seed| alarms(&news(&mut Dice::new(seed * 977 + 5))))
        .sum()
}

/// Polls a feed with that news; how many times it turned quiet.
fn alarms(news: &[u64]) -> usize {
    let feed = feed(0);
    let mut memory = unknown();
    let (mut now, mut seen, mut was_quiet, mut alarms) = (BEFORE * DAY, 0, false, 0);
    while now < (BEFORE + WATCHED) * DAY {
        let fresh = news[seen..].iter().take_while(|at| **at <= now).count();
        seen += fresh;
        if fresh > 0 || memory.first_polled.is_none() {
            memory = read(memory, &news[seen.saturating_sub(SHOWN)..seen], fresh, now);
        }
        let curve = Curve::default();
        let result = rhythm::settled(curve, &feed, &memory, Hints::default(), None, moment(now));
        let is_quiet = result.state == FeedState::Quiet;
        alarms += usize::from(is_quiet && !was_quiet);
        was_quiet = is_quiet;
        let next = result.next_poll.expect("a living feed is asked again");
        now = (next.as_second() - MONDAY.as_second()).unsigned_abs();
    }
    alarms
}

fn read(memory: FeedMemory, shown: &[u64], fresh: usize, now: u64) -> FeedMemory {
    let body = Body {
        claims: shown.iter().map(|at| moment(*at)).collect(),
        entries: shown.len(),
        new: fresh,
    };
    rhythm::remember(memory, &Channel::default(), &body, moment(now))
}

fn moment(second: u64) -> Timestamp {
    MONDAY + Duration::from_secs(second)
}

/// Random news at `rate` a day, as strong in each hour as `strength` says (0 to 2).
fn random_news(dice: &mut Dice, rate: f64, strength: fn(u64) -> f64) -> Vec<u64> {
    let (mut at, mut news) = (0.0, Vec::new());
    loop {
        at += dice.wait() * DAY as f64 / (rate * 2.0);
        if at >= ((BEFORE + WATCHED) * DAY) as f64 {
            return news;
        }
        if dice.even() * 2.0 < strength(at as u64) {
            news.push(at as u64);
        }
    }
}

fn always(_: u64) -> f64 {
    1.0
}

/// Nothing at night, hardly anything on Saturday and Sunday.
fn office_hours(at: u64) -> f64 {
    let is_day = (7..19).contains(&(at / HOUR % 24));
    let of_week = if at / DAY % 7 >= 5 { 0.03 } else { 1.0 };
    if is_day { of_week * 2.0 } else { 0.0 }
}

/// A letter every `period` days at one time of day; every sixteenth is not written.
fn letters(dice: &mut Dice, period: u64) -> Vec<u64> {
    let shift = (dice.even() * DAY as f64) as u64;
    (0..(BEFORE + WATCHED) / period)
        .map(|number| number * period * DAY + shift)
        .filter(|_| dice.even() > 0.0625)
        .collect()
}
