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
