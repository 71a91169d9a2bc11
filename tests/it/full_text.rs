//! Full text on request: an article's page is read after the article was admitted, and never at its cost.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
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

const FULL_TEXT: &str = "every = \"5s\"\nbackfill = \"24h\"\nfull_text = true";

fn plan() -> Plan {
    Plan::empty()
        .topic("sanctions", "any = [\"sanction\", \"санкция\"]")
        .feed_with("wire", FULL_TEXT)
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        )
}

/// An entry whose page is served at `/p/SLUG`.
fn entry(world: &World, slug: &str, title: &str, text: &str, published: Timestamp) -> Entry {
    Entry {
        link: world.origin().url(&format!("/p/{slug}")),
        ..Entry::new(slug, title, text, published)
    }
}

fn publish(world: &World, entries: &[Entry]) {
    let body = rss("The Wire", entries);
    world.origin().serves("/wire", Answer::feed(body));
}

fn serve_page(world: &World, slug: &str, answer: Answer) {
    world.origin().serves(&format!("/p/{slug}"), answer);
}

/// A page whose article says `words` in the middle of a long text.
fn html(words: &str) -> String {
    let filler = "The committee met on Monday, as it does every month, and spoke at length, without haste, about the \
                  roads, the bridges and the schools of the region. ";
    format!(
        "<!DOCTYPE html><html><head><title>The Wire</title></head><body><nav><a href=/>Home</a></nav>\
         <article><h1>Headline</h1><p>{filler}{filler}</p><p>{filler}{words} {filler}</p><p>{filler}{filler}</p>\
         </article><footer>Sanctioned by nobody</footer></body></html>"
    )
}

fn page(words: &str) -> Answer {
    Answer::status(200)
        .with_header("Content-Type", "text/html; charset=utf-8")
        .with_body(html(words))
}

/// What `explain --json` says of the first article that `search` finds.
fn explained(world: &World, words: &str) -> Value {
    let found = world.run(&["search", words, "--json"]).json();
    let id = found[0]["id"].to_string();
    world.run(&["explain", &id, "--json"]).json()
}

#[test]
fn a_hit_that_stands_on_the_page_alone_is_mailed_with_its_quote() {
    let world = World::new(plan());
    let teaser = "The committee met on Monday, as it does every month…";
    let bank = entry(&world, "bank", "A bank in the news", teaser, at("08:30:00"));
    publish(&world, &[bank]);
    serve_page(
        &world,
        "bank",
        page("Then sanctions were imposed on the bank."),
    );

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    let letter = world.inbox().letter();
    for part in [letter.text(), letter.html()] {
        assert!(part.contains("A bank in the news"), "{part}");
        assert!(part.contains("imposed on the bank"), "the quote:\n{part}");
    }
    let explained = explained(&world, "imposed");
    assert_eq!(explained["page"]["state"], "read");
    assert_eq!(
        explained["page"]["starts_at"], 0,
        "the teaser stands on the page"
    );
    let evidence = explained["topics"][0]["evidence"].as_array().unwrap();
    assert_eq!(
        evidence.len(),
        1,
        "the footer is no part of it: {explained}"
    );
    assert_eq!(evidence[0]["field"], "text");
    assert_eq!(evidence[0]["form"], "sanctions");
}

#[test]
fn what_the_feed_alone_says_is_kept_before_the_pages_words() {
    let world = World::new(plan());
    let own = "Sanctions, says the agency.";
    let bank = entry(&world, "bank", "A bank", own, at("08:30:00"));
    publish(&world, &[bank]);
    serve_page(&world, "bank", page("Later sanctions were lifted."));

    world.once(at("09:00:00"));

    let explained = explained(&world, "lifted");
    let starts_at = explained["page"]["starts_at"].as_u64().unwrap();
    assert_eq!(starts_at as usize, own.chars().count() + 2);
    let places: Vec<u64> = explained["topics"][0]["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|evidence| evidence["start"].as_u64().unwrap())
        .collect();
    assert_eq!(places.len(), 2, "{explained}");
    assert!(places[0] < starts_at && places[1] > starts_at);
    let words = world.run(&["explain", "1"]).stdout;
    assert!(words.contains("up to character 29"), "{words}");
}

#[test]
fn a_page_that_fails_takes_nothing_from_the_article() {
    let world = World::new(plan());
    let answers = [
        ("missing", Answer::status(404)),
        ("paid", Answer::status(402)),
        (
            "picture",
            Answer::status(200)
                .with_header("Content-Type", "image/png")
                .with_body("x"),
        ),
        (
            "app",
            Answer::status(200).with_body("<html><body><script>run()</script></body></html>"),
        ),
        ("loop", Answer::redirect("/p/loop")),
        ("inside", Answer::redirect("http://10.0.0.1/")),
        ("silent", Answer::never()),
    ];
    let entries: Vec<Entry> = answers
        .iter()
        .map(|(slug, _)| {
            let title = format!("Sanctions on {slug}");
            entry(&world, slug, &title, "", at("08:30:00"))
        })
        .collect();
    publish(&world, &entries);
    for (slug, answer) in answers {
        serve_page(&world, slug, answer);
    }

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    assert_eq!(world.told_titles().len(), entries.len());
    world.inbox().letter();
    let explained = explained(&world, "missing");
    assert_eq!(explained["page"]["state"], "failed");
    assert_eq!(explained["page"]["cause"]["kind"], "http-404");
    let silent = self::explained(&world, "silent");
    assert_eq!(
        silent["page"]["state"], "due",
        "a silent server may speak later"
    );
}

#[test]
fn a_page_that_comes_late_is_judged_late_and_mailed_once() {
    let world = World::new(plan());
    let bank = entry(&world, "bank", "A bank in the news", "", at("08:30:00"));
    let fine = entry(&world, "fine", "Sanctions and a fine", "", at("08:30:00"));
    publish(&world, &[bank, fine]);
    serve_page(&world, "bank", Answer::status(503));
    serve_page(&world, "fine", Answer::status(503));

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    assert_eq!(world.told_titles(), ["Sanctions and a fine"]);
    serve_page(&world, "bank", page("Then sanctions were imposed."));
    serve_page(&world, "fine", page("Then sanctions were lifted."));
    world.once(at("09:03:00"));
    assert_eq!(world.origin().requests("/p/bank").len(), 1, "not yet");
    world.once(at("09:06:30"));
    world.once(at("09:08:30"));
    world.once(at("09:10:30"));

    assert_eq!(
        world.told_titles(),
        ["A bank in the news", "Sanctions and a fine"]
    );
    assert_eq!(world.inbox().letters().len(), 2);
    assert_eq!(world.origin().requests("/p/bank").len(), 2);
}

#[test]
fn a_page_is_tried_a_few_times_and_then_given_up() {
    let world = World::new(plan());
    let bank = entry(&world, "bank", "A bank in the news", "", at("00:30:00"));
    publish(&world, &[bank]);
    serve_page(&world, "bank", Answer::status(503));

    for hour in 1..12 {
        world.once(at(&format!("{hour:02}:00:00")));
    }

    assert_eq!(world.origin().requests("/p/bank").len(), 4);
    assert_eq!(explained(&world, "bank")["page"]["state"], "failed");
}

#[test]
fn pages_are_asked_for_new_articles_that_can_be_mailed_and_for_no_others() {
    let old = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed_with("wire", "every = \"5s\"\nfull_text = true");
    let world = World::new(old);
    let one = entry(&world, "one", "First", "", at("08:30:00"));
    publish(&world, std::slice::from_ref(&one));
    serve_page(&world, "one", page("x"));
    serve_page(&world, "two", page("y"));

    world.once(at("09:00:00"));
    assert!(
        world.origin().requests("/p/one").is_empty(),
        "back catalogue"
    );
    let two = entry(&world, "two", "Second", "", at("09:00:30"));
    publish(&world, &[two, one]);
    world.once(at("09:01:00"));
    world.once(at("09:02:00"));

    assert!(world.origin().requests("/p/one").is_empty());
    assert_eq!(world.origin().requests("/p/two").len(), 1);
}

#[test]
fn of_one_body_no_more_than_a_hundred_pages_are_asked_for() {
    let world = World::new(plan());
    let entries: Vec<Entry> = (0..130)
        .map(|n| {
            entry(
                &world,
                &n.to_string(),
                &format!("News number {n}"),
                "",
                at("08:30:00"),
            )
        })
        .collect();
    publish(&world, &entries);

    let summary = world.once(at("09:00:00"));

    assert_eq!(summary["articles_new"], 130);
    let pages = world.origin().all_requests();
    let pages = pages
        .iter()
        .filter(|request| request.path.starts_with("/p/"));
    assert_eq!(pages.count(), 100);
}

#[test]
fn hostile_pages_do_no_harm() {
    let world = World::new(plan());
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b'x'; 64 << 20]).unwrap();
    let deep = html("sanctions").replace("</article>", &"<div><ul><li><span>".repeat(100_000));
    let soup = html("sanctions").replace(
        "</article>",
        &"<script>if(a<b)'</p>'</script>".repeat(50_000),
    );
    let mut latin = html("CAFE sanctions").into_bytes();
    let at_cafe = latin.windows(4).position(|four| four == b"CAFE").unwrap();
    latin[at_cafe + 3] = 0xe9;
    let cyrillic = html("WORDS").replace("<head>", "<head><meta charset=windows-1251>");
    let (before, after) = cyrillic.split_once("WORDS").unwrap();
    let cyrillic = [
        before.as_bytes(),
        b"\xf1\xe0\xed\xea\xf6\xe8\xe8",
        after.as_bytes(),
    ]
    .concat();
    let answers = [
        ("deep", Answer::status(200).with_body(deep), "read"),
        ("soup", Answer::status(200).with_body(soup), "read"),
        (
            "huge",
            Answer::status(200).with_body(html("x").repeat(10_000)),
            "failed",
        ),
        (
            "bomb",
            Answer::status(200)
                .with_header("Content-Encoding", "gzip")
                .with_body(bomb.finish().unwrap()),
            "failed",
        ),
        (
            "latin",
            Answer::status(200)
                .with_header("Content-Type", "text/html; charset=ISO-8859-1")
                .with_body(latin),
            "read",
        ),
        ("cyrillic", Answer::status(200).with_body(cyrillic), "read"),
    ];
    let entries: Vec<Entry> = answers
        .iter()
        .map(|(slug, _, _)| entry(&world, slug, &format!("About {slug}"), "", at("08:30:00")))
        .collect();
    publish(&world, &entries);
    let states = answers.map(|(slug, answer, state)| {
        serve_page(&world, slug, answer);
        (slug, state)
    });

    let summary = world.once(at("09:00:00"));

    assert_eq!(summary["articles_new"], 6);
    for (slug, state) in states {
        let explained = explained(&world, slug);
        assert_eq!(explained["page"]["state"], state, "{slug}: {explained}");
        assert_eq!(explained["topics"][0]["matched"], state == "read", "{slug}");
    }
    let found = world.run(&["search", "CAFé", "--json"]).json();
    assert_eq!(found.as_array().unwrap().len(), 1);
}

#[test]
fn a_headers_secret_goes_to_pages_of_the_feeds_origin_only_and_pages_are_asked_as_pages() {
    let key = format!("{FULL_TEXT}\nheaders = {{ X-Key = \"secret\" }}");
    let world = World::new(plan().feed_with("agency", &key));
    let near = entry(&world, "near", "Near", "", at("08:30:00"));
    let far = Entry {
        link: near
            .link
            .replace("127.0.0.1", "localhost")
            .replace("near", "far"),
        ..Entry::new("far", "Far", "", at("08:30:00"))
    };
    let body = rss("Agency", &[near, far]);
    world.origin().serves("/agency", Answer::feed(body));
    serve_page(&world, "near", page("x"));
    serve_page(&world, "far", page("x"));

    world.once(at("09:00:00"));

    let near = &world.origin().requests("/p/near")[0];
    let far = &world.origin().requests("/p/far")[0];
    assert_eq!(near.header("X-Key"), Some(&b"secret"[..]));
    assert_eq!(far.header("X-Key"), None);
    assert!(near.header("Accept").unwrap().starts_with(b"text/html"));
}

#[test]
fn one_page_of_a_host_is_asked_for_at_a_time_and_other_hosts_do_not_wait() {
    let world = World::new(plan());
    let settings = world.config().join("wirewatch.toml");
    let patient = fs::read_to_string(&settings).unwrap();
    fs::write(
        &settings,
        patient.replace("timeout = \"3s\"", "timeout = \"100s\""),
    )
    .unwrap();
    let first = entry(&world, "first", "First", "", now());
    let second = entry(&world, "second", "Second", "", now());
    let third = Entry {
        link: first
            .link
            .replace("127.0.0.1", "localhost")
            .replace("first", "third"),
        ..Entry::new("third", "Third", "", now())
    };
    publish(&world, &[first, second, third]);
    serve_page(&world, "first", Answer::never());
    serve_page(&world, "second", page("x"));
    serve_page(&world, "third", page("A zeppelin was seen."));

    let daemon = world.daemon();
    world.origin().wait_for_requests("/p/first", 1);
    world.wait_for_article("zeppelin");

    assert!(world.origin().requests("/p/second").is_empty());
    daemon.stop();
}

#[test]
fn a_page_that_was_being_read_when_the_process_died_is_read_after_the_restart() {
    let world = World::new(plan());
    let bank = entry(&world, "bank", "A bank in the news", "", now());
    publish(&world, &[bank]);
    serve_page(&world, "bank", Answer::never());
    let daemon = world.daemon();
    world.origin().wait_for_requests("/p/bank", 1);

    daemon.kill();
    serve_page(&world, "bank", page("A zeppelin was seen."));
    let daemon = world.daemon();

    let found = world.wait_for_article("zeppelin");
    assert_eq!(found["title"], "A bank in the news");
    daemon.stop();
}

/// Pages of the archive in this state.
fn count_pages(world: &World, state: &str) -> i64 {
    let archive = rusqlite::Connection::open(world.state().join("wirewatch.db")).unwrap();
    let sql = format!("SELECT count(*) FROM pages WHERE {state}");
    archive.query_row(&sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn pages_that_still_wait_for_their_turn_when_the_process_stops_are_read_after_the_restart() {
    let world = World::new(plan());
    world.edit_settings("timeout = \"3s\"", "timeout = \"100s\"\nconcurrency = 1");
    let first = entry(&world, "first", "First", "", now());
    let second = Entry {
        link: first
            .link
            .replace("127.0.0.1", "localhost")
            .replace("first", "second"),
        ..Entry::new("second", "Second", "", now())
    };
    publish(&world, &[first, second]);
    serve_page(&world, "first", Answer::never());
    serve_page(&world, "second", Answer::never());
    let daemon = world.daemon();
    wait_for("both pages to be taken up", DEADLINE, || {
        (count_pages(&world, "lease_until IS NOT NULL") == 2).then_some(())
    });

    daemon.stop();

    assert_eq!(count_pages(&world, "state = 'due'"), 2);
    assert_eq!(count_pages(&world, "cause_kind IS NOT NULL"), 0);
    serve_page(&world, "first", page("A zeppelin was seen."));
    serve_page(&world, "second", page("A dirigible was seen."));
    let daemon = world.daemon();
    world.wait_for_article("zeppelin");
    world.wait_for_article("dirigible");
    daemon.stop();
}

#[test]
fn a_host_that_is_asked_too_often_and_says_no_time_is_spared_all_its_pages() {
    let world = World::new(plan());
    let mut entries: Vec<Entry> = ["a", "b", "c", "d"]
        .map(|slug| entry(&world, slug, &format!("About {slug}"), "", at("08:30:00")))
        .to_vec();
    let far = Entry {
        link: entries[0]
            .link
            .replace("127.0.0.1", "localhost")
            .replace("/p/a", "/p/far"),
        ..Entry::new("far", "About far", "", at("08:30:00"))
    };
    entries.push(far);
    publish(&world, &entries);
    for slug in ["a", "b", "c", "d"] {
        serve_page(&world, slug, Answer::status(429));
    }
    serve_page(&world, "far", page("A zeppelin was seen."));
    let asked = || {
        let all = world.origin().all_requests();
        let pages = all.iter().filter(|asked| asked.path.starts_with("/p/"));
        pages.map(|asked| asked.path.clone()).collect::<Vec<_>>()
    };

    world.once(at("09:00:00"));
    world.once(at("09:04:00"));
    let mut first = asked();
    first.sort();
    world.once(at("09:06:00"));
    let second = asked().len();
    for slug in ["a", "b", "c", "d"] {
        serve_page(&world, slug, page("Then sanctions were imposed."));
    }
    world.once(at("09:40:00"));

    assert_eq!(first, ["/p/a", "/p/far"], "one page a host");
    assert_eq!(second, 3);
    assert_eq!(count_pages(&world, "state = 'read'"), 5);
}

#[test]
fn a_page_that_waits_for_its_host_when_the_daemon_is_stopped_is_read_after_the_restart() {
    let world = World::new(plan());
    world.edit_settings("per_host = 64", "per_host = 1");
    world.edit_settings("timeout = \"3s\"", "timeout = \"10s\"");
    let elsewhere = |path: &str| world.origin().url(path).replace("127.0.0.1", "localhost");
    let text = plan().watchlist(|path| world.origin().url(path));
    let slow = format!(
        "[feed.slow]\nurl = \"{}\"\nevery = \"5s\"\n",
        elsewhere("/slow")
    );
    world.write_watchlist(&format!("{text}{slow}"));
    let quick = Answer::feed(rss("Slow", &[]));
    world.origin().serves("/slow", Answer::never());
    publish(&world, &[]);
    let mut daemon = world.daemon();
    world.origin().wait_for_requests("/slow", 1);
    let bank = Entry {
        link: elsewhere("/p/bank"),
        ..Entry::new("bank", "A bank in the news", "", now())
    };
    publish(&world, &[bank]);
    serve_page(&world, "bank", page("A zeppelin was seen."));
    let id = world.wait_for_article("bank")["id"].to_string();
    wait_for("the page's turn", DEADLINE, || {
        let explained = world.run(&["explain", &id, "--json"]).json();
        (explained["page"]["attempts"] == 1).then_some(())
    });

    daemon.terminate();
    daemon.wait(DEADLINE);
    world.origin().serves("/slow", quick);
    let daemon = world.daemon();

    world.wait_for_article("zeppelin");
    daemon.stop();
}

#[test]
fn a_revised_article_keeps_its_pages_words_and_is_not_mailed_again() {
    let world = World::new(plan());
    let mut bank = entry(&world, "bank", "A bank in the news", "", at("08:30:00"));
    publish(&world, std::slice::from_ref(&bank));
    serve_page(&world, "bank", page("Then sanctions were imposed."));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    bank.text = "Now the agency says more.".to_owned();
    publish(&world, &[bank]);
    world.once(at("09:03:30"));
    world.once(at("09:05:30"));

    assert_eq!(
        world.told_titles().len(),
        1,
        "the edit is told, not the story again"
    );
    let explained = explained(&world, "imposed agency");
    assert_eq!(explained["topics"][0]["matched"], true);
    assert_eq!(explained["page"]["starts_at"], 27);
    assert_eq!(world.origin().requests("/p/bank").len(), 1);
}
