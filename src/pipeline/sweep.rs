//! The archive read through by every core: each takes the next range of numbers, reads it in a picture of its own (a
//! picture held for minutes would keep the journal from being emptied) and works on it.
//!
//! What is held at a time is a page a core, however long the archive is. Parts come in any order.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::store::ArchiveRange;
use crate::store::Filed;
use crate::store::Store;
use crate::store::StoreError;

/// Articles read at a time by one core.
const PAGE: i64 = 200;

/// How far a sweep has come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// Articles worked on.
    pub articles: u64,
    /// 0 to 1, by numbers: how many articles there are is known at the end only.
    pub share: f64,
}

/// Works on every article of a range first seen at `since` or later. `work` runs on blocking threads, as many at once
/// as there are cores; `take` gets its results one by one, in any order.
///
/// # Errors
/// When the archive cannot be read, or `work` panics.
pub async fn sweep<P: Send + 'static>(
    store: &Store,
    range: ArchiveRange,
    since: Timestamp,
    work: impl Fn(&[Filed]) -> P + Send + Sync + 'static,
    mut take: impl FnMut(P, Progress),
) -> Result<(), StoreError> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (work, next) = (Arc::new(work), Arc::new(AtomicI64::new(range.first)));
    let (send, mut parts) = mpsc::channel(cores);
    let mut hands: JoinSet<Result<(), StoreError>> = JoinSet::new();
    for _ in 0..cores {
        let (store, work, next, send) = (
            store.clone(),
            Arc::clone(&work),
            Arc::clone(&next),
            send.clone(),
        );
        hands.spawn(async move {
            loop {
                let first = next.fetch_add(PAGE, Ordering::Relaxed);
                if first > range.last {
                    return Ok(());
                }
                let last = first.saturating_add(PAGE - 1).min(range.last);
                let page = store
                    .read(move |view| view.archive_page(first, last, since))
                    .await?;
                let work = Arc::clone(&work);
                let done = tokio::task::spawn_blocking(move || (work(&page), page.len()));
                let (part, articles) = done.await.map_err(|error| panicked(&error))?;
                if send.send((part, articles)).await.is_err() {
                    return Ok(());
                }
            }
        });
    }
    drop(send);
    let mut progress = Progress::default();
    let pages = (range.last - range.first) / PAGE + 1;
    let mut done = 0;
    while let Some((part, articles)) = parts.recv().await {
        done += 1;
        progress.articles += articles as u64;
        progress.share = f64::from(done) / pages as f64;
        take(part, progress);
    }
    while let Some(hand) = hands.join_next().await {
        hand.map_err(|error| panicked(&error))??;
    }
    Ok(())
}

fn panicked(error: &tokio::task::JoinError) -> StoreError {
    StoreError::Panicked {
        what: error.to_string(),
    }
}
