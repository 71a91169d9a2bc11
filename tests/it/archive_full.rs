//! What becomes of polling when the archive takes no more: a full disk must not make us a burden to those we ask.

use std::time::Duration;

use rusqlite::Connection;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::now;
use crate::support::rss;

/// The last number that a row can have: a table that has given it is full, and SQLite says so in the words of a full disk.
const LAST_NUMBER: i64 = i64::MAX;

fn publish(world: &World, feed: &str, word: &str) {
    let entry = Entry::new(word, &format!("Sanctions on the {word}"), "", now());
    let body = rss(feed, &[entry]);
    world
        .origin()
        .serves(&format!("/{feed}"), Answer::feed(body));
}

/// Sets the number that the last article got; gives the one before.
fn set_last_number(world: &World, number: i64) -> i64 {
    let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
    archive.busy_timeout(Duration::from_secs(10)).unwrap();
    let before = archive
        .query_row(
            "SELECT seq FROM sqlite_sequence WHERE name = 'articles'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    archive
        .execute(
            "UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'articles'",
            [number],
        )
        .unwrap();
    before
}

#[test]
fn while_nothing_can_be_written_down_feeds_are_left_in_peace_and_afterwards_nothing_is_lost() {
    let feeds = ["wire", "radio", "paper"];
    let world = World::new(Plan::desk().feed("radio").feed("paper"));
    for feed in feeds {
        publish(&world, feed, &format!("{feed}-bank"));
    }
    let daemon = world.daemon();
    for feed in feeds {
        world.wait_for_article(&format!("{feed}-bank"));
    }
    let last = set_last_number(&world, LAST_NUMBER);
    for feed in feeds {
        publish(&world, feed, &format!("{feed}-ship"));
    }

    daemon.wait_for_log("no feed is asked for 5 s");
    let before = world.origin().all_requests().len();
    let line = daemon.wait_for_log("no feed is asked for 10 s");

    assert!(line.contains("no room left on the disk"), "{line}");
    let meanwhile = world.origin().all_requests().len() - before;
    assert!(
        meanwhile <= feeds.len(),
        "those under way and one to try: {meanwhile} requests"
    );
    set_last_number(&world, last);
    for feed in feeds {
        world.wait_for_article(&format!("{feed}-ship"));
    }
    daemon.stop();
}
