//! Search and the stream: what is found, in which order, and that no input is an error.

use proptest::prelude::*;

use super::World;
use super::admit;
use super::article;
use super::at;
use super::feed;
use super::topic;
use super::version;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::ids::EventId;
use crate::store::SearchHit;
use crate::store::SearchQuery;
use crate::store::Verdict;
use crate::store::View;

fn words(words: &str) -> SearchQuery {
    SearchQuery {
        words: words.to_owned(),
        topic: None,
        feed: None,
        since: None,
        limit: 10,
    }
}

async fn find(world: &World, query: SearchQuery) -> Vec<SearchHit> {
    world.read(move |view| view.search(&query)).await
}

async fn titles(world: &World, query: SearchQuery) -> Vec<String> {
    let hits = find(world, query).await;
    hits.into_iter().map(|hit| hit.title).collect()
}

async fn world_with(articles: &'static [(&'static str, &'static str)]) -> World {
    let world = World::new().await;
    world
        .write(move |tx| {
            for (minute, (title, text)) in (0..).zip(articles) {
                let mut article = article(&format!("g{minute}"), title, minute);
                (*text).clone_into(&mut article.text);
                let id = tx.admit(&article, false, &version())?;
                tx.open_story(id, title, at(minute))?;
            }
            Ok(())
        })
        .await;
    world
}

#[tokio::test]
async fn every_word_must_be_there_and_the_newest_comes_first() {
    let world = world_with(&[
        ("Sanctions on Minsk", "The council decided."),
        ("Sanctions elsewhere", "Nothing about the capital."),
        ("Council meets", "New sanctions for Minsk were discussed."),
    ])
    .await;

    assert_eq!(
        titles(&world, words("minsk SANCTIONS")).await,
        ["Council meets", "Sanctions on Minsk"]
    );
    assert_eq!(
        titles(&world, words("\"sanctions for minsk\"")).await,
        ["Council meets"]
    );
    assert_eq!(titles(&world, words("sancti*")).await.len(), 3);
    assert!(titles(&world, words("sancti")).await.is_empty());
    assert_eq!(titles(&world, words("  ")).await.len(), 3);
}

#[tokio::test]
async fn marks_over_letters_and_case_do_not_matter() {
    let world = world_with(&[("Šiauliai ir Łódź", "Свабо́да — ЖЫВЕ")]).await;

    for asked in ["siauliai", "ŠIAULIAI", "свабода", "жыве"] {
        assert_eq!(titles(&world, words(asked)).await.len(), 1, "{asked}");
    }
}

#[tokio::test]
async fn a_hit_shows_the_words_in_their_passage() {
    let world = world_with(&[("Title", "The council put sanctions on three banks.")]).await;

    let hit = find(&world, words("sanctions")).await.remove(0);

    assert_eq!(
        hit.plain_snippet(),
        "The council put sanctions on three banks."
    );
    let marked: Vec<_> = hit.snippet.iter().filter(|part| part.is_hit).collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0].text, "sanctions");
    assert!(hit.story.is_some());
}

#[tokio::test]
async fn filters_narrow_what_is_found() {
    let world = World::new().await;
    world
        .write(|tx| {
            tx.sync_feeds(&[feed("wire"), feed("other")], at(0))?;
            admit(tx, "a", &["sanctions"], 1);
            admit(tx, "b", &["repression"], 2);
            let mut elsewhere = article("c", "Title of c", 3);
            elsewhere.feed = feed("other").name;
            tx.admit(&elsewhere, false, &version())
        })
        .await;
    let all = words("title");

    let by_topic = SearchQuery {
        topic: Some(topic("repression")),
        ..all.clone()
    };
    let by_feed = SearchQuery {
        feed: Some(feed("other").name),
        ..all.clone()
    };
    let by_time = SearchQuery {
        since: Some(at(2)),
        ..all.clone()
    };
    let in_future = SearchQuery {
        since: Some(at(99)),
        ..all.clone()
    };
    let limited = SearchQuery { limit: 1, ..all };

    assert_eq!(titles(&world, by_topic.clone()).await, ["Title of b"]);
    assert_eq!(titles(&world, by_feed).await, ["Title of c"]);
    assert_eq!(titles(&world, by_time).await, ["Title of c", "Title of b"]);
    assert!(titles(&world, in_future).await.is_empty());
    assert_eq!(titles(&world, limited).await, ["Title of c"]);
    assert_eq!(
        find(&world, by_topic).await[0].topics,
        [topic("repression")]
    );
}

#[tokio::test]
async fn a_revised_article_is_found_by_its_new_words_only() {
    let world = World::new().await;
    let (id, _) = world.write(|tx| Ok(admit(tx, "a", &[], 1))).await;

    world
        .write(move |tx| tx.revise(id, &article("a", "Renamed", 1), at(2)))
        .await;

    assert_eq!(titles(&world, words("renamed")).await, ["Renamed"]);
    assert!(titles(&world, words("title")).await.is_empty());
    assert_eq!(world.store().verify().await.unwrap(), Verdict::default());
}

#[tokio::test]
async fn operators_are_words_and_no_input_is_an_error() {
    let world = world_with(&[("Or near not 1 1 col", "' OR 1=1 -- \"* NEAR(a b)")]).await;

    for hostile in [
        "' OR 1=1 --",
        "\"",
        "\"\"\"",
        "*",
        "a*b*",
        "\"unclosed",
        "NEAR(",
        "NEAR(a b, 2)",
        "col:word",
        "title:x",
        "{title}:x",
        "^a",
        "-a",
        "a AND",
        "OR",
        "NOT NOT",
        "(((",
        "a+b",
        "%_",
        "\0",
        "a\0b",
        "\u{202e}\u{feff}",
        "😀",
        "💥*",
        "\\",
        ";DROP TABLE articles",
    ] {
        let query = words(hostile);
        let result = world.store().read(move |view| view.search(&query)).await;
        assert!(result.is_ok(), "{hostile:?}: {result:?}");
    }
    assert_eq!(titles(&world, words("' OR 1=1 --")).await.len(), 1);
    assert!(titles(&world, words("%_")).await.is_empty());
}

#[test]
fn no_text_at_all_makes_search_fail() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let world = runtime.block_on(world_with(&[("Title", "Text")]));

    proptest!(|(text in "\\PC{0,40}|[\"*^:(){}+\\- a-zA-Z0-9\\x00]{0,40}")| {
        let query = words(&text);
        let result = runtime.block_on(world.store().read(move |view| view.search(&query)));
        prop_assert!(result.is_ok(), "{:?}", result);
    });
}

#[tokio::test]
async fn the_stream_is_read_in_order_from_any_place() {
    let world = World::new().await;
    let tell = |subject: &str| NewEvent {
        kind: EventKind::FeedFailed,
        subject: subject.to_owned(),
        data: serde_json::json!({ "cause": "dns" }),
    };
    let events = ["a", "b", "c"].map(tell);

    world
        .write(move |tx| {
            for event in &events {
                tx.tell(event, at(1))?;
            }
            Ok(())
        })
        .await;

    let subjects = |events: Vec<crate::model::event::Event>| {
        events
            .into_iter()
            .map(|event| event.subject)
            .collect::<Vec<_>>()
    };
    let later = world.read(|view| view.events_since(EventId(1), 10)).await;
    assert_eq!(subjects(later), ["b", "c"]);
    let latest = world.read(|view| view.latest_events(2)).await;
    assert_eq!(subjects(latest), ["b", "c"]);
    assert_eq!(world.read(View::last_event).await, EventId(3));
}
