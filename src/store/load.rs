//! How busy the writer is, counted by the writer itself.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

/// How busy the writer is and was since the archive was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WriterLoad {
    /// Changes that wait for their turn.
    pub waiting: usize,
    /// Changes made, and those that failed.
    pub changes: u64,
    /// Commits they shared.
    pub commits: u64,
    /// Spent on them, from the first statement to the disk's answer.
    pub busy: Duration,
    /// The one commit that took longest.
    pub longest: Duration,
}

/// The counts, shared with the writer's thread.
#[derive(Debug, Default)]
pub(super) struct Counts {
    changes: AtomicU64,
    commits: AtomicU64,
    busy_micros: AtomicU64,
    longest_micros: AtomicU64,
}

impl Counts {
    /// A commit ended that began at `began` and was shared by so many changes.
    pub(super) fn committed(&self, changes: usize, began: Instant) {
        let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.changes.fetch_add(changes as u64, Ordering::Relaxed);
        self.commits.fetch_add(1, Ordering::Relaxed);
        self.busy_micros.fetch_add(micros, Ordering::Relaxed);
        self.longest_micros.fetch_max(micros, Ordering::Relaxed);
    }

    pub(super) fn load(&self, waiting: usize) -> WriterLoad {
        let micros = |count: &AtomicU64| Duration::from_micros(count.load(Ordering::Relaxed));
        WriterLoad {
            waiting,
            changes: self.changes.load(Ordering::Relaxed),
            commits: self.commits.load(Ordering::Relaxed),
            busy: micros(&self.busy_micros),
            longest: micros(&self.longest_micros),
        }
    }
}
