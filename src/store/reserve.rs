//! The reserve: a file beside the archive that holds nothing but room. It is given up when the disk is full and something must be
//! written down all the same: what a relay has answered. Otherwise that letter would go twice.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;

use rustix::fs::FallocateFlags;

use crate::store::Store;
use crate::store::open;

/// Some hundred outcomes with their indexes and events.
const BYTES: u64 = 1 << 20;

fn place(database: &Path) -> PathBuf {
    open::beside(database, ".reserve")
}

/// Makes it where it is not there. Where there is no room for it, or none can be set aside, work goes on without.
pub(super) fn keep(database: &Path) {
    let place = place(database);
    if place.exists() {
        return;
    }
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&place);
    // Blocks that are ours from now on, not a promise of them.
    let is_kept = made
        .is_ok_and(|file| rustix::fs::fallocate(&file, FallocateFlags::empty(), 0, BYTES).is_ok());
    if !is_kept {
        let _ = std::fs::remove_file(&place);
    }
}

impl Store {
    /// Gives its room to what is written next; false when there was none left.
    #[must_use]
    pub fn give_reserve_up(&self) -> bool {
        std::fs::remove_file(place(self.path())).is_ok()
    }

    /// Sets the room aside again, if the disk has it.
    pub fn renew_reserve(&self) {
        keep(self.path());
    }
}
