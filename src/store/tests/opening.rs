//! Opening: new, known and locked archives, and the way from one schema to the next.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::World;
use crate::model::settings::StoreSettings;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Verdict;
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
    let beside = Store::open_reader(&world.settings()).unwrap();
    beside.read(|view| view.fact("key")).await.unwrap();
    world.read(|view| view.fact("key")).await;

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
fn of_the_copies_made_before_migrations_the_last_is_kept() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("wirewatch.db");
    drop(open::for_writing(&path, OLD).unwrap());
    let older = folder.path().join("wirewatch.db.before-0001");
    let others = [
        folder.path().join("wirewatch.db.before-my-holiday"),
        folder.path().join("other.db.before-0001"),
    ];
    for file in others.iter().chain([&older]) {
        fs::write(file, b"a copy").unwrap();
    }

    drop(open::for_writing(&path, NEW).unwrap());

    assert!(!older.exists());
    assert!(folder.path().join("wirewatch.db.before-0002").exists());
    assert!(others.iter().all(|file| file.exists()));
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

    world.store().backup(copy.clone(), false).await.unwrap();

    let again = world.store().backup(copy.clone(), false).await;
    assert!(
        matches!(again, Err(StoreError::Conflict { .. })),
        "{again:?}"
    );
    let copied = Store::open_reader(&StoreSettings { path: copy }).unwrap();
    let fact = copied.read(|view| view.fact("key")).await.unwrap();
    assert_eq!(fact.as_deref(), Some("value"));
    assert_eq!(copied.verify().await.unwrap(), Verdict::default());
}
