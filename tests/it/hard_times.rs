//! A process that is stopped, starved, or told that its readers live elsewhere: what is owed still goes, once.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread;

use jiff::SignedDuration;
use rustix::process::Signal;

use crate::support::Answer;
use crate::support::DEADLINE;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::now;
use crate::support::rss;
use crate::support::wait_for;

fn publish(world: &World, slug: &str) {
    let entry = Entry::new(slug, &format!("Sanctions on a {slug}"), "", now());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
}

/// K04: an hour that is far away in one zone was an hour ago in another: the daemon tells it as soon as it is told so.
#[test]
fn a_zone_that_changes_while_the_daemon_runs_moves_what_is_due_at_once() {
    const ZONE: &str = "Asia/Kathmandu";
    let an_hour_ago = now() - SignedDuration::from_hours(1);
    let there = an_hour_ago.in_tz(ZONE).unwrap();
    let digest = |tz: &str| {
        Plan::empty()
            .topic("sanctions", "any = [\"sanction\"]")
            .feed("wire")
            .digest_with(
                "desk",
                &format!(
                    "at = \"{}\"\ntz = \"{tz}\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
                    there.strftime("%H:%M")
                ),
            )
    };
    let world = World::new(digest("UTC"));
    publish(&world, "bank");
    // The digest is known from here on; in UTC its hour does not come again before the test is over.
    world.once(now() - SignedDuration::from_hours(2));
    let daemon = world.daemon();
    assert_eq!(world.inbox().letters().len(), 0);

    world.replan(digest(ZONE));
    daemon.hang_up();

    let letters = world.inbox().wait_for(1, DEADLINE);
    assert!(letters[0].text().contains(ZONE), "{:?}", letters[0]);
    daemon.stop();
    assert_eq!(world.inbox().letters().len(), 1);
}

fn is_stopped(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let (_, after) = stat.rsplit_once(')').unwrap();
    after.trim_start().starts_with(['T', 't'])
}

/// K06: stopped at any moment and let go on, it reads what came meanwhile, sends nothing twice and goes on pinging.
#[test]
fn a_daemon_that_was_stopped_goes_on_where_it_was() {
    let topic = "any = [\"sanction\"]\nalert = { min_score = 1 }";
    let plan = Plan::empty()
        .topic("sanctions", topic)
        .feed("wire")
        .digest_with(
            "desk",
            "at = \"00:00\"\ndays = [\"mon\"]\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        );
    let world = World::new(plan);
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let daemon = world.daemon_with(&[("WATCHDOG_USEC", "2000000")]);
    daemon.wait_for_note("READY=1", 1);
    world.origin().wait_for_requests("/wire", 1);

    for (round, slug) in ["bank", "yard", "port"].into_iter().enumerate() {
        daemon.signal(Signal::STOP);
        wait_for("the stop", DEADLINE, || {
            is_stopped(daemon.pid()).then_some(())
        });
        let asked = world.origin().requests("/wire").len();
        publish(&world, slug);
        daemon.signal(Signal::CONT);
        world.wait_for_article(slug);
        world.inbox().wait_for(round + 1, DEADLINE);
        let since = world.origin().requests("/wire").len() - asked;
        assert!(since <= 3, "{since} requests for what was missed");
    }

    let pings = daemon.count_notes("WATCHDOG=1");
    daemon.wait_for_note("WATCHDOG=1", pings + 1);
    daemon.stop();
    assert_eq!(world.inbox().letters().len(), 3, "one alert a story");
}

/// K08: with every core busy with something else it still becomes ready, reads, sends and pings.
#[test]
fn a_starved_daemon_does_its_work_and_pings() {
    let is_over = Arc::new(AtomicBool::new(false));
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let burners: Vec<_> = (0..cores * 2)
        .map(|_| {
            let is_over = Arc::clone(&is_over);
            thread::spawn(move || {
                while !is_over.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            })
        })
        .collect();
    let topic = "any = [\"sanction\"]\nalert = { min_score = 1 }";
    let world = World::new(
        Plan::empty()
            .topic("sanctions", topic)
            .feed("wire")
            .digest_with(
                "desk",
                "at = \"00:00\"\ndays = [\"mon\"]\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
            ),
    );
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let daemon = world.daemon_with(&[("WATCHDOG_USEC", "2000000")]);
    daemon.wait_for_note("READY=1", 1);
    world.origin().wait_for_requests("/wire", 1);
    publish(&world, "bank");

    world.inbox().wait_for(1, DEADLINE);
    daemon.wait_for_note("WATCHDOG=1", 2);

    is_over.store(true, Ordering::Relaxed);
    for burner in burners {
        burner.join().unwrap();
    }
    daemon.stop();
}
