//! The window of recent stories, built again from the archive: at the start, and when a transaction failed after it had
//! already been told of stories that now do not exist.

use std::sync::PoisonError;

use jiff::Timestamp;

use crate::model::article::Article;
use crate::model::ids::ArticleId;
use crate::pipeline::Pipeline;
use crate::store::StoreError;
use crate::store::View;
use crate::story::Telling;
use crate::story::Window;

/// Articles read at a time.
const PAGE: usize = 1000;

/// What an article tells, as far as grouping is concerned.
pub(super) fn telling(article: &Article) -> Telling<'_> {
    Telling {
        feed: Some(&article.feed),
        title: &article.title,
        text: &article.text,
        language: article.language,
        at: article.first_seen,
    }
}

/// Makes the window say what the archive says. Done on the writer's thread, so that no article is placed meanwhile.
pub(super) async fn recall(pipeline: &Pipeline) -> Result<(), StoreError> {
    let window = pipeline.window.clone();
    let now = pipeline.clock.now();
    pipeline
        .store
        .write(move |tx| {
            let recalled = from_archive(tx, now)?;
            *window.lock().unwrap_or_else(PoisonError::into_inner) = recalled;
            Ok(())
        })
        .await
}

fn from_archive(view: &View, now: Timestamp) -> Result<Window, StoreError> {
    let since = now.checked_sub(Window::SPAN).unwrap_or(Timestamp::MIN);
    let mut window = Window::new();
    let mut after = ArticleId(0);
    loop {
        let page = view.articles_since(since, after, PAGE)?;
        for stored in &page {
            if let Some(story) = stored.story {
                window.keep(story, &telling(&stored.article));
            }
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = last.id,
            _ => return Ok(window),
        }
    }
}
