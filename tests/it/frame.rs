//! The frame around the program: what its dependencies must not do, and what its README and examples promise.

use std::fs;
use std::path::Path;

use crate::support::wirewatch;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn quick_xml_leaves_html_entities_to_us() {
    // Its `escape-html` feature gets 421 of 1,452 entities wrong, and any crate that asks for it switches it on for all.
    let read = quick_xml::escape::unescape("&nbsp;");

    assert!(read.is_err(), "quick-xml's escape-html feature is on");
}

#[test]
fn the_readme_names_only_commands_that_exist() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let mut checked = 0;
    for line in readme.lines().map(str::trim) {
        let line = line.strip_prefix("$ ").unwrap_or(line);
        let Some(rest) = line
            .strip_prefix("wirewatch ")
            .or_else(|| line.strip_prefix("sudo wirewatch "))
            .or_else(|| line.strip_prefix("cargo run --release -- "))
        else {
            continue;
        };
        let words = command_words(rest);
        if words.is_empty() {
            continue;
        }
        let mut args = words.clone();
        args.push("--help");
        wirewatch(&args, "").assert_code(0);
        checked += 1;
    }
    assert!(
        checked >= 5,
        "the README shows how to use it: {checked} commands"
    );
}

/// The command and, where there is one, its second word: `feed list` of `feed list --json`.
fn command_words(rest: &str) -> Vec<&str> {
    const WITH_SECOND: [&str; 6] = ["feed", "digest", "mail", "topic", "pack", "db"];
    let is_word = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let mut words = rest
        .split_whitespace()
        .skip_while(|word| word.starts_with("--"))
        .take_while(is_word);
    let Some(first) = words.next() else {
        return Vec::new();
    };
    match words.next() {
        Some(second) if WITH_SECOND.contains(&first) => vec![first, second],
        _ => vec![first],
    }
}

#[test]
fn the_example_files_are_accepted_as_they_stand() {
    let directory = tempfile::tempdir().unwrap();
    for file in ["wirewatch.toml", "watchlist.toml"] {
        fs::copy(
            Path::new(ROOT).join("config").join(file),
            directory.path().join(file),
        )
        .unwrap();
    }

    let ended = wirewatch(
        &["--config", directory.path().to_str().unwrap(), "check"],
        "",
    );

    ended.assert_code(0);
}

#[test]
fn the_change_log_names_this_version_or_what_is_not_released() {
    let log = fs::read_to_string(Path::new(ROOT).join("CHANGELOG.md")).unwrap();

    let version = env!("CARGO_PKG_VERSION");
    assert!(log.contains(version) || log.to_lowercase().contains("unreleased"));
}
