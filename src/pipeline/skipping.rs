//! skipping: the last look at skipHours and skipDays, when a poll is about to start. Due times keep out of them as they are
//! set; but a host that rested, a queue, or a hub that fell silent may have moved one since.

use jiff::Timestamp;

use crate::model::feed::Feed;
use crate::pipeline::Pipeline;
use crate::pipeline::rhythm;
use crate::store::FeedMemory;
use crate::store::StoreError;

/// Puts the poll off to the end of what is skipped; true when it was.
pub(super) async fn put_off(
    pipeline: &Pipeline,
    feed: &Feed,
    memory: &FeedMemory,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Some(open) = rhythm::put_off(feed, &memory.rhythm.wishes, now) else {
        return Ok(false);
    };
    let name = feed.name.clone();
    pipeline
        .store
        .write(move |tx| tx.poll_at(&name, open))
        .await?;
    Ok(true)
}
