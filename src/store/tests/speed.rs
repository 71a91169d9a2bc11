//! What a day's questions cost must not grow with the archive. Bounds are wide: they catch a lost index, not a slow day.

use std::time::Duration;
use std::time::Instant;

use super::World;
use super::admit;
use super::article;
use super::at;
use super::definition;
use super::issue;
use super::morning;
use super::topic;
use super::version;

/// What the query planner says of a question.
pub(super) async fn plan(world: &World, sql: &'static str) -> String {
    let lines = world
        .read(move |view| {
            view.rows(&format!("EXPLAIN QUERY PLAN {sql}"), [], |row| {
                row.get::<_, String>("detail")
            })
        })
        .await;
    lines.join("\n")
}

#[tokio::test]
async fn questions_that_come_again_and_again_are_answered_by_their_partial_indexes() {
    let world = World::new().await;

    let feeds = plan(
        &world,
        "SELECT name FROM feeds WHERE next_poll IS NOT NULL AND next_poll <= 5 ORDER BY next_poll, id LIMIT 5",
    )
    .await;
    let letters = plan(
        &world,
        "SELECT id FROM deliveries WHERE status = 'queued' AND not_before <= 5 ORDER BY not_before, id LIMIT 1",
    )
    .await;

    assert!(
        feeds.contains("feeds_due") && !feeds.contains("TEMP B-TREE"),
        "{feeds}"
    );
    let hidden = plan(
        &world,
        "SELECT DISTINCT h.article FROM matches h
         WHERE h.topic = 'x' AND h.superseded_at IS NOT NULL AND h.first_seen > 1 AND h.first_seen <= 5
           AND h.learned ->> 'moved' = 'hidden'",
    )
    .await;

    assert!(hidden.contains("matches_hidden"), "{hidden}");
    assert!(
        letters.contains("deliveries_due") && !letters.contains("TEMP B-TREE"),
        "{letters}"
    );
}

#[tokio::test]
async fn candidates_are_found_without_reading_what_was_told_before() {
    let world = World::new().await;
    world
        .write(|tx| tx.sync_digests(&[definition("morning", &["sanctions"])], at(0)))
        .await;
    world
        .write(|tx| {
            let told: Vec<_> = (0..1_500)
                .map(|number| admit(tx, &format!("old-{number}"), &["sanctions"], number))
                .map(|(id, story)| (story, vec![id]))
                .collect();
            issue(tx, &told, &[], 5_000)?;
            for number in 0..10 {
                tx.admit(
                    &article(&format!("x{number}"), "x", 5_001),
                    false,
                    &version(),
                )?;
                admit(tx, &format!("new-{number}"), &["sanctions"], 5_001);
            }
            Ok(())
        })
        .await;

    let (found, took) = world
        .read(|view| {
            let begun = Instant::now();
            let found = view.candidates(&morning(), &[topic("sanctions")], at(9_000), 1_000)?;
            Ok((found.len(), begun.elapsed()))
        })
        .await;

    assert_eq!(found, 10);
    assert!(took < Duration::from_millis(50), "{took:?}");
}

#[tokio::test]
async fn the_first_article_of_a_time_is_found_by_the_index_of_times_and_a_moved_ones_copies_by_theirs()
 {
    let world = World::new().await;

    let first = plan(
        &world,
        "SELECT min(+id) AS first FROM articles WHERE first_seen >= 5",
    )
    .await;
    let page = plan(
        &world,
        "SELECT a.id FROM articles a WHERE a.id > 7 AND a.first_seen >= 5 ORDER BY a.id LIMIT 9",
    )
    .await;
    let copies = world
        .write(|tx| {
            tx.begin_regrouping()?;
            tx.rows(
                "EXPLAIN QUERY PLAN
                 WITH RECURSIVE moved (article) AS (
                     VALUES (3)
                     UNION SELECT r.article FROM regrouped r JOIN moved m ON r.copy_of = m.article
                 )
                 UPDATE regrouped SET grp = 2 WHERE article IN (SELECT article FROM moved)",
                [],
                |row| row.get::<_, String>("detail"),
            )
        })
        .await
        .join("\n");

    assert!(first.contains("articles_by_time (first_seen>?)"), "{first}");
    assert!(
        page.contains("PRIMARY KEY (rowid>?)") && !page.contains("TEMP B-TREE"),
        "{page}"
    );
    assert!(
        copies.contains("regrouped_by_original") && !copies.contains("AUTOMATIC"),
        "{copies}"
    );
}
