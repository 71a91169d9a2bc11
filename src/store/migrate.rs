//! Brings the schema forward: `migrations/NNNN_what.sql` in order, each in one transaction, a backup before the first.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;

use crate::store::StoreError;

/// One step forward; never edited once released.
pub(super) struct Migration {
    /// The schema it leads to; they count from 1 without gaps.
    pub(super) number: u32,
    /// Its statements, without BEGIN and COMMIT.
    pub(super) sql: &'static str,
}

/// All of them, embedded.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        sql: include_str!("../../migrations/0001_first.sql"),
    },
    Migration {
        number: 2,
        sql: include_str!("../../migrations/0002_websub.sql"),
    },
    Migration {
        number: 3,
        sql: include_str!("../../migrations/0003_host_rests.sql"),
    },
    Migration {
        number: 4,
        sql: include_str!("../../migrations/0004_pages_and_titles.sql"),
    },
    Migration {
        number: 5,
        sql: include_str!("../../migrations/0005_marks.sql"),
    },
    Migration {
        number: 6,
        sql: include_str!("../../migrations/0006_bursts.sql"),
    },
    Migration {
        number: 7,
        sql: include_str!("../../migrations/0007_learned.sql"),
    },
    Migration {
        number: 8,
        sql: include_str!("../../migrations/0008_stories.sql"),
    },
    Migration {
        number: 10,
        sql: include_str!("../../migrations/0010_story_moves.sql"),
    },
];

/// The schema that the last of these leads to.
pub(super) fn latest(migrations: &[Migration]) -> u32 {
    migrations.last().map_or(0, |last| last.number)
}

/// The schema of an open database.
pub(super) fn version(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get("user_version"))?)
}

/// Applies what is missing; gives the backup, if one was made.
pub(super) fn migrate(
    connection: &Connection,
    path: &Path,
    migrations: &[Migration],
) -> Result<Option<PathBuf>, StoreError> {
    let found = version(connection)?;
    let ours = latest(migrations);
    let backup = if found > 0 && found < ours {
        Some(back_up_before(connection, path, ours)?)
    } else {
        None
    };
    for migration in migrations.iter().filter(|step| step.number > found) {
        apply(connection, migration)?;
    }
    Ok(backup)
}

fn apply(connection: &Connection, migration: &Migration) -> Result<(), StoreError> {
    let Migration { number, sql } = migration;
    let whole = format!("BEGIN IMMEDIATE;\n{sql}\n;PRAGMA user_version = {number};\nCOMMIT;");
    connection.execute_batch(&whole).map_err(|error| {
        if !connection.is_autocommit() {
            // When even this fails, closing the connection rolls back.
            let _ = connection.execute_batch("ROLLBACK");
        }
        error.into()
    })
}

fn back_up_before(connection: &Connection, path: &Path, ours: u32) -> Result<PathBuf, StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".before-{ours:04}"));
    let to = path.with_file_name(name);
    copy(connection, &to)?;
    Ok(to)
}

/// Copies the whole database to a new file that only its owner may read; a copy that fails is taken away again.
pub(super) fn copy(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(to)
        .map_err(|error| StoreError::from_io(to, "make the backup", error))?;
    connection
        .backup(
            rusqlite::MAIN_DB,
            to,
            None::<fn(rusqlite::backup::Progress)>,
        )
        .map_err(|error| {
            let _ = std::fs::remove_file(to);
            StoreError::from(error).in_file(to)
        })
}
