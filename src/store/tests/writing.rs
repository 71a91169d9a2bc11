//! Writing: transactions that share a commit and nothing else, panics, other programs' locks, a full disk.

use std::sync::Arc;
use std::sync::Barrier;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use rusqlite::Connection;

use super::World;
use super::article;
use super::at;
use super::feed;
use super::version;
use crate::model::ids::EventId;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::Verdict;
use crate::store::View;

fn fail(tx: &mut Tx) -> Result<(), StoreError> {
    tx.keep_fact("failed", "must not stay")?;
    Err(StoreError::missing("thing"))
}

#[tokio::test]
async fn a_failing_transaction_leaves_nothing_behind() {
    let world = World::new().await;

    let result = world.store().write(fail).await;

    assert!(matches!(result, Err(StoreError::Missing { .. })));
    assert_eq!(world.read(|view| view.fact("failed")).await, None);
}

/// Holds the writer until `release` is reached by the test as well, so that later jobs queue up behind one commit.
fn wait_at(release: &Arc<Barrier>) -> impl FnOnce(&mut Tx) -> Result<(), StoreError> + use<> {
    let release = Arc::clone(release);
    move |tx| {
        tx.keep_fact("first", "kept")?;
        release.wait();
        release.wait();
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn jobs_that_share_a_commit_do_not_share_their_fate() {
    let world = World::new().await;
    let release = Arc::new(Barrier::new(2));

    let store = world.store().clone();
    let first = tokio::spawn({
        let job = wait_at(&release);
        let store = store.clone();
        async move { store.write(job).await }
    });
    release.wait();
    let others = [
        tokio::spawn({
            let store = store.clone();
            async move { store.write(|tx| tx.keep_fact("second", "kept")).await }
        }),
        tokio::spawn({
            let store = store.clone();
            async move { store.write(fail).await }
        }),
        tokio::spawn({
            let store = store.clone();
            async move {
                store
                    .write(|_| -> Result<(), StoreError> { panic!("on purpose") })
                    .await
            }
        }),
        tokio::spawn(async move { store.write(|tx| tx.keep_fact("third", "kept")).await }),
    ];
    release.wait();

    assert!(first.await.unwrap().is_ok());
    let mut results = Vec::new();
    for other in others {
        results.push(other.await.unwrap());
    }
    assert!(results[0].is_ok() && results[3].is_ok());
    assert!(matches!(&results[1], Err(StoreError::Missing { .. })));
    assert!(matches!(&results[2], Err(StoreError::Panicked { what }) if what == "on purpose"));
    for (key, expected) in [
        ("first", Some("kept")),
        ("second", Some("kept")),
        ("third", Some("kept")),
        ("failed", None),
    ] {
        let fact = world.read(move |view| view.fact(key)).await;
        assert_eq!(fact.as_deref(), expected, "{key}");
    }
}

#[tokio::test]
async fn a_change_is_regretted_before_the_next_one_when_it_is_lost_with_its_job_or_with_its_commit()
{
    let world = World::new().await;
    let regrets = Arc::new(AtomicUsize::new(0));
    let job = async |change: fn(&mut Tx) -> Result<(), StoreError>| {
        let regrets = Arc::clone(&regrets);
        let job = move |tx: &mut Tx| {
            tx.if_lost(move || {
                regrets.fetch_add(1, Ordering::Relaxed);
            });
            change(tx)
        };
        world.store().write(job).await
    };
    let count = || regrets.load(Ordering::Relaxed);

    let kept = job(|tx| tx.keep_fact("kept", "yes")).await;
    assert!(kept.is_ok());
    assert_eq!(count(), 0);

    assert!(job(fail).await.is_err());
    assert_eq!(count(), 1);

    let panics = job(|_| panic!("on purpose")).await;
    assert!(panics.is_err());
    assert_eq!(count(), 2);

    // A revision of no article: what the commit itself refuses.
    let refused = job(|tx| {
        tx.connection().execute_batch(
            "PRAGMA defer_foreign_keys = ON;
             INSERT INTO revisions (article, title, text, content_hash, replaced_at) VALUES (99, '', '', '', 0)",
        )?;
        Ok(())
    })
    .await;
    assert!(refused.is_err());
    assert_eq!(count(), 3);

    assert!(world.store().write(fail).await.is_err());
    assert_eq!(count(), 3, "another's loss");
}

#[tokio::test]
async fn a_panicking_question_takes_nothing_with_it() {
    let world = World::new().await;

    let result = world
        .store()
        .read(|_| -> Result<(), StoreError> { panic!("on purpose") })
        .await;

    assert!(
        matches!(result, Err(StoreError::Panicked { .. })),
        "{result:?}"
    );
    assert_eq!(world.read(View::last_event).await, EventId(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_sees_a_transaction_only_once_it_is_committed() {
    let world = World::new().await;
    let release = Arc::new(Barrier::new(2));
    let writing = tokio::spawn({
        let job = wait_at(&release);
        let store = world.store().clone();
        async move { store.write(job).await }
    });

    release.wait();
    let before = world.read(|view| view.fact("first")).await;
    release.wait();
    writing.await.unwrap().unwrap();

    assert_eq!(before, None);
    assert!(world.read(|view| view.fact("first")).await.is_some());
}

#[tokio::test]
async fn dropping_the_archive_waits_for_what_is_queued() {
    let mut world = World::new().await;
    let store = world.store().clone();
    let mut writes = Vec::new();
    for number in 0..50 {
        let store = store.clone();
        writes.push(tokio::spawn(async move {
            store
                .write(move |tx| tx.keep_fact(&format!("fact {number}"), ""))
                .await
        }));
    }
    for write in writes {
        write.await.unwrap().unwrap();
    }

    drop(store);
    world.stop();
    world.start().unwrap();

    assert!(world.read(|view| view.fact("fact 49")).await.is_some());
}

#[tokio::test]
async fn a_closed_archive_says_so() {
    let world = World::new().await;

    world.store().close();

    let result = world.store().write(|tx| tx.keep_fact("key", "value")).await;
    assert!(matches!(result, Err(StoreError::Closed)), "{result:?}");
}

#[tokio::test]
async fn a_handle_dropped_by_its_own_transaction_closes_in_peace() {
    let mut world = World::new().await;
    let store = world.store.take().unwrap();
    let (begun, has_begun) = std::sync::mpsc::channel::<()>();

    let held = store.clone();
    let writing = async move {
        store
            .write(move |tx| {
                let _ = has_begun.recv();
                tx.keep_fact("key", "value")?;
                drop(held);
                Ok(())
            })
            .await
    };
    drop(begun);
    writing.await.unwrap();

    let mut opened = world.start();
    while matches!(opened, Err(StoreError::Locked { .. })) {
        tokio::task::yield_now().await;
        opened = world.start();
    }
    assert!(world.read(|view| view.fact("key")).await.is_some());
}

#[tokio::test]
async fn a_lock_held_by_another_program_is_a_passing_trouble() {
    let world = World::new().await;
    // Its patience is ten seconds, which a test need not wait for.
    world
        .write(|tx| tx.one("PRAGMA busy_timeout = 20", [], |_| Ok(())))
        .await;
    let other = Connection::open(world.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    let refused = world
        .store()
        .write(|tx| tx.keep_fact("key", "value"))
        .await
        .unwrap_err();

    assert!(matches!(&refused, StoreError::Busy { .. }), "{refused:?}");
    assert!(refused.is_temporary());
    assert!(refused.to_string().contains("wirewatch.db"), "{refused}");
    other.execute_batch("ROLLBACK").unwrap();
    world.write(|tx| tx.keep_fact("key", "value")).await;
}

/// Lets the file grow by so many pages only, which is what a full disk looks like to SQLite.
fn limit_growth(tx: &mut Tx, pages: i64) -> Result<(), StoreError> {
    let now: i64 = tx.one("PRAGMA page_count", [], |row| row.get(0))?;
    let most = now + pages;
    tx.one(&format!("PRAGMA max_page_count = {most}"), [], |_| Ok(()))
}

#[tokio::test]
async fn a_full_disk_rolls_back_and_later_writes_succeed() {
    let world = World::new().await;
    world.write(|tx| limit_growth(tx, 2)).await;

    let refused = world
        .store()
        .write(|tx| {
            for number in 0..100 {
                tx.keep_fact(&format!("fact {number}"), &"long ".repeat(400))?;
            }
            Ok(())
        })
        .await
        .unwrap_err();

    assert!(matches!(&refused, StoreError::Full { .. }), "{refused:?}");
    assert!(refused.is_temporary());
    assert_eq!(world.read(|view| view.fact("fact 0")).await, None);
    world.write(|tx| limit_growth(tx, 1_000)).await;
    world.write(|tx| tx.keep_fact("key", "value")).await;
    assert_eq!(world.store().verify().await.unwrap(), Verdict::default());
}

#[tokio::test]
async fn an_identity_is_admitted_once() {
    let world = World::new().await;
    world
        .write(|tx| tx.admit(&article("a", "Title", 1), false, &version()))
        .await;

    let again = world
        .store()
        .write(|tx| tx.admit(&article("a", "Other title", 2), false, &version()))
        .await;

    assert!(
        matches!(again, Err(StoreError::Conflict { .. })),
        "{again:?}"
    );
    let health = world.read(View::feed_health).await;
    assert_eq!((health[0].items, health[0].last_item), (1, Some(at(1))));
}

#[tokio::test]
async fn an_article_of_an_unknown_feed_is_refused() {
    let world = World::new().await;
    let mut stray = article("a", "Title", 1);
    stray.feed = feed("unknown").name;

    let refused = world
        .store()
        .write(move |tx| tx.admit(&stray, false, &version()))
        .await
        .unwrap_err();

    assert_eq!(
        refused.to_string(),
        "there is no feed unknown in the archive"
    );
}
