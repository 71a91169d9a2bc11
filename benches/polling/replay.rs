//! Replay: the poller's life over weeks, on a virtual clock. Due times, rates, backing off, steps and what follows a
//! standstill come from the program's own functions; the fetcher is a look into the list of moments.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use jiff::Timestamp;
use wirewatch::model::feed::Feed;
use wirewatch::model::feed::FeedState;
use wirewatch::model::feed::Validators;
use wirewatch::model::rhythm::Rhythm;
use wirewatch::pipeline::rhythm;
use wirewatch::pipeline::rhythm::Body;
use wirewatch::pipeline::rhythm::Census;
use wirewatch::pipeline::rhythm::Curve;
use wirewatch::pipeline::rhythm::HORIZON;
use wirewatch::pipeline::rhythm::Pacer;
use wirewatch::store::FeedMemory;

use crate::figures::Figures;
use crate::manners::Manners;
use crate::papers::List;

/// A Monday.
const MONDAY: i64 = 1_767_571_200;
const DAY: u64 = 86_400;

/// Time that only the back catalogue knows.
pub(crate) const PAST: u64 = 28 * DAY;
/// Not measured: the poller learns.
pub(crate) const LEARNING: u64 = 7 * DAY;
/// Measured.
pub(crate) const MEASURED: u64 = 21 * DAY;

/// Entries that a feed shows.
const SHOWN: usize = 30;

/// Which curve.
#[derive(Clone, Copy)]
pub(crate) enum Scale {
    /// What the list's budget allows, counted anew every hour as the program does.
    Budget,
    /// The same one for ever.
    Fixed(Curve),
}

/// All feeds are counted so often.
const BETWEEN_SURVEYS: u64 = 3600 * 1000;

/// What is replayed.
#[derive(Clone, Copy)]
pub(crate) struct Play<'l> {
    pub(crate) list: &'l List,
    pub(crate) feeds: u64,
    /// Which feeds of the list, of which there is no end: others than those that constants were tuned on.
    pub(crate) first: u64,
    pub(crate) scale: Scale,
    /// Servers ask for things; without, nobody does.
    pub(crate) has_manners: bool,
    /// The process is away for so long, a week after measuring began.
    pub(crate) away: Duration,
}

struct Watched {
    feed: Feed,
    memory: FeedMemory,
    manners: Manners,
    is_free: bool,
    moments: Vec<u32>,
    /// How many of them were seen.
    seen: usize,
    /// Asking before is a violation; milliseconds.
    not_before: u64,
    /// Asking in a skipped hour is a violation from the second poll on.
    is_known: bool,
}

/// Plays it all and measures.
pub(crate) fn replay(play: &Play<'_>) -> Figures {
    let end = PAST + LEARNING + MEASURED;
    let mut feeds: Vec<Watched> = (0..play.feeds)
        .map(|number| watched(play, number, end))
        .collect();
    let mut figures = Figures::new(end);
    for feed in &feeds {
        figures.has(feed.is_free, feed.moments.len());
    }
    let mut calendar = Calendar::new(end);
    let mut pacer = Pacer::default();
    for number in 0..play.feeds {
        calendar.enter(number, PAST * 1000);
    }
    let mut now = PAST * 1000;
    let (mut curve, mut surveyed) = (play.scale.curve(&feeds, now), now);
    let leaves = (PAST + LEARNING + 7 * DAY) * 1000;
    let mut is_to_leave = !play.away.is_zero();
    while let Some((due, number)) = calendar.next() {
        now = now.max(due);
        if is_to_leave && now >= leaves {
            is_to_leave = false;
            calendar.enter(number, due);
            now += play.away.as_millis() as u64;
            curve = play.scale.curve(&feeds, now);
            come_back(curve, &feeds, &mut calendar, now);
            figures.came_back(now / 1000);
            continue;
        }
        if now >= surveyed + BETWEEN_SURVEYS {
            surveyed = now;
            curve = play.scale.curve(&feeds, now);
        }
        let watched = &mut feeds[number as usize];
        let is_new = watched.memory.first_polled.is_none();
        if !is_new {
            if let Some(soon) = calendar.due_soon(now) {
                pacer.expect(soon + 1, time(now));
            }
            while !pacer.step(time(now)) {
                now += pacer.until_next().as_millis() as u64 + 1;
            }
        }
        if now >= end * 1000 {
            break;
        }
        let wishes = &watched.memory.rhythm.wishes;
        if let Some(open) = rhythm::put_off(&watched.feed, wishes, time(now)) {
            calendar.enter(number, back(open));
            continue;
        }
        let next = ask(curve, watched, number, now, &mut figures);
        calendar.enter(number, next);
        figures.polled(watched.is_free, now / 1000, (now - due) / 1000);
    }
    for feed in &feeds {
        // What nobody saw by the end has been waiting at least till then.
        figures.saw(feed.is_free, &feed.moments[feed.seen..], end);
    }
    figures.close();
    figures
}

impl Scale {
    fn curve(self, feeds: &[Watched], now: u64) -> Curve {
        let Self::Fixed(curve) = self else {
            let mut census = Census::default();
            for watched in feeds
                .iter()
                .filter(|feed| feed.memory.first_polled.is_some())
            {
                census.count(rhythm::items_a_day(&watched.memory, time(now)));
            }
            return census.curve();
        };
        curve
    }
}

/// One poll; gives the next due time in milliseconds.
fn ask(curve: Curve, watched: &mut Watched, number: u64, now: u64, figures: &mut Figures) -> u64 {
    let at = time(now);
    if now < watched.not_before || (watched.is_known && watched.manners.skips(now / 1000)) {
        figures.violations += 1;
    }
    if let Some(asked) = watched.manners.refuses(number, now / 1000) {
        figures.refusals += 1;
        watched.memory.tries += 1;
        watched.not_before = now + asked.unwrap_or_default().as_millis() as u64;
        return back(rhythm::after_failure(
            &watched.feed,
            &watched.memory.rhythm.wishes,
            rhythm::Setback {
                tries: watched.memory.tries,
                retry_after: asked,
                is_unreached: false,
            },
            at,
        ));
    }
    watched.memory.tries = 0;
    let first = watched.seen;
    while watched
        .moments
        .get(watched.seen)
        .is_some_and(|moment| u64::from(*moment) * 1000 <= now)
    {
        watched.seen += 1;
    }
    let is_first = watched.memory.first_polled.is_none();
    if watched.seen > first || is_first {
        figures.saw(
            watched.is_free,
            &watched.moments[first..watched.seen],
            now / 1000,
        );
        let shown = &watched.moments[watched.seen.saturating_sub(SHOWN)..watched.seen];
        let body = Body {
            claims: shown
                .iter()
                .map(|second| time(u64::from(*second) * 1000))
                .collect(),
            entries: shown.len(),
            new: watched.seen - first,
        };
        let memory = watched.memory.clone();
        watched.memory = rhythm::remember(memory, &watched.manners.channel, &body, at);
    }
    watched.is_known = true;
    watched.not_before = now + watched.manners.wish().as_millis() as u64;
    let hints = watched.manners.hints;
    back(rhythm::after_success(
        curve,
        &watched.feed,
        &watched.memory,
        hints,
        at,
    ))
}

/// What the daemon does when it finds feeds overdue after a standstill.
fn come_back(curve: Curve, feeds: &[Watched], calendar: &mut Calendar, now: u64) {
    let mut due = Vec::new();
    while let Some(one) = calendar.next() {
        due.push(one);
    }
    let overdue = due.iter().filter(|(at, _)| *at < now).count();
    for (at, number) in due {
        let watched = &feeds[number as usize];
        let at = if at < now {
            back(rhythm::after_standstill(
                curve,
                &watched.feed,
                &watched.memory,
                overdue,
                time(now),
            ))
        } else {
            at
        };
        calendar.enter(number, at);
    }
}

fn watched(play: &Play<'_>, number: u64, end: u64) -> Watched {
    let moments = play.list.moments(number + play.first, end as f64);
    let items_a_day = moments.len() as f64 / (end / DAY) as f64;
    let manners = if play.has_manners {
        Manners::of(number, items_a_day)
    } else {
        Manners::default()
    };
    Watched {
        feed: feed(number),
        memory: unknown(),
        is_free: manners.is_free(),
        manners,
        moments,
        seen: 0,
        not_before: 0,
        is_known: false,
    }
}

/// A feed of the watchlist.
pub(crate) fn feed(number: u64) -> Feed {
    Feed {
        name: format!("feed-{number}").parse().expect("a name"),
        url: format!("https://news-{number}.example.org/feeds/rss.xml")
            .parse()
            .expect("an address"),
        every: None,
        language: None,
        label: None,
        via: None,
        headers: Vec::new(),
        access: wirewatch::model::access::Access::default(),
        full_text: false,
        expect: None,
        encoding: None,
        backfill: Duration::ZERO,
        is_paused: false,
    }
}

/// What is remembered of a feed that was never asked.
pub(crate) fn unknown() -> FeedMemory {
    FeedMemory {
        state: FeedState::Ok,
        since: time(0),
        tries: 0,
        next_poll: None,
        title: None,
        language: None,
        validators: Validators::default(),
        body_hash: None,
        last_unconditional: None,
        url_now: None,
        move_seen: None,
        first_polled: None,
        last_news: None,
        decayed_items: 0.0,
        decayed_at: None,
        rhythm: Rhythm::default(),
    }
}

fn time(milliseconds: u64) -> Timestamp {
    let since_monday = i64::try_from(milliseconds).expect("weeks");
    Timestamp::from_millisecond(MONDAY * 1000 + since_monday).expect("this century")
}

fn back(at: Timestamp) -> u64 {
    // Cut as the database cuts it: a due time is kept in milliseconds.
    u64::try_from(at.as_millisecond() - MONDAY * 1000).expect("after Monday")
}

/// Due times in order, and how many come within the pacer's horizon.
struct Calendar {
    due: BinaryHeap<Reverse<(u64, u64)>>,
    /// Feeds that are due in each ten seconds.
    slots: Vec<u32>,
    /// Feeds due before slot `until`.
    soon: u64,
    until: usize,
    counted: Option<u64>,
}

impl Calendar {
    const SLOT: u64 = 10_000;

    fn new(end: u64) -> Self {
        Self {
            due: BinaryHeap::new(),
            slots: vec![0; ((end + 60 * DAY) * 1000 / Self::SLOT) as usize],
            soon: 0,
            until: 0,
            counted: None,
        }
    }

    fn enter(&mut self, feed: u64, due: u64) {
        self.due.push(Reverse((due, feed)));
        let slot = (due / Self::SLOT) as usize;
        self.slots[slot] += 1;
        if slot < self.until {
            self.soon += 1;
        }
    }

    fn next(&mut self) -> Option<(u64, u64)> {
        let Reverse((due, feed)) = self.due.pop()?;
        let slot = (due / Self::SLOT) as usize;
        self.slots[slot] -= 1;
        if slot < self.until {
            self.soon -= 1;
        }
        Some((due, feed))
    }

    /// Counted every ten seconds, as the poller does.
    fn due_soon(&mut self, now: u64) -> Option<u64> {
        let slot = now / Self::SLOT;
        if self.counted == Some(slot) {
            return None;
        }
        self.counted = Some(slot);
        let until = ((now + HORIZON.as_millis() as u64) / Self::SLOT) as usize;
        while self.until < until {
            self.soon += u64::from(self.slots[self.until]);
            self.until += 1;
        }
        Some(self.soon)
    }
}
