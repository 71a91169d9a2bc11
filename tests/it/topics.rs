//! Topics looked at: what they ask for, what they found, which terms do the work, what they nearly missed.

use std::fs;

use serde_json::Value;
use serde_json::json;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

const SINCE: &str = "--since=2026-01-01T00:00:00Z";

fn publish(world: &World, moment: &str, news: &[(&str, &str)]) {
    let news: Vec<Entry> = news
        .iter()
        .map(|(title, text)| Entry::new(title, title, text, at("08:30:00")))
        .collect();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &news)));
    world.once(at(moment));
}

fn term<'a>(topic: &'a Value, written: &str) -> &'a Value {
    topic["terms"]
        .as_array()
        .unwrap()
        .iter()
        .find(|term| term["term"] == written)
        .unwrap_or_else(|| panic!("no {written} in {topic}"))
}

#[test]
fn list_tells_each_topic_with_what_it_found() {
    let plan = Plan::desk().topic(
        "goats",
        "title = \"Goats and sheep\"\npriority = \"high\"\nany = [\"goat\"]\nnone = [\"scapegoat\"]",
    );
    let world = World::new(plan);
    publish(
        &world,
        "09:00:00",
        &[
            ("Sanctions on a bank", ""),
            ("Sanctions on a ship", ""),
            ("A sheep won the race", ""),
        ],
    );

    let list = world.run(&["topic", "list", SINCE, "--json"]).json();
    let told = world.run(&["topic", "list", SINCE]);

    assert_eq!(list[0]["topic"], "sanctions");
    assert_eq!(list[0]["matches"], 2);
    assert_eq!(list[0]["last_match"], "2026-11-20T09:00:00Z");
    assert_eq!(
        list[1],
        json!({
            "topic": "goats", "title": "Goats and sheep", "priority": "high", "terms": 2, "tests": 0,
            "matches": 0, "stories": 0, "last_match": null,
        })
    );
    assert!(told.stdout.contains("Goats and sheep"), "{told}");
    assert!(told.stdout.contains("never"), "{told}");
}

#[test]
fn list_and_show_need_no_archive() {
    let world = World::new(Plan::desk());

    let list = world.run(&["topic", "list", "--json"]);

    assert_eq!(list.json()[0]["matches"], 0, "{list}");
    world.run(&["topic", "show", "sanctions"]).assert_code(0);
}

#[test]
fn show_tells_the_topic_as_it_is_meant_after_name_sets() {
    let world = World::new(Plan::desk());
    let text = "[names]\ncapital = [\"Minsk\", \"@old\"]\nold = [\"Менск\"]\n\n[topic.repression]\n\
                all = [[\"@capital\"], [{ term = \"arrest\", lang = \"en\", weight = 3 }]]\nnear = 40\n\
                none = [\"Minsk agreements\"]\nthreshold = 2\nlanguages = [\"en\", \"be\"]\n";
    world.write_watchlist(text);

    let shown = world.run(&["topic", "show", "repression", "--json"]).json();
    let told = world.run(&["topic", "show", "repression"]);

    let capital = &shown["groups"][0][0];
    assert_eq!(capital["term"], "@capital");
    assert_eq!(capital["spellings"], json!(["Minsk", "Менск"]));
    assert_eq!(
        capital["from"],
        json!({ "file": "watchlist.toml", "line": 6 })
    );
    let arrest = &shown["groups"][1][0];
    assert_eq!(arrest["weight"], 3.0);
    assert_eq!(arrest["language"], "en");
    let forms = world.run(&["expand", "arrest", "--lang", "en"]);
    assert_eq!(
        arrest["forms"].as_u64().unwrap() as usize,
        forms.stdout.lines().count()
    );
    assert_eq!(shown["near"], 40);
    assert_eq!(shown["none"][0]["term"], "Minsk agreements");
    assert_eq!(shown["languages"], json!(["en", "be"]));
    for words in [
        "group 2 of 2",
        "Менск",
        "within 40 words",
        "threshold 2",
        "only in en, be",
    ] {
        assert!(told.stdout.contains(words), "{words}:\n{told}");
    }
}

#[test]
fn show_of_an_unknown_topic_lists_those_there_are() {
    let world = World::new(Plan::desk());

    for args in [
        &["topic", "show", "goats"][..],
        &["topic", "test", "goats"],
        &["topic", "report", "goats"],
    ] {
        world.run(&["run", "--once"]);
        let ended = world.run(args);
        ended.assert_code(64);
        assert!(ended.stderr.contains("sanctions"), "{ended}");
    }
}

#[test]
fn test_tells_each_failure_with_its_place_and_ends_with_1() {
    let world = World::new(Plan::desk());
    let text = "[topic.goats]\nany = [\"goat\", \"kid\"]\n\
                [[topic.goats.test]]\nmatch = \"A goat won\"\nbecause = [\"goat\"]\n\
                [[topic.goats.test]]\nmatch = \"A goat won again\"\nbecause = [\"kid\"]\n\
                [[topic.goats.test]]\nno_match = \"The goats\"\n\
                [topic.sheep]\nany = [\"sheep\"]\n\
                [[topic.sheep.test]]\nmatch = \"A sheep won\"\n";
    world.write_watchlist(text);

    let all = world.run(&["topic", "test"]);
    let sheep = world.run(&["topic", "test", "sheep"]);
    let value = world.run(&["topic", "test", "goats", "--json"]);

    all.assert_code(1);
    for words in [
        "goats: 1 passed, 2 FAILED",
        "watchlist.toml:7:",
        "not because of \"kid\"",
        "must not match",
        "The goats",
        "sheep: 1 passed",
    ] {
        assert!(all.stdout.contains(words), "{words}:\n{all}");
    }
    sheep.assert_code(0);
    value.assert_code(1);
    let value: Value = serde_json::from_str(&value.stdout).unwrap();
    let passed: Vec<_> = value
        .as_array()
        .unwrap()
        .iter()
        .map(|test| {
            (
                test["line"].as_u64().unwrap(),
                test["passed"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(passed, [(4, true), (7, false), (10, false)]);
}

#[test]
fn test_of_a_list_that_cannot_be_read_ends_with_78() {
    let world = World::new(Plan::desk());
    world.write_watchlist("[topic.goats]\nany = [\"goat\"]\ncolour = \"red\"\n");

    let ended = world.run(&["topic", "test"]);

    ended.assert_code(78);
    assert!(ended.stderr.contains("colour"), "{ended}");
}

#[test]
fn report_tells_which_terms_do_the_work_and_which_never_fire() {
    let world = World::new(
        Plan::empty()
            .topic(
                "sanctions",
                "any = [\"sanction\", \"asset freeze\", \"embargo\"]\nboost = { \"bank\" = 2 }",
            )
            .feed("wire")
            .digest(
                "desk",
                "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
            ),
    );
    publish(
        &world,
        "09:00:00",
        &[
            ("Sanctions on a bank", "Sanctions and an asset freeze."),
            ("More sanctions", ""),
            ("A goat", ""),
        ],
    );

    let report = world
        .run(&["topic", "report", "sanctions", SINCE, "--json"])
        .json();
    let told = world.run(&["topic", "report", SINCE]);

    let topic = &report["topics"][0];
    assert_eq!(topic["matches"], 2, "{report}");
    let sanction = term(topic, "sanction");
    assert_eq!(sanction["places"], 3, "{sanction}");
    assert_eq!(sanction["matches"], 2, "{sanction}");
    assert_eq!(
        sanction["decisive"], 1,
        "the freeze would have done for the other: {sanction}"
    );
    assert_eq!(term(topic, "asset freeze")["decisive"], 0);
    assert_eq!(term(topic, "bank")["boost"], true);
    assert_eq!(term(topic, "embargo")["matches"], 0);
    assert!(told.stdout.contains("never fired: 'embargo'"), "{told}");
    assert_eq!(topic["near_misses"], Value::Null);
}

#[test]
fn report_tells_terms_of_older_lists_as_gone() {
    let world = World::new(Plan::desk());
    publish(&world, "09:00:00", &[("An asset freeze", "")]);
    world.replan(
        Plan::empty()
            .topic("sanctions", "any = [\"sanction\"]")
            .feed("wire")
            .digest(
                "desk",
                "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
            ),
    );

    let report = world.run(&["topic", "report", SINCE, "--json"]).json();

    let topic = &report["topics"][0];
    assert_eq!(term(topic, "asset freeze")["gone"], true, "{topic}");
    assert_eq!(term(topic, "sanction")["matches"], 0, "{topic}");
}

#[test]
fn marks_show_which_terms_only_make_noise_and_suggest_lines_that_can_be_pasted() {
    let world = World::new(
        Plan::empty()
            .topic("sanctions", "any = [\"sanction\", \"penalty\"]")
            .feed("wire")
            .digest(
                "desk",
                "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
            ),
    );
    publish(
        &world,
        "09:00:00",
        &[
            ("Benefit sanctions hit families", ""),
            ("Ministers defend benefit sanctions", ""),
            ("Penalty \"kick\" in the last minute", ""),
            ("Sanctions on a bank", ""),
        ],
    );
    let noise = "1 noise\n2 noise\n3 noise\n4 useful\n";
    world
        .run_with_input(&["mark", "--stdin"], noise)
        .assert_code(0);

    let report = world.run(&["topic", "report", SINCE, "--json"]).json();
    let told = world.run(&["topic", "report", SINCE]);

    let topic = &report["topics"][0];
    assert_eq!((&topic["useful"], &topic["noise"]), (&json!(1), &json!(3)));
    let penalty = term(topic, "penalty");
    assert_eq!(
        (&penalty["useful"], &penalty["noise"]),
        (&json!(0), &json!(1))
    );
    assert!(told.stdout.contains("penalty  (only noise)"), "{told}");
    let lines: Vec<&str> = topic["suggestions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|suggestion| suggestion["toml"].as_str().unwrap())
        .collect();
    assert_eq!(lines[0], "none = [\"benefit sanctions\"]", "{topic}");
    let test = lines.iter().find(|line| line.contains("kick")).unwrap();
    assert!(
        test.starts_with("[[topic.sanctions.test]]\nno_match = "),
        "{test}"
    );
    // Ready to be pasted: with the veto, the list takes the tests of what it covers.
    let pasted = format!(
        "[topic.sanctions]\nany = [\"sanction\"]\n{}\n{}\n",
        lines[0], test
    );
    fs::write(world.directory().join("pasted.toml"), &pasted).unwrap();
    let pasted = world.directory().join("pasted.toml");
    world
        .run(&["check", pasted.to_str().unwrap()])
        .assert_code(0);
}

#[test]
fn near_misses_tell_what_would_have_matched_but_for_one_thing() {
    let world = World::new(Plan::empty().topic(
        "repression",
        "all = [[\"Minsk\"], [\"arrest\"]]\nnear = 5\nnone = [\"Minsk agreements\"]\nthreshold = 3\nnone_article = [\"hockey\"]",
    ).feed("wire").digest("desk", "topics = [\"repression\"]\nto = [\"desk@example.org\"]"));
    let far = format!("In Minsk {} an arrest.", "word ".repeat(9));
    publish(
        &world,
        "09:00:00",
        &[
            ("Arrest in Minsk", ""),
            ("Low", "An arrest in Minsk."),
            ("Far", &far),
            ("Group", "Nothing new in Minsk."),
            ("Minsk agreements", "An arrest."),
            ("Sport: arrest in Minsk", "After a hockey game."),
            ("Goats", "Nothing at all."),
        ],
    );

    let report = world
        .run(&["topic", "report", SINCE, "--near-misses", "--json"])
        .json();
    let told = world.run(&["topic", "report", SINCE, "--near-misses"]);

    assert_eq!(report["near_misses_among"], 7);
    let missed = report["topics"][0]["near_misses"].as_array().unwrap();
    let found = |title: &str| {
        let missed = missed.iter().find(|missed| missed["title"] == title);
        missed.unwrap_or_else(|| panic!("no {title} in {report}"))
    };
    assert_eq!(found("Low")["kind"], "score");
    assert_eq!(found("Far")["kind"], "distance");
    assert!(
        found("Far")["why_not"][0]
            .as_str()
            .unwrap()
            .contains("limit 5"),
        "{report}"
    );
    assert_eq!(found("Group")["kind"], "group");
    assert_eq!(found("Minsk agreements")["kind"], "vetoed");
    assert_eq!(found("Sport: arrest in Minsk")["kind"], "article-vetoed");
    let quote = found("Group")["quote"].as_str().unwrap();
    assert!(quote.contains("»Minsk«"), "{quote}");
    let titles: Vec<_> = missed.iter().map(|missed| &missed["title"]).collect();
    assert!(!titles.contains(&&json!("Arrest in Minsk")), "{report}");
    assert!(!titles.contains(&&json!("Goats")), "{report}");
    assert!(
        told.stdout
            .contains("near misses among the newest 7 articles"),
        "{told}"
    );
}
