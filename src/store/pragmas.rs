//! What every connection is told when it is opened, and what SQLite must be like for us to trust it.

use std::time::Duration;

use rusqlite::Connection;

use crate::store::StoreError;

/// How long a statement waits for another program to let go of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Statements kept compiled on a connection; all of ours fit.
const STATEMENTS: usize = 160;

/// 3.51.3: the first release without the bug that resets the write-ahead log under a reader and loses commits.
const OLDEST_SQLITE: i32 = 3_051_003;

/// "WIRW": how a file says that it is ours.
pub(super) const APPLICATION_ID: u32 = 0x5749_5257;

/// Refuses a library that can lose commits; only a build that links the distribution's SQLite meets this.
pub(super) fn check_library() -> Result<(), StoreError> {
    if rusqlite::version_number() >= OLDEST_SQLITE {
        return Ok(());
    }
    Err(StoreError::Sqlite {
        path: std::path::PathBuf::new(),
        text: format!(
            "this is version {}, which can lose commits; build wirewatch with its own SQLite (3.51.3 or newer)",
            rusqlite::version()
        ),
    })
}

/// For the writer: a commit is on the disk when it returns.
pub(super) fn for_writing(connection: &Connection) -> Result<(), StoreError> {
    for_all(connection)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| {
        row.get("journal_mode")
    })?;
    if mode != "wal" {
        return Err(StoreError::Sqlite {
            path: std::path::PathBuf::new(),
            text: format!(
                "this file system cannot hold a write-ahead log (the journal stays {mode:?}); put the archive on a local disk"
            ),
        });
    }
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -16000;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    Ok(())
}

/// For readers.
pub(super) fn for_reading(connection: &Connection) -> rusqlite::Result<()> {
    for_all(connection)?;
    connection.execute_batch("PRAGMA query_only = ON")
}

fn for_all(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}
