//! The recent past, built again from the archive: at the start, and before the next articles are placed after a transaction
//! failed that it had already been told of.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use jiff::Timestamp;

use crate::model::article::Article;
use crate::model::ids::ArticleId;
use crate::pipeline::Pipeline;
use crate::pipeline::recent::Recent;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::story::Telling;

/// Articles read at a time.
const PAGE: usize = 1000;

/// What an article tells, as far as grouping is concerned: to be handed the words that it came with, whatever it says today.
pub(super) fn telling(article: &Article) -> Telling<'_> {
    Telling {
        feed: Some(&article.feed),
        title: &article.title,
        text: &article.text,
        link: article.canonical_link.as_deref(),
        language: article.language,
        at: article.first_seen,
    }
}

/// The recent past as all who admit articles share it; touched on the writer's thread only, inside a transaction.
#[derive(Debug, Default)]
pub(super) struct Memory {
    recent: Mutex<Recent>,
    /// It was told of articles and stories that came to nothing, and whose numbers will be others'.
    is_wrong: AtomicBool,
}

impl Memory {
    /// Makes it say what the archive says.
    fn recall(&self, view: &View, now: Timestamp) -> Result<(), StoreError> {
        let recalled = from_archive(view, now)?;
        *self.locked() = recalled;
        self.is_wrong.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// The same, when it is wrong; to be asked before any article is admitted that will be settled.
    pub(super) fn mend(&self, view: &View, now: Timestamp) -> Result<(), StoreError> {
        if self.is_wrong.load(Ordering::Relaxed) {
            self.recall(view, now)?;
        }
        Ok(())
    }

    /// To be told of what is written in this transaction: when that is lost, all this is wrong.
    pub(super) fn told(self: &Arc<Self>, tx: &mut Tx) -> MutexGuard<'_, Recent> {
        let memory = Arc::clone(self);
        tx.if_lost(move || memory.is_wrong.store(true, Ordering::Relaxed));
        self.locked()
    }

    fn locked(&self) -> MutexGuard<'_, Recent> {
        // A job that panics with it is lost, and so is what stands in here: see `told`.
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Builds the recent past at the start. Done on the writer's thread, so that no article is placed meanwhile.
pub(super) async fn recall(pipeline: &Pipeline) -> Result<(), StoreError> {
    let memory = Arc::clone(&pipeline.recent);
    let now = pipeline.clock.now();
    pipeline.store.write(move |tx| memory.recall(tx, now)).await
}

fn from_archive(view: &View, now: Timestamp) -> Result<Recent, StoreError> {
    // From the last article on, and not from now: memory forgets by what comes, and nothing came since.
    let last = view.latest_seen()?.map_or(now, |last| last.min(now));
    let since = last.checked_sub(Recent::RECALL).unwrap_or(Timestamp::MIN);
    let mut recent = Recent::new();
    let Some(first) = view.first_since(since)? else {
        return Ok(recent);
    };
    let mut after = ArticleId(first.0 - 1);
    loop {
        let page = view.came_since(since, after, PAGE)?;
        for stored in &page {
            if let Some(story) = stored.story {
                recent.recall(stored.id, story, &telling(&stored.article));
            }
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = last.id,
            _ => return Ok(recent),
        }
    }
}

#[cfg(test)]
mod tests;
