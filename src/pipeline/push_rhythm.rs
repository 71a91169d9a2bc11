//! How often a feed is asked while a hub pushes it: seldom, to make sure. Its owner's `every` stands, whoever pushes.

use std::time::Duration;

use jiff::Timestamp;
use tracing::warn;

use crate::model::feed::Feed;
use crate::model::feed::FeedState;
use crate::pipeline::rhythm;
use crate::store::FeedMemory;
use crate::store::PollResult;
use crate::store::StoreError;
use crate::store::Tx;

/// A pushed feed is asked after four times its own interval…
const SLOWER: u32 = 4;

/// …but never sooner than this…
const SOONEST: Duration = Duration::from_secs(6 * 3600);

/// …nor later than this, nor than half of its entries are others.
const LATEST: Duration = Duration::from_secs(24 * 3600);

/// When to ask a feed that is pushed, where it would be asked at `normal` if it were not.
pub(super) fn seldom(
    feed: &Feed,
    memory: &FeedMemory,
    normal: Timestamp,
    now: Timestamp,
) -> Timestamp {
    if feed.every.is_some() {
        return normal;
    }
    let own: Duration = normal.duration_since(now).try_into().unwrap_or_default();
    let slow = own.saturating_mul(SLOWER).clamp(SOONEST, LATEST);
    let slow = slow.min(turnover(memory, now) / 2);
    // What the server itself asked for may be longer still.
    now.checked_add(slow).unwrap_or(Timestamp::MAX).max(normal)
}

/// In which time the feed shows other entries altogether: what no push brings must be asked for before it is gone.
fn turnover(memory: &FeedMemory, now: Timestamp) -> Duration {
    let entries = memory.rhythm.entries.filter(|entries| *entries > 0);
    let days = entries.map(|entries| f64::from(entries) / rhythm::items_a_day(memory, now));
    let seconds = days.map(|days| days * 86_400.0).filter(|s| s.is_finite());
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .unwrap_or(Duration::MAX)
}

/// Notes what a poll that went well says of the feed's hub, and puts the next poll off while the hub is proven. `was_due`
/// is when the feed was due before it was asked: a due time that was set since, by a push that could not be believed,
/// stands.
pub(super) fn settle(
    tx: &mut Tx,
    feed: &Feed,
    was_due: Option<Timestamp>,
    mut result: PollResult,
    new: usize,
) -> Result<PollResult, StoreError> {
    if !matches!(result.state, FeedState::Ok | FeedState::Quiet) {
        return Ok(result);
    }
    let Some(mut pledge) = tx.pledge_of(&feed.name)? else {
        return Ok(result);
    };
    let Some(memory) = tx.feed_memory(&feed.name)? else {
        return Ok(result);
    };
    if new > 0 {
        if pledge.polled(new) {
            warn!(feed.id = %feed.name, hub = pledge.offer.hub.host_str(), "news comes that the hub does not push: the feed is polled at its own pace");
        }
        tx.keep_pledge(&pledge)?;
    }
    if result.state == FeedState::Ok && pledge.is_proven(result.at) {
        result.next_poll = result
            .next_poll
            .map(|normal| seldom(feed, &memory, normal, result.at));
    }
    let set_since = memory.next_poll.filter(|at| Some(*at) != was_due);
    if let (Some(set), Some(next)) = (set_since, result.next_poll) {
        result.next_poll = Some(set.min(next));
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::Validators;
    use crate::model::rhythm::Rhythm;

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

    /// A feed that has shown this many entries, so many of them new a day.
    fn memory(entries: Option<u32>, a_day: f64) -> FeedMemory {
        let month_ago = at(-30 * 24 * HOUR);
        let memory = FeedMemory {
            state: FeedState::Ok,
            since: month_ago,
            tries: 0,
            next_poll: None,
            title: None,
            language: None,
            validators: Validators::default(),
            body_hash: None,
            last_unconditional: None,
            url_now: None,
            move_seen: None,
            first_polled: Some(month_ago),
            last_news: None,
            decayed_items: 0.0,
            decayed_at: Some(at(0)),
            rhythm: Rhythm {
                since: Some(month_ago),
                entries,
                ..Rhythm::default()
            },
        };
        // The rate grows evenly with what decays.
        let of = |decayed_items| {
            let memory = FeedMemory {
                decayed_items,
                ..memory.clone()
            };
            rhythm::items_a_day(&memory, at(0))
        };
        FeedMemory {
            decayed_items: (a_day - of(0.0)) / (of(1.0) - of(0.0)),
            ..memory
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn asked_of(memory: &FeedMemory, every: Option<Duration>, normal: i64) -> i64 {
        seldom(&feed(every), memory, at(normal), at(0)).as_second()
    }

    fn asked(every: Option<Duration>, normal: i64) -> i64 {
        asked_of(&memory(None, 1.0), every, normal)
    }

    #[test]
    fn a_pushed_feed_is_asked_four_times_less_often_within_bounds() {
        assert_eq!(asked(None, 5 * 60), 6 * HOUR);
        assert_eq!(asked(None, 2 * HOUR), 8 * HOUR);
        assert_eq!(asked(None, 20 * HOUR), 24 * HOUR);
        assert_eq!(asked(None, 30 * HOUR), 30 * HOUR);
    }

    #[test]
    fn a_pushed_feed_is_asked_before_half_of_what_it_shows_is_gone() {
        let busy = memory(Some(20), 240.0); // All of it is gone after two hours.
        let idle = memory(Some(20), 1.0);
        let empty = memory(Some(0), 0.0);

        assert!((HOUR - 60..=HOUR).contains(&asked_of(&busy, None, 5 * 60)));
        assert_eq!(asked_of(&busy, None, 2 * HOUR), 2 * HOUR);
        assert_eq!(asked_of(&idle, None, 5 * 60), 6 * HOUR);
        assert_eq!(asked_of(&empty, None, 5 * 60), 6 * HOUR);
    }

    #[test]
    fn the_owners_interval_stands() {
        assert_eq!(asked(Some(Duration::from_secs(5)), 5), 5);
    }
}
