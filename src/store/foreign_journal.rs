//! A journal beside the archive that is not its own: left by a file that was replaced, or copied from elsewhere. SQLite would
//! read it into ours, page by page, and both would be lost.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::OptionalExtension;

use crate::store::StoreError;
use crate::store::open;

/// The fact that holds the secret of an archive, which no two archives share.
pub const SECRET_FACT: &str = "websub.key";

/// Byte 18 of the file: 2 where it is written through a journal of our kind, as the daemon does; 1 in a copy.
pub(super) const WRITE_FORMAT: usize = 18;

/// A copy that was put in the place of the archive lies beside the journal of what it replaced.
pub(super) fn check_format(path: &Path, format: u8, journal: &Path) -> Result<(), StoreError> {
    if format == 2 {
        return Ok(());
    }
    Err(foreign(
        path,
        journal,
        "belongs to the file that this copy has replaced",
    ))
}

/// Do the main file and what the journal makes of it know the same secret? Asked before anything is moved.
pub(super) fn check_secret(
    seen: &Connection,
    path: &Path,
    journal: &Path,
) -> Result<(), StoreError> {
    // The main file alone, as if there were no journal. Where it cannot be read so, as before its first checkpoint, there is
    // nothing that could be lost.
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let address = url::Url::from_file_path(std::path::absolute(path).unwrap_or_default());
    let Ok(mut address) = address else {
        return Ok(());
    };
    address.set_query(Some("immutable=1"));
    let alone = Connection::open_with_flags(address.as_str(), flags);
    let Ok(Some(ours)) = alone.and_then(|alone| secret(&alone)) else {
        return Ok(());
    };
    match secret(seen) {
        Ok(Some(theirs)) if theirs == ours => Ok(()),
        Err(error) => Err(StoreError::from(error).in_file(path)),
        Ok(_) => Err(foreign(path, journal, "belongs to another archive")),
    }
}

fn secret(connection: &Connection) -> rusqlite::Result<Option<String>> {
    connection
        .query_row(
            "SELECT value FROM facts WHERE key = ?1",
            [SECRET_FACT],
            |row| row.get("value"),
        )
        .optional()
}

fn foreign(path: &Path, journal: &Path, whose: &str) -> StoreError {
    StoreError::Corrupt {
        path: path.to_owned(),
        what: format!(
            "the journal {} {whose}; where {} is the one you want, remove the journal and {}",
            journal.display(),
            path.display(),
            open::beside(path, "-shm").display()
        ),
    }
}
