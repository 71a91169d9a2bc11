//! Stories made anew after the method has changed: numbers live on, letters are not touched. Another method is played by a
//! hand in the archive.

use rusqlite::Connection;
use serde_json::Value;

use crate::schemas::assert_valid;
use crate::stories::FERRY;
use crate::stories::FERRY_AGAIN;
use crate::stories::VOLCANO;
use crate::stories::grouping;
use crate::stories::list;
use crate::stories::serve;
use crate::stories::show;
use crate::stories::world;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;

const VOLCANO_AGAIN: &str = "Grindavik emptied as Iceland volcano erupts";
const FERRY_LATER: &str = "Captain of the Mykonos ferry arrested after forty were rescued";
const SINCE: &str = "--since=2026-11-01T00:00:00Z";

/// Two events, each told by two outlets: stories 1 and 2.
fn two_events() -> World {
    let world = world();
    serve(
        &world,
        "wire",
        &[(FERRY, ""), (VOLCANO, "")],
        at("08:30:00"),
    );
    serve(&world, "paper", &[], at("08:30:00"));
    world.once(at("09:00:00"));
    paper_follows(&world);
    world
}

fn paper_follows(world: &World) {
    let told = [(FERRY_AGAIN, ""), (VOLCANO_AGAIN, "")];
    serve(world, "paper", &told, at("09:30:00"));
    world.once(at("10:00:00"));
}

fn archive(world: &World) -> Connection {
    Connection::open(world.state().join("wirewatch.db")).unwrap()
}

/// Puts each article into the story that another method would have found.
fn place_by_hand(world: &World, placed: &[(&str, i64)]) {
    let archive = archive(world);
    for (title, story) in placed {
        archive
            .execute(
                "INSERT INTO stories (id, title, opened, grew) VALUES (?2, ?1, 0, 0) ON CONFLICT DO NOTHING",
                (title, story),
            )
            .unwrap();
        let moved = archive
            .execute(
                "UPDATE placements SET story = ?2 WHERE article = (SELECT id FROM articles WHERE title = ?1)",
                (title, story),
            )
            .unwrap();
        assert_eq!(moved, 1, "{title}");
    }
    archive
        .execute(
            "UPDATE stories AS s SET articles = (SELECT count(*) FROM placements WHERE story = s.id)",
            [],
        )
        .unwrap();
}

fn rebuild(world: &World, further: &[&str]) -> Value {
    let mut args = vec!["story", "rebuild", SINCE, "--json"];
    args.extend(further);
    let rebuilt = world.run(&args);
    rebuilt.assert_code(0);
    let rebuilt = rebuilt.json();
    assert_valid("story-rebuild", &rebuilt);
    rebuilt
}

/// The number of a story and its headlines.
fn numbered(world: &World) -> Vec<(i64, Vec<String>)> {
    let told = |story: &Value| {
        let id = story["id"].as_i64().unwrap();
        let shown = show(world, &id.to_string());
        let articles = shown["articles"].as_array().unwrap();
        let titles = articles
            .iter()
            .map(|a| a["title"].as_str().unwrap().to_owned());
        (id, titles.collect())
    };
    let mut stories: Vec<_> = list(world).iter().map(told).collect();
    stories.sort();
    stories
}

fn events(world: &World, kind: &str) -> Vec<(String, Value)> {
    let archive = archive(world);
    let mut rows = archive
        .prepare("SELECT subject, data FROM events WHERE kind = ?1 ORDER BY id")
        .unwrap();
    rows.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .map(|(subject, data): (String, String)| (subject, serde_json::from_str(&data).unwrap()))
        .collect()
}

#[test]
fn where_the_method_is_the_same_nothing_changes() {
    let world = two_events();
    let before = numbered(&world);

    let rebuilt = rebuild(&world, &[]);

    assert_eq!(rebuilt["articles"], 4);
    assert_eq!(
        (&rebuilt["stories_before"], &rebuilt["stories_after"]),
        (&2.into(), &2.into())
    );
    assert_eq!(
        (&rebuilt["unchanged"], &rebuilt["articles_moved"]),
        (&2.into(), &0.into())
    );
    assert_eq!(numbered(&world), before);
    assert_eq!(events(&world, "story.merged").len(), 0);
    assert_eq!(events(&world, "story.rebuilt").len(), 1);
}

#[test]
fn what_was_one_by_mistake_is_parted_and_the_older_part_keeps_the_number() {
    let world = two_events();
    let all = [FERRY, FERRY_AGAIN, VOLCANO, VOLCANO_AGAIN];
    place_by_hand(&world, &all.map(|title| (title, 1)));

    let rebuilt = rebuild(&world, &[]);

    assert_eq!(
        (&rebuilt["split"], &rebuilt["opened"]),
        (&1.into(), &1.into())
    );
    assert_eq!(rebuilt["articles_moved"], 2);
    assert_eq!(rebuilt["changes"][0]["into"][1]["story"], 3, "{rebuilt:#}");
    let stories = numbered(&world);
    assert_eq!(
        stories[0],
        (1, vec![FERRY.to_owned(), FERRY_AGAIN.to_owned()])
    );
    assert_eq!(
        stories[1],
        (3, vec![VOLCANO.to_owned(), VOLCANO_AGAIN.to_owned()])
    );
    assert_eq!(list(&world)[0]["title"], VOLCANO);
    let opened = events(&world, "story.opened");
    assert_eq!(opened.last().unwrap().0, "3");
    assert_eq!(opened.last().unwrap().1["title"], VOLCANO);
    let shown = show(&world, "1");
    assert_eq!(shown["moves"][0]["story"], 3);
    assert_eq!(shown["moves"][0]["articles"], 2);
    let told = world.run(&["story", "show", "3"]);
    assert!(
        told.stdout.contains("2 articles came from story 1"),
        "{told}"
    );
}

#[test]
fn what_was_several_by_mistake_is_one_and_every_number_leads_to_it() {
    let world = two_events();
    let placed = [
        (FERRY, 1),
        (VOLCANO, 2),
        (FERRY_AGAIN, 3),
        (VOLCANO_AGAIN, 4),
    ];
    place_by_hand(&world, &placed);
    world.run(&["mark", "s3", "useful"]).assert_code(0);

    let rebuilt = rebuild(&world, &[]);

    assert_eq!(
        (&rebuilt["merged"], &rebuilt["kept"]),
        (&2.into(), &2.into())
    );
    let stories = numbered(&world);
    assert_eq!(
        stories[0],
        (1, vec![FERRY.to_owned(), FERRY_AGAIN.to_owned()])
    );
    assert_eq!(
        stories[1],
        (2, vec![VOLCANO.to_owned(), VOLCANO_AGAIN.to_owned()])
    );
    assert_eq!(
        (&show(&world, "3")["id"], &show(&world, "4")["id"]),
        (&1.into(), &2.into())
    );
    let merged = events(&world, "story.merged");
    assert_eq!((&*merged[0].0, &merged[0].1["into"]), ("3", &1.into()));
    let told = world.run(&["story", "show", "3"]);
    assert!(
        told.stdout.contains("story 3 turned out to be story 1"),
        "{told}"
    );
    let because = &show(&world, "1")["articles"][1]["because"];
    assert!(
        because.as_array().unwrap().contains(&"Mykonos".into()),
        "{because}"
    );
    let marked: i64 = archive(&world)
        .query_row("SELECT story FROM marks", [], |row| row.get(0))
        .unwrap();
    assert_eq!(marked, 1);
}

#[test]
fn no_article_is_told_twice_or_lost_because_stories_were_made_anew() {
    let feed = "every = \"5s\"\nbackfill = \"24h\"";
    let half_past = "cron = \"30 * * * *\"\ntz = \"UTC\"\nwhen_empty = \"skip\"\ntopics = [\"sea\"]\nto = [\"desk@example.org\"]";
    let world = World::new(
        Plan::empty()
            .topic("sea", "any = [\"ferry\", \"volcano\"]")
            .digest_with("desk", half_past)
            .feed_with("wire", feed)
            .feed_with("paper", feed),
    );
    serve(
        &world,
        "wire",
        &[(FERRY, ""), (VOLCANO, "")],
        at("08:40:00"),
    );
    serve(&world, "paper", &[], at("08:40:00"));
    world.once(at("09:00:00"));
    world.once(at("09:31:00"));
    assert_eq!(world.told_titles(), [FERRY, VOLCANO]);
    let told = [(FERRY_AGAIN, ""), (VOLCANO_AGAIN, "")];
    serve(&world, "paper", &told, at("09:40:00"));
    world.once(at("10:00:00"));
    assert_eq!(
        world.told_titles().len(),
        2,
        "the others wait for half past"
    );
    let all = [FERRY, FERRY_AGAIN, VOLCANO, VOLCANO_AGAIN];
    place_by_hand(&world, &all.map(|title| (title, 1)));

    rebuild(&world, &[]);
    for time in ["10:31:00", "11:31:00"] {
        world.once(at(time));
    }

    let mut titles = all;
    titles.sort_unstable();
    assert_eq!(world.told_titles(), titles);
    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2);
    // Both events were told before, whatever the numbers of their stories were then.
    let text = letters[1].text();
    assert!(text.contains("2 developments"), "{text}");
}

#[test]
fn the_daemon_goes_on_as_if_it_had_always_grouped_so() {
    let always = two_events();
    let rebuilt = two_events();
    let all = [FERRY, FERRY_AGAIN, VOLCANO, VOLCANO_AGAIN];
    place_by_hand(&rebuilt, &all.map(|title| (title, 1)));
    rebuild(&rebuilt, &[]);

    for world in [&always, &rebuilt] {
        let told = [(FERRY_AGAIN, ""), (VOLCANO_AGAIN, ""), (FERRY_LATER, "")];
        serve(world, "paper", &told, at("10:30:00"));
        world.once(at("11:00:00"));
    }

    assert_eq!(grouping(&always), grouping(&rebuilt));
    assert_eq!(numbered(&rebuilt)[0].1, [FERRY, FERRY_AGAIN, FERRY_LATER]);
    assert_eq!(rebuild(&rebuilt, &[])["articles_moved"], 0);
}

#[test]
fn articles_from_before_stay_and_what_follows_them_joins_their_story() {
    let world = two_events();
    let placed = [
        (FERRY, 1),
        (VOLCANO, 2),
        (FERRY_AGAIN, 3),
        (VOLCANO_AGAIN, 4),
    ];
    place_by_hand(&world, &placed);

    let rebuilt = world
        .run(&["story", "rebuild", "--since=2026-11-20T09:30:00Z", "--json"])
        .json();

    assert_eq!(
        (&rebuilt["articles"], &rebuilt["merged"]),
        (&2.into(), &2.into())
    );
    let stories = numbered(&world);
    assert_eq!(
        stories[0],
        (1, vec![FERRY.to_owned(), FERRY_AGAIN.to_owned()])
    );
    assert_eq!(
        stories[1],
        (2, vec![VOLCANO.to_owned(), VOLCANO_AGAIN.to_owned()])
    );
}

#[test]
fn a_dry_run_changes_nothing_and_says_the_same() {
    let world = two_events();
    let all = [FERRY, FERRY_AGAIN, VOLCANO, VOLCANO_AGAIN];
    place_by_hand(&world, &all.map(|title| (title, 1)));
    let before = numbered(&world);

    let dry = rebuild(&world, &["--dry-run"]);
    let after = numbered(&world);
    let wet = rebuild(&world, &[]);

    assert_eq!(before, after);
    for key in [
        "articles",
        "stories_after",
        "kept",
        "split",
        "opened",
        "articles_moved",
    ] {
        assert_eq!(dry[key], wet[key], "{key}");
    }
    assert_eq!(dry["changes"][0]["into"][1]["story"], Value::Null);
    let told = world.run(&["story", "rebuild", SINCE, "--dry-run"]);
    assert!(told.stdout.contains("Nothing was changed"), "{told}");
}

#[test]
fn beside_a_daemon_it_is_refused_with_a_way_on_and_a_dry_run_is_not() {
    let world = world();
    serve(&world, "wire", &[(FERRY, "")], at("08:30:00"));
    serve(&world, "paper", &[], at("08:30:00"));
    let daemon = world.daemon();
    world.wait_for_article("Mykonos");

    let refused = world.run(&["story", "rebuild", SINCE]);
    let dry = world.run(&["story", "rebuild", SINCE, "--dry-run"]);
    daemon.stop();

    refused.assert_code(75);
    assert!(
        refused.stderr.contains("in use by another wirewatch"),
        "{refused}"
    );
    assert!(refused.stderr.contains("--dry-run"), "{refused}");
    dry.assert_code(0);
}

#[test]
fn an_archive_without_articles_has_nothing_to_be_made_anew() {
    let world = world();
    let none = world.run(&["story", "rebuild"]);
    assert_ne!(none.code, Some(0), "there is no archive: {none}");
    assert!(!world.state().join("wirewatch.db").exists());

    serve(&world, "wire", &[], at("08:30:00"));
    serve(&world, "paper", &[], at("08:30:00"));
    world.once(at("09:00:00"));
    let rebuilt = world.run(&["story", "rebuild"]);
    rebuilt.assert_code(0);
    assert!(rebuilt.stdout.contains("no article"), "{rebuilt}");
}
