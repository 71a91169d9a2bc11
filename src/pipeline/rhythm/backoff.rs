//! Back-off: when to ask again a feed that gave nothing. It waits longer and longer and is never given up for good.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::feed::Feed;
use crate::model::rhythm::Wishes;
use crate::pipeline::rhythm::jitter;
use crate::pipeline::rhythm::later;
use crate::pipeline::rhythm::wishes;

/// Waited after the first failure of a feed without a fixed interval; doubled with each further one.
const FIRST_RETRY: Duration = Duration::from_secs(10 * 60);

/// However short a feed's own interval is, one that fails is left alone for longer.
const SHORTEST_RETRY: Duration = Duration::from_secs(30);

/// A failing feed is asked again at least so often.
const LONGEST_RETRY: Duration = Duration::from_secs(24 * 3600);

/// A feed whose server was not reached is asked again at least so often, for it may be our own line that was down…
const LONGEST_UNREACHED: Duration = Duration::from_secs(3600);

/// …but no longer than about three days: a line is mended by then, and a server that is still not there is gone.
const UNREACHED_TRIES: u32 = 75;

/// A poll that came to nothing, as far as the next one depends on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setback {
    /// Polls in a row without a usable answer, this one included.
    pub tries: u32,
    /// How long the server asked us to stay away.
    pub retry_after: Option<Duration>,
    /// No server answered, as nobody was reached.
    pub is_unreached: bool,
}

/// When to ask again after a poll that came to nothing: doubling, at most a day, never giving up for good.
/// A server that says how long to wait is obeyed, up to 30 days, and so are the hours to skip that its last good body named.
#[must_use]
pub fn after_failure(feed: &Feed, wishes: &Wishes, setback: Setback, now: Timestamp) -> Timestamp {
    let first = feed
        .every
        .map_or(FIRST_RETRY, |every| every.max(SHORTEST_RETRY));
    let longest = match setback.is_unreached && setback.tries <= UNREACHED_TRIES {
        true => first.clamp(LONGEST_UNREACHED, LONGEST_RETRY),
        false => LONGEST_RETRY,
    };
    let backoff = first
        .saturating_mul(1 << setback.tries.saturating_sub(1).min(16))
        .min(longest);
    let asked = setback.retry_after.unwrap_or_default();
    let due = later(now, jitter::lengthened(feed, backoff.max(asked), now));
    wishes::unskipped(feed, wishes, due)
}
