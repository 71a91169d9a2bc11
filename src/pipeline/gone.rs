//! gone: an article that a digest told -> is its page still there? Asked once a day, one page at a time, and only where the
//! operator wants it.
//!
//! A server that answers 410 says it once and for all; one that answers 404 may have a bad day, and says it on two. Any other
//! trouble says nothing about the page. That a page leads to another one, as some publishers do when they withdraw a text,
//! cannot be told from a move.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;
use tracing::info;

use crate::fetch::Fault;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::page::request;
use crate::pipeline::rests;
use crate::store::PageCheck;
use crate::store::StoreError;
use crate::store::Tx;

/// Between two looks at one page, and before the first.
const BETWEEN: Duration = Duration::from_secs(24 * 3600);

/// Pages looked at to find one that may be asked for.
const LOOKED_AT: usize = 64;

/// Pages asked for in one round of `run --once`.
const A_ROUND: usize = 20;

const NOT_FOUND: u16 = 404;
const GONE: u16 = 410;

/// Looks at one page that is due; false when none is.
///
/// # Errors
///
/// Only when the database fails.
pub async fn check_next(pipeline: &Pipeline, watch: &Arc<Watch>) -> Result<bool, StoreError> {
    let Some(check_pages) = pipeline.check_pages else {
        return Ok(false);
    };
    let now = pipeline.clock.now();
    let told_after = now.checked_sub(check_pages).unwrap_or(Timestamp::MIN);
    let told_before = now.checked_sub(BETWEEN).unwrap_or(Timestamp::MIN);
    let due = pipeline
        .store
        .read(move |view| view.due_page_checks(told_after, told_before, now, LOOKED_AT))
        .await?;
    let asked = due.into_iter().find_map(|check| {
        let feed = watch.watchlist.feed(&check.feed)?;
        (!feed.is_paused).then(|| (request(feed, &check.link), check))
    });
    let Some((request, check)) = asked else {
        return Ok(false);
    };
    // Before anything is asked, so that a page on which the process ends is not asked for ever.
    let (article, next) = (check.article, later(now, BETWEEN));
    let store = &pipeline.store;
    if !store
        .write(move |tx| tx.put_off_page_check(article, next))
        .await?
    {
        // Dropped from the archive since it was found.
        return Ok(true);
    }
    let answer = rests::ask(pipeline, &request).await?;
    let now = pipeline.clock.now();
    match answer {
        Ok(_) => store.write(move |tx| tx.page_stands(article)).await?,
        Err(error) => match (error.fault(), error.resting_until()) {
            (_, Some(until)) => {
                let next = later(until, rests::MARGIN);
                store
                    .write(move |tx| tx.put_off_page_check(article, next))
                    .await?;
            }
            (Fault::Status { status, .. }, None) if matches!(*status, NOT_FOUND | GONE) => {
                let status = *status;
                store.write(move |tx| miss(tx, &check, status, now)).await?;
            }
            _ => {}
        },
    }
    Ok(true)
}

/// Looks at pages that are due, a few at most: a round of `run --once` has an end, and the next one goes on.
///
/// # Errors
///
/// Only when the database fails.
pub async fn check_due(pipeline: &Pipeline, watch: &Arc<Watch>) -> Result<(), StoreError> {
    for _ in 0..A_ROUND {
        if !check_next(pipeline, watch).await? {
            break;
        }
    }
    Ok(())
}

fn miss(tx: &mut Tx, check: &PageCheck, status: u16, now: Timestamp) -> Result<(), StoreError> {
    tx.page_missed(check.article)?;
    if status != GONE && check.misses == 0 {
        return Ok(());
    }
    if tx.keep_gone_page(check.article, status, now)? {
        info!(article.id = check.article.0, feed.id = %check.feed, status, "the page of a told article is gone");
        let event = NewEvent {
            kind: EventKind::ArticleWithdrawn,
            subject: check.article.to_string(),
            data: json!({ "feed": check.feed.as_str(), "url": check.link, "status": status }),
        };
        tx.tell(&event, now)?;
    }
    Ok(())
}

fn later(time: Timestamp, by: Duration) -> Timestamp {
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}
