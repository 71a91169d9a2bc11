//! Further words of the watchlist's language: tests in a language, vetoes of several words at distances, the packs.

use crate::schemas::assert_valid;
use crate::support::Plan;
use crate::support::World;
use crate::support::wirewatch;

#[test]
fn a_test_names_the_language_that_its_article_is_in() {
    let world = World::new(Plan::desk());
    let test = |rest: &str| {
        world.write_watchlist(&format!(
            "[topic.a]\nany = [\"sankcija\"]\nlanguages = [\"lt\"]\n[[topic.a.test]]\n{rest}\n"
        ));
        world.run(&["topic", "test", "--json"])
    };

    let told = test("match = \"Sankcijos\"\nlanguage = \"lt\"");
    told.assert_code(0);
    assert_eq!(told.json()[0]["language"], "lt");
    assert_valid("topic-test", &told.json());
    test("no_match = \"Sankcijos\"\nlanguage = \"de\"").assert_code(0);
    test("match = \"Sankcijos\"\nlanguage = \"de\"").assert_code(1);
    test("match = \"Naujienos\"\ntext = \"Paskelbtos sankcijos\"\nlanguage = \"lt\"")
        .assert_code(0);
    let told = test("match = \"Sankcijos\"\nlanguage = \"lithuanian\"");
    told.assert_code(78);
    assert!(told.stderr.contains("watchlist.toml:6:12"), "{told}");
}

#[test]
fn a_veto_of_words_at_distances_kills_a_hit_of_any_of_its_words() {
    let world = World::new(Plan::desk());
    for veto in [
        "alpha ~6 bank ~6 omega",
        "bank ~6 alpha ~6 omega",
        "alpha >6 bank >6 omega",
        "alpha ~6 omega ~6 bank",
    ] {
        world.write_watchlist(&format!(
            "[topic.a]\nany = [\"bank\"]\nnone = [\"{veto}\"]\n\
             [[topic.a.test]]\nno_match = \"An alpha of the bank saw omega\"\nlanguage = \"en\"\n\
             [[topic.a.test]]\nmatch = \"An alpha of the bank saw the omega and then nothing at all happened for a long while before another bank\"\nlanguage = \"en\"\n\
             [[topic.a.test]]\nmatch = \"The bank saw omega\"\nlanguage = \"en\"\n"
        ));

        world.run(&["check"]).assert_code(0);
    }
    world.write_watchlist(
        "[topic.a]\nany = [\"bank\"]\nnone = [\"alpha >3 beta >3 bank >3 gamma >3 omega\"]\n\
         [[topic.a.test]]\nno_match = \"alpha beta bank gamma omega\"\nlanguage = \"en\"\n",
    );
    world.run(&["check"]).assert_code(0);
}

#[test]
fn a_common_word_that_is_read_as_english_is_told_where_no_english_is_heard() {
    let world = World::new(Plan::desk());
    world.write_watchlist(
        "[topic.a]\nany = [\"arrest\", \"арест\", \"OFAC\", { term = \"wagon\", lang = \"ru\" }]\nlanguages = [\"ru\", \"be\"]\n",
    );

    let told = world.run(&["check", "--json"]).json();

    let codes: Vec<_> = told
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "read-as-english")
        .map(|finding| (finding["line"].as_u64(), finding["column"].as_u64()))
        .collect();
    assert_eq!(codes, [(Some(2), Some(8))], "{told}");
}

#[test]
fn the_packs_are_listed_and_shown_for_people_and_machines() {
    let list = wirewatch(&["pack", "list"], "");
    list.assert_code(0);
    let rows = wirewatch(&["pack", "list", "--json"], "").json();
    assert_valid("pack-list", &rows);
    for row in rows.as_array().unwrap() {
        let name = row["name"].as_str().unwrap();
        assert!(list.stdout.contains(name), "{list}");
        let shown = wirewatch(&["pack", "show", name], "");
        shown.assert_code(0);
        assert!(shown.stdout.contains("\n[names."), "{shown}");
        let value = wirewatch(&["pack", "show", name, "--json"], "").json();
        assert_valid("pack-show", &value);
        let names = value["names"].as_array().unwrap();
        assert_eq!(names.len() as u64, row["names"].as_u64().unwrap());
        let spellings = names
            .iter()
            .map(|set| set["spellings"].as_array().unwrap().len());
        assert_eq!(
            spellings.sum::<usize>() as u64,
            row["spellings"].as_u64().unwrap()
        );
    }
    let absent = wirewatch(&["pack", "show", "belorus"], "");
    absent.assert_code(64);
    assert!(absent.stderr.contains("belarus, sanctions"), "{absent}");
}

#[test]
fn the_watchlist_that_init_writes_is_short_enough_to_be_read() {
    let directory = tempfile::tempdir().unwrap();
    let folder = directory.path().to_str().unwrap();
    wirewatch(&["--config", folder, "init"], "").assert_code(0);

    let text = std::fs::read_to_string(directory.path().join("watchlist.toml")).unwrap();

    assert!(
        text.lines().count() <= 200,
        "{} lines",
        text.lines().count()
    );
    wirewatch(&["--config", folder, "check", "--strict"], "").assert_code(0);
    let paused = wirewatch(&["--config", folder, "feed", "pause", "zerkalo"], "");
    paused.assert_code(0);
    let removed = wirewatch(&["--config", folder, "feed", "remove", "bbc-world"], "");
    removed.assert_code(0);
    let checked = wirewatch(&["--config", folder, "check"], "");
    assert!(checked.stdout.contains("34 feeds"), "{checked}");
}
