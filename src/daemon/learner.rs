//! The learn loop: takes up new marks within a short while, and swaps the watch whole.

use std::sync::Arc;
use std::time::Duration;

use tracing::info;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::pipeline::Watch;
use crate::pipeline::learn::has_newer_marks;
use crate::pipeline::learn::learn;
use crate::store::StoreError;

/// Looked for new marks so often; who marks a letter story by story is learnt from a few times, not at every mark.
const NAP: Duration = Duration::from_secs(5);

/// Learns until the stop.
pub(super) async fn run(shared: Shared) -> Result<(), DaemonError> {
    loop {
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            () = tokio::time::sleep(NAP) => {}
        }
        shared.heart.turned("learner");
        match follow_marks(&shared).await {
            Ok(()) => {}
            Err(error) if error.is_temporary() => {
                warn!("cannot learn from marks now, trying again: {error}");
            }
            Err(error) => return Err(error.into()),
        }
    }
}

async fn follow_marks(shared: &Shared) -> Result<(), StoreError> {
    let old = shared.watch();
    let store = &shared.pipeline.store;
    if !has_newer_marks(store, &old).await? {
        return Ok(());
    }
    let new = learn(store, &old).await?;
    shared.watch.send_if_modified(|current| {
        // A reload in between has learnt for itself, by another list.
        let is_ours = Arc::ptr_eq(current, &old);
        if is_ours {
            tell(&new);
            *current = new;
        }
        is_ours
    });
    Ok(())
}

/// One line a topic: what was learnt, or what it waits for.
pub(super) fn tell(watch: &Watch) {
    for model in &watch.learned.models {
        info!(topic = %model.topic(), marks = model.marks(), "learnt from marks");
    }
    for (topic, not_yet) in &watch.learned.waiting {
        info!(topic = %topic, "not learning yet: {not_yet}");
    }
}
