//! Candidates: what the next issue is made from, whatever limits, revisions and new digests do; a topic's days.

use jiff::tz::TimeZone;

use super::World;
use super::admit;
use super::article;
use super::at;
use super::candidates;
use super::definition;
use super::issue;
use super::matching;
use super::morning;
use super::topic;
use super::topics;
use super::version;
use crate::model::ids::ArticleId;

#[tokio::test]
async fn a_candidate_is_matched_new_and_untold() {
    let world = World::new().await;
    let (matched, story) = world
        .write(|tx| {
            let matched = admit(tx, "matched", &["sanctions", "repression", "other"], 1);
            admit(tx, "of-another-topic", &["other"], 2);
            admit(tx, "unmatched", &[], 3);
            let old = tx.admit(&article("backfill", "Old", 4), true, &version())?;
            tx.keep_matches(old, &version(), &[matching("sanctions")], at(4))?;
            admit(tx, "later", &["sanctions"], 60);
            Ok(matched)
        })
        .await;

    let found = world
        .read(|view| view.candidates(&morning(), &topics(), at(30), 10))
        .await;

    assert_eq!(found.len(), 1);
    assert_eq!((found[0].article, found[0].story), (matched, story));
    assert_eq!(
        found[0].matches,
        [matching("sanctions"), matching("repression")]
    );
    assert_eq!(
        (found[0].outlet.as_str(), found[0].label.as_deref()),
        ("wire", Some("agency"))
    );
    assert!(!found[0].is_development);
}

#[tokio::test]
async fn an_issued_article_is_no_candidate_any_more_and_its_story_is_a_development() {
    let world = World::new().await;
    let (first, story) = world
        .write(|tx| Ok(admit(tx, "a", &["sanctions"], 1)))
        .await;
    world
        .write(move |tx| issue(tx, &[(story, vec![first])], &["desk@example.org"], 10))
        .await;

    let second = world
        .write(move |tx| {
            let id = tx.admit(&article("b", "Second", 11), false, &version())?;
            tx.join_story(story, id, 0.9, &[], at(11))?;
            tx.keep_matches(id, &version(), &[matching("sanctions")], at(11))?;
            Ok(id)
        })
        .await;

    let found = world
        .read(|view| view.candidates(&morning(), &topics(), at(30), 10))
        .await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].article, second);
    assert!(found[0].is_development);
}

#[tokio::test]
async fn what_an_issue_left_over_waits_for_the_next() {
    let world = World::new().await;
    world
        .write(|tx| {
            tx.sync_digests(
                &[definition("morning", &["sanctions", "repression"])],
                at(0),
            )
        })
        .await;
    let admitted = world
        .write(|tx| {
            Ok((0..5)
                .map(|minute| {
                    admit(
                        tx,
                        &format!("a{minute}"),
                        &["sanctions", "repression"],
                        minute,
                    )
                })
                .collect::<Vec<_>>())
        })
        .await;

    // The letter takes the second and the fourth only.
    let told = [admitted[1], admitted[3]];
    world
        .write(move |tx| {
            let stories: Vec<_> = told.iter().map(|(id, story)| (*story, vec![*id])).collect();
            issue(tx, &stories, &[], 10)
        })
        .await;

    let left: Vec<ArticleId> = [0, 2, 4].map(|index: usize| admitted[index].0).to_vec();
    assert_eq!(candidates(&world, 30).await, left);
    let waiting = world.read(|view| view.waiting(&morning(), &topics())).await;
    assert_eq!(waiting, 3);
}

#[tokio::test]
async fn a_later_judgement_makes_an_old_article_a_candidate() {
    let world = World::new().await;
    world
        .write(|tx| tx.sync_digests(&[definition("morning", &["sanctions"])], at(0)))
        .await;
    let (late, late_story) = world.write(|tx| Ok(admit(tx, "late", &[], 1))).await;
    let (early, early_story) = world
        .write(|tx| Ok(admit(tx, "early", &["sanctions"], 2)))
        .await;
    world
        .write(move |tx| issue(tx, &[(early_story, vec![early])], &[], 10))
        .await;

    world
        .write(move |tx| {
            tx.keep_matches(late, &version(), &[matching("sanctions")], at(11))?;
            // The told one is judged anew as well, and stays told.
            tx.keep_matches(early, &version(), &[], at(11))?;
            tx.keep_matches(early, &version(), &[matching("sanctions")], at(12))
        })
        .await;

    assert_eq!(candidates(&world, 30).await, [late]);
    world
        .write(move |tx| issue(tx, &[(late_story, vec![late])], &[], 40))
        .await;
    assert!(candidates(&world, 60).await.is_empty());
}

#[tokio::test]
async fn a_new_digest_does_not_begin_with_the_whole_archive() {
    let world = World::new().await;
    let (_, recent) = world
        .write(|tx| {
            Ok((
                admit(tx, "long-ago", &["sanctions"], 1),
                admit(tx, "recent", &["sanctions"], 100).0,
            ))
        })
        .await;

    world
        .write(|tx| tx.sync_digests(&[definition("morning", &["sanctions"])], at(50)))
        .await;
    // Read again at the next start, it goes on where it was.
    world
        .write(|tx| tx.sync_digests(&[definition("morning", &["sanctions"])], at(500)))
        .await;

    assert_eq!(candidates(&world, 600).await, [recent]);
}

#[tokio::test]
async fn every_article_is_told_once_whatever_limits_and_order_do() {
    let world = World::new().await;
    world
        .write(|tx| {
            tx.sync_digests(
                &[definition("morning", &["sanctions", "repression"])],
                at(0),
            )
        })
        .await;
    let mut told = Vec::new();
    let mut expected = Vec::new();

    for round in 0..8_i64 {
        let (admitted, issued) = world
            .write(move |tx| {
                let mut admitted = Vec::new();
                for number in 0..7_i64 {
                    let topics: &[&str] = match (round + number) % 4 {
                        0 => &["sanctions"],
                        1 => &["repression", "sanctions"],
                        2 => &["repression"],
                        _ => &[],
                    };
                    let (id, _) = admit(
                        tx,
                        &format!("{round}-{number}"),
                        topics,
                        round * 10 + number,
                    );
                    if !topics.is_empty() {
                        admitted.push(id);
                    }
                }
                let found = tx.candidates(&morning(), &topics(), at(round * 10 + 5), 4)?;
                let stories: Vec<_> = found
                    .iter()
                    .rev()
                    .map(|one| (one.story, vec![one.article]))
                    .collect();
                issue(tx, &stories, &[], round * 10 + 5)?;
                Ok((
                    admitted,
                    found.iter().map(|one| one.article).collect::<Vec<_>>(),
                ))
            })
            .await;
        expected.extend(admitted);
        told.extend(issued);
    }
    let rest = candidates(&world, 1_000).await;

    told.extend(rest);
    told.sort();
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_matched_article_without_a_story_is_an_error_and_not_a_loss() {
    let world = World::new().await;
    world
        .write(|tx| {
            let id = tx.admit(&article("a", "A", 1), false, &version())?;
            tx.keep_matches(id, &version(), &[matching("sanctions")], at(1))
        })
        .await;

    let asked = world
        .store()
        .read(|view| view.candidates(&morning(), &topics(), at(9), 9))
        .await;

    assert!(asked.is_err());
}

#[tokio::test]
async fn days_are_counted_on_the_readers_clock() {
    let world = World::new().await;
    world
        .write(|tx| {
            // 21:30 UTC on the first of May is past midnight in Vilnius.
            let (_, story) = admit(tx, "a", &["sanctions"], 21 * 60 + 30);
            let joined = tx.admit(&article("b", "B", 22 * 60), false, &version())?;
            tx.join_story(story, joined, 0.9, &[], at(22 * 60))?;
            tx.keep_matches(joined, &version(), &[matching("sanctions")], at(22 * 60))?;
            admit(tx, "c", &["sanctions"], 20 * 60);
            admit(tx, "d", &["sanctions"], 30 * 60);
            Ok(())
        })
        .await;
    let vilnius = TimeZone::get("Europe/Vilnius").unwrap();

    let daily = world
        .read(move |view| view.daily_stories(&topic("sanctions"), at(29 * 60), &vilnius))
        .await;

    let mut expected = [0; 14];
    expected[12] = 1;
    expected[13] = 1;
    assert_eq!(daily, expected);
}

#[tokio::test]
async fn coverage_counts_what_was_read_in_the_window() {
    let world = World::new().await;
    world
        .write(|tx| {
            admit(tx, "before", &["sanctions"], 10);
            admit(tx, "matched", &["sanctions", "repression"], 11);
            admit(tx, "unmatched", &[], 20);
            admit(tx, "after", &["sanctions"], 21);
            Ok(())
        })
        .await;

    let coverage = world
        .read(|view| view.coverage(at(10), at(20), &topics()))
        .await;

    assert_eq!(
        (
            coverage.feeds,
            coverage.feeds_ok,
            coverage.read,
            coverage.matched
        ),
        (1, 0, 2, 1)
    );
}
