//! Articles: admission, revision, judgement, their places in stories.

use super::World;
use super::admit;
use super::article;
use super::at;
use super::matching;
use super::topic;
use super::version;
use crate::model::article::Article;
use crate::model::ids::ArticleId;
use crate::model::story::Story;

#[tokio::test]
async fn an_article_comes_back_as_it_was_admitted() {
    let world = World::new().await;
    let mut whole = article("a", "Title \u{202e}\0 ' OR 1=1 --", 1);
    whole.author = Some("A. Author".to_owned());
    whole.source = Some("Agency".to_owned());
    whole.published = Some("1969-12-31T23:59:59.999Z".parse().unwrap());
    whole.updated = Some("9999-01-01T00:00:00Z".parse().unwrap());

    let admitted = whole.clone();
    let id = world
        .write(move |tx| tx.admit(&admitted, true, &version()))
        .await;

    let stored = world.read(move |view| view.article(id)).await.unwrap();
    assert_eq!((stored.article, stored.is_backfill), (whole, true));
    let found = world
        .read(|view| view.article_by_link("https://wire.example/a"))
        .await;
    assert_eq!(found.unwrap().id, id);
}

#[tokio::test]
async fn a_revision_keeps_the_words_there_were() {
    let world = World::new().await;
    let id = world
        .write(|tx| tx.admit(&article("a", "Before", 1), false, &version()))
        .await;

    world
        .write(move |tx| tx.revise(id, &article("a", "After", 5), at(5)))
        .await;

    let stored = world.read(move |view| view.article(id)).await.unwrap();
    assert_eq!(stored.article.title, "After");
    assert_eq!(stored.article.first_seen, at(1));
    let revisions = world.read(move |view| view.revisions(id)).await;
    assert_eq!(revisions.len(), 1);
    assert_eq!(
        (revisions[0].title.as_str(), revisions[0].replaced_at),
        ("Before", at(5))
    );
}

#[tokio::test]
async fn an_entry_under_a_new_guid_is_known_by_its_link_and_headline() {
    let world = World::new().await;
    let id = world
        .write(|tx| tx.admit(&article("a", "Title", 1), false, &version()))
        .await;

    let find = |title: &'static str| {
        world.read(move |view| {
            let entry = article("new", title, 1);
            view.known_by_link_and_title(&entry, "https://wire.example/a")
        })
    };

    assert_eq!(find("Title").await.unwrap().0, id);
    assert_eq!(find("Another title").await, None);
}

#[tokio::test]
async fn a_judgement_is_superseded_and_never_lost() {
    let world = World::new().await;
    let (id, _) = world
        .write(|tx| Ok(admit(tx, "a", &["sanctions", "repression"], 1)))
        .await;
    let judged = world.read(move |view| view.matches(id)).await;
    assert_eq!(judged, [matching("sanctions"), matching("repression")]);

    world
        .write(move |tx| tx.keep_matches(id, &version(), &[matching("repression")], at(2)))
        .await;

    let judged = world.read(move |view| view.matches(id)).await;
    assert_eq!(judged, [matching("repression")]);
    let rows = world
        .read(|view| {
            view.rows(
                "SELECT id, topic, superseded_at IS NULL AS holds FROM matches ORDER BY id",
                [],
                |row| Ok((row.get::<_, String>("topic")?, row.get::<_, bool>("holds")?)),
            )
        })
        .await;
    assert_eq!(
        rows,
        [
            ("sanctions".to_owned(), false),
            ("repression".to_owned(), true)
        ]
    );
}

#[tokio::test]
async fn a_story_holds_its_articles_and_why_they_are_in_it() {
    let world = World::new().await;
    let (first, story) = world.write(|tx| Ok(admit(tx, "a", &[], 1))).await;

    let second = world
        .write(move |tx| {
            let id = tx.admit(&article("b", "Second", 7), false, &version())?;
            let because = ["minsk".to_owned(), "\"quoted\"".to_owned()];
            tx.join_story(story, id, 0.75, &because, at(7))?;
            Ok(id)
        })
        .await;

    let (told, articles) = world.read(move |view| view.story(story)).await.unwrap();
    assert_eq!(
        told,
        Story {
            id: story,
            title: "Title of a".to_owned(),
            opened: at(1),
            grew: at(7),
            articles: 2
        }
    );
    assert_eq!(
        articles.iter().map(|one| one.id).collect::<Vec<_>>(),
        [first, second]
    );
    let placed = world.read(move |view| view.placement(second)).await;
    let placed = placed.unwrap();
    assert_eq!((placed.story, placed.similarity), (story, Some(0.75)));
    assert_eq!(placed.because, ["minsk", "\"quoted\""]);
}

#[tokio::test]
async fn the_words_that_an_article_came_with_are_kept_whatever_it_says_later() {
    let world = World::new().await;
    let words = |title: &str, text: &str, language: Option<&str>| Article {
        title: title.to_owned(),
        text: text.to_owned(),
        language: language.map(|code| code.parse().unwrap()),
        ..article("a", title, 1)
    };
    let first = words("First", "a line", None);
    let next = words("Second", "another line", Some("en"));
    let id = world
        .write(move |tx| {
            let id = tx.admit(&first, false, &version())?;
            tx.await_page(id, at(1))?;
            tx.keep_page(
                id,
                "a line",
                "a line\n\nand its page",
                8,
                "de".parse().ok(),
                at(2),
            )?;
            tx.revise(id, &next, at(3))?;
            tx.revise(id, &words("Third", "", Some("ru")), at(4))?;
            Ok(id)
        })
        .await;

    for came in [
        world
            .read(|view| view.came_since(at(0), ArticleId(0), 9))
            .await,
        world
            .read(move |view| view.came_between(ArticleId(0), id, 9))
            .await,
    ] {
        let came = &came[0].article;
        assert_eq!((&*came.title, &*came.text), ("First", "a line"));
        assert_eq!(came.language, None);
    }
    let today = world.read(move |view| view.article(id)).await.unwrap();
    assert_eq!(today.article.title, "Third");
}

#[tokio::test]
async fn articles_are_read_in_order_a_page_at_a_time() {
    let world = World::new().await;
    world
        .write(|tx| {
            for minute in 0..10 {
                admit(tx, &format!("a{minute}"), &[topic("x").as_str()], minute);
            }
            Ok(())
        })
        .await;

    let mut seen = Vec::new();
    let mut after = ArticleId(0);
    loop {
        let page = world
            .read(move |view| view.came_since(at(4), after, 4))
            .await;
        let Some(last) = page.last() else {
            break;
        };
        after = last.id;
        seen.extend(page.iter().map(|one| one.article.first_seen));
    }

    assert_eq!(seen, (4..10).map(at).collect::<Vec<_>>());
}

#[tokio::test]
async fn the_page_of_an_article_that_was_dropped_meanwhile_is_nobodys() {
    let world = World::new().await;
    let id = world
        .write(|tx| tx.admit(&article("a", "Told", 1), false, &version()))
        .await;
    let absent = ArticleId(id.0 + 1);

    let kept = world
        .write(move |tx| {
            Ok((
                tx.put_off_page_check(id, at(5))?,
                tx.keep_gone_page(id, 410, at(5))?,
            ))
        })
        .await;
    let dropped = world
        .write(move |tx| {
            Ok((
                tx.put_off_page_check(absent, at(5))?,
                tx.keep_gone_page(absent, 410, at(5))?,
            ))
        })
        .await;

    assert_eq!(kept, (true, true));
    assert_eq!(dropped, (false, false));
}
