//! The issue loop: writes alerts into the outbox when they may go, and a digest when its owner's wall clock says so.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::daemon::schedule;
use crate::model::ids::DigestName;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::alert::AlertOrder;
use crate::pipeline::alert::Alerted;
use crate::pipeline::alert::alert;
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
        let mut next_alert = None;
        match turn(&shared.pipeline, &watch).await {
            Ok(Alerted { letters, next }) => {
                next_alert = next;
                if letters > 0 {
                    shared.sender_bell.notify_one();
                }
            }
            Err(error) if error.is_temporary() => warn!("letters wait for the database: {error}"),
            Err(error) => return Err(error.into()),
        }
        let nap = nap(&watch, next_alert, shared.pipeline.clock.now());
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            () = shared.pipeline.alert_bell.notified() => {}
            () = tokio::time::sleep(nap) => {}
        }
    }
}

/// Alerts first: what they tell, a digest of the same minute marks as told already.
pub(super) async fn turn(pipeline: &Pipeline, watch: &Arc<Watch>) -> Result<Alerted, StoreError> {
    let now = pipeline.clock.now();
    if now < issue::BORN {
        warn!("the clock shows {now} and has not been set yet: letters wait until it is right");
        return Ok(Alerted::default());
    }
    let alerted = alert_due(pipeline, watch).await?;
    let issued = issue_due(pipeline, watch).await?;
    Ok(Alerted {
        letters: alerted.letters + issued,
        ..alerted
    })
}

/// Tells what was noticed and may be told now.
async fn alert_due(pipeline: &Pipeline, watch: &Arc<Watch>) -> Result<Alerted, StoreError> {
    let waiting = pipeline.store.read(|view| view.waiting_counts()).await?;
    if waiting.is_empty() {
        return Ok(Alerted::default());
    }
    let digests = &watch.watchlist.digests;
    let is_known = |name: &DigestName| digests.iter().any(|digest| digest.name == *name);
    if !waiting.iter().all(|count| is_known(&count.digest)) {
        let names: Vec<DigestName> = digests.iter().map(|digest| digest.name.clone()).collect();
        let now = pipeline.clock.now();
        let store = &pipeline.store;
        store
            .write(move |tx| tx.pass_alerts_of_others(&names, now))
            .await?;
    }
    let mut all = Alerted::default();
    for definition in digests {
        if !waiting.iter().any(|count| count.digest == definition.name) {
            continue;
        }
        let now = pipeline.clock.now();
        let order = AlertOrder {
            definition: definition.clone(),
            next: schedule::next(definition, now),
            now,
        };
        let alerted = alert(pipeline, watch, order).await?;
        all.letters += alerted.letters;
        all.next = [all.next, alerted.next].into_iter().flatten().min();
    }
    Ok(all)
}

/// Issues every digest that is due; says how many letters' worth there were.
async fn issue_due(pipeline: &Pipeline, watch: &Arc<Watch>) -> Result<usize, StoreError> {
    let mut issued = 0;
    for definition in &watch.watchlist.digests {
        let now = pipeline.clock.now();
        let name = definition.name.clone();
        let told = pipeline
            .store
            .read(move |view| issue::told_until(view, &name, now))
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

fn nap(watch: &Watch, next_alert: Option<Timestamp>, now: Timestamp) -> Duration {
    let next = watch
        .watchlist
        .digests
        .iter()
        .filter_map(|definition| schedule::next(definition, now))
        .chain(next_alert)
        .min();
    next.map_or(LONGEST_NAP, |at| {
        at.duration_since(now).try_into().unwrap_or_default()
    })
    .min(LONGEST_NAP)
}
