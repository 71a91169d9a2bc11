//! Answers that are not what they say they are: what of them is read, what is refused, and what stays.

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

/// H29.
#[test]
fn interim_answers_before_the_final_one_are_passed_over() {
    let world = World::new(Plan::desk());
    let interim = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n\
                   HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 Nobody Knows\r\nETag: \"wrong\"\r\n\r\n";
    let answer = Answer::feed(one_sanction()).with_etag("\"right\"");
    world
        .origin()
        .serves("/wire", answer.after_interim(interim));

    world.once(at("09:00:00"));
    world.once(at("17:00:00"));

    let wire = world.feed("wire");
    assert_eq!((&wire["state"], &wire["items"]), (&"ok".into(), &1.into()));
    let requests = world.origin().requests("/wire");
    assert_eq!(
        requests[1].header("If-None-Match"),
        Some(b"\"right\"".as_slice())
    );
}

/// H29.
#[test]
fn an_interim_answer_that_nothing_follows_is_a_failure_of_this_feed_alone() {
    let world = World::new(Plan::desk().feed("other"));
    let never_more = Answer::never().after_interim("HTTP/1.1 103 Early Hints\r\n\r\n");
    world.origin().serves("/wire", never_more);
    world
        .origin()
        .serves("/other", Answer::feed(one_sanction()));

    world.once(at("09:00:00"));

    assert_eq!(world.feed("wire")["state"], "failing");
    assert_eq!(world.feed("other")["items"], 1);
}

/// H34.
#[test]
fn a_feed_is_read_whatever_its_type_is_said_to_be() {
    for content_type in [
        "text/html",
        "application/octet-stream",
        "image/png",
        ";;",
        "",
    ] {
        let world = World::new(Plan::desk());
        let answer = Answer::status(200).with_header("Content-Type", content_type);
        world
            .origin()
            .serves("/wire", answer.with_body(one_sanction()));

        world.once(at("09:00:00"));

        let wire = world.feed("wire");
        assert_eq!(wire["items"], 1, "{content_type:?}: {wire}");
    }
}

/// H35.
#[test]
fn a_login_page_is_told_as_no_feed_and_what_was_read_before_stays() {
    let world = World::new(Plan::desk());
    world.origin().serves("/wire", Answer::feed(one_sanction()));
    world.once(at("09:00:00"));
    let page = "<!DOCTYPE html><html><head><title>Please log in</title></head><body>\u{1b}[31m</body></html>";
    let answer = Answer::status(200).with_header("Content-Type", "text/html");
    world.origin().serves("/wire", answer.with_body(page));

    world.once(at("09:01:00"));

    let wire = world.feed("wire");
    assert_eq!(
        (&wire["state"], &wire["items"]),
        (&"failing".into(), &1.into()),
        "{wire}"
    );
    let cause = &wire["cause"];
    assert!(
        cause["kind"].as_str().unwrap().starts_with("not-a-feed"),
        "{wire}"
    );
    assert!(
        !cause["sentence"].as_str().unwrap().contains('\u{1b}'),
        "{wire}"
    );
}

/// H06, H28: nothing of a bad answer is kept, not even its name.
#[test]
fn a_bad_answer_leaves_neither_validators_nor_holes() {
    let world = World::new(Plan::desk());
    let good = Answer::feed(one_sanction()).with_etag("\"good\"");
    world.origin().serves("/wire", good.clone());
    world.once(at("09:00:00"));

    let empty = Answer::feed("").with_etag("\"empty\"");
    let bent = Answer::feed("no gzip").with_etag("\"bent\"");
    let bent = bent.with_header("Content-Encoding", "gzip");
    for (answer, kind, time) in [(empty, "empty", "09:10:00"), (bent, "decode", "09:40:00")] {
        world.origin().serves("/wire", answer);
        world.once(at(time));
        let wire = world.feed("wire");
        assert_eq!(
            (&wire["cause"]["kind"], &wire["items"]),
            (&kind.into(), &1.into())
        );
    }
    world.origin().serves("/wire", good);
    world.once(at("12:00:00"));

    let asked = world.origin().requests("/wire");
    let last = asked.last().unwrap();
    assert_eq!(last.header("if-none-match"), Some(&b"\"good\""[..]));
    assert_eq!(world.feed("wire")["state"], "ok");
}

/// H40: an address too long or with a password in it is told when the file is read; names of all scripts are asked for.
#[test]
fn addresses_are_judged_when_the_watchlist_is_read() {
    let world = World::new(Plan::empty());
    let check = |url: &str| {
        let feed = format!("[feed.wire]\nurl = \"{url}\"\n");
        world.write_watchlist(&format!(
            "schema = 1\n[topic.a]\nany = [\"sanction\"]\n{feed}"
        ));
        world.run(&["check"])
    };

    let long = check(&format!("https://news.example/{}", "x".repeat(65_536)));
    long.assert_code(78);
    assert!(
        long.stderr.contains("longer than 4096 characters"),
        "{long}"
    );
    let secret = check("https://me:hunter2@news.example/");
    secret.assert_code(78);
    assert!(!secret.stderr.contains("hunter2"), "{secret}");
    check("https://новости.example/лента#top").assert_code(0);
    check("https://xn--b1amarcd.example/").assert_code(0);
}
