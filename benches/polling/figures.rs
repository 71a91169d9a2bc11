//! Figures: what is counted while playing, and what it comes to.

use crate::replay::LEARNING;
use crate::replay::MEASURED;
use crate::replay::PAST;

/// Some feeds of a list, and how they fared.
#[derive(Default)]
pub(crate) struct Group {
    feeds: u64,
    polls: u64,
    /// From publication to the poll that saw it, in seconds; in order once the play is over.
    delays: Vec<u32>,
}

impl Group {
    /// Polls a feed and day.
    pub(crate) fn polls_a_day(&self) -> f64 {
        self.polls as f64 / self.feeds as f64 / (MEASURED / 86_400) as f64
    }

    /// Minutes.
    pub(crate) fn mean_delay(&self) -> f64 {
        let sum: u64 = self.delays.iter().map(|delay| u64::from(*delay)).sum();
        sum as f64 / self.delays.len() as f64 / 60.0
    }

    /// Minutes within which this share of all items is seen.
    pub(crate) fn delay_of(&self, share: f64) -> f64 {
        let place = (self.delays.len() as f64 * share) as usize;
        let delay = self.delays.get(place).copied();
        delay.map_or(f64::NAN, |delay| f64::from(delay) / 60.0)
    }
}

/// What one play counts.
pub(crate) struct Figures {
    /// Feeds whose publishers and servers ask for nothing: their delay is the policy's.
    pub(crate) free: Group,
    /// Feeds that are asked for by the wishes of others.
    pub(crate) bound: Group,
    items: usize,
    minutes: Vec<u32>,
    waited: u64,
    longest_wait: u64,
    back_at: Option<u64>,
    pub(crate) refusals: u64,
    pub(crate) violations: u64,
}

impl Figures {
    pub(crate) fn new(end: u64) -> Self {
        Self {
            free: Group::default(),
            bound: Group::default(),
            items: 0,
            minutes: vec![0; (end / 60) as usize + 1],
            waited: 0,
            longest_wait: 0,
            back_at: None,
            refusals: 0,
            violations: 0,
        }
    }

    /// One more feed, with so many items.
    pub(crate) fn has(&mut self, is_free: bool, items: usize) {
        self.group(is_free).feeds += 1;
        self.items += items;
    }

    fn group(&mut self, is_free: bool) -> &mut Group {
        if is_free {
            &mut self.free
        } else {
            &mut self.bound
        }
    }

    pub(crate) fn polled(&mut self, is_free: bool, second: u64, waited: u64) {
        self.minutes[(second / 60) as usize] += 1;
        if is_measured(second) {
            self.group(is_free).polls += 1;
            self.waited += waited;
            self.longest_wait = self.longest_wait.max(waited);
        }
    }

    pub(crate) fn saw(&mut self, is_free: bool, moments: &[u32], now: u64) {
        let measured = moments
            .iter()
            .filter(|moment| is_measured(u64::from(**moment)))
            .map(|moment| (now - u64::from(*moment)) as u32);
        self.group(is_free).delays.extend(measured);
    }

    /// The play is over.
    pub(crate) fn close(&mut self) {
        self.free.delays.sort_unstable();
        self.bound.delays.sort_unstable();
    }

    pub(crate) fn came_back(&mut self, second: u64) {
        self.back_at = Some(second);
    }

    pub(crate) fn items_a_day(&self) -> f64 {
        self.items as f64 / self.feeds() as f64 / ((PAST + LEARNING + MEASURED) / 86_400) as f64
    }

    /// Polls a feed and day over all feeds.
    pub(crate) fn polls_a_day(&self) -> f64 {
        self.polls() as f64 / self.feeds() as f64 / (MEASURED / 86_400) as f64
    }

    fn feeds(&self) -> u64 {
        self.free.feeds + self.bound.feeds
    }

    fn polls(&self) -> u64 {
        self.free.polls + self.bound.polls
    }

    /// Minutes of mean delay if the same polls came at one interval for all: half of that interval.
    pub(crate) fn even_delay(&self) -> f64 {
        24.0 * 60.0 / self.polls_a_day() / 2.0
    }

    /// The fullest minute by the mean minute.
    pub(crate) fn peak(&self) -> f64 {
        let minutes = &self.minutes[((PAST + LEARNING) / 60) as usize..self.minutes.len() - 1];
        ratio(minutes, self.mean_minute())
    }

    /// The same from the second day after all feeds were imported at once until measuring begins.
    pub(crate) fn peak_after_import(&self) -> f64 {
        let minutes =
            &self.minutes[((PAST + 86_400) / 60) as usize..((PAST + LEARNING) / 60) as usize];
        ratio(minutes, self.mean_minute())
    }

    /// The fullest minute of the day after the process came back, by the mean minute.
    pub(crate) fn peak_after_standstill(&self) -> Option<f64> {
        let back = (self.back_at? / 60) as usize;
        Some(ratio(
            &self.minutes[back..back + 24 * 60],
            self.mean_minute(),
        ))
    }

    fn mean_minute(&self) -> f64 {
        self.polls() as f64 / (MEASURED / 60) as f64
    }

    /// Seconds on the average and at most that a due feed waited for its step.
    pub(crate) fn waits(&self) -> (f64, u64) {
        (self.waited as f64 / self.polls() as f64, self.longest_wait)
    }
}

fn ratio(minutes: &[u32], mean: f64) -> f64 {
    f64::from(minutes.iter().copied().max().unwrap_or_default()) / mean
}

fn is_measured(second: u64) -> bool {
    (PAST + LEARNING..PAST + LEARNING + MEASURED).contains(&second)
}
