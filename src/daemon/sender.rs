//! The send loops: some of them side by side, each of which empties the outbox of what is due, a letter at a time. One that hangs
//! at the relay holds up none that comes after it.

use std::time::Duration;

use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::pipeline::on_the_way::OnTheWay;
use crate::pipeline::send;
use crate::store::StoreError;
use crate::store::View;

/// A loop turns at least so often; a missed wake-up costs no more.
const LONGEST_NAP: Duration = Duration::from_secs(20);

/// And no more often when there was nothing to claim: by a clock that went ahead a letter on its way looks due.
const SHORTEST_NAP: Duration = Duration::from_secs(1);

/// Nor than so when the database could not be asked.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

/// Sends until the stop. What is on its way then is finished or, after the grace time, taken up at the next start.
pub(super) async fn run(shared: Shared, on_the_way: OnTheWay) -> Result<(), DaemonError> {
    loop {
        shared.heart.turned("sender");
        let mut least = SHORTEST_NAP;
        tokio::select! {
            // A letter that hangs at the relay must not look like a loop that hangs.
            sent = beating(&shared, send_one(&shared, &on_the_way)) => match sent {
                Ok(true) if !shared.is_stopping() => continue,
                Ok(_) => {}
                Err(error) if error.is_temporary() => {
                    warn!("letters wait for the database: {error}");
                    least = AFTER_TROUBLE;
                }
                Err(error) => return Err(error.into()),
            },
            () = abandoned(&shared) => return Ok(()),
        }
        let nap = nap(&shared).await.unwrap_or(LONGEST_NAP).max(least);
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            () = shared.sender_bell.notified() => {}
            () = tokio::time::sleep(nap) => {}
        }
    }
}

/// Tells whether there was one.
async fn send_one(shared: &Shared, on_the_way: &OnTheWay) -> Result<bool, StoreError> {
    let Some(letter) = send::claim(&shared.pipeline, on_the_way).await? else {
        return Ok(false);
    };
    // There may be more: another loop that naps takes the next one while this one talks.
    shared.sender_bell.notify_one();
    send::send(&shared.pipeline, letter).await?;
    Ok(true)
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
