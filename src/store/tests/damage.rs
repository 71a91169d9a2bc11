//! Damage: whatever happened to the files is refused with what to do and left as it is, or repaired without loss.

use std::fs;
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
