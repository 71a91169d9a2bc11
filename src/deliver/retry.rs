//! When a letter goes again: attempt and outcome in, [`Next`] out. Pure: jitter is a hash.
//!
//! Waits double from a minute to an hour. A relay that is away for a night costs an hour at the most;
//! one that defers for five days of waits is not going to change its mind, and a person must look.

use jiff::SignedDuration;
use jiff::Timestamp;
use sha2::Digest as _;
use sha2::Sha256;

use crate::model::delivery::DeliveryStatus;
use crate::model::delivery::Next;
use crate::model::delivery::Outcome;
use crate::model::ids::DeliveryId;

const FIRST_WAIT_SECONDS: i64 = 60;
const LONGEST_WAIT_SECONDS: i64 = 60 * 60;
const GIVE_UP_AFTER_SECONDS: i64 = 5 * 24 * 60 * 60;

/// What happens after attempt number `attempt` (from 1) ended with `outcome` at `now`.
///
/// Giving up counts the waits, not the calendar: a machine that was off for a week has not tried for a week.
#[must_use]
pub fn next(attempt: u32, id: DeliveryId, outcome: &Outcome, now: Timestamp) -> Next {
    match outcome {
        Outcome::Accepted => Next::Done(DeliveryStatus::Accepted),
        Outcome::Failed { .. } => Next::Done(DeliveryStatus::Failed),
        Outcome::Deferred { .. } if is_out_of_patience(attempt) => {
            Next::Done(DeliveryStatus::Failed)
        }
        Outcome::Deferred { .. } => Next::RetryAt(retry_at(attempt, id, now)),
    }
}

fn is_out_of_patience(attempt: u32) -> bool {
    let mut waited = 0;
    for earlier in 1..attempt {
        waited += wait_seconds(earlier);
        if waited >= GIVE_UP_AFTER_SECONDS {
            return true;
        }
    }
    false
}

fn wait_seconds(attempt: u32) -> i64 {
    let doublings = attempt.saturating_sub(1).min(16);
    (FIRST_WAIT_SECONDS << doublings).min(LONGEST_WAIT_SECONDS)
}

/// Up to a tenth earlier, so that letters deferred together do not come back together, and never later
/// than the hour that is promised.
fn retry_at(attempt: u32, id: DeliveryId, now: Timestamp) -> Timestamp {
    let whole = wait_seconds(attempt) * 1000;
    let early = whole / 10 * jitter_per_mille(attempt, id) / 1000;
    now.saturating_add(SignedDuration::from_millis(whole - early))
        .unwrap_or(Timestamp::MAX)
}

fn jitter_per_mille(attempt: u32, id: DeliveryId) -> i64 {
    let hash = Sha256::digest(format!("{id}/{attempt}"));
    i64::from(u16::from_be_bytes([hash[0], hash[1]])) * 1000 / 65536
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_750_000_000, 0);

    fn deferred() -> Outcome {
        Outcome::Deferred {
            reason: "451 try later".to_owned(),
        }
    }

    fn wait(attempt: u32, id: i64) -> i64 {
        match next(attempt, DeliveryId(id), &deferred(), NOW) {
            Next::RetryAt(at) => at.duration_since(NOW).as_secs(),
            Next::Done(status) => panic!("attempt {attempt} ended as {status:?}"),
        }
    }

    #[test]
    fn waits_double_from_a_minute_to_an_hour() {
        for (attempt, longest) in [
            (1, 60),
            (2, 120),
            (3, 240),
            (4, 480),
            (5, 960),
            (6, 1920),
            (7, 3600),
            (8, 3600),
            (120, 3600),
        ] {
            for id in 0..50 {
                let wait = wait(attempt, id);
                assert!(
                    wait <= longest && wait >= longest * 9 / 10 - 1,
                    "attempt {attempt} of delivery {id} waits {wait} s"
                );
            }
        }
    }

    #[test]
    fn letters_deferred_together_come_back_apart() {
        let waits: std::collections::BTreeSet<i64> = (0..100).map(|id| wait(7, id)).collect();

        assert!(waits.len() > 50, "only {} different waits", waits.len());
    }

    #[test]
    fn the_same_attempt_waits_the_same_time() {
        assert_eq!(wait(3, 17), wait(3, 17));
    }

    #[test]
    fn five_days_of_waits_are_enough() {
        let last = (1..1000)
            .find(|attempt| {
                next(*attempt, DeliveryId(1), &deferred(), NOW)
                    == Next::Done(DeliveryStatus::Failed)
            })
            .unwrap();

        let hours: i64 = (1..last).map(wait_seconds).sum::<i64>() / 3600;
        assert_eq!(hours, 120);
        assert_eq!(
            next(u32::MAX, DeliveryId(1), &deferred(), NOW),
            Next::Done(DeliveryStatus::Failed)
        );
    }

    #[test]
    fn accepted_and_failed_are_settled_at_once() {
        let failed = Outcome::Failed {
            reason: "550 no such user".to_owned(),
        };

        assert_eq!(
            next(1, DeliveryId(1), &Outcome::Accepted, NOW),
            Next::Done(DeliveryStatus::Accepted)
        );
        assert_eq!(
            next(1, DeliveryId(1), &failed, NOW),
            Next::Done(DeliveryStatus::Failed)
        );
    }

    #[test]
    fn the_end_of_time_is_no_reason_to_panic() {
        let end = next(7, DeliveryId(1), &deferred(), Timestamp::MAX);

        assert_eq!(end, Next::RetryAt(Timestamp::MAX));
    }
}
