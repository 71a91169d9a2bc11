//! Changing the watchlist under a running daemon: a good one takes effect whole, a bad one changes nothing.

use jiff::SignedDuration;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::now;
use crate::support::rss;

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
