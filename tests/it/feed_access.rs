//! What a feed needs beyond its address: a proxy, headers, a login, an authority; and what the environment must not add.

use std::fs;
use std::net::TcpListener;

use crate::support::Answer;
use crate::support::Authority;
use crate::support::Entry;
use crate::support::Origin;
use crate::support::Plan;
use crate::support::Request;
use crate::support::Socks;
use crate::support::World;
use crate::support::answer_http1;
use crate::support::at;
use crate::support::rss;

fn one_sanction() -> String {
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    rss("The Wire", &[entry])
}

fn news() -> Answer {
    Answer::feed(one_sanction())
}

/// A world with one feed at this address, with these keys beside it.
fn world_with(url: &str, keys: &str) -> World {
    let world = World::new(Plan::empty());
    let topic = "[topic.sanctions]\nany = [\"sanction\"]\n";
    let feed = format!("[feed.wire]\nurl = \"{url}\"\nevery = \"30m\"\n{keys}\n");
    world.write_watchlist(&format!("schema = 1\n{topic}{feed}"));
    world
}

fn assert_read(world: &World) {
    let wire = world.feed("wire");
    assert_eq!(
        (&wire["state"], &wire["items"]),
        (&"ok".into(), &1.into()),
        "{wire}"
    );
}

fn sent<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request
        .header(name)
        .map(|value| std::str::from_utf8(value).unwrap())
}

#[test]
fn a_feed_behind_an_http_proxy_is_asked_through_it_by_name() {
    let proxy = Origin::start();
    proxy.serves("http://news.example/wire", news());
    let world = world_with(
        "http://news.example/wire",
        &format!("via = \"{}\"", proxy.url("/")),
    );

    world.once(at("09:00:00"));

    assert_read(&world);
}

#[test]
fn a_feed_behind_a_socks5h_proxy_is_looked_up_by_the_proxy() {
    let origin = Origin::start();
    origin.serves("/wire", news());
    let proxy = Socks::leading_to(origin.address());
    let via = format!("via = \"socks5h://{}\"", proxy.address());
    let world = world_with("http://hidden.onion/wire", &via);

    world.once(at("09:00:00"));

    assert_read(&world);
    assert_eq!(proxy.asked(), ["name hidden.onion"]);
    assert_eq!(
        sent(&origin.requests("/wire")[0], "host"),
        Some("hidden.onion")
    );
}

#[test]
fn a_feed_behind_a_socks5_proxy_is_looked_up_here() {
    let origin = Origin::start();
    origin.serves("/wire", news());
    let proxy = Socks::leading_to(origin.address());
    let via = format!("via = \"socks5://{}\"", proxy.address());
    let world = world_with(&origin.url("/wire").replace("127.0.0.1", "localhost"), &via);
    world.edit_settings("[\"127.0.0.1\"]", "[\"localhost\"]");

    world.once(at("09:00:00"));

    assert_read(&world);
    let asked = proxy.asked();
    assert!(
        asked.iter().all(|asked| asked.starts_with("address ")),
        "{asked:?}"
    );
}

#[test]
fn a_proxy_that_is_down_is_told_as_such_and_never_gone_around() {
    let down = TcpListener::bind("127.0.0.1:0").unwrap();
    let via = format!("via = \"socks5h://{}\"", down.local_addr().unwrap());
    drop(down);
    let origin = Origin::start();
    let world = world_with(
        &origin.url("/wire").replace("127.0.0.1", "news.example"),
        &via,
    );

    world.once(at("09:00:00"));

    assert_eq!(world.feed("wire")["cause"]["kind"], "proxy");
    assert!(origin.all_requests().is_empty());
}

/// H23: the variables that other programs obey are really set for the process.
#[test]
fn proxies_in_the_environment_are_not_used() {
    let proxy = Origin::start();
    let there = proxy.url("/");
    let names = [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ];
    let environment: Vec<_> = names.iter().map(|name| (*name, there.as_str())).collect();
    let world = World::new(Plan::desk().feed_with("inner", "every = \"30m\""));
    world.origin().serves("/wire", news());
    let list = fs::read_to_string(world.config().join("watchlist.toml")).unwrap();
    let inner = world.origin().url("/inner");
    world.write_watchlist(&list.replace(&inner, "http://10.1.2.3/inner"));

    world.once_in(&environment, at("09:00:00"));

    assert!(proxy.all_requests().is_empty());
    assert_read(&world);
    assert_eq!(world.feed("inner")["cause"]["kind"], "blocked");
}

/// H15, H40.
#[test]
fn a_login_goes_to_the_feeds_own_origin_and_is_shown_nowhere() {
    let elsewhere = Origin::start();
    elsewhere.serves("/away", news());
    let origin = Origin::start();
    origin.serves("/wire", Answer::redirect("/inner"));
    origin.serves("/inner", Answer::redirect(&elsewhere.url("/away")));
    let world = world_with(
        &origin.url("/wire"),
        "auth = { username = \"desk\", password_file = \"secret\" }\nheaders = { X-Key = \"k-4711\" }",
    );
    fs::write(world.config().join("secret"), "hunter2\n").unwrap();

    let ended = world.run(&["run", "--once", "--at", "2026-11-20T09:00:00Z"]);

    ended.assert_code(0);
    assert_read(&world);
    let asked = origin.all_requests();
    assert_eq!(asked.len(), 2);
    for request in &asked {
        assert_eq!(
            sent(request, "authorization"),
            Some("Basic ZGVzazpodW50ZXIy")
        );
        assert_eq!(sent(request, "x-key"), Some("k-4711"));
    }
    let abroad = &elsewhere.requests("/away")[0];
    assert_eq!(
        (sent(abroad, "authorization"), sent(abroad, "x-key")),
        (None, None)
    );
    let check = world.run(&["check"]);
    let listed = world.run(&["feed", "list", "--json"]);
    for ended in [&ended, &check, &listed] {
        let told = ended.to_string();
        assert!(
            !told.contains("hunter2") && !told.contains("ZGVzazpodW50ZXIy"),
            "{told}"
        );
    }
    for file in fs::read_dir(world.state()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(7).any(|window| window == b"hunter2"));
    }
}

/// H40.
#[test]
fn a_wrong_login_is_told_without_the_login() {
    let origin = Origin::start();
    origin.serves("/wire", Answer::status(401));
    let keys = "auth = { username = \"desk\", password_file = \"secret\" }";
    let world = world_with(&origin.url("/wire?token=k-4711"), keys);
    origin.serves("/wire?token=k-4711", Answer::status(401));
    fs::write(world.config().join("secret"), "hunter2").unwrap();

    let ended = world.run(&["run", "--once", "--at", "2026-11-20T09:00:00Z"]);

    assert_eq!(world.feed("wire")["cause"]["kind"], "http-401");
    let told = ended.to_string();
    assert!(
        !told.contains("hunter2") && !told.contains("k-4711"),
        "{told}"
    );
}

/// H36: an authority of one's own is trusted for the feed that names it, and for no other.
#[test]
fn an_authority_in_ca_file_is_trusted_for_that_feed_alone() {
    let authority = Authority::new();
    let server = authority.serves("http/1.1", |line| answer_http1(line, &one_sanction()));
    let world = world_with(&server.url("/wire"), "ca_file = \"ours.pem\"");
    let list = fs::read_to_string(world.config().join("watchlist.toml")).unwrap();
    let stranger = format!(
        "[feed.stranger]\nurl = \"{}\"\nevery = \"30m\"\n",
        server.url("/other")
    );
    world.write_watchlist(&(list + &stranger));
    fs::write(world.config().join("ours.pem"), authority.pem()).unwrap();

    world.once(at("09:00:00"));

    assert_read(&world);
    let stranger = world.feed("stranger");
    assert_eq!(stranger["cause"]["kind"], "tls", "{stranger}");
    let told = stranger["cause"]["sentence"].as_str().unwrap();
    assert!(told.contains("no known authority vouches for"), "{told}");
}

/// H36: the file is judged when the watchlist is read.
#[test]
fn a_ca_file_that_holds_no_certificate_is_refused_with_its_place() {
    let world = world_with("https://news.example/wire", "ca_file = \"ours.pem\"");
    for (content, words) in [
        (None, "ours.pem"),
        (Some("not PEM"), "holds no certificate"),
        (Some("-----BEGIN PRIVATE KEY-----"), "holds a private key"),
    ] {
        if let Some(content) = content {
            fs::write(world.config().join("ours.pem"), content).unwrap();
        }

        let ended = world.run(&["check"]);

        ended.assert_code(78);
        assert!(ended.stderr.contains(words), "{words}: {ended}");
        assert!(ended.stderr.contains("watchlist.toml:7"), "{ended}");
    }
}

/// H39: as the machine's own resolver tells it.
#[test]
fn a_name_that_nobody_knows_is_told_as_such() {
    let world = world_with("http://nobody.invalid/wire", "");

    world.once(at("09:00:00"));

    assert_eq!(world.feed("wire")["cause"]["kind"], "dns");
}

/// H41.
#[test]
fn a_server_that_wants_its_cookie_back_does_not_get_it() {
    let origin = Origin::start();
    let answer = news().with_header("Set-Cookie", "id=1; Max-Age=999999");
    origin.serves("/wire", answer.with_etag("\"1\""));
    let world = world_with(&origin.url("/wire"), "");

    world.once(at("09:00:00"));
    world.once(at("10:00:00"));

    let asked = origin.requests("/wire");
    assert_eq!(asked.len(), 2);
    assert!(
        asked
            .iter()
            .all(|request| request.header("cookie").is_none())
    );
}

#[test]
fn feed_owners_are_told_whom_to_ask_if_the_owner_says_so() {
    let origin = Origin::start();
    origin.serves("/wire", news());
    let world = world_with(&origin.url("/wire"), "");
    let check = world.run(&["check"]);
    check.assert_code(0);
    assert!(check.stdout.contains("write contact = "), "{check}");
    world.edit_settings("[fetch]\n", "[fetch]\ncontact = \"desk@example.org\"\n");

    world.once(at("09:00:00"));

    let version = env!("CARGO_PKG_VERSION");
    let agent = format!("wirewatch/{version} (+mailto:desk@example.org)");
    let asked = origin.requests("/wire");
    assert_eq!(sent(&asked[0], "user-agent"), Some(agent.as_str()));
    let check = world.run(&["check"]);
    assert!(!check.stdout.contains("write contact = "), "{check}");
}
