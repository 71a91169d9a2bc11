//! Alerts: noticed once, told once, and known to belong to a story whatever its number.

use super::World;
use super::admit;
use super::at;
use super::letters;
use super::morning;
use super::topic;
use super::topics;
use crate::model::alert::AlertAbout;
use crate::model::alert::AlertState;
use crate::model::alert::HeldBy;
use crate::model::alert::NewAlert;
use crate::model::alert::PassedBy;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::recipient::Recipient;
use crate::store::Issue;
use crate::store::IssuedStory;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

fn desk() -> Recipient {
    "desk@example.org".parse().unwrap()
}

fn about(article: ArticleId, story: StoryId) -> NewAlert {
    NewAlert {
        digest: morning(),
        topic: topic("sanctions"),
        about: AlertAbout::Article(article, story),
    }
}

/// A letter to the desk that tells these alerts.
fn tell(
    tx: &mut Tx,
    article: ArticleId,
    story: StoryId,
    minute: i64,
) -> Result<DigestNumber, StoreError> {
    let number = tx.next_digest_number()?;
    let issue = Issue {
        number,
        name: morning(),
        is_alert: true,
        from: at(minute),
        until: at(minute),
        subject: "Alert".to_owned(),
        topics: topics(),
        stories: vec![IssuedStory {
            story,
            title: "A".to_owned(),
            link: None,
            articles: vec![article],
        }],
        letters: letters(tx, &["desk@example.org"])?,
    };
    tx.issue(&issue, at(minute))?;
    let waiting = tx.waiting_alerts(&morning(), &desk())?;
    let ids: Vec<_> = waiting.iter().map(|alert| alert.id).collect();
    tx.alerts_told(&ids, number, at(minute))?;
    Ok(number)
}

#[tokio::test]
async fn an_alert_is_noticed_once_and_what_becomes_of_it_is_kept() {
    let world = World::new().await;
    let (id, story) = world
        .write(|tx| Ok(admit(tx, "a", &["sanctions"], 1)))
        .await;

    let noticed = world
        .write(move |tx| {
            let first = tx.notice_alert(&about(id, story), at(2))?;
            Ok((first, tx.notice_alert(&about(id, story), at(3))?))
        })
        .await;
    assert_eq!(noticed, (true, false));
    let waiting = world
        .read(|view| view.waiting_alerts(&morning(), &desk()))
        .await;
    assert_eq!((waiting.len(), waiting[0].last_told), (1, None));

    let alert = waiting[0].id;
    world
        .write(move |tx| tx.hold_alert(alert, HeldBy::Quiet))
        .await;
    let counts = world.read(View::waiting_counts).await;
    assert_eq!((counts[0].held, counts[0].alerts), (Some(HeldBy::Quiet), 1));

    world
        .write(move |tx| tx.pass_alert(alert, PassedBy::Old, None, at(9)))
        .await;
    let kept = world.read(move |view| view.alerts_of(id)).await;
    assert_eq!(kept[0].state, AlertState::Passed(PassedBy::Old));
    let again = world
        .write(move |tx| tx.notice_alert(&about(id, story), at(10)))
        .await;
    assert!(!again, "what was passed over does not ring later");
}

#[tokio::test]
async fn a_story_told_under_its_old_number_is_known_as_told() {
    let world = World::new().await;
    let (told, old, new, story) = world
        .write(|tx| {
            let (told, old) = admit(tx, "a", &["sanctions"], 1);
            let (new, story) = admit(tx, "b", &["sanctions"], 2);
            tx.notice_alert(&about(told, old), at(3))?;
            tell(tx, told, old, 4)?;
            tx.merge_stories(old, story, 0.5, &[], at(5))?;
            tx.notice_alert(&about(new, story), at(6))?;
            Ok((told, old, new, story))
        })
        .await;

    let waiting = world
        .read(|view| view.waiting_alerts(&morning(), &desk()))
        .await;
    assert_eq!(waiting.len(), 1, "{old} is told");
    assert_eq!(waiting[0].about, AlertAbout::Article(new, story));
    assert_eq!(waiting[0].last_told, Some(at(4)));
    let letters = world
        .read(|view| view.alert_letters(&desk(), at(0), at(30)))
        .await;
    assert_eq!(letters[&topic("sanctions")], [at(4)]);
    let candidates = world
        .read(move |view| view.story_candidates(&desk(), &topics(), story))
        .await;
    assert_eq!(candidates.len(), 1, "only what no letter has told");
    assert!(candidates[0].is_development && candidates[0].article != told);
}

#[tokio::test]
async fn alerts_of_digests_that_are_gone_are_settled() {
    let world = World::new().await;
    world
        .write(|tx| {
            let (id, story) = admit(tx, "a", &["sanctions"], 1);
            tx.notice_alert(&about(id, story), at(2))
        })
        .await;

    let settled = world
        .write(|tx| tx.pass_alerts_of_others(&["evening".parse().unwrap()], at(3)))
        .await;

    assert_eq!(settled, 1);
    assert_eq!(world.read(View::waiting_counts).await, []);
}

#[tokio::test]
async fn an_alert_that_some_were_told_waits_on_for_the_one_who_was_not() {
    let world = World::new().await;
    let late: Recipient = "late@example.org".parse().unwrap();
    let (id, story) = world
        .write(|tx| Ok(admit(tx, "a", &["sanctions"], 1)))
        .await;
    let held_for = late.clone();
    world
        .write(move |tx| {
            tx.notice_alert(&about(id, story), at(2))?;
            let alert = tx.waiting_alerts(&morning(), &desk())?[0].id;
            tell(tx, id, story, 3)?;
            tx.hold_alert_for(alert, &held_for, HeldBy::Rate)?;
            tx.hold_alert_for(alert, &held_for, HeldBy::Rate)
        })
        .await;

    let of = |to: Recipient| world.read(move |view| view.waiting_alerts(&morning(), &to));
    assert_eq!(of(desk()).await, []);
    let waiting = of(late.clone()).await;
    assert_eq!(waiting.len(), 1, "{waiting:?}");
    assert!(!waiting[0].is_told && waiting[0].last_told.is_none());
    let candidates = world
        .read(move |view| view.story_candidates(&late, &topics(), story))
        .await;
    assert!(!candidates[0].is_development, "it is all new to them");

    let settled = world
        .write(|tx| tx.pass_alerts_of_left(&morning(), &[desk()], at(9)))
        .await;
    assert_eq!(settled, 1, "and they leave the digest");
}
