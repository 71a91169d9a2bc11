//! Vitals: how a running daemon is, as of a moment: what health checks and metrics are made from.

use std::time::Duration;

use jiff::Timestamp;

/// One look at a daemon.
#[derive(Clone, Debug, PartialEq)]
pub struct Vitals {
    /// When the process was ready.
    pub started: Timestamp,
    /// The watchlist in force.
    pub watchlist_version: String,
    /// Every loop that has turned.
    pub loops: Vec<LoopTurn>,
    /// Polls since the start.
    pub polls: Polls,
    /// Bytes of answers, decoded, since the start.
    pub fetched_bytes: u64,
    /// Reloads since the start that were taken up,
    pub reloads_accepted: u64,
    /// and that were refused.
    pub reloads_refused: u64,
    /// Why nothing is polled at the moment: nothing can be written down.
    pub trouble: Option<String>,
}

/// A loop of the daemon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoopTurn {
    /// Its task's name.
    pub name: &'static str,
    /// Since it last turned.
    pub ago: Duration,
    /// That is longer than it can take when all is well.
    pub is_hung: bool,
}

/// Polls by their end, and what they brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polls {
    /// A body was read.
    pub read: u64,
    /// Nothing new.
    pub not_modified: u64,
    /// Nothing usable.
    pub failed: u64,
    /// Entries of bodies.
    pub items: u64,
    /// Articles that were new.
    pub admitted: u64,
}

impl Vitals {
    /// What keeps the daemon from its work, a sentence each; empty when it is well.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let hung = self.loops.iter().filter(|turn| turn.is_hung).map(|turn| {
            format!(
                "the {} loop has not turned for {} s",
                turn.name,
                turn.ago.as_secs()
            )
        });
        let trouble = self
            .trouble
            .iter()
            .map(|why| format!("no feed is polled, for nothing can be written down: {why}"));
        hung.chain(trouble).collect()
    }
}
