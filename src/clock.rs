//! The only place that asks the time. Pure rooms are handed `now`; the rest is handed a [`Clock`].

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;

use jiff::SignedDuration;
use jiff::Timestamp;

/// Where `now` comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands still until it is moved: for tests, benches and `--at`.
    Simulated(SimulatedTime),
}

impl Clock {
    /// The time now, cut to milliseconds: what the database keeps.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                #[expect(clippy::disallowed_methods, reason = "this is the one place that asks")]
                let now = Timestamp::now();
                cut_to_milliseconds(now.as_millisecond())
            }
            Self::Simulated(time) => cut_to_milliseconds(time.0.load(Ordering::SeqCst)),
        }
    }

    /// A clock that stands at `at`.
    #[must_use]
    pub fn stopped_at(at: Timestamp) -> Self {
        Self::Simulated(SimulatedTime(Arc::new(AtomicI64::new(at.as_millisecond()))))
    }
}

/// Milliseconds since 1970, shared by all clones.
#[derive(Clone, Debug)]
pub struct SimulatedTime(Arc<AtomicI64>);

impl SimulatedTime {
    /// Moves the clock, forwards or backwards.
    pub fn advance(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

fn cut_to_milliseconds(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds)
        .expect("the machine's clock stands between the years -9999 and 9999")
}
