//! Learning from marks: what readers judged lifts what nearly matched, moves likely noise to the end, and is told everywhere.
//! Two points are asked: "sanctions" in a text is one, in a title two.

use serde_json::Value;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Letter;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

const SINCE: &str = "--since=2026-01-01T00:00:00Z";
/// With words of its own for each headline, so that no two are taken for one story.
const BODIES: [&str; 4] = [
    "The sanctions came today.",
    "Lawyers call such sanctions harsh.",
    "Nobody expected these sanctions here.",
    "New sanctions, old quarrels.",
];

/// Lacks one point.
const NEARLY: &str = "The treasury names three firms";
/// Two points, and what readers called noise.
const NOISE: &str = "Brno goalkeeper leaves his hockey club over sanctions";
/// Two points, and what they called useful.
const USEFUL: &str = "A treasury explains sanctions";
/// Six points: more than twice of what is asked.
const LOUD: &str = "Winter hockey fears sanctions, embargo and blacklist";

fn plan(learn: &str) -> Plan {
    let topic = format!("any = [\"sanction\", \"embargo\", \"blacklist\"]\nthreshold = 2\n{learn}");
    Plan::empty()
        .topic("sanctions", &topic)
        .feed("wire")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        )
}

/// Forty headlines of the past; every second one speaks of hockey, the others of a treasury.
fn past() -> Vec<Entry> {
    let places = [
        "Riga", "Oslo", "Cairo", "Lima", "Quito", "Accra", "Dakar", "Hanoi", "Tunis", "Baku",
        "Malta", "Kyoto", "Perth", "Turin", "Genoa", "Lyon", "Porto", "Graz", "Split", "Ghent",
    ];
    (0..40)
        .map(|n| {
            let planted = if n % 2 == 0 { "treasury" } else { "hockey" };
            let title = format!("Sanctions and the {planted} of {}", places[n / 2]);
            Entry::new(&format!("past-{n}"), &title, "", at("08:00:00"))
        })
        .collect()
}

fn fresh(titles: &[&str]) -> Vec<Entry> {
    titles
        .iter()
        .zip(BODIES)
        .map(|(title, body)| Entry::new(title, title, body, at("09:05:00")))
        .collect()
}

/// An archive whose forty articles were read and told, and of which the first `marks` are marked.
fn world_with_marks(plan: Plan, marks: usize) -> World {
    let world = World::new(plan);
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &past())));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    mark(&world, marks);
    world
}

fn mark(world: &World, marks: usize) {
    let of = |word: &str, judgement: &str| -> Vec<String> {
        let found = world.run(&["search", word, "--json"]).json();
        let found = found.as_array().unwrap().iter();
        found
            .map(|article| format!("{} {judgement}\n", article["id"]))
            .collect()
    };
    let (useful, noise) = (of("treasury", "useful"), of("hockey", "noise"));
    assert_eq!((useful.len(), noise.len()), (20, 20));
    let both = useful.iter().zip(&noise);
    let lines: Vec<&String> = both.flat_map(|(useful, noise)| [useful, noise]).collect();
    let input: String = lines[..marks].iter().map(|line| line.as_str()).collect();
    world
        .run_with_input(&["mark", "--stdin"], &input)
        .assert_code(0);
}

/// Publishes these and gives the letter that tells of them.
fn letter_about(world: &World, titles: &[&str]) -> Letter {
    let before = world.inbox().letters().len();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &fresh(titles))));
    world.once(at("09:10:00"));
    world.once(at("09:11:30"));
    let letters = world.inbox().letters();
    assert_eq!(letters.len(), before + 1, "one more letter: {letters:?}");
    letters.last().unwrap().clone()
}

/// Where the words stand in the letter's text.
#[track_caller]
fn place(letter: &Letter, words: &str) -> usize {
    let text = letter.text();
    text.find(words)
        .unwrap_or_else(|| panic!("no {words:?} in\n{text}"))
}

fn explained(world: &World, title: &str) -> Value {
    let found = world.run(&["search", title, "--json"]).json();
    let id = found[0]["id"].to_string();
    let value = world.run(&["explain", &id, "--json"]).json();
    assert_valid("explain", &value);
    value
}

#[test]
fn what_nearly_matches_is_lifted_and_says_by_what() {
    let world = world_with_marks(plan("learn = true"), 40);

    let letter = letter_about(&world, &[NEARLY, "Hockey tonight"]);

    place(&letter, NEARLY);
    place(&letter, "lifted by what was marked");
    place(&letter, "word 'treasury'");
    assert!(letter.html().contains("lifted by what was marked"));
    assert!(!letter.text().contains("Hockey tonight"), "{letter:?}");
    let told = explained(&world, NEARLY);
    let stored = &told["stored"]["matches"][0];
    assert_eq!(stored["score"], 1.0, "{told:#}");
    assert_eq!(stored["learned"]["moved"], "lifted");
    assert_eq!(stored["learned"]["marks"], 40);
    assert_eq!(stored["learned"]["up_to"], 40);
    assert_eq!(stored["learned"]["because"][0]["what"], "word 'treasury'");
    assert_eq!(told["topics"][0]["matched"], true);
    let words = world.run(&["explain", &told["id"].to_string()]);
    assert!(
        words.stdout.contains("marks: lifted by what was marked"),
        "{words}"
    );
}

#[test]
fn an_explanation_is_that_of_the_marks_by_then() {
    let world = world_with_marks(plan("learn = true"), 40);
    letter_about(&world, &[NEARLY]);

    let input: String = (1..=40).map(|id| format!("{id} useful\n")).collect();
    world
        .run_with_input(&["mark", "--stdin"], &input)
        .assert_code(0);

    let told = explained(&world, NEARLY);
    assert_eq!(
        told["topics"][0]["learned"],
        Value::Null,
        "all on one side teach nothing: {told:#}"
    );
    assert_eq!(told["topics"][0]["matched"], false);
    assert_eq!(told["stored"]["matches"][0]["learned"]["moved"], "lifted");
}

#[test]
fn likely_noise_stands_at_the_end_and_says_so_and_the_likeliest_news_stands_first() {
    let world = world_with_marks(plan("learn = true"), 40);

    // Without marks the loud one would lead and the others stand as they came.
    let letter = letter_about(&world, &[NOISE, LOUD, USEFUL]);

    let (useful, loud, noise) = (
        place(&letter, USEFUL),
        place(&letter, LOUD),
        place(&letter, NOISE),
    );
    assert!(useful < loud && loud < noise, "{}", letter.text());
    let end = letter.text().split_off(noise);
    assert!(end.contains("moved to the end by what was marked"), "{end}");
    let told = explained(&world, LOUD);
    let learned = &told["stored"]["matches"][0]["learned"];
    assert_eq!(learned["moved"], Value::Null, "outside the band: {told:#}");
    assert!(learned["likelihood"].as_f64().unwrap() < 0.5, "{learned}");
}

#[test]
fn without_learn_nothing_changes() {
    let world = world_with_marks(plan("learn = false"), 40);

    let letter = letter_about(&world, &[NEARLY, NOISE, LOUD, USEFUL]);

    assert!(!letter.text().contains(NEARLY), "{letter:?}");
    assert!(!letter.text().contains("marked"), "{letter:?}");
    assert!(place(&letter, LOUD) < place(&letter, NOISE));
    let told = explained(&world, NOISE);
    assert_eq!(
        told["stored"]["matches"][0]["learned"],
        Value::Null,
        "{told:#}"
    );
    assert_eq!(told["topics"][0]["learned"], Value::Null);
}

#[test]
fn likely_noise_is_kept_out_only_where_the_topic_asks_and_is_not_lost() {
    let world = world_with_marks(plan("learn = \"hide\""), 40);

    let letter = letter_about(&world, &[NOISE, LOUD, USEFUL]);

    assert!(!letter.text().contains(NOISE), "{letter:?}");
    place(&letter, LOUD);
    place(&letter, USEFUL);
    place(&letter, "1 matching article kept out by what was marked");
    let told = explained(&world, NOISE);
    let hidden = &told["stored"]["hidden"][0];
    assert_eq!(hidden["learned"]["moved"], "hidden", "{told:#}");
    assert_eq!(told["topics"][0]["matched"], false);
    assert!(
        told["topics"][0]["reasons"][0]
            .as_str()
            .unwrap()
            .starts_with("kept out of letters"),
        "{told:#}"
    );
    let report = world
        .run(&["topic", "report", "sanctions", SINCE, "--json"])
        .json();
    assert_eq!(
        report["topics"][0]["learning"]["hidden"][0], told["id"],
        "{report:#}"
    );
    let words = world.run(&["topic", "report", "sanctions", SINCE]);
    assert!(words.stdout.contains("kept out of letters: "), "{words}");
}

#[test]
fn what_was_told_once_is_not_hidden_when_its_words_change() {
    let world = world_with_marks(plan("learn = \"hide\""), 40);
    letter_about(&world, &[USEFUL]);
    let mut changed = fresh(&[USEFUL]);
    changed[0].title = NOISE.to_owned();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &changed)));

    world.once(at("09:20:00"));

    let told = explained(&world, "hockey club");
    assert_eq!(
        told["topics"][0]["learned"]["moved"], "hidden",
        "as a new article it would be: {told:#}"
    );
    assert_eq!(told["stored"]["matches"].as_array().unwrap().len(), 1);
    assert_eq!(told["stored"]["hidden"].as_array().unwrap().len(), 0);
}

#[test]
fn the_report_proves_what_was_learnt_and_says_what_follows() {
    let world = world_with_marks(plan("learn = true"), 40);

    let report = world.run(&["topic", "report", SINCE, "--json"]).json();
    let words = world.run(&["topic", "report", SINCE]);

    assert_valid("topic-report", &report);
    let learning = &report["topics"][0]["learning"];
    assert_eq!(learning["mode"], "rank");
    assert_eq!(
        (&learning["useful"], &learning["noise"]),
        (&20.into(), &20.into())
    );
    assert_eq!(learning["folds"], 5);
    assert_eq!(learning["rules"]["precision"], 0.5, "{learning:#}");
    assert_eq!(learning["rules"]["recall"], 1.0);
    assert!(
        learning["learned"]["precision"].as_f64().unwrap() > 0.9,
        "{learning:#}"
    );
    assert_eq!(learning["advice"], "helps");
    assert_eq!(learning["for"][0]["what"], "word 'treasury'");
    assert_eq!(learning["against"][0]["what"], "word 'hockey'");
    for told in [
        "20 articles marked useful, 20 noise",
        "the rules alone",
        "rules and marks",
        "learning chooses better",
    ] {
        assert!(words.stdout.contains(told), "{told}: {words}");
    }
}

#[test]
fn a_topic_with_too_few_marks_waits_and_says_so_everywhere() {
    let world = world_with_marks(plan("learn = true"), 29);

    let letter = letter_about(&world, &[NEARLY, USEFUL]);

    assert!(!letter.text().contains(NEARLY), "{letter:?}");
    let words = "29 of its articles are marked; learning needs 30";
    for args in [
        &["check"][..],
        &["status"],
        &["topic", "report", "sanctions", SINCE],
    ] {
        let ended = world.run(args);
        assert!(ended.stdout.contains(words), "{ended}");
    }
    world.run(&["check", "--strict"]).assert_code(0);
    let status = world.run(&["status", "--json"]).json();
    assert_eq!(status["learning"][0]["topic"], "sanctions", "{status}");
    let report = world.run(&["topic", "report", SINCE, "--json"]).json();
    assert_valid("topic-report", &report);
}

#[test]
fn marks_made_for_another_topic_and_of_articles_it_never_met_teach_nothing() {
    let plan = plan("learn = true").topic("hockey", "any = [\"hockey\", \"treasury\"]");
    let world = world_with_marks(plan, 0);
    let found = world.run(&["search", "sanctions", "--json"]).json();
    let ids: Vec<String> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|article| article["id"].to_string())
        .collect();
    let mut args = vec!["mark"];
    args.extend(ids.iter().map(String::as_str));
    args.extend(["noise", "--topic", "hockey"]);

    world.run(&args).assert_code(0);

    let report = world.run(&["topic", "report", SINCE, "--json"]).json();
    let noise = |topic: usize| report["topics"][topic]["learning"]["noise"].as_u64();
    assert_eq!((noise(0), noise(1)), (Some(0), Some(40)), "{report:#}");
}

#[test]
fn a_running_daemon_learns_from_new_marks() {
    let world = World::new(plan("learn = true"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &past())));
    let daemon = world.daemon();
    world.wait_for_article("Ghent");
    mark(&world, 40);

    daemon.wait_for_log("learnt from marks");
    let entry = Entry::new("nearly", NEARLY, BODIES[0], now());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    let article = world.wait_for_article("\"three firms\"");
    daemon.stop();

    assert_eq!(article["topics"][0], "sanctions", "{article}");
}

#[test]
fn a_text_that_somebody_tries_and_the_filter_are_judged_by_the_rules_alone() {
    let world = world_with_marks(plan("learn = true"), 40);
    let text = format!("{NEARLY}\n{}", BODIES[0]);
    let line = serde_json::json!({ "id": 1, "title": NEARLY, "text": BODIES[0] });

    let explained = world.run(&["explain", "--text", &text, "--json"]).json();
    let piped = world.run_with_input(&["pipe"], &format!("{line}\n"));

    assert_eq!(explained["topics"][0]["matched"], false, "{explained:#}");
    assert_eq!(explained["topics"][0]["learned"], Value::Null);
    let piped: Value = serde_json::from_str(&piped.stdout).unwrap();
    assert_eq!(piped["matches"], serde_json::json!([]), "{piped}");
}

#[test]
fn a_learn_that_is_none_is_refused_at_its_place() {
    let world = World::new(plan("learn = \"sometimes\""));

    let ended = world.run(&["check"]);

    ended.assert_code(78);
    assert!(ended.stderr.contains("\"hide\""), "{ended}");
    assert!(ended.stderr.contains("watchlist.toml:6:"), "{ended}");
}
