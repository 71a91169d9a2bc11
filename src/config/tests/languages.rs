//! Languages in a watchlist: codes that are none, and the language that its own tests are judged in.

use crate::config::tests::messages;
use crate::config::watchlist_from_text;

/// What is wrong with a list, but for what it does without.
fn faults(text: &str) -> Vec<String> {
    match watchlist_from_text("watchlist.toml", text) {
        Ok(_) => Vec::new(),
        Err(findings) => messages(&findings).into_iter().map(str::to_owned).collect(),
    }
}

#[test]
fn the_code_of_a_country_is_refused_with_the_language_that_is_meant() {
    for (key, slip, meant) in [
        ("languages = [\"ua\"]\nany = [\"x1\"]", "ua", "uk"),
        ("any = { by = [\"санкцыя\"] }", "by", "be"),
        ("any = [{ term = \"sankce\", lang = \"cz\" }]", "cz", "cs"),
    ] {
        assert_eq!(
            faults(&format!("[topic.a]\n{key}\n")),
            [format!(
                "\"{slip}\" is not a language: did you mean \"{meant}\"?"
            )],
            "{key}"
        );
    }
    assert_eq!(
        faults("[topic.a]\nlanguages = [\"xx\"]\nany = [\"x1\"]\n").len(),
        1
    );
    assert!(faults("[topic.a]\nlanguages = [\"cs\", \"ka\"]\nany = [\"x1\"]\n").is_empty());
}

#[test]
fn the_tests_of_a_topic_are_judged_in_the_language_of_their_text() {
    let deaf = faults(
        "[topic.a]\nlanguages = [\"en\"]\nany = [\"арест\"]\n[[topic.a.test]]\nmatch = \"Суд продлил арест журналисту в Минске\"\n",
    );
    let other_language = faults(
        "[topic.a]\nany = { lv = [\"karš\"] }\n[[topic.a.test]]\nno_match = \"Wysoka kara dla prezesa spółki za nieprawdziwe informacje\"\n",
    );

    assert!(
        deaf.iter()
            .any(|fault| fault.contains("[topic.a] must match here, but does not")),
        "{deaf:?}"
    );
    assert!(other_language.is_empty(), "{other_language:?}");
}
