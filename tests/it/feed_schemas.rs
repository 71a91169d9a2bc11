//! The machine forms of the feed commands against their JSON Schemas in `docs/schema`: real output validates, every key of
//! it is described, and the little validator here says no where it should.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

pub(crate) fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/schema")
        .join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Faults of `value` by the words that our schemas use: type, enum, required, properties, items, minimum, format, $ref
/// into $defs. A word that is not known here is a fault of the schema.
fn faults(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, wanted) in schema.as_object().unwrap() {
        match word.as_str() {
            "$ref" => {
                let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                found.extend(faults(root, &root["$defs"][name], value, at));
            }
            "type" if !is_of_type(wanted, value) => {
                found.push(format!("{at}: {value} is not {wanted}"))
            }
            "enum" if !wanted.as_array().unwrap().contains(value) => {
                found.push(format!("{at}: {value} is none of {wanted}"));
            }
            "required" if value.is_object() => {
                for key in wanted.as_array().unwrap() {
                    if value.get(key.as_str().unwrap()).is_none() {
                        found.push(format!("{at}: no {key}"));
                    }
                }
            }
            "properties" if value.is_object() => {
                for (key, schema) in wanted.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        found.extend(faults(root, schema, value, &format!("{at}.{key}")));
                    }
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(faults(root, wanted, item, &format!("{at}[{index}]")));
                }
            }
            "minimum" => {
                if value
                    .as_f64()
                    .is_some_and(|number| number < wanted.as_f64().unwrap())
                {
                    found.push(format!("{at}: {value} is less than {wanted}"));
                }
            }
            "format" => {
                if let Some(text) = value.as_str()
                    && !has_format(wanted.as_str().unwrap(), text)
                {
                    found.push(format!("{at}: {text:?} is not a {wanted}"));
                }
            }
            "$schema" | "$defs" | "title" | "description" | "type" | "enum" | "required"
            | "properties" => {}
            other => found.push(format!(
                "{at}: the schema says {other:?}, which is not known here"
            )),
        }
    }
    found
}

fn is_of_type(wanted: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    };
    match wanted {
        Value::String(name) => is(name),
        names => names
            .as_array()
            .unwrap()
            .iter()
            .any(|name| is(name.as_str().unwrap())),
    }
}

fn has_format(format: &str, text: &str) -> bool {
    match format {
        "date-time" => text.ends_with('Z') && text.parse::<Timestamp>().is_ok(),
        "uri" => text
            .split_once("://")
            .is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty()),
        other => panic!("unknown format {other}"),
    }
}

/// A world with a feed that is well, one that fails and one that is paused.
fn world() -> World {
    let plan = Plan::desk()
        .feed("radio")
        .feed_with("late", "paused = true");
    let world = World::new(plan);
    let entry = Entry::new("bank", "Sanctions on a bank", "Frozen.", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.once(at("09:00:00"));
    world
}

#[track_caller]
pub(crate) fn assert_valid(schema: &Value, value: &Value) {
    assert_eq!(
        faults(schema, schema, value, "$"),
        Vec::<String>::new(),
        "{value}"
    );
}

/// Every key that is printed stands in the schema.
#[track_caller]
pub(crate) fn assert_described(schema: &Value, value: &Value) {
    for key in value.as_object().unwrap().keys() {
        assert!(
            schema["properties"].get(key).is_some(),
            "{key} is not described"
        );
    }
}

#[test]
fn feed_test_keeps_to_its_schema() {
    let world = world();
    let schema = schema("feed-test.json");
    let (wire, dead) = (world.origin().url("/wire"), world.origin().url("/dead"));

    let ended = world.run(&["feed", "test", "--json", &wire, &dead, "/nowhere.xml"]);

    let lines = ended.json_lines();
    assert_eq!(lines.len(), 3, "{ended}");
    for line in &lines {
        assert_valid(&schema, line);
        assert_described(&schema, line);
    }
    assert_described(
        &schema["properties"]["items"]["items"],
        &lines[0]["items"][0],
    );
}

#[test]
fn feed_list_keeps_to_its_schema() {
    let world = world();
    let schema = schema("feed-list.json");

    let list = world.run(&["feed", "list", "--json"]).json();

    assert_eq!(list.as_array().unwrap().len(), 3);
    assert_valid(&schema, &list);
    assert_described(&schema["$defs"]["health"], &list[0]);
}

#[test]
fn feed_show_keeps_to_its_schema() {
    let world = world();
    let schema = schema("feed-show.json");
    let watchlist = world.config().join("watchlist.toml");
    let text = fs::read_to_string(&watchlist).unwrap();
    fs::write(
        &watchlist,
        format!("{text}\n[feed.new]\nurl = \"https://new.test/\"\n"),
    )
    .unwrap();

    for name in ["wire", "radio", "late", "new"] {
        let shown = world.run(&["feed", "show", name, "--json"]).json();
        assert_valid(&schema, &shown);
        assert_described(&schema, &shown);
        assert_described(&schema["properties"]["settings"], &shown["settings"]);
    }
}

#[test]
fn the_validator_says_no() {
    let schema = schema("feed-list.json");
    let good = json!({
        "name": "a", "url": "https://a.test/", "state": "ok", "cause": null, "since": "2026-11-20T09:00:00Z", "tries": 0,
        "next_poll": null, "last_item": null, "partial": false, "items": 0,
    });
    assert_valid(&schema, &json!([good]));
    for (key, bad) in [
        ("state", json!("well")),
        ("name", json!(1)),
        ("since", json!("yesterday")),
        ("tries", json!(-1)),
        ("items", json!(0.5)),
        ("url", json!("nowhere")),
        ("cause", json!({ "kind": "dns" })),
    ] {
        let mut health = good.clone();
        health[key] = bad;
        assert_eq!(
            faults(&schema, &schema, &json!([health]), "$").len(),
            1,
            "{key}"
        );
    }
    let mut short = good;
    short.as_object_mut().unwrap().remove("tries");
    assert_eq!(faults(&schema, &schema, &json!([short]), "$").len(), 1);
}
