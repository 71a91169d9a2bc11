//! Marks, and the one change that a command may make beside a daemon.

use super::World;
use super::admit;
use super::at;
use super::topic;
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::mark::Judgement;
use crate::model::mark::Marked;
use crate::model::mark::NewMark;
use crate::model::settings::StoreSettings;
use crate::store::StoreError;
use crate::store::View;
use crate::store::change;

fn mark(marked: Marked, judgement: Judgement) -> NewMark {
    NewMark {
        marked,
        topic: None,
        judgement,
        note: None,
    }
}

#[tokio::test]
async fn a_command_marks_while_a_daemon_has_the_archive_and_both_go_on() {
    let world = World::new().await;
    let (article, story) = world.write(|tx| Ok(admit(tx, "one", &["sport"], 1))).await;

    for (marked, judgement) in [
        (Marked::Story(story), Judgement::Noise),
        (Marked::Article(article), Judgement::Useful),
    ] {
        let new = mark(marked, judgement);
        let is_kept = change(&world.settings(), |tx| tx.keep_mark(&new, "anna", at(2))).unwrap();
        assert!(is_kept);
        world.write(|tx| tx.keep_fact("key", "value")).await;
    }

    let marks = world.read(move |view| view.marks_of_article(article)).await;
    let said: Vec<_> = marks.iter().map(|mark| mark.said.judgement).collect();
    assert_eq!(said, [Judgement::Useful, Judgement::Noise]);
    assert_eq!((marks[0].by.as_str(), marks[0].at), ("anna", at(2)));
    let of_story = world.read(move |view| view.marks_of_story(story)).await;
    assert_eq!(of_story, marks);
    let opinions = world.read(View::opinions).await;
    assert_eq!(
        opinions.of(article, &topic("sport")),
        Some(Judgement::Useful)
    );
}

#[tokio::test]
async fn a_change_without_a_daemon_leaves_the_archive_closed_in_order() {
    let mut world = World::new().await;
    let (article, _) = world.write(|tx| Ok(admit(tx, "one", &[], 1))).await;
    world.stop();

    let new = mark(Marked::Article(article), Judgement::Noise);
    change(&world.settings(), |tx| tx.keep_mark(&new, "anna", at(2))).unwrap();

    world.start().unwrap();
    assert!(!world.store().opening().is_recovered);
    let marks = world.read(move |view| view.marks_of_article(article)).await;
    assert_eq!(marks.len(), 1);
}

#[tokio::test]
async fn a_change_that_fails_leaves_nothing_behind_beside_a_daemon_and_alone() {
    let mut world = World::new().await;
    let fail = |tx: &mut crate::store::Tx| {
        tx.keep_fact("failed", "must not stay")?;
        Err::<(), _>(StoreError::missing("thing"))
    };

    assert!(change(&world.settings(), fail).is_err());
    world.stop();
    assert!(change(&world.settings(), fail).is_err());
    world.start().unwrap();

    assert_eq!(world.read(|view| view.fact("failed")).await, None);
}

#[tokio::test]
async fn what_is_not_there_cannot_be_marked() {
    let world = World::new().await;

    for marked in [Marked::Article(ArticleId(7)), Marked::Story(StoryId(7))] {
        let new = mark(marked, Judgement::Noise);
        let is_kept = change(&world.settings(), |tx| tx.keep_mark(&new, "anna", at(2))).unwrap();
        assert!(!is_kept, "{marked}");
    }
    assert!(world.read(View::opinions).await.is_empty());
}

#[test]
fn a_change_does_not_make_an_archive() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("state").join("wirewatch.db");

    let refused = change(&StoreSettings { path: path.clone() }, |_| Ok(())).unwrap_err();

    assert!(matches!(refused, StoreError::Absent { .. }), "{refused:?}");
    assert!(!path.exists());
}
