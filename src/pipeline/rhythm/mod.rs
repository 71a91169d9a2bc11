//! rhythm: when to ask a feed again, and whether it is silent for longer than it ever is. Pure: same facts, same
//! answer; jitter is a hash, not a throw of dice.
//!
//! - `interval`: how often to ask, from how often there is news; `budget`: how often the whole list may be;
//! - `wishes`: what publishers ask for, as lower bounds;
//! - `record`: what a body teaches of a feed's rhythm;
//! - `quiet`: silence judged by that record, or by the owner's `expect`;
//! - `backoff`: when to ask again a feed that gave nothing;
//! - `pace`: the poller's steady step, `standstill`: what happens after a gap in its work.

mod backoff;
mod budget;
mod interval;
mod jitter;
mod pace;
mod quiet;
mod record;
mod standstill;
#[cfg(test)]
mod tests;
mod wishes;

use std::time::Duration;

use jiff::Timestamp;

use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::feed::FeedState;
use crate::model::feed::Hints;
use crate::store::FeedMemory;
use crate::store::PollResult;

pub use backoff::Setback;
pub use backoff::after_failure;
pub use budget::Census;
pub use interval::Curve;
pub use interval::SHORTEST;
pub use interval::items_a_day;
pub use interval::rate;
pub use pace::HORIZON;
pub use pace::Pacer;
pub use quiet::silence_allowed;
pub use record::Body;
pub use record::remember;
pub use standstill::after_standstill;
pub use wishes::put_off;

/// How a poll that was answered well ends: when to ask again, and whether the feed is silent for too long.
#[must_use]
pub fn settled(
    curve: Curve,
    feed: &Feed,
    memory: &FeedMemory,
    hints: Hints,
    is_partial: Option<bool>,
    now: Timestamp,
) -> PollResult {
    let cause: Option<Cause> = quiet::cause(feed, memory, now);
    let state = match cause {
        Some(_) => FeedState::Quiet,
        None => FeedState::Ok,
    };
    PollResult {
        at: now,
        next_poll: Some(after_success(curve, feed, memory, hints, now)),
        state,
        cause,
        is_partial,
    }
}

/// When to ask again after a good answer, `memory` being what is remembered with that answer.
///
/// A fixed interval stands whatever the publisher wishes, but for Retry-After; everyone else's is the longest of the
/// feed's own pace and the publisher's wishes.
#[must_use]
pub fn after_success(
    curve: Curve,
    feed: &Feed,
    memory: &FeedMemory,
    hints: Hints,
    now: Timestamp,
) -> Timestamp {
    let told = hints.retry_after.unwrap_or_default();
    if let Some(every) = feed.every {
        return later(now, jitter::lengthened(feed, every, now).max(told));
    }
    let own = curve.interval(items_a_day(memory, now));
    let own = if memory.first_polled == Some(now) {
        // A list that is imported in one go must not march in step for ever.
        jitter::anywhere_in(feed, own, now).max(SHORTEST)
    } else {
        jitter::lengthened(feed, own, now)
    };
    let own = quiet::watched(feed, memory, own, now);
    let asked = wishes::interval(hints.fresh_for, &memory.rhythm.wishes).max(told);
    let asked = if asked > own {
        jitter::lengthened(feed, asked, now)
    } else {
        own
    };
    wishes::unskipped(feed, &memory.rhythm.wishes, later(now, asked))
}

fn later(now: Timestamp, by: Duration) -> Timestamp {
    now.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// From `then` to `now`; nothing when it lies ahead, as after a clock that was set back.
fn since(then: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(now.duration_since(then)).unwrap_or_default()
}
