//! What is loud, what is not, and how sure that is.

use super::*;

/// A Monday.
const START: &str = "2026-01-05T00:00:00Z";

fn start() -> Timestamp {
    START.parse().unwrap()
}

fn at(days: i64, hour: f64) -> Timestamp {
    #[expect(clippy::cast_possible_truncation, reason = "seconds of a day")]
    let seconds = (hour * 3600.0) as i64;
    start() + SignedDuration::from_secs(days * 86_400 + seconds)
}

/// Stories at even distances from one hour to another, so many a day.
fn daily(days: std::ops::Range<i64>, from: f64, until: f64, stories: u32) -> Vec<Timestamp> {
    let step = (until - from) / f64::from(stories);
    days.flat_map(|day| (0..stories).map(move |place| at(day, from + step * f64::from(place))))
        .collect()
}

fn judged(mut opened: Vec<Timestamp>, now: Timestamp) -> Option<Loudness> {
    opened.sort_unstable();
    opened.retain(|at| *at <= now);
    let usual = Usual::learn(&opened, start(), now)?;
    judge(&opened, &usual, now)
}

#[test]
fn a_topic_that_is_as_it_always_was_is_not_loud() {
    let opened = daily(0..56, 6.0, 18.0, 24);

    for hour in 6..18 {
        assert_eq!(judged(opened.clone(), at(55, f64::from(hour))), None);
    }
}

#[test]
fn many_stories_in_little_time_are_loud_since_they_began() {
    let mut opened = daily(0..56, 6.0, 18.0, 24);
    opened.extend(daily(55..56, 9.0, 11.0, 20));

    let loud = judged(opened, at(55, 11.0)).unwrap();

    assert!((1..=3).contains(&loud.hours), "{loud:?}");
    assert!(loud.stories >= 10, "{loud:?}");
    assert!((1.5..=7.0).contains(&loud.usual), "{loud:?}");
    let onset = loud.since.duration_since(at(55, 9.0)).as_mins();
    assert!(onset.abs() <= 15, "{onset} min off");
}

#[test]
fn what_is_usual_at_noon_is_loud_at_night() {
    let usual = daily(0..56, 6.0, 18.0, 96);
    let night = daily(55..56, 1.0, 3.0, 16);
    let mut both = usual.clone();
    both.extend(night);

    assert_eq!(judged(usual, at(55, 12.0)), None);
    assert!(judged(both, at(55, 3.0)).is_some());
}

#[test]
fn what_is_usual_on_workdays_is_loud_on_a_sunday() {
    let workdays = (0..8).flat_map(|week| daily(week * 7..week * 7 + 5, 6.0, 18.0, 96));
    let mut opened: Vec<_> = workdays.collect();
    let friday = at(53 - 1, 12.0);
    assert_eq!(judged(opened.clone(), friday), None);

    opened.extend(daily(55..56, 6.0, 12.0, 48));
    assert!(judged(opened, at(55, 9.0)).is_some());
}

#[test]
fn one_great_day_does_not_deafen_the_next() {
    let mut opened = daily(0..56, 6.0, 18.0, 24);
    opened.extend(daily(20..22, 6.0, 18.0, 400));
    opened.extend(daily(55..56, 9.0, 11.0, 20));

    assert!(judged(opened, at(55, 11.0)).is_some());
}

#[test]
fn a_topic_is_not_judged_before_it_was_watched_for_two_weeks() {
    let mut opened = daily(0..14, 6.0, 18.0, 24);
    opened.extend(daily(13..14, 9.0, 11.0, 50));
    opened.extend(daily(14..15, 9.0, 11.0, 50));

    assert_eq!(judged(opened.clone(), at(13, 11.0)), None);
    assert!(judged(opened, at(14, 11.0)).is_some());
}

#[test]
fn few_stories_are_no_burst_however_rare_they_are() {
    let opened = daily(55..56, 9.0, 9.5, 4);
    assert_eq!(judged(opened, at(55, 9.5)), None);

    let opened = daily(55..56, 9.0, 9.5, 6);
    assert!(judged(opened, at(55, 9.5)).is_some());
}
