//! Dictionaries of the machine: what they add to the forms of a term, where they are looked for, and that a broken one
//! is told and harms nothing. The dictionaries here are of invented words, in folders of their own.

use std::fs;
use std::path::Path;

use crate::support::Answer;
use crate::support::Ended;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;
use crate::support::wirewatch_in;

const RULES: &str = "SET UTF-8\nSFX A Y 2\nSFX A а эмо а\nSFX A а ухе а\n";

const LIST: &str = "[topic.a]\nany = [{ term = \"зырка\", lang = \"ru\" }]\n";

fn write_dictionary(folder: &Path, name: &str, aff: &str, dic: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(format!("{name}.aff")), aff).unwrap();
    fs::write(folder.join(format!("{name}.dic")), dic).unwrap();
}

/// A world with a list of one topic, and a Russian dictionary in `dictionaries` beside its configuration.
fn world() -> World {
    let world = World::new(Plan::desk());
    world.write_watchlist(LIST);
    let folder = world.directory().join("dictionaries");
    write_dictionary(&folder, "ru_RU", RULES, "2\nзырка/A\nЗырка/A\n");
    world
}

/// Runs a command with the dictionaries of that folder of the world.
fn run(world: &World, dictionaries: &str, args: &[&str]) -> Ended {
    let folder = world.directory().join(dictionaries);
    let config = world.config();
    let mut all = vec!["--config", config.to_str().unwrap()];
    all.extend(args);
    wirewatch_in(&[("DICPATH", folder.to_str().unwrap())], &all, "")
}

fn version(checked: &Ended) -> String {
    checked.assert_code(0);
    let (_, version) = checked.stdout.split_once("version ").unwrap();
    version.lines().next().unwrap().to_owned()
}

#[test]
fn a_common_word_also_has_the_forms_of_a_dictionary_and_loses_none() {
    let world = world();
    let forms = |ended: Ended| -> Vec<String> {
        serde_json::from_value(ended.json()["forms"].clone()).unwrap()
    };
    let args = ["expand", "зырка", "--lang", "ru", "--json"];

    let without = forms(run(&world, "nowhere", &args));
    let with = forms(run(&world, "dictionaries", &args));

    assert!(!without.contains(&"зыркэмо".to_owned()), "{without:?}");
    assert!(without.iter().all(|form| with.contains(form)), "{with:?}");
    assert!(with.contains(&"зыркэмо".to_owned()), "{with:?}");
    let told = run(&world, "dictionaries", &["expand", "зырка", "--lang", "ru"]);
    assert!(
        told.stdout.contains("зыркэмо  (dictionary ru_RU)\n"),
        "{told}"
    );
    assert!(told.stdout.contains("зырками\n"), "{told}");
}

#[test]
fn a_proper_name_has_the_forms_of_our_own_tables_whatever_a_dictionary_says() {
    let world = world();
    let args = ["expand", "Зырка", "--lang", "ru", "--json"];

    let with = run(&world, "dictionaries", &args).json();

    assert_eq!(with, run(&world, "nowhere", &args).json());
}

#[test]
fn articles_are_found_by_a_dictionarys_form_and_check_and_status_say_whose_it_is() {
    let world = world();
    let list = format!(
        "{LIST}[[topic.a.test]]\nmatch = \"Вчера здесь была зыркэмо\"\nlanguage = \"ru\"\n"
    );
    world.write_watchlist(&list);

    run(&world, "nowhere", &["check"]).assert_code(78);
    let checked = run(&world, "dictionaries", &["check"]);

    checked.assert_code(0);
    assert!(
        checked
            .stdout
            .contains("dictionary ru_RU adds 2 forms to 1 word ("),
        "{checked}"
    );
    let status = run(&world, "dictionaries", &["status"]);
    assert!(
        status.stdout.contains("dictionary ru_RU adds 2 forms"),
        "{status}"
    );
    let status = run(&world, "dictionaries", &["status", "--json"]).json();
    let used = &status["watchlist"]["dictionaries"][0];
    assert_eq!(
        (&used["name"], &used["forms"]),
        (&"ru_RU".into(), &2.into()),
        "{status}"
    );
}

#[test]
fn the_same_list_with_other_forms_is_another_version_and_with_the_same_forms_it_is_not() {
    let world = world();
    let without = version(&run(&world, "nowhere", &["check"]));
    let with = version(&run(&world, "dictionaries", &["check"]));
    let newer = world.directory().join("newer");
    write_dictionary(
        &newer,
        "ru_RU",
        &format!("# newer\n{RULES}"),
        "3\nзырка/A\nдрыгла/A\nпырла\n",
    );
    let other = world.directory().join("other");
    write_dictionary(
        &other,
        "ru_RU",
        &RULES.replace("эмо", "ымо"),
        "1\nзырка/A\n",
    );

    assert_ne!(without, with);
    assert_eq!(version(&run(&world, "newer", &["check"])), with);
    assert_ne!(version(&run(&world, "other", &["check"])), with);
    world.write_watchlist(&format!("hunspell = false\n{LIST}"));
    assert_eq!(version(&run(&world, "dictionaries", &["check"])), without);
}

#[test]
fn the_watchlist_names_a_folder_or_none() {
    let world = world();
    let args = ["expand", "зырка", "--lang", "ru"];
    let has_form = |key: &str, dictionaries: &str| {
        world.write_watchlist(&format!("{key}\n{LIST}"));
        run(&world, dictionaries, &args).stdout.contains("зыркэмо")
    };

    assert!(has_form("hunspell = \"auto\"", "dictionaries"));
    assert!(!has_form("hunspell = false", "dictionaries"));
    assert!(has_form("hunspell = \"../dictionaries\"", "nowhere"));
    world.write_watchlist(&format!("hunspell = \"../missing\"\n{LIST}"));
    let checked = world.run(&["check"]);
    checked.assert_code(0);
    assert!(checked.stdout.contains("there is no folder"), "{checked}");
    world.write_watchlist(&format!("hunspell = 7\n{LIST}"));
    world.run(&["check"]).assert_code(78);
}

#[test]
fn old_charsets_are_read_as_the_affix_file_says() {
    let world = world();
    let folder = world.directory().join("koi");
    fs::create_dir(&folder).unwrap();
    // зырка/A and its rules in KOI8-R.
    let letters = |text: &str| -> Vec<u8> {
        let koi = |c: char| match c {
            'з' => 0xda,
            'ы' => 0xd9,
            'р' => 0xd2,
            'к' => 0xcb,
            'а' => 0xc1,
            'э' => 0xdc,
            'м' => 0xcd,
            'о' => 0xcf,
            ascii => u8::try_from(ascii).unwrap(),
        };
        text.chars().map(koi).collect()
    };
    fs::write(
        folder.join("ru_RU.aff"),
        letters("SET KOI8-R\nSFX A Y 1\nSFX A а эмо а\n"),
    )
    .unwrap();
    fs::write(folder.join("ru_RU.dic"), letters("1\nзырка/A\n")).unwrap();

    let told = run(&world, "koi", &["expand", "зырка", "--lang", "ru"]);

    assert!(told.stdout.contains("зыркэмо"), "{told}");
}

#[test]
fn a_broken_dictionary_is_told_with_its_file_and_line_and_stops_nothing() {
    let world = world();
    let own = version(&run(&world, "nowhere", &["check"]));
    for (name, aff, place, words) in [
        ("charset", "SET KLINGON\n", "ru_RU.aff:1:1", "KLINGON"),
        ("flags", "SET UTF-8\nFLAG octal\n", "ru_RU.aff:2:1", "octal"),
        (
            "noise",
            &"SFX ?\n".repeat(99),
            "ru_RU.aff:21:1",
            "not an affix file",
        ),
    ] {
        write_dictionary(&world.directory().join(name), "ru_RU", aff, "1\nзырка/A\n");

        let checked = run(&world, name, &["check"]);

        assert_eq!(version(&checked), own, "{checked}");
        for wanted in [place, words, "hunspell = false"] {
            assert!(checked.stdout.contains(wanted), "{wanted} in {checked}");
        }
    }
    let half = format!("{RULES}SFX A а ух [ух\n");
    write_dictionary(
        &world.directory().join("half"),
        "ru_RU",
        &half,
        "1\nзырка/A\n",
    );
    let told = run(&world, "half", &["check"]);
    assert!(told.stdout.contains("adds 2 forms"), "{told}");
    assert!(told.stdout.contains("ru_RU.aff:5:1"), "{told}");
}

#[test]
fn what_is_no_file_or_too_large_is_not_read() {
    let world = world();
    let folder = world.directory().join("odd");
    write_dictionary(&folder, "ru_RU", RULES, "");
    fs::remove_file(folder.join("ru_RU.dic")).unwrap();
    fs::create_dir(folder.join("ru_RU.dic")).unwrap();
    let told = run(&world, "odd", &["check"]);
    told.assert_code(0);
    assert!(told.stdout.contains("this is a directory"), "{told}");

    fs::remove_dir(folder.join("ru_RU.dic")).unwrap();
    let huge = fs::File::create(folder.join("ru_RU.dic")).unwrap();
    huge.set_len(1 << 40).unwrap();
    let told = run(&world, "odd", &["check"]);
    told.assert_code(0);
    assert!(told.stdout.contains("more than the"), "{told}");
}

#[test]
fn a_match_of_old_says_which_forms_a_changed_dictionary_gives_no_more() {
    let plan = Plan::empty()
        .feed("wire")
        .topic("a", "any = [{ term = \"зырка\", lang = \"ru\" }]");
    let world = World::new(plan);
    let folder = world.directory().join("dictionaries");
    write_dictionary(&folder, "ru_RU", RULES, "1\nзырка/A\n");
    let entry = Entry::new("it", "Без зыркэмо никуда", "И всё.", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.once_in(&[("DICPATH", folder.to_str().unwrap())], at("09:00:00"));

    let same = run(&world, "dictionaries", &["explain", "1"]);
    write_dictionary(
        &folder,
        "ru_RU",
        &RULES.replace("эмо", "яму"),
        "1\nзырка/A\n",
    );
    let told = run(&world, "dictionaries", &["explain", "1"]);
    let value = run(&world, "dictionaries", &["explain", "1", "--json"]).json();

    assert!(!same.stdout.contains("since"), "{same}");
    let since = "the spelling dictionaries of this machine have changed since: зырка has lost 'зыркэмо' (ru) and gained \
                 'зыркяму' (ru)";
    assert!(told.stdout.contains(since), "{told}");
    let change = &value["stored"]["matches"][0]["since"][0];
    assert_eq!(change["change"], "dictionary-changed", "{value}");
}
