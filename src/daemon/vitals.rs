//! What the tasks count while they work, and one look at all of it.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use jiff::Timestamp;

use crate::daemon::Shared;
use crate::model::vitals::Polls;
use crate::model::vitals::Vitals;
use crate::pipeline::poll::Ending;
use crate::pipeline::poll::PollReport;

/// Counted since the start.
#[derive(Debug)]
pub(super) struct Counts {
    started: Timestamp,
    polls: Mutex<Polls>,
    accepted: AtomicU64,
    refused: AtomicU64,
    trouble: Mutex<Option<String>>,
    under_way: AtomicU64,
}

impl Counts {
    pub(super) fn new(started: Timestamp) -> Self {
        Self {
            started,
            polls: Mutex::default(),
            accepted: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            trouble: Mutex::default(),
            under_way: AtomicU64::new(0),
        }
    }

    /// A poll ended and was written down.
    pub(super) fn polled(&self, report: &PollReport) {
        let mut polls = self.polls.lock().unwrap_or_else(PoisonError::into_inner);
        match report.ending {
            Ending::Read => polls.read += 1,
            Ending::NotModified => polls.not_modified += 1,
            Ending::Failed(_) => polls.failed += 1,
        }
        polls.items += report.items as u64;
        polls.admitted += report.admitted.new as u64;
    }

    /// So many feeds are being asked.
    pub(super) fn asking(&self, feeds: usize) {
        self.under_way.store(feeds as u64, Ordering::Relaxed);
    }

    /// How many feeds are being asked.
    pub(super) fn under_way(&self) -> u64 {
        self.under_way.load(Ordering::Relaxed)
    }

    /// A reload ended.
    pub(super) fn reloaded(&self, is_accepted: bool) {
        let count = match is_accepted {
            true => &self.accepted,
            false => &self.refused,
        };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// Nothing can be written down, or that is over.
    pub(super) fn troubled(&self, why: Option<String>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = why;
    }
}

impl Shared {
    /// How the daemon is now.
    pub(super) fn look(&self) -> Vitals {
        let counts = &self.vitals;
        let polls = *counts.polls.lock().unwrap_or_else(PoisonError::into_inner);
        let trouble = counts
            .trouble
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Vitals {
            started: counts.started,
            watchlist_version: self.watch().watchlist.version.to_string(),
            loops: self.heart.loops(),
            polls,
            fetched_bytes: self.pipeline.fetcher.bytes_read(),
            reloads_accepted: counts.accepted.load(Ordering::Relaxed),
            reloads_refused: counts.refused.load(Ordering::Relaxed),
            trouble,
        }
    }
}
