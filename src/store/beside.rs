//! One small change by a command, whether or not a daemon has the archive.
//!
//! Where nobody has it, the change is made by its owner for the moment: lock taken, file checked, as at any start. Where a
//! daemon has it, a second connection makes the change beside it. That is sound for SQLite: `BEGIN IMMEDIATE` waits for the
//! daemon's commit and the daemon's for ours, each up to the busy timeout. It is sound for us as long as the change only
//! adds rows that the daemon keeps no copy of in its memory and whose numbers nobody hands out ahead: marks are such rows,
//! and who left a digest; so is the word that a letter is due again, as the daemon settles by what the row says then. New
//! articles, stories, feeds and letters are not, and a request for those has to go to the daemon. Old articles may be
//! dropped beside it as well: it keeps those of the last days only.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;

use crate::model::settings::StoreSettings;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::migrate::MIGRATIONS;
use crate::store::open;
use crate::store::pragmas;

/// Runs `f` as one transaction; `Ok` means that it is on the disk. Never makes an archive where there is none. Blocks.
pub fn change<T>(
    settings: &StoreSettings,
    f: impl FnOnce(&mut Tx) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let path = &settings.path;
    if !open::exists(path)? {
        return Err(StoreError::Absent {
            path: path.to_owned(),
        });
    }
    let changed = match open::for_writing(path, MIGRATIONS) {
        Ok(opened) => {
            let changed = in_transaction(&mut Tx::new(opened.connection), f);
            // Only now: the connection is closed before the next one may take the archive.
            drop(opened.lock);
            changed
        }
        Err(StoreError::Locked { .. }) => {
            connect(path).and_then(|c| in_transaction(&mut Tx::new(c), f))
        }
        Err(error) => Err(error),
    };
    changed.map_err(|error| error.in_file(path))
}

/// A writing connection that leaves the journal to the daemon.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    open::for_reading(path)?; // is it ours, and of our schema?
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    pragmas::for_writing(&connection)?;
    // Should the daemon have ended meanwhile, its journal is moved by the next start, which looks at it first.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.execute_batch("PRAGMA wal_autocheckpoint = 0")?;
    Ok(connection)
}

fn in_transaction<T>(
    tx: &mut Tx,
    f: impl FnOnce(&mut Tx) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    tx.connection().execute_batch("BEGIN IMMEDIATE")?;
    // When it fails, closing the connection, which comes next, rolls back.
    let changed = f(tx)?;
    tx.connection().execute_batch("COMMIT")?;
    Ok(changed)
}
