//! The loop that looks whether the pages of told articles are still there: one after the other, unhurried.

use std::time::Duration;

use tracing::error;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::pipeline::gone::check_next;

/// Between two pages: nobody waits for these answers.
const BREATH: Duration = Duration::from_secs(5);

/// When nothing is due, or the database did not answer.
const NAP: Duration = Duration::from_secs(5 * 60);

/// Looks until the stop; a page that is asked for then counts as looked at.
pub(super) async fn run(shared: Shared) -> Result<(), DaemonError> {
    loop {
        let watch = shared.watch();
        let nap = tokio::select! {
            () = shared.stopped() => return Ok(()),
            checked = check_next(&shared.pipeline, &watch) => match checked {
                Ok(true) => BREATH,
                Ok(false) => NAP,
                Err(error) if error.is_temporary() => {
                    warn!("cannot look whether told pages are still there, trying again: {error}");
                    NAP
                }
                Err(error) if error.is_fatal() => return Err(error.into()),
                // The rest of the daemon does not hang on it: news go on being read and told.
                Err(error) => {
                    error!("cannot look whether told pages are still there: {error}");
                    NAP
                }
            },
        };
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            () = tokio::time::sleep(nap) => {}
        }
    }
}
