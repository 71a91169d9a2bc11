//! Copies and revisions: one text at two addresses of an outlet, in two of its feeds, with other words, or elsewhere; and
//! what a later article adds.

use serde_json::Value;

use crate::stories::list;
use crate::stories::show;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

const TEXT: &str = "The council of ministers met on Tuesday to decide about the bridge that the flood had taken away in \
    March, and after nine hours of talks it gave forty million to the two towns on the river, said the mayor of the \
    smaller one, who had asked for a ferry until the new bridge is open for cars and people again next year.";

fn world() -> World {
    let feed = "every = \"5s\"\nbackfill = \"24h\"";
    World::new(
        Plan::empty()
            .topic("bridges", "any = [\"bridge\", \"ferry\", \"minister\"]")
            .digest(
                "desk",
                "topics = [\"bridges\"]\nto = [\"desk@example.org\"]",
            )
            .feed_with("world", feed)
            .feed_with("politics", feed)
            .feed_with("elsewhere", feed),
    )
}

/// Publishes articles: address, headline, text. The guid follows from the address.
fn serve(world: &World, feed: &str, items: &[(&str, &str, &str)]) {
    let entry = |(link, title, text): &(&str, &str, &str)| Entry {
        link: (*link).to_owned(),
        ..Entry::new(link, title, text, at("08:30:00"))
    };
    let entries: Vec<Entry> = items.iter().map(entry).collect();
    let channel = format!("The {feed} desk");
    world
        .origin()
        .serves(&format!("/{feed}"), Answer::feed(rss(&channel, &entries)));
}

fn serve_nothing(world: &World) {
    for feed in ["world", "politics", "elsewhere"] {
        serve(world, feed, &[]);
    }
}

/// The one story that there is.
fn only_story(world: &World) -> Value {
    let stories = list(world);
    assert_eq!(stories.len(), 1, "{stories:#?}");
    show(world, &stories[0]["id"].to_string())
}

#[test]
fn one_text_at_two_addresses_of_an_outlet_is_one_story_and_no_other_outlet() {
    let world = world();
    serve_nothing(&world);
    let first = ("https://paper.example/a", "Millions for a new bridge", TEXT);
    let again = (
        "https://paper.example/b",
        "River towns get their bridge",
        TEXT,
    );
    serve(&world, "world", &[first]);
    world.once(at("09:00:00"));
    serve(&world, "world", &[first, again]);
    let summary = world.once(at("09:00:30"));
    assert_eq!(
        (&summary["articles_new"], &summary["stories_new"]),
        (&1.into(), &0.into())
    );
    world.once(at("09:02:00"));

    let story = only_story(&world);
    let copy = &story["articles"][1];
    assert_eq!(copy["copy_of"], story["articles"][0]["id"]);
    assert_eq!(
        (&copy["is_own_copy"], &copy["revisions"]),
        (&true.into(), &0.into())
    );
    let letter = world.inbox().letter().text();
    assert!(letter.contains("1 further article"), "{letter}");
    assert!(!letter.contains("more outlet"), "{letter}");
    let told = world.run(&["story", "show", "1"]);
    assert!(
        told.stdout.contains("the same outlet's article 1 again"),
        "{told}"
    );
}

#[test]
fn two_feeds_of_one_site_are_one_outlet_and_a_reprint_elsewhere_is_another() {
    let world = world();
    serve_nothing(&world);
    serve(
        &world,
        "world",
        &[(
            "https://www.paper.example/a",
            "Millions for a new bridge",
            TEXT,
        )],
    );
    serve(
        &world,
        "politics",
        &[(
            "https://paper.example/a?from=politics",
            "Millions for a new bridge",
            TEXT,
        )],
    );
    world.once(at("09:00:00"));
    serve(
        &world,
        "elsewhere",
        &[("https://elsewhere.example/a", "A bridge at last", TEXT)],
    );
    world.once(at("09:00:30"));
    world.once(at("09:02:00"));

    let story = only_story(&world);
    let owned = |n: usize| {
        (
            story["articles"][n]["copy_of"].is_null(),
            story["articles"][n]["is_own_copy"].clone(),
        )
    };
    assert_eq!(owned(1), (false, true.into()));
    assert_eq!(owned(2), (false, false.into()));
    let letter = world.inbox().letter().text();
    assert!(
        letter.contains("1 more outlet, 1 further article"),
        "{letter}"
    );
}

#[test]
fn other_words_under_one_identity_are_a_revision_and_no_copy() {
    let world = world();
    serve_nothing(&world);
    let link = "https://paper.example/a";
    serve(
        &world,
        "world",
        &[(link, "Millions for a new bridge", TEXT)],
    );
    world.once(at("09:00:00"));
    world.once(at("09:02:00"));
    let changed = TEXT.replace("forty million", "fifty million");
    serve(
        &world,
        "world",
        &[(link, "Millions for a new bridge", &changed)],
    );
    world.once(at("10:00:00"));
    world.once(at("10:02:00"));

    let story = only_story(&world);
    assert_eq!(story["articles"].as_array().unwrap().len(), 1);
    let article = &story["articles"][0];
    assert_eq!(
        (&article["revisions"], &article["copy_of"]),
        (&1.into(), &Value::Null)
    );
    assert_eq!(article["is_own_copy"], false);
    let told = world.run(&["story", "show", "1"]);
    assert!(
        told.stdout
            .contains("revised 1 time, last at 2026-11-20 10:00 UTC"),
        "{told}"
    );
}

#[test]
fn items_too_short_to_compare_are_copies_by_their_normalised_headline() {
    let world = world();
    serve_nothing(&world);
    serve(
        &world,
        "world",
        &[(
            "https://paper.example/a",
            "Minister of energy resigns in Vilnius",
            "",
        )],
    );
    world.once(at("09:00:00"));
    serve(
        &world,
        "elsewhere",
        &[
            (
                "https://elsewhere.example/a",
                "MINISTER OF ENERGY RESIGNS IN VILNIUS!",
                "",
            ),
            (
                "https://elsewhere.example/b",
                "Minister of energy resigns in Riga",
                "",
            ),
        ],
    );
    world.once(at("09:01:00"));

    let copies: Vec<Value> = list(&world)
        .iter()
        .flat_map(|story| {
            show(&world, &story["id"].to_string())["articles"]
                .as_array()
                .unwrap()
                .clone()
        })
        .filter(|article| !article["copy_of"].is_null())
        .map(|article| article["title"].clone())
        .collect();
    assert_eq!(copies, ["MINISTER OF ENERGY RESIGNS IN VILNIUS!"]);
}

#[test]
fn a_development_says_what_is_new_in_it() {
    let world = world();
    serve_nothing(&world);
    serve(
        &world,
        "world",
        &[("https://paper.example/a", "Millions for a new bridge", TEXT)],
    );
    world.once(at("09:00:00"));
    world.once(at("09:02:00"));
    let later = "The council of ministers gave forty million for the bridge that the flood had taken away in March. \
        Contractor Halina Stroeva wants 61 million instead, because steel has become dearer since summer. The two towns \
        on the river asked for a ferry until the bridge is open again, said the mayor of the smaller one.";
    serve(
        &world,
        "elsewhere",
        &[(
            "https://elsewhere.example/b",
            "Council bridge millions: contractor wants more",
            later,
        )],
    );
    world.once(at("10:00:00"));
    world.once(at("10:02:00"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2);
    let (text, html) = (letters[1].text(), letters[1].html());
    assert!(text.contains("new   Halina Stroeva · 61 million"), "{text}");
    assert!(
        html.contains("<b>Halina Stroeva · 61 million</b>"),
        "{html}"
    );
    assert!(
        !letters[0].text().contains("    new "),
        "{}",
        letters[0].text()
    );
}
