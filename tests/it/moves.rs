//! Feeds that move, vanish, come back, or say for ever that nothing is new.

use jiff::Timestamp;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn moved(to: &str) -> Answer {
    Answer::status(301).with_header("Location", to)
}

fn sanction(slug: &str, published: Timestamp) -> Answer {
    let entry = Entry::new(slug, &format!("Sanctions on a {slug}"), "", published);
    Answer::feed(rss("The Wire", &[entry]))
}

/// A world whose feed has moved from `/wire` to `/new` and is believed.
fn after_the_move() -> World {
    let world = World::new(Plan::desk());
    world.origin().serves("/wire", moved("/new"));
    world
        .origin()
        .serves("/new", sanction("bank", at("08:30:00")));
    for hour in [
        "20T09:00:00Z",
        "20T15:00:00Z",
        "20T21:00:00Z",
        "21T09:30:00Z",
    ] {
        world.once(moment(&format!("2026-11-{hour}")));
    }
    world
}

/// H13.
#[test]
fn a_permanent_redirect_is_believed_after_three_answers_over_a_day_and_told() {
    let world = after_the_move();
    let before = std::fs::read(world.config().join("watchlist.toml")).unwrap();
    assert_eq!(
        world.origin().requests("/wire").len(),
        4,
        "three are not a day"
    );
    let goat = sanction("goat", moment("2026-11-21T20:00:00Z"));
    world.origin().serves("/new", goat);

    world.once(moment("2026-11-21T21:00:00Z"));
    world.once(moment("2026-11-21T21:01:30Z"));

    assert_eq!(world.origin().requests("/wire").len(), 4);
    assert_eq!(world.origin().requests("/new").len(), 6);
    let new = world.origin().url("/new");
    let feed = world.feed("wire");
    assert_eq!(
        (&feed["state"], &feed["moved_to"]),
        (&"ok".into(), &new.as_str().into())
    );
    let advice = format!("write url = \"{new}\"");
    let told = world.run(&["feed", "list"]).stdout;
    assert!(told.contains(&advice), "{told}");
    let letters = world.inbox().letters();
    let text = letters.last().expect("a letter").text().replace('\n', " ");
    assert!(text.contains("it has moved for good"), "{text}");
    assert!(text.contains(&new), "{text}");
    let after = std::fs::read(world.config().join("watchlist.toml")).unwrap();
    assert_eq!(before, after, "the owner's file is the owner's");
}

/// H13: whoever sends validators along hears 304 from where the feed is now, and that is an answer too.
#[test]
fn a_move_is_believed_also_when_nothing_is_new_there() {
    let world = World::new(Plan::desk());
    world.origin().serves("/wire", moved("/new"));
    let answer = sanction("bank", at("08:30:00")).with_etag("\"1\"");
    world.origin().serves("/new", answer);

    for hour in ["20T09", "20T15", "20T21", "21T08", "21T10", "21T12"] {
        world.once(moment(&format!("2026-11-{hour}:00:00Z")));
    }

    let statuses: Vec<_> = (world.origin().requests("/new").iter())
        .map(|request| request.status)
        .collect();
    assert_eq!(statuses, [200, 304, 304, 304, 200, 304]);
    assert_eq!(world.origin().requests("/wire").len(), 5);
}

/// H13.
#[test]
fn a_redirect_that_leads_elsewhere_each_time_is_followed_and_never_believed() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/one", sanction("bank", at("08:30:00")));
    world
        .origin()
        .serves("/two", sanction("bank", at("08:30:00")));
    let days = ["20T09", "20T21", "21T09", "21T21", "22T09", "22T21"];

    for (number, day) in days.iter().enumerate() {
        let to = if number % 2 == 0 { "/one" } else { "/two" };
        world.origin().serves("/wire", moved(to));
        world.once(moment(&format!("2026-11-{day}:00:00Z")));
    }

    assert_eq!(world.origin().requests("/wire").len(), days.len());
    assert!(world.feed("wire")["moved_to"].is_null());
}

#[test]
fn a_feed_that_is_lost_where_it_moved_to_is_asked_again_where_it_was() {
    let world = after_the_move();
    world.origin().serves("/new", Answer::status(410));
    world
        .origin()
        .serves("/wire", sanction("bank", at("08:30:00")));

    for day in 22..=26 {
        world.once(moment(&format!("2026-11-{day}T09:00:00Z")));
    }

    assert_eq!(world.feed("wire")["state"], "ok");
    assert_eq!(world.origin().requests("/wire").len(), 6);
    assert!(world.feed("wire")["moved_to"].is_null());
}

/// H30.
#[test]
fn a_feed_that_is_gone_for_good_is_not_asked_again_and_told() {
    let world = World::new(Plan::desk().feed("radio"));
    world.origin().serves("/radio", Answer::status(410));
    world
        .origin()
        .serves("/wire", sanction("bank", at("08:30:00")));

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    for day in 21..=24 {
        world.once(moment(&format!("2026-11-{day}T09:00:00Z")));
    }

    assert_eq!(world.origin().requests("/radio").len(), 1);
    let radio = world.feed("radio");
    assert_eq!(
        (&radio["state"], &radio["next_poll"]),
        (&"gone".into(), &().into())
    );
    let letter = world.inbox().letter();
    assert!(letter.text().contains("410"), "{}", letter.text());
}

#[test]
fn a_feed_that_was_gone_is_asked_again_when_its_owner_takes_it_up_again() {
    let world = World::new(Plan::desk().feed("radio"));
    world.origin().serves("/radio", Answer::status(410));
    world.once(at("09:00:00"));
    world.replan(Plan::desk());
    world.once(at("09:01:00"));
    let answer = sanction("bank", at("08:30:00"));
    world.origin().serves("/radio", answer);

    world.replan(Plan::desk().feed("radio"));
    world.once(at("09:02:00"));

    let radio = world.feed("radio");
    assert_eq!(
        (&radio["state"], &radio["cause"], &radio["items"]),
        (&"ok".into(), &().into(), &1.into())
    );
}

#[test]
fn after_a_move_to_another_site_the_owners_headers_stay_and_no_letter_tells_the_new_addresss_key() {
    let keyed = "every = \"5s\"\nbackfill = \"24h\"\nheaders = { X-Key = \"mine\" }";
    let plan = Plan::desk().feed_with("agency", keyed);
    let world = World::new(plan);
    let path = "/new?key=theirs";
    let new = world.origin().url(path).replace("127.0.0.1", "localhost");
    world.origin().serves("/agency", moved(&new));
    let days = ["20T09", "20T15", "20T21", "21T09", "21T15"];
    for (number, day) in days.iter().enumerate() {
        let now = moment(&format!("2026-11-{day}:30:00Z"));
        let entry = Entry::new(&format!("{number}"), "Sanctions on a bank", "", now);
        world
            .origin()
            .serves(path, Answer::feed(rss("Agency", &[entry])));
        world.once(now);
    }
    world.once(moment("2026-11-21T15:32:00Z"));

    let asked = world.origin().requests(path);
    assert!(asked.len() >= 5, "asked {} times", asked.len());
    assert!(
        asked
            .iter()
            .all(|request| request.header("X-Key").is_none())
    );
    let own = world.origin().requests("/agency");
    assert_eq!(own.len(), 4, "the move is believed");
    assert!(own.iter().all(|request| request.header("X-Key").is_some()));
    let letters = world.inbox().letters();
    let letter = letters.last().expect("a letter");
    let text = letter.text().replace('\n', " ");
    assert!(
        text.contains("is not told the headers and the login"),
        "{text}"
    );
    assert!(
        !text.contains("theirs") && !letter.html().contains("theirs"),
        "{text}"
    );
    let list = world.run(&["feed", "list"]).stdout;
    assert!(list.contains(&format!("write url = \"{new}\"")), "{list}");
}

#[test]
fn behind_a_changed_address_what_is_older_than_the_last_answer_is_back_catalogue() {
    let world = World::new(
        Plan::empty()
            .topic("sanctions", "any = [\"sanction\"]")
            .feed_with("wire", "every = \"5s\"")
            .digest(
                "desk",
                "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
            ),
    );
    world
        .origin()
        .serves("/wire", sanction("bank", at("08:30:00")));
    world.once(at("09:00:00"));
    let old = Entry::new(
        "old",
        "Sanctions on an old mine",
        "",
        moment("2024-05-01T09:00:00Z"),
    );
    let fresh = Entry::new("fresh", "Sanctions on a fresh mine", "", at("09:10:00"));
    let body = rss("Another section", &[fresh, old]);
    world.origin().serves("/section", Answer::feed(body));
    let text = std::fs::read_to_string(world.config().join("watchlist.toml")).unwrap();
    world.write_watchlist(&text.replace("/wire\"", "/section\""));

    let summary = world.once(at("09:12:30"));
    world.once(at("09:14:30"));

    assert_eq!(summary["articles_new"], 2);
    assert_eq!(world.told_titles(), ["Sanctions on a fresh mine"]);
}

/// H30: back-off up to a day, and never the end.
#[test]
fn a_feed_that_was_missing_for_weeks_is_read_again_when_it_is_back() {
    let world = World::new(Plan::desk());
    for day in 1..=14 {
        for hour in ["00", "08", "16"] {
            world.once(moment(&format!("2026-11-{day:02}T{hour}:00:00Z")));
        }
    }
    let asked = world.origin().requests("/wire").len();
    assert!(
        (13..=22).contains(&asked),
        "asked {asked} times in two weeks"
    );
    assert!(world.feed("wire")["tries"].as_u64().unwrap() >= 13);

    world
        .origin()
        .serves("/wire", sanction("bank", moment("2026-11-15T07:00:00Z")));
    world.once(moment("2026-11-16T04:00:00Z"));

    let wire = world.feed("wire");
    assert_eq!(
        (&wire["state"], &wire["tries"], &wire["items"]),
        (&"ok".into(), &0.into(), &1.into())
    );
}

/// H27.
#[test]
fn a_server_that_says_not_modified_for_ever_is_asked_in_full_once_a_day() {
    let world = World::new(Plan::desk());
    let same_etag = |answer: Answer| answer.with_etag("\"for-ever\"");
    world
        .origin()
        .serves("/wire", same_etag(sanction("bank", at("08:30:00"))));
    world.once(at("09:00:00"));
    world
        .origin()
        .serves("/wire", same_etag(sanction("goat", at("09:30:00"))));

    let rounds = [
        "20T10:00", "20T16:00", "21T08:50", "21T09:10", "21T16:00", "22T09:00", "22T09:20",
    ];
    for round in rounds {
        world.once(moment(&format!("2026-11-{round}:00Z")));
    }

    let statuses: Vec<_> = world
        .origin()
        .requests("/wire")
        .iter()
        .map(|r| r.status)
        .collect();
    assert_eq!(statuses, [200, 304, 304, 304, 200, 304, 304, 200]);
    let found = world.run(&["search", "goat", "--json"]).json();
    assert_eq!(found[0]["title"], "Sanctions on a goat");
}

#[test]
fn the_same_bytes_from_a_server_without_validators_bring_nothing_new_and_keep_the_feed_well() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", sanction("bank", at("08:30:00")));

    world.once(at("09:00:00"));
    let again = world.once(at("09:01:00"));

    assert_eq!((&again["fetched"], &again["items"]), (&1.into(), &1.into()));
    assert_eq!(
        (&again["articles_new"], &again["duplicates"]),
        (&0.into(), &1.into())
    );
    assert_eq!(world.feed("wire")["state"], "ok");
}
