//! Asking feeds: politely, conditionally, and so that one bad feed harms no other.

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

fn one_sanction() -> String {
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    rss("The Wire", &[entry])
}

#[test]
fn an_article_seen_in_two_polls_is_mailed_once() {
    let world = World::new(Plan::desk());
    let bank = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    let goat = Entry::new("goat", "A goat won the race", "", at("08:40:00"));
    let serve = |entries: &[Entry]| {
        let body = rss("The Wire", entries);
        world.origin().serves("/wire", Answer::feed(body));
    };

    serve(std::slice::from_ref(&bank));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    serve(&[goat, bank]);
    let third = world.once(at("09:03:30"));

    assert_eq!(
        (&third["items"], &third["duplicates"]),
        (&2.into(), &1.into())
    );
    assert_eq!(world.told_titles(), ["Sanctions on a bank"]);
    world.inbox().letter();
}

/// H32, H33.
#[test]
fn a_second_poll_sends_the_validators_back_byte_for_byte() {
    let world = World::new(Plan::desk());
    let etag = "W/\"a b;c\\-gzip\"";
    let date = "Fri, 20 Nov 2026 08:30:61 MEZ";
    let answer = Answer::feed(one_sanction())
        .with_etag(etag)
        .with_last_modified(date);
    world.origin().serves("/wire", answer);

    let first = world.once(at("09:00:00"));
    let second = world.once(at("09:01:30"));

    let requests = world.origin().requests("/wire");
    assert_eq!(requests[0].header("If-None-Match"), None);
    assert_eq!(requests[0].header("If-Modified-Since"), None);
    assert_eq!(requests[1].header("If-None-Match"), Some(etag.as_bytes()));
    assert_eq!(
        requests[1].header("If-Modified-Since"),
        Some(date.as_bytes())
    );
    assert_eq!(
        (&first["fetched"], &first["not_modified"]),
        (&1.into(), &0.into())
    );
    assert_eq!(
        (&second["fetched"], &second["not_modified"]),
        (&0.into(), &1.into())
    );
}

/// H07.
#[test]
fn a_body_cut_short_is_not_read_and_its_validators_are_not_kept() {
    let world = World::new(Plan::desk());
    let body = one_sanction();
    let cut = Answer::feed(body.clone())
        .with_etag("\"1\"")
        .cut_after(body.len() - 20);
    world.origin().serves("/wire", cut);

    let first = world.once(at("09:00:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(body).with_etag("\"1\""));
    let second = world.once(at("12:00:00"));

    assert_eq!(
        (&first["failed"], &first["articles_new"]),
        (&1.into(), &0.into())
    );
    assert_eq!(
        (&second["failed"], &second["articles_new"]),
        (&0.into(), &1.into())
    );
    assert_eq!(
        world.origin().requests("/wire")[1].header("If-None-Match"),
        None
    );
}

/// H01, H11, H30, H35.
#[test]
fn one_bad_feed_does_not_stop_the_others() {
    let bad = ["broken", "silent", "cut", "page", "deep", "loop", "gone"];
    let plan = bad.iter().fold(Plan::desk(), |plan, name| plan.feed(name));
    let world = World::new(plan);
    let origin = world.origin();
    let deep = format!("<rss><channel>{}", "<e:a>".repeat(100_000));
    origin.serves("/broken", Answer::status(500));
    origin.serves("/silent", Answer::never());
    origin.serves("/cut", Answer::feed(one_sanction()).cut_after(100));
    origin.serves(
        "/page",
        Answer::status(200).with_body("<html><h1>Log in</h1>"),
    );
    origin.serves("/deep", Answer::feed(deep));
    origin.serves("/loop", Answer::redirect("/loop"));
    origin.serves("/gone", Answer::status(410));
    origin.serves("/wire", Answer::feed(one_sanction()));

    let summary = world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    assert_eq!(summary["feeds"], 8);
    assert_eq!(summary["fetched"], 1);
    assert_eq!(summary["failed"], 7);
    assert_eq!(world.told_titles(), ["Sanctions on a bank"]);
    for feed in world
        .run(&["feed", "list", "--json"])
        .json()
        .as_array()
        .unwrap()
    {
        let is_good = feed["name"] == "wire";
        assert_eq!(feed["cause"].is_null(), is_good, "{feed}");
    }
}

#[test]
fn a_failing_feed_is_asked_less_and_less_often() {
    let world = World::new(Plan::desk());
    world.origin().serves("/wire", Answer::status(500));

    for minute in 0..10 {
        world.once(at(&format!("09:{:02}:00", minute * 3)));
    }

    let asked = world.origin().requests("/wire").len();
    assert!(
        (2..8).contains(&asked),
        "asked {asked} times in half an hour"
    );
}

#[test]
fn a_failing_feed_is_told_in_the_letter_with_its_cause() {
    let world = World::new(Plan::desk().feed("radio"));
    world.origin().serves("/radio", Answer::status(503));
    world.once(at("09:00:00"));
    world.once(at("12:00:00"));
    world.once(at("18:00:00"));
    world.origin().serves("/wire", Answer::feed(one_sanction()));

    world.once(at("20:00:00"));
    world.once(at("20:02:00"));

    let letters = world.inbox().letters();
    let letter = letters.last().expect("a letter");
    for part in [letter.text(), letter.html()] {
        assert!(part.contains("radio"), "the feed's name:\n{part}");
        assert!(part.contains("503"), "the cause:\n{part}");
    }
    let feeds = world.run(&["feed", "list", "--json"]).json();
    let radio = feeds
        .as_array()
        .unwrap()
        .iter()
        .find(|feed| feed["name"] == "radio");
    assert_eq!(radio.unwrap()["state"], "failing");
}

/// H31.
#[test]
fn a_host_that_asks_for_time_gets_it() {
    let world = World::new(Plan::desk());
    world.origin().serves(
        "/wire",
        Answer::status(429).with_header("Retry-After", "7200"),
    );

    world.once(at("09:00:00"));
    world.once(at("10:30:00"));
    assert_eq!(world.origin().requests("/wire").len(), 1);
    world.once(at("11:30:00"));

    assert_eq!(world.origin().requests("/wire").len(), 2);
}

#[test]
fn a_changed_title_under_one_guid_is_a_revision_and_not_mailed_again() {
    let world = World::new(Plan::desk());
    let mut entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry.clone()])));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    entry.title = "Sanctions on a bank and its owner".to_owned();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    let summary = world.once(at("09:03:30"));
    world.once(at("09:05:30"));

    assert_eq!(summary["articles_new"], 0);
    assert_eq!(
        world.told_titles().len(),
        1,
        "the edit is told, not the story again"
    );
    let found = world.run(&["search", "owner", "--json"]).json();
    assert_eq!(found[0]["title"], "Sanctions on a bank and its owner");
}

/// H16.
#[test]
fn an_address_inside_is_not_asked_unless_the_operator_allows_it() {
    let world = World::new(Plan::desk());
    let settings = world.config().join("wirewatch.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let text = text.replace("allow_private = [\"127.0.0.1\"]\nper_host = 64\n", "");
    std::fs::write(&settings, text).unwrap();
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed_with("wire", "every = \"10m\"")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        );
    world.replan(plan);

    let summary = world.once(at("09:00:00"));

    assert_eq!(summary["failed"], 1);
    assert!(world.origin().all_requests().is_empty());
    let feeds = world.run(&["feed", "list", "--json"]).json();
    assert_eq!(feeds[0]["cause"]["kind"], "blocked", "{feeds}");
}
