//! prune: what the archive need not keep any longer is dropped, in batches so small that no article waits for one.
//!
//! Age first: letters, word for word, then articles; then, where the owner set a size, the oldest: those that met no topic, then those that did and were told. Never
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
use crate::store::TraceKey;
use crate::store::Unshown;
use crate::store::View;

/// Articles looked at in one picture.
const LOOK: usize = 2000;

/// Articles dropped in one transaction: with their words taken out of the index that is some tens of milliseconds, and less
/// than two hundred where whole pages were read.
const BATCH: usize = 50;

/// Events dropped in one transaction.
const EVENTS: usize = 2000;

/// Letters whose bytes are dropped in one transaction.
const LETTERS: usize = 100;

/// Traces looked at in one picture, and dropped in one transaction.
const TRACES: usize = 2000;

/// Pages of the search index worked on in one transaction.
const INDEX_PAGES: i32 = 100;

/// The search index is made anew, and so without what was dropped, when that was one article in so many.
const WORTH_MERGING: u64 = 20;

/// The fact how many articles were dropped since the search index was last made anew.
const UNMERGED: &str = "prune.unmerged";

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
    /// Letters, word for word; that they went, and what they told, is known still.
    pub letters: u64,
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
        self.letters + self.articles + self.events + self.traces > 0
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
    let pruner = Pruner {
        store,
        now,
        breathe,
    };
    let mut pruned = Pruned {
        // First, so that no article goes for want of the room that they take.
        letters: pruner.drop_letters(letters_before(settings, now)).await?,
        articles: pruner
            .drop_articles(by_age(settings, now), u64::MAX)
            .await?,
        events: pruner.drop_events(events_before(settings, now)).await?,
        traces: pruner.drop_traces().await?,
        ..Pruned::default()
    };
    pruner.merge_search(pruned.articles).await?;
    if let Some(limit) = settings.max_bytes {
        pruned.articles += pruner.shrink(limit).await?;
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
    let letters_before = letters_before(settings, now);
    let mut pruned = Pruned {
        letters: store
            .read(move |view| view.old_letters(letters_before))
            .await?,
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

/// Nothing was written before the beginning of time.
fn letters_before(settings: &RetentionSettings, now: Timestamp) -> Timestamp {
    settings
        .letters
        .and_then(|age| now.checked_sub(age).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

/// One after the other, until there is room.
fn by_size(now: Timestamp) -> [DropRule; 2] {
    let before = now.checked_sub(YOUNGEST).unwrap_or(Timestamp::MIN);
    [None, Some(before)].map(|matched_before| DropRule {
        unmatched_before: before,
        matched_before,
    })
}

async fn used(store: &Store) -> Result<u64, StoreError> {
    let size = store.read(View::file_size).await?;
    Ok(size.bytes.saturating_sub(size.free_bytes))
}

struct Pruner<'a, F> {
    store: &'a Store,
    now: Timestamp,
    breathe: F,
}

impl<F: Fn() -> B, B: Future<Output = ()>> Pruner<'_, F> {
    /// Drops the oldest until no more bytes than that are in use, or nothing more may go.
    async fn shrink(&self, limit: u64) -> Result<u64, StoreError> {
        let mut dropped = 0;
        for rule in by_size(self.now) {
            loop {
                let used = used(self.store).await?;
                if used <= limit {
                    return Ok(dropped);
                }
                // As many as the excess takes, if articles are alike; what remains is seen in the next round.
                let articles = self.store.read(View::totals).await?.articles;
                let share = (used - limit) as f64 / used as f64;
                let most = (articles as f64 * share).ceil() as u64;
                let gone = self.drop_articles(rule, most.max(1)).await?;
                if gone == 0 {
                    break;
                }
                dropped += gone;
                self.merge_search(gone).await?;
            }
        }
        Ok(dropped)
    }

    /// Drops at most `most` articles, the oldest first.
    async fn drop_articles(&self, rule: DropRule, most: u64) -> Result<u64, StoreError> {
        let mut dropped = 0;
        let mut after = ArticleId(0);
        while dropped < most {
            let sweep = self
                .store
                .read(move |view| view.droppable(&rule, after, LOOK))
                .await?;
            let left = usize::try_from(most - dropped).unwrap_or(usize::MAX);
            let going = &sweep.droppable[..sweep.droppable.len().min(left)];
            for batch in going.chunks(BATCH) {
                let (ids, now) = (batch.to_vec(), self.now);
                dropped += self
                    .store
                    .write(move |tx| tx.drop_articles(&rule, &ids, now))
                    .await? as u64;
                (self.breathe)().await;
            }
            let Some(last) = sweep.last else { break };
            after = last;
        }
        Ok(dropped)
    }

    /// Makes the search index anew, a little at a time, when enough was dropped since the last time.
    async fn merge_search(&self, dropped: u64) -> Result<(), StoreError> {
        if dropped == 0 {
            return Ok(());
        }
        let is_worth_it = self
            .store
            .write(move |tx| {
                let before = tx.fact(UNMERGED)?.and_then(|text| text.parse().ok());
                let unmerged = dropped + before.unwrap_or(0);
                let is_worth_it = unmerged * WORTH_MERGING >= tx.totals()?.articles;
                let left = if is_worth_it { 0 } else { unmerged };
                tx.keep_fact(UNMERGED, &left.to_string())?;
                Ok(is_worth_it)
            })
            .await?;
        if !is_worth_it {
            return Ok(());
        }
        let mut begins = true;
        loop {
            let has_more = self
                .store
                .write(move |tx| tx.merge_search(INDEX_PAGES, begins))
                .await?;
            if !has_more {
                return Ok(());
            }
            begins = false;
            (self.breathe)().await;
        }
    }

    async fn drop_letters(&self, before: Timestamp) -> Result<u64, StoreError> {
        let (mut dropped, now) = (0, self.now);
        loop {
            let gone = self
                .store
                .write(move |tx| tx.drop_letters(before, LETTERS, now))
                .await?;
            dropped += gone as u64;
            if gone < LETTERS {
                return Ok(dropped);
            }
            (self.breathe)().await;
        }
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

    /// There may be more traces than articles, so that not even the look at all of them is the writer's.
    async fn drop_traces(&self) -> Result<u64, StoreError> {
        let (mut dropped, mut after) = (0, TraceKey::FIRST);
        loop {
            let unshown = self
                .store
                .read(move |view| view.unshown(TRACES_KEPT, after, TRACES))
                .await?;
            let Unshown { keys, last } = unshown;
            if !keys.is_empty() {
                dropped += self
                    .store
                    .write(move |tx| tx.drop_traces(&keys, TRACES_KEPT))
                    .await? as u64;
                (self.breathe)().await;
            }
            let Some(last) = last else { return Ok(dropped) };
            after = last;
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
