//! What commands print for machines is what `docs/schema` says: nothing left out, nothing undescribed.

use std::fs;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

const SINCE: &str = "--since=2026-01-01T00:00:00Z";

/// The schema of that name. Readers pass over keys they do not know; here each must be described.
fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/schema/{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut schema = serde_json::from_str(&text).unwrap();
    close(&mut schema);
    schema
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(close);
            if object.get("properties").is_some_and(Value::is_object) {
                object.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}

#[track_caller]
pub(crate) fn assert_valid(name: &str, value: &Value) {
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema(name))
        .unwrap();
    let faults: Vec<String> = validator
        .iter_errors(value)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{name}: {faults:#?}\nin {value:#}");
}

/// A list with every kind of rule, and articles that meet it, miss it by one thing, and are marked.
fn world() -> World {
    let plan = Plan::desk().topic(
        "repression",
        "title = \"Repression\"\npriority = \"high\"\nall = [[\"Minsk\", { term = \"Brest\", lang = \"en\" }], [\"arrest\"]]\nnear = 9\n\
         none = [\"Minsk agreements\"]\nnone_article = [\"hockey\"]\nboost = { \"prisoner\" = 2 }\nlanguages = [\"en\"]\n\
         feeds = { exclude = [\"sport-*\"] }\nalert = true\n\
         [[topic.repression.test]]\nmatch = \"Arrest in Minsk\"\nbecause = [\"arrest\"]",
    );
    let world = World::new(plan);
    let news: Vec<Entry> = [
        (
            "bank",
            "Sanctions on a bank",
            "The asset freeze begins at midnight.",
        ),
        (
            "benefit",
            "Benefit sanctions rise again",
            "Families say so.",
        ),
        ("more", "Charities fear benefit sanctions", "They say so."),
        ("minsk", "An arrest in Minsk", "The prisoner is well."),
        (
            "talks",
            "Minsk agreements",
            "Nothing new, but for an arrest.",
        ),
        ("goat", "A goat won the race", ""),
    ]
    .iter()
    .map(|(slug, title, text)| Entry::new(slug, title, text, at("08:30:00")))
    .collect();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &news)));
    world.once(at("09:00:00"));
    let marks = "1 useful\n2 noise a school's\n3 noise\n";
    world
        .run_with_input(&["mark", "--stdin"], marks)
        .assert_code(0);
    world
}

#[test]
fn questions_about_topics_are_answered_as_described() {
    let world = world();
    for (name, args) in [
        ("topic-list", &["topic", "list", SINCE, "--json"][..]),
        ("topic-show", &["topic", "show", "repression", "--json"]),
        ("topic-test", &["topic", "test", "--json"]),
        (
            "topic-report",
            &["topic", "report", SINCE, "--near-misses", "--json"],
        ),
        ("topic-report", &["topic", "report", SINCE, "--json"]),
    ] {
        let value = world.run(args).json();

        assert_ne!(value, json!([]), "{name}");
        assert_valid(name, &value);
    }
    let report = world
        .run(&["topic", "report", SINCE, "--near-misses", "--json"])
        .json();
    let kinds: Vec<_> = report["topics"][0]["suggestions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|suggestion| suggestion["kind"].as_str().unwrap())
        .collect();
    assert!(
        kinds.contains(&"none") && kinds.contains(&"test"),
        "{report:#}"
    );
}

#[test]
fn a_backtest_is_told_as_described() {
    let world = world();
    let file = world.directory().join("draft.toml");
    fs::write(
        &file,
        "[topic.sanctions]\nany = [\"sanction\", \"goat\"]\nnone = [\"benefit sanctions\"]\n[topic.new]\nany = [\"race\"]\n",
    )
    .unwrap();
    let file = file.to_str().unwrap();

    let full = world.run(&["backtest", file, SINCE, "--json"]).json();
    let empty = world
        .run(&[
            "backtest",
            file,
            "--since",
            "2200-01-01T00:00:00Z",
            "--json",
        ])
        .json();

    assert!(full["topics"][0]["lost"].as_u64() > Some(0), "{full}");
    assert_valid("backtest", &full);
    assert_valid("backtest", &empty);
}

#[test]
fn explanations_are_told_as_described() {
    let world = world();
    for args in [
        &["explain", "1", "--json"][..],
        &["explain", "2", "--json"],
        &["explain", "5", "--json"],
        &["explain", "--text", "Sanctions", "--json"],
    ] {
        assert_valid("explain", &world.run(args).json());
    }
}

#[test]
fn filters_are_answered_as_described() {
    let world = world();
    let input = "{\"id\": 1, \"title\": \"Sanctions on a bank\", \"text\": \"\"}\nnot json\n{\"id\": \"b\", \"title\": \"A goat\"}\n";

    let judged = world.run_with_input(&["pipe"], input).json_lines();
    let forms = world.run(&["expand", "sanction", "--json"]).json();

    assert_eq!(judged.len(), 3);
    judged.iter().for_each(|line| assert_valid("pipe", line));
    assert_valid("expand", &forms);
}

#[test]
fn the_archive_and_its_letters_are_told_as_described() {
    let world = world();

    let round = world.once(at("09:01:30"));
    let found = world.run(&["search", "sanctions", "--json"]).json();
    let list = world.run(&["digest", "list", "--json"]).json();
    let show = world.run(&["digest", "show", "1", "--json"]).json();

    assert_ne!(found, json!([]));
    assert_ne!(list, json!([]));
    assert_valid("run-once", &round);
    assert_valid("search", &found);
    assert_valid("digest-list", &list);
    assert_valid("digest-show", &show);
}
