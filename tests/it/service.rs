//! Life as a service: what systemd hears, how signals end it, and what the unit asks of systemd.

use std::io::Read;
use std::io::Write;
use std::net::IpAddr;
use std::net::TcpStream;
use std::time::Duration;
use std::time::Instant;

use rustix::process::Signal;

use crate::support::Answer;
use crate::support::DEADLINE;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;
use crate::support::wait_for;

const UNIT: &str = include_str!("../../systemd/wirewatch.service");
const USER_UNIT: &str = include_str!("../../systemd/user/wirewatch.service");

/// Longer than an end at once takes on a busy machine, and shorter than the grace that a patient end has.
const AT_ONCE: Duration = Duration::from_secs(15);

#[test]
fn ready_is_told_when_the_database_is_there() {
    let world = World::new(Plan::desk());

    let daemon = world.daemon();

    assert!(world.state().join("wirewatch.db").is_file());
    assert_eq!(daemon.count_notes("READY=1"), 1);
    daemon.stop();
}

/// C10.
#[test]
fn sigterm_drains_and_ends_with_0() {
    let world = World::new(Plan::desk().feed("slow"));
    world.origin().serves("/slow", Answer::never());
    let mut daemon = world.daemon();
    world.origin().wait_for_requests("/slow", 1);

    daemon.terminate();
    let status = daemon.wait(Duration::from_secs(20));

    assert_eq!(status.code(), Some(0));
    assert_eq!(daemon.count_notes("STOPPING=1"), 1);
}

/// C10.
#[test]
fn sigint_ends_it_like_sigterm() {
    let world = World::new(Plan::desk());
    let mut daemon = world.daemon();

    daemon.signal(Signal::INT);

    assert_eq!(daemon.wait(Duration::from_secs(20)).code(), Some(0));
}

/// C10.
#[test]
fn signals_that_mean_nothing_here_are_told_and_end_nothing() {
    let world = World::new(Plan::desk());
    let mut daemon = world.daemon();

    for (signal, name) in [
        (Signal::USR1, "SIGUSR1"),
        (Signal::USR2, "SIGUSR2"),
        (Signal::ALARM, "SIGALRM"),
        (Signal::IO, "SIGIO"),
        (Signal::XFSZ, "SIGXFSZ"),
    ] {
        daemon.signal(signal);
        daemon.wait_for_log(&format!("{name} means nothing here"));
    }
    daemon.signal(Signal::PIPE);
    daemon.signal(Signal::WINCH);
    let asked = world.run(&["reload"]);

    asked.assert_code(0);
    daemon.terminate();
    assert_eq!(daemon.wait(Duration::from_secs(20)).code(), Some(0));
}

/// C10.
#[test]
fn sigquit_ends_it_at_once_with_a_word_and_without_a_core() {
    let world = World::new(Plan::desk().feed("slow"));
    world.edit_settings("timeout = \"3s\"", "timeout = \"120s\"");
    world.origin().serves("/slow", Answer::never());
    let mut daemon = world.daemon();
    world.origin().wait_for_requests("/slow", 1);

    daemon.signal(Signal::QUIT);

    assert_eq!(daemon.wait(AT_ONCE).code(), Some(0));
    daemon.wait_for_log("told to quit: stopping at once");
}

/// C12.
#[test]
fn the_watchdog_is_fed_while_it_works() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));

    let daemon = world.daemon_with(&[("WATCHDOG_USEC", "2000000")]);

    daemon.wait_for_note("WATCHDOG=1", 3);
    daemon.stop();
}

/// C12.
#[test]
fn it_runs_without_a_notify_socket() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));

    let daemon = world.daemon_with(&[("NOTIFY_SOCKET", "/nonexistent/notify")]);

    world.origin().wait_for_requests("/wire", 1);
    daemon.stop();
}

/// C12.
#[test]
#[cfg(target_os = "linux")]
fn a_notify_socket_in_the_abstract_namespace_is_told_as_well() {
    use std::os::linux::net::SocketAddrExt;
    use std::os::unix::net::SocketAddr;
    use std::os::unix::net::UnixDatagram;
    let world = World::new(Plan::desk());
    let name = format!("wirewatch-it-{}", std::process::id());
    let address = SocketAddr::from_abstract_name(&name).unwrap();
    let socket = UnixDatagram::bind_addr(&address).unwrap();
    socket.set_read_timeout(Some(DEADLINE)).unwrap();

    let daemon = world.daemon_with(&[("NOTIFY_SOCKET", &format!("@{name}"))]);

    let mut heard = [0; 8192];
    let length = socket.recv(&mut heard).unwrap();
    let heard = String::from_utf8_lossy(&heard[..length]);
    assert!(heard.lines().any(|line| line == "READY=1"), "{heard}");
    daemon.stop();
}

/// C12.
#[test]
fn a_watchdog_of_a_microsecond_is_fed_and_does_not_keep_it_from_its_work() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));

    let daemon = world.daemon_with(&[("WATCHDOG_USEC", "1")]);

    world.origin().wait_for_requests("/wire", 1);
    daemon.wait_for_note("WATCHDOG=1", 3);
    daemon.stop();
}

/// C12.
#[test]
fn the_watchdog_of_another_process_is_not_fed() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));

    let daemon = world.daemon_with(&[("WATCHDOG_USEC", "20000"), ("WATCHDOG_PID", "1")]);

    world.origin().wait_for_requests("/wire", 2);
    assert_eq!(daemon.count_notes("WATCHDOG=1"), 0);
    daemon.stop();
}

#[test]
fn a_second_sigterm_ends_it_at_once() {
    let world = World::new(Plan::desk().feed("slow"));
    world.edit_settings("timeout = \"3s\"", "timeout = \"120s\"");
    world.origin().serves("/slow", Answer::never());
    let mut daemon = world.daemon();
    world.origin().wait_for_requests("/slow", 1);

    daemon.terminate();
    daemon.wait_for_log("asked to stop");
    daemon.terminate();

    assert_eq!(daemon.wait(AT_ONCE).code(), Some(0));
    daemon.wait_for_log("asked to stop twice");
}

/// C13: four times as many as there may be.
#[test]
fn readers_who_ask_nothing_hold_up_neither_the_page_nor_the_end() {
    let world = World::new(Plan::desk().with_page());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    let mut daemon = world.daemon();
    let address = page_address(&daemon);
    let mut idle: Vec<TcpStream> = (0..500)
        .map(|_| TcpStream::connect(&address).unwrap())
        .collect();
    idle[0].write_all(b"GET / HTTP/1.1\r\nHost: local").unwrap();

    let answer = get(&address, &address, "/healthz");
    let asked = Instant::now();
    daemon.terminate();
    let status = daemon.wait(Duration::from_secs(60));

    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(status.code(), Some(0));
    assert!(asked.elapsed() < AT_ONCE, "{:?}", asked.elapsed());
}

#[test]
fn a_header_without_end_is_cut_off() {
    let world = World::new(Plan::desk().with_page());
    let daemon = world.daemon();
    let address = page_address(&daemon);
    let mut endless = TcpStream::connect(&address).unwrap();

    let mut sent = endless.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
    let mut megabytes = 0;
    while sent.is_ok() && megabytes < 100 {
        sent = endless.write_all(&[b'a'; 1 << 20]);
        megabytes += 1;
    }

    assert!(megabytes < 100, "it read on and on");
    assert!(get(&address, &address, "/healthz").starts_with("HTTP/1.1 200"));
    daemon.stop();
}

#[test]
fn the_page_knows_no_way_out_of_its_folder_and_takes_nothing() {
    let world = World::new(Plan::desk().with_page());
    let daemon = world.daemon();
    let address = page_address(&daemon);

    for path in [
        "/../etc/passwd",
        "/%2e%2e/etc/passwd",
        "/story/../../x",
        "/story/1e9",
    ] {
        let answer = get(&address, &address, path);
        assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
    }
    let posted = ask(&address, &address, "POST", "/");
    assert!(posted.starts_with("HTTP/1.1 405"), "{posted}");
    daemon.stop();
}

#[test]
fn a_second_daemon_on_one_state_directory_is_refused_with_75() {
    let world = World::new(Plan::desk());
    let daemon = world.daemon();

    let second = world.run(&["run"]);
    let once = world.run(&["run", "--once"]);

    for ended in [second, once] {
        ended.assert_code(75);
        let pid = daemon.pid().to_string();
        assert!(
            ended.stderr.contains(&pid),
            "it names the other one:\n{ended}"
        );
    }
    daemon.stop();
}

#[test]
fn the_place_of_a_killed_daemon_can_be_taken_at_once() {
    let world = World::new(Plan::desk());
    world.daemon().kill();

    let daemon = world.daemon();

    daemon.stop();
}

#[test]
fn a_state_directory_that_cannot_be_written_is_told_and_no_panic() {
    let world = World::new(Plan::desk());
    std::fs::remove_dir(world.state()).unwrap();
    std::fs::write(world.state(), "a file where the directory should be").unwrap();

    let ended = world.run(&["run", "--once"]);

    assert_ne!(ended.code, Some(0), "{ended}");
    assert!(ended.stderr.contains("state"), "{ended}");
    assert!(!ended.stderr.contains("panicked"), "{ended}");
}

#[test]
fn a_database_that_is_none_is_refused_and_left_alone() {
    let world = World::new(Plan::desk());
    let database = world.state().join("wirewatch.db");
    let garbage = "not a database ".repeat(500);
    std::fs::write(&database, &garbage).unwrap();

    let ended = world.run(&["run", "--once"]);

    assert_ne!(ended.code, Some(0), "{ended}");
    assert!(ended.stderr.contains("wirewatch.db"), "{ended}");
    assert_eq!(std::fs::read_to_string(&database).unwrap(), garbage);
}

#[test]
fn a_newer_database_is_refused_and_left_alone() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    world.once(at("09:00:00"));
    let database = world.state().join("wirewatch.db");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection.pragma_update(None, "user_version", 999).unwrap();
    drop(connection);

    let ended = world.run(&["run", "--once"]);

    assert_ne!(ended.code, Some(0), "{ended}");
    assert!(ended.stderr.contains("newer"), "{ended}");
}

#[test]
fn no_log_line_holds_a_whole_address() {
    let world = World::new(Plan::desk());
    let moment = now() - jiff::SignedDuration::from_mins(5);
    let entry = Entry::new("bank", "Sanctions on a bank", "", moment);
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));

    let daemon = world.daemon();
    world.inbox().wait_for(1, Duration::from_secs(100));
    let log = daemon.log();
    daemon.stop();

    assert!(!log.contains("desk@example.org"), "{log}");
}

#[test]
fn the_page_says_that_it_is_well_to_its_own_host_only() {
    let world = World::new(Plan::desk().with_page());
    let daemon = world.daemon();
    let address = page_address(&daemon);

    let own = get(&address, &address, "/healthz");
    let rebound = get(&address, "evil.example", "/healthz");

    assert!(own.starts_with("HTTP/1.1 200"), "{own}");
    assert!(rebound.starts_with("HTTP/1.1 4"), "{rebound}");
    daemon.stop();
}

#[test]
fn a_storys_page_shows_who_told_it() {
    let world = World::new(Plan::desk().with_page());
    let entry = Entry::new("bank", "Sanctions on a bank & more", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.once(at("09:00:00"));
    let story = world.run(&["search", "bank", "--json"]).json()[0]["story"].clone();
    let daemon = world.daemon();
    let address = page_address(&daemon);

    let shown = get(&address, &address, &format!("/story/{story}"));
    let absent = get(&address, &address, "/story/4711");

    assert!(shown.contains("Sanctions on a bank &#38; more"), "{shown}");
    assert!(shown.contains("wire"), "{shown}");
    assert!(absent.starts_with("HTTP/1.1 404"), "{absent}");
    daemon.stop();
}

fn page_address(daemon: &crate::support::Daemon) -> String {
    wait_for(
        "the page's address in the log",
        Duration::from_secs(20),
        || {
            let log = daemon.log();
            let start = log.rfind("127.0.0.1:")?;
            let address: String = log[start..]
                .chars()
                .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ':'))
                .collect();
            (!address.ends_with(':') && !address.ends_with(":0")).then_some(address)
        },
    )
}

/// A page of a running daemon, headers and all.
pub(crate) fn page_of(daemon: &crate::support::Daemon, path: &str) -> String {
    let line = daemon.wait_for_log("the page is on http://");
    let address = line.split("http://").nth(1).unwrap();
    let address = address.split('/').next().unwrap();
    get(address, address, path)
}

fn get(address: &str, host: &str, path: &str) -> String {
    ask(address, host, "GET", path)
}

fn ask(address: &str, host: &str, method: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    let request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn every_unit_and_drop_in_tells_the_reason_of_every_line() {
    let systemd = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("systemd");
    let drop_ins = std::fs::read_dir(systemd.join("examples")).unwrap();
    let mut files: Vec<_> = drop_ins.map(|entry| entry.unwrap().path()).collect();
    files.extend(["wirewatch.service", "user/wirewatch.service"].map(|name| systemd.join(name)));

    for file in files {
        let mut is_explained = false;
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            match line.as_bytes() {
                [] | [b'[', ..] => is_explained = false,
                [b'#', ..] => is_explained = true,
                _ => assert!(is_explained, "{}: no reason above {line:?}", file.display()),
            }
        }
    }
}

/// What both say has to be the same in both, so that neither is mended alone.
#[test]
fn the_users_unit_differs_from_the_systems_only_in_what_a_user_cannot_do() {
    let settings = |unit: &'static str| -> Vec<&str> {
        unit.lines()
            .filter(|line| !line.starts_with('#') && line.contains('='))
            .collect()
    };
    let system = settings(UNIT);

    for line in settings(USER_UNIT) {
        let is_shared = system.contains(&line);
        assert!(is_shared || line == "WantedBy=default.target", "{line}");
    }
}

#[test]
fn the_unit_does_not_restart_what_a_restart_cannot_mend() {
    let codes = UNIT
        .lines()
        .find_map(|line| line.strip_prefix("RestartPreventExitStatus="))
        .expect("the unit names the exit codes");

    for code in ["64", "78", "243"] {
        assert!(codes.split(' ').any(|known| known == code), "{codes}");
    }
}

/// H18. The program refuses these itself; the kernel does when the program is wrong.
#[test]
fn the_unit_lets_no_packet_out_to_a_metadata_service_and_all_to_the_loopback() {
    let denied: Vec<&str> = UNIT
        .lines()
        .filter_map(|line| line.strip_prefix("IPAddressDeny="))
        .flat_map(str::split_whitespace)
        .collect();
    let is_denied = |address: &str| denied.iter().any(|network| holds(network, address));

    for metadata in [
        "169.254.169.254", // most clouds
        "169.254.170.2",   // credentials of containers
        "fe80::a9fe:a9fe", // the same on the link
        "fd00:ec2::254",   // over IPv6
    ] {
        assert!(is_denied(metadata), "{metadata} by {denied:?}");
    }
    // A local relay, resolver, proxy or page; and the world.
    for open in ["127.0.0.1", "::1", "192.0.2.7", "2001:db8::7"] {
        assert!(!is_denied(open), "{open} by {denied:?}");
    }
    assert!(!UNIT.contains("\nIPAddressAllow="), "which would go first");
}

/// Does `10.0.0.0/8`, or a single address, hold this one? Words such as `multicast` hold none of ours.
fn holds(network: &str, address: &str) -> bool {
    let (base, length) = network.split_once('/').unwrap_or((network, "128"));
    let bits = |text: &str| {
        let ip: IpAddr = text.parse().ok()?;
        Some(match ip {
            IpAddr::V4(ip) => (4, u128::from(ip.to_bits()) << 96),
            IpAddr::V6(ip) => (6, ip.to_bits()),
        })
    };
    let (Some((of_base, base)), Some((of_ip, ip))) = (bits(base), bits(address)) else {
        return false;
    };
    let length: u32 = length.parse().unwrap();
    of_base == of_ip && (base ^ ip).checked_shr(128 - length).unwrap_or_default() == 0
}
