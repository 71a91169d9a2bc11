//! Alerts: an instant letter about one story, at once, once, and never about what is old.

use std::time::Duration;

use jiff::SignedDuration;
use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::Value;

use crate::bursts::days_before;
use crate::bursts::every;
use crate::bursts::stories;
use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Letter;
use crate::support::Plan;
use crate::support::Stage;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

const ALERTING: &str =
    "any = [\"sanction\", \"ferry\"]\nalert = { min_score = 2, max_per_hour = 2 }";

/// A digest in the evening, far from what these tests do in the morning.
const EVENING: &str =
    "at = \"18:00\"\ntz = \"UTC\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]";

fn plan_with(topic: &str, digest: &str) -> Plan {
    Plan::empty()
        .topic("sanctions", topic)
        .feed("wire")
        .feed("paper")
        .digest_with("evening", digest)
}

/// A world whose feeds were read once and had nothing to tell.
fn watched(plan: Plan) -> World {
    let world = World::new(plan);
    publish(&world, "wire", &[]);
    publish(&world, "paper", &[]);
    world.once(at("08:55:00"));
    assert!(world.inbox().letters().is_empty(), "nothing to tell yet");
    world
}

fn desk() -> World {
    watched(plan_with(ALERTING, EVENING))
}

fn publish(world: &World, feed: &str, entries: &[Entry]) {
    world
        .origin()
        .serves(&format!("/{feed}"), Answer::feed(rss(feed, entries)));
}

fn entry(slug: &str, title: &str, published: Timestamp) -> Entry {
    Entry::new(slug, title, "", published)
}

/// Stories with nothing in common but the topic.
fn different(count: usize, published: Timestamp) -> Vec<Entry> {
    let names = ["oil", "coal", "steel", "timber", "grain", "potash"];
    let verbs = ["halted", "taxed", "watched", "priced", "moved", "sold"];
    let title = |n: usize| format!("Sanctions {} {} of {}land", verbs[n], names[n], names[n]);
    (0..count)
        .map(|n| entry(names[n], &title(n), published))
        .collect()
}

fn status(world: &World) -> Value {
    world.run(&["status", "--json"]).json()["alerts"].clone()
}

fn new_letters(world: &World, before: usize) -> Vec<Letter> {
    world.inbox().letters().into_iter().skip(before).collect()
}

const FERRY: &str = "Ferry sinks off Mykonos with forty aboard";
const FERRY_AGAIN: &str = "Forty rescued as ferry goes down near Mykonos";

/// The headers; each archive signs the way out of a digest with a key of its own.
fn head(letter: &Letter) -> String {
    let head = letter.head().replace('\r', "");
    let (before, token) = head.split_once("unsubscribe%20ww-").unwrap();
    let (_, after) = token.split_once('>').unwrap();
    format!("{before}unsubscribe%20TOKEN>{after}")
}

#[test]
fn a_story_that_reaches_its_score_is_told_at_once_and_marked_in_the_digest() {
    let world = desk();
    publish(
        &world,
        "wire",
        &[entry("bank", "Sanctions on a bank", at("09:05:00"))],
    );

    let told = world.once(at("09:10:00"));
    world.once(at("09:20:00"));

    assert_eq!(told["letters_queued"], 1);
    let alert = world.inbox().letter();
    alert.assert_sound();
    assert_eq!(alert.subject(), "Alert: Sanctions on a bank · wire");
    insta::assert_snapshot!("alert_head", head(&alert));
    assert!(
        alert.text().contains("asks for it from score 2"),
        "{alert:?}"
    );
    assert!(alert.html().contains("Sanctions on a bank"));
    let alerts = world.run(&["digest", "list", "--alerts", "--json"]).json();
    assert_eq!(alerts[0]["stories"], 1, "{alerts}");
    let digests = world.run(&["digest", "list", "--json"]).json();
    assert_eq!(
        digests.as_array().unwrap().len(),
        0,
        "an alert is no digest"
    );

    world.once(at("18:00:30"));

    let digest = &new_letters(&world, 1)[0];
    assert!(
        digest.text().contains("told  already, by alert at 09:10"),
        "{digest:?}"
    );
    assert_eq!(world.told_titles(), ["Sanctions on a bank"]);
}

#[test]
fn explain_tells_why_an_article_rang_or_did_not() {
    let world = desk();
    let weak = Entry::new(
        "weak",
        "A shipyard",
        "There were sanctions.",
        at("09:05:00"),
    );
    let old = entry("old", "Sanctions on a bank of long ago", at("02:05:00"));
    let mut entries = different(3, at("09:05:00"));
    entries.extend([weak, old]);
    publish(&world, "wire", &entries);
    world.once(at("09:10:00"));

    let sentences = [
        (
            "A shipyard",
            "none",
            "score 1 is less than the 2 it asks for",
        ),
        (
            "long ago",
            "none",
            "it was more than six hours old when it came",
        ),
        ("oil", "told", "told by letter 1 at 2026-11-20T09:10:00Z"),
        (
            "steel",
            "waiting",
            "waits, held: the topic's letters of this hour are used up",
        ),
    ];
    for (words, state, sentence) in sentences {
        let found = world.run(&["search", words, "--json"]).json();
        let id = found[0]["id"].to_string();
        let value = world.run(&["explain", &id, "--json"]).json();
        assert_valid("explain", &value);
        assert_eq!(value["alerts"][0]["state"], state, "{value:#}");
        let told = world.run(&["explain", &id]).stdout;
        assert!(told.contains(sentence), "{sentence:?} in {told}");
    }
}

#[test]
fn a_lower_score_waits_for_the_digest() {
    let world = desk();
    let weak = Entry::new("bank", "A bank", "There were sanctions.", at("09:05:00"));
    publish(&world, "wire", &[weak]);

    world.once(at("09:10:00"));

    assert_eq!(world.inbox().letters().len(), 0);
}

#[test]
fn a_copy_does_not_ring() {
    let world = desk();
    let text = "Forty people were aboard the ferry when it went down off Mykonos on Friday morning, the coast guard \
                said. Two helicopters and nine boats are looking for survivors in rough seas, and the harbour is closed.";
    let original = Entry::new("ferry", FERRY, text, at("09:05:00"));
    let copy = Entry::new("copied", FERRY, text, at("09:06:00"));
    publish(&world, "wire", std::slice::from_ref(&original));
    world.once(at("09:10:00"));
    publish(&world, "paper", &[copy]);

    world.once(at("09:20:00"));
    world.once(at("12:20:00"));

    assert_eq!(world.inbox().letters().len(), 1);
    assert_eq!(status(&world), Value::Array(Vec::new()));
}

#[test]
fn what_follows_is_gathered_and_threads_under_the_first_letter() {
    let world = desk();
    publish(&world, "wire", &[entry("ferry", FERRY, at("09:05:00"))]);
    world.once(at("09:10:00"));
    publish(
        &world,
        "paper",
        &[entry("again", FERRY_AGAIN, at("09:30:00"))],
    );

    world.once(at("09:40:00"));
    assert_eq!(status(&world)[0]["held"], "story");
    world.once(at("12:09:00"));
    world.once(at("12:10:30"));
    world.once(at("12:20:00"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2, "{letters:#?}");
    let (first, update) = (&letters[0], &letters[1]);
    assert_eq!(
        update.subject(),
        "Update: Forty rescued as ferry goes down near Mykonos · paper"
    );
    let id = format!("<{}>", first.message_id());
    assert_eq!(update.header("In-Reply-To"), std::slice::from_ref(&id));
    assert_eq!(update.header("References"), [id]);
    insta::assert_snapshot!("update_head", head(update));
    assert!(
        !update.text().contains(FERRY),
        "only what is new: {update:?}"
    );
}

#[test]
fn what_is_over_the_hours_limit_comes_in_one_letter_when_the_hour_is_over() {
    let world = desk();
    publish(&world, "wire", &different(6, at("09:05:00")));

    world.once(at("09:10:00"));
    assert_eq!(world.inbox().letters().len(), 2);
    assert_eq!(status(&world)[0]["held"], "rate");
    assert_eq!(status(&world)[0]["alerts"], 4);
    let words = world.run(&["status"]).stdout;
    assert!(
        words.contains("alerts     4 for digest evening held"),
        "{words}"
    );
    world.once(at("10:09:00"));
    assert_eq!(world.inbox().letters().len(), 2);
    world.once(at("10:10:30"));
    world.once(at("11:30:00"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 3);
    let held = &letters[2];
    assert!(held.subject().starts_with("4 alerts: "), "{held:?}");
    for title in ["steel", "timber", "grain", "potash"] {
        assert!(held.text().contains(title), "{title} in {held:?}");
    }
    world.once(at("18:00:30"));
    assert_eq!(
        world.told_titles().len(),
        6,
        "and the digest tells them all"
    );
}

#[test]
fn quiet_hours_hold_alerts_and_send_one_letter_afterwards() {
    let quiet = format!(
        "{EVENING}\nquiet_hours = {{ from = \"09:00\", to = \"11:00\", alerts = \"hold\" }}"
    );
    let world = watched(plan_with(ALERTING, &quiet));
    publish(&world, "wire", &different(2, at("09:05:00")));
    world.once(at("09:10:00"));
    publish(&world, "wire", &different(3, at("09:05:00")));
    world.once(at("10:59:00"));
    assert_eq!(world.inbox().letters().len(), 0);
    assert_eq!(status(&world)[0]["held"], "quiet");

    world.once(at("11:00:30"));
    world.once(at("12:30:00"));

    let letter = world.inbox().letter();
    assert!(letter.subject().starts_with("3 alerts: "), "{letter:?}");
    assert!(
        letter
            .text()
            .contains("over the quiet hours from 09:00 to 11:00"),
        "{letter:?}"
    );
}

#[test]
fn quiet_hours_may_drop_alerts_and_the_digest_tells_them() {
    let quiet = format!(
        "{EVENING}\nquiet_hours = {{ from = \"09:00\", to = \"11:00\", alerts = \"drop\" }}"
    );
    let world = watched(plan_with(ALERTING, &quiet));
    publish(&world, "wire", &different(2, at("09:05:00")));

    world.once(at("09:10:00"));
    world.once(at("11:30:00"));
    assert_eq!(world.inbox().letters().len(), 0);
    world.once(at("18:00:30"));

    assert_eq!(world.told_titles().len(), 2);
}

#[test]
fn what_a_digest_told_meanwhile_rings_no_more() {
    let quiet = "cron = \"0 10 * * *\"\ntz = \"UTC\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]\n\
                 quiet_hours = { from = \"09:00\", to = \"11:00\" }";
    let world = watched(plan_with(ALERTING, quiet));
    publish(&world, "wire", &different(2, at("09:05:00")));

    world.once(at("09:10:00"));
    world.once(at("10:00:30"));
    world.once(at("11:30:00"));

    assert!(world.inbox().letter().subject().starts_with("2 stories"));
    assert_eq!(status(&world), Value::Array(Vec::new()));
}

#[test]
fn nothing_old_rings() {
    // A feed that is read for the first time, its back catalogue included.
    let world = World::new(plan_with(ALERTING, EVENING));
    publish(&world, "wire", &different(2, at("08:50:00")));
    publish(&world, "paper", &[]);
    world.once(at("09:00:00"));
    world.once(at("09:10:00"));
    assert_eq!(world.inbox().letters().len(), 0, "a new feed");

    // News of hours ago, after the program stood still.
    let mut entries = different(3, at("08:50:00"));
    entries[2].published = at("09:20:00");
    publish(&world, "wire", &entries);
    world.once(at("15:21:00"));
    assert_eq!(world.inbox().letters().len(), 0, "older than six hours");

    entries.push(entry(
        "fresh",
        "Sanctions on a shipyard in the north",
        at("15:25:00"),
    ));
    publish(&world, "wire", &entries);
    world.once(at("15:30:00"));
    assert_eq!(world.inbox().letters().len(), 1, "news is news");
}

#[test]
fn a_new_rule_counts_from_now_on() {
    let silent = "any = [\"sanction\"]";
    let world = watched(plan_with(silent, EVENING));
    publish(&world, "wire", &different(2, at("09:05:00")));
    world.once(at("09:10:00"));

    world.replan(plan_with(ALERTING, EVENING));
    world.once(at("09:20:00"));
    assert_eq!(
        world.inbox().letters().len(),
        0,
        "what was there is left to the digest"
    );
    publish(&world, "wire", &different(3, at("09:25:00")));
    world.once(at("09:30:00"));

    assert_eq!(world.inbox().letters().len(), 1);
}

#[test]
fn a_rule_that_is_taken_back_takes_back_what_waits() {
    let world = desk();
    publish(&world, "wire", &different(4, at("09:05:00")));
    world.once(at("09:10:00"));
    assert_eq!(world.inbox().letters().len(), 2);

    world.replan(plan_with("any = [\"sanction\"]", EVENING));
    world.once(at("10:30:00"));

    assert_eq!(world.inbox().letters().len(), 2);
    assert_eq!(status(&world), Value::Array(Vec::new()));
}

#[test]
fn who_reads_two_digests_of_a_topic_is_told_once_and_who_wants_no_alerts_never() {
    let plan = plan_with(ALERTING, EVENING)
        .digest_with(
            "night",
            "at = \"23:00\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\", \"night@example.org\"]",
        )
        .digest_with(
            "weekly",
            "at = \"08:00\"\ndays = [\"mon\"]\ntopics = [\"sanctions\"]\nto = [\"board@example.org\"]\nalerts = false",
        );
    let world = watched(plan);
    publish(
        &world,
        "wire",
        &[entry("bank", "Sanctions on a bank", at("09:05:00"))],
    );

    world.once(at("09:10:00"));

    let mut to: Vec<_> = world
        .inbox()
        .letters()
        .into_iter()
        .flat_map(|letter| letter.to)
        .collect();
    to.sort();
    assert_eq!(to, ["desk@example.org", "night@example.org"]);
}

#[test]
fn a_discreet_alert_has_a_subject_without_a_word_of_it() {
    let world = watched(plan_with(
        ALERTING,
        &format!("{EVENING}\nsubject = \"discreet\""),
    ));
    publish(
        &world,
        "wire",
        &[entry("bank", "Sanctions on a bank", at("09:05:00"))],
    );

    world.once(at("09:10:00"));

    assert_eq!(
        world.inbox().letter().subject(),
        "Alert 1 · Fri 20 Nov 09:10"
    );
}

#[test]
fn new_words_that_reach_the_score_ring() {
    let world = desk();
    publish(
        &world,
        "wire",
        &[entry("bank", "A bank is in the news", at("09:05:00"))],
    );
    world.once(at("09:10:00"));
    publish(
        &world,
        "wire",
        &[entry("bank", "A bank is hit by sanctions", at("09:05:00"))],
    );

    world.once(at("09:20:00"));

    assert_eq!(
        world.inbox().letter().subject(),
        "Alert: A bank is hit by sanctions · wire"
    );
}

#[test]
fn the_stream_tells_of_alerts_and_their_letters() {
    let world = desk();
    publish(
        &world,
        "wire",
        &[entry("bank", "Sanctions on a bank", at("09:05:00"))],
    );

    world.once(at("09:10:00"));

    let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
    let mut rows = archive
        .prepare("SELECT kind, data FROM events WHERE kind LIKE 'alert%' OR kind LIKE 'letter%' ORDER BY id")
        .unwrap();
    let events: Vec<(String, String)> = rows
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let kinds: Vec<_> = events.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["alert.issued", "letter.accepted"]);
    let data: Value = serde_json::from_str(&events[0].1).unwrap();
    assert_eq!(data["digest"], "evening");
    assert_eq!(data["recipients"], 1);
    assert_eq!(data["held"], Value::Null);
}

#[test]
fn a_cut_after_the_relay_has_the_alert_costs_one_copy_with_the_same_bytes() {
    let world = desk();
    publish(
        &world,
        "wire",
        &[entry("bank", "Sanctions on a bank", at("09:05:00"))],
    );
    world.inbox().hangs_up_at(Stage::Taken);

    for time in ["09:10:00", "09:12:00", "10:00:00", "12:00:00"] {
        world.once(at(time));
    }

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0], letters[1]);
}

#[test]
fn a_kill_at_any_moment_rings_for_every_story_once() {
    let names = ["oil", "coal", "steel", "timber", "grain", "potash"];
    let topic = "any = [\"sanction\"]\nalert = { min_score = 2, max_per_hour = 100 }";
    let weekly =
        "at = \"00:00\"\ndays = [\"mon\"]\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]";
    let plan = Plan::empty()
        .topic("sanctions", topic)
        .digest_with("weekly", weekly);
    let world = World::new(names.iter().fold(plan, |plan, name| plan.feed(name)));
    for name in names {
        publish(&world, name, &[]);
    }
    world.once(now() - SignedDuration::from_mins(10));

    let stories = different(names.len(), now() - SignedDuration::from_mins(5));
    for (name, story) in names.iter().zip(&stories) {
        publish(&world, name, std::slice::from_ref(story));
        let path = format!("/{name}");
        let asked = world.origin().requests(&path).len();
        let daemon = world.daemon_with(&[]);
        world.origin().wait_for_requests(&path, asked + 1);
        daemon.kill();
    }
    let daemon = world.daemon();
    world.inbox().wait_for(1, Duration::from_secs(60));
    daemon.stop();
    world.once(now() + SignedDuration::from_mins(2));
    world.once(now() + SignedDuration::from_mins(90));

    let mut told: Vec<(String, String)> = Vec::new();
    for letter in world.inbox().letters() {
        let one = (letter.message_id(), letter.subject());
        if !told.contains(&one) {
            told.push(one);
        }
    }
    let alerts = told
        .iter()
        .filter(|(_, subject)| subject.starts_with("Alert: "));
    let mut subjects: Vec<_> = alerts.map(|(_, subject)| subject.clone()).collect();
    subjects.sort();
    let mut expected: Vec<_> = names
        .iter()
        .zip(&stories)
        .map(|(name, story)| format!("Alert: {} · {name}", story.title))
        .collect();
    expected.sort();
    assert_eq!(subjects, expected);
}

#[test]
fn a_loud_topic_rings_once_with_what_it_is_about() {
    let topic = "any = [\"sanction\", \"embargo\"]\nalert = { burst = true }";
    let world = World::new(plan_with(topic, EVENING));
    publish(&world, "paper", &[]);
    // Two weeks and a day of eight stories a day.
    for day in (1..=15).rev() {
        let morning = at("00:10:00") - days_before(day);
        let first = 10 * usize::try_from(day).unwrap();
        publish(
            &world,
            "wire",
            &stories(first, every(180, morning, 8), "Sanction"),
        );
        world.once(at("23:00:00") - days_before(day));
    }
    let before = world.inbox().letters().len();
    let mut loud = stories(500, every(6, at("10:00:00"), 24), "Embargo");
    publish(&world, "wire", &loud);

    world.once(at("12:30:00"));
    loud.extend(stories(600, every(1, at("12:40:00"), 30), "Embargo"));
    publish(&world, "wire", &loud);
    world.once(at("13:30:00"));

    let letters: Vec<_> = world.inbox().letters().into_iter().skip(before).collect();
    assert_eq!(letters.len(), 1, "{letters:#?}");
    let subject = letters[0].subject();
    assert_eq!(subject, "Alert: Sanctions is loud · 24 stories in 3 h");
    let text = letters[0].text();
    assert!(text.contains("more than usual: embargo"), "{text}");
    assert!(
        text.contains("Embargo "),
        "with the latest of its stories: {text}"
    );
}

#[test]
fn check_tells_of_an_alert_that_nobody_gets_or_nothing_sets_off() {
    let silent = plan_with(ALERTING, &format!("{EVENING}\nalerts = false"));
    let world = World::new(silent);
    let words = world.run(&["check"]).stdout;
    assert!(
        words.contains("nobody gets the alerts of the topic \"sanctions\""),
        "{words}"
    );

    let topic = "any = [\"sanction\"]\nburst = false\nalert = { burst = true }";
    world.replan(plan_with(topic, EVENING));
    let words = world.run(&["check"]).stdout;
    assert!(
        words.contains("no burst of the topic \"sanctions\" can set off its alert"),
        "{words}"
    );
}

#[test]
fn a_page_that_makes_an_article_reach_the_score_rings() {
    let text = "every = \"5s\"\nbackfill = \"24h\"\nfull_text = true";
    let topic = "any = [\"sanction\"]\nboost = { \"asset freeze\" = 5 }\nalert = { min_score = 6 }";
    let plan = Plan::empty()
        .topic("sanctions", topic)
        .feed_with("wire", text)
        .digest_with("evening", EVENING);
    let world = World::new(plan);
    let page = |slug: &str| {
        let filler = "The committee met on Monday, as it does every month, and spoke at length, without haste, about \
                      the roads, the bridges and the schools of the region. ";
        let html = format!(
            "<html><body><article><h1>Headline</h1><p>{filler}{filler}</p><p>{filler} An asset freeze was part of it. \
             {filler}</p><p>{filler}{filler}</p></article></body></html>"
        );
        let path = format!("/p/{slug}");
        let answer = Answer::status(200)
            .with_header("Content-Type", "text/html")
            .with_body(html);
        world.origin().serves(&path, answer);
        world.origin().url(&path)
    };
    let article = |slug: &str, title: &str, published| Entry {
        link: page(slug),
        ..entry(slug, title, published)
    };
    // What the feed shows at first is not news, whatever its page says.
    let old = article("old", "Sanctions on a shipyard", at("08:50:00"));
    publish(&world, "wire", std::slice::from_ref(&old));
    world.once(at("08:55:00"));
    world.once(at("08:56:00"));
    assert_eq!(world.inbox().letters().len(), 0);

    let new = article("new", "Sanctions on a bank", at("09:05:00"));
    publish(&world, "wire", &[old, new]);
    world.once(at("09:10:00"));
    world.once(at("09:11:00"));

    assert_eq!(
        world.inbox().letter().subject(),
        "Alert: Sanctions on a bank · wire"
    );
}
