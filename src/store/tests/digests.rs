//! Issued digests: every article in exactly one of a name, numbers, what lists show.

use super::World;
use super::admit;
use super::article;
use super::at;
use super::candidates;
use super::issue;
use super::matching;
use super::morning;
use super::topics;
use super::version;
use crate::model::delivery::DeliveryStatus;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::store::Issue;
use crate::store::StoreError;
use crate::store::View;

#[tokio::test]
async fn a_digest_cannot_take_an_article_twice() {
    let world = World::new().await;
    let (id, story) = world
        .write(|tx| Ok(admit(tx, "a", &["sanctions"], 1)))
        .await;
    world
        .write(move |tx| issue(tx, &[(story, vec![id])], &["desk@example.org"], 10))
        .await;

    let again = world
        .store()
        .write(move |tx| issue(tx, &[(story, vec![id])], &["desk@example.org"], 20))
        .await;

    assert!(
        matches!(again, Err(StoreError::Conflict { .. })),
        "{again:?}"
    );
    let issued = world.read(|view| view.issues(None, 10)).await;
    assert_eq!(issued.len(), 1);
    let counts = world.read(View::outbox_counts).await;
    assert_eq!(counts.queued, 1);
}

#[tokio::test]
async fn two_digests_of_other_names_tell_the_same_article_once_each() {
    let world = World::new().await;
    let (id, story) = world
        .write(|tx| Ok(admit(tx, "a", &["sanctions"], 1)))
        .await;
    world
        .write(move |tx| issue(tx, &[(story, vec![id])], &[], 10))
        .await;

    let evening: DigestName = "evening".parse().unwrap();
    let name = evening.clone();
    let found = world
        .read(move |view| view.candidates(&name, &topics(), at(30), 10))
        .await;
    assert_eq!(found.len(), 1);
    assert!(!found[0].is_development);
    assert_eq!(
        world.read(move |view| view.last_issue(&evening)).await,
        None
    );
    assert_eq!(
        world.read(|view| view.last_issue(&morning())).await,
        Some(at(10))
    );
}

#[tokio::test]
async fn an_alert_does_not_keep_an_article_from_the_digest() {
    let world = World::new().await;
    let (id, story) = world
        .write(|tx| Ok(admit(tx, "a", &["sanctions"], 1)))
        .await;

    world
        .write(move |tx| {
            let number = tx.next_digest_number()?;
            let alert = Issue {
                number,
                name: morning(),
                is_alert: true,
                from: at(1),
                until: at(2),
                subject: "alert".to_owned(),
                topics: topics(),
                stories: vec![crate::store::IssuedStory {
                    story,
                    title: "Title".to_owned(),
                    link: None,
                    articles: vec![id],
                }],
                letters: Vec::new(),
            };
            tx.issue(&alert, at(2))
        })
        .await;

    assert_eq!(candidates(&world, 30).await, [id]);
    assert_eq!(world.read(|view| view.last_issue(&morning())).await, None);
    let alerts = world
        .read(|view| view.alerts_since(&morning(), at(2)))
        .await;
    assert_eq!(alerts, 1);
}

#[tokio::test]
async fn lists_show_deliveries_and_everything_that_was_told() {
    let world = World::new().await;
    let (first, second, story) = world
        .write(|tx| {
            let (first, story) = admit(tx, "a", &["repression", "other"], 1);
            let second = tx.admit(&article("b", "Second", 2), false, &version())?;
            tx.join_story(story, second, 0.8, &[], at(2))?;
            tx.keep_matches(second, &version(), &[matching("sanctions")], at(2))?;
            issue(
                tx,
                &[(story, vec![first, second])],
                &["a@example.org", "b@example.org"],
                10,
            )?;
            Ok((first, second, story))
        })
        .await;

    let list = world.read(|view| view.issues(None, 5)).await;
    let detail = world
        .read(|view| view.digest(DigestNumber(1)))
        .await
        .unwrap();

    assert_eq!(list, std::slice::from_ref(&detail.record));
    let record = detail.record;
    assert_eq!(
        (
            record.number,
            record.stories,
            record.articles,
            record.issued
        ),
        (DigestNumber(1), 1, 2, at(10))
    );
    let to: Vec<_> = record
        .deliveries
        .iter()
        .map(|delivery| {
            (
                delivery.to.as_str(),
                delivery.status,
                delivery.message_id.as_str(),
            )
        })
        .collect();
    assert_eq!(
        to,
        [
            (
                "a@example.org",
                DeliveryStatus::Queued,
                "1.wirewatch@example.org"
            ),
            (
                "b@example.org",
                DeliveryStatus::Queued,
                "2.wirewatch@example.org"
            )
        ]
    );
    assert_eq!(detail.stories.len(), 1);
    assert_eq!(detail.stories[0].story, story);
    // In the issue's order of topics, and only those it was to tell of.
    assert_eq!(detail.stories[0].topics, topics());
    let articles: Vec<_> = detail.stories[0]
        .articles
        .iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(articles, [first, second]);
    assert!(
        world
            .read(|view| view.digest(DigestNumber(2)))
            .await
            .is_none()
    );
}

#[tokio::test]
async fn numbers_of_issues_have_no_gaps_and_ids_of_letters_are_never_given_twice() {
    let world = World::new().await;
    let lost = world
        .store()
        .write(|tx| {
            issue(tx, &[], &["a@example.org"], 1)?;
            Err::<(), _>(StoreError::missing("thing"))
        })
        .await;
    assert!(lost.is_err());

    let (first, reserved, second) = world
        .write(|tx| {
            let first = issue(tx, &[], &["a@example.org"], 2)?;
            let reserved = tx.reserve_delivery_ids(3)?;
            Ok((first, reserved, issue(tx, &[], &["a@example.org"], 3)?))
        })
        .await;

    assert_eq!(
        (first.number, second.number),
        (DigestNumber(1), DigestNumber(2))
    );
    assert!(
        reserved
            .iter()
            .all(|id| *id > first.letters[0].id && *id < second.letters[0].id)
    );
}
