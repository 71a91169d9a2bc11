//! Counts -> is this topic louder than it usually is. Takes the moments at which a topic's stories opened; gives a
//! [`Loudness`] when there are more of late than its own history explains. Knows no archive, no topic and no letter.
//!
//! # Method
//!
//! What is usual for an hour is a product of three things learned from the last [`MEMORY`]: how loud the topic is, how
//! loud that hour of the day is against the others, and that day of the week. Each is shrunk towards the plain mean by
//! a few stories' weight, so that a thin history says little. The stories of a window are then counted as a negative
//! binomial: a Poisson stream whose rate itself wanders, by as much as it did in the past (method of moments over
//! blocks as long as the window) and by what is uncertain in the estimate. Blocks that are loud themselves are left out
//! and all is learned again, twice, so that one great day does not deafen the next.
//!
//! Three windows are looked at, one, three and twenty-four hours that end now. Louder than usual is a window with a
//! chance below [`CHANCE_AN_HOUR`] for each of its hours, at least twice what is usual, and no fewer than [`LEAST`] stories.
//!
//! By hour and weekday in UTC: a change of clocks moves the rhythm by an hour, which the neighbouring hours' weight covers.

mod about;
mod negative_binomial;
mod onset;
mod usual;

use jiff::SignedDuration;
use jiff::Timestamp;

pub use about::loud_outlets;
pub use about::loud_terms;
pub use usual::Usual;

/// How much history is looked at.
pub const MEMORY: SignedDuration = SignedDuration::from_hours(56 * 24);
/// How much there must be: every weekday twice.
pub const NEEDED: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long a topic that was told to be loud is not told so again.
pub const COOL_DOWN: SignedDuration = SignedDuration::from_hours(24);
/// The chance of a window's count in a stream that is as it always was, for each hour of the window's length: in a month
/// there are three times as many windows of one hour as of three, and each length is to give as many false alarms. Looked
/// at whenever a story opens, a quiet topic is taken for loud less than once in ten topic-months over all sorts of streams,
/// and at most once in four of the worst sort; `benches/bursts.rs` holds it to that.
pub const CHANCE_AN_HOUR: f64 = 5e-6;
/// Fewer stories are no burst, however rare.
pub const LEAST: u32 = 5;
/// Nor are fewer than so many times what is usual.
const TIMES_USUAL: f64 = 2.0;
/// The longest window.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// Hours.
const WINDOWS: [i64; 3] = [1, 3, 24];

/// A window that is louder than usual.
#[derive(Clone, Debug, PartialEq)]
pub struct Loudness {
    /// Stories that opened within it.
    pub stories: u32,
    /// How long it is.
    pub hours: u32,
    /// Stories that are usual then in so many hours.
    pub usual: f64,
    /// When it became loud.
    pub since: Timestamp,
    /// Of so many stories or more in a quiet stream.
    pub chance: f64,
}

/// Whether the topic is louder than usual at `now`: the least likely of the windows, if it is one. `opened` as for
/// [`Usual::learn`]; stories after `now` are not looked at.
#[must_use]
pub fn judge(opened: &[Timestamp], usual: &Usual, now: Timestamp) -> Option<Loudness> {
    let opened = &opened[..opened.partition_point(|at| *at <= now)];
    WINDOWS
        .iter()
        .filter_map(|hours| loudness(opened, *hours, usual, now))
        .min_by(|one, other| one.chance.total_cmp(&other.chance))
}

/// A cheap first look: whether the stories of the [`LONGEST`] window are enough for any.
#[must_use]
pub fn may_be_loud(opened: &[Timestamp]) -> bool {
    opened.len() >= usize::try_from(LEAST).unwrap_or(usize::MAX)
}

fn loudness(opened: &[Timestamp], hours: i64, usual: &Usual, now: Timestamp) -> Option<Loudness> {
    let stories = count(opened, hours, now);
    let expected = usual.between(before(now, hours), now);
    if stories < LEAST || f64::from(stories) < TIMES_USUAL * expected {
        return None;
    }
    let length = u32::try_from(hours).unwrap_or(u32::MAX);
    let chance = negative_binomial::at_least(stories, expected, usual.wandering(hours));
    (chance < CHANCE_AN_HOUR * f64::from(length)).then(|| Loudness {
        stories,
        hours: length,
        usual: expected,
        since: onset::of(opened, before(now, hours), usual, now),
        chance,
    })
}

fn count(opened: &[Timestamp], hours: i64, now: Timestamp) -> u32 {
    let start = opened.partition_point(|at| *at <= before(now, hours));
    u32::try_from(opened.len() - start).unwrap_or(u32::MAX)
}

fn before(now: Timestamp, hours: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(hours))
        .unwrap_or(Timestamp::MIN)
}

#[cfg(test)]
mod tests;
