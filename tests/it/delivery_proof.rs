//! `digest verify`, `resend`, `show` and `preview`: what was promised is proved, shown and mended from the tables.

use rusqlite::Connection;
use serde_json::Value;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

/// A world in which one letter about one article was sent.
fn world_with_a_letter(plan: Plan) -> World {
    let world = World::new(plan);
    one_sanction(&world);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world
}

fn one_sanction(world: &World) {
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
}

fn two_readers() -> Plan {
    Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"nobody@example.org\", \"desk@example.org\"]",
        )
}

/// Does damage that only a fault of ours, or a bad disk, could do.
fn damage(world: &World, sql: &str) {
    let database = Connection::open(world.state().join("wirewatch.db")).unwrap();
    database
        .execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}"))
        .unwrap();
}

fn kinds(proof: &Value) -> Vec<&str> {
    let breaches = proof["breaches"].as_array().unwrap();
    breaches
        .iter()
        .map(|breach| breach["kind"].as_str().unwrap())
        .collect()
}

#[test]
fn a_sound_archive_is_proved_sound_and_says_what_waits() {
    let world = world_with_a_letter(Plan::desk());
    let more = [
        Entry::new("bank", "Sanctions on a bank", "", at("08:30:00")),
        Entry::new("ship", "Asset freeze for a shipowner", "", at("09:02:00")),
    ];
    world.inbox().refuses("desk@example.org", "451 later");
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &more)));
    world.once(at("09:03:10"));

    let ended = world.run(&["digest", "verify"]);
    let proof = world.run(&["digest", "verify", "--json"]).json();

    ended.assert_code(0);
    crate::schemas::assert_valid("digest-verify", &proof);
    assert_eq!(proof["ok"], true, "{proof:#}");
    assert_eq!(proof["digests"][0]["digest"], "desk");
    assert_eq!(proof["digests"][0]["issues"], 2, "{proof:#}");
    assert_eq!(proof["digests"][0]["told"], 2);
    assert_eq!(proof["letters"]["accepted"], 1);
    assert_eq!(proof["due"][0]["attempts"], 1, "{proof:#}");
    assert!(proof["due"][0]["reason"].as_str().unwrap().contains("451"));
    assert!(ended.stdout.contains("proved"), "{ended}");
    assert!(ended.stdout.contains("next at"), "{ended}");
}

#[test]
fn an_article_that_waits_is_no_breach() {
    let world = World::new(Plan::desk());
    one_sanction(&world);
    world.once(at("09:00:00"));

    let proof = world.run(&["digest", "verify", "--json"]).json();

    assert_eq!(proof["digests"][0]["waiting"], 1, "{proof:#}");
    assert_eq!(proof["digests"][0]["told"], 0);
}

#[test]
fn every_breach_is_named_and_ends_with_1() {
    for (sql, kind, words) in [
        (
            "DELETE FROM digest_articles",
            "article-lost",
            "met topic sanctions",
        ),
        (
            "DROP INDEX matches_by_article; DELETE FROM digest_articles; DELETE FROM placements; \
             UPDATE subscriptions SET settled_to = 0, begun_after = 0",
            "article-without-story",
            "no story",
        ),
        (
            "UPDATE digests SET articles = 7",
            "digest-miscounted",
            "7 articles",
        ),
        (
            "DELETE FROM letters; DELETE FROM deliveries",
            "digest-without-letter",
            "nobody",
        ),
        (
            "UPDATE letters SET bytes = x'00'",
            "letter-without-bytes",
            "bytes",
        ),
        (
            "UPDATE deliveries SET message_id = 'other'",
            "letter-without-bytes",
            "another letter",
        ),
        (
            "UPDATE deliveries SET attempts = 0",
            "letter-accepted-unsent",
            "attempt",
        ),
        (
            "UPDATE deliveries SET status = 'failed', accepted_at = NULL",
            "letter-failed-unsent",
            "nothing says why",
        ),
        (
            "UPDATE deliveries SET status = 'queued', accepted_at = NULL, not_before = 4102444800000",
            "letter-put-off",
            "2100",
        ),
    ] {
        let world = world_with_a_letter(Plan::desk());
        damage(&world, sql);

        let ended = world.run(&["digest", "verify", "--json"]);
        let told = world.run(&["digest", "verify"]);

        ended.assert_code(1);
        told.assert_code(1);
        let proof: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert!(kinds(&proof).contains(&kind), "{sql}: {proof:#}");
        assert!(
            told.stdout.contains("BREACH") && told.stdout.contains(words),
            "{sql}: {told}"
        );
    }
}

#[test]
fn an_article_in_two_issues_is_found_though_the_index_that_forbids_it_is_gone() {
    let world = world_with_a_letter(Plan::desk());
    damage(
        &world,
        "CREATE TABLE copy AS SELECT * FROM digest_articles; DROP TABLE digest_articles; \
         CREATE TABLE digest_articles (digest_name TEXT, is_alert INTEGER, article INTEGER, number INTEGER, \
         position INTEGER, story INTEGER); INSERT INTO digest_articles SELECT * FROM copy; \
         INSERT INTO digest_articles SELECT digest_name, is_alert, article, 2, position, story FROM copy",
    );

    let ended = world.run(&["digest", "verify", "--json"]);

    let proof: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert!(kinds(&proof).contains(&"article-told-twice"), "{proof:#}");
}

#[test]
fn a_failed_letter_is_queued_again_with_the_same_bytes_and_the_accepted_one_is_left_alone() {
    let world = World::new(two_readers());
    world
        .inbox()
        .refuses("nobody@example.org", "550 5.1.1 no such user");
    one_sanction(&world);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    let shown = world.run(&["digest", "show", "1", "--to", "nobody@example.org"]);
    let proof = world.run(&["digest", "verify"]);
    assert!(
        proof
            .stdout
            .contains("digest resend 1 --to nobody@example.org"),
        "{proof}"
    );
    world.inbox().refuses_nobody();

    let resent = world.run(&["digest", "resend", "1"]);
    world.once(crate::support::now());

    resent.assert_code(0);
    assert!(
        resent.stdout.contains("desk@example.org: accepted"),
        "{resent}"
    );
    assert!(resent.stdout.contains("550"), "{resent}");
    assert!(resent.stdout.contains("wirewatch run"), "{resent}");
    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2, "{letters:#?}");
    let late = letters
        .iter()
        .find(|l| l.to == ["nobody@example.org"])
        .unwrap();
    assert_eq!(late.bytes, shown.stdout.as_bytes());
}

#[test]
fn an_accepted_letter_goes_again_only_when_that_is_asked_for() {
    let world = world_with_a_letter(Plan::desk());

    let refused = world.run(&["digest", "resend", "1"]);
    refused.assert_code(1);
    assert!(refused.stdout.contains("--accepted"), "{refused}");
    world.once(crate::support::now());
    assert_eq!(world.inbox().letters().len(), 1);

    world
        .run(&["digest", "resend", "1", "--accepted"])
        .assert_code(0);
    world.once(crate::support::now());
    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0], letters[1]);

    let stranger = world.run(&["digest", "resend", "1", "--to", "a@example.org"]);
    stranger.assert_code(1);
    assert!(stranger.stderr.contains("desk@example.org"), "{stranger}");
    let unknown = world.run(&["digest", "resend", "9"]);
    unknown.assert_code(1);
    assert!(unknown.stderr.contains("digest list"), "{unknown}");
}

#[test]
fn a_letter_is_shown_exactly_as_it_was_sent_and_by_its_parts() {
    let world = world_with_a_letter(Plan::desk());
    let letter = world.inbox().letter();

    let eml = world.run(&["digest", "show", "1", "--as", "eml"]);
    let text = world.run(&["digest", "show", "1", "--as", "text"]);
    let html = world.run(&["digest", "show", "1", "--as", "html"]);

    assert_eq!(eml.stdout.as_bytes(), letter.bytes);
    assert_eq!(
        text.stdout.trim_end(),
        letter.text().replace("\r\n", "\n").trim_end()
    );
    assert_eq!(
        html.stdout.trim_end(),
        letter.html().replace("\r\n", "\n").trim_end()
    );
    world
        .run(&["digest", "show", "1", "--to", "a@example.org"])
        .assert_code(1);
}

#[test]
fn a_preview_opens_in_a_browser_or_says_where_it_is() {
    let world = World::new(Plan::desk());
    one_sanction(&world);
    world.once(at("09:00:00"));

    let ended = world.run(&[
        "digest",
        "preview",
        "desk",
        "--open",
        "--at",
        "2026-11-20T09:01:30Z",
    ]);

    ended.assert_code(0);
    let path = ended.stdout.trim_end().rsplit(' ').next().unwrap();
    let html = std::fs::read_to_string(path).unwrap();
    assert!(html.contains("Sanctions on a bank"), "{ended}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_letter_larger_than_the_relay_takes_fails_at_once_with_a_plain_sentence() {
    let world = World::new(Plan::desk());
    world.inbox().takes_at_most(1000);
    one_sanction(&world);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    let proof = world.run(&["digest", "verify", "--json"]).json();

    let failed = &proof["failed"][0];
    assert_eq!(failed["attempts"], 1, "{proof:#}");
    let reason = failed["reason"].as_str().unwrap();
    assert!(reason.contains("at most 1000 (SIZE)"), "{reason}");
    assert!(world.inbox().letters().is_empty());
}
