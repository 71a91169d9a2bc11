//! Rhythm: when a feed publishes, as far as it was watched, and when its publisher wants it to be asked.

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

/// What is remembered of a feed's comings and silences between two polls.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rhythm {
    /// What the last body said of when to ask: it stands as long as the server answers that nothing changed.
    pub wishes: Wishes,
    /// From when on its news are known: its oldest dated entry at the first poll, at most a year before it.
    pub since: Option<Timestamp>,
    /// Moments at which it had news; entries that came together are one.
    pub arrivals: u32,
    /// The last of them.
    pub last_arrival: Option<Timestamp>,
    /// Seconds between two of them, the later ones counting more.
    pub mean_gap_seconds: u64,
    /// By how many seconds a gap differs from that, on the average.
    pub deviation_seconds: u64,
    /// The longest gap in seconds, slowly forgotten.
    pub longest_gap_seconds: u64,
    /// The newest date that an entry of the last body claims, unless it lies in the future.
    pub newest: Option<Timestamp>,
    /// Entries in the last body; `None` before the first.
    pub entries: Option<u32>,
}

/// What a body itself says of when to ask for it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// The longest of `ttl` and `sy:updatePeriod` divided by `sy:updateFrequency`.
    pub pace: Option<Duration>,
    /// `skipHours`: hours of the day, 0–23 in UTC.
    pub skip_hours: Vec<u8>,
    /// `skipDays`: 0 is Monday, in UTC.
    pub skip_days: Vec<u8>,
}
