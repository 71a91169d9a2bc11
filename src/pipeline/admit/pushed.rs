//! Admits what a hub pushed: known, new or revised as from a poll, and in the same way exactly once. What the next poll
//! must know (validators, body) is left alone, because a push may hold a part of the feed only.

use std::sync::Arc;

use jiff::Timestamp;

use crate::model::feed::Feed;
use crate::model::feed::Hints;
use crate::model::item::Channel;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::admit::Admitted;
use crate::pipeline::admit::Candidate;
use crate::pipeline::admit::Round;
use crate::pipeline::admit::admit_all;
use crate::pipeline::admit::body_of;
use crate::pipeline::admit::is_back_catalogue;
use crate::pipeline::judged::Judged;
use crate::pipeline::push_rhythm;
use crate::pipeline::rhythm;
use crate::pipeline::rhythm::Curve;
use crate::store::FeedMemory;
use crate::store::StoreError;
use crate::store::Tx;

/// A push, read.
pub(in crate::pipeline) struct PushedBatch {
    /// Whose news.
    pub(in crate::pipeline) feed: Feed,
    /// What the push held.
    pub(in crate::pipeline) judged: Vec<Judged>,
    /// The push's number; it is forgotten in the same transaction.
    pub(in crate::pipeline) push: i64,
    /// The pledge that it came under.
    pub(in crate::pipeline) token: String,
}

impl PushedBatch {
    /// Writes it all and forgets the push, or nothing of either.
    pub(in crate::pipeline) async fn admit(
        self,
        pipeline: &Pipeline,
        watch: &Arc<Watch>,
        now: Timestamp,
    ) -> Result<Admitted, StoreError> {
        let Self {
            feed,
            judged,
            push,
            token,
        } = self;
        let watch = Arc::clone(watch);
        let recent = Arc::clone(&pipeline.recent);
        let curve = pipeline.tempo.curve();
        let written = pipeline
            .store
            .write(move |tx| {
                let Some(memory) = tx.feed_memory(&feed.name)? else {
                    return Err(StoreError::Missing {
                        what: format!("feed {}", feed.name),
                    });
                };
                let is_first = memory.first_polled.is_none();
                let candidates: Vec<_> = judged
                    .into_iter()
                    .map(|Judged { article, verdict }| Candidate {
                        verdict,
                        is_backfill: is_first && is_back_catalogue(&article, feed.backfill, now),
                        article,
                    })
                    .collect();
                let round = Round {
                    watch: &watch,
                    feed: &feed,
                    last_read: memory.decayed_at,
                    is_whole: false,
                    now,
                };
                let (admitted, _) = admit_all(tx, &recent, &candidates, &round)?;
                let body = body_of(&candidates, admitted);
                settle(tx, curve, &feed, &remember(memory, &body, now), &token, now)?;
                tx.drop_push(push)?;
                Ok(admitted)
            })
            .await;
        if written.as_ref().is_ok_and(|admitted| admitted.alerts > 0) {
            pipeline.alert_bell.notify_one();
        }
        written
    }
}

/// The feed's pace counts pushed news like any other; what its whole body says, a push that may hold a part does not.
fn remember(memory: FeedMemory, body: &rhythm::Body, now: Timestamp) -> FeedMemory {
    let FeedMemory {
        first_polled,
        rhythm: whole,
        ..
    } = memory.clone();
    let mut memory = rhythm::remember(memory, &Channel::default(), body, now);
    memory.first_polled = first_polled;
    memory.rhythm.wishes = whole.wishes;
    memory.rhythm.entries = whole.entries;
    memory.rhythm.newest = whole.newest.max(memory.rhythm.newest);
    memory
}

/// The first push that proves the hub puts the next poll off. Later ones do
/// not: a busy feed would never be asked again, to make sure.
fn settle(
    tx: &mut Tx,
    curve: Curve,
    feed: &Feed,
    memory: &FeedMemory,
    token: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.keep_feed_memory(&feed.name, memory)?;
    let Some(mut pledge) = tx.pledge(token)? else {
        return Ok(());
    };
    let was_proven = pledge.is_proven(now);
    pledge.pushed(now);
    tx.keep_pledge(&pledge)?;
    if !was_proven && pledge.is_proven(now) && memory.next_poll.is_some() {
        let normal = rhythm::after_success(curve, feed, memory, Hints::default(), now);
        let next = push_rhythm::seldom(feed, memory, normal, now);
        tx.poll_at(&feed.name, memory.next_poll.map_or(next, |at| at.max(next)))?;
    }
    Ok(())
}
