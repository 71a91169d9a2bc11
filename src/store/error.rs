//! What can go wrong with the archive, in words for its owner: which file, what is the matter, what to do.
//!
//! SQLite's own codes end here; the rest of the program asks [`StoreError::is_temporary`] and its kind.

use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::ErrorCode;

/// Work on the archive did not happen.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Another wirewatch has this archive open for writing.
    #[error(
        "{} is in use by another wirewatch{}: stop it first, or ask it with \"wirewatch status\"",
        path.display(), process(*pid)
    )]
    Locked {
        /// The database.
        path: PathBuf,
        /// Who has it, where the lock file says so.
        pid: Option<u32>,
    },
    /// There is no archive yet.
    #[error(
        "there is no archive at {}: \"wirewatch run\" makes it on its first start",
        path.display()
    )]
    Absent {
        /// Where it should be.
        path: PathBuf,
    },
    /// A later wirewatch has been here; nothing was touched.
    #[error(
        "{} has schema {found}, this wirewatch knows schemas up to {ours}: start the newer program again, or put back the \
         backup that it made before its first start",
        path.display()
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The last one we know.
        ours: u32,
    },
    /// A reader met an archive that the daemon of this version has not brought forward yet.
    #[error(
        "{} has schema {found}, this wirewatch reads schema {ours}: start \"wirewatch run\" of this version once",
        path.display()
    )]
    Older {
        /// The database.
        path: PathBuf,
        /// Its schema.
        found: u32,
        /// The one we read.
        ours: u32,
    },
    /// A sound SQLite file that is not ours; nothing was touched.
    #[error(
        "{} is a database of another program (application id {found:#010x}): name another file under [store] path",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it says of itself.
        found: u32,
    },
    /// Where the database should be there is a folder or the like.
    #[error("{} is not a file: name one under [store] path", path.display())]
    NotAFile {
        /// The thing.
        path: PathBuf,
    },
    /// The file is damaged, or is no database at all; it was left as it is.
    #[error("{} cannot be used: {what}\n{}", path.display(), recovery(path))]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// We may not read or write where the archive is.
    #[error(
        "{} cannot be written: {reason}; the folder and the file must belong to the user that wirewatch runs as",
        path.display()
    )]
    Denied {
        /// The file or folder.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// No room on the disk: rolled back, nothing half done.
    #[error(
        "no room left on the disk of {}: free some space; nothing is lost and work goes on by itself",
        shown(path)
    )]
    Full {
        /// The database.
        path: PathBuf,
    },
    /// A write was refused for a reason that SQLite does not pass on: rolled back, nothing half done. Unlike a sync, a write
    /// that failed may be tried again.
    #[error(
        "{} cannot be written: a quota or a limit to the size of files is reached, or the disk fails (see the system's log); \
         nothing is lost and work goes on by itself once it can",
        shown(path)
    )]
    Unwritten {
        /// The database.
        path: PathBuf,
    },
    /// Another program kept the file locked for longer than we wait.
    #[error(
        "{} is locked by another program (a backup tool?): it is tried again; \"wirewatch db backup\" copies without a lock",
        shown(path)
    )]
    Busy {
        /// The database.
        path: PathBuf,
    },
    /// The system could not read or write.
    #[error("could not {action} {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was attempted, as a verb.
        action: &'static str,
        /// The system's words.
        source: Arc<io::Error>,
    },
    /// A constraint had the last word: somebody was first.
    #[error("refused by a rule of the archive: {what}")]
    Conflict {
        /// Which rule, as SQLite names it.
        what: String,
    },
    /// The change names a thing that is not in the archive.
    #[error("there is no {what} in the archive")]
    Missing {
        /// The thing, with its name or number.
        what: String,
    },
    /// A reader was asked to write.
    #[error("this archive was opened for reading only")]
    ReadOnly,
    /// The writer has ended; the process is stopping.
    #[error("the archive is closed")]
    Closed,
    /// Our fault: the code of a transaction panicked and was rolled back.
    #[error("a transaction failed by our own fault and was rolled back: {what}")]
    Panicked {
        /// The panic's words.
        what: String,
    },
    /// The caller gave up its transaction, which was rolled back.
    #[error("given up and rolled back: {what}")]
    Abandoned {
        /// The caller's words.
        what: String,
    },
    /// Anything else that SQLite says.
    #[error("{}: SQLite says: {text}", shown(path))]
    Sqlite {
        /// The database.
        path: PathBuf,
        /// SQLite's words.
        text: String,
    },
}

impl StoreError {
    /// Will the same work succeed later without anybody changing the program or its files?
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Locked { .. } | Self::Full { .. } | Self::Unwritten { .. } | Self::Busy { .. }
        )
    }

    /// Would more room on the disk help, or most likely so?
    #[must_use]
    pub fn is_about_room(&self) -> bool {
        matches!(self, Self::Full { .. } | Self::Unwritten { .. })
    }

    /// Must the process end, because what it holds in memory and what is on disk may differ? (A failed fsync cannot be
    /// repeated: only a restart reads again what truly is there.)
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        matches!(
            self,
            Self::Corrupt { .. } | Self::Io { .. } | Self::Closed | Self::Panicked { .. }
        )
    }

    /// Is it a matter of where the archive is put and who may use it, so that its owner must change something?
    #[must_use]
    pub fn is_owners(&self) -> bool {
        matches!(
            self,
            Self::Absent { .. }
                | Self::Newer { .. }
                | Self::Older { .. }
                | Self::Foreign { .. }
                | Self::NotAFile { .. }
                | Self::Corrupt { .. }
                | Self::Denied { .. }
        )
    }

    /// The same error, now naming the database where it did not yet.
    pub(super) fn in_file(mut self, file: &Path) -> Self {
        match &mut self {
            Self::Full { path }
            | Self::Unwritten { path }
            | Self::Busy { path }
            | Self::Sqlite { path, .. }
            | Self::Io { path, .. }
            | Self::Denied { path, .. }
            | Self::Corrupt { path, .. }
                if path.as_os_str().is_empty() =>
            {
                file.clone_into(path);
            }
            _ => {}
        }
        self
    }

    /// An error of the file system, told apart by what the owner can do about it.
    pub(super) fn from_io(path: &Path, action: &'static str, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Denied {
                path,
                reason: source.to_string(),
            },
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full { path },
            _ => Self::Io {
                path,
                action,
                source: Arc::new(source),
            },
        }
    }

    pub(super) fn missing(what: impl Into<String>) -> Self {
        Self::Missing { what: what.into() }
    }
}

impl From<rusqlite::Error> for StoreError {
    /// Tells SQLite's codes apart; the file's name is added where the work was asked for.
    fn from(error: rusqlite::Error) -> Self {
        let path = PathBuf::new();
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Corrupt { path, what: text }
            }
            Some(ErrorCode::ConstraintViolation) => Self::Conflict { what: text },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::Denied { path, reason: text }
            }
            // The index of the journal finds no room: nothing was written, and nothing is broken.
            Some(ErrorCode::SystemIoFailure)
                if error.sqlite_error().is_some_and(|error| {
                    error.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE
                }) =>
            {
                Self::Full { path }
            }
            // EDQUOT and EFBIG come by this code, ENOSPC alone by the other.
            Some(ErrorCode::SystemIoFailure)
                if error.sqlite_error().is_some_and(|error| {
                    error.extended_code == rusqlite::ffi::SQLITE_IOERR_WRITE
                }) =>
            {
                Self::Unwritten { path }
            }
            Some(ErrorCode::SystemIoFailure) => Self::Io {
                path,
                action: "read or write",
                source: Arc::new(io::Error::other(text)),
            },
            _ => Self::Sqlite { path, text },
        }
    }
}

fn shown(path: &Path) -> String {
    if path.as_os_str().is_empty() {
        "the archive".to_owned()
    } else {
        path.display().to_string()
    }
}

fn process(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})"))
        .unwrap_or_default()
}

/// What to do about a damaged file, in the order that risks least.
fn recovery(path: &Path) -> String {
    let file = path.display();
    format!(
        "nothing was changed. To recover:\n\
         \x20 1. keep a copy of {file}, {file}-wal and {file}-shm as they are now;\n\
         \x20 2. put back your last backup (\"wirewatch db backup\" makes them; {file}.before-* were made by upgrades), and\n\
         \x20    remove {file}-wal and {file}-shm, which belong to the damaged file;\n\
         \x20 3. without a backup: sqlite3 {file} .recover | sqlite3 recovered.db, then use recovered.db instead;\n\
         \x20 4. to begin anew, move {file} and its -wal and -shm away"
    )
}
