//! A feed that failed waits longer and longer; once its owner has mended what it is asked with, it is asked at once.

use std::fs;

use crate::support::Answer;
use crate::support::DEADLINE;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;
use crate::support::wait_for;

const ALLOWED: &str = "allow_private = [\"127.0.0.1\"]\nper_host = 64\n";
const EVERY_TEN_MINUTES: &str = "every = \"10m\"\nbackfill = \"24h\"";

fn news() -> Answer {
    let entry = Entry::new("bank", "Sanctions on the bank", "", at("08:55:00"));
    Answer::feed(rss("The Wire", &[entry]))
}

fn plan(feed: &str) -> Plan {
    Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed_with("wire", feed)
}

/// The feed is on this machine, and the operator has not said yet that it is meant.
fn world_not_allowed() -> World {
    let world = World::new(plan(EVERY_TEN_MINUTES));
    world.origin().serves("/wire", news());
    world.edit_settings(ALLOWED, "per_host = 6\n");
    world
}

fn allow(world: &World) {
    world.edit_settings("per_host = 6\n", ALLOWED);
}

#[test]
fn a_private_address_that_was_refused_is_asked_by_the_next_round_once_it_is_allowed() {
    let world = world_not_allowed();
    assert_eq!(world.once(at("09:00:00"))["failed"], 1);
    assert_eq!(world.feed("wire")["cause"]["kind"], "blocked");
    assert_eq!(world.once(at("09:01:00"))["feeds"], 0, "it is put off");

    allow(&world);
    let summary = world.once(at("09:02:00"));

    assert_eq!(summary["articles_new"], 1, "{summary}");
    assert_eq!(world.feed("wire")["state"], "ok");
    assert_eq!(world.once(at("09:03:00"))["feeds"], 0, "once, not always");
}

#[test]
fn a_private_address_that_was_refused_is_asked_by_the_next_daemon_once_it_is_allowed() {
    let world = world_not_allowed();
    let daemon = world.daemon();
    wait_for("the refusal", DEADLINE, || {
        (world.feed("wire")["cause"]["kind"] == "blocked").then_some(())
    });
    daemon.stop();

    allow(&world);
    let daemon = world.daemon();

    world.wait_for_article("bank");
    daemon.wait_for_log("asked with has changed");
    daemon.stop();
}

#[test]
fn a_login_that_was_refused_is_tried_again_when_a_reload_brings_another_password() {
    let keys = format!(
        "{EVERY_TEN_MINUTES}\nauth = {{ username = \"desk\", password_file = \"secret\" }}"
    );
    let world = World::new(plan(&keys));
    world.origin().serves("/wire", Answer::status(401));
    fs::write(world.config().join("secret"), "hunter1").unwrap();
    let daemon = world.daemon();
    wait_for("the refusal", DEADLINE, || {
        (world.feed("wire")["cause"]["kind"] == "http-401").then_some(())
    });

    fs::write(world.config().join("secret"), "hunter2").unwrap();
    world.origin().serves("/wire", news());
    daemon.hang_up();

    world.wait_for_article("bank");
    daemon.stop();
    for file in fs::read_dir(world.state()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"hunter"));
    }
}

#[test]
fn other_headers_are_tried_at_once_and_what_asks_nothing_otherwise_leaves_the_feed_its_time() {
    let world = World::new(plan(EVERY_TEN_MINUTES));
    world.origin().serves("/wire", Answer::status(403));
    world.once(at("09:00:00"));

    let label = format!("{EVERY_TEN_MINUTES}\nlabel = \"state media\"");
    world.replan(plan(&label).topic("goats", "any = [\"goat\"]"));
    world.edit_settings("per_host = 64", "per_host = 32");
    let unmended = world.once(at("09:01:00"));
    world.origin().serves("/wire", news());
    let headers = format!("{label}\nheaders = {{ User-Agent = \"A reader\" }}");
    world.replan(plan(&headers));
    let mended = world.once(at("09:02:00"));

    assert_eq!(unmended["feeds"], 0, "{unmended}");
    assert_eq!(mended["articles_new"], 1, "{mended}");
}

#[test]
fn a_host_that_asked_for_rest_gets_it_whatever_is_mended() {
    let world = World::new(plan(EVERY_TEN_MINUTES));
    let resting = Answer::status(429).with_header("Retry-After", "7200");
    world.origin().serves("/wire", resting);
    let start = now();
    world.once(start);

    let headers = format!("{EVERY_TEN_MINUTES}\nheaders = {{ User-Agent = \"A reader\" }}");
    world.replan(plan(&headers));
    world.once(start + jiff::SignedDuration::from_mins(1));

    assert_eq!(world.origin().requests("/wire").len(), 1);
}
