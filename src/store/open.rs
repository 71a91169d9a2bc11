//! Opening the archive: make it where there is none, and refuse whatever is not certainly ours and sound.
//!
//! A refused file is left byte for byte as it was. A new one is finished under another name first, so that a database is
//! either whole or not there: an empty file is never ours.

use std::fs::File;
use std::fs::OpenOptions;
use std::io::Read;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;

use crate::store::StoreError;
use crate::store::foreign_journal;
use crate::store::lock;
use crate::store::lock::Lock;
use crate::store::migrate;
use crate::store::migrate::MIGRATIONS;
use crate::store::migrate::Migration;
use crate::store::pragmas;
use crate::store::pragmas::APPLICATION_ID;
use crate::store::reserve;

/// A sound file larger than this is not read whole at every start.
const LARGE_BYTES: u64 = 1 << 30;

/// After a crash it is read as far as this time goes: the unit's TimeoutStartSec is longer, and a start must not end there.
const LONGEST_CHECK: Duration = Duration::from_secs(120);

/// Steps of SQLite's machine between two looks at the time.
const STEPS: i32 = 100_000;

/// What opening did, for the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// There was none before.
    pub is_new: bool,
    /// The schema that was found, where it was older than ours.
    pub migrated_from: Option<u32>,
    /// The copy made before the schema was brought forward.
    pub backup: Option<PathBuf>,
    /// The process before us did not close it; what it had committed is there.
    pub is_recovered: bool,
    /// The whole file was read and found sound. Left out for large files that were closed well.
    pub is_checked: bool,
    /// Letters that a sender of the process before us held when it ended: they are sent again.
    pub released_leases: usize,
}

/// An archive ready to be written to.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) lock: Lock,
    pub(super) opening: Opening,
}

/// Opens for writing, alone.
pub(super) fn for_writing(path: &Path, migrations: &[Migration]) -> Result<Opened, StoreError> {
    pragmas::check_library()?;
    make_folder(path)?;
    let lock = lock::take(path)?;
    let is_new = !exists(path)?;
    if is_new {
        create(path, migrations)?;
    }
    let ours = migrate::latest(migrations);
    check_header(path, ours)?;
    let is_recovered = length(&beside(path, "-wal")).is_some_and(|bytes| bytes > 0);
    let (connection, is_checked) = open_checked(path, ours, is_recovered)?;
    let mut opening = Opening {
        is_new,
        is_recovered,
        is_checked,
        ..Opening::default()
    };
    settle(&connection, path, migrations, &mut opening).map_err(|error| error.in_file(path))?;
    // Without room the archive can be read all the same; no letter is claimed then.
    let _ = reserve::keep(path);
    Ok(Opened {
        connection,
        lock,
        opening,
    })
}

/// Looks whether a reader can use what is there.
pub(super) fn for_reading(path: &Path) -> Result<(), StoreError> {
    pragmas::check_library()?;
    if !exists(path)? {
        return Err(StoreError::Absent {
            path: path.to_owned(),
        });
    }
    let ours = migrate::latest(MIGRATIONS);
    check_header(path, ours)?;
    let connection = super::readers::connect(path)?;
    let found = migrate::version(&connection).map_err(|error| error.in_file(path))?;
    check_version(path, found, ours)?;
    if found < ours {
        return Err(StoreError::Older {
            path: path.to_owned(),
            found,
            ours,
        });
    }
    Ok(())
}

fn make_folder(path: &Path) -> Result<(), StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => return Ok(()),
    };
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| StoreError::from_io(folder, "make the folder", error))
}

pub(super) fn exists(path: &Path) -> Result<bool, StoreError> {
    path.try_exists()
        .map_err(|error| StoreError::from_io(path, "look at", error))
}

/// Makes a whole database under another name and gives it its own at the end.
fn create(path: &Path, migrations: &[Migration]) -> Result<(), StoreError> {
    let journal = beside(path, "-wal");
    if length(&journal).is_some_and(|bytes| bytes > 0) {
        return Err(StoreError::Corrupt {
            path: path.to_owned(),
            what: format!(
                "it is missing, but its journal {} is there and would be read into a new one",
                journal.display()
            ),
        });
    }
    let draft = beside(path, ".new");
    for left_over in [draft.clone(), beside(&draft, "-journal")] {
        if exists(&left_over)? {
            std::fs::remove_file(&left_over)
                .map_err(|error| StoreError::from_io(&left_over, "remove", error))?;
        }
    }
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)
        .map_err(|error| StoreError::from_io(&draft, "make", error))?;
    fill(&draft, migrations).map_err(|error| error.in_file(&draft))?;
    std::fs::rename(&draft, path)
        .and_then(|()| sync_folder(path))
        .map_err(|error| StoreError::from_io(path, "make", error))
}

fn fill(draft: &Path, migrations: &[Migration]) -> Result<(), StoreError> {
    let connection = connect(draft)?;
    // The page map that lets pruning give room back can only be asked for before the first table.
    connection.execute_batch(&format!(
        "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA application_id = {APPLICATION_ID};"
    ))?;
    migrate::migrate(&connection, draft, migrations)?;
    connection.close().map_err(|(_, error)| error.into())
}

pub(super) fn sync_folder(path: &Path) -> std::io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

/// Reads the first bytes ourselves, before SQLite makes journals beside a file that is not ours.
fn check_header(path: &Path, ours: u32) -> Result<(), StoreError> {
    let read = |error| StoreError::from_io(path, "read", error);
    let file = File::open(path).map_err(read)?;
    if !file.metadata().map_err(read)?.is_file() {
        return Err(StoreError::NotAFile {
            path: path.to_owned(),
        });
    }
    let mut head = Vec::new();
    file.take(100).read_to_end(&mut head).map_err(read)?;
    let what = if head.is_empty() {
        Some("it is empty")
    } else if !head.starts_with(b"SQLite format 3\0") {
        Some("it does not begin as a database does")
    } else if head.len() < 100 {
        Some("it is cut short")
    } else {
        None
    };
    if let Some(what) = what {
        return Err(StoreError::Corrupt {
            path: path.to_owned(),
            what: what.to_owned(),
        });
    }
    // Offsets of the database file format: user_version at 60, application_id at 68, both big-endian.
    check_application(path, number_at(&head, 68))?;
    check_version(path, number_at(&head, 60), ours)?;
    let journal = beside(path, "-wal");
    if length(&journal).is_some_and(|bytes| bytes > 0) {
        foreign_journal::check_format(path, head[foreign_journal::WRITE_FORMAT], &journal)?;
    }
    Ok(())
}

fn number_at(head: &[u8], offset: usize) -> u32 {
    head.get(offset..offset + 4)
        .and_then(|bytes| bytes.try_into().ok())
        .map_or(0, u32::from_be_bytes)
}

fn check_application(path: &Path, found: u32) -> Result<(), StoreError> {
    if found == APPLICATION_ID {
        return Ok(());
    }
    Err(StoreError::Foreign {
        path: path.to_owned(),
        found,
    })
}

fn check_version(path: &Path, found: u32, ours: u32) -> Result<(), StoreError> {
    if found <= ours {
        return Ok(());
    }
    Err(StoreError::Newer {
        path: path.to_owned(),
        found,
        ours,
    })
}

/// Opens through SQLite and looks at all of it, without moving the journal of what may turn out to be damaged.
fn open_checked(
    path: &Path,
    ours: u32,
    is_recovered: bool,
) -> Result<(Connection, bool), StoreError> {
    let named = |error: StoreError| error.in_file(path);
    let mut connection = connect(path).map_err(named)?;
    let keep_journal = |connection: &Connection, is_kept| {
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, is_kept)
            .map_err(|error| named(error.into()))
    };
    keep_journal(&connection, true)?;
    check_version(path, migrate::version(&connection).map_err(named)?, ours)?;
    if is_recovered {
        foreign_journal::check_secret(&connection, path, &beside(path, "-wal"))?;
    }
    let is_large = length(path).is_some_and(|bytes| bytes > LARGE_BYTES);
    let is_checked = if is_large {
        is_recovered && quick_check_within(&mut connection, path, LONGEST_CHECK)?
    } else {
        quick_check(&connection, path)?;
        true
    };
    if connection
        .is_readonly(rusqlite::MAIN_DB)
        .map_err(|error| named(error.into()))?
    {
        return Err(StoreError::Denied {
            path: path.to_owned(),
            reason: "it may only be read".to_owned(),
        });
    }
    keep_journal(&connection, false)?;
    Ok((connection, is_checked))
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(path, flags)?)
}

/// The same as far as the time goes; false when it was too short for all of it, and nothing was found until then.
fn quick_check_within(
    connection: &mut Connection,
    path: &Path,
    longest: Duration,
) -> Result<bool, StoreError> {
    let began = Instant::now();
    let named = |error: rusqlite::Error| StoreError::from(error).in_file(path);
    connection
        .progress_handler(STEPS, Some(move || began.elapsed() > longest))
        .map_err(named)?;
    let verdict = connection.query_row("PRAGMA quick_check(1)", [], |row| {
        row.get::<_, String>("quick_check")
    });
    connection
        .progress_handler(0, None::<fn() -> bool>)
        .map_err(named)?;
    match verdict {
        Err(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) =>
        {
            Ok(false)
        }
        verdict => judge(verdict, path).map(|()| true),
    }
}

/// Reads every page and looks at how they hang together; the first fault is the error.
pub(super) fn quick_check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let verdict = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get("quick_check"));
    judge(verdict, path)
}

/// Looks at a copy through a connection of its own, and leaves one file.
pub(super) fn check_copy(path: &Path) -> Result<(), StoreError> {
    let connection = connect(path)?;
    quick_check(&connection, path)?;
    // Without a journal of its own: so it can be told from the file whose place it takes one day. See `foreign_journal`.
    connection.execute_batch("PRAGMA journal_mode = DELETE")?;
    connection
        .close()
        .map_err(|(_, error)| StoreError::from(error).in_file(path))
}

/// As [`quick_check`], and that every index agrees with its table.
pub(super) fn integrity_check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let verdict = connection.query_row("PRAGMA integrity_check(1)", [], |row| {
        row.get("integrity_check")
    });
    judge(verdict, path)
}

fn judge(verdict: rusqlite::Result<String>, path: &Path) -> Result<(), StoreError> {
    let verdict = verdict.map_err(|error| StoreError::from(error).in_file(path))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(StoreError::Corrupt {
        path: path.to_owned(),
        what: verdict,
    })
}

/// Brings a sound archive to where the rest of the program expects it.
fn settle(
    connection: &Connection,
    path: &Path,
    migrations: &[Migration],
    opening: &mut Opening,
) -> Result<(), StoreError> {
    pragmas::for_writing(connection)?;
    let found = migrate::version(connection)?;
    opening.backup = migrate::migrate(connection, path, migrations)?;
    opening.migrated_from = (found < migrate::latest(migrations)).then_some(found);
    // We hold the lock, so whoever held these leases is dead.
    opening.released_leases = connection.execute(
        "UPDATE deliveries SET lease_until = NULL WHERE lease_until IS NOT NULL AND status = 'queued'",
        [],
    )?;
    Ok(())
}

pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

fn length(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().map(|facts| facts.len())
}
