//! Permanent redirects: believed after three equal answers over a day, and then asked instead. The owner's file is
//! never edited. Pure.

use jiff::SignedDuration;
use jiff::Timestamp;
use url::Url;

use crate::store::FeedMemory;
use crate::store::MoveSeen;

/// Equal answers before a move is believed…
const ANSWERS: u32 = 3;

/// …and the time they must span: a server that is misconfigured for an hour must not take a feed away.
const SPAN: SignedDuration = SignedDuration::from_hours(24);

/// Failures in a row after which the watchlist's own address is asked again.
const FAILURES: u32 = 3;

/// What is remembered after a failure: a feed that nobody finds any more where it moved to may be back where it was.
pub(super) fn doubted(memory: FeedMemory) -> FeedMemory {
    if memory.url_now.is_some() && memory.tries + 1 >= FAILURES {
        return FeedMemory {
            url_now: None,
            ..memory
        };
    }
    memory
}

/// What is remembered after an answer that came from `moved_to`, or from the asked address itself.
pub(super) fn watched(memory: FeedMemory, moved_to: Option<&Url>, now: Timestamp) -> FeedMemory {
    let Some(to) = moved_to else {
        return FeedMemory {
            move_seen: None,
            ..memory
        };
    };
    let seen = match memory.move_seen {
        Some(ref seen) if seen.to == *to => MoveSeen {
            times: seen.times.saturating_add(1),
            ..seen.clone()
        },
        _ => MoveSeen {
            to: to.clone(),
            times: 1,
            first: now,
        },
    };
    if seen.times >= ANSWERS && now.duration_since(seen.first) >= SPAN {
        FeedMemory {
            url_now: Some(seen.to),
            move_seen: None,
            ..memory
        }
    } else {
        FeedMemory {
            move_seen: Some(seen),
            ..memory
        }
    }
}
