//! How far a long command has come: one line on standard error that is written over, and only where a person sees it.

use std::io::IsTerminal;
use std::io::Write;
use std::time::Duration;
use std::time::Instant;

use crate::pipeline::sweep::Progress;

/// Faster than this nobody reads.
const BETWEEN: Duration = Duration::from_millis(100);
const WIDTH: usize = 30;

/// The line; it is wiped when dropped.
pub(super) struct ProgressLine {
    begun: Instant,
    shown: Option<Instant>,
    is_wanted: bool,
}

impl ProgressLine {
    /// Shows nothing unless `is_wanted` and standard error is a terminal.
    pub(super) fn new(is_wanted: bool) -> Self {
        Self {
            begun: Instant::now(),
            shown: None,
            is_wanted: is_wanted && std::io::stderr().is_terminal(),
        }
    }

    pub(super) fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    pub(super) fn show(&mut self, progress: Progress) {
        let is_due = self.shown.is_none_or(|shown| shown.elapsed() >= BETWEEN);
        if self.is_wanted && is_due {
            self.shown = Some(Instant::now());
            let filled = (progress.share * WIDTH as f64) as usize;
            let seconds = self.seconds().max(0.001);
            let left = seconds / progress.share.max(0.001) - seconds;
            // A terminal that went away is no reason to stop.
            let _ = write!(
                std::io::stderr(),
                "\r[{:<WIDTH$}] {:3.0} %  {} articles, {:.0} a second, {left:.0} s left \x1b[K",
                "=".repeat(filled.min(WIDTH)),
                progress.share * 100.0,
                progress.articles,
                progress.articles as f64 / seconds,
            );
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
