//! The reserve: a file beside the archive that holds nothing but room. It is given up when the disk is full and something must be
//! written down all the same: what a relay has answered. Otherwise that letter would go twice.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;

use rustix::fs::FallocateFlags;
use rustix::io::Errno;

use crate::store::Store;
use crate::store::StoreError;
use crate::store::open;

/// Some hundred outcomes with their indexes and events.
const BYTES: u64 = 1 << 20;

fn place(database: &Path) -> PathBuf {
    open::beside(database, ".reserve")
}

/// Makes it where it is not there, or holds less: a kill may come before its room is set aside. False when there is no room for
/// it. Where none can be set aside at all, as on some file systems, work goes on without.
pub(super) fn keep(database: &Path) -> bool {
    let place = place(database);
    if std::fs::metadata(&place).is_ok_and(|facts| facts.len() >= BYTES) {
        return true;
    }
    let made = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&place);
    // Blocks that are ours from now on, not a promise of them.
    let kept = made
        .map_err(|_| Errno::NOSPC)
        .and_then(|file| rustix::fs::fallocate(&file, FallocateFlags::empty(), 0, BYTES));
    if kept.is_err() {
        let _ = std::fs::remove_file(&place);
    }
    !matches!(kept, Err(Errno::NOSPC | Errno::DQUOT | Errno::FBIG))
}

impl Store {
    /// Gives its room to what is written next; false when there was none left.
    #[must_use]
    pub fn give_reserve_up(&self) -> bool {
        std::fs::remove_file(place(self.path())).is_ok()
    }

    /// Why no letter is claimed without it.
    #[must_use]
    pub fn no_room(&self) -> StoreError {
        StoreError::Full {
            path: self.path().to_owned(),
        }
    }

    /// Sets the room aside again where it was given up; false when the disk does not have it.
    #[must_use]
    pub fn renew_reserve(&self) -> bool {
        keep(self.path())
    }
}
