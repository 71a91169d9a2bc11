//! The lock file beside the database: one wirewatch an archive, and the number of the one that has it.

use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::store::StoreError;

/// The lock file's name in the folder of the database.
const FILE: &str = "wirewatch.lock";

/// Held as long as it lives; the system lets go of it when the process dies, however it dies.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Takes the lock, or says who has it.
pub(super) fn take(database: &Path) -> Result<Lock, StoreError> {
    let path = database.with_file_name(FILE);
    let io = |action| {
        let path = path.clone();
        move |error| StoreError::from_io(&path, action, error)
    };
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .map_err(io("open the lock file"))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(StoreError::Locked {
                path: database.to_owned(),
                pid: owner(&mut file),
            });
        }
        Err(TryLockError::Error(error)) => return Err(io("lock")(error)),
    }
    // The number is for people; the lock itself does not depend on it, so a full disk is no reason to stay away.
    let _ = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| writeln!(file, "{}", std::process::id()));
    Ok(Lock { _file: file })
}

/// The process that has the archive now; `None` when nobody has, or when it does not say.
pub(super) fn holder(database: &Path) -> Option<u32> {
    let mut file = File::open(database.with_file_name(FILE)).ok()?;
    // A shared lock asks without keeping a daemon that is just starting from its own.
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => owner(&mut file),
        _ => None,
    }
}

fn owner(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    // Never longer than a number: whatever else stands there is not read whole.
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}
