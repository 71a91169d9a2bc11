//! Standstill: after a restart or a suspended machine many feeds are overdue; they are asked one by one again.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::feed::Feed;
use crate::pipeline::rhythm::interval::Curve;
use crate::pipeline::rhythm::interval::items_a_day;
use crate::pipeline::rhythm::jitter;
use crate::pipeline::rhythm::later;
use crate::pipeline::rhythm::wishes;
use crate::store::FeedMemory;

/// Overdue feeds start so far apart on the average: thirty are asked within three minutes.
const APART: Duration = Duration::from_secs(6);

/// When to ask an overdue feed, one of `overdue`: never before now, and within one interval of its own, so that busy
/// feeds come first and the whole list runs on as if nothing had been. Hours to skip are skipped here too.
#[must_use]
pub fn after_standstill(
    curve: Curve,
    feed: &Feed,
    memory: &FeedMemory,
    overdue: usize,
    now: Timestamp,
) -> Timestamp {
    let own = feed
        .every
        .unwrap_or_else(|| curve.interval(items_a_day(memory, now)));
    if own < Duration::from_secs(60) {
        return now;
    }
    let all = APART.saturating_mul(u32::try_from(overdue).unwrap_or(u32::MAX));
    let at = later(now, jitter::anywhere_in(feed, own.min(all), now));
    wishes::unskipped(feed, &memory.rhythm.wishes, at)
}
