//! Hosts that asked for rest: written down when they do, taken up at a start, and what becomes of their other feeds
//! meanwhile. Whoever asks for anything of a stranger's, a feed or a page, asks by [`ask`].

use std::time::Duration;

use jiff::Timestamp;

use crate::fetch::FetchError;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::feed::FeedRequest;
use crate::model::feed::Fetched;
use crate::model::host_rest::HostRest;
use crate::pipeline::Pipeline;
use crate::pipeline::turn::tell_turn;
use crate::store::FeedMemory;
use crate::store::StoreError;

/// A rest is kept by two clocks, which agree to a few milliseconds; a poll a moment too early would be for nothing.
pub(super) const MARGIN: Duration = Duration::from_secs(1);

/// Asks once. A wish for rest is on the disk before the answer is used, so that no crash can wake the host.
pub(super) async fn ask(
    pipeline: &Pipeline,
    request: &FeedRequest,
) -> Result<Result<Fetched, FetchError>, StoreError> {
    let answer = pipeline.fetcher.fetch(request).await;
    if let Err(error) = &answer {
        keep(pipeline, error.rest()).await?;
    }
    Ok(answer)
}

/// Writes down that a host asked for rest, if it did.
pub(super) async fn keep(pipeline: &Pipeline, rest: Option<&HostRest>) -> Result<(), StoreError> {
    let Some(rest) = rest.cloned() else {
        return Ok(());
    };
    let now = pipeline.clock.now();
    pipeline
        .store
        .write(move |tx| tx.keep_host_rest(&rest, now))
        .await
}

/// Takes up the wishes that an earlier process wrote down.
pub(super) async fn recall(pipeline: &Pipeline) -> Result<(), StoreError> {
    let now = pipeline.clock.now();
    let rests = pipeline
        .store
        .write(move |tx| {
            tx.forget_ended_rests(now)?;
            tx.host_rests(now)
        })
        .await?;
    pipeline.fetcher.let_rest(&rests);
    Ok(())
}

/// Settles a feed that was not asked: due when its host may be asked again, and not blamed.
pub(super) async fn settle(
    pipeline: &Pipeline,
    feed: &Feed,
    memory: FeedMemory,
    cause: &Cause,
    until: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (asked, cause) = (feed.clone(), cause.clone());
    let due = until.checked_add(MARGIN).unwrap_or(Timestamp::MAX);
    pipeline
        .store
        .write(move |tx| {
            if !tx.is_at(&asked.name, &asked.url)? {
                return Ok(());
            }
            tx.keep_feed_memory(&asked.name, &memory)?;
            match tx.rest_feed(&asked.name, &cause, due, now)? {
                Some(kind) => tell_turn(tx, &asked.name, kind, "failing", Some(&cause), now),
                None => Ok(()),
            }
        })
        .await
}
