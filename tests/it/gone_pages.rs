//! Articles that were told and whose page is gone: told in the next digest, where the operator wants their pages looked at.

use jiff::SignedDuration;
use jiff::Timestamp;
use rusqlite::Connection;

use crate::support::Answer;
use crate::support::DEADLINE;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

fn day(day: i64, time: &str) -> Timestamp {
    at(time) + SignedDuration::from_hours(24 * day)
}

fn page(world: &World, status: u16) {
    let answer = Answer::status(status)
        .with_header("Content-Type", "text/html")
        .with_body("<html><body><p>A bank.</p></body></html>");
    world.origin().serves("/p/bank", answer);
}

/// A digest has told an article whose page stands.
fn told(settings: &str) -> World {
    let world = World::new(Plan::desk());
    world.edit_settings("[fetch]\n", &format!("[fetch]\n{settings}\n"));
    let entry = Entry {
        link: world.origin().url("/p/bank"),
        ..Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"))
    };
    let body = rss("The Wire", &[entry]);
    world.origin().serves("/wire", Answer::feed(body));
    page(&world, 200);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world.inbox().letter();
    world
}

fn asked(world: &World) -> usize {
    world.origin().requests("/p/bank").len()
}

#[test]
fn a_page_that_is_not_found_on_two_days_is_told_once_in_the_next_digest() {
    let world = told("check_pages = \"7d\"");
    assert_eq!(asked(&world), 0, "not on the day it was told");

    world.once(day(1, "10:00:00"));
    page(&world, 404);
    world.once(day(1, "11:00:00"));
    world.once(day(1, "23:00:00"));
    assert_eq!(asked(&world), 1, "once a day");
    world.once(day(2, "10:00:30"));
    world.once(day(2, "10:02:00"));
    assert_eq!(asked(&world), 2);
    assert_eq!(world.inbox().letters().len(), 1, "one bad day says nothing");
    world.once(day(3, "10:01:00"));
    world.once(day(3, "10:03:00"));
    world.once(day(4, "10:10:00"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2, "{letters:#?}");
    let letter = &letters[1];
    letter.assert_sound();
    assert!(letter.subject().starts_with("1 page gone"), "{letter:?}");
    let text = letter.text();
    assert!(text.contains("not found on two days (404)"), "{text}");
    assert!(text.contains("told in digest 1"), "{text}");
    assert!(letter.html().contains("not found on two days (404)"));
    assert_eq!(asked(&world), 3, "and it is asked no more");
    let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
    let events: i64 = archive
        .query_row(
            "SELECT count(*) FROM events WHERE kind = 'article.withdrawn'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(events, 1);
    world.run(&["digest", "verify"]).assert_code(0);
}

#[test]
fn a_page_that_is_gone_by_its_servers_own_word_is_told_at_once() {
    let world = told("check_pages = \"7d\"");
    page(&world, 410);

    world.once(day(1, "10:00:00"));
    world.once(day(1, "10:02:00"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2, "{letters:#?}");
    assert!(letters[1].text().contains("gone for good"));
}

#[test]
fn a_server_in_trouble_says_nothing_about_its_pages() {
    let world = told("check_pages = \"7d\"");
    for (number, status) in [(1, 404), (2, 503), (3, 200), (4, 404), (5, 403)] {
        page(&world, status);
        world.once(day(number, &format!("10:0{number}:00")));
        world.once(day(number, "11:00:00"));
    }

    world.inbox().letter();
}

#[test]
fn pages_are_asked_for_only_where_the_operator_says_so_and_not_for_ever() {
    let world = told("check_pages = \"off\"");
    world.once(day(1, "10:00:00"));
    assert_eq!(asked(&world), 0);

    let world = told("check_pages = \"2d\"");
    for number in 1..6 {
        world.once(day(number, &format!("10:0{number}:00")));
    }
    assert_eq!(asked(&world), 1, "the second day is over by ten");
}

#[test]
fn one_round_sends_before_it_looks_at_pages() {
    let world = told("check_pages = \"7d\"");
    let bank = Entry {
        link: world.origin().url("/p/bank"),
        ..Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"))
    };
    let ship = Entry::new("ship", "Sanctions on a ship", "", day(1, "08:50:00"));
    let body = rss("The Wire", &[bank, ship]);
    world.origin().serves("/wire", Answer::feed(body));

    world.inbox().holds_answers();
    let mut child = world.begin_once(&[], day(1, "09:03:00"));
    world.inbox().wait_for(2, DEADLINE);
    assert_eq!(asked(&world), 0, "the letter goes first");
    world.inbox().answers();

    assert!(child.wait().unwrap().success());
    assert_eq!(asked(&world), 1);
}

#[test]
fn one_round_looks_at_a_few_pages_and_the_next_at_the_rest() {
    let world = World::new(Plan::desk());
    world.edit_settings("[fetch]\n", "[fetch]\ncheck_pages = \"7d\"\n");
    let entries: Vec<_> = (0..25)
        .map(|n| Entry {
            link: world.origin().url(&format!("/p/{n}")),
            ..Entry::new(
                &format!("bank{n}"),
                &format!("Sanctions on bank number {n}"),
                "",
                at("08:30:00"),
            )
        })
        .collect();
    let body = rss("The Wire", &entries);
    world.origin().serves("/wire", Answer::feed(body));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    let asked = || {
        let requests = world.origin().all_requests();
        requests
            .iter()
            .filter(|request| request.path.starts_with("/p/"))
            .count()
    };

    world.once(day(1, "10:00:00"));
    assert_eq!(asked(), 20);
    world.once(day(1, "10:05:00"));
    assert_eq!(asked(), 25);
}
