//! When feeds are asked and when silence is told, on made-up lives of feeds.

mod budget;
mod quiet;
mod skipping;

use std::time::Duration;

use jiff::Timestamp;

use super::Body;
use super::Curve;
use super::Pacer;
use super::Setback;
use super::after_failure;
use super::items_a_day;
use super::remember;
use super::wishes::unskipped;
use crate::model::feed::Feed;
use crate::model::feed::FeedState;
use crate::model::feed::Hints;
use crate::model::feed::Validators;
use crate::model::item::Channel;
use crate::model::rhythm::Rhythm;
use crate::model::rhythm::Wishes;
use crate::store::FeedMemory;

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

/// A Monday, 00:00 UTC.
const NOW: Timestamp = Timestamp::constant(1_767_571_200, 0);

fn feed(every: Option<Duration>) -> Feed {
    Feed {
        name: "one".parse().unwrap(),
        url: "https://example.org/".parse().unwrap(),
        every,
        language: None,
        label: None,
        via: None,
        access: crate::model::access::Access::default(),
        headers: Vec::new(),
        full_text: false,
        expect: None,
        encoding: None,
        backfill: Duration::ZERO,
        is_paused: false,
    }
}

fn named(number: u64) -> Feed {
    Feed {
        name: format!("feed-{number}").parse().unwrap(),
        ..feed(None)
    }
}

fn unknown() -> FeedMemory {
    FeedMemory {
        state: FeedState::Ok,
        since: NOW,
        tries: 0,
        next_poll: None,
        title: None,
        language: None,
        validators: Validators::default(),
        body_hash: None,
        last_unconditional: None,
        url_now: None,
        move_seen: None,
        first_polled: None,
        last_news: None,
        decayed_items: 0.0,
        decayed_at: None,
        rhythm: Rhythm::default(),
    }
}

/// A feed that was watched for a year and brought so many items a day.
fn known(items_a_day: f64) -> FeedMemory {
    let half_life_days = 7.0;
    FeedMemory {
        first_polled: Some(NOW - days(365)),
        decayed_items: items_a_day * half_life_days / std::f64::consts::LN_2,
        decayed_at: Some(NOW),
        ..unknown()
    }
}

fn days(count: u64) -> Duration {
    Duration::from_secs(count * DAY)
}

fn secs(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// By the curve of a usual list.
fn after_success(feed: &Feed, memory: &FeedMemory, hints: Hints, now: Timestamp) -> Timestamp {
    super::after_success(Curve::default(), feed, memory, hints, now)
}

fn after_standstill(feed: &Feed, memory: &FeedMemory, overdue: usize, now: Timestamp) -> Timestamp {
    super::after_standstill(Curve::default(), feed, memory, overdue, now)
}

fn wait(feed: &Feed, memory: &FeedMemory, hints: Hints) -> i64 {
    after_success(feed, memory, hints, NOW)
        .duration_since(NOW)
        .as_secs()
        / 60
}

#[test]
fn four_times_the_news_is_asked_for_a_little_more_than_twice_as_often() {
    let wait = |rate| wait(&feed(None), &known(rate), Hints::default()) as f64;

    assert!((2.0..2.45).contains(&(wait(4.0) / wait(16.0))));
    assert!((370.0..=407.0).contains(&wait(1.0)));
    assert!(wait(1e9) >= 10.0 && wait(0.0) <= 24.0 * 66.0);
}

#[test]
fn a_new_feed_is_asked_at_the_pace_of_its_back_catalogue() {
    let hourly = Body {
        claims: (0..48).map(|hour| NOW - secs(hour * HOUR)).collect(),
        entries: 48,
        new: 48,
    };
    let undated = Body {
        claims: Vec::new(),
        ..hourly.clone()
    };
    let rate = |body: &Body| items_a_day(&remember(unknown(), &Channel::default(), body, NOW), NOW);

    assert!((17.0..24.0).contains(&rate(&hourly)), "{}", rate(&hourly));
    assert!((0.9..1.1).contains(&rate(&undated)));
}

#[test]
fn a_feed_that_falls_silent_is_asked_less_and_less() {
    let memory = known(24.0);
    let rate = |day| items_a_day(&memory, NOW + days(day));

    assert!(rate(7) < rate(0) * 0.52 && rate(70) < 0.1);
}

#[test]
fn publishers_wishes_lengthen_and_never_shorten() {
    let hints = |seconds| Hints {
        fresh_for: Some(secs(seconds)),
        retry_after: None,
    };
    let mut hourly = known(400.0);
    hourly.rhythm.wishes.pace = Some(secs(HOUR));
    let busy = known(400.0);

    assert!((240..=264).contains(&wait(&feed(None), &busy, hints(4 * HOUR))));
    assert!((60..=66).contains(&wait(&feed(None), &hourly, hints(60))));
    assert!((60..=66).contains(&wait(&feed(None), &hourly, Hints::default())));
    assert_eq!(
        wait(&feed(None), &known(1.0), hints(60)),
        wait(&feed(None), &known(1.0), Hints::default())
    );
    assert!(wait(&feed(None), &busy, hints(7 * DAY)) >= 7 * 24 * 60);
}

#[test]
fn a_year_of_max_age_is_not_believed_of_news() {
    let hints = Hints {
        fresh_for: Some(days(30)),
        retry_after: None,
    };

    let wait = wait(&feed(None), &known(400.0), hints);

    assert!((24 * 60..=24 * 66).contains(&wait));
}

#[test]
fn a_fixed_interval_stands_against_all_wishes_but_retry_after() {
    let fixed = feed(Some(secs(600)));
    let mut memory = known(1.0);
    memory.rhythm.wishes.pace = Some(secs(HOUR));
    memory.rhythm.wishes.skip_days = vec![0, 1, 2, 3];
    let hints = |retry_after| Hints {
        fresh_for: Some(secs(4 * HOUR)),
        retry_after,
    };

    assert!((10..=11).contains(&wait(&fixed, &memory, hints(None))));
    assert_eq!(wait(&fixed, &memory, hints(Some(secs(2 * HOUR)))), 120);
}

#[test]
fn skipped_hours_and_days_are_waited_for_to_their_end() {
    let mut memory = known(400.0);
    memory.rhythm.wishes.skip_hours = (0..6).collect();
    let after = |memory: &FeedMemory| after_success(&feed(None), memory, Hints::default(), NOW);
    assert!(after(&memory) >= NOW + secs(6 * HOUR) && after(&memory) < NOW + secs(7 * HOUR));

    memory.rhythm.wishes.skip_days = vec![0, 1];
    let wednesday = NOW + days(2);
    assert!(after(&memory) >= wednesday + secs(6 * HOUR));
    assert!(after(&memory) < wednesday + secs(7 * HOUR));

    memory.rhythm.wishes.skip_days = (0..7).collect();
    assert!(
        after(&memory) < NOW + secs(HOUR),
        "no hour is left: not obeyed"
    );
}

#[test]
fn a_feed_is_not_due_so_late_that_the_pollers_step_would_start_it_in_a_skipped_hour() {
    let wishes = Wishes {
        skip_hours: vec![1],
        ..Wishes::default()
    };
    let is_skipped = |at: Timestamp| at.as_second().rem_euclid(86_400) / 3600 == 1;

    for minute in 0..180 {
        let due = unskipped(&feed(None), &wishes, NOW + secs(minute * 60));
        assert!(!is_skipped(due) && !is_skipped(due + secs(100)), "{minute}");
    }
}

#[test]
fn what_a_body_wished_stands_as_long_as_nothing_has_changed() {
    let channel = Channel {
        pace: Some(secs(6 * HOUR)),
        skip_hours: vec![3],
        ..Channel::default()
    };
    let body = Body {
        new: 400,
        entries: 400,
        claims: (0..400).map(|at| NOW - secs(at * 60)).collect(),
    };

    let memory = remember(unknown(), &channel, &body, NOW - days(1));

    assert!(wait(&feed(None), &memory, Hints::default()) >= 360);
}

#[test]
fn failures_double_the_wait_up_to_a_day() {
    let wait = |tries| {
        let setback = Setback {
            tries,
            ..Setback::default()
        };
        minutes_after(&feed(None), setback)
    };

    assert!((10..=11).contains(&wait(1)) && (20..=22).contains(&wait(2)));
    assert!((24 * 60..=24 * 66).contains(&wait(40)));
}

#[test]
fn a_server_that_is_not_reached_is_asked_every_hour_for_three_days() {
    let wait = |feed: &Feed, tries| {
        let setback = Setback {
            tries,
            retry_after: None,
            is_unreached: true,
        };
        minutes_after(feed, setback)
    };
    let own = feed(None);
    let slow = feed(Some(secs(6 * HOUR)));

    assert!((10..=11).contains(&wait(&own, 1)));
    assert!((4..=75).all(|tries| (60..=66).contains(&wait(&own, tries))));
    let total: i64 = (1..=75).map(|tries| wait(&own, tries)).sum();
    assert!((3 * 24 * 60..4 * 24 * 60).contains(&total), "{total}");
    assert!(wait(&own, 76) >= 24 * 60, "then as any other");
    assert!(
        (6 * 60..=396).contains(&wait(&slow, 3)),
        "its owner's own interval"
    );
}

fn minutes_after(feed: &Feed, setback: Setback) -> i64 {
    let next = after_failure(feed, &Wishes::default(), setback, NOW);
    next.duration_since(NOW).as_secs() / 60
}

#[test]
fn a_server_that_says_how_long_is_never_asked_earlier() {
    for feed in [feed(None), feed(Some(secs(5)))] {
        for asked in [days(30), secs(61)] {
            let setback = Setback {
                tries: 1,
                retry_after: Some(asked),
                is_unreached: false,
            };
            assert!(after_failure(&feed, &Wishes::default(), setback, NOW) >= NOW + asked);
        }
    }
}

#[test]
fn a_list_imported_at_once_does_not_march_in_step() {
    let silent = Body::default();
    let mut hours = [0; 24];
    for number in 0..2400 {
        let mut memory = remember(unknown(), &Channel::default(), &silent, NOW);
        memory.rhythm.since = Some(NOW - days(365));
        let due = after_success(&named(number), &memory, Hints::default(), NOW);
        hours[usize::try_from(due.duration_since(NOW).as_secs() / 3600).unwrap()] += 1;
    }

    assert!(
        hours[..22].iter().all(|count| (50..160).contains(count)),
        "{hours:?}"
    );
}

#[test]
fn overdue_feeds_come_back_one_by_one_and_a_few_of_them_soon() {
    let last = |overdue: usize| {
        (0..overdue as u64)
            .map(|number| after_standstill(&named(number), &known(1.0), overdue, NOW))
            .max()
    };
    assert!(last(30) <= Some(NOW + secs(180)));
    assert!(last(30) > Some(NOW + secs(90)));

    let mut minutes = [0; 371];
    for number in 0..6000 {
        let at = after_standstill(&named(number), &known(1.0), 6000, NOW);
        assert!(at >= NOW);
        minutes[usize::try_from(at.duration_since(NOW).as_secs() / 60).unwrap()] += 1;
    }
    assert!(minutes.iter().all(|count| *count < 45), "{minutes:?}");
    let every = feed(Some(secs(5)));
    assert_eq!(after_standstill(&every, &known(1.0), 6000, NOW), NOW);
}

#[test]
fn a_burst_of_due_feeds_is_started_in_step() {
    let mut pacer = Pacer::default();
    pacer.expect(600, NOW);
    let mut now = NOW;
    let mut minutes = [0; 10];
    for _ in 0..500 {
        while !pacer.step(now) {
            now += pacer.until_next() + Duration::from_millis(1);
        }
        minutes[usize::try_from(now.duration_since(NOW).as_secs() / 60).unwrap()] += 1;
    }

    let full = &minutes[..7];
    assert!(
        full.iter().all(|count| (60..=68).contains(count)),
        "{minutes:?}"
    );
}

#[test]
fn a_few_feeds_are_started_when_they_are_due() {
    let mut pacer = Pacer::default();
    pacer.expect(99, NOW);

    assert!((0..99).all(|_| pacer.step(NOW)));
}
