//! What the keys mean.

use std::time::Duration;

use jiff::civil::Weekday;
use jiff::civil::time;

use crate::config::load;
use crate::config::tests::SOUND;
use crate::config::tests::environment;
use crate::config::tests::messages;
use crate::config::tests::write;
use crate::config::watchlist_from_text;
use crate::model::language::Language;
use crate::model::watchlist::Schedule;
use crate::model::watchlist::Watchlist;

fn read(text: &str) -> Watchlist {
    watchlist_from_text("watchlist.toml", text)
        .unwrap_or_else(|findings| panic!("{findings}"))
        .0
}

#[test]
fn one_line_makes_a_topic() {
    let watchlist = read(SOUND);

    let topic = &watchlist.topics[0];
    assert_eq!(
        (topic.title.as_str(), topic.threshold, topic.groups.len()),
        ("A", 1.0, 1)
    );
    let place = &topic.groups[0][0].place;
    assert_eq!(
        (place.file.as_str(), place.line, place.column),
        ("watchlist.toml", 2, 8)
    );
}

#[test]
fn lists_may_be_keyed_by_language_and_terms_may_be_long() {
    let watchlist = read(
        "[topic.a]\nall = [[\"x1\", { term = \"y1\", lang = \"ru\", weight = 3 }], { en = [\"z1\"], pl = \"z2\" }, \"w1\"]\nany = [\"v1\"]\nboost = { \"b1\" = -2 }\n",
    );

    let groups = &watchlist.topics[0].groups;
    let shown: Vec<Vec<String>> = groups
        .iter()
        .map(|group| {
            group
                .iter()
                .map(|term| format!("{} {:?} {}", term.written, term.language, term.weight))
                .collect()
        })
        .collect();
    assert_eq!(
        shown,
        [
            vec!["v1 None 1"],
            vec!["x1 None 1", "y1 Some(ru) 3"],
            vec!["z1 Some(en) 1", "z2 Some(pl) 1"],
            vec!["w1 None 1"],
        ]
    );
    assert_eq!(watchlist.topics[0].boost[0].weight, -2.0);
}

#[test]
fn topics_feeds_and_digests_keep_the_order_of_the_file() {
    let watchlist = read(
        "[topic.zebra]\nany = [\"x1\"]\n[topic.ant]\nany = [\"x1\"]\n[topic.mole]\nany = [\"x1\"]\n",
    );

    let names: Vec<_> = watchlist
        .topics
        .iter()
        .map(|topic| topic.name.as_str())
        .collect();
    assert_eq!(names, ["zebra", "ant", "mole"]);
}

#[test]
fn a_digest_is_due_at_times_on_days() {
    let digest = |keys: &str| {
        read(&format!(
            "{SOUND}[digest.d]\nto = \"a@example.org\"\n{keys}\n"
        ))
        .digests
        .remove(0)
    };

    let daily = digest("at = \"07:30\"");
    assert_eq!(
        daily.schedule,
        Schedule::At {
            times: vec![time(7, 30, 0, 0)],
            days: Weekday::Monday.cycle_forward().take(7).collect()
        }
    );
    assert_eq!(
        daily.topics[0].as_str(),
        "a",
        "left out, topics are all topics"
    );

    let weekend = digest("at = [16:00:00, \"7:30\"]\ndays = [\"sat..mon\", \"sunday\"]");
    let Schedule::At { times, days } = weekend.schedule else {
        panic!()
    };
    assert_eq!(times, [time(7, 30, 0, 0), time(16, 0, 0, 0)]);
    assert_eq!(days, [Weekday::Monday, Weekday::Saturday, Weekday::Sunday]);

    assert_eq!(
        digest("cron = \" * * * * * \"").schedule,
        Schedule::Cron("* * * * *".to_owned())
    );
}

#[test]
fn cron_lines_that_are_none_are_refused() {
    for line in [
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "x * * * *",
        "@reboot",
    ] {
        let text = format!("{SOUND}[digest.d]\nto = \"a@example.org\"\ncron = \"{line}\"\n");

        assert!(watchlist_from_text("w", &text).is_err(), "{line:?}");
    }
}

#[test]
fn only_a_feed_of_our_own_may_be_asked_every_five_seconds() {
    let load_with = |settings: &str, url: &str| {
        let directory = tempfile::tempdir().unwrap();
        write(directory.path(), "wirewatch.toml", settings);
        write(
            directory.path(),
            "watchlist.toml",
            format!("{SOUND}[feed.f]\nurl = \"{url}\"\nevery = \"5s\"\n"),
        );
        load(directory.path(), &environment(&[]))
    };
    let allowed = "[fetch]\nallow_private = [\"127.0.0.1\"]\nper_host = 64\n";

    let loaded = load_with(allowed, "http://127.0.0.1:8080/feed").unwrap();
    assert_eq!(
        loaded.watchlist.feeds[0].every,
        Some(Duration::from_secs(5))
    );
    assert_eq!(loaded.settings.fetch.per_host, 64);
    assert!(load_with(allowed, "http://localhost/feed").is_ok());
    assert!(load_with(allowed, "https://example.org/feed").is_err());
    assert!(load_with("", "http://127.0.0.1:8080/feed").is_err());
    assert!(load_with("[fetch]\nper_host = 64\n", "https://example.org/feed").is_err());
}

#[test]
fn the_state_directory_is_the_default_home_of_the_database() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "watchlist.toml", SOUND);
    let path = |settings: &str| {
        write(directory.path(), "wirewatch.toml", settings);
        load(
            directory.path(),
            &environment(&[("STATE_DIRECTORY", "/s"), ("HOME", "/home/desk")]),
        )
        .unwrap()
        .settings
        .store
        .path
    };

    assert_eq!(path(""), std::path::Path::new("/s/wirewatch.db"));
    assert_eq!(
        path("[store]\npath = \"~/x.db\"\n"),
        std::path::Path::new("/home/desk/x.db")
    );
    assert_eq!(
        path("[store]\npath = \"x.db\"\n"),
        directory.path().join("x.db")
    );
}

#[test]
fn an_empty_listen_switches_the_page_off() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "watchlist.toml", SOUND);
    let listen = |settings: &str| {
        write(directory.path(), "wirewatch.toml", settings);
        load(directory.path(), &environment(&[]))
            .unwrap()
            .settings
            .web
            .listen
    };

    assert_eq!(listen("").unwrap().to_string(), "127.0.0.1:8911");
    assert_eq!(listen("[web]\nlisten = \"\"\n"), None);
}

#[test]
fn the_owners_names_and_topics_go_before_a_packs() {
    let watchlist = read(
        "packs = [\"belarus\"]\n[names]\nlukashenko = [\"Luka\"]\n[topic.a]\nany = [\"@lukashenko\"]\n",
    );

    let spellings: Vec<_> = watchlist.names["lukashenko"]
        .iter()
        .map(|term| term.written.as_str())
        .collect();
    assert_eq!(spellings, ["Luka"]);
}

#[test]
fn the_version_follows_the_meaning_and_not_the_writing() {
    let version = |text: &str| read(text).version.0;
    let one = version("[topic.a]\nany = [\"x1\", \"y1\"]\nnear = 3\n[topic.b]\nany = [\"z1\"]\n");

    assert_eq!(one.len(), 12);
    assert!(one.chars().all(|c| c.is_ascii_hexdigit()));
    let other =
        "# a comment\n[topic.b]\nany = ['z1']\n\n[topic.a]\nnear = 3\nany = [\"y1\", \"x1\"]\n";
    assert_eq!(version(other), one);
    for changed in [
        "[topic.a]\nany = [\"x1\", \"y1\"]\nnear = 4\n[topic.b]\nany = [\"z1\"]\n",
        "[topic.a]\nany = [\"x1 y1\"]\nnear = 3\n[topic.b]\nany = [\"z1\"]\n",
        "[topic.a]\nany = [\"x1\"]\nnone = [\"y1\"]\nnear = 3\n[topic.b]\nany = [\"z1\"]\n",
        "[topic.a]\nall = [[\"x1\"], [\"y1\"]]\nnear = 3\n[topic.b]\nany = [\"z1\"]\n",
    ] {
        assert_ne!(version(changed), one, "{changed}");
    }
}

#[test]
fn things_that_lead_nowhere_are_warnings() {
    let text = "[topic.a]\nany = [\"x1\", \"x1\"]\nnear = 4\nfeeds = { include = [\"sport-*\"] }\n\
                [feed.f]\nurl = \"https://example.org/feed\"\n[feed.g]\nurl = \"https://example.org/feed\"\n\
                [digest.d]\nat = \"07:30\"\nto = [\"a@example.org\", \"a@example.org\"]\ntopics = []\n";

    let (_, _, warnings) = watchlist_from_text("w", text).unwrap();

    assert_eq!(
        messages(&warnings),
        [
            "the topic \"a\" listens to no feed",
            "no digest tells of the topic \"a\"",
            "\"x1\" stands in this list already",
            "\"near\" does nothing here: it is the distance between the lists of \"all\"",
            "no feed is called like \"sport-*\"",
            "the feeds \"f\" and \"g\" have the same address",
            "this address stands in the list already: it gets one letter, not two",
            "this digest names no topic and will always be empty",
        ]
    );
}

#[test]
fn languages_of_terms_are_checked() {
    let watchlist = read("[topic.a]\nany = { \"en-GB\" = [\"x1\"] }\nlanguages = [\"be\"]\n");

    assert_eq!(
        watchlist.topics[0].groups[0][0].language,
        Some(Language::EN)
    );
    assert_eq!(watchlist.topics[0].languages, [Language::BE]);
}

#[test]
fn what_is_joined_to_the_public_address_stands_below_it() {
    let directory = tempfile::tempdir().unwrap();
    let text = "[web]\npublic_url = \"https://desk.example/watch\"\n";
    write(directory.path(), "wirewatch.toml", text);

    let (settings, _) = crate::config::load_settings(directory.path(), &environment(&[])).unwrap();

    let page = settings.web.public_url.unwrap().join("websub/1").unwrap();
    assert_eq!(page.as_str(), "https://desk.example/watch/websub/1");
}
