//! The issue loop: writes a digest into the outbox when its owner's wall clock says so.

use std::time::Duration;

use jiff::Timestamp;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::daemon::schedule;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::issue;
use crate::pipeline::issue::Order;
use crate::store::StoreError;

/// Short enough that a moved clock or a changed zone costs less than a minute.
const LONGEST_NAP: Duration = Duration::from_secs(20);

/// Issues until the stop.
pub(super) async fn run(shared: Shared) -> Result<(), DaemonError> {
    loop {
        shared.heart.turned("issuer");
        let watch = shared.watch();
        match issue_due(&shared.pipeline, &watch).await {
            Ok(0) => {}
            Ok(_) => shared.sender_bell.notify_one(),
            Err(error) if error.is_temporary() => warn!("digests wait for the database: {error}"),
            Err(error) => return Err(error.into()),
        }
        let nap = nap(&watch, shared.pipeline.clock.now());
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            () = tokio::time::sleep(nap) => {}
        }
    }
}

/// Issues every digest that is due; says how many letters' worth there were.
pub(super) async fn issue_due(
    pipeline: &Pipeline,
    watch: &std::sync::Arc<Watch>,
) -> Result<usize, StoreError> {
    let mut issued = 0;
    for definition in &watch.watchlist.digests {
        let now = pipeline.clock.now();
        let name = definition.name.clone();
        let told = pipeline
            .store
            .read(move |view| issue::told_until(view, &name))
            .await?;
        // Not begun yet: a reload has just brought it, and its first slot is still to come.
        let Some(told) = told else { continue };
        if schedule::due(definition, told, now).is_none() {
            continue;
        }
        let order = Order {
            definition: definition.clone(),
            until: now,
            next: schedule::next(definition, now),
        };
        issued += issue::issue(pipeline, watch, order)
            .await?
            .map_or(0, |issued| issued.letters);
    }
    Ok(issued)
}

fn nap(watch: &Watch, now: Timestamp) -> Duration {
    let next = watch
        .watchlist
        .digests
        .iter()
        .filter_map(|definition| schedule::next(definition, now))
        .min();
    next.map_or(LONGEST_NAP, |at| at.duration_since(now).unsigned_abs())
        .min(LONGEST_NAP)
}
