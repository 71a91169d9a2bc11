//! The files that `init` writes load cleanly.

use crate::config::DEFAULT_SETTINGS;
use crate::config::DEFAULT_WATCHLIST;
use crate::config::load;
use crate::config::packs;
use crate::config::tests::environment;
use crate::config::tests::write;
use crate::config::watchlist_from_text;
use crate::model::language::Language;

#[test]
fn the_shipped_files_load_without_a_warning() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "wirewatch.toml", DEFAULT_SETTINGS);
    write(directory.path(), "watchlist.toml", DEFAULT_WATCHLIST);

    let loaded =
        load(directory.path(), &environment(&[])).unwrap_or_else(|findings| panic!("{findings}"));

    assert!(loaded.warnings.is_empty(), "{}", loaded.warnings);
    let topics: Vec<_> = loaded
        .watchlist
        .topics
        .iter()
        .map(|topic| topic.name.as_str())
        .collect();
    assert_eq!(topics, ["belarus", "sanctions", "russian-intervention"]);
    assert!(loaded.watchlist.feeds.len() >= 20);
    assert!(loaded.watchlist.test_count() >= 10);
}

#[test]
fn every_commented_default_is_the_default() {
    let directory = tempfile::tempdir().unwrap();
    write(
        directory.path(),
        "watchlist.toml",
        "[topic.a]\nany = [\"x1\"]\n",
    );
    let env = environment(&[("STATE_DIRECTORY", "/var/lib/wirewatch")]);
    let silent = load(directory.path(), &env).unwrap();
    let optional = [
        "[relay]",
        "public_url",
        "hosts",
        "proxy",
        "contact",
        "host ",
        "port",
        "tls",
        "from",
        "username",
        "password",
        "or neither",
        "The password",
        "reply_to",
        "program",
        "Messages by HTTP",
        "[webhook",
        "url ",
        "secret_credential",
        "token_credential",
        "template",
        "max_size",
    ];
    let spoken: String = DEFAULT_SETTINGS
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest)
                if rest.contains(" = ")
                    && !optional.iter().any(|key| rest.starts_with(key))
                    && !rest.contains('$') =>
            {
                format!("{rest}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect();
    write(directory.path(), "wirewatch.toml", &spoken);

    let loaded = load(directory.path(), &env).unwrap_or_else(|findings| panic!("{findings}"));

    assert_eq!(
        format!("{:?}", loaded.settings),
        format!("{:?}", silent.settings),
        "{spoken}"
    );
}

#[test]
fn every_pack_loads_by_itself() {
    for pack in packs() {
        let text = format!("packs = [{:?}]\n[topic.a]\nany = [\"x1\"]\n", pack.name);

        let (watchlist, _, _) = watchlist_from_text("watchlist.toml", &text)
            .unwrap_or_else(|findings| panic!("{findings}"));

        assert!(!watchlist.names.is_empty(), "{}", pack.name);
        let languages: std::collections::BTreeSet<_> = watchlist
            .names
            .values()
            .flatten()
            .filter_map(|term| term.language)
            .collect();
        for language in Language::INFLECTED {
            assert!(
                languages.contains(&language),
                "{} lacks {language}",
                pack.name
            );
        }
    }
}

/// That one word is said twice harms nobody and is told; anything else would be a fault of the list or of the lint.
#[test]
fn the_lint_finds_nothing_but_words_said_twice_in_the_shipped_watchlist_and_its_packs() {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), "watchlist.toml", DEFAULT_WATCHLIST);
    let loaded = load(directory.path(), &environment(&[])).unwrap();
    let is_told = |code: &str| !matches!(code, "same-forms" | "shadowed");

    let findings = crate::config::lint(directory.path(), &loaded.watchlist);
    let of_packs =
        crate::classify::lint::lint(&loaded.watchlist, &std::collections::BTreeSet::new());

    assert!(
        findings.iter().all(|finding| !is_told(finding.code)),
        "{findings}"
    );
    let odd: Vec<_> = of_packs.iter().filter(|note| is_told(note.code)).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}
