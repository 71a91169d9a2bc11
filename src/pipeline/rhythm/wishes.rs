//! Wishes: what publishers ask for, obeyed as lower bounds where the owner fixed no interval.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::feed::Feed;
use crate::model::rhythm::Wishes;
use crate::pipeline::rhythm::jitter;
use crate::pipeline::rhythm::later;

/// Whoever asks for more does not speak of news: a year of max-age is a web server's usual setting for pictures.
const LONGEST: Duration = Duration::from_secs(7 * 24 * 3600);

/// What such a wish counts as. A feed shows its last items only, and most of them would be gone after a year.
const UNBELIEVED: Duration = Duration::from_secs(24 * 3600);

/// A week is looked through.
const HOURS: i64 = 7 * 24;

/// Where many feeds are due the poller's step may start one so much later, and that must not be in a skipped hour either.
const STEP: Duration = Duration::from_secs(2 * 60);

/// Feeds that wait for the end of a skipped hour come within so long after it, not all in its first second.
const AFTER_SKIPPED: Duration = Duration::from_secs(20 * 60);

/// The longest of what headers (max-age, Expires) and body (ttl, sy:updatePeriod) ask for.
pub(super) fn interval(fresh_for: Option<Duration>, wishes: &Wishes) -> Duration {
    let believed = |wish: Duration| if wish > LONGEST { UNBELIEVED } else { wish };
    let header = fresh_for.map(believed).unwrap_or_default();
    let body = wishes.pace.map(believed).unwrap_or_default();
    header.max(body)
}

/// The first moment from `due` on that lies in no skipped hour and on no skipped day (UTC). A publisher who leaves no
/// hour at all is not obeyed, nor one whose feed has an interval that its owner fixed.
pub(super) fn unskipped(feed: &Feed, wishes: &Wishes, due: Timestamp) -> Timestamp {
    if skips_nothing(feed, wishes) {
        return due;
    }
    let hour = hour_of(due);
    if !is_skipped(wishes, hour) && !is_skipped(wishes, hour_of(later(due, STEP))) {
        return due;
    }
    let open = (hour + 1..=hour + HOURS)
        .find(|hour| !is_skipped(wishes, *hour))
        .and_then(|hour| Timestamp::from_second(hour * 3600).ok());
    open.map_or(due, |open| {
        later(open, jitter::anywhere_in(feed, AFTER_SKIPPED, open))
    })
}

/// A poll that is about to start in a skipped hour, because its host rested, a hub fell silent or many were due at once:
/// when to start it instead.
#[must_use]
pub fn put_off(feed: &Feed, wishes: &Wishes, now: Timestamp) -> Option<Timestamp> {
    if skips_nothing(feed, wishes) || !is_skipped(wishes, hour_of(now)) {
        return None;
    }
    Some(unskipped(feed, wishes, now)).filter(|open| *open > now)
}

fn skips_nothing(feed: &Feed, wishes: &Wishes) -> bool {
    feed.every.is_some() || (wishes.skip_hours.is_empty() && wishes.skip_days.is_empty())
}

/// Since 1970.
fn hour_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(3600)
}

/// `hour` counts from 1970 in UTC, the first of a Thursday.
fn is_skipped(wishes: &Wishes, hour: i64) -> bool {
    let of_day = hour.rem_euclid(24);
    let weekday = (hour.div_euclid(24) + 3).rem_euclid(7);
    let holds = |list: &[u8], number: i64| list.iter().any(|one| i64::from(*one) == number);
    holds(&wishes.skip_hours, of_day) || holds(&wishes.skip_days, weekday)
}
