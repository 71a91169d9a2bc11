//! The outbox: nothing lost, nothing twice, whatever the relay and the power do.

use std::collections::HashMap;
use std::time::Duration;

use jiff::SignedDuration;

use crate::support::Answer;
use crate::support::DEADLINE;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::Stage;
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

#[test]
fn letters_wait_while_the_relay_is_down_and_go_out_when_it_is_back() {
    let world = World::new(Plan::desk().relay_is_closed());
    one_sanction(&world);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world.once(at("09:30:00"));
    let list = world.run(&["digest", "list", "--json"]).json();
    assert_eq!(list[0]["deliveries"][0]["status"], "queued", "{list}");

    world.inbox().open();
    world.once(at("12:00:00"));
    world.once(at("13:00:00"));

    let letter = world.inbox().letter();
    let list = world.run(&["digest", "list", "--json"]).json();
    let delivery = &list[0]["deliveries"][0];
    assert_eq!(delivery["status"], "accepted", "{list}");
    assert!(delivery["attempts"].as_u64().unwrap() >= 2, "{list}");
    let message_id = delivery["message_id"].as_str().unwrap();
    assert_eq!(message_id.trim_matches(['<', '>']), letter.message_id());
}

#[test]
fn a_greylisting_relay_gets_the_same_letter_again() {
    let world = World::new(Plan::desk());
    one_sanction(&world);
    world.inbox().greylists_next(2);

    for time in ["09:00:00", "09:01:30", "09:10:00", "10:00:00", "12:00:00"] {
        world.once(at(time));
    }

    world.inbox().letter();
}

#[test]
fn of_two_recipients_one_refused_the_other_still_gets_the_letter() {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"nobody@example.org\", \"desk@example.org\"]",
        );
    let world = World::new(plan);
    one_sanction(&world);
    world
        .inbox()
        .refuses("nobody@example.org", "550 5.1.1 no such user");

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world.once(at("12:00:00"));

    assert_eq!(world.inbox().letter().to, ["desk@example.org"]);
    let list = world.run(&["digest", "list", "--json"]).json();
    let deliveries = list[0]["deliveries"].as_array().unwrap();
    let of = |to: &str| {
        deliveries
            .iter()
            .find(|delivery| delivery["to"] == to)
            .unwrap()
    };
    assert_eq!(of("desk@example.org")["status"], "accepted", "{list}");
    assert_eq!(of("nobody@example.org")["status"], "failed", "{list}");
    assert_eq!(
        of("nobody@example.org")["attempts"],
        1,
        "no hot loop: {list}"
    );
}

#[test]
fn a_line_that_goes_dead_before_the_relay_has_the_letter_costs_nothing() {
    for stage in [
        Stage::Connect,
        Stage::Mail,
        Stage::Recipient,
        Stage::Data,
        Stage::EndOfData,
    ] {
        let world = World::new(Plan::desk());
        one_sanction(&world);
        world.inbox().hangs_up_at(stage);

        for time in ["09:00:00", "09:01:30", "09:30:00", "12:00:00"] {
            world.once(at(time));
        }

        assert_eq!(world.inbox().letters().len(), 1, "a cut at {stage:?}");
    }
}

#[test]
fn a_line_that_goes_dead_after_the_relay_has_the_letter_costs_one_copy_with_the_same_bytes() {
    let world = World::new(Plan::desk());
    one_sanction(&world);
    world.inbox().hangs_up_at(Stage::Taken);

    for time in ["09:00:00", "09:01:30", "09:30:00", "12:00:00", "15:00:00"] {
        world.once(at(time));
    }

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0], letters[1]);
}

#[test]
fn nothing_is_sent_twice_after_a_restart() {
    let world = World::new(Plan::desk());
    let entry = Entry::new(
        "bank",
        "Sanctions on a bank",
        "",
        now() - SignedDuration::from_mins(5),
    );
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    let daemon = world.daemon();
    world.inbox().wait_for(1, Duration::from_secs(100));
    daemon.stop();
    let asked = world.origin().requests("/wire").len();

    let daemon = world.daemon();
    world.origin().wait_for_requests("/wire", asked + 1);
    daemon.stop();
    world.once(now() + SignedDuration::from_mins(2));

    world.inbox().letter();
    assert_eq!(world.told_titles(), ["Sanctions on a bank"]);
}

#[test]
fn a_kill_at_any_moment_loses_nothing_and_tells_nothing_twice() {
    let names: Vec<_> = (0..6).map(|number| format!("wire{number}")).collect();
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        );
    let world = World::new(names.iter().fold(plan, |plan, name| plan.feed(name)));
    let mut published: Vec<Vec<Entry>> = vec![Vec::new(); names.len()];

    for victim in &names {
        for (name, entries) in names.iter().zip(&mut published) {
            let slug = format!("{name}-before-{victim}");
            let title = format!("Sanctions by {name} before {victim}");
            let moment = now() - SignedDuration::from_mins(5);
            entries.push(Entry::new(&slug, &title, "", moment));
            let path = format!("/{name}");
            world
                .origin()
                .serves(&path, Answer::feed(rss(name, entries)));
        }
        let path = format!("/{victim}");
        let asked = world.origin().requests(&path).len();
        let daemon = world.daemon_with(&[]);
        world.origin().wait_for_requests(&path, asked + 1);
        daemon.kill();
    }
    world.once(now() + SignedDuration::from_mins(2));
    world.once(now() + SignedDuration::from_mins(4));
    world.once(now() + SignedDuration::from_mins(90));

    let mut titles: Vec<_> = published
        .iter()
        .flatten()
        .map(|e| e.title.clone())
        .collect();
    titles.sort();
    assert_eq!(world.told_titles(), titles);
    let mut copies = HashMap::new();
    for letter in world.inbox().letters() {
        let first = copies
            .entry(letter.message_id())
            .or_insert_with(|| letter.clone());
        assert_eq!(*first, letter, "one Message-ID, one letter");
    }
}

#[test]
fn a_letter_that_hangs_at_the_relay_holds_up_none_that_comes_after_it() {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"nobody@example.org\"]",
        )
        .digest(
            "night",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        );
    let world = World::new(plan);
    one_sanction(&world);
    world
        .inbox()
        .refuses("nobody@example.org", "550 5.1.1 no such user");
    world
        .inbox()
        .refuses("desk@example.org", "451 4.7.1 come back later");
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    world.inbox().refuses_nobody();
    world.inbox().holds_answers();
    let daemon = world.daemon();
    world.inbox().wait_for(1, DEADLINE);

    let digests = world.digests();
    let given_up = digests.iter().find(|one| one["digest"] == "desk").unwrap();
    world
        .run(&["digest", "resend", &given_up["number"].to_string()])
        .assert_code(0);

    // The relay holds the first letter for longer than that.
    let letters = world.inbox().wait_for(2, DEADLINE - Duration::from_secs(2));
    world.inbox().answers();
    daemon.stop();
    let readers: Vec<_> = letters.iter().map(|letter| letter.to[0].as_str()).collect();
    assert_eq!(readers, ["desk@example.org", "nobody@example.org"]);
}
