//! The send loop: empties the outbox of what is due.

use std::time::Duration;

use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::pipeline::send::send_due;
use crate::store::StoreError;
use crate::store::View;

/// The loop turns at least so often; a missed wake-up costs no more.
const LONGEST_NAP: Duration = Duration::from_secs(20);

/// Sends until the stop. What is on its way then is finished or, after the grace time, taken up at the next start.
pub(super) async fn run(shared: Shared) -> Result<(), DaemonError> {
    loop {
        shared.heart.turned("sender");
        tokio::select! {
            // A letter that hangs at the relay must not look like a loop that hangs.
            sent = beating(&shared, send_due(&shared.pipeline)) => match sent {
                Ok(_) => {}
                Err(error) if error.is_temporary() => warn!("letters wait for the database: {error}"),
                Err(error) => return Err(error.into()),
            },
            () = abandoned(&shared) => return Ok(()),
        }
        let nap = nap(&shared).await.unwrap_or(LONGEST_NAP);
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            () = shared.sender_bell.notified() => {}
            () = tokio::time::sleep(nap) => {}
        }
    }
}

/// Time for letters on their way to be answered once the stop has begun.
const FINISH: Duration = Duration::from_secs(20);

async fn abandoned(shared: &Shared) {
    shared.stopped().await;
    tokio::time::sleep(FINISH).await;
    warn!("a letter was still on its way; it goes again after its lease, with the same Message-ID");
}

async fn beating<T>(shared: &Shared, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(LONGEST_NAP) => shared.heart.turned("sender"),
        }
    }
}

async fn nap(shared: &Shared) -> Result<Duration, StoreError> {
    let now = shared.pipeline.clock.now();
    let next = shared.pipeline.store.read(View::next_send).await?;
    Ok(next
        .map_or(LONGEST_NAP, |at| {
            at.duration_since(now).try_into().unwrap_or_default()
        })
        .min(LONGEST_NAP))
}
