//! Watchlists that were made to hurt: told with their place, or read in bounded work.

use crate::support::Plan;
use crate::support::World;

/// Runs `check` on a watchlist with these topics and names; its findings' lines and messages.
fn told(text: &str) -> (Option<i32>, Vec<(u64, String)>) {
    let world = World::new(Plan::desk());
    world.write_watchlist(text);
    let ended = world.run(&["check", "--json"]);
    let findings: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let findings = findings.as_array().unwrap().iter().map(|finding| {
        let line = finding["line"].as_u64().unwrap();
        (line, finding["message"].as_str().unwrap().to_owned())
    });
    (ended.code, findings.collect())
}

#[test]
fn an_expression_that_would_explode_is_refused_at_its_line_and_a_greedy_one_is_taken() {
    let branches: Vec<String> = (0..10_000).map(|n| format!("word{n}")).collect();
    let branches = branches.join("|");
    for (expression, fault) in [
        (r"(\\w{1000}){1000}", Some("1 MiB")),
        ("(a+)+$", None),
        ("(unclosed", Some("not a regular expression")),
        (branches.as_str(), Some("more than 1000 bytes")),
    ] {
        let (code, findings) = told(&format!(
            "[topic.a]\nany = [\"word\",\n\"re:{expression}\"]\n"
        ));

        match fault {
            Some(fault) => {
                assert_eq!(code, Some(78), "{expression:.40}");
                let is_told = findings
                    .iter()
                    .any(|(line, message)| *line == 3 && message.contains(fault));
                assert!(is_told, "{expression:.40}: {findings:?}");
            }
            None => assert_eq!(code, Some(0), "{findings:?}"),
        }
    }
}

#[test]
fn a_name_set_that_refers_to_itself_is_refused_with_its_circle() {
    for (names, circle) in [
        ("a = [\"x1\", \"@a\"]\n", "@a → @a"),
        (
            "a = [\"@b\"]\nb = [\"@c\"]\nc = [\"x1\", \"@a\"]\n",
            "@a → @b → @c → @a",
        ),
    ] {
        let (code, findings) = told(&format!("[names]\n{names}[topic.t]\nany = [\"@a\"]\n"));

        assert_eq!(code, Some(78));
        let is_told = findings
            .iter()
            .any(|(line, message)| *line == 2 && message.contains(circle));
        assert!(is_told, "{findings:?}");
    }
}

#[test]
fn impossible_values_are_refused_with_topic_or_feed_and_key() {
    for (body, line) in [
        (
            "[feed.f]\nurl = \"https://f.example/\"\nevery = \"0s\"\n",
            5,
        ),
        (
            "[feed.f]\nurl = \"https://f.example/\"\nevery = \"-1m\"\n",
            5,
        ),
        (
            "[feed.f]\nurl = \"https://f.example/\"\nevery = \"1000000000000000000s\"\n",
            5,
        ),
        ("[feed.f]\nurl = \"https://f.example/\"\nevery = 0\n", 5),
        ("[feed.f]\nurl = \"nowhere\"\n", 4),
        (
            "[digest.d]\nat = \"07:30\"\ntz = \"UTC\"\nto = \"desk at example\"\n",
            6,
        ),
    ] {
        let (code, findings) = told(&format!("[topic.a]\nany = [\"word\"]\n{body}"));

        assert_eq!(code, Some(78), "{body}");
        assert!(
            findings.iter().any(|(at, _)| *at == line),
            "{body}: {findings:?}"
        );
    }
}

#[test]
fn a_watchlist_nested_a_thousand_levels_deep_or_of_fifty_megabytes_is_refused() {
    let nested = format!(
        "[topic.a]\nany = {}\"x1\"{}\n",
        "[".repeat(1000),
        "]".repeat(1000)
    );
    let (code, findings) = told(&nested);
    assert_eq!(code, Some(78));
    assert_eq!(findings[0].0, 2, "{findings:?}");

    let world = World::new(Plan::desk());
    let file = std::fs::File::create(world.config().join("watchlist.toml")).unwrap();
    file.set_len(50 * 1024 * 1024).unwrap();
    let ended = world.run(&["check"]);
    ended.assert_code(78);
    assert!(ended.stderr.contains("more than the 16.0 MiB"), "{ended}");
}
