//! What became of words that were told: the next digest tells it, once.

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

const TITLE: &str = "Sanctions on a bank in the north";

fn publish(world: &World, title: &str, text: &str) {
    let entry = Entry::new("bank", title, text, at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
}

/// A world whose digest has told an article with these words.
fn told(text: &str) -> World {
    let world = World::new(Plan::desk());
    publish(&world, TITLE, text);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world.inbox().letter();
    world
}

#[test]
fn words_that_changed_after_they_were_told_are_told_once_in_the_next_digest() {
    let world = told("The ministry froze three accounts on Monday.");
    publish(
        &world,
        "Sanctions on two banks in the north",
        "The ministry froze five accounts on Monday.",
    );

    world.once(at("09:10:00"));
    world.once(at("09:20:00"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2, "{letters:#?}");
    let text = letters[1].text();
    for words in [
        "CHANGED SINCE IT WAS TOLD",
        "Sanctions on [-a bank-] {+two banks+} in the north",
        "ministry froze [-three-] {+five+} accounts on Monday.",
        "told in digest 1",
    ] {
        assert!(text.contains(words), "{words:?} in {text}");
    }
    assert!(
        letters[1]
            .html()
            .contains("<del>three</del> <ins>five</ins>")
    );
    assert!(
        letters[1].subject().starts_with("1 edit"),
        "{}",
        letters[1].subject()
    );
    assert_eq!(world.told_titles().len(), 1, "no article is told twice");
}

#[test]
fn several_changes_between_two_digests_are_told_as_one() {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest_with(
            "desk",
            "cron = \"0 * * * *\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]\nwhen_empty = \"skip\"",
        );
    let world = World::new(plan);
    publish(&world, TITLE, "It froze three accounts.");
    world.once(at("08:40:00"));
    world.once(at("09:00:30"));
    publish(&world, TITLE, "It froze four accounts.");
    world.once(at("09:10:00"));
    publish(&world, TITLE, "It froze five accounts.");
    world.once(at("09:20:00"));

    world.once(at("10:00:30"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2, "{letters:#?}");
    let text = letters[1].text();
    assert!(
        text.contains("It froze [-three-] {+five+} accounts."),
        "{text}"
    );
}

#[test]
fn commas_and_capitals_are_no_edit() {
    let world = told("The ministry froze three accounts, on Monday.");
    publish(
        &world,
        TITLE,
        "The Ministry froze three accounts on Monday!",
    );

    world.once(at("09:10:00"));
    world.once(at("09:20:00"));

    world.inbox().letter();
}

#[test]
fn what_changed_before_it_was_told_is_told_in_its_new_words_alone() {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest_with(
            "desk",
            "at = \"10:00\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        );
    let world = World::new(plan);
    publish(&world, TITLE, "It froze three accounts.");
    world.once(at("09:00:00"));
    publish(&world, TITLE, "It froze five accounts.");
    world.once(at("09:30:00"));

    world.once(at("10:00:30"));

    let text = world.inbox().letter().text();
    assert!(!text.contains("CHANGED"), "{text}");
}

#[test]
fn an_edit_is_news_also_where_an_empty_digest_keeps_silent() {
    let digest = |when_empty: &str| {
        Plan::empty()
            .topic("sanctions", "any = [\"sanction\"]")
            .feed("wire")
            .digest_with(
                "desk",
                &format!(
                    "cron = \"0 * * * *\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]\nwhen_empty = \"{when_empty}\""
                ),
            )
    };
    let world = World::new(digest("skip"));
    publish(&world, TITLE, "It froze three accounts.");
    world.once(at("08:40:00"));
    world.once(at("09:00:30"));
    world.once(at("10:00:30"));
    assert_eq!(world.inbox().letters().len(), 1, "silence");

    publish(&world, TITLE, "It froze four accounts.");
    world.once(at("10:30:00"));
    world.once(at("11:00:30"));

    assert_eq!(world.inbox().letters().len(), 2);
}
