//! Silence: who is told, in which words, and how often wrongly.

use super::DAY;
use super::HOUR;
use super::NOW;
use super::after_success;
use super::days;
use super::feed;
use super::remember;
use super::secs;
use super::unknown;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::feed::FeedState;
use crate::model::feed::Hints;
use crate::model::item::Channel;
use crate::pipeline::rhythm::Body;
use crate::pipeline::rhythm::Curve;
use crate::pipeline::rhythm::settled;
use crate::pipeline::rhythm::silence_allowed;
use crate::store::FeedMemory;
use jiff::Timestamp;

/// Throws of dice that are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn even(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((mixed ^ (mixed >> 31)) >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
}

/// Random news at `rate` a day over `length` days, as strong in each hour as `strength` says (0 to 2).
fn random_news(dice: &mut Dice, rate: f64, length: u64, strength: fn(u64) -> f64) -> Vec<u64> {
    let (mut at, mut news) = (0.0, Vec::new());
    loop {
        at += -dice.even().ln() * DAY as f64 / (rate * 2.0);
        if at >= (length * DAY) as f64 {
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

/// The first poll comes after so many days, so that a slow feed has something to show.
const BEFORE: u64 = 200;

/// Polls a feed with that news as the poller would. Gives the moments at which it turned quiet.
fn alarms(news: &[u64], until: u64) -> Vec<u64> {
    let feed = feed(None);
    let mut memory = unknown();
    let (mut now, mut seen, mut was_quiet) = (BEFORE * DAY, 0, false);
    let mut alarms = Vec::new();
    while now < until * DAY {
        let fresh = news[seen..].iter().take_while(|at| **at <= now).count();
        seen += fresh;
        let at = NOW + secs(now);
        if fresh > 0 || memory.first_polled.is_none() {
            let shown = &news[seen.saturating_sub(20)..seen];
            let body = Body {
                claims: shown.iter().map(|at| NOW + secs(*at)).collect(),
                entries: shown.len(),
                new: fresh,
            };
            memory = remember(memory, &Channel::default(), &body, at);
        }
        let result = settled(Curve::default(), &feed, &memory, Hints::default(), None, at);
        let is_quiet = result.state == FeedState::Quiet;
        if is_quiet && !was_quiet {
            alarms.push(now);
        }
        was_quiet = is_quiet;
        now = u64::try_from(result.next_poll.unwrap().duration_since(NOW).as_secs()).unwrap();
    }
    alarms
}

/// Alarms over a year of `feeds` living feeds.
fn false_alarms(feeds: u64, news: impl Fn(&mut Dice) -> Vec<u64>) -> usize {
    (0..feeds)
        .map(|seed| alarms(&news(&mut Dice(seed * 977 + 5)), BEFORE + 365).len())
        .sum()
}

/// A letter every `period` days at one time of day; every sixteenth is not written.
fn letters(dice: &mut Dice, period: u64) -> Vec<u64> {
    let shift = (dice.even() * DAY as f64) as u64;
    (0..(BEFORE + 365) / period)
        .map(|number| number * period * DAY + shift)
        .filter(|_| dice.even() > 0.0625)
        .collect()
}

#[test]
fn living_feeds_are_hardly_ever_told_as_quiet() {
    let length = BEFORE + 365;
    let mut told = Vec::new();
    let mut years = 0;
    for (rate, feeds) in [
        (0.03, 60),
        (0.05, 60),
        (0.1, 60),
        (0.3, 60),
        (1.0, 40),
        (3.0, 30),
        (10.0, 10),
    ] {
        let random = false_alarms(feeds, |dice| random_news(dice, rate, length, always));
        let office = false_alarms(feeds, |dice| random_news(dice, rate, length, office_hours));
        told.extend([random, office]);
        years += 2 * feeds;
    }
    for period in [1, 7] {
        told.push(false_alarms(40, |dice| letters(dice, period)));
        years += 40;
    }

    let all: usize = told.iter().sum();
    assert!(
        (all as f64) < 0.02 * years as f64,
        "{told:?} in {years} years"
    );
}

#[test]
fn a_feed_that_dies_is_told_soon_by_its_own_measure() {
    let days_until_told = |rate, strength: fn(u64) -> f64, death: u64| {
        let news = random_news(&mut Dice(7), rate, death, strength);
        let last = news.last().copied().unwrap();
        let told = alarms(&news, death + 200);
        told.last().map(|at| (at - last) / DAY)
    };

    assert_eq!(days_until_told(30.0, always, BEFORE + 60), Some(3));
    let paper = days_until_told(12.0, office_hours, BEFORE + 60).unwrap();
    assert!((3..8).contains(&paper), "{paper}");
    let weekly = days_until_told(0.15, always, BEFORE + 60).unwrap();
    assert!((20..120).contains(&weekly), "{weekly}");
}

/// A feed with an item every two hours up to NOW, known for sixty days.
fn busy() -> FeedMemory {
    let mut memory = unknown();
    for hour in (0..60 * 12).map(|two| 60 * 24 - 2 - two * 2) {
        let at = NOW - secs(hour * HOUR);
        let body = Body {
            claims: vec![at],
            entries: 1,
            new: 1,
        };
        memory = remember(memory, &Channel::default(), &body, at);
    }
    memory
}

fn cause(feed: &Feed, memory: &FeedMemory, at: Timestamp) -> Option<Cause> {
    settled(Curve::default(), feed, memory, Hints::default(), None, at).cause
}

#[test]
fn the_words_say_how_long_how_it_was_and_what_to_do() {
    let memory = busy();

    let told = cause(&feed(None), &memory, NOW + secs(3 * DAY + HOUR)).unwrap();

    assert_eq!(cause(&feed(None), &memory, NOW + days(2)), None);
    assert_eq!(told.kind, "quiet");
    assert_eq!(
        told.sentence,
        "no news for 3 days; usually 12 items a day; last item 2026-01-05 00:00 UTC; open its page in a browser and \
         look whether the feed has moved"
    );
}

#[test]
fn what_the_owner_expects_is_the_measure() {
    let expecting = |hours| Feed {
        expect: Some(secs(hours * HOUR)),
        ..feed(None)
    };
    let memory = busy();

    let told = cause(&expecting(6), &memory, NOW + secs(7 * HOUR)).unwrap();

    assert!(
        told.sentence
            .starts_with("no news for 7 hours, though some are expected every 6 hours; usually 12")
    );
    assert_eq!(cause(&expecting(6), &memory, NOW + secs(5 * HOUR)), None);
    assert_eq!(cause(&expecting(24 * 30), &memory, NOW + days(20)), None);
    let never = FeedMemory {
        first_polled: Some(NOW),
        ..unknown()
    };
    assert!(cause(&expecting(6), &never, NOW + secs(7 * HOUR)).is_some());
}

#[test]
fn an_expected_feed_is_asked_when_the_silence_has_lasted_so_long() {
    let expecting = Feed {
        expect: Some(secs(2 * HOUR)),
        ..feed(None)
    };
    let quiet = FeedMemory {
        first_polled: Some(NOW - days(300)),
        last_news: Some(NOW),
        ..unknown()
    };

    let next = after_success(&expecting, &quiet, Hints::default(), NOW);

    assert_eq!(next, NOW + secs(2 * HOUR + 1));
    assert!(after_success(&feed(None), &quiet, Hints::default(), NOW) > NOW + secs(20 * HOUR));
}

#[test]
fn a_feed_without_entries_is_told_after_three_days_and_an_abandoned_one_at_once() {
    let first = |claims: Vec<Timestamp>| {
        let body = Body {
            entries: claims.len(),
            new: claims.len(),
            claims,
        };
        remember(unknown(), &Channel::default(), &body, NOW)
    };
    let empty = first(Vec::new());
    assert_eq!(cause(&feed(None), &empty, NOW + days(1)), None);
    assert_eq!(
        cause(&feed(None), &empty, NOW + days(4)).unwrap().kind,
        "empty"
    );

    let old = first(vec![NOW - days(200), NOW - days(230)]);
    let told = cause(&feed(None), &old, NOW).unwrap();
    assert_eq!(told.kind, "stale");
    assert!(
        told.sentence
            .contains("200 days old (2025-06-19 00:00 UTC)"),
        "{}",
        told.sentence
    );
    let slow = first(vec![NOW - days(200), NOW - days(230), NOW - days(300)]);
    assert_eq!(
        cause(&feed(None), &slow, NOW),
        None,
        "it may be as slow as that"
    );
    assert_eq!(
        cause(&feed(None), &slow, NOW + days(170)).unwrap().kind,
        "stale"
    );
    let young = first(vec![NOW - days(100)]);
    assert_eq!(cause(&feed(None), &young, NOW), None);
}

#[test]
fn time_in_which_nobody_asked_is_not_the_feeds_silence() {
    let memory = busy();
    let allowed = silence_allowed(&memory.rhythm);
    let back = NOW + days(20);
    let body = Body {
        claims: (0..20)
            .map(|hour| NOW + secs(2 * HOUR * (hour + 1)))
            .collect(),
        entries: 20,
        new: 20,
    };

    let after = remember(memory, &Channel::default(), &body, back);

    assert_eq!(silence_allowed(&after.rhythm), allowed);
}

#[test]
fn a_silence_that_was_told_does_not_become_the_measure() {
    let memory = busy();
    let body = Body {
        claims: vec![NOW + days(100)],
        entries: 1,
        new: 1,
    };

    let after = remember(memory, &Channel::default(), &body, NOW + days(100));

    assert!(silence_allowed(&after.rhythm) <= Some(days(7)));
}
