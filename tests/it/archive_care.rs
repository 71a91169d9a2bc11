//! Care of the archive: old articles go and do not come back, copies are whole, damage is told.

use std::fs;

use jiff::SignedDuration;
use rusqlite::Connection;
use serde_json::Value;
use serde_json::json;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn publish(world: &World, entries: &[Entry]) {
    let body = rss("The Wire", entries);
    world.origin().serves("/wire", Answer::feed(body));
}

fn goat() -> Entry {
    Entry::new(
        "goat",
        "A goat won the race",
        "It was a close one.",
        at("08:00:00"),
    )
}

fn bank() -> Entry {
    Entry::new("bank", "Sanctions on a bank", "", at("08:10:00"))
}

/// What was dropped, as `db prune --json` at that time tells.
fn prune(world: &World, day: i32) -> Value {
    let moment = (at("09:00:00") + DAY * day).to_string();
    let ended = world.run(&["db", "prune", "--at", &moment, "--json"]);
    ended.json()
}

fn once(world: &World, day: i32) -> Value {
    world.once(at("09:00:00") + DAY * day)
}

fn search(world: &World, words: &str) -> Value {
    world.run(&["search", words, "--json"]).json()
}

fn assert_sound(world: &World) {
    let verdict = world.run(&["db", "verify", "--json"]).json();
    assert_eq!(verdict["faults"], json!([]), "{verdict}");
}

#[test]
fn an_article_that_was_dropped_does_not_come_back_while_its_entry_stands_in_the_feed() {
    let world = World::new(Plan::desk());
    publish(&world, &[goat(), bank()]);
    once(&world, 0);

    let dropped = prune(&world, 31);
    let mut sheep = Entry::new("sheep", "A sheep lost the race", "", at("08:00:00"));
    sheep.published += DAY * 31;
    // With other words, and once more under a new id: it is the same entry still.
    let mut revised = goat();
    revised.text = "It was a very close one.".to_owned();
    let mut renamed = goat();
    renamed.guid = "tag:news.example,2026:another".to_owned();
    publish(&world, &[goat(), bank(), sheep.clone()]);
    let first = once(&world, 32);
    publish(&world, &[revised, bank(), sheep.clone()]);
    let second = once(&world, 33);
    publish(&world, &[renamed, bank(), sheep]);
    let third = once(&world, 34);

    assert_eq!(dropped["articles"], 1, "{dropped}");
    assert_eq!(first["articles_new"], 1, "the sheep: {first}");
    assert_eq!(second["articles_new"], 0, "{second}");
    assert_eq!(third["articles_new"], 0, "{third}");
    assert_eq!(search(&world, "goat"), json!([]));
    assert_eq!(
        search(&world, "bank").as_array().unwrap().len(),
        1,
        "it matched"
    );
    assert_sound(&world);
}

#[test]
fn an_entry_whose_article_was_dropped_unmatched_is_told_once_when_new_words_meet_a_topic() {
    let world = World::new(Plan::desk());
    let worded = |text: &str| Entry {
        text: text.to_owned(),
        ..goat()
    };
    publish(&world, &[goat()]);
    once(&world, 0);
    assert_eq!(prune(&world, 31)["articles"], 1);

    let mut new = Vec::new();
    for (day, text) in [
        (32, "It was a very close one."),
        (33, "It was a very close one."),
        (34, "The winner is under sanctions."),
        (35, "The winner is under sanctions, says its owner."),
        (36, "The winner is under sanctions."),
    ] {
        publish(&world, &[worded(text)]);
        new.push(once(&world, day)["articles_new"].clone());
        world.once(at("09:02:00") + DAY * day);
    }

    assert_eq!(new, [0, 0, 1, 0, 0]);
    assert_eq!(world.told_titles(), ["A goat won the race"]);
    assert_sound(&world);
}

#[test]
fn an_entry_that_was_told_before_its_article_was_dropped_is_not_told_again_in_other_words() {
    let world = World::new(Plan::desk());
    world.edit_settings("[store]", "[retention]\nmatched = \"30d\"\n\n[store]");
    publish(&world, &[bank()]);
    once(&world, 0);
    world.once(at("09:02:00"));
    assert_eq!(world.told_titles(), ["Sanctions on a bank"]);
    assert_eq!(prune(&world, 31)["articles"], 1);

    publish(
        &world,
        &[Entry {
            text: "New sanctions, too.".to_owned(),
            ..bank()
        }],
    );

    assert_eq!(once(&world, 32)["articles_new"], 0);
    assert_eq!(world.inbox().letters().len(), 1);
}

#[test]
fn an_entry_that_left_its_feed_long_ago_is_forgotten_and_would_be_new() {
    let world = World::new(Plan::desk());
    publish(&world, &[goat()]);
    once(&world, 0);
    assert_eq!(prune(&world, 31)["articles"], 1);
    publish(&world, &[bank()]);
    once(&world, 32);

    prune(&world, 40);
    let kept = traces(&world);
    let mut pear = bank();
    pear.guid = "tag:news.example,2026:pear".to_owned();
    pear.link = "https://news.example/pear".to_owned();
    pear.title = "A pear tree".to_owned();
    publish(&world, &[pear]);
    once(&world, 63);
    prune(&world, 64);
    let forgotten = traces(&world);
    publish(&world, &[goat()]);
    let again = once(&world, 65);

    assert!(kept.contains(" 2 traces"), "by id and by words: {kept}");
    assert!(forgotten.contains(" 0 traces"), "{forgotten}");
    assert_eq!(again["articles_new"], 1, "{again}");
}

fn traces(world: &World) -> String {
    world.run(&["db", "verify"]).stdout
}

#[test]
fn a_dry_run_tells_what_would_go_and_drops_nothing() {
    let world = World::new(Plan::desk());
    publish(&world, &[goat(), bank()]);
    once(&world, 0);
    let moment = (at("09:00:00") + DAY * 31).to_string();

    let told = world.run(&["db", "prune", "--dry-run", "--at", &moment]);

    told.assert_code(0);
    assert!(told.stdout.contains("1 articles"), "{told}");
    assert_eq!(search(&world, "goat").as_array().unwrap().len(), 1);
}

#[test]
fn what_a_reader_marked_and_what_no_digest_has_told_yet_stays() {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .topic("ships", "any = [\"ship\"]")
        .feed("wire")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        )
        .digest_with(
            "yearly",
            "cron = \"0 0 1 1 *\"\ntz = \"UTC\"\ntopics = [\"ships\"]\nto = [\"desk@example.org\"]",
        );
    let world = World::new(plan);
    world.edit_settings("[store]", "[retention]\nmatched = \"30d\"\n\n[store]");
    let ship = Entry::new("ship", "A ship came in", "", at("08:20:00"));
    publish(&world, &[goat(), bank(), ship]);
    once(&world, 0);
    world.once(at("09:01:30"));
    assert_eq!(world.told_titles(), ["Sanctions on a bank"]);
    let id = search(&world, "goat")[0]["id"].to_string();
    world.run(&["mark", &id, "noise"]).assert_code(0);

    let dropped = prune(&world, 31);

    assert_eq!(
        dropped["articles"], 1,
        "the bank alone, which was told: {dropped}"
    );
    assert_eq!(search(&world, "ship").as_array().unwrap().len(), 1);
    assert_eq!(search(&world, "goat").as_array().unwrap().len(), 1);
    assert_sound(&world);
}

#[test]
fn above_its_size_the_archive_drops_the_oldest_first_and_gives_the_room_back() {
    let world = World::new(Plan::desk());
    world.edit_settings(
        "[store]",
        "[retention]\nunmatched = \"365d\"\nmax_size = \"16MiB\"\n\n[store]",
    );
    // A hundred words of a thousand letters that no two articles share: much to keep, and little to judge.
    let text = |number: usize| -> String {
        (0..100)
            .map(|word| format!("{:08x}{} ", word * 7919 + number * 104_729, "z".repeat(992)))
            .collect()
    };
    let mut last = Value::Null;
    for day in 0..2 {
        let entries: Vec<Entry> = (0..75)
            .map(|n| {
                let slug = format!("d{day}n{n}");
                let seen = at("08:00:00") + DAY * day as i32;
                Entry::new(&slug, &format!("Report {slug}"), &text(day * 75 + n), seen)
            })
            .collect();
        publish(&world, &entries);
        last = once(&world, day as i32);
    }
    assert_eq!(last["articles_new"], 75);
    let file = world.state().join("wirewatch.db");
    let before = fs::metadata(&file).unwrap().len();
    assert!(
        before > 20 << 20,
        "{before} bytes are not enough for this test"
    );

    let dropped = prune(&world, 20);

    let after = fs::metadata(&file).unwrap().len();
    assert!(dropped["articles"].as_u64().unwrap() >= 50, "{dropped}");
    assert_eq!(dropped["over_max_size"], false, "{dropped}");
    assert!(
        after <= 18 << 20,
        "{before} bytes before, {after} after: {dropped}"
    );
    assert_eq!(search(&world, "d0n0"), json!([]), "the oldest went");
    assert_eq!(
        search(&world, "d1n74").as_array().unwrap().len(),
        1,
        "the youngest stayed"
    );
    assert_sound(&world);
}

#[test]
fn a_running_daemon_is_pruned_backed_up_and_verified_beside() {
    let world = World::new(Plan::desk());
    let moment = now();
    publish(
        &world,
        &[
            goat(),
            Entry::new("bank", "Sanctions on a bank", "", moment),
        ],
    );
    let daemon = world.daemon();
    world.wait_for_article("bank");
    let later = (moment + DAY * 31).to_string();
    let copy = world.directory().join("copy.db");
    let copy = copy.to_str().unwrap();

    let dropped = world.run(&["db", "prune", "--at", &later, "--json"]).json();
    let backup = world.run(&["db", "backup", copy]);
    let vacuum = world.run(&["db", "vacuum"]);
    let bank = Entry::new("bank", "Sanctions on a bank", "", moment);
    let ship = Entry::new("ship", "Sanctions on a ship", "", moment);
    publish(&world, &[goat(), bank, ship]);
    world.wait_for_article("ship");

    assert_eq!(dropped["articles"], 1, "{dropped}");
    assert_eq!(search(&world, "goat"), json!([]));
    backup.assert_code(0);
    world.run(&["db", "verify", copy]).assert_code(0);
    vacuum.assert_code(75);
    assert!(vacuum.stderr.contains("stop it first"), "{vacuum}");
    assert_sound(&world);
    daemon.stop();
}

#[test]
fn a_backup_is_whole_never_replaces_a_file_unasked_and_can_be_put_back() {
    let world = World::new(Plan::desk());
    publish(&world, &[bank()]);
    once(&world, 0);
    let copy = world.directory().join("copy.db");
    fs::write(&copy, "somebody's letters").unwrap();
    let name = copy.to_str().unwrap();

    let refused = world.run(&["db", "backup", name]);
    assert_eq!(fs::read_to_string(&copy).unwrap(), "somebody's letters");
    let forced = world.run(&["db", "backup", name, "--force", "--json"]);
    let itself = world.state().join("wirewatch.db");
    let onto_itself = world.run(&["db", "backup", itself.to_str().unwrap(), "--force"]);

    refused.assert_code(64);
    assert!(refused.stderr.contains("--force"), "{refused}");
    assert!(forced.json()["bytes"].as_u64() > Some(0), "{forced}");
    onto_itself.assert_code(64);
    let left: Vec<_> = fs::read_dir(world.directory())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("copy"))
        .collect();
    assert_eq!(left, ["copy.db"], "no half copies, no journals");
    fs::copy(&copy, &itself).unwrap();
    assert_eq!(search(&world, "bank").as_array().unwrap().len(), 1);
}

#[test]
fn verify_tells_damage_and_broken_rules_with_1() {
    let world = World::new(Plan::desk());
    publish(&world, &[bank()]);
    once(&world, 0);
    let file = world.state().join("wirewatch.db");
    let archive = Connection::open(&file).unwrap();
    archive
        .execute("UPDATE stories SET articles = 7", [])
        .unwrap();
    drop(archive);

    let broken = world.run(&["db", "verify"]);
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20_000].fill(0xa5);
    fs::write(&file, bytes).unwrap();
    let damaged = world.run(&["db", "verify"]);

    broken.assert_code(1);
    assert!(
        broken
            .stdout
            .contains("story 1 counts 7 articles and has 1"),
        "{broken}"
    );
    damaged.assert_code(1);
    assert!(damaged.stdout.contains("FAULT"), "{damaged}");
    assert!(damaged.stdout.contains("backup"), "{damaged}");
}

#[test]
fn vacuum_makes_the_file_smaller() {
    let world = World::new(Plan::desk());
    publish(&world, &[bank()]);
    once(&world, 0);
    let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
    archive
        .execute_batch("CREATE TABLE filler (text TEXT); INSERT INTO filler VALUES (zeroblob(3000000)); DROP TABLE filler;")
        .unwrap();
    drop(archive);

    let ended = world.run(&["db", "vacuum", "--json"]).json();

    let bytes = |key: &str| ended[key].as_u64().unwrap();
    assert!(
        bytes("bytes_after") + 2_000_000 < bytes("bytes_before"),
        "{ended}"
    );
    assert_sound(&world);
}

#[test]
fn old_events_go_and_young_ones_stay() {
    let world = World::new(Plan::desk());
    publish(&world, &[bank()]);
    once(&world, 0);
    publish(
        &world,
        &[
            bank(),
            Entry::new("ship", "A ship", "", at("08:00:00") + DAY * 60),
        ],
    );
    once(&world, 60);
    let kinds = |world: &World| -> Vec<String> {
        let events = world.run(&["tail", "--since", "0", "--json"]).json_lines();
        let words = |event: &Value| event["subject"].as_str().unwrap().to_owned();
        events
            .iter()
            .filter(|event| event["type"] == "article.admitted")
            .map(words)
            .collect()
    };
    assert_eq!(kinds(&world), ["1", "2"]);

    let dropped = prune(&world, 91);

    assert!(dropped["events"].as_u64() >= Some(3), "{dropped}");
    assert_eq!(kinds(&world), ["2"]);
}
