//! Named tasks with one owner.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::Id;
use tokio::task::JoinError;
use tokio::task::JoinSet;
use tracing::error;
use tracing::info;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::notify;

/// Given to tasks to finish what is under way. The unit's TimeoutStopSec is longer.
const GRACE: Duration = Duration::from_secs(25);

/// All tasks of the process.
#[derive(Default)]
pub(super) struct Tasks {
    running: JoinSet<Result<(), DaemonError>>,
    names: HashMap<Id, &'static str>,
}

impl Tasks {
    /// Starts a task under a name that errors and logs will use.
    pub(super) fn start(
        &mut self,
        name: &'static str,
        task: impl Future<Output = Result<(), DaemonError>> + Send + 'static,
    ) {
        let handle = self.running.spawn(task);
        self.names.insert(handle.id(), name);
    }

    /// Waits for the first task to end, stops the others, and says how it all ended.
    pub(super) async fn until_the_end(
        mut self,
        stopper: &watch::Sender<bool>,
    ) -> Result<(), DaemonError> {
        let mut ending = Ok(());
        if let Some(first) = self.running.join_next_with_id().await {
            let (name, result) = self.told(first);
            let was_asked = *stopper.borrow();
            ending = match result {
                Ok(()) if was_asked => Ok(()),
                Ok(()) => Err(DaemonError::TaskEnded {
                    task: name,
                    reason: "it returned".to_owned(),
                }),
                Err(error) => Err(error),
            };
        }
        stopper.send_replace(true);
        notify::stopping();
        let drained = tokio::time::timeout(GRACE, self.drain()).await;
        match drained {
            Ok(Ok(())) => info!("stopped: nothing was left under way"),
            Ok(Err(error)) => ending = ending.and(Err(error)),
            Err(_) => {
                let left: Vec<_> = self.names.values().copied().collect();
                warn!(
                    tasks = left.join(", "),
                    "stopped after {} s with work under way; it is taken up at the next start",
                    GRACE.as_secs()
                );
                self.running.shutdown().await;
            }
        }
        ending
    }

    async fn drain(&mut self) -> Result<(), DaemonError> {
        let mut ending = Ok(());
        while let Some(next) = self.running.join_next_with_id().await {
            let (_, result) = self.told(next);
            ending = ending.and(result);
        }
        ending
    }

    fn told(
        &mut self,
        joined: Result<(Id, Result<(), DaemonError>), JoinError>,
    ) -> (&'static str, Result<(), DaemonError>) {
        let id = match &joined {
            Ok((id, _)) => *id,
            Err(error) => error.id(),
        };
        let name = self.names.remove(&id).unwrap_or("unnamed");
        let result = match joined {
            Ok((_, Ok(()))) => Ok(()),
            Ok((_, Err(error))) => Err(DaemonError::TaskEnded {
                task: name,
                reason: error.to_string(),
            }),
            Err(error) => Err(DaemonError::TaskEnded {
                task: name,
                reason: words_of(error),
            }),
        };
        if let Err(error) = &result {
            error!("{error}");
        }
        (name, result)
    }
}

fn words_of(error: JoinError) -> String {
    let Ok(panic) = error.try_into_panic() else {
        return "it was cancelled".to_owned();
    };
    let words = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!(
        "it panicked: {}",
        words.unwrap_or_else(|| "without words".to_owned())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn forever() -> Result<(), DaemonError> {
        std::future::pending().await
    }

    async fn until_stopped(mut stop: watch::Receiver<bool>) -> Result<(), DaemonError> {
        let _ = stop.wait_for(|is_stopping| *is_stopping).await;
        Ok(())
    }

    #[tokio::test]
    async fn a_task_that_panics_ends_all_with_its_name_and_its_words() {
        let (stopper, stop) = watch::channel(false);
        let mut tasks = Tasks::default();
        tasks.start("sender", until_stopped(stop));
        tasks.start("poller", async { panic!("an item that nobody thought of") });

        let ending = tasks.until_the_end(&stopper).await.unwrap_err();

        assert_eq!(
            ending.to_string(),
            "the poller task ended: it panicked: an item that nobody thought of"
        );
        assert!(*stopper.borrow(), "the others were told to stop");
    }

    #[tokio::test]
    async fn a_task_that_returns_unasked_is_a_fault_and_one_that_was_asked_is_none() {
        let (stopper, stop) = watch::channel(false);
        let mut unasked = Tasks::default();
        unasked.start("poller", async { Ok(()) });
        assert!(unasked.until_the_end(&stopper).await.is_err());

        stopper.send_replace(true);
        let mut asked = Tasks::default();
        asked.start("poller", until_stopped(stop));
        assert!(asked.until_the_end(&stopper).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_end_within_the_grace_is_left_and_that_is_no_fault() {
        let (stopper, stop) = watch::channel(true);
        let mut tasks = Tasks::default();
        tasks.start("signals", until_stopped(stop));
        tasks.start("poller", forever());
        let began = tokio::time::Instant::now();

        assert!(tasks.until_the_end(&stopper).await.is_ok());

        assert_eq!(began.elapsed(), GRACE);
    }
}
