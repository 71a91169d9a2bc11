//! Stories as a user sees them: one event is one entry, `story show` says why, and a crash changes nothing of it.

use jiff::Timestamp;
use serde_json::Value;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

pub(crate) const FERRY: &str = "Ferry sinks off Mykonos with forty aboard";
pub(crate) const FERRY_AGAIN: &str = "Forty rescued as ferry goes down near Mykonos";
pub(crate) const VOLCANO: &str = "Volcano erupts in Iceland near Grindavik";

pub(crate) fn world() -> World {
    let label = |name: &str| format!("every = \"5s\"\nbackfill = \"24h\"\nlabel = \"{name}\"");
    World::new(
        Plan::empty()
            .topic("sea", "any = [\"ferry\", \"volcano\"]")
            .digest("desk", "topics = [\"sea\"]\nto = [\"desk@example.org\"]")
            .feed_with("wire", &label("state agency"))
            .feed_with("paper", &label("independent")),
    )
}

pub(crate) fn serve(world: &World, feed: &str, items: &[(&str, &str)], published: Timestamp) {
    let entries: Vec<Entry> = items
        .iter()
        .enumerate()
        .map(|(number, (title, text))| {
            let entry = Entry::new(&format!("{feed}-{number}"), title, text, published);
            let link = format!("https://{feed}.example/{number}");
            Entry { link, ..entry }
        })
        .collect();
    world
        .origin()
        .serves(&format!("/{feed}"), Answer::feed(rss(feed, &entries)));
}

pub(crate) fn list(world: &World) -> Vec<Value> {
    let stories = world
        .run(&["story", "list", "--json", "--since=2026-01-01T00:00:00Z"])
        .json();
    assert_valid("story-list", &stories);
    stories.as_array().unwrap().clone()
}

pub(crate) fn show(world: &World, id: &str) -> Value {
    let story = world.run(&["story", "show", id, "--json"]).json();
    assert_valid("story-show", &story);
    story
}

#[test]
fn two_outlets_that_tell_one_event_are_one_story_that_says_why() {
    let world = world();
    serve(
        &world,
        "wire",
        &[(FERRY, ""), (VOLCANO, "")],
        at("08:30:00"),
    );
    serve(&world, "paper", &[], at("08:30:00"));
    world.once(at("09:00:00"));
    serve(&world, "paper", &[(FERRY_AGAIN, "")], at("09:30:00"));
    world.once(at("10:00:00"));

    let stories = list(&world);
    let titles: Vec<_> = stories
        .iter()
        .map(|story| story["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, [FERRY, VOLCANO]);
    assert_eq!(stories[0]["feeds"], 2);

    let id = stories[0]["id"].to_string();
    let story = show(&world, &id);
    let articles = story["articles"].as_array().unwrap();
    assert_eq!(articles[0]["label"], "state agency");
    assert_eq!(articles[0]["similarity"], Value::Null);
    assert_eq!(articles[1]["label"], "independent");
    assert!(
        articles[1]["because"]
            .as_array()
            .unwrap()
            .contains(&"Mykonos".into()),
        "{story:#}"
    );

    let told = world.run(&["story", "show", &format!("s{id}")]);
    assert!(
        told.stdout.contains("first told by wire [state agency] at"),
        "{told}"
    );
    assert!(told.stdout.contains("alike by"), "{told}");
}

#[test]
fn an_article_in_another_language_joins_by_names_places_and_the_day_and_says_so() {
    let world = world();
    serve(
        &world,
        "wire",
        &[(
            "Finland shuts two border crossings after pipe cut near Kotka",
            "Finland will shut two crossings on its eastern border on 5 December, interior minister Mari Lehtonen said in \
             Helsinki. A gas pipe near Kotka was cut last week, and a trawler from Panama is held in the port.",
        )],
        at("08:30:00"),
    );
    serve(&world, "paper", &[], at("08:30:00"));
    world.once(at("09:00:00"));
    serve(
        &world,
        "paper",
        &[(
            "Suomija uždarys du pasienio punktus po dujotiekio pažeidimo prie Kotkos",
            "Suomija gruodžio 5 dieną uždarys du rytinės sienos punktus, Helsinkyje pranešė vidaus reikalų ministrė Mari \
             Lehtonen. Praėjusią savaitę prie Kotkos buvo pažeistas dujotiekis, su Panamos vėliava plaukęs traleris \
             sulaikytas uoste.",
        )],
        at("09:30:00"),
    );
    world.once(at("10:00:00"));

    let stories = list(&world);
    assert_eq!(stories.len(), 1, "{stories:#?}");
    let story = show(&world, &stories[0]["id"].to_string());
    let because = &story["articles"][1]["because"];
    let told = because.as_array().unwrap();
    for words in ["gruodžio 5", "Suomija (Finland)", "Kotkos (Kotka)"] {
        assert!(told.contains(&words.into()), "{words} in {because:#}");
    }
}

#[test]
fn a_copy_is_listed_as_also_with_its_original() {
    let text = "The council of ministers met on Tuesday to decide about the bridge that the flood had taken away in March, and \
        after nine hours of talks it gave forty million to the two towns on the river, said the mayor of the smaller one.";
    let world = world();
    serve(
        &world,
        "wire",
        &[("Ferry until the bridge is rebuilt", text)],
        at("08:30:00"),
    );
    serve(&world, "paper", &[], at("08:30:00"));
    world.once(at("09:00:00"));
    serve(
        &world,
        "paper",
        &[("Millions for river towns", text)],
        at("09:30:00"),
    );
    world.once(at("10:00:00"));

    let stories = list(&world);
    assert_eq!((stories.len(), &stories[0]["copies"]), (1, &1.into()));
    let story = show(&world, &stories[0]["id"].to_string());
    assert_eq!(story["articles"][1]["copy_of"], story["articles"][0]["id"]);
    let told = world.run(&["story", "show", &story["id"].to_string()]);
    assert!(told.stdout.contains("also: a copy of article"), "{told}");
}

#[test]
fn a_later_article_of_a_told_story_is_told_once_and_as_a_development() {
    let world = world();
    serve(&world, "wire", &[(FERRY, "")], at("08:30:00"));
    serve(&world, "paper", &[], at("08:30:00"));
    world.once(at("09:00:00"));
    world.once(at("09:02:00"));
    serve(&world, "paper", &[(FERRY_AGAIN, "")], at("09:30:00"));
    world.once(at("10:00:00"));
    world.once(at("10:02:00"));

    assert_eq!(world.told_titles(), [FERRY, FERRY_AGAIN]);
    let told: Vec<Value> = world
        .digests()
        .iter()
        .flat_map(|digest| digest["stories"].as_array().cloned().unwrap_or_default())
        .map(|story| story["id"].clone())
        .collect();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0], told[1]);
}

#[test]
fn an_article_that_a_second_look_parts_from_its_story_is_not_mailed_again() {
    let ports = [
        ("Ferry strike Kaliningrad", ""),
        ("Ferry strike Rotterdam", ""),
    ];
    let towns = [
        "Bergen",
        "Calais",
        "Dakar",
        "Esbjerg",
        "Fredrikstad",
        "Genoa",
        "Haifa",
        "Izmir",
        "Jeddah",
        "Klaipeda",
        "Lagos",
        "Malmo",
        "Naples",
        "Odessa",
        "Piraeus",
        "Rijeka",
    ];
    let titles = towns.map(|town| format!("Ferry strike {town} {town}side {town}port {town}er"));
    let all: Vec<(&str, &str)> = (ports.iter().copied())
        .chain(titles.iter().map(|title| (&**title, "")))
        .collect();
    let world = world();
    serve(&world, "wire", &ports, at("08:30:00"));
    serve(&world, "paper", &[], at("08:30:00"));
    world.once(at("09:00:00"));
    world.once(at("09:02:00"));
    let together = list(&world);
    assert_eq!(together.len(), 1, "one story at first");

    serve(&world, "wire", &all, at("09:30:00"));
    world.once(at("10:00:00"));
    serve(&world, "paper", &[(VOLCANO, "")], at("10:30:00"));
    world.once(at("11:00:00"));
    world.once(at("11:02:00"));

    let parted = list(&world);
    let of = |title: &str| {
        parted
            .iter()
            .find(|story| story["title"] == title)
            .map(|story| story["id"].clone())
    };
    assert_eq!(
        of(ports[0].0),
        Some(together[0]["id"].clone()),
        "{parted:#?}"
    );
    assert!(of(ports[1].0).is_some(), "{parted:#?}");
    let mut told = world.told_titles();
    told.sort();
    let all_told = told.len();
    told.dedup();
    assert_eq!(told.len(), all_told, "told twice");
    assert_eq!(told.len(), all.len() + 1, "lost");
}

/// What each article's story opened with: numbers may differ, the grouping must not.
pub(crate) fn grouping(world: &World) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = list(world)
        .iter()
        .map(|story| {
            let shown = show(world, &story["id"].to_string());
            let articles = shown["articles"].as_array().unwrap();
            let mut titles: Vec<String> = articles
                .iter()
                .map(|article| article["title"].as_str().unwrap().to_owned())
                .collect();
            titles.sort();
            titles
        })
        .collect();
    groups.sort();
    groups
}

#[test]
fn a_daemon_killed_between_two_articles_groups_them_as_one_that_lived() {
    let first = [(FERRY, ""), (VOLCANO, "")];
    let all = [
        (FERRY, ""),
        (VOLCANO, ""),
        (FERRY_AGAIN, ""),
        ("Grindavik emptied as Iceland volcano erupts", ""),
    ];
    let published = now();
    let lived = world();
    let killed = world();
    for world in [&lived, &killed] {
        serve(world, "wire", &first, published);
        serve(world, "paper", &[], published);
    }

    let daemon = lived.daemon();
    lived.wait_for_article("Mykonos");
    serve(&lived, "wire", &all, published);
    lived.wait_for_article("emptied");
    daemon.kill();

    let daemon = killed.daemon();
    killed.wait_for_article("Mykonos");
    daemon.kill();
    serve(&killed, "wire", &all, published);
    let daemon = killed.daemon();
    killed.wait_for_article("emptied");
    daemon.kill();

    assert_eq!(grouping(&lived).len(), 2);
    assert_eq!(grouping(&lived), grouping(&killed));
}

#[test]
fn a_daemon_killed_after_a_revision_groups_what_comes_next_as_one_that_lived() {
    let corrected = "Correction: council votes school budget in Bern";
    let first = [(FERRY, ""), (VOLCANO, "")];
    let revised = [(corrected, ""), (VOLCANO, "")];
    let all = [
        (corrected, ""),
        (VOLCANO, ""),
        (FERRY_AGAIN, ""),
        ("School budget voted by council of Bern", ""),
    ];
    let published = now();
    let lived = world();
    let killed = world();
    for world in [&lived, &killed] {
        serve(world, "wire", &first, published);
        serve(world, "paper", &[], published);
    }

    let daemon = lived.daemon();
    lived.wait_for_article("Mykonos");
    serve(&lived, "wire", &revised, published);
    lived.wait_for_article("Correction");
    serve(&lived, "wire", &all, published);
    lived.wait_for_article("rescued");
    daemon.kill();

    let daemon = killed.daemon();
    killed.wait_for_article("Mykonos");
    serve(&killed, "wire", &revised, published);
    killed.wait_for_article("Correction");
    daemon.kill();
    serve(&killed, "wire", &all, published);
    let daemon = killed.daemon();
    killed.wait_for_article("rescued");
    daemon.kill();

    // What came of the ferry follows the words that the article came with, whatever became of it.
    assert!(
        grouping(&lived).contains(&vec![corrected.to_owned(), FERRY_AGAIN.to_owned()]),
        "{:#?}",
        grouping(&lived)
    );
    assert_eq!(grouping(&lived), grouping(&killed));
    let rebuilt = killed.run(&["story", "rebuild", "--since=2026-01-01T00:00:00Z", "--json"]);
    assert_eq!(rebuilt.json()["articles_moved"], 0);
}

#[test]
fn a_story_that_is_not_there_is_a_fault_with_a_way_on() {
    let world = world();
    serve(&world, "wire", &[(FERRY, "")], at("08:30:00"));
    serve(&world, "paper", &[], at("08:30:00"));
    world.once(at("09:00:00"));

    let absent = world.run(&["story", "show", "4711"]);
    absent.assert_code(1);
    assert!(absent.stderr.contains("wirewatch story list"), "{absent}");
    world.run(&["story", "show", "ferry"]).assert_code(64);
}

#[test]
fn pipe_groups_what_it_reads_ahead_and_answers_in_order() {
    let world = world();
    let input: String = [FERRY, VOLCANO, FERRY_AGAIN]
        .iter()
        .enumerate()
        .map(|(number, title)| format!("{}\n", serde_json::json!({ "id": number, "title": title })))
        .collect();

    for ahead in ["1", "2", "500"] {
        let lines = world
            .run_with_input(&["pipe", "--ahead", ahead], &input)
            .json_lines();

        let answered: Vec<_> = lines.iter().map(|line| line["id"].clone()).collect();
        assert_eq!(answered, [0, 1, 2]);
        assert_eq!(lines[0]["story"], lines[2]["story"], "with {ahead} ahead");
        assert_ne!(lines[0]["story"], lines[1]["story"], "with {ahead} ahead");
    }
}
