//! HTTP/2 spoken well, and HTTP/2 as a weapon (H37): RUSTSEC-2024-0003, RUSTSEC-2024-0332 and their kin.

use std::fs;

use crate::support::Authority;
use crate::support::Daemon;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::PrivateServer;
use crate::support::World;
use crate::support::h2;
use crate::support::now;
use crate::support::rss;
use crate::support::wait_for;

const DEADLINE: std::time::Duration = std::time::Duration::from_secs(60);

/// What the daemon may hold at most while it is flooded, in KiB. Idle it holds some 40,000; a flood that was kept would be
/// hundreds of thousands within a second.
const MOST_MEMORY: u64 = 160_000;

/// The floods, each a first word and then another one for ever.
fn floods(authority: &Authority) -> Vec<(&'static str, PrivateServer)> {
    let open = h2::frame(h2::HEADERS, h2::END_HEADERS, 1, h2::STATUS_200);
    let unfinished = h2::frame(h2::HEADERS, 0, 1, h2::STATUS_200);
    let goodbye = [&1_u32.to_be_bytes()[..], &[0; 4], &[b'x'; 1024]].concat();
    // A literal field without indexing, new name: "x" with a value of 100 bytes.
    let field = [&[0, 1, b'x', 100][..], &[b'y'; 100]].concat();
    let floods = [
        ("empty-data", open.clone(), h2::frame(h2::DATA, 0, 1, &[])),
        (
            "continuation",
            unfinished,
            h2::frame(h2::CONTINUATION, 0, 1, &field),
        ),
        ("goaway", Vec::new(), h2::frame(h2::GOAWAY, 0, 0, &goodbye)),
        (
            "reset",
            Vec::new(),
            h2::frame(h2::RST_STREAM, 0, 1, &[0, 0, 0, 8]),
        ),
        ("settings", Vec::new(), h2::frame(h2::SETTINGS, 0, 0, &[])),
        ("ping", Vec::new(), h2::frame(h2::PING, 0, 0, &[7; 8])),
        ("unheard-of", open, h2::frame(0xbb, 0, 1, &[0; 1024])),
    ];
    let serve = |(name, first, again): (_, Vec<u8>, Vec<u8>)| {
        let again = again.repeat(64);
        (
            name,
            authority.serves("h2", move |line| h2::flood(line, &first, &again)),
        )
    };
    floods.into_iter().map(serve).collect()
}

fn good_server(authority: &Authority) -> PrivateServer {
    let entry = Entry::new("bank", "Sanctions on a bank", "", now());
    let body = rss("The Wire", &[entry]);
    authority.serves("h2", move |line| {
        h2::await_request(line)?;
        let head = h2::frame(h2::HEADERS, h2::END_HEADERS, 1, h2::STATUS_200);
        let body = h2::frame(h2::DATA, h2::END_STREAM, 1, body.as_bytes());
        std::io::Write::write_all(line, &[head, body].concat())?;
        std::io::Write::flush(line)?;
        let _ = std::io::Read::read(line, &mut [0]); // the client's goodbye
        Ok(())
    })
}

fn peak_memory(daemon: &Daemon) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", daemon.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.unwrap()
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .unwrap()
}

#[test]
fn a_flood_of_http2_frames_ends_at_the_deadline_within_bounded_memory_and_harms_no_other_feed() {
    let authority = Authority::new();
    let (floods, good) = (floods(&authority), good_server(&authority));
    let world = World::new(Plan::empty());
    fs::write(world.config().join("ours.pem"), authority.pem()).unwrap();
    let feed = |name: &str, server: &PrivateServer| {
        let url = server.url("/");
        format!("[feed.{name}]\nurl = \"{url}\"\nevery = \"1h\"\nca_file = \"ours.pem\"\n")
    };
    let mut list = "schema = 1\n[topic.sanctions]\nany = [\"sanction\"]\n".to_owned();
    list.extend(floods.iter().map(|(name, server)| feed(name, server)));
    list.push_str(&feed("wire", &good));
    world.write_watchlist(&list);

    let daemon = world.daemon();

    for (name, _) in &floods {
        let kind = wait_for(&format!("the end of {name}"), DEADLINE, || {
            world.feed(name)["cause"]["kind"]
                .as_str()
                .map(str::to_owned)
        });
        let kinds = ["timeout", "protocol", "incomplete"];
        assert!(kinds.contains(&kind.as_str()), "{name}: {kind}");
    }
    wait_for("the good feed", DEADLINE, || {
        (world.feed("wire")["items"] == 1).then_some(())
    });
    let peak = peak_memory(&daemon);
    println!("{peak} KiB at the peak");
    assert!(peak < MOST_MEMORY, "{peak} KiB at the peak");
    daemon.stop();
}

/// H37: the version that holds against floods of empty DATA frames (RUSTSEC-2026-0258) is the least we build with.
#[test]
fn the_http2_library_is_one_that_holds_against_floods() {
    let lock = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).unwrap();
    let versions: Vec<Vec<u32>> = lock
        .split("[[package]]")
        .filter(|package| package.contains("\nname = \"h2\"\n"))
        .map(|package| {
            let version = package.split("version = \"").nth(1).unwrap();
            let version = version.split('"').next().unwrap();
            version
                .split('.')
                .map(|part| part.parse().unwrap())
                .collect()
        })
        .collect();

    assert!(!versions.is_empty());
    for version in versions {
        assert!(version >= vec![0, 4, 16], "h2 {version:?} is in Cargo.lock");
    }
}
