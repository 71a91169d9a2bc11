//! Whether the work loops still turn: the watchdog is fed by them, not by a timer.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use std::time::Instant;

use crate::model::vitals::LoopTurn;

/// A loop that has not turned for so long hangs. All of them wake at least every half minute.
const LONGEST_TURN: Duration = Duration::from_secs(120);

/// Loops without which nothing is read, issued or sent; the others may wait for the world longer than they should.
const VITAL: [&str; 3] = ["poller", "issuer", "sender"];

/// When each loop last turned.
#[derive(Debug, Default)]
pub(super) struct Heart {
    turns: Mutex<BTreeMap<&'static str, Instant>>,
}

impl Heart {
    /// The loop of that name has truly turned.
    pub(super) fn turned(&self, name: &'static str) {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.insert(name, Instant::now());
    }

    /// Has every vital loop turned lately?
    pub(super) fn is_beating(&self) -> bool {
        let turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        VITAL.iter().all(|name| {
            turns
                .get(name)
                .is_some_and(|last| last.elapsed() < LONGEST_TURN)
        })
    }

    /// Every loop that has turned, by name.
    pub(super) fn loops(&self) -> Vec<LoopTurn> {
        let turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns
            .iter()
            .map(|(name, last)| {
                let ago = last.elapsed();
                LoopTurn {
                    name,
                    ago,
                    is_hung: VITAL.contains(name) && ago >= LONGEST_TURN,
                }
            })
            .collect()
    }
}
