//! What a whole list may spend.

use std::time::Duration;

use crate::pipeline::rhythm::Census;
use crate::pipeline::rhythm::Curve;

/// A list of so many feeds with each of these rates.
fn list(feeds: u32, rates: &[f64]) -> Census {
    let mut census = Census::default();
    for _ in 0..feeds {
        for rate in rates {
            census.count(*rate);
        }
    }
    census
}

fn minutes(census: &Census) -> u64 {
    census.curve().one_item_a_day.as_secs() / 60
}

fn polls_a_feed(census: &Census) -> f64 {
    census.polls_a_day(census.curve()) / f64::from(census.feeds())
}

#[test]
fn a_long_list_takes_six_polls_a_feed_and_day_whatever_its_feeds_are_like() {
    for rates in [
        &[0.01, 0.3, 2.0, 9.0][..],
        &[0.01, 0.5, 3.0, 24.0],
        &[0.1, 1.0, 1.0, 1.0, 1.0, 30.0],
    ] {
        let polls = polls_a_feed(&list(20_000, rates));
        assert!((5.9..6.1).contains(&polls), "{rates:?}: {polls}");
    }
}

#[test]
fn a_feed_is_asked_within_bounds_however_cheap_or_dear_the_others_are() {
    assert_eq!(minutes(&list(100_000, &[0.01, 0.3])), 300);
    assert_eq!(minutes(&list(100_000, &[24.0, 300.0])), 740);
    assert_eq!(Census::default().curve(), Curve::default());
}

#[test]
fn a_desk_of_few_busy_feeds_is_not_slowed_down_and_a_growing_list_only_little_by_little() {
    assert_eq!(minutes(&list(20, &[2000.0])), 300);
    assert_eq!(minutes(&list(100, &[24.0])), 300);

    let mut before = 300;
    for feeds in (100..10_000).step_by(10) {
        let now = minutes(&list(feeds, &[24.0]));
        assert!((before..=before + 25).contains(&now), "{before} {now}");
        before = now;
    }
    assert_eq!(before, 740);
}

#[test]
fn a_rate_that_is_no_number_or_beyond_all_bounds_is_counted_and_harms_nothing() {
    let census = list(1, &[0.0, -1.0, f64::NAN, f64::INFINITY, 1e300, 1e-300]);

    assert_eq!(census.feeds(), 6);
    assert!(census.curve().one_item_a_day >= Duration::from_secs(300 * 60));
}

#[test]
fn counting_by_steps_of_a_thirtieth_is_as_good_as_counting_each_rate() {
    let curve = Curve::default();
    let rates: Vec<f64> = (0..3000).map(|at| 0.02 * 1.004_f64.powi(at)).collect();
    let each: f64 = rates
        .iter()
        .map(|rate| 86_400.0 / (curve.interval(*rate).as_secs_f64() * 1.05))
        .sum();

    let counted = list(1, &rates).polls_a_day(curve);

    assert!((counted / each - 1.0).abs() < 0.005, "{counted} {each}");
}
