//! `wirewatch doctor`: every fault that it can find is told with what to do, and a sound installation has none.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

fn world() -> World {
    let world = World::new(Plan::desk());
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    fs::set_permissions(world.state(), fs::Permissions::from_mode(0o700)).unwrap();
    world
}

/// The checks of that name.
fn checks(world: &World, name: &str) -> Vec<Value> {
    let ended = world.run(&["doctor", "--json"]);
    let told: Value =
        serde_json::from_str(&ended.stdout).unwrap_or_else(|e| panic!("{e}: {ended}"));
    assert_valid("doctor", &told);
    let faults = told["checks"].as_array().unwrap().iter();
    let has_fault = faults.clone().any(|check| check["state"] == "fault");
    assert_eq!(ended.code, Some(i32::from(has_fault)), "{ended}");
    assert_eq!(told["ok"], !has_fault);
    faults
        .filter(|check| check["check"] == name)
        .cloned()
        .collect()
}

#[test]
fn a_sound_installation_is_well_with_and_without_a_daemon() {
    let world = world();
    let daemon = world.daemon();
    world.wait_for_article("bank");

    let beside = world.run(&["doctor"]);
    let pid = daemon.pid().to_string();
    daemon.stop();
    let alone = world.run(&["doctor"]);

    beside.assert_code(0);
    assert!(beside.stdout.contains(&pid), "{beside}");
    alone.assert_code(0);
    let words: Vec<&str> = alone.stdout.split_whitespace().collect();
    let words = words.join(" ");
    assert!(words.contains("nobody has it open"), "{alone}");
    let longest = alone.stdout.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(100), "paths alone are longer: {alone}");
    assert!(alone.stdout.contains("relay"), "{alone}");
    assert_eq!(world.inbox().letters().len(), 0, "nothing is sent");
}

#[test]
fn before_the_first_start_it_says_what_comes_next() {
    let world = world();

    let database = &checks(&world, "database")[0];

    assert_eq!(database["state"], "warning", "{database}");
    assert!(
        database["advice"]
            .as_str()
            .unwrap()
            .contains("wirewatch run")
    );
}

#[test]
fn a_bad_watchlist_is_a_fault_and_the_rest_is_looked_at_all_the_same() {
    let world = world();
    world.replan(Plan::desk().topic("goats", "any = [\"goat\"]\ncolour = \"red\""));

    let configuration = &checks(&world, "configuration")[0];

    assert_eq!(configuration["state"], "fault");
    assert!(configuration["detail"].as_str().unwrap().contains("colour"));
    assert_eq!(checks(&world, "relay")[0]["state"], "ok");
}

#[test]
fn a_relay_that_does_not_answer_is_a_fault() {
    let world = World::new(Plan::desk().relay_is_closed());

    let relay = &checks(&world, "relay")[0];

    assert_eq!(relay["state"], "fault", "{relay}");
    assert!(relay["advice"].as_str().unwrap().contains("mail test"));
}

#[test]
fn files_that_others_may_read_or_change_are_told() {
    let world = world();
    world.once(at("09:00:00"));
    fs::set_permissions(world.state(), fs::Permissions::from_mode(0o755)).unwrap();
    let watchlist = world.config().join("watchlist.toml");
    fs::set_permissions(&watchlist, fs::Permissions::from_mode(0o666)).unwrap();

    let found = checks(&world, "permissions");

    let told = |state: &str, words: &str| {
        let of_state = found.iter().filter(|check| check["state"] == state);
        of_state
            .into_iter()
            .any(|check| check["advice"].as_str().unwrap().contains(words))
    };
    assert!(told("warning", "chmod 700"), "{found:#?}");
    assert!(told("fault", "chmod o-w"), "{found:#?}");
}

#[test]
fn a_name_that_nobody_knows_is_told() {
    let world = World::new(Plan::desk());
    let text = Plan::desk().watchlist(|_| "http://feeds.wirewatch.invalid/wire".to_owned());
    world.write_watchlist(&text.replace("5s", "10m"));

    let names = &checks(&world, "names")[0];

    assert_eq!(names["state"], "fault", "{names}");
    assert!(
        names["detail"]
            .as_str()
            .unwrap()
            .contains("feeds.wirewatch.invalid")
    );
}

#[test]
fn names_that_a_proxy_looks_up_are_not_asked_for_here() {
    let world = World::new(Plan::desk());
    let text = Plan::desk().watchlist(|_| "http://secret.wirewatch.invalid/wire".to_owned());
    let text = text.replace("every = \"5s\"", "via = \"socks5h://127.0.0.1:9\"");
    world.write_watchlist(&text);

    let names = &checks(&world, "names")[0];

    assert_eq!(checks(&world, "configuration")[0]["state"], "ok");
    assert_eq!(names["state"], "ok", "{names}");
}

#[test]
fn a_damaged_archive_is_a_fault_with_the_way_to_recover() {
    let world = world();
    world.once(at("09:00:00"));
    fs::write(
        world.state().join("wirewatch.db"),
        "not a database ".repeat(500),
    )
    .unwrap();

    let database = &checks(&world, "database")[0];

    assert_eq!(database["state"], "fault", "{database}");
    assert!(database["advice"].as_str().unwrap().contains("backup"));
}

#[test]
fn a_clock_behind_what_has_happened_is_a_fault() {
    let world = world();
    world.once(now() + jiff::SignedDuration::from_hours(48));

    let clock = &checks(&world, "clock")[0];

    assert_eq!(clock["state"], "fault", "{clock}");
}
