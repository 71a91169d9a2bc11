//! `wirewatch demo`: the whole job on embedded defaults, with no file, no network and no account.

use crate::first_run::letters_under;
use crate::support::Letter;
use crate::support::wirewatch;

#[test]
fn demo_prints_a_letter_with_all_three_topics_and_keeps_it_in_a_maildir() {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("demo");
    let ended = wirewatch(&["demo", "--dir", directory.to_str().unwrap()], "");

    ended.assert_code(0);
    for wanted in ["Belarus", "anctions", "ntervention", "why"] {
        assert!(ended.stdout.contains(wanted), "no {wanted:?} in\n{ended}");
    }
    let files = letters_under(&directory);
    assert!(!files.is_empty(), "letters under {}", directory.display());
    let letter = Letter {
        from: String::new(),
        to: Vec::new(),
        bytes: std::fs::read(&files[0]).unwrap(),
    };
    letter.assert_sound();
    assert!(letter.header("Content-Type")[0].starts_with("multipart/alternative"));
    assert!(
        letter.html().contains("<mark"),
        "a quote with its terms marked"
    );
    let text = letter.text();
    assert!(text.contains("http"), "links:\n{text}");
    assert!(
        text.to_lowercase().contains("sources"),
        "the broken feeds are told:\n{text}"
    );
}

#[test]
fn the_commands_that_the_demo_names_work() {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("demo");
    let demo = wirewatch(&["demo", "--dir", directory.to_str().unwrap()], "");

    let mut ran = 0;
    for line in demo.stdout.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("wirewatch --config ") {
            let mut args = vec!["--config"];
            args.extend(rest.split_whitespace());
            wirewatch(&args, "").assert_code(0);
            ran += 1;
        }
    }

    assert!(ran >= 3, "{demo}");
}
