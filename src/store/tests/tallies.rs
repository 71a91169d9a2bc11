//! Counts that are kept beside the rows: right after every change, and read without the rows.

use std::collections::BTreeSet;

use rusqlite::Connection;
use tempfile::TempDir;

use super::World;
use super::admit;
use super::at;
use super::issue;
use super::matching;
use super::speed::plan;
use super::topic;
use super::version;
use crate::model::delivery::DeliveryStatus;
use crate::model::delivery::Next;
use crate::model::delivery::Outcome;
use crate::model::settings::StoreSettings;
use crate::store::DropRule;
use crate::store::Store;
use crate::store::Verdict;
use crate::store::View;
use crate::store::migrate::MIGRATIONS;
use crate::store::open;
use crate::store::outbox::OUTBOX_COUNTS;
use crate::store::tallies::MATCHES_BY_TOPIC;
use crate::store::upkeep::TOTALS;

#[tokio::test]
async fn what_metrics_ask_reads_no_table_that_grows() {
    let world = World::new().await;

    for sql in [OUTBOX_COUNTS, MATCHES_BY_TOPIC, TOTALS] {
        let plan = plan(&world, sql).await;
        for line in plan.lines() {
            let is_read_whole = line.contains("SCAN ");
            let is_small = [
                "feeds",
                "tallies",
                "pragma_",
                "CONSTANT",
                "deliveries USING INDEX deliveries_due",
            ];
            assert!(
                !is_read_whole || is_small.iter().any(|name| line.contains(name)),
                "{line} of {plan}"
            );
        }
    }
}

#[tokio::test]
async fn counts_follow_every_change() {
    let world = World::new().await;
    let (first, second, story) = world
        .write(|tx| {
            let (first, story) = admit(tx, "a", &["sanctions", "repression"], 1);
            let (second, _) = admit(tx, "b", &["sanctions"], 2);
            issue(
                tx,
                &[(story, vec![first])],
                &["a@example.org", "b@example.org"],
                10,
            )?;
            let task =
                tx.claim_delivery(at(10), std::time::Duration::from_secs(60), &BTreeSet::new())?;
            let id = task.expect("a letter waits").id;
            let done = Next::Done(DeliveryStatus::Accepted);
            tx.settle_delivery(id, &Outcome::Accepted, &done, at(11))?;
            // Judged anew: one topic is met no longer, and another is.
            tx.keep_matches(second, &version(), &[matching("repression")], at(12))?;
            Ok((first, second, story))
        })
        .await;

    let counts = world.read(View::outbox_counts).await;
    assert_eq!((counts.queued, counts.accepted), (1, 1));
    assert_eq!(counts.oldest_queued, Some(at(10)));
    let matches = world.read(View::matches_by_topic).await;
    assert_eq!(matches, [(topic("repression"), 2), (topic("sanctions"), 1)]);
    assert_eq!(world.read(View::totals).await.stories, 2);
    assert_eq!(world.store().verify().await.unwrap(), Verdict::default());

    let rule = DropRule {
        unmatched_before: at(5000),
        matched_before: Some(at(5000)),
    };
    world
        .write(move |tx| {
            tx.withdraw_letters(at(20), &BTreeSet::new())?;
            tx.drop_articles(&rule, &[second], at(20))
        })
        .await;
    let matches = world.read(View::matches_by_topic).await;
    assert!(matches.len() <= 2, "{first} {story} {matches:?}");
    assert_eq!(world.store().verify().await.unwrap(), Verdict::default());
}

/// An archive of the schema before: with a letter that was sent, an alert that was told and one that waits.
const BEFORE: &str = "
    INSERT INTO feeds (id, name, url, since, items) VALUES (1, 'wire', 'https://wire.example/', 0, 1);
    INSERT INTO articles (id, feed, key_kind, key, title, text, first_seen, content_hash, is_backfill, watchlist_version)
    VALUES (7, 1, 'guid', 'a', 'Title', 'Text', 5, 'x', 0, 'v');
    INSERT INTO stories (id, title, opened, grew, articles) VALUES (3, 'Title', 5, 5, 1);
    INSERT INTO placements (article, story, because, placed_at) VALUES (7, 3, '[]', 5);
    INSERT INTO matches (article, topic, score, evidence, watchlist_version, first_seen, is_backfill)
    VALUES (7, 'sanctions', 2, '[]', 'v', 5, 0);
    INSERT INTO digests (number, name, is_alert, from_time, until_time, issued_at, subject, topics, stories, articles)
    VALUES (1, 'morning', 1, 0, 9, 9, 'Alert', '[]', 1, 1), (2, 'morning', 0, 0, 10, 10, 'Digest', '[]', 1, 1);
    INSERT INTO digest_stories (number, position, story, title, topics) VALUES (1, 0, 3, 'Title', '[]'), (2, 0, 3, 'Title', '[]');
    INSERT INTO digest_articles (digest_name, is_alert, article, number, position, story)
    VALUES ('morning', 1, 7, 1, 0, 3), ('morning', 0, 7, 2, 0, 3);
    INSERT INTO deliveries (id, digest, mail_from, rcpt_to, message_id, status, attempts, not_before, queued_at, accepted_at)
    VALUES (1, 1, 'a@example.org', 'b@example.org', '1@x', 'accepted', 1, 9, 9, 9);
    INSERT INTO deliveries (id, digest, mail_from, rcpt_to, message_id, not_before, queued_at)
    VALUES (2, 2, 'a@example.org', 'b@example.org', '2@x', 10, 10);
    INSERT INTO letters (delivery, bytes) VALUES (1, x'01'), (2, x'02');
    UPDATE counters SET given = 2 WHERE name = 'delivery';
    INSERT INTO alerts (digest_name, topic, article, noticed_at, state, number, settled_at)
    VALUES ('morning', 'sanctions', 7, 5, 'told', 1, 9);
    INSERT INTO alerts (digest_name, topic, article, noticed_at) VALUES ('evening', 'sanctions', 7, 5);
";

#[tokio::test]
async fn nothing_of_an_older_archive_is_lost_when_its_tables_are_made_anew() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("wirewatch.db");
    drop(open::for_writing(&path, &MIGRATIONS[..14]).unwrap());
    Connection::open(&path)
        .unwrap()
        .execute_batch(BEFORE)
        .unwrap();

    let store = Store::open(&StoreSettings { path }).unwrap();

    assert_eq!(store.verify().await.unwrap(), Verdict::default());
    let reader = "b@example.org".parse().unwrap();
    let (letters, told, waiting, counts, matches) = store
        .read(move |view| {
            let letters = view.rows("SELECT bytes FROM letters ORDER BY delivery", [], |row| {
                row.get::<_, Vec<u8>>("bytes")
            })?;
            let told = view.alert_letters(&reader, jiff::Timestamp::UNIX_EPOCH, at(0))?;
            let waiting = view.waiting_alerts(&"evening".parse().unwrap(), &reader)?;
            Ok((
                letters,
                told,
                waiting,
                view.outbox_counts()?,
                view.matches_by_topic()?,
            ))
        })
        .await
        .unwrap();
    assert_eq!(letters, [[1], [2]]);
    assert_eq!(told[&topic("sanctions")].len(), 1);
    assert!(waiting[0].is_elsewhere && waiting[0].elsewhere.is_some());
    assert_eq!((counts.queued, counts.accepted), (1, 1));
    assert_eq!(matches, [(topic("sanctions"), 1)]);
}
