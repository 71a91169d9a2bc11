//! What an owner hears who wrote something wrong: every problem at once, each at its place, with what to write instead.

use crate::support::Plan;
use crate::support::World;

const MANY_FAULTS: &str = r#"schema = 1

[topic.sanctions]
any = ["sanction", "@nobody", "re:("]
treshold = 2

[feed.wire]
url = "htp:/example"
every = "0s"

[feed.radio]
url = "https://radio.example/feed"
langauge = "ru"

[digest.desk]
at = ["25:99"]
topics = ["sanctoins"]
to = ["desk at example.org"]
"#;

#[test]
fn a_bad_watchlist_is_refused_with_file_line_column_and_caret() {
    let world = World::new(Plan::desk());
    world.write_watchlist(MANY_FAULTS);

    let ended = world.run(&["check"]);

    ended.assert_code(78);
    let told = format!("{}{}", ended.stdout, ended.stderr);
    for place in [
        "watchlist.toml:4:", // @nobody, and an open group
        "watchlist.toml:5:1",
        "watchlist.toml:8:",
        "watchlist.toml:9:",
        "watchlist.toml:13:1",
        "watchlist.toml:16:",
        "watchlist.toml:17:",
        "watchlist.toml:18:",
    ] {
        assert!(told.contains(place), "no {place} in\n{told}");
    }
    for help in ["threshold", "language", "sanctions"] {
        let asked = format!("did you mean \"{help}\"");
        let asked_otherwise = format!("did you mean `{help}`");
        assert!(
            told.contains(&asked) || told.contains(&asked_otherwise),
            "no {asked} in\n{told}"
        );
    }
    assert!(
        told.contains('^') || told.contains('─'),
        "a caret under the fault:\n{told}"
    );
    insta::assert_snapshot!(
        "many_faults",
        told.replace(world.config().to_str().unwrap(), "DIR")
    );
}

#[test]
fn the_daemon_does_not_start_on_a_bad_watchlist() {
    let world = World::new(Plan::desk());
    world.write_watchlist(MANY_FAULTS);

    for args in [&["run"][..], &["run", "--once"]] {
        let ended = world.run(args);

        ended.assert_code(78);
        assert!(ended.stderr.contains("watchlist.toml:5:1"), "{ended}");
    }
    assert_eq!(world.origin().all_requests().len(), 0);
}

#[test]
fn faults_of_both_files_are_told_in_one_go() {
    let world = World::new(Plan::desk());
    world.write_watchlist(MANY_FAULTS);
    let settings = world.config().join("wirewatch.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text.replace("per_host", "pre_host")).unwrap();

    let ended = world.run(&["check"]);

    ended.assert_code(78);
    let told = format!("{}{}", ended.stdout, ended.stderr);
    assert!(told.contains("wirewatch.toml:9:1"), "{told}");
    assert!(told.contains("watchlist.toml:18:"), "{told}");
}

#[test]
fn broken_toml_is_shown_where_it_breaks() {
    for (text, place) in [
        ("schema = 1\n[topic.a\nany = [\"b\"]\n", "watchlist.toml:2:"),
        (
            "schema = 1\n[topic.a]\nany = [\"b\"]\n[topic.a]\nany = [\"c\"]\n",
            "watchlist.toml:4:",
        ),
        ("schema = 1\n[topic.a]\nany = 7\n", "watchlist.toml:3:"),
        (
            "schema = 1\nany = [\"an unclosed string]\n",
            "watchlist.toml:2:",
        ),
    ] {
        let world = World::new(Plan::desk());
        world.write_watchlist(text);

        let ended = world.run(&["check"]);

        ended.assert_code(78);
        let told = format!("{}{}", ended.stdout, ended.stderr);
        assert!(told.contains(place), "no {place} in\n{told}");
    }
}

#[test]
fn a_watchlist_whose_own_test_fails_is_refused() {
    let world = World::new(Plan::desk());
    let plan = Plan::desk().topic(
        "goats",
        "any = [\"goat\"]\n[[topic.goats.test]]\nmatch = \"A sheep won the race\"",
    );
    world.replan(plan);

    let ended = world.run(&["check"]);

    ended.assert_code(78);
    let told = format!("{}{}", ended.stdout, ended.stderr);
    assert!(told.contains("A sheep won the race"), "{told}");
}

#[test]
fn check_reads_a_file_that_is_not_installed_yet() {
    let world = World::new(Plan::desk());
    let draft = world.directory().join("draft.toml");
    std::fs::write(&draft, MANY_FAULTS).unwrap();

    let bad = world.run(&["check", draft.to_str().unwrap()]);
    std::fs::copy(world.config().join("watchlist.toml"), &draft).unwrap();
    let good = world.run(&["check", draft.to_str().unwrap()]);

    bad.assert_code(78);
    let told = format!("{}{}", bad.stdout, bad.stderr);
    assert!(told.contains("draft.toml:5:1"), "{bad}");
    good.assert_code(0);
}

#[test]
fn a_secret_in_a_file_is_refused_and_not_repeated() {
    let world = World::new(Plan::desk());
    let settings = world.config().join("wirewatch.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(
        &settings,
        text + "username = \"desk\"\npassword = \"hunter2hunter2\"\n",
    )
    .unwrap();

    let ended = world.run(&["run", "--once"]);

    ended.assert_code(78);
    assert!(ended.stderr.contains("password"), "{ended}");
    assert!(!ended.stderr.contains("hunter2hunter2"), "{ended}");
}

#[test]
fn a_relay_without_tls_must_be_on_loopback() {
    let world = World::new(Plan::desk());
    let settings = world.config().join("wirewatch.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let text = text.replace("host = \"127.0.0.1\"", "host = \"mail.example.org\"");
    std::fs::write(&settings, text).unwrap();

    let ended = world.run(&["check"]);

    ended.assert_code(78);
    let told = format!("{}{}", ended.stdout, ended.stderr);
    assert!(told.contains("tls"), "{told}");
}

#[test]
fn an_address_whose_host_no_mail_can_name_is_refused_before_it_stops_anything() {
    let long = "a".repeat(64);
    let to = format!("topics = [\"sanctions\"]\nto = [\"desk@{long}.org\"]");
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest("desk", &to);
    let world = World::new(plan);

    let ended = world.run(&["check"]);

    ended.assert_code(78);
    assert!(ended.stderr.contains("is not a mail address"), "{ended}");
}
