//! Lessons written down with matches, hidden matches that nothing tells, and the marks that are learnt from.

use super::World;
use super::admit;
use super::at;
use super::matching;
use super::morning;
use super::topic;
use super::version;
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::lesson::Lean;
use crate::model::lesson::Lesson;
use crate::model::lesson::Moved;
use crate::model::mark::Judgement;
use crate::model::mark::Marked;
use crate::model::mark::NewMark;
use crate::model::matching::Match;
use crate::store::MarkedArticle;
use crate::store::Tx;

fn learned(moved: Option<Moved>) -> Match {
    Match {
        learned: Some(Lesson {
            likelihood: 0.123,
            moved,
            marks: 40,
            up_to: 57,
            because: vec![Lean {
                what: "word '\"quoted\"'".to_owned(),
                weight: -0.37,
            }],
        }),
        ..matching("sport")
    }
}

fn mark(tx: &mut Tx, marked: Marked, topic_name: Option<&str>, judgement: Judgement) {
    let new = NewMark {
        marked,
        topic: topic_name.map(topic),
        judgement,
        note: None,
    };
    assert!(tx.keep_mark(&new, "anna", at(9)).unwrap());
}

#[tokio::test]
async fn a_lesson_comes_back_as_it_was_written() {
    let world = World::new().await;
    let found = learned(Some(Moved::Lifted));
    let kept = found.clone();

    let read = world
        .write(move |tx| {
            let (id, _) = admit(tx, "one", &[], 1);
            tx.keep_matches(id, &version(), &[kept], at(2))?;
            tx.matches(id)
        })
        .await;

    assert_eq!(read, [found]);
}

#[tokio::test]
async fn a_hidden_match_is_kept_once_and_told_by_nothing() {
    let world = World::new().await;
    let hidden = learned(Some(Moved::Hidden));
    let kept = hidden.clone();

    let (id, waiting) = world
        .write(move |tx| {
            let (id, _) = admit(tx, "one", &[], 1);
            tx.keep_hidden(id, &version(), std::slice::from_ref(&kept), at(2))?;
            tx.keep_hidden(id, &version(), &[kept], at(3))?;
            Ok((id, tx.waiting(&morning(), &[topic("sport")])?))
        })
        .await;

    assert_eq!(waiting, 0);
    let (matches, read, articles, before, rows) = world
        .read(move |view| {
            Ok((
                view.matches(id)?,
                view.hidden_matches(id)?,
                view.hidden_articles(&topic("sport"), at(0), at(5))?,
                view.hidden_articles(&topic("sport"), at(2), at(5))?,
                view.rows("SELECT id FROM matches", [], |row| row.get::<_, i64>("id"))?,
            ))
        })
        .await;
    assert_eq!(matches, []);
    assert_eq!(read, [hidden]);
    assert_eq!(rows.len(), 1, "it was judged twice");
    assert_eq!((articles, before), (vec![id], vec![]));
}

#[tokio::test]
async fn of_several_marks_on_an_article_the_newest_that_concerns_the_topic_is_learnt_from() {
    let world = World::new().await;

    let (sport, news, few, newest) = world
        .write(|tx| {
            let (one, story) = admit(tx, "one", &["sport"], 1);
            let (two, _) = admit(tx, "two", &["sport", "news"], 2);
            let (three, _) = admit(tx, "three", &["news"], 3);
            mark(tx, Marked::Story(story), None, Judgement::Useful);
            mark(tx, Marked::Article(two), None, Judgement::Useful);
            mark(tx, Marked::Article(two), Some("news"), Judgement::Noise);
            mark(tx, Marked::Article(three), Some("sport"), Judgement::Noise);
            mark(tx, Marked::Article(one), None, Judgement::Noise);
            Ok((
                tx.marked_for(&topic("sport"), 10)?,
                tx.marked_for(&topic("news"), 10)?,
                tx.marked_for(&topic("sport"), 1)?,
                tx.newest_mark()?,
            ))
        })
        .await;

    let row = |article, judgement| MarkedArticle {
        article: ArticleId(article),
        story: StoryId(article).0,
        judgement,
    };
    assert_eq!(
        sport,
        [
            row(1, Judgement::Noise),
            row(2, Judgement::Useful),
            // Marked for sport expressly, although it never met it.
            row(3, Judgement::Noise),
        ]
    );
    assert_eq!(news, [row(2, Judgement::Noise)]);
    assert_eq!(few, [row(1, Judgement::Noise)], "the newest mark");
    assert_eq!(newest, 5);
}
