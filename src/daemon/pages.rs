//! The page loop: reads the pages that wait for it, one at a time of each host.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinError;
use tokio::task::JoinSet;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::page::PageEnding;
use crate::pipeline::page::host_of;
use crate::pipeline::page::next_of;
use crate::pipeline::page::read_page;
use crate::store::StoreError;

/// How often the table is looked at: an article just admitted waits no longer for its page to be asked.
const NAP: Duration = Duration::from_secs(2);

/// Waited when the database did not answer.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

/// Pages under way at once.
const AT_ONCE: usize = 8;

/// Due pages looked at to find one whose host is free.
const LOOKED_AT: usize = 512;

type Ended = (String, Result<PageEnding, StoreError>);

/// What is under way.
#[derive(Default)]
struct Readings {
    tasks: JoinSet<Ended>,
    hosts: HashSet<String>,
}

/// Reads pages until the stop. What is under way then is let go, and taken up at the next start.
pub(super) async fn run(shared: Shared) -> Result<(), DaemonError> {
    let mut readings = Readings::default();
    loop {
        shared.heart.turned("pages");
        let nap = match readings.start(&shared.pipeline, &shared.watch()).await {
            Ok(()) => NAP,
            Err(error) if error.is_temporary() => {
                warn!("cannot look for pages to read, trying again: {error}");
                AFTER_TROUBLE
            }
            Err(error) => return Err(error.into()),
        };
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            () = tokio::time::sleep(nap) => {}
            Some(ended) = readings.tasks.join_next(), if !readings.tasks.is_empty() => {
                match readings.settle(ended)? {
                    Err(error) if error.is_temporary() => {
                        warn!("what a page said could not be written, it is asked again: {error}");
                    }
                    Err(error) => return Err(error.into()),
                    Ok(_) => {}
                }
            }
        }
    }
}

/// Reads every page that is due now; how many were read, and how many gave nothing.
pub(super) async fn read_due(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
) -> Result<(usize, usize), DaemonError> {
    let mut readings = Readings::default();
    let (mut read, mut failed) = (0, 0);
    loop {
        readings.start(pipeline, watch).await?;
        let Some(ended) = readings.tasks.join_next().await else {
            return Ok((read, failed));
        };
        match readings.settle(ended)?? {
            PageEnding::Read { .. } => read += 1,
            PageEnding::Failed => failed += 1,
            PageEnding::Taken => {}
        }
    }
}

impl Readings {
    /// Starts what is due at hosts that nobody is asking.
    async fn start(&mut self, pipeline: &Pipeline, watch: &Arc<Watch>) -> Result<(), StoreError> {
        if self.tasks.len() >= AT_ONCE {
            return Ok(());
        }
        let now = pipeline.clock.now();
        let due = pipeline
            .store
            .read(move |view| view.due_pages(now, LOOKED_AT))
            .await?;
        while self.tasks.len() < AT_ONCE {
            let Some(page) = next_of(&due, &self.hosts) else {
                return Ok(());
            };
            let host = host_of(&page.link);
            self.hosts.insert(host.clone());
            let (pipeline, watch) = (pipeline.clone(), Arc::clone(watch));
            self.tasks
                .spawn(async move { (host, read_page(&pipeline, &watch, &page).await) });
        }
        Ok(())
    }

    fn settle(
        &mut self,
        ended: Result<Ended, JoinError>,
    ) -> Result<Result<PageEnding, StoreError>, DaemonError> {
        let (host, result) = ended.map_err(|error| DaemonError::TaskEnded {
            task: "pages",
            reason: error.to_string(),
        })?;
        self.hosts.remove(&host);
        Ok(result)
    }
}
