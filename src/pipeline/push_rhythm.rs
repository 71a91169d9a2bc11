//! How often a feed is asked while a hub pushes it: seldom, to make sure. Its owner's `every` stands, whoever pushes.

use std::time::Duration;

use jiff::Timestamp;
use tracing::warn;

use crate::model::feed::Feed;
use crate::model::feed::FeedState;
use crate::store::PollResult;
use crate::store::StoreError;
use crate::store::Tx;

/// A pushed feed is asked after four times its own interval…
const SLOWER: u32 = 4;

/// …but never sooner than this…
const SOONEST: Duration = Duration::from_secs(6 * 3600);

/// …nor later than this.
const LATEST: Duration = Duration::from_secs(24 * 3600);

/// When to ask a feed that is pushed, where it would be asked at `normal` if it were not.
pub(super) fn seldom(feed: &Feed, normal: Timestamp, now: Timestamp) -> Timestamp {
    if feed.every.is_some() {
        return normal;
    }
    let own: Duration = normal.duration_since(now).try_into().unwrap_or_default();
    let slow = own.saturating_mul(SLOWER).clamp(SOONEST, LATEST);
    // What the server itself asked for may be longer still.
    now.checked_add(slow).unwrap_or(Timestamp::MAX).max(normal)
}

/// Notes what a poll that went well says of the feed's hub, and puts the next poll off while the hub is proven.
pub(super) fn settle(
    tx: &mut Tx,
    feed: &Feed,
    mut result: PollResult,
    new: usize,
) -> Result<PollResult, StoreError> {
    if result.state != FeedState::Ok {
        return Ok(result);
    }
    let Some(mut pledge) = tx.pledge_of(&feed.name)? else {
        return Ok(result);
    };
    if new > 0 {
        if pledge.polled(new) {
            warn!(feed.id = %feed.name, hub = pledge.offer.hub.host_str(), "news comes that the hub does not push: the feed is polled at its own pace");
        }
        tx.keep_pledge(&pledge)?;
    }
    if pledge.is_proven(result.at) {
        result.next_poll = result
            .next_poll
            .map(|normal| seldom(feed, normal, result.at));
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;

    fn feed(every: Option<Duration>) -> Feed {
        Feed {
            name: "wire".parse().unwrap(),
            url: "https://news.example/feed".parse().unwrap(),
            every,
            language: None,
            label: None,
            via: None,
            headers: Vec::new(),
            access: crate::model::access::Access::default(),
            full_text: false,
            expect: None,
            encoding: None,
            backfill: Duration::ZERO,
            is_paused: false,
        }
    }

    fn asked(every: Option<Duration>, normal: i64) -> i64 {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        seldom(&feed(every), at(normal), at(0)).as_second()
    }

    #[test]
    fn a_pushed_feed_is_asked_four_times_less_often_within_bounds() {
        assert_eq!(asked(None, 5 * 60), 6 * HOUR);
        assert_eq!(asked(None, 2 * HOUR), 8 * HOUR);
        assert_eq!(asked(None, 20 * HOUR), 24 * HOUR);
        assert_eq!(asked(None, 30 * HOUR), 30 * HOUR);
    }

    #[test]
    fn the_owners_interval_stands() {
        assert_eq!(asked(Some(Duration::from_secs(5)), 5), 5);
    }
}
