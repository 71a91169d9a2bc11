//! Whether the work loops still turn: the watchdog is fed by them, not by a timer.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

/// A loop that has not turned for so long hangs. Both loops wake at least every half minute.
const LONGEST_TURN: Duration = Duration::from_secs(120);

/// When each work loop last turned.
#[derive(Debug, Default)]
pub(super) struct Heart {
    poller: Mutex<Option<Instant>>,
    sender: Mutex<Option<Instant>>,
}

impl Heart {
    pub(super) fn poller_turned(&self) {
        turn(&self.poller);
    }

    pub(super) fn sender_turned(&self) {
        turn(&self.sender);
    }

    /// Has every loop turned lately?
    pub(super) fn is_beating(&self) -> bool {
        [&self.poller, &self.sender].into_iter().all(|beat| {
            let last = *beat.lock().unwrap_or_else(PoisonError::into_inner);
            last.is_some_and(|last| last.elapsed() < LONGEST_TURN)
        })
    }
}

fn turn(beat: &Mutex<Option<Instant>>) {
    *beat.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}
