//! What `check` says of a watchlist that is allowed but probably not meant so.

use jiff::SignedDuration;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

/// Line by line what a hurried owner writes.
const ODD: &str = r#"schema = 1
[names]
minsk = ["Minsk", "Мiнск"]
nobody = ["Nobody"]
[topic.sanctions]
any = ["sanction", "sanction*", "ofac", "eu", "re:asset freeze", "re:example.com|x", "Brest"]
none = ["Bres*"]
threshold = 100
languages = ["en"]
[topic.minsk]
any = ["@minsk", "санкция"]
languages = ["en", "pl"]
[feed.wire]
url = "https://wire.example/rss"
language = "fr"
[feed.again]
url = "https://wire.example/rss"
[digest.desk]
at = "07:30"
tz = "UTC"
topics = ["sanctions"]
to = "desk@example.org"
"#;

/// Code, line and column of every finding.
fn findings(world: &World, args: &[&str]) -> Vec<(String, u64, u64)> {
    let mut all = vec!["check", "--json"];
    all.extend(args);
    let told = world.run(&all).json();
    let told = told.as_array().unwrap().iter().map(|finding| {
        (
            finding["code"].as_str().unwrap().to_owned(),
            finding["line"].as_u64().unwrap(),
            finding["column"].as_u64().unwrap(),
        )
    });
    told.collect()
}

#[test]
fn what_is_probably_not_meant_is_told_with_its_place_and_fails_nothing() {
    let world = World::new(Plan::desk());
    world.write_watchlist(ODD);

    let told = findings(&world, &[]);

    let expected = [
        ("mixed-scripts", 3, 21),
        ("name-unused", 4, 1),
        ("shadowed", 6, 8),
        ("acronym-in-lower-case", 6, 33),
        ("too-short", 6, 41),
        ("regex-plain", 6, 51),
        ("regex-dot", 6, 77),
        ("never-counts", 6, 86),
        ("threshold-too-high", 8, 1),
        ("topic-in-no-digest", 10, 8),
        ("language-not-read", 11, 18),
        ("feed-unheard", 15, 12),
        ("feed-twice", 16, 7),
    ];
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(code, line, column)| (code.to_owned(), line, column))
        .collect();
    assert_eq!(told, expected);
    world.run(&["check"]).assert_code(0);
    world.run(&["check", "--strict"]).assert_code(1);
    world.run(&["check", "--strict", "--json"]).assert_code(1);
}

#[test]
fn a_person_reads_each_warning_with_a_caret_and_what_to_write_instead() {
    let world = World::new(Plan::desk());
    world.write_watchlist(ODD);

    let ended = world.run(&["check"]);

    insta::assert_snapshot!(
        "odd_watchlist",
        ended
            .stdout
            .replace(world.config().to_str().unwrap(), "DIR")
    );
}

#[test]
fn a_watchlist_that_is_meant_so_has_no_warning_and_passes_strictly() {
    let world = World::new(Plan::desk());

    let ended = world.run(&["check", "--strict", "--json"]);

    ended.assert_code(0);
    assert_eq!(ended.json(), serde_json::json!([]));
}

#[test]
fn the_machine_form_of_a_check_is_as_documented_also_when_the_files_are_refused() {
    let world = World::new(Plan::desk());
    world.write_watchlist(&ODD.replace("threshold", "treshold"));

    let ended = world.run(&["check", "--json"]);

    ended.assert_code(78);
    let told: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_valid("check", &told);
    let errors: Vec<_> = told
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["level"] == "error")
        .collect();
    assert_eq!(errors.len(), 1, "{told}");
    assert_eq!(errors[0]["line"], 8);
    assert!(errors[0]["help"].as_str().unwrap().contains("threshold"));

    world.write_watchlist(ODD);
    assert_valid("check", &world.run(&["check", "--json"]).json());
}

#[test]
fn a_term_that_is_in_much_of_the_archive_is_told_with_its_figures() {
    let world = World::new(Plan::desk().topic(
        "city",
        "any = [\"Minsk\", \"Brest\"]\n\n[topic.arrests]\nall = [[\"Minsk\"], [\"arrest\"]]",
    ));
    let entries: Vec<Entry> = (0..250)
        .map(|number| {
            let town = if number % 4 == 0 { "Minsk" } else { "Vilnius" };
            let title = format!("{town} market report number {number} of the autumn");
            let published = at("08:00:00") + SignedDuration::from_secs(number);
            Entry::new(&format!("report-{number}"), &title, "", published)
        })
        .collect();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &entries)));
    let before = findings(&world, &[]);
    world.once(at("09:00:00"));

    let told = world.run(&["check", "--json"]).json();

    let common: Vec<_> = told
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "too-common")
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        common,
        ["\"Minsk\" alone is found in 63 of the latest 250 articles of the archive"]
    );
    assert!(before.iter().all(|(code, ..)| code != "too-common"));
}
