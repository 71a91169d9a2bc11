//! D12: an archive whose file system cannot keep it is told on the log, on `status` and by `doctor`, and works all the same.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::now;
use crate::support::rss;

/// What the machine's own `stat` calls the file system under a folder.
fn kind(folder: &Path) -> String {
    let asked = Command::new("stat")
        .args(["--file-system", "--format=%T"])
        .arg(folder)
        .output()
        .unwrap();
    String::from_utf8(asked.stdout).unwrap().trim().to_owned()
}

/// A tmpfs that is there anyway and that we may write to.
fn folder_in_memory() -> Option<PathBuf> {
    let own = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let places = ["/dev/shm", "/run/shm", "/run", "/tmp"];
    let places = places.iter().map(PathBuf::from).chain(own);
    places
        .into_iter()
        .find(|place| kind(place) == "tmpfs" && tempfile::tempdir_in(place).is_ok())
}

fn world_with_news() -> World {
    let world = World::new(Plan::desk());
    let entry = Entry::new("bank", "Sanctions on the bank", "", now());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world
}

fn disk_checks(world: &World) -> Vec<Value> {
    let told = world.run(&["doctor", "--json"]).json();
    let checks = told["checks"].as_array().unwrap().iter();
    let disk = checks.filter(|check| check["check"] == "disk");
    disk.cloned().collect()
}

#[test]
fn an_archive_in_memory_is_told_on_log_status_and_by_the_doctor_and_works_all_the_same() {
    let Some(place) = folder_in_memory() else {
        // Past the harness, which keeps what passing tests print.
        let words = "NOT TESTED: this machine has no tmpfs that we may write to";
        writeln!(std::io::stderr(), "{words}").unwrap();
        return;
    };
    let world = world_with_news();
    let memory = tempfile::tempdir_in(place).unwrap();
    let state = memory.path().join("state");
    world.edit_settings(world.state().to_str().unwrap(), state.to_str().unwrap());

    let daemon = world.daemon();
    world.wait_for_article("bank");
    let line = daemon.wait_for_log("lies in memory (tmpfs)");
    let words = world.run(&["status"]);
    let status = world.run(&["status", "--json"]).json();
    let checks = disk_checks(&world);
    daemon.stop();

    let state = state.to_str().unwrap();
    assert!(line.contains("WARN") && line.contains(state), "{line}");
    assert!(line.contains("[store] path"), "what to do: {line}");
    words.assert_code(0);
    assert!(words.stdout.contains("WARNING"), "{words}");
    assert_valid("status", &status);
    let warning = status["database_warning"].as_str().unwrap();
    assert!(warning.contains("lies in memory (tmpfs)"), "{warning}");
    let check = &checks[1];
    assert_eq!(check["state"], "warning", "{check}");
    assert!(check["detail"].as_str().unwrap().contains(state), "{check}");
}

#[test]
fn before_the_first_start_the_doctor_looks_where_the_archive_would_be() {
    let Some(place) = folder_in_memory() else {
        let words = "NOT TESTED: this machine has no tmpfs that we may write to";
        writeln!(std::io::stderr(), "{words}").unwrap();
        return;
    };
    let world = World::new(Plan::desk());
    let memory = tempfile::tempdir_in(place).unwrap();
    let state = memory.path().join("not/there/yet");
    world.edit_settings(world.state().to_str().unwrap(), state.to_str().unwrap());

    assert_eq!(disk_checks(&world)[1]["state"], "warning");
    assert!(!state.exists());
}

#[test]
fn an_archive_on_an_ordinary_disk_is_told_nothing() {
    let world = world_with_news();
    // Where temporary files lie in memory, the disk is that of the build.
    let disk = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let state = disk.path().join("state");
    fs::create_dir(&state).unwrap();
    world.edit_settings(world.state().to_str().unwrap(), state.to_str().unwrap());
    let kind = kind(&state);
    if !["ext2/ext3", "xfs", "btrfs", "zfs", "f2fs"].contains(&kind.as_str()) {
        let words = format!("NOT TESTED: the build lies on {kind}, which is no ordinary disk");
        writeln!(std::io::stderr(), "{words}").unwrap();
        return;
    }

    let daemon = world.daemon();
    world.wait_for_article("bank");
    let log = daemon.log();
    let words = world.run(&["status"]);
    let status = world.run(&["status", "--json"]).json();
    daemon.stop();

    assert!(!log.contains("the archive: "), "{log}");
    assert!(!words.stdout.contains("WARNING"), "{words}");
    assert_eq!(status["database_warning"], Value::Null);
    assert_eq!(disk_checks(&world).len(), 1);
}
