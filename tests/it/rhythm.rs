//! When feeds are asked, as their publishers wish, and how silence is told.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

const SANCTIONS: &str = "any = [\"sanction\"]";

/// A desk with one feed that is written like this, and a letter a minute.
fn desk(feed: &str) -> Plan {
    Plan::empty()
        .topic("sanctions", SANCTIONS)
        .feed_with("wire", feed)
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        )
}

/// Forty items, a quarter of an hour apart: a feed that is worth asking often.
fn busy(channel: &str) -> String {
    let entries: Vec<_> = (0..40)
        .map(|number| {
            let published = at("08:50:00") - SignedDuration::from_mins(number * 15);
            Entry::new(
                &format!("n{number}"),
                &format!("News {number}"),
                "",
                published,
            )
        })
        .collect();
    rss("The Wire", &entries).replacen("<item>", &format!("{channel}<item>"), 1)
}

fn requests_over_a_morning(answer: Answer, feed: &str) -> usize {
    let world = World::new(desk(feed));
    world.origin().serves("/wire", answer);
    for time in ["09:00:00", "10:30:00", "11:50:00", "12:55:00", "17:00:00"] {
        world.once(at(time));
    }
    world.origin().requests("/wire").len()
}

#[test]
fn a_publishers_wish_is_obeyed_and_outlives_answers_without_a_body() {
    let often = requests_over_a_morning(Answer::feed(busy("")), "");
    assert_eq!(often, 5);

    let max_age = Answer::feed(busy("")).with_header("Cache-Control", "max-age=10800");
    assert_eq!(requests_over_a_morning(max_age, ""), 3);
    let ttl = "<ttl>180</ttl>";
    let same_body = Answer::feed(busy(ttl));
    assert_eq!(requests_over_a_morning(same_body, ""), 3);
    let not_modified = Answer::feed(busy(ttl)).with_etag("\"1\"");
    assert_eq!(requests_over_a_morning(not_modified, ""), 3);
    let hours: String = (9..15).map(|hour| format!("<hour>{hour}</hour>")).collect();
    let skipped = Answer::feed(busy(&format!("<skipHours>{hours}</skipHours>")));
    assert_eq!(requests_over_a_morning(skipped, ""), 2);
}

#[test]
fn a_failure_does_not_lead_into_an_hour_that_the_publisher_asked_to_skip() {
    let world = World::new(desk(""));
    let hours: String = (10..15)
        .map(|hour| format!("<hour>{hour}</hour>"))
        .collect();
    let body = busy(&format!("<skipHours>{hours}</skipHours>"));
    world.origin().serves("/wire", Answer::feed(body));
    world.once(at("09:00:00"));
    world.origin().serves("/wire", Answer::status(503));

    world.once(at("09:50:00"));
    for time in ["10:05:00", "10:30:00", "14:58:00"] {
        world.once(at(time));
        assert_eq!(world.origin().requests("/wire").len(), 2, "at {time}");
    }

    world.once(at("15:30:00"));
    assert_eq!(world.origin().requests("/wire").len(), 3);
}

#[test]
fn a_short_list_has_the_quickest_pace_that_there_is_also_after_a_restart() {
    let world = World::new(desk(""));
    world.origin().serves("/wire", Answer::feed(busy("")));
    world.once(at("09:00:00"));

    world.once(at("12:00:00"));

    // 38 items a day by then: 40 to 45 minutes at that pace, 50 to 55 at the one of a long list that nobody has counted yet.
    let next: Timestamp = world.feed("wire")["next_poll"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let minutes = next.duration_since(at("12:00:00")).as_mins();
    assert!((39..=46).contains(&minutes), "{minutes}");
}

#[test]
fn the_owners_interval_stands_against_a_publishers_wish() {
    let body = busy("<ttl>180</ttl><skipDays><day>Friday</day></skipDays>");
    let answer = Answer::feed(body).with_header("Cache-Control", "max-age=10800");

    assert_eq!(requests_over_a_morning(answer, "every = \"5m\""), 5);
}

#[test]
fn silence_is_told_everywhere_with_what_to_do_and_its_end_is_told_too() {
    let world = World::new(desk("every = \"5m\"\nexpect = \"2h\"\nbackfill = \"24h\""));
    let old = Entry::new("a", "A goat won the race", "", at("08:50:00"));
    let body = |entries: &[Entry]| Answer::feed(rss("The Wire", entries));
    world
        .origin()
        .serves("/wire", body(std::slice::from_ref(&old)));
    world.once(at("09:00:00"));
    world.once(at("10:30:00"));
    let feed = || world.run(&["feed", "list", "--json"]).json()[0].clone();
    assert_eq!(
        (&feed()["state"], &feed()["cause"]),
        (&"ok".into(), &().into())
    );

    world.once(at("11:10:00"));

    let quiet = feed();
    assert_eq!(
        (&quiet["state"], &quiet["tries"]),
        (&"quiet".into(), &0.into())
    );
    assert_eq!(quiet["cause"]["kind"], "quiet");
    let sentence = quiet["cause"]["sentence"].as_str().unwrap().to_owned();
    assert!(sentence.starts_with("no news for 2 hours, though some are expected every 2 hours"));
    assert!(sentence.contains("in a browser"), "{sentence}");
    assert!(world.run(&["status"]).stdout.contains(&sentence));
    let news = Entry::new("b", "Sanctions on a bank", "", at("11:20:00"));
    world.origin().serves("/wire", body(&[news, old.clone()]));
    world.once(at("11:30:00"));
    assert_eq!(feed()["state"], "ok");
    assert_eq!(feed()["cause"], serde_json::Value::Null);
}

#[test]
fn a_letter_names_the_feed_that_is_silent() {
    let plan = desk("every = \"5m\"\nexpect = \"2h\"").feed("other");
    let world = World::new(plan);
    let goat = Entry::new("a", "A goat won the race", "", at("08:50:00"));
    let empty = Answer::feed(rss("The Wire", &[goat]));
    world.origin().serves("/wire", empty);
    world
        .origin()
        .serves("/other", Answer::feed(rss("Other", &[])));
    world.once(at("09:00:00"));
    world.once(at("12:00:00"));

    let bank = Entry::new("b", "Sanctions on a bank", "", at("12:00:30"));
    world
        .origin()
        .serves("/other", Answer::feed(rss("Other", &[bank])));
    world.once(at("12:01:00"));
    world.once(at("12:03:00"));

    let letter = world.inbox().letter();
    let words = letter.text();
    assert!(
        words.contains("The Wire") && words.contains("no news for 3 hours"),
        "{words}"
    );
}

#[test]
fn an_empty_feed_is_well_and_its_older_articles_stay() {
    let world = World::new(desk("every = \"5m\""));
    world.origin().serves("/wire", Answer::feed(busy("")));
    world.once(at("09:00:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    world.once(at("09:30:00"));

    let feed = world.run(&["feed", "list", "--json"]).json()[0].clone();

    assert_eq!((&feed["state"], &feed["items"]), (&"ok".into(), &40.into()));
}

fn next_poll(world: &World, feed: &str) -> Timestamp {
    let next = world.feed(feed)["next_poll"].clone();
    next.as_str().unwrap().parse().unwrap()
}

#[test]
fn a_feed_that_was_not_reached_for_half_a_day_is_asked_within_the_hour() {
    let plan = desk("");
    let world = World::new(plan.clone());
    let dead = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    world.write_watchlist(&plan.watchlist(|_| dead.clone()));
    let hour = SignedDuration::from_hours(1);

    let mut asked = at("00:00:00");
    let mut waits = Vec::new();
    while asked < at("12:00:00") {
        world.once(asked);
        let next = next_poll(&world, "wire");
        waits.push(next.duration_since(asked));
        asked = next;
    }

    assert_eq!(world.feed("wire")["cause"]["kind"], "connect");
    assert!(
        waits.is_sorted_by(|one, next| one < next || *next >= hour),
        "{waits:?}"
    );
    assert!(
        waits.iter().all(|wait| *wait <= hour * 11 / 10),
        "{waits:?}"
    );
}

#[test]
fn a_clock_that_was_ahead_and_is_set_right_silences_no_feed_and_makes_none_early() {
    let plan = desk("every = \"5s\"")
        .feed_with("radio", "")
        .feed_with("dead", "");
    let world = World::new(plan);
    for feed in ["wire", "radio"] {
        let answer = Answer::feed(rss(feed, &[]));
        world.origin().serves(&format!("/{feed}"), answer);
    }
    world.once(now() + SignedDuration::from_hours(20 * 24));

    let daemon = world.daemon();

    world.origin().wait_for_requests("/wire", 2);
    for feed in ["radio", "dead"] {
        let next = next_poll(&world, feed).duration_since(now());
        assert!(next < SignedDuration::from_hours(26), "{feed}: {next}");
        let asked = world.origin().requests(&format!("/{feed}")).len();
        assert_eq!(asked, 1, "{feed}");
    }
    daemon.wait_for_log("the clock was ahead");
    daemon.stop();
}
