//! Hours to skip, on every way to a due time.

use std::time::Duration;

use jiff::Timestamp;

use super::DAY;
use super::HOUR;
use super::NOW;
use super::after_standstill;
use super::days;
use super::feed;
use super::known;
use super::secs;
use crate::model::rhythm::Wishes;
use crate::pipeline::rhythm::Setback;
use crate::pipeline::rhythm::after_failure;
use crate::pipeline::rhythm::put_off;

/// Skips the first six hours of each day.
fn nights() -> Wishes {
    Wishes {
        skip_hours: (0..6).collect(),
        ..Wishes::default()
    }
}

fn is_night(at: Timestamp) -> bool {
    at.as_second().rem_euclid(86_400) < 6 * 3600
}

#[test]
fn a_failure_or_a_standstill_does_not_lead_into_a_skipped_hour() {
    let wishes = nights();
    let mut memory = known(20.0);
    memory.rhythm.wishes = wishes.clone();
    for minute in (0..DAY / 60).step_by(7) {
        let now = NOW + secs(minute * 60);
        for asked in [None, Some(secs(HOUR)), Some(days(2))] {
            let setback = Setback {
                tries: 3,
                retry_after: asked,
                is_unreached: false,
            };
            let due = after_failure(&feed(None), &wishes, setback, now);
            assert!(!is_night(due) && due >= now + asked.unwrap_or_default());
        }
        assert!(!is_night(after_standstill(&feed(None), &memory, 900, now)));
    }
}

#[test]
fn a_poll_that_would_start_in_a_skipped_hour_is_put_off_to_its_end() {
    let at = NOW + secs(3 * HOUR);

    let open = put_off(&feed(None), &nights(), at).unwrap();
    assert!(open >= NOW + secs(6 * HOUR) && open < NOW + secs(7 * HOUR));
    assert_eq!(put_off(&feed(None), &nights(), NOW + secs(9 * HOUR)), None);
    assert_eq!(put_off(&feed(None), &Wishes::default(), at), None);
}

#[test]
fn neither_an_owners_interval_nor_a_publisher_who_leaves_no_hour_puts_a_poll_off() {
    let fixed = feed(Some(Duration::from_secs(600)));
    let always = Wishes {
        skip_hours: (0..24).collect(),
        ..Wishes::default()
    };

    assert_eq!(put_off(&fixed, &nights(), NOW), None);
    assert_eq!(put_off(&feed(None), &always, NOW), None);
    assert!(is_night(after_failure(
        &fixed,
        &nights(),
        Setback::default(),
        NOW
    )));
}
