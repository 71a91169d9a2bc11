//! Hosts that ask for rest get it: from every process, for all their feeds, and no longer than they asked for.

use jiff::Timestamp;
use rusqlite::Connection;

use crate::support::Answer;
use crate::support::DEADLINE;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;
use crate::support::wait_for;

fn too_many(wait: &str) -> Answer {
    Answer::status(429).with_header("Retry-After", wait)
}

fn news() -> Answer {
    Answer::feed(rss("The Wire", &[]))
}

fn resting_hosts(world: &World) -> u32 {
    let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
    let count = "SELECT count(*) FROM hosts";
    archive.query_row(count, [], |row| row.get(0)).unwrap()
}

/// H31.
#[test]
fn a_rest_outlives_the_process_and_holds_for_all_feeds_of_the_host() {
    let world = World::new(Plan::desk());
    world.origin().serves("/wire", too_many("7200"));
    world.origin().serves("/radio", news());
    world.once(at("09:00:00"));

    world.replan(Plan::desk().feed("radio"));
    world.once(at("09:30:00"));
    world.once(at("10:59:59"));

    assert_eq!(world.origin().all_requests().len(), 1);
    assert_eq!(resting_hosts(&world), 1);
    let radio = world.feed("radio");
    assert_eq!(radio["cause"]["kind"], "rate-limited", "{radio}");
    let told = radio["cause"]["sentence"].as_str().unwrap();
    assert!(
        told.starts_with("the host asked for rest until 2026-11-20 11:00 UTC"),
        "{told}"
    );
    assert_eq!(radio["tries"], 0, "{radio}");
    let next: Timestamp = radio["next_poll"].as_str().unwrap().parse().unwrap();
    assert!(
        (at("10:59:00")..=at("11:00:01")).contains(&next),
        "due when the rest is over: {radio}"
    );

    world.origin().serves("/wire", news());
    world.once(at("11:30:00"));

    assert_eq!(world.origin().requests("/radio").len(), 1);
    assert_eq!(world.feed("radio")["state"], "ok");
    assert_eq!(world.feed("wire")["state"], "ok");
    assert_eq!(resting_hosts(&world), 0, "what is over is forgotten");
}

/// H31: a date, and 503 beside 429.
#[test]
fn a_rest_until_a_date_is_kept_and_one_of_years_is_kept_for_thirty_days() {
    for (asked, last_of_rest, first_after) in [
        (
            "Fri, 20 Nov 2026 12:00:00 GMT",
            "2026-11-20T11:59:00Z",
            "2026-11-20T14:00:00Z",
        ),
        (
            "Fri, 31 Dec 9999 23:59:59 GMT",
            "2026-12-20T08:59:00Z",
            "2026-12-23T12:10:00Z",
        ),
    ] {
        let world = World::new(Plan::desk());
        let unavailable = Answer::status(503).with_header("Retry-After", asked);
        world.origin().serves("/wire", unavailable);

        world.once(at("09:00:00"));
        world.once(last_of_rest.parse().unwrap());
        assert_eq!(world.origin().all_requests().len(), 1, "{asked}");
        world.once(first_after.parse().unwrap());

        assert_eq!(world.origin().all_requests().len(), 2, "{asked}");
    }
}

/// H31: garbage is no wish; the feed backs off by itself and its neighbours are asked as ever.
#[test]
fn a_wish_that_cannot_be_read_rests_nobody_else() {
    for garbage in ["soon", "-1", ""] {
        let world = World::new(Plan::desk().feed("radio"));
        world.origin().serves("/wire", too_many(garbage));
        world.origin().serves("/radio", news());

        world.once(at("09:00:00"));
        world.once(at("09:00:06"));

        assert_eq!(world.origin().requests("/radio").len(), 2, "{garbage:?}");
        assert_eq!(world.origin().requests("/wire").len(), 1, "{garbage:?}");
        assert_eq!(resting_hosts(&world), 0, "{garbage:?}");
    }
}

/// H42: the others do not wait until three hundred feeds of one host were asked one a second.
#[test]
fn a_crowd_of_feeds_on_one_host_holds_up_no_other_host() {
    let world = World::new(Plan::empty());
    let proxy = format!("proxy = \"{}\"\n", world.origin().url("/"));
    world.edit_settings("per_host = 64\n", &proxy);
    let mut list = "schema = 1\n[topic.sanctions]\nany = [\"sanction\"]\n".to_owned();
    let feed = |name: &str, url: &str| format!("[feed.{name}]\nurl = \"{url}\"\nevery = \"1h\"\n");
    list.extend((0..320).map(|n| feed(&format!("a{n:03}"), &format!("http://crowd.example/{n}"))));
    list.push_str(&feed("wire", "http://wire.example/feed"));
    world.write_watchlist(&list);
    world.origin().serves("http://wire.example/feed", news());

    let started = now();
    let mut daemon = world.daemon();
    world
        .origin()
        .wait_for_requests("http://wire.example/feed", 1);

    let put_off = wait_for("the last of the crowd to be put off", DEADLINE, || {
        let next = world.feed("a319")["next_poll"]
            .as_str()?
            .parse::<Timestamp>();
        let wait = next.unwrap().duration_since(started).as_secs();
        (wait > 60).then_some(wait)
    });
    assert!(put_off < 700, "the last of the crowd is due in {put_off} s");
    let asked = world.origin().all_requests().len();
    assert!(asked < 70, "{asked} were asked, one a second");
    daemon.terminate();
    let said = daemon.wait_for_log(" stopped");
    assert!(said.contains("nothing was left under way"), "{said}");
    let status = daemon.wait(DEADLINE);
    assert_eq!(status.code(), Some(0));
}
