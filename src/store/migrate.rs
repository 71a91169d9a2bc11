//! Brings the schema forward: `migrations/NNNN_what.sql` in order, each in one transaction, a backup before the first.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use crate::store::StoreError;
use crate::store::open;

/// What follows the archive's name in that of a backup made before a migration; then comes the new schema.
const BEFORE: &str = ".before-";

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
        number: 9,
        sql: include_str!("../../migrations/0009_rebuilds.sql"),
    },
    Migration {
        number: 10,
        sql: include_str!("../../migrations/0010_alerts.sql"),
    },
    Migration {
        number: 11,
        sql: include_str!("../../migrations/0011_delivery_proof.sql"),
    },
    Migration {
        number: 12,
        sql: include_str!("../../migrations/0012_answers.sql"),
    },
    Migration {
        number: 13,
        sql: include_str!("../../migrations/0013_traces.sql"),
    },
    Migration {
        number: 14,
        sql: include_str!("../../migrations/0014_article_moves.sql"),
    },
    Migration {
        number: 15,
        sql: include_str!("../../migrations/0015_letters.sql"),
    },
    Migration {
        number: 16,
        sql: include_str!("../../migrations/0016_first_words.sql"),
    },
    Migration {
        number: 17,
        sql: include_str!("../../migrations/0017_deliveries.sql"),
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
    // A table whose rules change is made anew and takes the old one's place; what refers to it must not go with the old one.
    connection.execute_batch("PRAGMA foreign_keys = OFF")?;
    let mut steps = migrations.iter().filter(|step| step.number > found);
    let applied = steps.try_for_each(|step| apply(connection, step));
    connection.execute_batch("PRAGMA foreign_keys = ON")?;
    applied?;
    if let Some(backup) = &backup {
        drop_older_backups(path, backup);
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
    let to = open::beside(path, &format!("{BEFORE}{ours:04}"));
    // Where a step failed the time before, the copy of then is the older one, and the one to go back to.
    if !is_copy_up_to(&to, version(connection)?) {
        copy(connection, &to)?;
    }
    Ok(to)
}

/// Is there a whole archive in this file, with a schema not above `found`?
fn is_copy_up_to(file: &Path, found: u32) -> bool {
    let Ok(copied) = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY) else {
        return false;
    };
    let is_sound = copied
        .query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))
        .is_ok_and(|verdict| verdict == "ok");
    is_sound && version(&copied).is_ok_and(|schema| (1..=found).contains(&schema))
}

/// One backup is enough to go back by one version, and each is as large as the archive was. What cannot be removed stays.
fn drop_older_backups(path: &Path, kept: &Path) {
    let Some(folder) = kept.parent() else { return };
    let start = open::beside(path, BEFORE);
    let start = start.file_name().unwrap_or_default().as_encoded_bytes();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let number = name.as_encoded_bytes().strip_prefix(start);
        let is_backup = number.is_some_and(|number| number.iter().all(u8::is_ascii_digit));
        if is_backup && Some(name.as_os_str()) != kept.file_name() {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Copies the whole database to a file that only its owner may read, and looks whether the copy is sound before it gets its
/// name; a copy that fails is taken away again.
pub(super) fn copy(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    let draft = open::beside(to, ".partial");
    let copied = copy_to(connection, &draft).and_then(|()| {
        std::fs::rename(&draft, to)
            .and_then(|()| open::sync_folder(to))
            .map_err(|error| StoreError::from_io(to, "name the backup", error))
    });
    if copied.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    copied
}

fn copy_to(connection: &Connection, draft: &Path) -> Result<(), StoreError> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(draft)
        .map_err(|error| StoreError::from_io(draft, "make the backup", error))?;
    connection
        .backup(
            rusqlite::MAIN_DB,
            draft,
            None::<fn(rusqlite::backup::Progress)>,
        )
        .map_err(|error| StoreError::from(error).in_file(draft))?;
    open::check_copy(draft)?;
    file.sync_all()
        .map_err(|error| StoreError::from_io(draft, "write", error))
}
