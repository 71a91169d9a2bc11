//! The first hour of an owner: `init`, `check`, the first poll, the first letter, with and without a relay.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Letter;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;
use crate::support::wirewatch;

#[test]
fn init_writes_both_files_and_check_accepts_them() {
    let directory = tempfile::tempdir().unwrap();
    let config = directory.path().join("config");
    let config = config.to_str().unwrap();

    let init = wirewatch(&["--config", config, "init"], "");

    init.assert_code(0);
    assert!(
        init.stdout.contains("wirewatch check") || init.stdout.contains("wirewatch.toml"),
        "init says the next step:\n{init}"
    );
    for file in ["wirewatch.toml", "watchlist.toml"] {
        assert!(Path::new(config).join(file).is_file(), "{file}");
    }
    wirewatch(&["--config", config, "check"], "").assert_code(0);
}

#[test]
fn init_does_not_touch_files_that_are_there() {
    let world = World::new(Plan::desk());
    let before = fs::read_to_string(world.config().join("watchlist.toml")).unwrap();

    world.run(&["init"]);

    let after = fs::read_to_string(world.config().join("watchlist.toml")).unwrap();
    assert_eq!(after, before);
}

#[test]
fn without_any_files_run_ends_with_78_and_points_at_init() {
    let directory = tempfile::tempdir().unwrap();
    let nothing = directory.path().join("nothing");

    let ended = wirewatch(
        &["--config", nothing.to_str().unwrap(), "run", "--once"],
        "",
    );

    ended.assert_code(78);
    assert!(ended.stderr.contains("wirewatch init"), "{ended}");
}

#[test]
fn an_article_that_matches_is_mailed_with_its_quote_and_why() {
    let world = World::new(Plan::desk());
    let hit = Entry::new(
        "bank",
        "Brussels sanctioned a Minsk bank",
        "Diplomats said on Friday that the bank moved money for the army. The asset freeze begins at midnight.",
        at("08:30:00"),
    );
    let miss = Entry::new(
        "goat",
        "A goat won the village race",
        "It was fast.",
        at("08:40:00"),
    );
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[hit, miss])));

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    let letter = world.inbox().letter();
    letter.assert_sound();
    assert_eq!(letter.to, ["desk@example.org"]);
    for part in [letter.text(), letter.html()] {
        for wanted in [
            "Brussels",
            "https://news.example/bank",
            "The Wire",
            "freeze",
            "sanction",
            "why",
        ] {
            assert!(part.contains(wanted), "no {wanted:?} in\n{part}");
        }
        assert!(
            !part.contains("goat"),
            "the other article stays out:\n{part}"
        );
    }
    assert!(
        letter.html().contains("<mark"),
        "the quote's terms are marked:\n{}",
        letter.html()
    );
}

#[test]
fn a_new_feeds_back_catalogue_is_stored_and_not_mailed() {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed_with("wire", "every = \"5s\"")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        );
    let world = World::new(plan);
    let old = Entry::new("old", "Sanctions of last week", "", at("08:00:00"));
    world.origin().serves(
        "/wire",
        Answer::feed(rss("The Wire", std::slice::from_ref(&old))),
    );

    world.once(at("09:00:00"));
    let new = Entry::new("new", "Sanctions of this morning", "", at("09:00:30"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[new, old])));
    world.once(at("09:01:30"));
    world.once(at("09:03:30"));

    assert_eq!(world.told_titles(), ["Sanctions of this morning"]);
    let found = world.run(&["search", "week", "--json"]).json();
    assert_eq!(found[0]["title"], "Sanctions of last week");
}

#[test]
fn without_a_relay_letters_go_to_a_maildir() {
    let world = World::new(Plan::desk().without_relay());
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    let files = letters_under(&world.state());
    assert_eq!(files.len(), 1, "{files:?}");
    let letter = Letter {
        from: String::new(),
        to: Vec::new(),
        bytes: fs::read(&files[0]).unwrap(),
    };
    assert!(letter.text().contains("Sanctions on a bank"), "{letter:?}");
    assert!(world.inbox().letters().is_empty());
}

/// Files in the `new` folder of any maildir below `directory`.
pub(crate) fn letters_under(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(letters_under(&path));
        } else if path.parent().is_some_and(|folder| folder.ends_with("new")) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn a_round_in_which_no_feed_could_be_read_says_where_to_look() {
    let world = World::new(Plan::desk().feed("other"));
    world.origin().serves("/wire", Answer::status(503));
    world.origin().serves("/other", Answer::status(503));

    let ended = world.run(&["run", "--once", "--at", "2026-11-20T09:00:00Z"]);

    ended.assert_code(0);
    assert!(ended.stdout.contains("wirewatch doctor"), "{ended}");
}
