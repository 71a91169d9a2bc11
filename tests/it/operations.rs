//! How a running daemon is seen: status, metrics, health, the stream, its log, its end.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::fs::File;
use std::os::unix::fs::MetadataExt;
use std::process::Command;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;
use serde_json::json;

use crate::schemas::assert_valid;
use crate::service::page_of;
use crate::support::Answer;
use crate::support::DEADLINE;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;
use crate::support::wait_for;

fn world(plan: Plan) -> World {
    world_of(plan, at("08:30:00"))
}

/// With an article of today, for those who live by the machine's clock.
fn world_of_today(plan: Plan) -> World {
    world_of(plan, now() - jiff::SignedDuration::from_mins(5))
}

fn world_of(plan: Plan, published: jiff::Timestamp) -> World {
    let world = World::new(plan);
    let entry = Entry::new("bank", "Sanctions on a bank", "", published);
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world
}

/// The samples of a text in Prometheus' format, after the rules that `promtool check metrics` knows: each family is
/// introduced once, by HELP and TYPE; counters end in `_total` and nothing else does; base units; no sample twice.
fn check_metrics(text: &str) -> BTreeMap<String, f64> {
    let mut samples = BTreeMap::new();
    let mut families: BTreeMap<&str, &str> = BTreeMap::new();
    let mut helped = BTreeSet::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').expect(line);
            assert!(help.ends_with('.'), "no sentence: {line}");
            assert!(helped.insert(name), "told twice: {line}");
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').expect(line);
            assert!(helped.contains(name), "no help before {line}");
            assert_eq!(kind == "counter", name.ends_with("_total"), "{line}");
            for unit in [
                "_ms",
                "_milliseconds",
                "_minutes",
                "_hours",
                "_kb",
                "_mb",
                "_percent",
            ] {
                assert!(!name.contains(unit), "no base unit: {line}");
            }
            families.insert(name, kind);
        } else {
            let (sample, value) = line.rsplit_once(' ').expect(line);
            let name = sample.split('{').next().unwrap();
            assert!(families.contains_key(name), "no type before {line}");
            assert!(
                name.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
                "{line}"
            );
            let value: f64 = value.parse().unwrap_or_else(|e| panic!("{e}: {line}"));
            assert!(
                samples.insert(sample.to_owned(), value).is_none(),
                "twice: {line}"
            );
        }
    }
    for name in families.keys() {
        assert!(
            samples.keys().any(|sample| sample.starts_with(name)) || *name == "wirewatch_matches",
            "{name} is empty"
        );
    }
    samples
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").expect("a head and a body").1
}

#[test]
fn metrics_tell_what_the_daemon_did_in_a_form_that_prometheus_takes() {
    let world = world_of_today(Plan::desk().with_page().feed("gone"));
    let daemon = world.daemon();
    world.wait_for_article("bank");
    world.run(&["reload"]).assert_code(0);
    world.replan(Plan::desk().topic("x", "colour = 1"));
    world.run(&["reload"]).assert_code(78);
    let version = world.run(&["status", "--json"]).json()["watchlist"]["in_force"].clone();

    let samples = wait_for("a failed poll in the metrics", DEADLINE, || {
        let answer = page_of(&daemon, "/metrics");
        let samples = check_metrics(body(&answer));
        let has_failed = samples["wirewatch_polls_total{ending=\"failed\"}"] > 0.0;
        has_failed.then_some(samples)
    });

    let of = |name: &str| {
        *samples
            .get(&format!("wirewatch_{name}"))
            .unwrap_or_else(|| panic!("no {name} in {samples:#?}"))
    };
    assert_eq!(of("feeds{state=\"failing\"}"), 1.0);
    assert!(of("polls_total{ending=\"read\"}") >= 1.0);
    assert!(of("fetched_bytes_total") > 100.0);
    assert_eq!(of("articles_admitted_total"), 1.0);
    assert_eq!(of("articles"), 1.0);
    assert_eq!(of("stories"), 1.0);
    assert_eq!(of("matches{topic=\"sanctions\"}"), 1.0);
    assert_eq!(of("reloads_total{result=\"accepted\"}"), 1.0);
    assert_eq!(of("reloads_total{result=\"refused\"}"), 1.0);
    assert_eq!(of("healthy"), 1.0);
    assert!(of("writer_commits_total") >= 1.0);
    assert!(of("writer_busy_seconds_total") > 0.0);
    assert!(of("database_bytes") > 100_000.0);
    let version = version.as_str().unwrap();
    assert_eq!(of(&format!("watchlist_info{{version=\"{version}\"}}")), 1.0);
    let now = now().as_second() as f64;
    for name in ["poller", "issuer", "sender"] {
        let turned = of(&format!(
            "loop_last_turn_timestamp_seconds{{loop=\"{name}\"}}"
        ));
        assert!((now - turned).abs() < 120.0, "{name}: {turned}, now {now}");
    }
    daemon.stop();
}

#[test]
fn a_letter_that_waits_is_seen_growing_old() {
    let world = world_of_today(Plan::desk().relay_is_closed().with_page());
    world.once(now());
    let later = now() + jiff::SignedDuration::from_mins(2);
    assert_eq!(world.once(later)["letters_queued"], 1);
    let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
    archive
        .execute("UPDATE deliveries SET queued_at = queued_at - 3600000", [])
        .unwrap();
    drop(archive);
    let daemon = world.daemon();

    let answer = page_of(&daemon, "/metrics");
    let status = world.run(&["status"]);

    let age = check_metrics(body(&answer))["wirewatch_oldest_queued_letter_age_seconds"];
    assert!((3300.0..3900.0).contains(&age), "{age}");
    assert!(
        status.stdout.contains("1 waiting (the oldest for"),
        "{status}"
    );
    daemon.stop();
}

#[test]
fn health_is_503_with_the_reason_while_nothing_can_be_written_down() {
    let world = world(Plan::desk().with_page());
    let daemon = world.daemon();
    world.wait_for_article("bank");
    assert!(page_of(&daemon, "/healthz").starts_with("HTTP/1.1 200"));
    let fill = |number: i64| {
        let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
        archive.busy_timeout(DEADLINE).unwrap();
        let sql = "UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'articles'";
        archive.execute(sql, [number]).unwrap();
    };

    fill(i64::MAX);
    let ship = Entry::new("ship", "Sanctions on a ship", "", now());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[ship])));
    daemon.wait_for_log("no feed is asked for");
    let ill = page_of(&daemon, "/healthz");
    fill(1);
    world.wait_for_article("ship");
    wait_for("health again", DEADLINE, || {
        page_of(&daemon, "/healthz")
            .starts_with("HTTP/1.1 200")
            .then_some(())
    });

    assert!(ill.starts_with("HTTP/1.1 503"), "{ill}");
    assert!(ill.contains("no room left on the disk"), "{ill}");
    daemon.stop();
}

#[test]
fn status_is_one_screen_and_its_machine_form_is_as_described() {
    let mut plan = Plan::desk();
    for number in 0..30 {
        plan = plan.feed(&format!("dead{number}"));
    }
    let world = world(plan);
    world.once(at("09:00:00"));
    let daemon = world.daemon();
    let pid = daemon.pid().to_string();

    let shown = world.run(&["status"]);
    let told = world.run(&["status", "--json"]).json();
    daemon.stop();
    let idle = world.run(&["status", "--json"]).json();

    assert!(shown.stdout.lines().count() <= 40, "{shown}");
    assert!(shown.stdout.contains(&pid), "{shown}");
    assert!(shown.stdout.contains("30 failing"), "{shown}");
    assert!(
        shown
            .stdout
            .contains("and 25 more: \"wirewatch feed list\""),
        "{shown}"
    );
    assert!(shown.stdout.contains("feed.failed dead"), "{shown}");
    assert_valid("status", &told);
    assert_valid("status", &idle);
    assert_eq!(told["feeds_by_state"]["failing"], 30);
    assert_eq!(told["watchlist"]["in_force"], told["watchlist"]["version"]);
    assert_eq!(told["errors"].as_array().unwrap().len(), 4);
    assert!(told["started"].is_string() && idle["started"].is_null());
}

#[test]
fn files_that_say_something_else_than_the_list_in_force_are_told() {
    let world = world(Plan::desk());
    let daemon = world.daemon();
    world.replan(Plan::desk().topic("goats", "any = [\"goat\"]"));

    let status = world.run(&["status"]);

    assert!(status.stdout.contains("\"wirewatch reload\""), "{status}");
    daemon.stop();
}

#[test]
fn care_of_the_archive_answers_machines_as_described() {
    let world = world(Plan::desk());
    world.once(at("09:00:00"));
    let copy = world.directory().join("copy.db");

    for (name, args) in [
        (
            "db-backup",
            &["db", "backup", copy.to_str().unwrap(), "--json"][..],
        ),
        ("db-verify", &["db", "verify", "--json"]),
        ("db-prune", &["db", "prune", "--dry-run", "--json"]),
        ("db-prune", &["db", "prune", "--json"]),
        ("db-vacuum", &["db", "vacuum", "--json"]),
    ] {
        assert_valid(name, &world.run(args).json());
    }
}

#[test]
fn the_stream_is_told_in_order_and_can_be_taken_up_where_it_was_left() {
    let world = world(Plan::desk());
    world.once(at("09:00:00"));

    let all = world.run(&["tail", "--since", "0", "--json"]).json_lines();
    let rest = world.run(&["tail", "--since", "1", "--json"]).json_lines();
    let shown = world.run(&["tail"]);

    all.iter().for_each(|event| assert_valid("event", event));
    let types: Vec<_> = all
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["article.admitted", "topic.matched", "story.opened"]);
    assert_eq!(rest[..], all[1..]);
    assert_eq!(shown.stdout.lines().count(), 3, "{shown}");
    assert!(
        shown.stdout.contains("[sanctions] Sanctions on a bank"),
        "{shown}"
    );
}

#[test]
fn a_reader_of_the_stream_gets_what_happens_as_it_happens() {
    let world = world(Plan::desk());
    let daemon = world.daemon();
    world.wait_for_article("bank");
    let heard = world.directory().join("heard");
    let mut reader = Command::new(env!("CARGO_BIN_EXE_wirewatch"))
        .arg("--config")
        .arg(world.config())
        .args(["tail", "--follow", "--json"])
        .env_clear()
        .stdout(File::create(&heard).unwrap())
        .spawn()
        .unwrap();

    let ship = Entry::new("ship", "Sanctions on a ship", "", now());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[ship])));
    wait_for("the ship in the stream", DEADLINE, || {
        let text = fs::read_to_string(&heard).unwrap();
        text.lines()
            .find(|line| line.contains("Sanctions on a ship"))
            .map(str::to_owned)
    });

    reader.kill().unwrap();
    reader.wait().unwrap();
    daemon.stop();
}

#[test]
fn a_second_sigterm_ends_it_at_once() {
    let world = world(Plan::desk().feed("slow"));
    world.edit_settings("timeout = \"3s\"", "timeout = \"600s\"");
    world.origin().serves("/slow", Answer::never());
    let mut daemon = world.daemon();
    world.origin().wait_for_requests("/slow", 1);

    daemon.terminate();
    daemon.wait_for_note("STOPPING=1", 1);
    daemon.terminate();
    // The first alone would let the slow feed have the whole time of grace.
    let status = daemon.wait(Duration::from_secs(15));

    assert_eq!(status.code(), Some(0));
    daemon.wait_for_log("asked to stop twice");
}

#[test]
fn a_stop_tells_what_is_left_for_the_next_start() {
    let world = world_of_today(Plan::desk().relay_is_closed());
    world.once(now());
    world.once(now() + jiff::SignedDuration::from_mins(2));
    let mut daemon = world.daemon();

    daemon.terminate();
    daemon.wait(DEADLINE);

    let line = daemon.wait_for_log("left for the next start");
    assert!(line.contains("letters=1"), "{line}");
}

#[test]
fn under_the_journal_lines_bear_their_level() {
    let world = world(Plan::desk());
    let log = world.directory().join("log");
    let file = File::create(&log).unwrap();
    let facts = file.metadata().unwrap();
    let stream = format!("{}:{}", facts.dev(), facts.ino());

    let status = Command::new(env!("CARGO_BIN_EXE_wirewatch"))
        .arg("--config")
        .arg(world.config())
        .args(["run", "--once"])
        .env_clear()
        .env("JOURNAL_STREAM", &stream)
        .stderr(file)
        .status()
        .unwrap();

    assert!(status.success());
    let text = fs::read_to_string(&log).unwrap();
    // Where this machine has a journal, the lines are there.
    if !fs::exists("/run/systemd/journal/socket").unwrap() {
        assert!(!text.is_empty());
        assert!(text.lines().all(|line| line.starts_with("<6>")), "{text}");
    }
}

#[test]
fn json_lines_have_their_fields() {
    let world = world(Plan::desk());
    world.edit_settings("[store]", "[log]\nformat = \"json\"\n\n[store]");
    let daemon = world.daemon();

    let line = daemon.wait_for_log("\"ready\"");

    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["level"], "INFO");
    assert_eq!(line["feeds"], 1);
    daemon.stop();
}

/// The events of changed watchlists, whole.
fn list_changes(world: &World) -> Vec<Value> {
    let events = world.run(&["tail", "--since", "0", "--json"]).json_lines();
    events
        .into_iter()
        .filter(|event| event["type"] == "watchlist.changed")
        .map(|event| event["data"].clone())
        .collect()
}

#[test]
fn what_a_list_gained_and_lost_and_who_asked_is_told_in_the_stream() {
    let world = world(Plan::desk());
    let daemon = world.daemon();

    let changed = Plan::empty()
        .topic("sanctions", "any = [\"sanction\", \"embargo\"]")
        .topic("goats", "any = [\"goat\"]")
        .feed("farm")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        );
    world.replan(changed);
    world.run(&["reload"]).assert_code(0);
    daemon.hang_up();
    daemon.wait_for_note("READY=1", 3);
    world.replan(Plan::desk());
    daemon.hang_up();
    daemon.wait_for_note("READY=1", 4);

    let changes = list_changes(&world);
    assert_eq!(
        changes.len(),
        2,
        "the same list again is no news: {changes:#?}"
    );
    let first = &changes[0];
    assert_eq!(first["by"], "reload");
    assert!(first["who"].is_string(), "{first}");
    assert_eq!(first["topics"], json!({ "gained": ["goats"], "lost": [] }));
    assert_eq!(
        first["feeds"],
        json!({ "gained": ["farm"], "lost": ["wire"] })
    );
    assert_eq!(
        first["terms"],
        json!({ "sanctions": { "gained": ["embargo"], "lost": ["asset freeze"] } })
    );
    let words = first["words"].as_str().unwrap();
    assert!(words.contains("topic goats added"), "{words}");
    assert!(
        words.contains("topic sanctions gained \"embargo\" and lost \"asset freeze\""),
        "{words}"
    );
    assert_eq!(changes[1]["by"], "SIGHUP");
    daemon.stop();
}

fn watching() -> World {
    let world = world(Plan::desk());
    world.edit_settings("[store]", "[watchlist]\nwatch = true\n\n[store]");
    world
}

#[test]
fn a_saved_watchlist_is_taken_up_by_itself_once() {
    let world = watching();
    let daemon = world.daemon();
    let text = Plan::desk()
        .topic("goats", "any = [\"goat\"]")
        .watchlist(|path| world.origin().url(path));
    let path = world.config().join("watchlist.toml");

    // As editors do: the old file away, an empty one, half of it, all of it; then one that renames.
    fs::rename(&path, world.config().join("watchlist.toml~")).unwrap();
    fs::write(&path, "").unwrap();
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    fs::write(&path, &text).unwrap();
    daemon.wait_for_note("READY=1", 2);
    let more = world.config().join(".watchlist.toml.swp");
    fs::write(&more, format!("{text}\n[topic.cows]\nany = [\"cow\"]\n")).unwrap();
    fs::rename(&more, &path).unwrap();
    daemon.wait_for_note("READY=1", 3);

    let changes = list_changes(&world);
    let gained: Vec<_> = changes
        .iter()
        .map(|change| &change["topics"]["gained"])
        .collect();
    assert_eq!(
        gained,
        [&json!(["goats"]), &json!(["cows"])],
        "{changes:#?}"
    );
    assert!(changes.iter().all(|change| change["by"] == "file watch"));
    assert!(!daemon.log().contains("refused"));
    daemon.stop();
}

#[test]
fn a_bad_file_is_refused_once_and_the_mended_one_taken_up() {
    let world = watching();
    let daemon = world.daemon();

    world.replan(Plan::desk().topic("goats", "any = [\"goat\"]\ncolour = \"red\""));
    daemon.wait_for_log("reload refused");
    daemon.wait_for_note("READY=1", 2);
    let status = world.run(&["status"]);
    world.replan(Plan::desk().topic("goats", "any = [\"goat\"]"));
    daemon.wait_for_note("READY=1", 3);

    assert!(status.stdout.contains("reload REFUSED"), "{status}");
    let changes = list_changes(&world);
    let accepted: Vec<_> = changes.iter().map(|change| &change["accepted"]).collect();
    assert_eq!(accepted, [&json!(false), &json!(true)], "{changes:#?}");
    daemon.stop();
}

#[test]
fn a_touched_file_and_one_that_was_reloaded_by_hand_are_not_read_again() {
    let world = watching();
    let daemon = world.daemon();
    let path = world.config().join("watchlist.toml");
    let text = fs::read_to_string(&path).unwrap();

    fs::write(&path, &text).unwrap();
    world.replan(Plan::desk().topic("goats", "any = [\"goat\"]"));
    world.run(&["reload"]).assert_code(0);
    world.replan(Plan::desk().topic("cows", "any = [\"cow\"]"));
    wait_for("the cows", DEADLINE, || {
        (list_changes(&world).len() == 2).then_some(())
    });

    assert_eq!(daemon.count_notes("RELOADING=1"), 2);
    daemon.stop();
}
