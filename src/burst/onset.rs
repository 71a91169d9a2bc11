//! When a loud window became loud.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::burst::usual::Usual;

/// A burst may be older than the window that shows it.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(12);

/// The story from which on to `now` the stories are least likely to be the usual ones: the greatest likelihood ratio of
/// a raised rate (Kulldorff's scan statistic, 1997, with one end held fast).
pub(super) fn of(
    opened: &[Timestamp],
    start: Timestamp,
    usual: &Usual,
    now: Timestamp,
) -> Timestamp {
    let earliest = start.checked_sub(LOOK_BACK).unwrap_or(Timestamp::MIN);
    let first = opened.partition_point(|at| *at <= earliest);
    let mut best = (f64::MIN, start);
    for (place, since) in opened.iter().enumerate().skip(first) {
        #[expect(clippy::cast_precision_loss, reason = "counts of stories")]
        let stories = (opened.len() - place) as f64;
        // The story that begins it is chosen, not met by chance: it does not count.
        let stories = stories - 1.0;
        let expected = usual.between(*since, now).max(f64::EPSILON);
        let ratio = if stories > expected {
            stories * (stories / expected).ln() - (stories - expected)
        } else {
            0.0
        };
        if ratio > best.0 {
            best = (ratio, *since);
        }
    }
    best.1
}
