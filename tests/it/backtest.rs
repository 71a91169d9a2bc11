//! Trying a changed watchlist on the archive: what it would gain and lose, before it is in force.

use std::fs;

use serde_json::Value;
use serde_json::json;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

/// Before every article of these tests, whatever day it is.
const SINCE: &str = "--since=2026-01-01T00:00:00Z";

fn entry(slug: &str, title: &str, text: &str) -> Entry {
    Entry::new(slug, title, text, at("08:30:00"))
}

/// Four articles, judged by the usual desk's list.
fn world_with_archive() -> World {
    let world = World::new(Plan::desk());
    let news = [
        entry("bank", "Sanctions on a bank", "It was told at noon."),
        entry(
            "freeze",
            "Money moves",
            "The asset freeze begins at midnight.",
        ),
        entry("oil", "An embargo on oil", "Ships turn round."),
        entry("goat", "A goat won the race", ""),
    ];
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &news)));
    world.once(at("09:00:00"));
    world
}

/// Writes what this plan's watchlist would be to a file that is not in force.
#[expect(clippy::needless_pass_by_value, reason = "reads as a sentence")]
fn draft(world: &World, plan: Plan) -> String {
    let file = world.directory().join("draft.toml");
    fs::write(&file, plan.watchlist(|path| world.origin().url(path))).unwrap();
    file.to_str().unwrap().to_owned()
}

/// The desk with other terms.
fn desk_that_asks(terms: &str) -> Plan {
    Plan::empty()
        .topic("sanctions", &format!("any = {terms}"))
        .feed("wire")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        )
}

fn backtest(world: &World, file: &str) -> Value {
    world.run(&["backtest", file, SINCE, "--json"]).json()
}

fn counts(topic: &Value) -> [u64; 3] {
    ["gained", "lost", "kept"].map(|key| topic[key].as_u64().unwrap())
}

#[test]
fn what_a_new_list_gains_loses_and_keeps_is_told_with_quotes() {
    let world = world_with_archive();
    let file = draft(&world, desk_that_asks("[\"sanction\", \"embargo\"]"));

    let answer = backtest(&world, &file);
    let told = world.run(&["backtest", &file, SINCE]);

    assert_eq!(answer["articles"], 4, "{answer}");
    let topic = &answer["topics"][0];
    assert_eq!(topic["topic"], "sanctions");
    assert_eq!(topic["state"], "both");
    assert_eq!(counts(topic), [1, 1, 1], "{topic}");
    let lost = &topic["examples"]["lost"][0];
    assert_eq!(lost["title"], "Money moves");
    assert!(
        lost["quote"]
            .as_str()
            .unwrap()
            .contains("The »asset freeze« begins"),
        "{lost}"
    );
    assert!(
        lost["why_not"][0]
            .as_str()
            .unwrap()
            .contains("none of 'sanction', 'embargo'"),
        "{lost}"
    );
    let gained = &topic["examples"]["gained"][0];
    assert_eq!(gained["quote"], "An »embargo« on oil", "{gained}");
    assert_eq!(topic["examples"]["kept"][0]["title"], "Sanctions on a bank");
    told.assert_code(0);
    for words in [
        "1 gained, 1 lost, 1 kept",
        "»asset freeze«",
        "»embargo«",
        "»Sanctions«",
        "stories a day 2.0 -> 2.0",
    ] {
        assert!(told.stdout.contains(words), "{words}:\n{told}");
    }
    assert!(
        !told.stderr.contains('\r'),
        "no progress where nobody looks:\n{told}"
    );
}

#[test]
fn a_loss_fails_the_command_only_where_that_was_asked() {
    let world = world_with_archive();
    let loses = draft(&world, desk_that_asks("[\"sanction\"]"));

    let asked = world.run(&["backtest", &loses, SINCE, "--fail-if-lost", "--json"]);
    let not_asked = world.run(&["backtest", &loses, SINCE, "--json"]);
    let gains = draft(
        &world,
        desk_that_asks("[\"sanction\", \"asset freeze\", \"goat\"]"),
    );
    let only_gains = world.run(&["backtest", &gains, SINCE, "--fail-if-lost", "--json"]);

    asked.assert_code(1);
    not_asked.assert_code(0);
    only_gains.assert_code(0);
    assert_eq!(counts(&only_gains.json()["topics"][0]), [1, 0, 2]);
}

#[test]
fn what_an_older_list_wrote_down_is_not_lost_by_a_list_that_is_the_same_as_todays() {
    let world = world_with_archive();
    let changed = || desk_that_asks("[\"goat\"]");
    world.replan(changed());
    let file = draft(&world, changed());

    let answer = backtest(&world, &file);

    assert_eq!(counts(&answer["topics"][0]), [0, 0, 1], "{answer}");
    assert_eq!(answer["before"], answer["after"]);
}

#[test]
fn a_new_topic_only_gains_and_a_removed_one_only_loses() {
    let world = world_with_archive();
    let file = draft(
        &world,
        Plan::empty()
            .topic("goats", "any = [\"goat\"]")
            .feed("wire")
            .digest("desk", "topics = [\"goats\"]\nto = [\"desk@example.org\"]"),
    );

    let answer = backtest(&world, &file);

    let topics = answer["topics"].as_array().unwrap();
    let told: Vec<_> = topics
        .iter()
        .map(|topic| {
            (
                topic["topic"].as_str().unwrap(),
                topic["state"].as_str().unwrap(),
                counts(topic),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("sanctions", "removed", [0, 2, 0]),
            ("goats", "new", [1, 0, 0])
        ]
    );
    world
        .run(&["backtest", &file, SINCE, "--fail-if-lost"])
        .assert_code(1);
}

#[test]
fn the_files_beside_the_watchlist_and_packs_and_names_are_part_of_both_lists() {
    let world = world_with_archive();
    fs::create_dir(world.config().join("watchlist.d")).unwrap();
    fs::write(
        world.config().join("watchlist.d/goats.toml"),
        "[topic.goats]\nany = [\"@goat\"]\n",
    )
    .unwrap();
    let names = "[names]\ngoat = [\"goat\"]\n";
    let list = |extra: &str| {
        let text = desk_that_asks("[\"sanction\"]").watchlist(|path| world.origin().url(path));
        format!(
            "{}{names}",
            text.replacen("schema = 1\n", &format!("schema = 1\n{extra}"), 1)
        )
    };
    world.write_watchlist(&list(""));
    let file = world.directory().join("draft.toml");
    fs::write(&file, list("packs = [\"sanctions\"]\n")).unwrap();

    let answer = backtest(&world, file.to_str().unwrap());

    let goats = answer["topics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|topic| topic["topic"] == "goats")
        .unwrap();
    assert_eq!(goats["state"], "both");
    assert_eq!(counts(goats), [0, 0, 1], "{answer}");
}

#[test]
fn a_bad_new_file_is_told_with_its_line_and_ends_with_78() {
    let world = world_with_archive();
    let broken = draft(
        &world,
        Plan::desk().topic("goats", "any = [\"goat\"]\ncolour = \"red\""),
    );

    let bad = world.run(&["backtest", &broken, SINCE]);
    let failing = draft(
        &world,
        Plan::desk().topic(
            "goats",
            "any = [\"goat\"]\n[[topic.goats.test]]\nmatch = \"A sheep\"",
        ),
    );
    let failing = world.run(&["backtest", &failing, SINCE, "--json"]);
    let absent = world.run(&["backtest", "/nowhere/list.toml", SINCE]);

    bad.assert_code(78);
    for words in ["draft.toml", "colour", ":"] {
        assert!(bad.stderr.contains(words), "{bad}");
    }
    failing.assert_code(78);
    assert!(failing.stderr.contains("must match"), "{failing}");
    assert_eq!(failing.stdout, "");
    absent.assert_code(78);
    assert!(absent.stderr.contains("/nowhere/list.toml"), "{absent}");
}

#[test]
fn every_article_of_a_long_archive_is_counted_once_and_the_newest_are_shown() {
    let world = World::new(Plan::desk());
    for day in 0..3 {
        let news: Vec<Entry> = (0..150)
            .map(|number| {
                let slug = format!("{day}-{number}");
                entry(&slug, &format!("Asset freeze number {slug}"), "")
            })
            .collect();
        world
            .origin()
            .serves("/wire", Answer::feed(rss("The Wire", &news)));
        world.once(at(&format!("1{day}:00:00")));
    }
    let file = draft(&world, desk_that_asks("[\"sanction\"]"));

    let answer = backtest(&world, &file);
    let few = world
        .run(&["backtest", &file, SINCE, "--show", "2", "--json"])
        .json();

    assert_eq!(answer["articles"], 450);
    assert_eq!(counts(&answer["topics"][0]), [0, 450, 0]);
    let ids: Vec<i64> = few["topics"][0]["examples"]["lost"]
        .as_array()
        .unwrap()
        .iter()
        .map(|example| example["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, [450, 449], "{few}");
}

#[test]
fn letters_and_stories_a_day_are_told_before_and_after() {
    let world = World::new(Plan::desk());
    for (moment, slug, title) in [
        ("09:00:00", "bank", "Sanctions on a bank"),
        ("12:00:00", "freeze", "An asset freeze"),
    ] {
        let news = [entry(slug, title, "")];
        world
            .origin()
            .serves("/wire", Answer::feed(rss("The Wire", &news)));
        world.once(at(moment));
    }
    let file = draft(&world, desk_that_asks("[\"sanction\"]"));

    let answer = backtest(&world, &file);

    let rate = json!({ "before": 2.0, "after": 1.0 });
    assert_eq!(answer["letters_per_day"], rate, "{answer}");
    assert_eq!(answer["stories_per_day"], rate, "{answer}");
    assert_eq!(answer["topics"][0]["stories_per_day"], rate, "{answer}");
}

#[test]
fn only_articles_of_the_time_asked_for_are_judged() {
    let world = world_with_archive();
    let late = [entry("late", "More sanctions", "")];
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &late)));
    world.once(at("15:00:00"));
    let file = draft(&world, Plan::desk());

    let answer = world
        .run(&[
            "backtest",
            &file,
            "--since",
            "2026-11-20T14:00:00Z",
            "--json",
        ])
        .json();
    let none = world.run(&["backtest", &file, "--since", "2200-01-01T00:00:00Z"]);
    let wrong = world.run(&["backtest", &file, "--since", "yesterday"]);

    assert_eq!(answer["articles"], 1, "{answer}");
    none.assert_code(0);
    assert!(none.stdout.contains("no article"), "{none}");
    wrong.assert_code(64);
}

#[test]
fn a_list_is_tried_while_the_daemon_runs() {
    let world = World::new(Plan::desk());
    let fresh = Entry::new("bank", "Sanctions on a bank", "", now());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[fresh])));
    let daemon = world.daemon();
    world.wait_for_article("bank");
    let file = draft(&world, desk_that_asks("[\"goat\"]"));

    let answer = backtest(&world, &file);

    assert_eq!(counts(&answer["topics"][0]), [0, 1, 0], "{answer}");
    daemon.stop();
}

#[test]
fn without_an_archive_the_next_step_is_told() {
    let world = World::new(Plan::desk());
    let file = draft(&world, Plan::desk());

    let ended = world.run(&["backtest", &file]);

    assert_ne!(ended.code, Some(0));
    assert_ne!(ended.code, Some(70), "{ended}");
    assert!(ended.stderr.contains("wirewatch run"), "{ended}");
}
