//! The machine forms of the feed commands against their JSON Schemas in `docs/schema`: real output validates.

use std::fs;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

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

#[test]
fn feed_test_keeps_to_its_schema() {
    let world = world();
    let (wire, dead) = (world.origin().url("/wire"), world.origin().url("/dead"));

    let ended = world.run(&["feed", "test", "--json", &wire, &dead, "/nowhere.xml"]);

    let lines = ended.json_lines();
    assert_eq!(lines.len(), 3, "{ended}");
    for line in &lines {
        assert_valid("feed-test", line);
    }
}

#[test]
fn feed_list_keeps_to_its_schema() {
    let world = world();

    let list = world.run(&["feed", "list", "--json"]).json();

    assert_eq!(list.as_array().unwrap().len(), 3);
    assert_valid("feed-list", &list);
}

#[test]
fn feed_show_keeps_to_its_schema() {
    let world = world();
    let watchlist = world.config().join("watchlist.toml");
    let text = fs::read_to_string(&watchlist).unwrap();
    fs::write(
        &watchlist,
        format!("{text}\n[feed.new]\nurl = \"https://new.test/\"\n"),
    )
    .unwrap();

    for name in ["wire", "radio", "late", "new"] {
        let shown = world.run(&["feed", "show", name, "--json"]).json();
        assert_valid("feed-show", &shown);
    }
}
