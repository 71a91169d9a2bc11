//! One round of everything: poll what is due, admit, issue what is due, send what is due, and say what came of it.

use std::sync::Arc;
use std::time::Instant;

use serde::Serialize;
use tokio::task::JoinSet;

use crate::daemon::DaemonError;
use crate::daemon::issuer::turn;
use crate::daemon::pages::read_due;
use crate::daemon::prepare;
use crate::daemon::pruner::prune_once;
use crate::daemon::roster::Roster;
use crate::model::settings::RetentionSettings;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::gone::check_due;
use crate::pipeline::poll::Ending;
use crate::pipeline::poll::PollReport;
use crate::pipeline::poll::poll;
use crate::pipeline::send::send_due;
use crate::store::StoreError;

/// The summary of `run --once --json`: its field names are a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct OnceReport {
    /// Feeds that were asked.
    pub feeds: usize,
    /// Answered with a body that was read.
    pub fetched: usize,
    /// Answered that nothing is new.
    pub not_modified: usize,
    /// Gave nothing usable.
    pub failed: usize,
    /// Entries in the bodies.
    pub items: usize,
    /// Articles that were not in the archive.
    pub articles_new: usize,
    /// Entries that were, unchanged or revised.
    pub duplicates: usize,
    /// Meetings of a new article with a topic.
    pub matches: usize,
    /// Stories opened.
    pub stories_new: usize,
    /// Pages of articles that were read, for feeds that ask for full text.
    #[serde(skip)]
    pub pages_read: usize,
    /// Pages that gave nothing; the feed's own text has to do, for now or for good.
    #[serde(skip)]
    pub pages_failed: usize,
    /// Letters written into the outbox.
    pub letters_queued: usize,
    /// Letters that the relay took.
    pub letters_accepted: usize,
    /// How long it all took.
    pub seconds: f64,
}

/// Does one round.
///
/// # Errors
///
/// When the database fails.
pub async fn run_once(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    retention: &RetentionSettings,
) -> Result<OnceReport, DaemonError> {
    let started = Instant::now();
    let watch = &prepare(pipeline, Arc::clone(watch)).await?;
    let mut report = OnceReport::default();
    let mut polls = JoinSet::new();
    let now = pipeline.clock.now();
    let roster = Roster::new(Arc::clone(watch));
    for name in pipeline
        .store
        .read(move |view| view.due_feeds(now, usize::MAX))
        .await?
    {
        let Some(feed) = roster.feed(&name).cloned() else {
            continue;
        };
        let (pipeline, watch) = (pipeline.clone(), Arc::clone(watch));
        polls.spawn(async move { poll(&pipeline, &watch, &feed).await });
    }
    while let Some(polled) = polls.join_next().await {
        let polled = polled.map_err(|error| DaemonError::TaskEnded {
            task: "poll",
            reason: error.to_string(),
        })?;
        count(&mut report, polled)?;
    }
    (report.pages_read, report.pages_failed) = read_due(pipeline, watch).await?;
    report.letters_queued = turn(pipeline, watch).await?.letters;
    report.letters_accepted = send_due(pipeline).await?.accepted;
    // Nobody waits for these answers, but readers for their letters.
    check_due(pipeline, watch).await?;
    prune_once(&pipeline.store, retention, pipeline.clock.now()).await?;
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

fn count(
    report: &mut OnceReport,
    polled: Result<PollReport, StoreError>,
) -> Result<(), StoreError> {
    let polled = polled?;
    report.feeds += 1;
    match polled.ending {
        Ending::Read => report.fetched += 1,
        Ending::NotModified => report.not_modified += 1,
        Ending::Failed(_) => report.failed += 1,
    }
    let admitted = polled.admitted;
    report.items += polled.items;
    report.articles_new += admitted.new;
    report.duplicates += admitted.known + admitted.revised;
    report.matches += admitted.matches;
    report.stories_new += admitted.stories_new;
    Ok(())
}
