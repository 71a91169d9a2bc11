//! The recent past, built again from the archive: at the start, and when a transaction failed after it had
//! already been told of stories that now do not exist.

use std::sync::PoisonError;

use jiff::Timestamp;

use crate::model::article::Article;
use crate::model::ids::ArticleId;
use crate::pipeline::Pipeline;
use crate::pipeline::recent::Recent;
use crate::store::StoreError;
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

/// Makes the recent past say what the archive says. Done on the writer's thread, so that no article is placed meanwhile.
pub(super) async fn recall(pipeline: &Pipeline) -> Result<(), StoreError> {
    let recent = pipeline.recent.clone();
    let now = pipeline.clock.now();
    pipeline
        .store
        .write(move |tx| {
            let recalled = from_archive(tx, now)?;
            *recent.lock().unwrap_or_else(PoisonError::into_inner) = recalled;
            Ok(())
        })
        .await
}

fn from_archive(view: &View, now: Timestamp) -> Result<Recent, StoreError> {
    // From the last article on, and not from now: memory forgets by what comes, and nothing came since.
    let last = view.latest_seen()?.map_or(now, |last| last.min(now));
    let since = last.checked_sub(Recent::RECALL).unwrap_or(Timestamp::MIN);
    let mut recent = Recent::new();
    let mut after = ArticleId(0);
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
