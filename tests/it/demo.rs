//! `wirewatch demo`: the whole job on embedded defaults, with no file, no network and no account.

use std::path::Path;
use std::path::PathBuf;

use crate::first_run::letters_under;
use crate::support::Ended;
use crate::support::Letter;
use crate::support::wirewatch;

#[test]
fn demo_prints_a_letter_with_all_three_topics_and_keeps_it_in_a_maildir() {
    let ended = wirewatch(&["demo"], "");

    ended.assert_code(0);
    for wanted in ["Belarus", "anctions", "ntervention", "why"] {
        assert!(ended.stdout.contains(wanted), "no {wanted:?} in\n{ended}");
    }
    let directory = directory_named_in(&ended);
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
    std::fs::remove_dir_all(&directory).unwrap();
}

/// The directory below /tmp that the demo says it leaves its things in.
fn directory_named_in(ended: &Ended) -> PathBuf {
    let all = format!("{}\n{}", ended.stdout, ended.stderr);
    let temporary = std::env::temp_dir();
    let named = all
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/'))
        .map(Path::new)
        .find_map(|path| Some(temporary.join(path.strip_prefix(&temporary).ok()?.iter().next()?)))
        .filter(|path| path.is_dir());
    named.unwrap_or_else(|| panic!("the demo names its directory:\n{ended}"))
}
