//! Quiet: a feed that answers, but without news for longer than it should.
//!
//! With `expect` in the watchlist that is the measure. Without, a feed is judged by its own record: it is quiet after
//!
//! ```text
//! max(3 days, 2 × longest gap + 1 day, longest gap + 12 × mean deviation of its gaps)
//! ```
//!
//! once it had news at ten moments over a fortnight (over a shorter time 7 days stand for the 3). A paper that rests
//! on weekends is told after six days, one with news all day after three, a weekly letter after the second that is
//! missing.
//!
//! How often that is wrong was counted on 3,800 made-up years of living feeds. Of those with random news at 0.05 to 10 items a
//! day, round the clock or in office hours, 1 in 400 is told within a year. Of letters of which every sixteenth is not
//! written, 2 in 100 daily ones, 8 in 100 weekly ones and 3 in 100 monthly ones: two in a row are missing now and then. Of feeds
//! with an item in five or six weeks, 4 in 100, nearly all by one or two old entries alone. The test beside this file holds
//! the mix to 2 in 100, and `cargo bench --bench polling` prints each kind.
//!
//! A feed with too short a record is told only when it is plainly abandoned: no entry at all for three days, or none
//! younger than half a year, or than a whole one where it had news at three moments or more.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::rhythm::Rhythm;
use crate::pipeline::rhythm::interval::SHORTEST;
use crate::pipeline::rhythm::interval::decay;
use crate::pipeline::rhythm::items_a_day;
use crate::pipeline::rhythm::later;
use crate::pipeline::rhythm::since;
use crate::store::FeedMemory;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Nobody is told of a shorter silence that nobody asked to be told of.
const SHORTEST_SILENCE: Duration = Duration::from_secs(3 * 24 * 3600);

/// The same for a feed that is known for less than [`LONG_KNOWN`]: its weekends may be unknown.
const SHORTEST_SILENCE_OF_NEW: Duration = Duration::from_secs(7 * 24 * 3600);

const LONG_KNOWN: Duration = Duration::from_secs(14 * 24 * 3600);

/// Fewer moments with news are no record.
const ENOUGH: u32 = 10;

/// A feed of which next to nothing is known and whose newest entry is older than this is abandoned, or moved.
const STALE: Duration = Duration::from_secs(180 * 24 * 3600);

/// The same for one that had news at [`SOME`] moments: of feeds with an item in six weeks one in seven is silent for half a
/// year within a year, and one in a thousand for a whole one.
const STALE_OF_SLOW: Duration = Duration::from_secs(365 * 24 * 3600);

/// With so many moments with news a feed is known to be slow.
const SOME: u32 = 3;

/// How long this feed may be silent, from its record; `None` when that is too short.
#[must_use]
pub fn silence_allowed(rhythm: &Rhythm) -> Option<Duration> {
    let (first, last) = (rhythm.since?, rhythm.last_arrival?);
    if rhythm.arrivals < ENOUGH {
        return None;
    }
    let floor = if since(first, last) < LONG_KNOWN {
        SHORTEST_SILENCE_OF_NEW
    } else {
        SHORTEST_SILENCE
    };
    let longest = rhythm.longest_gap_seconds;
    let wide = longest.saturating_add(rhythm.deviation_seconds.saturating_mul(12));
    let double = Duration::from_secs(longest.saturating_mul(2)) + DAY;
    Some(Duration::from_secs(wide).max(double).max(floor))
}

/// Why this feed, which has just answered well, is not ok; `None` when it is.
pub(super) fn cause(feed: &Feed, memory: &FeedMemory, now: Timestamp) -> Option<Cause> {
    let rhythm = &memory.rhythm;
    let last = last_news(memory)?;
    let silence = since(last, now);
    let is_empty = rhythm.entries == Some(0);
    if let Some(expect) = feed.expect {
        let told = format!("though some are expected every {}", span(expect));
        return (silence > expect).then(|| silent(memory, last, now, Some(&told)));
    }
    if let Some(allowed) = silence_allowed(rhythm) {
        return (silence > allowed).then(|| silent(memory, last, now, None));
    }
    let asked_for = since(memory.first_polled?, now);
    if is_empty && asked_for > SHORTEST_SILENCE {
        return Some(empty(asked_for));
    }
    let newest = rhythm.newest?;
    let abandoned = if rhythm.arrivals < SOME {
        STALE
    } else {
        STALE_OF_SLOW
    };
    (since(newest, now) > abandoned && silence > abandoned).then(|| stale(newest, now))
}

/// The interval, cut so that a silence that the owner does not `expect` is seen when it has lasted so long.
pub(super) fn watched(
    feed: &Feed,
    memory: &FeedMemory,
    interval: Duration,
    now: Timestamp,
) -> Duration {
    let (Some(expect), Some(last)) = (feed.expect, last_news(memory)) else {
        return interval;
    };
    let silent_from = later(last, expect + Duration::from_secs(1));
    match Duration::try_from(silent_from.duration_since(now)) {
        Ok(left) if !left.is_zero() => interval.min(left.max(SHORTEST)),
        _ => interval,
    }
}

/// When the silence began: with the last news, or with the first question to a feed that never had any.
fn last_news(memory: &FeedMemory) -> Option<Timestamp> {
    memory
        .rhythm
        .last_arrival
        .or(memory.last_news)
        .or(memory.first_polled)
}

fn silent(memory: &FeedMemory, last: Timestamp, now: Timestamp, told: Option<&str>) -> Cause {
    let rhythm = &memory.rhythm;
    let silence = span(since(last, now));
    if rhythm.entries == Some(0) {
        let sentence = format!(
            "it answers with a feed without entries, and has had no news for {silence}; open its page in a browser and look whether the feed has moved"
        );
        return Cause {
            kind: "empty".to_owned(),
            sentence,
        };
    }
    let mut words = format!("no news for {silence}");
    if let Some(told) = told {
        words.push_str(&format!(", {told}"));
    }
    if let Some(usual) = usual(memory, last) {
        words.push_str(&format!("; usually {usual}"));
    }
    if rhythm.arrivals > 0 {
        words.push_str(&format!("; last item {}", moment(last)));
    }
    words.push_str("; open its page in a browser and look whether the feed has moved");
    let kind = if rhythm
        .newest
        .is_some_and(|newest| since(newest, now) > STALE)
    {
        "stale"
    } else {
        "quiet"
    };
    Cause {
        kind: kind.to_owned(),
        sentence: words,
    }
}

fn empty(asked_for: Duration) -> Cause {
    Cause {
        kind: "empty".to_owned(),
        sentence: format!(
            "it answers, but its feed has held no entry for {}; open its page in a browser and look whether there is another feed",
            span(asked_for)
        ),
    }
}

fn stale(newest: Timestamp, now: Timestamp) -> Cause {
    Cause {
        kind: "stale".to_owned(),
        sentence: format!(
            "it answers, but its newest entry is {} old ({}); open its page in a browser and look whether the feed has moved",
            span(since(newest, now)),
            moment(newest)
        ),
    }
}

/// `12 items a day`, `3 items a week`, `an item every 20 days`: as it was when it fell silent.
fn usual(memory: &FeedMemory, last: Timestamp) -> Option<String> {
    if memory.rhythm.arrivals < ENOUGH {
        return None;
    }
    let faded = decay(since(last, memory.decayed_at.unwrap_or(last)).as_secs_f64());
    let before = FeedMemory {
        decayed_items: memory.decayed_items / faded,
        decayed_at: Some(last),
        ..memory.clone()
    };
    let a_day = items_a_day(&before, last);
    let words = if a_day >= 1.5 {
        format!("{a_day:.0} items a day")
    } else if a_day * 7.0 >= 1.5 {
        format!("{:.0} items a week", a_day * 7.0)
    } else {
        let gap = Duration::from_secs(memory.rhythm.mean_gap_seconds);
        format!("an item every {}", span(gap))
    };
    Some(words)
}

/// `3 days`, `7 hours`, `40 minutes`, `5 seconds`: cut down to whole units, of which there are at least two where possible.
fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    let (number, unit) = match seconds {
        _ if time >= DAY * 2 => (seconds / 86_400, "day"),
        _ if seconds >= 2 * 3600 => (seconds / 3600, "hour"),
        _ if seconds >= 2 * 60 => (seconds / 60, "minute"),
        _ => (seconds, "second"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
