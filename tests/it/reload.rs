//! Changing the watchlist under a running daemon: a good one takes effect whole, a bad one changes nothing.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::Value;

use crate::support::Answer;
use crate::support::DEADLINE;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;
use crate::support::wait_for;

fn fresh(slug: &str, title: &str) -> Entry {
    Entry::new(slug, title, "", now() - SignedDuration::from_mins(5))
}

#[test]
fn a_good_reload_takes_effect() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let entry = fresh("goat", "A goat won the race");
    world
        .origin()
        .serves("/farm", Answer::feed(rss("The Farm", &[entry])));
    let daemon = world.daemon();

    world.replan(Plan::desk().feed("farm").topic("goats", "any = [\"goat\"]"));
    daemon.hang_up();

    daemon.wait_for_note("READY=1", 2);
    assert_eq!(daemon.count_notes("RELOADING=1"), 1);
    assert_eq!(world.wait_for_article("goat")["topics"][0], "goats");
    daemon.stop();
}

#[test]
fn on_reload_a_bad_watchlist_leaves_the_old_one_live() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let daemon = world.daemon();

    let bad = Plan::desk().topic("goats", "any = [\"goat\"]\ncolour = \"red\"");
    world.replan(bad);
    daemon.hang_up();
    daemon.wait_for_note("READY=1", 2);
    let entry = fresh("bank", "Sanctions on a bank");
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));

    assert_eq!(world.wait_for_article("bank")["topics"][0], "sanctions");
    daemon.wait_for_log("watchlist.toml");
    daemon.wait_for_log("colour");
    daemon.stop();
}

#[test]
fn a_watchlist_that_vanished_leaves_the_old_one_live() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let daemon = world.daemon();

    std::fs::remove_file(world.config().join("watchlist.toml")).unwrap();
    daemon.hang_up();
    daemon.wait_for_note("READY=1", 2);
    let entry = fresh("bank", "Sanctions on a bank");
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));

    world.wait_for_article("bank");
    daemon.stop();
}

#[test]
fn reload_tells_its_caller_how_it_went() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let daemon = world.daemon();

    let good = world.run(&["reload"]);
    world.replan(Plan::desk().topic("goats", "any = [\"goat\"]\ncolour = \"red\""));
    let bad = world.run(&["reload"]);

    good.assert_code(0);
    bad.assert_code(78);
    assert!(bad.stderr.contains("colour"), "{bad}");
    daemon.stop();
}

#[test]
fn reload_without_a_daemon_says_so() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    world.daemon().stop();

    let ended = world.run(&["reload"]);

    ended.assert_code(75);
    assert!(ended.stderr.contains("running"), "{ended}");
}

#[test]
fn a_storm_of_hangups_is_answered_and_the_last_file_counts() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    world
        .origin()
        .serves("/farm", Answer::feed(rss("The Farm", &[])));
    let daemon = world.daemon();

    for _ in 0..99 {
        daemon.hang_up();
    }
    world.replan(Plan::desk().feed("farm"));
    daemon.hang_up();

    world.origin().wait_for_requests("/farm", 1);
    let reloading = daemon.count_notes("RELOADING=1");
    assert!((1..=100).contains(&reloading), "{reloading} reloads");
    daemon.wait_for_note("READY=1", reloading + 1);
    daemon.stop();
}

#[test]
fn a_refused_reload_is_told_on_status_in_the_log_and_in_the_next_letter() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let daemon = world.daemon();

    world.replan(Plan::desk().topic("goats", "any = [\"goat\"]\ncolour = \"red\""));
    world.run(&["reload"]).assert_code(78);

    daemon.wait_for_log("reload refused");
    daemon.wait_for_log("colour = \"red\""); // the line itself
    let status = world.run(&["status"]);
    assert!(status.stdout.contains("reload REFUSED"), "{status}");
    assert!(status.stdout.contains("colour"), "{status}");
    daemon.stop();
    world.replan(Plan::desk());
    let entry = fresh("bank", "Sanctions on a bank");
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.once(now() + SignedDuration::from_mins(2));
    world.once(now() + SignedDuration::from_mins(4));
    let letters = world.inbox().letters();
    let text = letters.last().expect("a letter").text();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("refused and the old one stays: watchlist.toml:"),
        "{text}"
    );
    assert!(text.contains("has no key \"colour\""), "{text}");
}

#[test]
fn a_reload_refuses_a_list_whose_own_tests_fail() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let daemon = world.daemon();
    let failing = "any = [\"goat\"]\n[[topic.goats.test]]\nmatch = \"A sheep won the race\"";

    world.replan(Plan::desk().topic("goats", failing));
    let ended = world.run(&["reload"]);

    ended.assert_code(78);
    assert!(ended.stderr.contains("A sheep won the race"), "{ended}");
    let entry = fresh("bank", "Sanctions on a bank against a goat");
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    let found = world.wait_for_article("bank");
    assert_eq!(found["topics"], serde_json::json!(["sanctions"]));
    daemon.stop();
}

#[test]
fn whatever_takes_the_place_of_the_watchlist_leaves_the_old_one_live() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let daemon = world.daemon();
    let path = world.config().join("watchlist.toml");
    let whole = std::fs::read(&path).unwrap();
    let in_a_word = String::from_utf8_lossy(&whole).find("freeze").unwrap();

    for kind in [
        "half-written",
        "latin-1",
        "directory",
        "pipe",
        "circle of links",
    ] {
        std::fs::remove_file(&path).unwrap();
        match kind {
            "half-written" => std::fs::write(&path, &whole[..in_a_word]).unwrap(),
            "latin-1" => std::fs::write(&path, b"[topic.a]\nany = [\"r\xe9gime\"]\n").unwrap(),
            "directory" => std::fs::create_dir(&path).unwrap(),
            "pipe" => {
                let made = std::process::Command::new("mkfifo").arg(&path).status();
                assert!(made.unwrap().success());
            }
            _ => std::os::unix::fs::symlink(&path, &path).unwrap(),
        }

        let ended = world.run(&["reload"]);

        ended.assert_code(78);
        assert!(ended.stderr.contains("watchlist.toml"), "{kind}: {ended}");
        if kind == "directory" {
            std::fs::remove_dir(&path).unwrap();
        } else {
            std::fs::remove_file(&path).unwrap();
        }
        std::fs::write(&path, &whole).unwrap();
    }
    let entry = fresh("bank", "Sanctions on a bank");
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.wait_for_article("bank");
    daemon.stop();
}

#[test]
fn what_the_old_address_answers_after_the_owner_changed_it_says_nothing_of_the_new_one() {
    let world = World::new(Plan::desk());
    world.edit_settings("timeout = \"3s\"", "timeout = \"60s\"");
    let gone = Answer::status(410).taking(Duration::from_secs(5));
    world.origin().serves("/wire", gone);
    let entry = fresh("goat", "A goat won the race");
    world
        .origin()
        .serves("/new", Answer::feed(rss("The Wire", &[entry])));
    let daemon = world.daemon();
    world.origin().wait_for_requests("/wire", 1);

    let text = Plan::desk().watchlist(|path| world.origin().url(path));
    world.write_watchlist(&text.replace("/wire\"", "/new\""));
    daemon.hang_up();
    daemon.wait_for_note("READY=1", 2);

    world.wait_for_article("goat");
    assert_eq!(world.feed("wire")["state"], "ok");
    daemon.stop();
}

/// C06.
#[test]
fn a_reload_while_a_letter_is_on_its_way_takes_effect_at_once_and_the_letter_arrives_once() {
    let world = World::new(Plan::desk());
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:55:00"));
    let news = rss("The Wire", &[entry]);
    world.origin().serves("/wire", Answer::feed(news));
    world
        .origin()
        .serves("/farm", Answer::feed(rss("The Farm", &[])));
    world.once(at("09:00:00"));
    world.inbox().greylists_next(1);
    world.once(at("09:01:30"));
    world.inbox().holds_answers();
    let daemon = world.daemon();
    world.inbox().wait_for(1, DEADLINE);

    world.replan(Plan::desk().feed("farm"));
    let asked = world.run(&["reload"]);
    world.origin().wait_for_requests("/farm", 1);
    let waiting = world.run(&["digest", "list", "--json"]).json();
    world.inbox().answers();

    asked.assert_code(0);
    let delivery = |list: &Value| list[0]["deliveries"][0]["status"].clone();
    assert_eq!(delivery(&waiting), "queued", "{waiting}");
    wait_for("the letter's outcome", DEADLINE, || {
        let list = world.run(&["digest", "list", "--json"]).json();
        (delivery(&list) == "accepted").then_some(())
    });
    assert_eq!(daemon.count_notes("RELOADING=1"), 1);
    daemon.wait_for_note("READY=1", 2);
    daemon.stop();
    world.inbox().letter();
}
