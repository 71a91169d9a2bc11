//! A feed's dates are claims: which of them can be believed.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::model::problem::Problem;

/// A claim may run ahead of us by so much: clocks and zones are often wrong by hours.
const TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// Earlier claims are zeros that some program took for a time.
const FIRST_FEED: Timestamp = Timestamp::constant(631_152_000, 0);

/// The claim cut to milliseconds, as the archive keeps it, if it can be true at `now`.
pub(super) fn believed(
    claim: Option<Timestamp>,
    what: &str,
    now: Timestamp,
    problems: &mut Vec<Problem>,
) -> Option<Timestamp> {
    let claim = claim?;
    if claim > now.checked_add(TOLERANCE).unwrap_or(Timestamp::MAX) {
        problems.push(Problem::new(
            "future-date",
            format!("{what} at {claim}, which is yet to come; the date was left out"),
        ));
        return None;
    }
    if claim < FIRST_FEED {
        problems.push(Problem::new(
            "ancient-date",
            format!("{what} at {claim}, before there were feeds; the date was left out"),
        ));
        return None;
    }
    Timestamp::from_millisecond(claim.as_millisecond()).ok()
}
