//! push: what a hub sent -> parse -> normalise -> admit. The same way as a body that was asked for, but nothing that comes
//! this way says how the feed itself is: a push that cannot be read only makes the feed due.

use std::sync::Arc;

use tracing::debug;
use tracing::info;
use tracing::warn;

use crate::model::feed::Feed;
use crate::model::feed::Hints;
use crate::model::feed::Payload;
use crate::model::feed::Validators;
use crate::model::pledge::HubLinks;
use crate::model::pledge::Pledge;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::admit::PushedBatch;
use crate::pipeline::judged;
use crate::pipeline::poll;
use crate::store::SpooledPush;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

/// A push that was taken up so often and is still there ended the process each time.
const MOST_ATTEMPTS: u32 = 3;

/// Admits at most so many of the pushes that wait; tells how many there were.
///
/// # Errors
///
/// When the database fails; what was not admitted is still there.
pub async fn admit_pushes(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    limit: usize,
) -> Result<usize, StoreError> {
    let mut count = 0;
    while count < limit
        && let Some(spooled) = claim(pipeline).await?
    {
        admit_one(pipeline, watch, spooled).await?;
        count += 1;
    }
    Ok(count)
}

async fn claim(pipeline: &Pipeline) -> Result<Option<SpooledPush>, StoreError> {
    let waiting = pipeline.store.read(View::push_counts).await?.waiting;
    if waiting == 0 {
        return Ok(None);
    }
    pipeline.store.write(Tx::claim_push).await
}

async fn admit_one(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    spooled: SpooledPush,
) -> Result<(), StoreError> {
    let token = spooled.push.token.clone();
    let pledge = pipeline.store.read(move |view| view.pledge(&token)).await?;
    let wanted = pledge.filter(Pledge::takes_pushes).and_then(|pledge| {
        let feed = watch.watchlist.feed(&pledge.offer.feed).cloned();
        feed.filter(|feed| !feed.is_paused)
            .map(|feed| (feed, pledge))
    });
    let id = spooled.id;
    let Some((feed, pledge)) = wanted else {
        debug!("a push for a feed that is not watched any more is dropped");
        return pipeline.store.write(move |tx| tx.drop_push(id)).await;
    };
    if spooled.attempts > MOST_ATTEMPTS {
        let why = "a push could not be read in three attempts, which is our fault";
        return give_up(pipeline, id, pledge, why).await;
    }
    read_and_admit(pipeline, watch, &feed, pledge, spooled).await
}

async fn read_and_admit(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    feed: &Feed,
    pledge: Pledge,
    spooled: SpooledPush,
) -> Result<(), StoreError> {
    let now = pipeline.clock.now();
    let (push, token) = (spooled.id, pledge.token.clone());
    let name = feed.name.clone();
    let memory = pipeline
        .store
        .read(move |view| view.feed_memory(&name))
        .await?;
    let payload = Payload {
        bytes: spooled.push.body,
        // Links are relative to where the feed is, as in a body that was asked for.
        url: memory
            .and_then(|memory| memory.url_now)
            .unwrap_or_else(|| feed.url.clone()),
        content_type: spooled.push.content_type,
        validators: Validators::default(),
        hints: Hints::default(),
        moved_to: None,
        hub_links: HubLinks::default(),
    };
    let parsed = match poll::parse_apart(feed, payload).await {
        Ok(parsed) => parsed,
        Err(cause) => {
            let why = format!("a push could not be read: {}", cause.sentence);
            return give_up(pipeline, push, pledge, &why).await;
        }
    };
    let judged = match judged::judge_apart(pipeline, watch, feed, parsed, now).await? {
        Ok(judged) => judged,
        Err(cause) => {
            let why = format!("a push could not be read: {}", cause.sentence);
            return give_up(pipeline, push, pledge, &why).await;
        }
    };
    let items = judged.len();
    let batch = PushedBatch {
        feed: feed.clone(),
        judged,
        push,
        token,
    };
    let admitted = batch.admit(pipeline, watch, now).await?;
    if admitted.new > 0 {
        let (new, matches) = (admitted.new, admitted.matches);
        info!(feed.id = %feed.name, items, new, matches, "a hub pushed news");
    } else {
        debug!(feed.id = %feed.name, items, "a hub pushed what was known");
    }
    Ok(())
}

/// Forgets a push that cannot be read, and asks the feed itself instead.
async fn give_up(
    pipeline: &Pipeline,
    push: i64,
    mut pledge: Pledge,
    why: &str,
) -> Result<(), StoreError> {
    warn!(feed.id = %pledge.offer.feed, hub = pledge.offer.hub.host_str(), "{why}");
    let now = pipeline.clock.now();
    let why = why.to_owned();
    pipeline
        .store
        .write(move |tx| {
            tx.drop_push(push)?;
            if let Some(fresh) = tx.pledge(&pledge.token)? {
                pledge = fresh;
                pledge.last_reason = Some(why);
                let at = pledge.knocked(now);
                tx.poll_by(&pledge.offer.feed, at, now)?;
                tx.keep_pledge(&pledge)?;
            }
            Ok(())
        })
        .await
}
