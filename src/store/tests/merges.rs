//! Merged stories: the old number leads on, what was told stays told, nothing is told twice.

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
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::mark::Judgement;
use crate::model::mark::Marked;
use crate::model::mark::NewMark;

/// Three stories, each with an article.
async fn three(world: &World) -> [(ArticleId, StoryId); 3] {
    world
        .write(|tx| Ok(["a", "b", "c"].map(|guid| admit(tx, guid, &["sanctions"], 1))))
        .await
}

#[tokio::test]
async fn the_number_of_a_merged_story_means_the_survivor_however_often_it_was_merged_on() {
    let world = World::new().await;
    let [(_, first), (_, second), (_, third)] = three(&world).await;

    world
        .write(move |tx| {
            tx.merge_stories(third, second, 0.5, &["Minsk".to_owned()], at(2))?;
            tx.merge_stories(second, first, 0.6, &[], at(3))
        })
        .await;

    let (story, articles) = world.read(move |view| view.story(third)).await.unwrap();
    assert_eq!((story.id, story.articles, articles.len()), (first, 3, 3));
    let merges = world.read(move |view| view.merged_into(first)).await;
    let told: Vec<_> = merges
        .iter()
        .map(|m| (m.story, m.into, m.because.len()))
        .collect();
    assert_eq!(told, [(third, second, 1), (second, first, 0)]);
}

#[tokio::test]
async fn what_was_told_under_the_younger_number_is_not_told_again_and_makes_later_news_a_development()
 {
    let world = World::new().await;
    let [(_, first), (told, second), _] = three(&world).await;
    world
        .write(move |tx| issue(tx, &[(second, vec![told])], &["desk@example.org"], 10))
        .await;

    world
        .write(move |tx| {
            tx.merge_stories(second, first, 0.5, &[], at(11))?;
            let later = tx.admit(&article("later", "Later", 12), false, &version())?;
            tx.join_story(first, later, 0.9, &[], at(12))?;
            tx.keep_matches(later, &version(), &[matching("sanctions")], at(12))
        })
        .await;

    assert!(!candidates(&world, 30).await.contains(&told));
    let found = world
        .read(|view| view.candidates(&morning(), &topics(), at(30), 10))
        .await;
    let of_first: Vec<_> = found.iter().filter(|c| c.story == first).collect();
    assert_eq!(of_first.len(), 2, "the untold one and the later one");
    assert!(of_first.iter().all(|candidate| candidate.is_development));
}

#[tokio::test]
async fn marks_follow_a_story_into_the_survivor_also_when_made_under_the_old_number() {
    let world = World::new().await;
    let [(_, first), (_, second), _] = three(&world).await;
    let mark = |judgement| NewMark {
        marked: Marked::Story(second),
        topic: None,
        judgement,
        note: None,
    };
    let (before, after) = (mark(Judgement::Noise), mark(Judgement::Useful));

    world
        .write(move |tx| {
            tx.keep_mark(&before, "anna", at(2))?;
            tx.merge_stories(second, first, 0.5, &[], at(3))?;
            tx.keep_mark(&after, "anna", at(4))
        })
        .await;

    let marks = world.read(move |view| view.marks_of_story(first)).await;
    assert_eq!(marks.len(), 2);
}
