//! What an alert's reader is spared holds for the reader, not for the digest: who reads two digests has one hour, one
//! story and one thread.

use jiff::Timestamp;
use serde_json::Value;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Letter;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

const FERRY: &str = "Ferry sinks off Mykonos with forty aboard";
const FERRY_AGAIN: &str = "Forty rescued as ferry goes down near Mykonos";

fn publish(world: &World, feed: &str, entries: &[Entry]) {
    world
        .origin()
        .serves(&format!("/{feed}"), Answer::feed(rss(feed, entries)));
}

fn entry(slug: &str, title: &str, published: Timestamp) -> Entry {
    Entry::new(slug, title, "", published)
}

fn digest(hour: u8, topic: &str, to: &[&str]) -> String {
    format!("at = \"{hour}:00\"\ntz = \"UTC\"\ntopics = [\"{topic}\"]\nto = {to:?}")
}

/// A world whose feeds were read once and had nothing to tell.
fn watched(plan: Plan) -> World {
    let world = World::new(plan.feed("wire").feed("paper"));
    publish(&world, "wire", &[]);
    publish(&world, "paper", &[]);
    world.once(at("08:55:00"));
    world
}

/// The first article of the ferry is one digest's business, and what follows another's.
fn two_digests_of_one_event(night: &[&str]) -> World {
    let world = watched(
        Plan::empty()
            .topic("sinking", "any = [\"sinks\"]\nalert = { min_score = 2 }")
            .topic("rescue", "any = [\"rescued\"]\nalert = { min_score = 2 }")
            .digest_with("evening", &digest(18, "sinking", &["desk@example.org"]))
            .digest_with("night", &digest(23, "rescue", night)),
    );
    publish(&world, "wire", &[entry("ferry", FERRY, at("09:05:00"))]);
    world.once(at("09:10:00"));
    publish(
        &world,
        "paper",
        &[entry("again", FERRY_AGAIN, at("09:30:00"))],
    );
    world
}

fn letters_to(world: &World, to: &str) -> Vec<Letter> {
    let mut letters = world.inbox().letters();
    letters.retain(|letter| letter.to == [to]);
    letters
}

fn assert_sound(world: &World) {
    world.run(&["digest", "verify"]).assert_code(0);
    let verdict = world.run(&["db", "verify", "--json"]).json();
    assert_eq!(verdict["faults"], serde_json::json!([]), "{verdict}");
}

#[test]
fn the_hours_limit_is_the_readers_however_many_digests_they_read() {
    let topic = "any = [\"sanction\"]\nalert = { min_score = 2, max_per_hour = 2 }";
    let world = watched(
        Plan::empty()
            .topic("sanctions", topic)
            .digest_with("evening", &digest(18, "sanctions", &["desk@example.org"]))
            .digest_with("night", &digest(23, "sanctions", &["desk@example.org"])),
    );
    let stories = ["oil", "coal", "steel", "timber"].map(|name| {
        let title = format!("Sanctions on {name}: the {name} of {name}land is taxed");
        entry(name, &title, at("09:05:00"))
    });
    publish(&world, "wire", &stories);

    world.once(at("09:10:00"));
    world.once(at("09:12:00"));
    world.once(at("09:30:00"));
    assert_eq!(
        world.inbox().letters().len(),
        2,
        "{:#?}",
        world.inbox().letters()
    );
    world.once(at("10:10:30"));
    world.once(at("10:12:00"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 3, "{letters:#?}");
    assert!(letters[2].subject().starts_with("2 alerts: "));
    assert_sound(&world);
}

#[test]
fn a_story_told_by_one_digest_is_held_and_threaded_by_another() {
    let world = two_digests_of_one_event(&["desk@example.org"]);

    world.once(at("09:40:00"));
    assert_eq!(world.inbox().letters().len(), 1);
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(status["alerts"][0]["held"], "story", "{status}");
    world.once(at("12:10:30"));
    world.once(at("12:20:00"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2, "{letters:#?}");
    let (first, update) = (&letters[0], &letters[1]);
    assert!(
        update.subject().starts_with("Update: Forty rescued"),
        "{update:?}"
    );
    let id = format!("<{}>", first.message_id());
    assert_eq!(update.header("In-Reply-To"), std::slice::from_ref(&id));
    assert_eq!(update.header("References"), [id]);
    assert_sound(&world);
}

#[test]
fn who_must_wait_holds_up_nobody_else_and_gets_a_letter_of_their_own_later() {
    let world = two_digests_of_one_event(&["desk@example.org", "night@example.org"]);

    world.once(at("09:40:00"));
    let at_once = letters_to(&world, "night@example.org");
    assert_eq!(at_once.len(), 1, "never told of it, so told now");
    assert!(at_once[0].subject().starts_with("Alert: Forty rescued"));
    assert_eq!(letters_to(&world, "desk@example.org").len(), 1);
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(status["alerts"][0]["held"], "story", "{status}");
    assert_eq!(status["alerts"][0]["alerts"], 1, "{status}");
    let explained = explain(&world, "rescued");
    let to: Vec<_> = explained.iter().map(|alert| alert["to"].clone()).collect();
    assert_eq!(
        to,
        [Value::Null, Value::from("desk@example.org")],
        "{explained:#?}"
    );

    world.once(at("12:10:30"));
    world.once(at("12:20:00"));

    let late = letters_to(&world, "desk@example.org");
    assert_eq!(late.len(), 2, "{late:#?}");
    assert!(late[1].subject().starts_with("Update: Forty rescued"));
    assert_eq!(late[1].header("In-Reply-To").len(), 1);
    assert_eq!(letters_to(&world, "night@example.org").len(), 1);
    assert_sound(&world);

    world.once(at("18:00:30"));
    world.once(at("23:00:30"));
    assert_eq!(
        letters_to(&world, "night@example.org").len(),
        2,
        "and the digest tells it"
    );
    assert_sound(&world);
}

#[test]
fn who_leaves_while_an_alert_waits_for_them_alone_gets_none() {
    let world = two_digests_of_one_event(&["desk@example.org", "night@example.org"]);
    world.once(at("09:40:00"));

    world
        .run(&["digest", "unsubscribe", "night", "desk@example.org"])
        .assert_code(0);
    world.once(at("12:10:30"));

    assert_eq!(letters_to(&world, "desk@example.org").len(), 1);
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(status["alerts"], serde_json::json!([]), "{status}");
}

fn explain(world: &World, words: &str) -> Vec<Value> {
    let found = world.run(&["search", words, "--json"]).json();
    let id = found[0]["id"].to_string();
    let value = world.run(&["explain", &id, "--json"]).json();
    assert_valid("explain", &value);
    value["alerts"].as_array().unwrap().clone()
}
