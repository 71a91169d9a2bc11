//! Opening: new, known, locked, damaged and foreign files, and the way from one schema to the next.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use tempfile::TempDir;

use super::World;
use super::at;
use super::feed;
use crate::model::settings::StoreSettings;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::migrate;
use crate::store::migrate::Migration;
use crate::store::open;

#[tokio::test]
async fn the_schema_is_what_the_migrations_make_of_nothing() {
    let world = World::new().await;

    let schema = world
        .read(|view| {
            view.rows(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'articles_fts_%' ORDER BY name",
                [],
                |row| row.get::<_, String>("sql"),
            )
        })
        .await;

    insta::assert_snapshot!("schema", schema.join(";\n\n"));
}

#[tokio::test]
async fn a_new_archive_belongs_to_its_owner_alone() {
    let world = World::new().await;

    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = world.path().parent().unwrap().to_owned();
    assert_eq!(mode(&folder), 0o700);
    for file in [
        "wirewatch.db",
        "wirewatch.db-wal",
        "wirewatch.db-shm",
        "wirewatch.lock",
    ] {
        assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
    }
    assert!(world.store().opening().is_new);
}

#[tokio::test]
async fn a_second_writer_is_told_who_has_the_archive() {
    let world = World::new().await;

    let refused = Store::open(&world.settings()).unwrap_err();

    let StoreError::Locked { pid, .. } = &refused else {
        panic!("{refused:?}");
    };
    assert_eq!(*pid, Some(std::process::id()));
    assert!(refused.is_temporary());
}

#[tokio::test]
async fn what_was_written_is_there_after_a_restart() {
    let mut world = World::new().await;
    world.write(|tx| tx.keep_fact("key", "value")).await;

    world.stop();
    world.start().unwrap();

    assert_eq!(
        world.read(|view| view.fact("key")).await.as_deref(),
        Some("value")
    );
    let opening = world.store().opening();
    assert!(!opening.is_new && !opening.is_recovered && opening.is_checked);
}

#[tokio::test]
async fn a_reader_works_beside_the_writer_and_cannot_write() {
    let world = World::new().await;
    let reader = Store::open_reader(&world.settings()).unwrap();

    world.write(|tx| tx.keep_fact("key", "value")).await;

    let fact = reader.read(|view| view.fact("key")).await.unwrap();
    assert_eq!(fact.as_deref(), Some("value"));
    let refused = reader.write(|tx| tx.keep_fact("key", "other")).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
}

#[tokio::test]
async fn a_reader_works_while_no_writer_runs() {
    let mut world = World::new().await;
    world.write(|tx| tx.keep_fact("key", "value")).await;
    world.stop();

    let reader = Store::open_reader(&world.settings()).unwrap();

    let fact = reader.read(|view| view.fact("key")).await.unwrap();
    assert_eq!(fact.as_deref(), Some("value"));
}

#[test]
fn a_reader_does_not_make_an_archive() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("wirewatch.db");

    let refused = Store::open_reader(&StoreSettings { path: path.clone() }).unwrap_err();

    assert!(matches!(refused, StoreError::Absent { .. }), "{refused:?}");
    assert!(!path.exists());
}

/// A closed archive with something in it, and the path of its file.
async fn closed_archive() -> (World, PathBuf) {
    let mut world = World::new().await;
    world
        .write(|tx| {
            for number in 0..200 {
                tx.keep_fact(&format!("fact {number}"), &"long ".repeat(100))?;
            }
            Ok(())
        })
        .await;
    world.stop();
    let path = world.path();
    (world, path)
}

/// Damages a sound archive, and expects that it is refused with what to do and left as it is.
async fn refused_after(damage: impl FnOnce(&Path)) -> StoreError {
    let (mut world, path) = closed_archive().await;
    damage(&path);
    let before = fs::read(&path).unwrap();

    let refused = world.start().unwrap_err();

    assert_eq!(fs::read(&path).unwrap(), before, "the file was changed");
    let reader = Store::open_reader(&world.settings());
    assert!(
        reader.is_err()
            || !matches!(
                refused,
                StoreError::Newer { .. } | StoreError::Foreign { .. }
            ),
        "a reader took what the writer refused"
    );
    refused
}

fn assert_corrupt(refused: &StoreError) {
    assert!(matches!(refused, StoreError::Corrupt { .. }), "{refused:?}");
    let told = refused.to_string();
    assert!(
        told.contains("wirewatch.db") && told.contains("To recover"),
        "{told}"
    );
}

fn set_bytes(path: &Path, offset: usize, bytes: &[u8]) {
    let mut file = fs::read(path).unwrap();
    file[offset..offset + bytes.len()].copy_from_slice(bytes);
    fs::write(path, file).unwrap();
}

#[tokio::test]
async fn an_empty_file_is_refused() {
    assert_corrupt(&refused_after(|path| fs::write(path, b"").unwrap()).await);
}

#[tokio::test]
async fn a_zeroed_header_is_refused() {
    assert_corrupt(&refused_after(|path| set_bytes(path, 0, &[0; 100])).await);
}

#[tokio::test]
async fn random_bytes_are_refused() {
    let noise: Vec<u8> = (0..20_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert_corrupt(&refused_after(|path| fs::write(path, noise).unwrap()).await);
}

#[tokio::test]
async fn a_file_cut_short_is_refused() {
    let cut = |path: &Path| {
        let file = fs::read(path).unwrap();
        fs::write(path, &file[..file.len() / 2]).unwrap();
    };
    assert_corrupt(&refused_after(cut).await);
}

#[tokio::test]
async fn a_damaged_page_is_refused() {
    let damage = |path: &Path| {
        let pages = fs::metadata(path).unwrap().len() / 4096;
        for page in 4..pages {
            set_bytes(path, usize::try_from(page).unwrap() * 4096, &[0xA5; 64]);
        }
    };
    assert_corrupt(&refused_after(damage).await);
}

#[tokio::test]
async fn a_newer_schema_is_refused_untouched() {
    let refused = refused_after(|path| set_bytes(path, 60, &999_u32.to_be_bytes())).await;
    assert!(
        matches!(refused, StoreError::Newer { found: 999, .. }),
        "{refused:?}"
    );
}

#[tokio::test]
async fn the_database_of_another_program_is_refused_untouched() {
    let foreign = |path: &Path| {
        fs::remove_file(path).unwrap();
        let other = Connection::open(path).unwrap();
        other
            .execute_batch("CREATE TABLE places (url TEXT); INSERT INTO places VALUES ('x');")
            .unwrap();
    };
    let refused = refused_after(foreign).await;
    assert!(
        matches!(refused, StoreError::Foreign { found: 0, .. }),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_folder_in_place_of_the_file_is_refused() {
    let (mut world, path) = closed_archive().await;
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();

    let refused = world.start().unwrap_err();

    assert!(
        matches!(refused, StoreError::NotAFile { .. }),
        "{refused:?}"
    );
    assert!(path.is_dir());
}

#[tokio::test]
async fn a_journal_without_its_database_is_not_read_into_a_new_one() {
    let (mut world, path) = closed_archive().await;
    fs::remove_file(&path).unwrap();
    fs::write(path.with_extension("db-wal"), b"left behind").unwrap();

    assert_corrupt(&world.start().unwrap_err());

    assert!(!path.exists());
}

#[tokio::test]
async fn an_archive_whose_making_was_cut_short_is_made_anew() {
    let (mut world, path) = closed_archive().await;
    fs::rename(&path, path.with_extension("db.new")).unwrap();

    world.start().unwrap();

    assert!(world.store().opening().is_new);
    assert!(!path.with_extension("db.new").exists());
}

/// What is committed but not yet in the main file when the process dies: main file and journal as they lie on the disk.
async fn copied_while_open() -> (TempDir, PathBuf) {
    let world = World::new().await;
    world.write(|tx| tx.keep_fact("key", "value")).await;
    let copy = TempDir::new().unwrap();
    let path = copy.path().join("wirewatch.db");
    fs::copy(world.path(), &path).unwrap();
    fs::copy(
        world.path().with_extension("db-wal"),
        path.with_extension("db-wal"),
    )
    .unwrap();
    (copy, path)
}

#[tokio::test]
async fn what_was_committed_before_a_crash_is_there_after_it() {
    let (_copy, path) = copied_while_open().await;

    let store = Store::open(&StoreSettings { path }).unwrap();

    assert!(store.opening().is_recovered);
    let fact = store.read(|view| view.fact("key")).await.unwrap();
    assert_eq!(fact.as_deref(), Some("value"));
}

#[tokio::test]
async fn a_garbled_index_of_the_journal_does_no_harm() {
    let (_copy, path) = copied_while_open().await;
    fs::write(path.with_extension("db-shm"), vec![0x5A; 32 * 1024]).unwrap();

    let store = Store::open(&StoreSettings { path }).unwrap();

    let fact = store.read(|view| view.fact("key")).await.unwrap();
    assert_eq!(fact.as_deref(), Some("value"));
}

#[tokio::test]
async fn a_cut_off_journal_loses_no_more_than_its_last_commit() {
    let (_copy, path) = copied_while_open().await;
    let journal = path.with_extension("db-wal");
    let bytes = fs::read(&journal).unwrap();
    fs::write(&journal, &bytes[..bytes.len() - 7]).unwrap();

    let store = Store::open(&StoreSettings { path }).unwrap();

    assert_eq!(store.read(|view| view.fact("key")).await.unwrap(), None);
    let due = store.read(|view| view.due_feeds(at(1), 10)).await.unwrap();
    assert_eq!(due, [feed("wire").name]);
}

const OLD: &[Migration] = &[Migration {
    number: 1,
    sql: "CREATE TABLE deliveries (id INTEGER PRIMARY KEY, status TEXT, lease_until INTEGER);
          CREATE TABLE facts (key TEXT); INSERT INTO facts VALUES ('old');",
}];

const NEW: &[Migration] = &[
    OLD_AGAIN,
    Migration {
        number: 2,
        sql: "ALTER TABLE facts ADD COLUMN value TEXT; UPDATE facts SET value = 'new';",
    },
];

const BROKEN: &[Migration] = &[
    OLD_AGAIN,
    Migration {
        number: 2,
        sql: "ALTER TABLE facts ADD COLUMN value TEXT; UPDATE no_such_table SET value = 'new';",
    },
];

const OLD_AGAIN: Migration = Migration {
    number: 1,
    sql: OLD[0].sql,
};

fn columns_of_facts(connection: &Connection) -> i64 {
    connection
        .query_row(
            "SELECT count(*) FROM pragma_table_info('facts')",
            [],
            |row| row.get(0),
        )
        .unwrap()
}

#[test]
fn an_older_schema_is_copied_first_and_then_brought_forward() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("wirewatch.db");
    drop(open::for_writing(&path, OLD).unwrap());

    let opened = open::for_writing(&path, NEW).unwrap();

    assert_eq!(migrate::version(&opened.connection).unwrap(), 2);
    assert_eq!(columns_of_facts(&opened.connection), 2);
    assert_eq!(opened.opening.migrated_from, Some(1));
    let backup = opened.opening.backup.unwrap();
    assert_eq!(backup, folder.path().join("wirewatch.db.before-0002"));
    let old = Connection::open(backup).unwrap();
    assert_eq!(migrate::version(&old).unwrap(), 1);
    assert_eq!(columns_of_facts(&old), 1);
}

#[test]
fn a_migration_that_fails_leaves_the_schema_as_it_was() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("wirewatch.db");
    drop(open::for_writing(&path, OLD).unwrap());

    assert!(open::for_writing(&path, BROKEN).is_err());

    let opened = open::for_writing(&path, OLD).unwrap();
    assert_eq!(migrate::version(&opened.connection).unwrap(), 1);
    assert_eq!(columns_of_facts(&opened.connection), 1);
}

#[test]
fn migrations_count_from_one_without_gaps() {
    let numbers: Vec<u32> = migrate::MIGRATIONS.iter().map(|step| step.number).collect();
    let expected: Vec<u32> = (1..).take(numbers.len()).collect();
    assert_eq!(numbers, expected);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("a-file");
    fs::write(&file, b"").unwrap();

    let refused = Store::open(&StoreSettings {
        path: file.join("wirewatch.db"),
    })
    .unwrap_err();

    assert!(refused.to_string().contains("a-file"), "{refused}");
}

#[tokio::test]
async fn a_copy_holds_what_the_archive_holds() {
    let world = World::new().await;
    world.write(|tx| tx.keep_fact("key", "value")).await;
    let copy = world.folder.path().join("copy.db");

    world.store().backup(copy.clone()).await.unwrap();

    let again = world.store().backup(copy.clone()).await;
    assert!(
        matches!(again, Err(StoreError::Conflict { .. })),
        "{again:?}"
    );
    let copied = Store::open_reader(&StoreSettings { path: copy }).unwrap();
    let fact = copied.read(|view| view.fact("key")).await.unwrap();
    assert_eq!(fact.as_deref(), Some("value"));
    copied.verify().await.unwrap();
}
