//! Letters that wait when their reader leaves: they are not sent, are not lost, and say what became of them.

use rusqlite::Connection;
use serde_json::Value;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

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
            "topics = [\"sanctions\"]\nto = [\"a@example.org\", \"b@example.org\"]",
        )
}

fn leave(world: &World, reader: &str) {
    world
        .run(&["digest", "unsubscribe", "desk", reader])
        .assert_code(0);
}

fn status_of(world: &World, reader: &str) -> Value {
    let list = world.run(&["digest", "list", "--json"]).json();
    assert_valid("digest-list", &list);
    let letters = list[0]["deliveries"].as_array().unwrap();
    let letter = letters.iter().find(|letter| letter["to"] == reader);
    letter.unwrap()["status"].clone()
}

fn receivers(world: &World) -> Vec<String> {
    let mut to: Vec<String> = world
        .inbox()
        .letters()
        .into_iter()
        .flat_map(|letter| letter.to)
        .collect();
    to.sort();
    to
}

#[test]
fn a_letter_that_waits_is_withdrawn_when_its_reader_leaves() {
    let world = World::new(two_readers().relay_is_closed());
    one_sanction(&world);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    assert_eq!(status_of(&world, "a@example.org"), "queued");

    leave(&world, "a@example.org");
    world.inbox().open();
    world.once(at("12:00:00"));
    world.once(at("13:00:00"));

    assert_eq!(receivers(&world), ["b@example.org"]);
    assert_eq!(status_of(&world, "a@example.org"), "withdrawn");
    let proof = world.run(&["digest", "verify", "--json"]);
    proof.assert_code(0);
    let proof = proof.json();
    assert_valid("digest-verify", &proof);
    assert_eq!(proof["letters"]["withdrawn"], 1, "{proof:#}");
    let words = world.run(&["digest", "verify"]).stdout;
    assert!(words.contains("1 withdrawn"), "{words}");
    let list = world.run(&["digest", "list"]).stdout;
    assert!(list.contains("a…@example.org withdrawn"), "{list}");
    let status = world.run(&["status", "--json"]).json();
    assert_valid("status", &status);
    assert_eq!(status["outbox"]["withdrawn"], 1, "{status:#}");
    let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
    let told: i64 = archive
        .query_row(
            "SELECT count(*) FROM events WHERE kind = 'letter.withdrawn'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(told, 1, "the stream tells it, once");
    world.run(&["db", "verify"]).assert_code(0);
}

#[test]
fn resend_leaves_those_alone_who_left_and_says_so() {
    let world = World::new(two_readers());
    world
        .inbox()
        .refuses("a@example.org", "550 5.1.1 no such user");
    one_sanction(&world);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world.inbox().refuses_nobody();
    leave(&world, "a@example.org");

    let all = world.run(&["digest", "resend", "1", "--accepted"]);
    world.once(now());
    all.assert_code(0);
    assert!(
        all.stdout.contains("a@example.org: left digest desk"),
        "{all}"
    );
    assert_eq!(receivers(&world), ["b@example.org", "b@example.org"]);

    let one = world.run(&["digest", "resend", "1", "--to", "a@example.org"]);
    world.once(now());
    one.assert_code(1);
    assert!(
        one.stdout
            .contains("wirewatch digest resubscribe desk a@example.org"),
        "{one}"
    );
    assert_eq!(receivers(&world).len(), 2);

    world
        .run(&["digest", "resubscribe", "desk", "a@example.org"])
        .assert_code(0);
    world
        .run(&["digest", "resend", "1", "--to", "a@example.org"])
        .assert_code(0);
    world.once(now());
    assert_eq!(receivers(&world)[0], "a@example.org");
}

#[test]
fn a_withdrawn_letter_goes_when_its_reader_is_back_and_its_owner_resends_it() {
    let world = World::new(two_readers().relay_is_closed());
    one_sanction(&world);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    leave(&world, "a@example.org");
    world
        .run(&["digest", "resubscribe", "desk", "a@example.org"])
        .assert_code(0);
    world.inbox().open();
    world.once(at("12:00:00"));
    assert_eq!(receivers(&world), ["b@example.org"]);

    let resent = world.run(&["digest", "resend", "1"]);
    world.once(now());

    assert!(
        resent
            .stdout
            .contains("a@example.org: withdrawn, queued again"),
        "{resent}"
    );
    assert_eq!(receivers(&world), ["a@example.org", "b@example.org"]);
}

#[test]
fn who_left_gets_nothing_by_hand_either_after_the_owner_took_them_out_until_they_are_written_in_again()
 {
    let world = World::new(two_readers().relay_is_closed());
    one_sanction(&world);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    leave(&world, "a@example.org");
    let without = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest("desk", "topics = [\"sanctions\"]\nto = [\"b@example.org\"]");
    world.inbox().open();
    world.replan(without);
    world.once(at("12:00:00"));

    let left = world.run(&["digest", "resend", "1", "--to", "a@example.org"]);
    world.once(now());
    left.assert_code(1);
    assert!(
        left.stdout.contains("a@example.org: left digest desk"),
        "{left}"
    );
    assert_eq!(receivers(&world), ["b@example.org"]);

    world.replan(two_readers());
    world.once(now());
    world
        .run(&["digest", "resend", "1", "--to", "a@example.org"])
        .assert_code(0);
    world.once(now());
    assert_eq!(receivers(&world), ["a@example.org", "b@example.org"]);
}
