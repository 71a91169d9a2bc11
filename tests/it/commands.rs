//! The rest of the command line: help, usage errors, `mail test`, completions, previews, and how lists end in a pipe.

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;
use crate::support::wirewatch;

#[test]
fn help_names_every_command() {
    let help = wirewatch(&["--help"], "");

    help.assert_code(0);
    insta::assert_snapshot!("help", help.stdout);
}

#[test]
fn a_wrong_command_line_ends_with_64_and_points_at_help() {
    for args in [
        &["frobnicate"][..],
        &["run", "--twice"],
        &["digest", "show"],
        &["run", "--at", "noon"],
        &[],
    ] {
        let ended = wirewatch(args, "");

        ended.assert_code(64);
        assert!(ended.stderr.contains("--help"), "{ended}");
    }
}

#[test]
fn version_is_told() {
    let ended = wirewatch(&["--version"], "");

    ended.assert_code(0);
    assert_eq!(
        ended.stdout.trim(),
        format!("wirewatch {}", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn completions_and_the_manual_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        let ended = wirewatch(&["completions", shell], "");
        ended.assert_code(0);
        assert!(ended.stdout.contains("wirewatch"), "{ended}");
    }
    let man = wirewatch(&["man"], "");
    man.assert_code(0);
    assert!(man.stdout.contains(".TH"), "{man}");
}

/// As in `wirewatch search … | head`.
#[test]
fn a_reader_who_has_seen_enough_is_no_fault() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_wirewatch"))
        .args(["completions", "zsh"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();

    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();

    assert_eq!(ended.status.code(), Some(0), "{ended:?}");
    assert!(ended.stderr.is_empty(), "{ended:?}");
}

#[test]
fn manual_pages_are_written_for_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");

    let ended = wirewatch(&["man", "--dir", pages.to_str().unwrap()], "");

    ended.assert_code(0);
    for name in ["wirewatch", "wirewatch-run", "wirewatch-feed-add"] {
        let page = std::fs::read_to_string(pages.join(format!("{name}.1"))).unwrap();
        assert!(page.contains(".TH"), "{name}: {page}");
    }
    let front = std::fs::read_to_string(pages.join("wirewatch.1")).unwrap();
    assert_eq!(front, wirewatch(&["man"], "").stdout);
    assert!(front.contains("/etc/wirewatch/watchlist.toml"), "{front}");
}

#[test]
fn mail_test_sends_one_letter_and_says_what_the_relay_said() {
    let world = World::new(Plan::desk());

    let ended = world.run(&["mail", "test", "owner@example.org"]);

    ended.assert_code(0);
    let letter = world.inbox().letter();
    letter.assert_sound();
    assert_eq!(letter.to, ["owner@example.org"]);
}

#[test]
fn mail_test_tells_a_refusal() {
    let world = World::new(Plan::desk());
    world
        .inbox()
        .refuses("owner@example.org", "550 5.1.1 no such user here");

    let ended = world.run(&["mail", "test", "owner@example.org"]);

    ended.assert_code(1);
    assert!(ended.stdout.contains("no such user here"), "{ended}");
}

#[test]
fn mail_test_tells_that_nobody_listens() {
    let world = World::new(Plan::desk().relay_is_closed());

    let ended = world.run(&["mail", "test", "owner@example.org"]);

    ended.assert_code(1);
    assert!(ended.stdout.contains("refused"), "{ended}");
}

#[test]
fn preview_shows_the_next_letter_and_changes_nothing() {
    let world = World::new(Plan::desk());
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.once(at("09:00:00"));

    let first = world.run(&["digest", "preview", "desk", "--at", "2026-11-20T09:00:30Z"]);
    let second = world.run(&["digest", "preview", "desk", "--at", "2026-11-20T09:00:30Z"]);
    world.once(at("09:01:30"));

    first.assert_code(0);
    assert!(first.stdout.contains("Sanctions on a bank"), "{first}");
    assert_eq!(
        first.stdout, second.stdout,
        "the same question, the same letter"
    );
    world.inbox().letter();
    assert_eq!(world.told_titles(), ["Sanctions on a bank"]);
}

#[test]
fn questions_before_the_first_run_are_answered() {
    let world = World::new(Plan::desk());

    for args in [
        &["status"][..],
        &["feed", "list"],
        &["digest", "list"],
        &["search", "bank"],
    ] {
        let ended = world.run(args);

        assert_ne!(ended.code, Some(70), "not our fault:\n{ended}");
        assert!(
            ended.stderr.contains("wirewatch run"),
            "the next step:\n{ended}"
        );
    }
}

#[test]
fn control_characters_from_a_feed_do_not_reach_the_terminal() {
    let world = World::new(Plan::desk());
    let entry = Entry::new(
        "bank",
        "Sanctions \u{202e}on a \u{9b}31mbank",
        "",
        at("08:30:00"),
    );
    world
        .origin()
        .serves("/wire", Answer::feed(rss("Wire \u{9b}2J", &[entry])));
    world.once(at("09:00:00"));

    for args in [&["search", "bank"][..], &["feed", "list"], &["status"]] {
        let ended = world.run(args);

        ended.assert_code(0);
        assert!(
            !ended.stdout.contains(['\u{9b}', '\u{1b}', '\u{202e}']),
            "{ended}"
        );
    }
}
