//! How long letters are kept word for word: their bytes go before any article does, and what they were stays proved.

use jiff::SignedDuration;
use rusqlite::Connection;
use serde_json::Value;
use serde_json::json;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// One letter was accepted and one failed.
fn world() -> World {
    let world = World::new(
        Plan::empty()
            .topic("sanctions", "any = [\"sanction\"]")
            .feed("wire")
            .digest(
                "desk",
                "topics = [\"sanctions\"]\nto = [\"nobody@example.org\", \"desk@example.org\"]",
            ),
    );
    world
        .inbox()
        .refuses("nobody@example.org", "550 5.1.1 no such user");
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world
}

fn prune(world: &World, day: i32) -> Value {
    let moment = (at("09:00:00") + DAY * day).to_string();
    let pruned = world
        .run(&["db", "prune", "--at", &moment, "--json"])
        .json();
    assert_valid("db-prune", &pruned);
    pruned
}

fn show(world: &World, to: &str) -> crate::support::Ended {
    world.run(&["digest", "show", "1", "--to", to])
}

#[test]
fn the_words_of_an_accepted_letter_go_after_ninety_days_and_it_stays_proved() {
    let world = world();

    let young = prune(&world, 89);
    assert_eq!(young["letters"], 0, "{young}");
    show(&world, "desk@example.org").assert_code(0);
    let old = prune(&world, 91);

    assert_eq!(old["letters"], 1, "{old}");
    let shown = show(&world, "desk@example.org");
    shown.assert_code(1);
    assert!(
        shown.stderr.contains("was kept until 2027-02-19"),
        "{shown}"
    );
    assert!(shown.stderr.contains("[retention] letters"), "{shown}");
    assert_valid(
        "digest-show",
        &world.run(&["digest", "show", "1", "--json"]).json(),
    );
    assert!(
        show(&world, "nobody@example.org")
            .stdout
            .contains("Subject: "),
        "what failed can still be sent"
    );
    let proof = world.run(&["digest", "verify", "--json"]);
    proof.assert_code(0);
    let found = world.run(&["search", "bank", "--json"]).json();
    assert_eq!(found.as_array().unwrap().len(), 1, "its article stays");
    world.run(&["db", "verify"]).assert_code(0);
    let resent = world.run(&[
        "digest",
        "resend",
        "1",
        "--accepted",
        "--to",
        "desk@example.org",
    ]);
    resent.assert_code(1);
    assert!(resent.stdout.contains("was kept until"), "{resent}");
}

#[test]
fn the_words_of_a_letter_that_vanish_too_soon_are_a_breach() {
    let world = world();
    let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
    archive.execute_batch("DELETE FROM letters").unwrap();

    let proof = world.run(&["digest", "verify", "--json"]);

    proof.assert_code(1);
    assert!(proof.stdout.contains("letter-without-bytes"), "{proof}");
}

#[test]
fn an_owner_says_how_long_letters_are_kept_and_a_dry_run_drops_none() {
    let world = world();
    world.edit_settings("[relay]", "[retention]\nletters = \"30d\"\n\n[relay]");
    let moment = (at("09:00:00") + DAY * 31).to_string();

    let told = world.run(&["db", "prune", "--dry-run", "--at", &moment, "--json"]);
    assert_eq!(told.json()["letters"], 1, "{told}");
    show(&world, "desk@example.org").assert_code(0);
    assert_eq!(prune(&world, 31)["letters"], 1);
    assert_eq!(prune(&world, 32)["letters"], 0, "once");

    world.edit_settings("letters = \"30d\"", "letters = \"forever\"");
    let checked = world.run(&["check"]);
    checked.assert_code(0);
    assert_eq!(prune(&world, 3000)["letters"], json!(0));
}
