//! Waiting for a fact with a deadline: looks again and again, and gives up loudly.

use std::sync::mpsc;
use std::time::Duration;
use std::time::Instant;

/// Long enough for a loaded machine; a test that waits this long has failed.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);

const TICK: Duration = Duration::from_millis(25);

/// What `look` finds, as soon as it finds something.
///
/// # Panics
/// When there is nothing to find within `deadline`; `what` says what was waited for.
pub(crate) fn wait_for<T>(
    what: &str,
    deadline: Duration,
    mut look: impl FnMut() -> Option<T>,
) -> T {
    let (_silent, tick) = mpsc::channel::<()>();
    let end = Instant::now() + deadline;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            Instant::now() < end,
            "waited {deadline:?} in vain for {what}"
        );
        let _ = tick.recv_timeout(TICK);
    }
}
