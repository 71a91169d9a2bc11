//! prune: what the archive need not keep any longer is dropped, in batches so small that no article waits for one.
//!
//! Age first; then, where the owner set a size, the oldest: those that met no topic, then those that did and were told. Never
//! anything that new articles may still be grouped with. What goes leaves a trace, so that an entry which still stands
//! in its feed does not come back as new.

use jiff::SignedDuration;
use jiff::Timestamp;
use serde::Serialize;

use crate::model::ids::ArticleId;
use crate::model::settings::RetentionSettings;
use crate::pipeline::recent::Recent;
use crate::store::DropRule;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::View;

/// Articles looked at in one picture.
const LOOK: usize = 2000;

/// Articles dropped in one transaction: with their words taken out of the index that is some tens of milliseconds.
const BATCH: usize = 100;

/// Events dropped in one transaction.
const EVENTS: usize = 2000;

/// Pages given back to the disk in one transaction.
const PAGES: u64 = 256;

/// Left free in the file, for what must be written when the disk is full: that a letter was accepted, for one.
const RESERVE_BYTES: u64 = 1 << 20;

/// An entry that its feed has not shown for so long is gone from it; some servers show an older copy now and then.
const TRACES_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Nothing younger is dropped, whatever the owner's limit of size: the recent past is built from it.
const YOUNGEST: SignedDuration = SignedDuration::from_hours(7 * 24);
const _: () = assert!(YOUNGEST.as_secs() > Recent::RECALL.as_secs());

/// What was dropped, or would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pruned {
    /// Articles, with their matches, places in stories and earlier words.
    pub articles: u64,
    /// Lines of the stream.
    pub events: u64,
    /// Traces of entries that left their feeds.
    pub traces: u64,
    /// Bytes of the file that are in use now.
    pub bytes_used: u64,
    /// The owner's limit is still exceeded: what is left is young, marked or not told yet.
    pub is_over: bool,
}

impl Pruned {
    /// Did anything go?
    #[must_use]
    pub fn is_anything(&self) -> bool {
        self.articles + self.events + self.traces > 0
    }
}

/// Drops what may go; `breathe` is awaited between batches.
///
/// # Errors
///
/// When the database fails; what was dropped until then is dropped.
pub async fn prune<B: Future<Output = ()>>(
    store: &Store,
    settings: &RetentionSettings,
    now: Timestamp,
    breathe: impl Fn() -> B,
) -> Result<Pruned, StoreError> {
    let mut pruned = Pruned::default();
    let mut pruner = Pruner {
        store,
        now,
        limit: None,
        breathe,
    };
    pruned.articles += pruner.drop_articles(by_age(settings, now)).await?;
    pruned.events = pruner.drop_events(events_before(settings, now)).await?;
    pruned.traces = store.write(|tx| tx.drop_traces(TRACES_KEPT)).await? as u64;
    pruner.limit = settings.max_bytes;
    for rule in by_size(settings, now) {
        pruned.articles += pruner.drop_articles(rule).await?;
    }
    pruner.give_room_back().await?;
    pruned.bytes_used = used(store).await?;
    pruned.is_over = settings
        .max_bytes
        .is_some_and(|limit| pruned.bytes_used > limit);
    Ok(pruned)
}

/// What [`prune`] would drop by age; nothing is changed.
///
/// # Errors
///
/// When the database fails.
pub async fn survey_prune(
    store: &Store,
    settings: &RetentionSettings,
    now: Timestamp,
) -> Result<Pruned, StoreError> {
    let rule = by_age(settings, now);
    let before = events_before(settings, now);
    let mut pruned = Pruned {
        events: store.read(move |view| view.old_events(before)).await?,
        bytes_used: used(store).await?,
        ..Pruned::default()
    };
    let mut after = ArticleId(0);
    loop {
        let sweep = store
            .read(move |view| view.droppable(&rule, after, LOOK))
            .await?;
        pruned.articles += sweep.droppable.len() as u64;
        let Some(last) = sweep.last else { break };
        after = last;
    }
    pruned.is_over = settings
        .max_bytes
        .is_some_and(|limit| pruned.bytes_used > limit);
    Ok(pruned)
}

fn by_age(settings: &RetentionSettings, now: Timestamp) -> DropRule {
    let before = |age| now.checked_sub(age).unwrap_or(Timestamp::MIN);
    DropRule {
        unmatched_before: before(settings.unmatched),
        matched_before: settings.matched.map(before),
    }
}

fn events_before(settings: &RetentionSettings, now: Timestamp) -> Timestamp {
    now.checked_sub(settings.events).unwrap_or(Timestamp::MIN)
}

/// One after the other, until there is room.
fn by_size(settings: &RetentionSettings, now: Timestamp) -> Vec<DropRule> {
    if settings.max_bytes.is_none() {
        return Vec::new();
    }
    let before = now.checked_sub(YOUNGEST).unwrap_or(Timestamp::MIN);
    [None, Some(before)]
        .map(|matched_before| DropRule {
            unmatched_before: before,
            matched_before,
        })
        .into()
}

async fn used(store: &Store) -> Result<u64, StoreError> {
    let size = store.read(View::file_size).await?;
    Ok(size.bytes.saturating_sub(size.free_bytes))
}

struct Pruner<'a, F> {
    store: &'a Store,
    now: Timestamp,
    /// Nothing more goes once no more bytes than this are in use.
    limit: Option<u64>,
    breathe: F,
}

impl<F: Fn() -> B, B: Future<Output = ()>> Pruner<'_, F> {
    async fn drop_articles(&self, rule: DropRule) -> Result<u64, StoreError> {
        let mut dropped = 0;
        let mut after = ArticleId(0);
        loop {
            let sweep = self
                .store
                .read(move |view| view.droppable(&rule, after, LOOK))
                .await?;
            for batch in sweep.droppable.chunks(BATCH) {
                if self.has_room().await? {
                    return Ok(dropped);
                }
                let (ids, now) = (batch.to_vec(), self.now);
                dropped += self
                    .store
                    .write(move |tx| tx.drop_articles(&rule, &ids, now))
                    .await? as u64;
                (self.breathe)().await;
            }
            let Some(last) = sweep.last else {
                return Ok(dropped);
            };
            after = last;
        }
    }

    async fn has_room(&self) -> Result<bool, StoreError> {
        Ok(match self.limit {
            None => false,
            Some(limit) => used(self.store).await? <= limit,
        })
    }

    async fn drop_events(&self, before: Timestamp) -> Result<u64, StoreError> {
        let mut dropped = 0;
        loop {
            let gone = self
                .store
                .write(move |tx| tx.drop_events(before, EVENTS))
                .await?;
            dropped += gone as u64;
            if gone < EVENTS {
                return Ok(dropped);
            }
            (self.breathe)().await;
        }
    }

    async fn give_room_back(&self) -> Result<(), StoreError> {
        let mut free_before = u64::MAX;
        loop {
            let size = self.store.read(View::file_size).await?;
            let spare = size.free_bytes.saturating_sub(RESERVE_BYTES) / size.page_bytes.max(1);
            // A file that was not made for it gives nothing back, and that must not go on for ever.
            if spare == 0 || size.free_bytes >= free_before {
                return Ok(());
            }
            free_before = size.free_bytes;
            let pages = spare.min(PAGES);
            self.store.write(move |tx| tx.give_room_back(pages)).await?;
            (self.breathe)().await;
        }
    }
}
