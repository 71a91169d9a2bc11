//! What holds for any text an owner may save.

use proptest::prelude::*;

use crate::config::DEFAULT_SETTINGS;
use crate::config::tests::environment;
use crate::config::tests::write;
use crate::config::watchlist_from_text;

/// A small list with every kind of key, to be broken in one place.
const RICH: &str = r#"schema = 1
packs = []
[names]
a = ["Łukaszenka", "=Exact", "re:x+"]
[topic.t]
title = "T"
any = { en = ["@a", { term = "y ~3 z", weight = 2 }] }
all = [["x1", "wo*"], "v1"]
near = 5
none = ["q1"]
boost = { "\u0444\"x" = 2 }
feeds = { include = ["f*"] }
alert = { min_score = 8 }
[[topic.t.test]]
no_match = "санкция"
[feed.f]
url = "https://example.org/"
every = "10m"
headers = { X-A = "b" }
[digest.d]
at = ["07:30"]
days = ["mon..fri"]
tz = "Europe/Vilnius"
to = ["a@example.org"]
quiet_hours = { from = "22:00", to = 06:00:00 }
"#;

/// `text` with the characters from `at` to `at + cut` replaced.
fn broken(text: &str, at: usize, cut: usize, with: &str) -> String {
    let head = text.chars().take(at);
    let tail = text.chars().skip(at + cut);
    head.chain(with.chars()).chain(tail).collect()
}

/// Every finding can be drawn, and points into the text.
fn is_told_well(text: &str) -> Result<(), TestCaseError> {
    let findings = match watchlist_from_text("w", text) {
        Ok((_, _, warnings)) => warnings,
        Err(findings) => {
            prop_assert!(findings.has_errors());
            findings
        }
    };
    let lines = text.split('\n').count();
    for finding in &findings {
        prop_assert!(
            (1..=lines).contains(&(finding.line as usize)),
            "{:?}",
            finding
        );
        prop_assert!(finding.column >= 1);
    }
    let is_harmless = !findings.render(true).contains('\u{7}');
    prop_assert!(is_harmless, "a control character is shown");
    Ok(())
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_stumble(text in any::<String>()) {
        is_told_well(&text)?;
    }

    #[test]
    fn a_list_broken_in_one_place_is_told_or_taken(at in 0_usize..700, cut in 0_usize..12, with in "[\\[\\]{}\"'=,.#\\\\ \na-c0-9ł\u{7}\u{fffd}]{0,4}") {
        is_told_well(&broken(RICH, at, cut, &with))?;
    }

    #[test]
    fn settings_broken_in_one_place_are_told_or_taken(at in 0_usize..3500, cut in 0_usize..40, with in "[\\[\\]{}\"'=,\na-c0-9]{0,4}") {
        let directory = tempfile::tempdir().unwrap();
        let spoken = DEFAULT_SETTINGS.replace("\n# ", "\n");
        write(directory.path(), "wirewatch.toml", broken(&spoken, at, cut, &with));

        let read = crate::config::load_settings(directory.path(), &environment(&[]));

        prop_assert!(read.is_ok() || read.is_err_and(|findings| findings.has_errors() && !findings.to_string().is_empty()));
    }
}

#[test]
fn the_list_to_be_broken_is_sound() {
    assert!(
        watchlist_from_text("w", RICH).is_ok(),
        "{}",
        watchlist_from_text("w", RICH).unwrap_err()
    );
}
