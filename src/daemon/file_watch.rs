//! The watch over the watchlist files, where `[watchlist] watch = true`: a change that has settled is a reload.
//!
//! Editors write in steps: a temporary file and a rename, a truncation and then the text. So nothing is judged before the
//! files have stood still for a while, and a longer while where the main file is missing or one is empty.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use tokio::sync::Notify;
use tracing::info;

use crate::config::Imprint;
use crate::config::Stamps;
use crate::daemon::DaemonError;
use crate::daemon::Shared;

/// Between two looks.
const NAP: Duration = Duration::from_secs(1);

/// Looks in a row that must find the same.
const SETTLED: u32 = 2;

/// The same for what is more likely half a step of an editor, or a file that is being copied.
const SETTLED_IN_DOUBT: u32 = 10;

/// Every so many looks the files are read even when their time stamps say nothing: some file systems keep seconds only.
const READ_ANYWAY: u32 = 30;

/// What the list in force was read from, or the refused one; shared with the reloader.
#[derive(Clone, Debug, Default)]
pub(super) struct LastRead(Arc<Mutex<Option<Imprint>>>);

impl LastRead {
    /// These files have been judged.
    pub(super) fn set(&self, imprint: Imprint) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(imprint);
    }

    fn is(&self, imprint: &Imprint) -> bool {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref() == Some(imprint)
    }
}

/// Watches until the stop; rings `bell` when the files hold something else than was read last.
pub(super) async fn run(
    shared: Shared,
    directory: PathBuf,
    last_read: LastRead,
    bell: Arc<Notify>,
) -> Result<(), DaemonError> {
    let mut settling = Settling::default();
    loop {
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            () = tokio::time::sleep(NAP) => {}
        }
        let directory = directory.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let changed = settling.look(&directory);
            (settling, changed)
        });
        let (back, changed) = looked.await.map_err(|error| DaemonError::TaskEnded {
            task: "file watch",
            reason: error.to_string(),
        })?;
        settling = back;
        if let Some(imprint) = changed
            && !last_read.is(&imprint)
        {
            info!("the watchlist files have changed");
            // Set by the reload as well; until then the same change must not ring twice.
            last_read.set(imprint);
            bell.notify_one();
        }
    }
}

/// How long the files have stood still.
#[derive(Debug, Default)]
struct Settling {
    stamps: Stamps,
    imprint: Option<Imprint>,
    still: u32,
    looks: u32,
}

impl Settling {
    /// Looks; gives what the files hold when that has just settled.
    fn look(&mut self, directory: &std::path::Path) -> Option<Imprint> {
        let stamps = Stamps::of(directory);
        self.looks = self.looks.wrapping_add(1);
        let is_due = self.looks.is_multiple_of(READ_ANYWAY);
        if stamps != self.stamps || self.imprint.is_none() || is_due {
            let imprint = Imprint::of(directory);
            if self.imprint.as_ref() != Some(&imprint) {
                self.still = 0;
                self.imprint = Some(imprint);
            } else if stamps != self.stamps {
                // Touched, or written again with the same words: wait for the writer to be done.
                self.still = 0;
            }
            self.stamps = stamps;
        }
        self.still = self.still.saturating_add(1);
        let imprint = self.imprint.as_ref()?;
        let enough = if imprint.is_doubtful {
            SETTLED_IN_DOUBT
        } else {
            SETTLED
        };
        (self.still == enough).then(|| imprint.clone())
    }
}
