//! The machine: room on the disk, and a clock that can be believed.

use std::path::Path;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::cli::db::size;
use crate::cli::doctor::Check;
use crate::cli::doctor::Patient;
use crate::cli::doctor::database::Facts;
use crate::clock::Clock;
use crate::store::footing;

/// With less, nothing can be written before long.
const TOO_LITTLE: u64 = 64 << 20;

/// No clock is right that says an earlier time: this program was not written then.
const WRITTEN: &str = "2026-01-01T00:00:00Z";

/// Clocks are corrected by so much.
const CORRECTION: SignedDuration = SignedDuration::from_mins(2);

/// The stream is silent so long only when nothing runs, or when the clock jumped ahead.
const LONG_SILENCE: SignedDuration = SignedDuration::from_hours(24 * 30);

pub(super) fn disk(patient: &Patient) -> Check {
    let store = &patient.settings.store;
    let folder = store.directory();
    let existing = folder
        .ancestors()
        .find(|folder| folder.exists())
        .unwrap_or(Path::new("/"));
    let facts = match rustix::fs::statvfs(existing) {
        Ok(facts) => facts,
        Err(error) => {
            let advice = "run this as the user that wirewatch runs as";
            return Check::warning("disk", format!("{}: {error}", existing.display()), advice);
        }
    };
    let free = facts.f_bavail.saturating_mul(facts.f_frsize);
    let needed = std::fs::metadata(&store.path).map_or(0, |file| file.len());
    let words = format!("{} free where {} is", size(free), folder.display());
    if free < TOO_LITTLE {
        let advice = "free some space: without it nothing can be written, and no feed is polled";
        return Check::fault("disk", words, advice);
    }
    if free < needed {
        let words = format!(
            "{words}, and the archive takes {}: a new version backs it up before it changes it, and could not",
            size(needed)
        );
        return Check::warning(
            "disk",
            words,
            "free some space, or set [retention] max_size",
        );
    }
    Check::ok("disk", words)
}

/// Nothing where the ground is firm.
pub(super) fn ground(patient: &Patient) -> Option<Check> {
    let store = &patient.settings.store;
    let footing = footing(store)?;
    let words = format!("{} {}", store.directory().display(), footing.fault());
    Some(Check::warning("disk", words, footing.advice()))
}

pub(super) fn clock(facts: &Facts) -> Check {
    judge_clock(Clock::System.now(), facts.latest_event)
}

fn judge_clock(now: Timestamp, latest_event: Option<Timestamp>) -> Check {
    const SET: &str =
        "set the clock and keep it set: systemctl enable --now systemd-timesyncd, or chrony";
    let written: Timestamp = WRITTEN.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    if now < written {
        return Check::fault("clock", format!("it says {now}, which is long past"), SET);
    }
    let silence = latest_event.map(|latest| now.duration_since(latest));
    match (silence, latest_event) {
        (Some(silence), Some(latest)) if silence < -CORRECTION => Check::fault(
            "clock",
            format!(
                "it says {now}, and the archive knows of something that happened at {latest}: it was set back, or was wrong then"
            ),
            SET,
        ),
        (Some(silence), Some(latest)) if silence > LONG_SILENCE => Check::warning(
            "clock",
            format!(
                "it says {now}, and nothing has happened since {latest}: wirewatch has not run for long, or the clock jumped"
            ),
            "when the time is right, nothing is to be done",
        ),
        _ => Check::ok("clock", format!("{now}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::State;

    #[test]
    fn a_clock_that_is_behind_what_happened_is_a_fault() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-30T12:00:00Z");
        for (latest, state) in [
            (None, State::Ok),
            (Some("2026-11-30T11:00:00Z"), State::Ok),
            (Some("2026-11-30T12:01:00Z"), State::Ok),
            (Some("2026-11-30T14:00:00Z"), State::Fault),
            (Some("2026-10-01T00:00:00Z"), State::Warning),
        ] {
            assert_eq!(judge_clock(now, latest.map(at)).state, state, "{latest:?}");
        }
        assert_eq!(
            judge_clock(at("1970-01-01T00:01:00Z"), None).state,
            State::Fault
        );
    }
}
