//! Asking why, and why not: of a text, of a stored article, and of one that an older list has judged.

use serde_json::json;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

const RULES: &str = "all = [[\"Minsk\"], [\"arrest\"]]\nnear = 40\nnone = [\"Minsk agreements\"]";

fn desk(topic: &str, body: &str) -> Plan {
    Plan::empty().topic(topic, body).feed("wire").digest(
        "desk",
        &format!("topics = [\"{topic}\"]\nto = [\"desk@example.org\"]"),
    )
}

fn world_that_reads(plan: Plan, title: &str, text: &str) -> World {
    let world = World::new(plan);
    let entry = Entry::new("it", title, text, at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.once(at("09:00:00"));
    world
}

#[test]
fn a_stored_article_that_does_not_match_is_told_what_it_lacks_and_how_nearly() {
    let far = format!("Minsk {}arrest", "word ".repeat(58));
    let world = world_that_reads(desk("repression", RULES), "News", &far);

    let told = world.run(&["explain", "https://news.example/it"]);
    let value = world.run(&["explain", "1", "--json"]).json();

    told.assert_code(0);
    assert!(
        told.stdout
            .contains("group 2 not met; nearest was 58 words away, limit 40"),
        "{told}"
    );
    let topic = &value["topics"][0];
    assert_eq!(topic["matched"], false);
    assert_eq!(
        topic["reasons"],
        json!(["group 2 not met; nearest was 58 words away, limit 40"])
    );
}

#[test]
fn a_veto_is_told_with_its_place() {
    let world = world_that_reads(
        desk("repression", RULES),
        "On Minsk agreements",
        "There was an arrest.",
    );

    let told = world.run(&["explain", "1", "--topic", "repression"]);
    let value = world.run(&["explain", "1", "--json"]).json();

    for words in [
        "group 1 not met: none of 'Minsk'",
        "'Minsk' vetoed by 'Minsk agreements' at title 3–19",
        "found 'arrest' at text 13–19",
    ] {
        assert!(told.stdout.contains(words), "{words}:\n{told}");
    }
    let vetoed = &value["topics"][0]["vetoed"][0];
    assert_eq!(vetoed["hit"]["form"], "Minsk", "{value}");
    assert_eq!(vetoed["by"]["term"], "Minsk agreements", "{value}");
    assert_eq!(
        (&vetoed["by"]["start"], &vetoed["by"]["end"]),
        (&json!(3), &json!(19))
    );
}

#[test]
fn an_article_of_an_older_list_is_told_by_both_lists() {
    let world = world_that_reads(Plan::desk(), "Sanctions on a bank", "An embargo.");
    let then = world.run(&["explain", "1", "--json"]).json();
    let same = world.run(&["explain", "1"]);
    world.replan(desk("oil", "any = [\"embargo\"]"));

    let told = world.run(&["explain", "1"]);
    let value = world.run(&["explain", "1", "--json"]).json();

    let old = then["watchlist"].as_str().unwrap();
    let new = value["watchlist"].as_str().unwrap();
    assert_ne!(old, new);
    assert!(
        same.stdout.contains(&format!(
            "judged by watchlist {old} when it came in; it judges the same"
        )),
        "{same}"
    );
    for words in [
        &format!("judged by watchlist {old} when it came in:"),
        "sanctions: matches, score 2",
        "because of 'Sanctions' (term 'sanction') at title 0–9",
        &format!("judged now by watchlist {new}:"),
        "oil: matches",
    ] {
        assert!(told.stdout.contains(words), "{words}:\n{told}");
    }
    assert_eq!(value["stored"]["watchlist"], old);
    assert_eq!(value["stored"]["matches"][0]["topic"], "sanctions");
    assert_eq!(value["stored"]["matches"][0]["watchlist"], old);
    assert_eq!(value["topics"][0]["topic"], "oil");
}

#[test]
fn a_list_that_matches_no_more_says_that_the_old_one_did_not_either() {
    let world = world_that_reads(Plan::desk(), "A goat won the race", "");
    world.replan(desk("goats", "any = [\"goat\"]"));

    let told = world.run(&["explain", "1"]);

    assert!(
        told.stdout.contains("when it came in:\n  no match"),
        "{told}"
    );
    assert!(told.stdout.contains("goats: matches"), "{told}");
}

#[test]
fn a_match_of_old_says_what_has_become_of_its_terms() {
    let rules = |any: &str| Plan::empty().feed("wire").topic("money", any);
    let world = world_that_reads(
        rules("any = [\"embargo\", { term = \"bank\", weight = 2 }, \"goat\", \"fleet\"]"),
        "An embargo hits a bank",
        "And a goat, and a fleet.",
    );
    world.replan(rules(
        "any = [\"fleet\", { term = \"bank\", weight = 5 }, \"goat\"]",
    ));
    world.once(at("10:00:00"));

    let told = world.run(&["explain", "1"]);
    let value = world.run(&["explain", "1", "--json"]).json();

    for words in [
        "(term 'embargo') at title 3–10; the term has gone from the topic since",
        "(term 'bank') at title 18–22; the term has changed since: it was wanted with weight 2 and is wanted with weight 5",
        "(term 'goat') at text 6–10\n",
        "(term 'fleet') at text 18–23\n",
    ] {
        assert!(told.stdout.contains(words), "{words}:\n{told}");
    }
    let since = &value["stored"]["matches"][0]["since"];
    let since: Vec<_> = since.as_array().unwrap().iter().collect();
    let kinds: Vec<_> = since
        .iter()
        .map(|one| (&one["term"], &one["change"]))
        .collect();
    assert_eq!(
        kinds,
        [
            (&json!("bank"), &json!("term-changed")),
            (&json!("embargo"), &json!("term-gone"))
        ]
    );
}

#[test]
fn a_match_of_old_says_which_spellings_its_name_set_has_lost() {
    let rules = |spellings: &str| {
        let names = format!("any = [\"@ruler\"]\n\n[names]\nruler = [{spellings}]");
        Plan::empty().feed("wire").topic("power", &names)
    };
    let world = world_that_reads(
        rules("\"Lukashenko\", \"Lukashenka\""),
        "Lukashenko speaks",
        "",
    );
    let same = world.run(&["explain", "1", "--json"]).json();
    world.replan(rules("\"Lukashenko\", \"Loukachenko\""));

    let told = world.run(&["explain", "1"]);
    world.replan(
        Plan::empty()
            .feed("wire")
            .topic("goats", "any = [\"goat\"]"),
    );
    let gone = world.run(&["explain", "1"]);

    assert_eq!(same["stored"]["matches"][0]["since"], json!([]));
    assert!(told.stdout.contains("judges the same"), "{told}");
    assert!(
        told.stdout.contains(
            "power, '@ruler': @ruler has lost 'Lukashenka' and gained 'Loukachenko' since"
        ),
        "{told}"
    );
    assert!(
        gone.stdout
            .contains("(term '@ruler') at title 0–10; the topic has gone since"),
        "{gone}"
    );
}
