//! Articles moved to another story: their copies go along, the old place stays known, nothing is told twice.

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
use crate::store::StoreError;
use crate::store::Tx;

fn because() -> Vec<String> {
    vec!["ferry".to_owned(), "Mykonos".to_owned()]
}

/// An article of a story.
fn join(tx: &mut Tx, story: StoryId, slug: &str, minute: i64) -> Result<ArticleId, StoreError> {
    let id = tx.admit(&article(slug, slug, minute), false, &version())?;
    tx.join_story(story, id, 0.5, &[], at(minute))?;
    Ok(id)
}

#[tokio::test]
async fn when_the_first_article_leaves_the_next_one_opens_the_story_and_gives_it_its_headline() {
    let world = World::new().await;
    let (first, second, from, to) = world
        .write(|tx| {
            let (first, from) = admit(tx, "first", &[], 1);
            let second = join(tx, from, "second", 2)?;
            join(tx, from, "third", 3)?;
            let (_, to) = admit(tx, "elsewhere", &[], 5);
            tx.move_article(first, to, 0.4, &because(), at(6))?;
            Ok((first, second, from, to))
        })
        .await;

    let (left, articles) = world.read(move |view| view.story(from)).await.unwrap();
    assert_eq!(
        (&*left.title, left.opened, left.grew, left.articles),
        ("second", at(2), at(3), 2)
    );
    assert_eq!(articles.len(), 2);
    let opener = world.read(move |view| view.placement(second)).await;
    assert_eq!(opener.unwrap().similarity, None);
    let (taken, _) = world.read(move |view| view.story(to)).await.unwrap();
    assert_eq!(
        (&*taken.title, taken.opened, taken.grew, taken.articles),
        ("Title of first", at(1), at(5), 2)
    );
    let moved = world.read(move |view| view.placement(first)).await.unwrap();
    assert_eq!(
        (moved.story, moved.similarity, moved.because),
        (to, Some(0.4), because())
    );
    let [told] = &*world.read(move |view| view.article_moves(to)).await else {
        panic!("one move");
    };
    assert_eq!(
        (told.from, told.to, told.similarity, &told.because, told.at),
        (from, to, 0.4, &because(), at(6))
    );
}

#[tokio::test]
async fn an_article_that_is_there_already_moves_nowhere_and_one_that_has_no_story_is_a_fault() {
    let world = World::new().await;
    let (story, unplaced) = world
        .write(|tx| {
            let (_, story) = admit(tx, "first", &[], 1);
            let second = join(tx, story, "second", 2)?;
            tx.move_article(second, story, 0.9, &because(), at(3))?;
            let unplaced = tx.admit(&article("x", "X", 4), false, &version())?;
            Ok((story, tx.move_article(unplaced, story, 0.9, &[], at(5))))
        })
        .await;

    assert!(unplaced.is_err());
    let (told, _) = world.read(move |view| view.story(story)).await.unwrap();
    assert_eq!(told.articles, 2);
    assert!(
        world
            .read(move |view| view.article_moves(story))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn copies_of_copies_go_along_and_those_in_other_stories_stay() {
    let world = World::new().await;
    let (expected, to, elsewhere, stays) = world
        .write(|tx| {
            let (_, from) = admit(tx, "first", &[], 1);
            let parted = join(tx, from, "parted", 2)?;
            let copy = join(tx, from, "copy", 3)?;
            tx.keep_copy(copy, parted)?;
            let second_hand = join(tx, from, "second hand", 4)?;
            tx.keep_copy(second_hand, copy)?;
            let (_, elsewhere) = admit(tx, "elsewhere", &[], 5);
            let stays = join(tx, elsewhere, "stays", 6)?;
            tx.keep_copy(stays, parted)?;
            let to = tx.part_story(parted, at(7))?;
            Ok((vec![parted, copy, second_hand], to, elsewhere, stays))
        })
        .await;

    let (_, articles) = world.read(move |view| view.story(to)).await.unwrap();
    let ids: Vec<_> = articles.iter().map(|stored| stored.id).collect();
    assert_eq!(ids, expected);
    assert_eq!(
        world.read(move |view| view.story_of(stays)).await,
        elsewhere
    );
}

#[tokio::test]
async fn a_story_that_lost_all_is_known_still_and_may_lead_on() {
    let world = World::new().await;
    let (from, to) = world
        .write(|tx| {
            let (only, from) = admit(tx, "only", &[], 1);
            let (_, to) = admit(tx, "elsewhere", &[], 2);
            tx.move_article(only, to, 0.6, &because(), at(3))?;
            Ok((from, to))
        })
        .await;

    let (left, articles) = world.read(move |view| view.story(from)).await.unwrap();
    assert_eq!(
        (&*left.title, left.articles, articles.len()),
        ("Title of only", 0, 0)
    );

    world
        .write(move |tx| tx.merge_stories(from, to, 0.6, &because(), at(4)))
        .await;

    let (led, _) = world.read(move |view| view.story(from)).await.unwrap();
    assert_eq!((led.id, led.articles), (to, 2));
}

#[tokio::test]
async fn an_article_takes_its_copies_along_and_its_old_story_stays_known() {
    let world = World::new().await;
    let (parted, copy, from, to) = world
        .write(|tx| {
            let (_, from) = admit(tx, "first", &["sanctions"], 1);
            let parted = tx.admit(&article("parted", "Parted", 2), false, &version())?;
            tx.join_story(from, parted, 0.5, &[], at(2))?;
            let copy = tx.admit(&article("copy", "Copy", 3), false, &version())?;
            tx.join_story(from, copy, 0.9, &[], at(3))?;
            tx.keep_copy(copy, parted)?;
            let to = tx.part_story(parted, at(4))?;
            Ok((parted, copy, from, to))
        })
        .await;

    let (story, articles) = world.read(move |view| view.story(to)).await.unwrap();
    let ids: Vec<_> = articles.iter().map(|stored| stored.id).collect();
    assert_eq!((ids, story.articles), (vec![parted, copy], 2));
    let (left, _) = world.read(move |view| view.story(from)).await.unwrap();
    assert_eq!(left.articles, 1);
    let moves = world.read(move |view| view.article_moves(from)).await;
    let told: Vec<_> = moves.iter().map(|m| (m.article, m.from, m.to)).collect();
    assert_eq!(told, [(parted, from, to), (copy, from, to)]);
}

#[tokio::test]
async fn what_was_told_before_it_was_parted_is_not_told_again_and_makes_later_news_a_development() {
    let world = World::new().await;
    let (told, parted) = world
        .write(|tx| {
            let (_, story) = admit(tx, "first", &["sanctions"], 1);
            let told = tx.admit(&article("told", "Told", 2), false, &version())?;
            tx.join_story(story, told, 0.5, &[], at(2))?;
            tx.keep_matches(told, &version(), &[matching("sanctions")], at(2))?;
            issue(tx, &[(story, vec![told])], &["desk@example.org"], 10)?;
            Ok((told, tx.part_story(told, at(11))?))
        })
        .await;

    world
        .write(move |tx| {
            let later = tx.admit(&article("later", "Later", 12), false, &version())?;
            tx.join_story(parted, later, 0.9, &[], at(12))?;
            tx.keep_matches(later, &version(), &[matching("sanctions")], at(12))
        })
        .await;

    assert!(!candidates(&world, 30).await.contains(&told));
    let found = world
        .read(|view| view.candidates(&morning(), &topics(), at(30), 10))
        .await;
    let later: Vec<_> = found.iter().filter(|c| c.story == parted).collect();
    assert_eq!(later.len(), 1);
    assert!(later[0].is_development);
}
