//! Record: what a body that was read teaches of its feed's rhythm.

use std::time::Duration;

use jiff::Timestamp;

use crate::model::item::Channel;
use crate::model::rhythm::Rhythm;
use crate::model::rhythm::Wishes;
use crate::pipeline::rhythm::interval::decay;
use crate::pipeline::rhythm::interval::decayed;
use crate::pipeline::rhythm::quiet::silence_allowed;
use crate::pipeline::rhythm::since;
use crate::store::FeedMemory;

/// A back catalogue is looked at so far back.
const LONGEST_PAST: Duration = Duration::from_secs(365 * 24 * 3600);

/// Entries of a back catalogue that are dated closer together came together.
const TOGETHER: Duration = Duration::from_secs(10 * 60);

/// The average runs over about so many gaps.
const GAPS: u32 = 50;

/// Half of the longest gap is forgotten after so long.
const FORGOTTEN: Duration = Duration::from_secs(90 * 24 * 3600);

/// A body, as far as a feed's rhythm goes.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// What its entries claim as their dates; those without one are not here.
    pub claims: Vec<Timestamp>,
    /// Entries in it.
    pub entries: usize,
    /// Those that were not in the archive.
    pub new: usize,
}

/// What is remembered of a feed after its body was read.
#[must_use]
pub fn remember(memory: FeedMemory, channel: &Channel, body: &Body, now: Timestamp) -> FeedMemory {
    let is_first = memory.first_polled.is_none();
    let mut past: Vec<_> = body
        .claims
        .iter()
        .copied()
        .filter(|claim| *claim <= now && since(*claim, now) <= LONGEST_PAST)
        .collect();
    past.sort_unstable();
    let decayed_items = if is_first {
        past.iter()
            .map(|claim| decay(since(*claim, now).as_secs_f64()))
            .sum()
    } else {
        decayed(&memory, now) + body.new as f64
    };
    let mut rhythm = Rhythm {
        wishes: Wishes {
            pace: channel.pace,
            skip_hours: channel.skip_hours.clone(),
            skip_days: channel.skip_days.clone(),
        },
        newest: body.claims.iter().copied().filter(|at| *at <= now).max(),
        entries: Some(u32::try_from(body.entries).unwrap_or(u32::MAX)),
        ..memory.rhythm.clone()
    };
    if is_first {
        rhythm.since = Some(past.first().copied().unwrap_or(now));
        learn_from_catalogue(&mut rhythm, &past);
    } else if body.new > 0 {
        let at = came_at(&rhythm, &past, now);
        arrive(&mut rhythm, at, now);
    }
    FeedMemory {
        title: channel.title.clone().or(memory.title.clone()),
        language: channel.language.clone().or(memory.language.clone()),
        first_polled: memory.first_polled.or(Some(now)),
        last_news: if body.new > 0 {
            Some(now)
        } else {
            memory.last_news
        },
        decayed_items,
        decayed_at: Some(now),
        rhythm,
        ..memory
    }
}

/// The dates of a back catalogue are claims, but the only past there is.
fn learn_from_catalogue(rhythm: &mut Rhythm, past: &[Timestamp]) {
    for claim in past {
        let is_apart = rhythm
            .last_arrival
            .is_none_or(|last| since(last, *claim) >= TOGETHER);
        if is_apart {
            arrive(rhythm, *claim, *claim);
        }
    }
}

/// When the first of the new entries came: by its own claim where that lies after the last news, so that a time in which
/// we did not ask is not taken for the feed's silence.
fn came_at(rhythm: &Rhythm, past: &[Timestamp], now: Timestamp) -> Timestamp {
    let last = rhythm.last_arrival.unwrap_or(Timestamp::MIN);
    past.iter()
        .copied()
        .find(|claim| *claim > last)
        .unwrap_or(now)
}

/// Writes down the gap that ends at `at`; the next one begins at `now`, when the last of the new entries was there.
fn arrive(rhythm: &mut Rhythm, at: Timestamp, now: Timestamp) {
    if let Some(last) = rhythm.last_arrival {
        // A silence that was told of as one must not become the measure of the next.
        let gap = since(last, at).min(silence_allowed(rhythm).unwrap_or(Duration::MAX));
        keep_gap(rhythm, gap.as_secs_f64());
    }
    rhythm.arrivals = rhythm.arrivals.saturating_add(1);
    rhythm.last_arrival = Some(now);
}

fn keep_gap(rhythm: &mut Rhythm, gap: f64) {
    let weight = 1.0 / f64::from(rhythm.arrivals.clamp(1, GAPS));
    let mean = rhythm.mean_gap_seconds as f64;
    let deviation = rhythm.deviation_seconds as f64;
    // Against the mean before this gap: against the one after, short records look too regular.
    let deviation = deviation + weight * ((gap - mean).abs() - deviation);
    let mean = mean + weight * (gap - mean);
    let kept = rhythm.longest_gap_seconds as f64 * 0.5_f64.powf(gap / FORGOTTEN.as_secs_f64());
    rhythm.mean_gap_seconds = mean.round() as u64;
    rhythm.deviation_seconds = deviation.round() as u64;
    rhythm.longest_gap_seconds = gap.max(kept).round() as u64;
}
