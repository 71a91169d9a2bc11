//! The prune loop: drops what the archive need not keep, every hour, a little at a time.
//!
//! A clock that was set wrong makes everything look old, and what is dropped does not come back: while the clock is in
//! doubt nothing is.

use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;
use tokio::time::Instant;
use tracing::error;
use tracing::info;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::model::settings::RetentionSettings;
use crate::pipeline::prune::Pruned;
use crate::pipeline::prune::prune;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::View;

/// After a start there is more urgent work.
const FIRST_NAP: Duration = Duration::from_secs(5 * 60);

const NAP: Duration = Duration::from_secs(60 * 60);

/// Between two batches: the writer is free for news.
const BREATH: Duration = Duration::from_millis(100);

/// The wall clock may go ahead of the machine's own by so much between two turns, as it does when the machine sleeps: what
/// is dropped two days early would have gone then. More is doubtful.
const APART: SignedDuration = SignedDuration::from_hours(48);

/// A gap like this before the start is a long outage or a wrong clock: nobody can tell.
const GAP: SignedDuration = SignedDuration::from_hours(14 * 24);

/// So long a clock must go right to be believed.
const PROBATION: Duration = Duration::from_secs(24 * 60 * 60);

/// Prunes until the stop. A batch under way then is finished.
pub(super) async fn run(shared: Shared, settings: RetentionSettings) -> Result<(), DaemonError> {
    let now = shared.pipeline.clock.now();
    let latest = shared.pipeline.store.read(View::latest_seen).await?;
    let mut trust = Trust::new(latest, now, Instant::now());
    let mut nap = FIRST_NAP;
    loop {
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            () = tokio::time::sleep(nap) => {}
        }
        nap = NAP;
        // The sender asks for itself before it claims a letter.
        let _ = shared.pipeline.store.renew_reserve();
        let now = shared.pipeline.clock.now();
        if !trust.is_right(now, Instant::now()) {
            warn!("the clock is in doubt: nothing is dropped from the archive for a day");
            continue;
        }
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            pruned = prune(&shared.pipeline.store, &settings, now, || tokio::time::sleep(BREATH)) => match pruned {
                Ok(pruned) => tell(&pruned),
                Err(error) if error.is_temporary() => warn!("the archive cannot be pruned now: {error}"),
                Err(error) if error.is_fatal() => return Err(error.into()),
                // The rest of the daemon does not hang on it: news go on being read and told.
                Err(error) => error!("the archive cannot be pruned: {error}"),
            },
        }
    }
}

/// One round for `run --once`.
pub(super) async fn prune_once(
    store: &Store,
    settings: &RetentionSettings,
    now: Timestamp,
) -> Result<(), StoreError> {
    let latest = store.read(View::latest_seen).await?;
    if latest.is_some_and(|latest| now.duration_since(latest) < GAP) {
        let pruned = prune(store, settings, now, || std::future::ready(())).await?;
        tell(&pruned);
    }
    Ok(())
}

fn tell(pruned: &Pruned) {
    if pruned.is_anything() {
        info!(
            letters = pruned.letters,
            articles = pruned.articles,
            events = pruned.events,
            traces = pruned.traces,
            bytes = pruned.bytes_used,
            "old rows dropped from the archive"
        );
    }
    if pruned.is_over {
        warn!(
            bytes = pruned.bytes_used,
            "the archive is larger than [retention] max_size, and the rest of it is young, marked or not told yet"
        );
    }
}

/// Whether the wall clock may be believed.
struct Trust {
    wall: Timestamp,
    own: Instant,
    from: Instant,
}

impl Trust {
    fn new(latest: Option<Timestamp>, now: Timestamp, own: Instant) -> Self {
        let is_gap = latest.is_some_and(|latest| now.duration_since(latest) > GAP);
        let from = if is_gap { own + PROBATION } else { own };
        Self {
            wall: now,
            own,
            from,
        }
    }

    fn is_right(&mut self, now: Timestamp, own: Instant) -> bool {
        let passed = SignedDuration::try_from(own - self.own).unwrap_or(SignedDuration::MAX);
        if (now.duration_since(self.wall) - passed).abs() > APART {
            self.from = own + PROBATION;
        }
        (self.wall, self.own) = (now, own);
        own >= self.from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_jumped_is_believed_again_after_a_day() {
        let (wall, own) = (Timestamp::UNIX_EPOCH, Instant::now());
        let hour = |n: u64| Duration::from_secs(n * 3600);
        let mut trust = Trust::new(Some(wall), wall, own);
        assert!(trust.is_right(wall + hour(1), own + hour(1)));

        let ahead = wall + hour(24 * 365);
        assert!(!trust.is_right(ahead, own + hour(2)));
        assert!(!trust.is_right(ahead + hour(23), own + hour(25)));
        assert!(trust.is_right(ahead + hour(24), own + hour(26)));
    }

    #[test]
    fn a_long_gap_before_the_start_is_doubted_for_a_day() {
        let (wall, own) = (Timestamp::UNIX_EPOCH, Instant::now());
        let hour = |n: u64| Duration::from_secs(n * 3600);
        let latest = wall.checked_sub(hour(24 * 15)).unwrap();
        let mut trust = Trust::new(Some(latest), wall, own);

        assert!(!trust.is_right(wall + hour(1), own + hour(1)));
        assert!(trust.is_right(wall + hour(24), own + hour(24)));
    }
}
