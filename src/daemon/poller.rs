//! The poll loop: asks for every feed that is due, as many at once as settings allow, each feed once at a time.

use std::collections::HashSet;
use std::time::Duration;

use tokio::task::JoinSet;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::daemon::crowd::Crowd;
use crate::model::ids::FeedName;
use crate::pipeline::poll::poll;
use crate::store::StoreError;

/// The loop turns at least so often, so that a missed wake-up or a moved clock costs no more.
const LONGEST_NAP: Duration = Duration::from_secs(30);

/// Polls under way at once; the fetcher has its own, tighter limits for what is on the wire.
const AT_ONCE: usize = 256;

/// Waited when the database did not answer.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

/// Polls until the stop; then lets what is under way finish.
pub(super) async fn run(shared: Shared) -> Result<(), DaemonError> {
    let mut polls: JoinSet<(FeedName, Result<(), StoreError>)> = JoinSet::new();
    let mut under_way = HashSet::new();
    loop {
        shared.heart.poller_turned();
        let nap = match start_due(&shared, &mut polls, &mut under_way).await {
            Ok(nap) => nap,
            Err(error) if error.is_temporary() => {
                warn!("cannot look for due feeds, trying again: {error}");
                AFTER_TROUBLE
            }
            Err(error) => return Err(error.into()),
        };
        tokio::select! {
            () = shared.stopped() => break,
            () = shared.poller_bell.notified() => {}
            () = tokio::time::sleep(nap) => {}
            Some(ended) = polls.join_next(), if !polls.is_empty() => settle(ended, &mut under_way)?,
        }
    }
    // What still waits for its host stays due; what is on the wire is finished.
    shared.pipeline.fetcher.stop_waiting();
    while let Some(ended) = polls.join_next().await {
        settle(ended, &mut under_way)?;
    }
    Ok(())
}

/// Starts what is due and not under way; says how long to nap.
async fn start_due(
    shared: &Shared,
    polls: &mut JoinSet<(FeedName, Result<(), StoreError>)>,
    under_way: &mut HashSet<FeedName>,
) -> Result<Duration, StoreError> {
    let now = shared.pipeline.clock.now();
    let limit = under_way.len() + AT_ONCE;
    let (due, next) = shared
        .pipeline
        .store
        .read(move |view| Ok((view.due_feeds(now, limit)?, view.next_due_after(now)?)))
        .await?;
    let watch = shared.watch();
    let mut crowd = Crowd::default();
    for name in due {
        if polls.len() >= AT_ONCE {
            break;
        }
        let Some(feed) = watch
            .watchlist
            .feed(&name)
            .filter(|_| !under_way.contains(&name))
            .cloned()
        else {
            continue;
        };
        if crowd.puts_off(&shared.pipeline, &feed, now) {
            continue;
        }
        under_way.insert(name.clone());
        let (shared, watch) = (shared.clone(), watch.clone());
        polls.spawn(async move {
            let polled = poll(&shared.pipeline, &watch, &feed).await;
            (name, polled.map(|_| ()))
        });
    }
    if crowd.settle(&shared.pipeline).await? {
        return Ok(Duration::ZERO);
    }
    let until_next = next.map_or(LONGEST_NAP, |at| at.duration_since(now).unsigned_abs());
    Ok(until_next.min(LONGEST_NAP))
}

fn settle(
    ended: Result<(FeedName, Result<(), StoreError>), tokio::task::JoinError>,
    under_way: &mut HashSet<FeedName>,
) -> Result<(), DaemonError> {
    let reason = match ended {
        Ok((name, result)) => {
            under_way.remove(&name);
            match result {
                Ok(()) => return Ok(()),
                Err(error) if error.is_temporary() => {
                    warn!(feed.id = %name, "what the feed sent could not be written, it is asked again: {error}");
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(error) => error.to_string(),
    };
    Err(DaemonError::TaskEnded {
        task: "poll",
        reason,
    })
}
