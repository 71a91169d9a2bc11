//! Marks: what readers think of articles and stories is kept beside a running daemon, and shown where it matters.

use serde_json::Value;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

const SINCE: &str = "--since=2026-01-01T00:00:00Z";

fn world_with(titles: &[&str]) -> World {
    let world = World::new(Plan::desk());
    let news: Vec<Entry> = titles
        .iter()
        .enumerate()
        .map(|(number, title)| Entry::new(&number.to_string(), title, "", at("08:30:00")))
        .collect();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &news)));
    world.once(at("09:00:00"));
    world
}

/// The number of the article with this title, and of its story.
fn numbers(world: &World, title: &str) -> (String, String) {
    let found = world.run(&["search", title, "--json"]).json();
    (
        found[0]["id"].to_string(),
        format!("s{}", found[0]["story"]),
    )
}

fn marks(world: &World, article: &str) -> Value {
    world.run(&["explain", article, "--json"]).json()["marks"].clone()
}

#[test]
fn articles_and_stories_are_marked_and_explain_shows_it() {
    let world = world_with(&["Sanctions on a bank", "A school's sanctions"]);
    let (bank, _) = numbers(&world, "bank");
    let (school, school_story) = numbers(&world, "school");

    let useful = world.run(&["mark", &bank, "useful"]);
    let noise = world.run(&[
        "mark",
        &school_story,
        "noise",
        "--topic",
        "sanctions",
        "--note",
        "discipline, not policy",
    ]);

    useful.assert_code(0);
    noise.assert_code(0);
    assert!(useful.stdout.contains("1 mark kept"), "{useful}");
    assert_eq!(marks(&world, &bank)[0]["judgement"], "useful");
    let mark = marks(&world, &school);
    assert_eq!(mark[0]["id"], school_story);
    assert_eq!(mark[0]["judgement"], "noise");
    assert_eq!(mark[0]["topic"], "sanctions");
    assert_eq!(mark[0]["note"], "discipline, not policy");
    let told = world.run(&["explain", &school]);
    assert!(
        told.stdout
            .contains("marked noise for sanctions with its story"),
        "{told}"
    );
}

#[test]
fn nothing_is_overwritten_and_the_newest_mark_counts() {
    let world = world_with(&["Sanctions on a bank"]);
    let (bank, story) = numbers(&world, "bank");

    for args in [[&*bank, "useful"], [&*story, "noise"], [&*bank, "useful"]] {
        world.run(&["mark", args[0], args[1]]).assert_code(0);
    }

    let all = marks(&world, &bank);
    let judgements: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|mark| mark["judgement"].as_str().unwrap())
        .collect();
    assert_eq!(judgements, ["useful", "noise", "useful"], "newest first");
    let report = world
        .run(&["topic", "report", "sanctions", SINCE, "--json"])
        .json();
    assert_eq!(report["topics"][0]["useful"], 1, "{report}");
    assert_eq!(report["topics"][0]["noise"], 0, "{report}");
}

#[test]
fn several_are_marked_in_one_go() {
    let world = world_with(&["Sanctions on a bank", "Sanctions on a ship"]);
    let (bank, _) = numbers(&world, "bank");
    let (_, ship) = numbers(&world, "ship");

    let ended = world.run(&["mark", &bank, &ship, "noise"]);

    ended.assert_code(0);
    assert!(ended.stdout.contains("2 marks kept"), "{ended}");
}

#[test]
fn lines_are_read_bad_ones_told_with_their_number_and_good_ones_kept() {
    let world = world_with(&["Sanctions on a bank", "Sanctions on a ship"]);
    let (bank, _) = numbers(&world, "bank");
    let (ship, ship_story) = numbers(&world, "ship");
    let input = format!(
        "# from the morning letter\n{bank} useful\r\n\nnonsense\n4711 noise\n{ship_story} noise  not ours\n{ship}\n"
    );

    let ended = world.run_with_input(&["mark", "--stdin"], &input);

    ended.assert_code(1);
    assert!(ended.stdout.contains("2 marks kept"), "{ended}");
    for words in [
        "line 4: \"nonsense\"",
        "line 5: there is no article 4711",
        "line 7:",
    ] {
        assert!(ended.stderr.contains(words), "{words}:\n{ended}");
    }
    assert_eq!(marks(&world, &bank)[0]["judgement"], "useful");
    assert_eq!(marks(&world, &ship)[0]["note"], "not ours");
}

#[test]
fn bytes_that_are_no_text_are_bad_lines_and_the_rest_is_kept() {
    let world = world_with(&["Sanctions on a bank"]);
    let (bank, _) = numbers(&world, "bank");
    let input = format!("\u{0}\u{1b}[31m noise\n{bank} useful\n");

    let ended = world.run_with_input(&["mark", "--stdin"], &input);

    ended.assert_code(1);
    assert!(ended.stdout.contains("1 mark kept"), "{ended}");
    assert!(!ended.stderr.contains('\u{1b}'), "{ended}");
}

#[test]
fn a_wrong_command_line_is_told_and_nothing_is_kept() {
    let world = world_with(&["Sanctions on a bank"]);
    let (bank, _) = numbers(&world, "bank");

    for args in [
        &["mark"][..],
        &["mark", &bank],
        &["mark", "noise"],
        &["mark", &bank, "good"],
        &["mark", "x1", "noise"],
        &["mark", &bank, "noise", "--topic", "goats"],
        &["mark", &bank, "noise", "--stdin"],
    ] {
        world.run(args).assert_code(64);
    }

    assert_eq!(marks(&world, &bank).as_array().unwrap().len(), 0);
    let unknown = world.run(&["mark", "4711", &bank, "noise"]);
    unknown.assert_code(1);
    assert!(unknown.stderr.contains("4711"), "{unknown}");
    assert_eq!(marks(&world, &bank).as_array().unwrap().len(), 1);
}

#[test]
fn marks_are_kept_while_the_daemon_runs_and_the_daemon_goes_on() {
    let world = World::new(Plan::desk().with_page());
    let fresh = |slug: &str, title: &str| Entry::new(slug, title, "", now());
    let mut news = vec![fresh("bank", "Sanctions on a bank")];
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &news)));
    let daemon = world.daemon();
    world.wait_for_article("bank");
    let (article, story) = numbers(&world, "bank");

    for _ in 0..20 {
        world
            .run(&["mark", &article, &story, "noise", "--note", "<b>sport</b>"])
            .assert_code(0);
    }
    news.push(fresh("ship", "Sanctions on a ship"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &news)));
    world.wait_for_article("ship");
    let page = crate::service::page_of(&daemon, &format!("/story/{}", &story[1..]));
    daemon.stop();
    let daemon = world.daemon();

    assert_eq!(marks(&world, &article).as_array().unwrap().len(), 40);
    assert!(page.contains("noise"), "{page}");
    assert!(page.contains("&#60;b&#62;sport"), "{page}");
    daemon.stop();
}

#[test]
fn marks_outlive_a_daemon_that_is_killed() {
    let world = World::new(Plan::desk());
    let bank = Entry::new("bank", "Sanctions on a bank", "", now());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[bank])));
    let daemon = world.daemon();
    world.wait_for_article("bank");
    let (article, _) = numbers(&world, "bank");

    world.run(&["mark", &article, "noise"]).assert_code(0);
    daemon.kill();
    world.run(&["mark", &article, "useful"]).assert_code(0);
    let daemon = world.daemon();

    let all = marks(&world, &article);
    assert_eq!(all.as_array().unwrap().len(), 2, "{all}");
    daemon.stop();
}

#[test]
fn without_an_archive_nothing_is_made_and_the_next_step_is_told() {
    let world = World::new(Plan::desk());

    let ended = world.run(&["mark", "1", "noise"]);

    assert_ne!(ended.code, Some(0));
    assert!(ended.stderr.contains("wirewatch run"), "{ended}");
    assert_eq!(std::fs::read_dir(world.state()).unwrap().count(), 0);
}
