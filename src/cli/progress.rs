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
            // A terminal that went away is no reason to stop. One too narrow for the line cuts it: what wraps would stay.
            let _ = write!(
                std::io::stderr(),
                "\x1b[?7l\r{}\x1b[K\x1b[?7h",
                line(progress, self.seconds())
            );
        }
    }
}

/// What matters most comes first, as a narrow terminal shows the beginning only.
fn line(progress: Progress, seconds: f64) -> String {
    let share = progress.share.clamp(0.0, 1.0);
    let filled = (share * WIDTH as f64) as usize;
    let seconds = seconds.max(0.001);
    let left = match share {
        // Too early to tell.
        ..0.001 => String::new(),
        _ => format!("{} left, ", duration(seconds / share - seconds)),
    };
    format!(
        "[{:<WIDTH$}] {:3.0} %  {left}{} articles, {} a second",
        "=".repeat(filled),
        share * 100.0,
        thousands(progress.articles),
        thousands((progress.articles as f64 / seconds) as u64),
    )
}

fn duration(seconds: f64) -> String {
    let seconds = seconds.ceil() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds:02} s"),
        (hours, minutes, _) => format!("{hours} h {minutes:02} min"),
    }
}

/// 1,234,567
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_far_how_long_and_how_fast() {
        let at = |share, articles, seconds| line(Progress { articles, share }, seconds);

        assert_eq!(
            at(0.25, 1_234_567, 100.0),
            "[=======                       ]  25 %  5 min 00 s left, 1,234,567 articles, 12,345 a second"
        );
        assert_eq!(
            at(0.0, 0, 0.0),
            "[                              ]   0 %  0 articles, 0 a second"
        );
        assert_eq!(
            at(1.0, 999, 3.0),
            "[==============================] 100 %  0 s left, 999 articles, 333 a second"
        );
        assert!(at(0.01, 10, 100.0).contains(" 2 h 45 min left"));
    }
}
