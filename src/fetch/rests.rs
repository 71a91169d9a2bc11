//! Hosts that asked to be left alone. The wish is kept by the monotonic clock while the process lives, so that a clock
//! set forward wakes nobody, and handed out by the wall clock, so that it can outlive the process.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::clock::Clock;
use crate::fetch::error::Fault;
use crate::model::host_rest::HostRest;

/// No host is left alone for longer, whatever it says and whatever the clock was when it said so.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Who rests, by registered domain.
#[derive(Debug)]
pub(super) struct Rests {
    clock: Clock,
    ends: Mutex<HashMap<String, Instant>>,
}

impl Rests {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            clock,
            ends: Mutex::default(),
        }
    }

    /// Nobody asks this domain for so long; of two wishes the longer one holds.
    pub(super) fn give(&self, domain: &str, asked: Duration) -> HostRest {
        let now = Instant::now();
        let wished = now + asked.min(LONGEST);
        // A panic elsewhere leaves these times whole.
        let mut ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        ends.retain(|_, end| *end > now);
        let end = ends.entry(domain.to_owned()).or_insert(wished);
        *end = wished.max(*end);
        HostRest {
            domain: domain.to_owned(),
            until: self.moment(end.saturating_duration_since(now)),
        }
    }

    /// Takes up a wish from before the process began.
    pub(super) fn recall(&self, rest: &HostRest) {
        let left = rest.until.duration_since(self.clock.now());
        if let Ok(left) = Duration::try_from(left) {
            self.give(&rest.domain, left);
        }
    }

    /// A fault as long as the domain rests.
    pub(super) fn refuse(&self, domain: &str) -> Result<(), Fault> {
        let ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        let left = ends
            .get(domain)
            .map(|end| end.saturating_duration_since(Instant::now()))
            .unwrap_or_default();
        match left.is_zero() {
            true => Ok(()),
            false => Err(Fault::Resting {
                until: self.moment(left),
                left,
            }),
        }
    }

    fn moment(&self, left: Duration) -> Timestamp {
        let now = self.clock.now();
        now.checked_add(left).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-23T12:00:00Z";

    fn rests() -> Rests {
        Rests::new(Clock::stopped_at(NOW.parse().unwrap()))
    }

    fn until(moment: &str) -> HostRest {
        HostRest {
            domain: "a.example".to_owned(),
            until: moment.parse().unwrap(),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn of_two_wishes_the_longer_one_holds() {
        let rests = rests();

        rests.give("a.example", Duration::from_secs(600));
        let told = rests.give("a.example", Duration::from_secs(60));

        assert_eq!(told, until("2026-11-23T12:10:00Z"));
        assert!(rests.refuse("b.example").is_ok());
        tokio::time::advance(Duration::from_secs(599)).await;
        assert!(rests.refuse("a.example").is_err());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(rests.refuse("a.example").is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_wish_from_before_is_taken_up_and_believed_for_thirty_days_at_most() {
        let rests = rests();
        rests.recall(&until("2026-11-23T11:59:00Z"));
        assert!(rests.refuse("a.example").is_ok());

        rests.recall(&until("2126-11-23T12:00:00Z"));

        let Err(Fault::Resting { until, left }) = rests.refuse("a.example") else {
            panic!("it may be asked");
        };
        assert_eq!(left, LONGEST);
        assert_eq!(until, "2026-12-23T12:00:00Z".parse().unwrap());
    }
}
