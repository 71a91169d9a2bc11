//! The disk under the archive: full, locked by others, broken, cut off in the middle. Nothing that was acknowledged is lost, nothing
//! goes out that cannot be recorded, and the work goes on by itself where it can.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;

use crate::service::page_of;
use crate::support::Answer;
use crate::support::DEADLINE;
use crate::support::Disk;
use crate::support::Ended;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;
use crate::support::wait_for;
use crate::support::wirewatch_in;

const EIO: i32 = 5;
const EFBIG: i32 = 27;
const ENOSPC: i32 = 28;
const EDQUOT: i32 = 122;

fn publish(world: &World, words: &[&str], moment: jiff::Timestamp) {
    let entries: Vec<_> = words
        .iter()
        .map(|word| Entry::new(word, &format!("Sanctions on the {word}"), "", moment))
        .collect();
    let news = rss("The Wire", &entries);
    world.origin().serves("/wire", Answer::feed(news));
}

fn run_on(world: &World, disk: &Disk, args: &[&str]) -> Ended {
    let config = world.config();
    let mut all = vec!["--config", config.to_str().unwrap()];
    all.extend(args);
    wirewatch_in(&disk.environment(), &all, "")
}

fn titles(world: &World) -> Vec<String> {
    let found = world.run(&["search", "sanctions", "--json"]).json();
    let title = |hit: &Value| hit["title"].as_str().unwrap().to_owned();
    let mut titles: Vec<_> = found.as_array().unwrap().iter().map(title).collect();
    titles.sort();
    titles
}

fn assert_sound(world: &World) {
    world.run(&["db", "verify"]).assert_code(0);
    world.run(&["digest", "verify"]).assert_code(0);
}

/// A world with a letter in its outbox that the relay has put off once.
fn world_with_a_letter() -> World {
    let world = World::new(Plan::desk());
    publish(&world, &["bank"], at("08:55:00"));
    world.once(at("09:00:00"));
    world.inbox().greylists_next(1);
    world.once(at("09:01:30"));
    world
}

fn status_of_the_letter(world: &World) -> Value {
    let list = world.run(&["digest", "list", "--json"]).json();
    list[0]["deliveries"][0]["status"].clone()
}

/// D01.
#[test]
fn an_archive_locked_by_another_program_is_waited_for_and_the_daemon_says_so() {
    let world = World::new(Plan::desk().with_page());
    publish(&world, &[], now());
    let daemon = world.daemon();
    world.origin().wait_for_requests("/wire", 1);
    let other = Connection::open(world.state().join("wirewatch.db")).unwrap();
    other.busy_timeout(DEADLINE).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();

    publish(&world, &["bank"], now());
    let line = daemon.wait_for_log("locked by another program");
    let sick = wait_for("the trouble on /healthz", DEADLINE, || {
        let answer = page_of(&daemon, "/healthz");
        answer.starts_with("HTTP/1.1 503").then_some(answer)
    });
    let seen = titles(&world);
    other.execute_batch("ROLLBACK").unwrap();

    assert!(line.contains("tried again"), "{line}");
    assert!(sick.contains("locked by another program"), "{sick}");
    assert!(seen.is_empty(), "reading goes on: {seen:?}");
    world.wait_for_article("bank");
    daemon.stop();
    assert_sound(&world);
}

/// D03, at an insert and at its commit.
#[test]
fn a_full_disk_stops_asking_and_sending_and_reading_goes_on_and_room_mends_it() {
    let world = World::new(Plan::desk().with_page());
    let disk = Disk::under(&world);
    publish(
        &world,
        &["bank"],
        now() - jiff::SignedDuration::from_mins(5),
    );
    let daemon = world.daemon_with(&disk.environment());
    daemon.wait_for_note("READY=1", 1);
    world.wait_for_article("bank");
    world.inbox().wait_for(1, Duration::from_secs(100));
    wait_for("the letter's outcome", DEADLINE, || {
        (status_of_the_letter(&world) == "accepted").then_some(())
    });

    disk.leaves(0);
    publish(&world, &["bank", "ship"], now());
    let line = daemon.wait_for_log("no room left on the disk");
    let sick = wait_for("the trouble on /healthz", DEADLINE, || {
        let answer = page_of(&daemon, "/healthz");
        answer.starts_with("HTTP/1.1 503").then_some(answer)
    });
    let seen = titles(&world);
    world.run(&["db", "verify"]).assert_code(0);
    disk.heals();

    assert!(line.contains("nothing is lost"), "{line}");
    assert!(sick.contains("no room left"), "{sick}");
    assert_eq!(seen, ["Sanctions on the bank"]);
    world.wait_for_article("ship");
    daemon.stop();
    world.once(now() + jiff::SignedDuration::from_mins(3));
    assert_eq!(world.inbox().letters().len(), 2, "each told once");
    assert_sound(&world);
}

/// D03: letters that could not be recorded are not handed over.
#[test]
fn on_a_full_disk_no_letter_is_handed_over_that_could_not_be_recorded() {
    let world = world_with_a_letter();
    let disk = Disk::under(&world);
    publish(&world, &[], now());
    disk.orders(&format!("fail write -wal {ENOSPC}\n"));

    let daemon = world.daemon_with(&disk.environment());
    daemon.wait_for_log("no room left on the disk");
    assert!(world.inbox().letters().is_empty());
    disk.heals();

    // Not under way any more, or just started anew.
    drop(daemon);
    let daemon = world.daemon();
    world.inbox().wait_for(1, DEADLINE);
    wait_for("the letter's outcome", DEADLINE, || {
        (status_of_the_letter(&world) == "accepted").then_some(())
    });
    daemon.stop();
    world.inbox().letter();
}

/// D03, at a checkpoint.
#[test]
fn a_journal_that_cannot_be_moved_into_the_archive_is_kept_and_read_at_the_next_start() {
    let world = World::new(Plan::desk());
    let disk = Disk::under(&world);
    publish(&world, &["bank"], now());
    let mut daemon = world.daemon_with(&disk.environment());
    daemon.wait_for_note("READY=1", 1);
    world.wait_for_article("bank");
    disk.orders(&format!("fail write .db {ENOSPC}\n"));

    daemon.terminate();
    let ended = daemon.wait(DEADLINE);
    drop(daemon);
    let journal = fs::metadata(world.state().join("wirewatch.db-wal")).map(|facts| facts.len());

    assert_eq!(ended.code(), Some(0));
    assert!(journal.is_ok_and(|bytes| bytes > 0), "the journal is kept");
    assert_eq!(titles(&world), ["Sanctions on the bank"]);
    world.daemon().stop();
    assert_eq!(titles(&world), ["Sanctions on the bank"]);
    assert_sound(&world);
}

/// D03, at a backup.
#[test]
fn a_backup_that_finds_no_room_leaves_no_half_copy_and_the_archive_as_it_was() {
    let world = World::new(Plan::desk());
    let disk = Disk::under(&world);
    publish(&world, &["bank"], at("08:55:00"));
    world.once(at("09:00:00"));
    let copy = world.state().join("copy.db");
    disk.leaves(100_000);

    let ended = run_on(&world, &disk, &["db", "backup", copy.to_str().unwrap()]);

    ended.assert_code(75);
    assert!(ended.stderr.contains("no room left on the disk"), "{ended}");
    assert!(!copy.exists());
    assert!(!world.state().join("copy.db.partial").exists());
    assert_sound(&world);
}

/// D04.
#[test]
fn an_acceptance_that_finds_no_room_is_recorded_from_the_reserve_and_the_letter_does_not_go_twice()
{
    let world = world_with_a_letter();
    let disk = Disk::under(&world);
    publish(&world, &[], now());
    world.inbox().holds_answers();
    let daemon = world.daemon_with(&disk.environment());
    world.inbox().wait_for(1, DEADLINE);

    disk.leaves(0);
    world.inbox().answers();

    wait_for("the letter's outcome", DEADLINE, || {
        (status_of_the_letter(&world) == "accepted").then_some(())
    });
    daemon.kill();
    disk.heals();
    world.once(now() + jiff::SignedDuration::from_hours(2));
    world.inbox().letter();
    assert_sound(&world);
}

/// D04, with more readers than letters that go at once: what was kept is for the answers to come, not for further letters.
#[test]
fn on_a_full_disk_no_further_letter_is_claimed_once_the_reserve_is_given_up() {
    let to: Vec<_> = (0..12).map(|n| format!("\"r{n}@example.org\"")).collect();
    let desk = format!("topics = [\"sanctions\"]\nto = [{}]", to.join(", "));
    let world = World::new(
        Plan::empty()
            .topic("sanctions", "any = [\"sanction\"]")
            .feed("wire")
            .digest("desk", &desk)
            .relay_is_closed(),
    );
    publish(&world, &["bank"], at("08:55:00"));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    let disk = Disk::under(&world);
    publish(&world, &[], now());
    world.inbox().open();
    world.inbox().holds_answers();
    let daemon = world.daemon_with(&disk.environment());
    world.inbox().wait_for(4, DEADLINE);

    disk.leaves(0);
    world.inbox().answers();
    daemon.wait_for_log("letters wait for the database");
    assert_eq!(world.inbox().letters().len(), 4, "those on their way");
    disk.heals();

    world.inbox().wait_for(12, Duration::from_secs(100));
    wait_for("the outcomes", DEADLINE, || {
        let list = world.run(&["digest", "list", "--json"]).json();
        let letters = list[0]["deliveries"].as_array().unwrap().clone();
        let is_accepted = |letter: &Value| letter["status"] == "accepted";
        letters.iter().all(is_accepted).then_some(())
    });
    daemon.stop();
    world.once(now() + jiff::SignedDuration::from_hours(2));
    assert_eq!(world.inbox().letters().len(), 12, "each told once");
    assert_sound(&world);
}

/// A kill between the making of the reserve and the setting aside of its room.
#[test]
fn a_reserve_that_holds_no_room_is_made_anew() {
    let world = World::new(Plan::desk());
    publish(&world, &[], at("08:55:00"));
    let reserve = world.state().join("wirewatch.db.reserve");
    fs::create_dir_all(world.state()).unwrap();
    fs::write(&reserve, "").unwrap();

    world.once(at("09:00:00"));

    assert_eq!(fs::metadata(&reserve).unwrap().len(), 1 << 20);
}

/// SQLite tells a quota, or a limit to the size of files, by another code than a full disk.
#[test]
fn a_quota_that_is_used_up_is_waited_for_as_a_full_disk_is() {
    for errno in [EDQUOT, EFBIG] {
        let world = World::new(Plan::desk());
        let disk = Disk::under(&world);
        publish(&world, &["bank"], now());
        let daemon = world.daemon_with(&disk.environment());
        world.wait_for_article("bank");

        disk.orders(&format!("fail write -wal {errno}\n"));
        publish(&world, &["bank", "ship"], now());
        let line = daemon.wait_for_log("a quota or a limit to the size of files");
        disk.heals();

        assert!(line.contains("nothing is lost"), "{line}");
        world.wait_for_article("ship");
        daemon.stop();
        assert_sound(&world);
    }
}

/// D11: what is in memory and what is on the disk may differ, so nothing but a new start will do.
#[test]
fn a_failed_sync_ends_the_daemon_and_the_next_start_reads_what_truly_is_there() {
    let world = World::new(Plan::desk());
    let disk = Disk::under(&world);
    publish(&world, &["bank"], now());
    let mut daemon = world.daemon_with(&disk.environment());
    daemon.wait_for_note("READY=1", 1);
    world.wait_for_article("bank");

    disk.orders(&format!("fail sync -wal {EIO}\n"));
    publish(&world, &["bank", "ship"], now());
    let ended = daemon.wait(DEADLINE);
    let log = daemon.log();
    disk.heals();

    assert!(
        !matches!(ended.code(), Some(0 | 64 | 78)),
        "systemd starts it again: {ended}"
    );
    assert!(log.contains("wirewatch.db"), "{log}");
    let daemon = world.daemon();
    world.wait_for_article("ship");
    daemon.stop();
    assert_sound(&world);
}

/// The archive as an early wirewatch left it, with a feed.
fn old_archive(path: &Path) {
    let connection = Connection::open(path).unwrap();
    for sql in [
        include_str!("../../migrations/0001_first.sql"),
        include_str!("../../migrations/0002_websub.sql"),
        include_str!("../../migrations/0003_host_rests.sql"),
    ] {
        connection.execute_batch(sql).unwrap();
    }
    connection
        .execute_batch("PRAGMA application_id = 0x57495257; PRAGMA user_version = 3; INSERT INTO facts VALUES ('kept', 'since 2025')")
        .unwrap();
}

fn number(path: &Path, sql: &str) -> i64 {
    let connection = Connection::open(path).unwrap();
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

const SCHEMA: &str = "SELECT user_version FROM pragma_user_version";
const KEPT: &str = "SELECT count(*) FROM facts WHERE value = 'since 2025'";

/// D08.
#[test]
fn a_kill_at_any_write_of_a_migration_is_made_good_by_the_next_start() {
    let world = World::new(Plan::desk());
    publish(&world, &["bank"], at("08:55:00"));
    let disk = Disk::under(&world);
    let archive = world.state().join("wirewatch.db");
    let old = world.directory().join("old.db");
    old_archive(&old);
    let moment = at("09:00:00").to_string();
    let mut kills = 0;
    // Dense at first, where the copy is made; all steps of the schema come later.
    let mut place = 1;
    loop {
        for file in fs::read_dir(world.state()).unwrap() {
            let _ = fs::remove_file(file.unwrap().path());
        }
        fs::copy(&old, &archive).unwrap();
        disk.orders(&format!("kill {place}\n"));
        let mut child = world.begin_once(&disk.environment(), at("09:00:00"));
        let ended = child.wait().unwrap();
        disk.heals();
        if ended.signal().is_none() {
            break;
        }
        kills += 1;
        let copies: Vec<_> = fs::read_dir(world.state())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains(".before-") && !name.contains(".partial"))
            .collect();

        let again = run_on(&world, &disk, &["run", "--once", "--at", &moment]);

        again.assert_code(0);
        assert!(number(&archive, SCHEMA) >= 14, "after a kill at {place}");
        assert_eq!(number(&archive, KEPT), 1, "after a kill at {place}");
        for copy in copies {
            let copy = world.state().join(copy);
            assert!(
                number(&copy, SCHEMA) <= 3,
                "the copy of before, after a kill at {place}"
            );
            assert_eq!(number(&copy, KEPT), 1);
        }
        place += 1 + place / 6;
    }
    assert!(kills > 12, "only {kills} kills");
    assert_sound(&world);
}

/// D03, at a migration.
#[test]
fn a_migration_that_finds_no_room_leaves_the_archive_as_it_was_and_goes_through_once_there_is_some()
{
    let world = World::new(Plan::desk());
    publish(&world, &["bank"], at("08:55:00"));
    let disk = Disk::under(&world);
    let archive = world.state().join("wirewatch.db");
    old_archive(&archive);
    let moment = at("09:00:00").to_string();
    let size = fs::metadata(&archive).unwrap().len();

    // None; for the copy alone; for some of the steps.
    for room in [0, size + 40_000, 2 * size + 60_000] {
        disk.leaves(room);
        let ended = run_on(&world, &disk, &["run", "--once", "--at", &moment]);
        if room < size * 2 {
            ended.assert_code(75);
            assert!(ended.stderr.contains("no room left on the disk"), "{ended}");
        }
        disk.heals();
        assert_eq!(number(&archive, KEPT), 1, "{room} bytes");
    }

    run_on(&world, &disk, &["run", "--once", "--at", &moment]).assert_code(0);
    assert!(number(&archive, SCHEMA) >= 14);
    assert_sound(&world);
}

/// D14: every commit that anybody was told of is on the disk before they are told.
#[test]
fn after_a_power_cut_everything_that_was_acknowledged_is_there() {
    let world = World::new(Plan::desk());
    let disk = Disk::under(&world).remembers();
    publish(&world, &["bank"], now());
    let daemon = world.daemon_with(&disk.environment());
    daemon.wait_for_note("READY=1", 1);
    for words in [&["bank"][..], &["bank", "ship"], &["bank", "ship", "goat"]] {
        publish(&world, words, now());
        world.wait_for_article(words.last().unwrap());
    }

    // Whatever was written since the last sync of its file is gone.
    let dark = World::new(Plan::desk());
    disk.after_a_power_cut(&dark.state());
    daemon.kill();

    let told = titles(&world);
    assert_eq!(told.len(), 3);
    publish(&dark, &[], now());
    dark.once(at("09:00:00"));
    assert_eq!(titles(&dark), told);
    assert_sound(&dark);
}

/// D06: the journal of another archive under the name of ours.
#[test]
fn the_journal_of_another_archive_is_refused_and_loses_nothing() {
    let journal_of = |words: &[&str]| {
        let world = World::new(Plan::desk());
        publish(&world, words, now());
        let daemon = world.daemon();
        world.wait_for_article(words.last().unwrap());
        daemon.kill();
        world
    };
    let ours = journal_of(&["bank"]);
    ours.daemon().stop();
    let other = journal_of(&["goat", "ship", "cow"]);
    let archive = ours.state().join("wirewatch.db");
    let before = fs::read(&archive).unwrap();
    let journal = ours.state().join("wirewatch.db-wal");
    fs::copy(other.state().join("wirewatch.db-wal"), &journal).unwrap();

    let ended = ours.run(&["run", "--once", "--at", &at("09:00:00").to_string()]);

    assert_eq!(ended.code, Some(78), "{ended}");
    assert!(ended.stderr.contains("-wal"), "{ended}");
    assert!(fs::read(&archive).unwrap() == before, "left as it was");
    fs::remove_file(&journal).unwrap();
    assert_eq!(titles(&ours), ["Sanctions on the bank"]);
    assert_sound(&ours);
}
