//! Texts and watchlists that were made to break a matcher.

use std::time::Instant;

use super::*;

#[test]
fn tricks_with_characters_hide_no_word() {
    let table = [
        (
            "sanction",
            "san\u{ad}c\u{200b}ti\u{202e}ons",
            "san\u{ad}c\u{200b}ti\u{202e}ons",
        ),
        ("sanction", "ｓａｎｃｔｉｏｎ", "ｓａｎｃｔｉｏｎ"),
        ("sanction", "sаnсtiоn", "sаnсtiоn"),
        (
            "istanbul",
            "İSTANBUL Istanbul ıstanbul",
            "İSTANBUL|Istanbul|ıstanbul",
        ),
        ("Straße", "STRASSE straße STRAẞE", "STRASSE|straße|STRAẞE"),
        ("Minsk", "👩‍👩‍👧Minsk🇧🇾", "Minsk"),
        ("Brest", "Bre\u{301}st\u{301}!", "Bre\u{301}st\u{301}"),
    ];

    for (written, title, forms) in table {
        assert_eq!(found(written, "en", title), forms, "{written} in {title:?}");
    }
}

#[test]
fn an_expression_that_explodes_is_refused_and_a_greedy_one_is_linear() {
    let bomb = Term {
        pattern: Pattern::Regex(r"(\w{1000}){1000}".into()),
        ..term("x")
    };
    let faults = Classifier::compile(&watchlist(vec![Topic {
        groups: vec![vec![bomb]],
        ..topic("t", &[])
    }]))
    .unwrap_err();
    assert_eq!(
        faults[0].message,
        "a regular expression that needs more than 1 MiB"
    );

    let begun = Instant::now();
    let classifier = compiled(vec![topic("t", &[&["re:(a+)+$"]])]);
    let _ = classifier.classify(&text("en", "", &format!("{}!", "a".repeat(50_000))));
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn a_hundred_thousand_terms_compile_and_a_flood_of_hits_is_bounded() {
    let names: Vec<String> = (0..100_000).map(|n| format!("w{n}x")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let classifier = compiled(vec![topic("t", &[&names])]);
    assert!(classifier.form_count() >= 100_000);

    let flood = "w5x ".repeat(100_000);
    let matches = classifier.classify(&text("en", "", &flood));
    assert_eq!(matches[0].score, 1.0);
    assert_eq!(matches[0].evidence.len(), 10);
}

#[test]
fn an_article_that_repeats_a_vetoed_phrase_is_judged_in_time() {
    let guarded = Topic {
        none: terms(&["Minsk agreements"]),
        near: Some(3),
        ..topic("t", &[&["Minsk"], &["agreement"]])
    };
    let classifier = compiled(vec![guarded]);
    let flood = "Minsk agreements ".repeat(20_000);

    let begun = Instant::now();

    assert!(classifier.classify(&text("en", "", &flood)).is_empty());
    assert!(begun.elapsed().as_secs() < 10);
}
