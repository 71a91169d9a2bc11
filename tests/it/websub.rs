//! Feeds that are pushed: a hub is asked, believed only as far as it proves itself, and never relied on alone.

use std::fs;
use std::time::Duration;

use hmac::Hmac;
use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::Value;

use crate::support::Answer;
use crate::support::Asked;
use crate::support::CHALLENGE;
use crate::support::Daemon;
use crate::support::Entry;
use crate::support::Hub;
use crate::support::Plan;
use crate::support::World;
use crate::support::now;
use crate::support::page_of;
use crate::support::rss;
use crate::support::send;
use crate::support::wait_for;

const LEASE: u32 = 864_000;

fn fresh(slug: &str, title: &str) -> Entry {
    Entry::new(slug, title, "", now() - SignedDuration::from_mins(5))
}

fn feed_of(entries: &[Entry]) -> String {
    rss("The Wire", entries)
}

/// One topic, a digest a minute, and a feed at its own pace: asked at the start and then not for minutes.
fn plan() -> Plan {
    Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed_with("wire", "backfill = \"24h\"")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
        )
}

/// The feed at the origin, with these entries and headers that offer the hub.
fn serve(world: &World, hub: &str, entries: &[Entry]) {
    let own = world.origin().url("/wire");
    let links = format!("<{hub}>; rel=\"hub\", <{own}>; rel=\"self\"");
    let answer = Answer::feed(feed_of(entries)).with_header("Link", &links);
    world.origin().serves("/wire", answer);
}

/// A world whose feed's hub has been asked; not yet asked back.
struct Pushed {
    world: World,
    hub: Hub,
    daemon: Daemon,
    page: String,
    asked: Asked,
}

impl Pushed {
    fn asked(plan: Plan, entries: &[Entry]) -> Self {
        let world = World::new(plan.with_public_page());
        let hub = Hub::start();
        serve(&world, &hub.url(), entries);
        let daemon = world.daemon();
        let page = page_of(&daemon);
        let asked = hub.wait_for_asked(1);
        Self {
            world,
            hub,
            daemon,
            page,
            asked,
        }
    }

    /// The same, and the hub has our yes.
    fn verified(plan: Plan) -> Self {
        let pushed = Self::asked(plan, &[]);
        let reply = pushed.asked.verify(&pushed.page, LEASE);
        assert_eq!((reply.status, reply.body.as_str()), (200, CHALLENGE));
        pushed
    }

    /// The same after a restart, with these numbers in the pledge's row.
    fn restarted(self, changes: &[(&str, i64)]) -> Self {
        let Self {
            world,
            hub,
            daemon,
            asked,
            ..
        } = self;
        daemon.stop();
        let archive = rusqlite::Connection::open(world.state().join("wirewatch.db")).unwrap();
        for (column, number) in changes {
            let sql = format!("UPDATE pledges SET {column} = ?1");
            assert_eq!(archive.execute(&sql, [number]).unwrap(), 1);
        }
        drop(archive);
        let daemon = world.daemon();
        let page = page_of(&daemon);
        Self {
            world,
            hub,
            daemon,
            page,
            asked,
        }
    }

    fn push(&self, entry: &Entry) {
        let body = feed_of(std::slice::from_ref(entry));
        assert_eq!(self.asked.push(&self.page, &body).status, 202);
    }

    /// What `status --json` says of the only hub.
    fn hub_status(&self) -> Value {
        hub_status(&self.world)
    }
}

fn hub_status(world: &World) -> Value {
    world.run(&["status", "--json"]).json()["hubs"][0].clone()
}

fn feed_status(world: &World) -> Value {
    world.run(&["feed", "list", "--json"]).json()[0].clone()
}

fn next_poll(world: &World) -> Timestamp {
    let feed = feed_status(world);
    feed["next_poll"].as_str().unwrap().parse().unwrap()
}

fn metric(page: &str, name: &str) -> String {
    let text = send(page, "GET /metrics HTTP/1.1", &[], b"").body;
    let line = text.lines().find(|line| line.starts_with(name));
    line.unwrap_or_else(|| panic!("no {name} in {text}"))
        .to_owned()
}

#[test]
fn a_pushed_article_is_in_the_next_letter_and_the_feed_is_left_in_peace() {
    let pushed = Pushed::asked(plan(), &[]);
    let (world, asked) = (&pushed.world, &pushed.asked);
    assert_eq!(asked.field("hub.mode"), "subscribe");
    assert_eq!(asked.field("hub.topic"), world.origin().url("/wire"));
    assert_eq!(asked.field("hub.lease_seconds"), "864000");
    assert!((32..200).contains(&asked.field("hub.secret").len()));
    let callback = asked.field("hub.callback").to_owned();
    let token = callback.strip_prefix("http://watch.test/websub/").unwrap();
    assert!(token.len() >= 32, "{callback} can be guessed");

    let reply = asked.verify(&pushed.page, LEASE);
    pushed.push(&fresh("bank", "Sanctions on a bank"));

    assert_eq!((reply.status, reply.body.as_str()), (200, CHALLENGE));
    assert!(reply.head.contains("text/plain"), "{}", reply.head);
    world.wait_for_article("bank");
    let list = world.run(&["feed", "list"]).stdout;
    assert!(list.contains("push by 127.0.0.1 until"), "{list}");
    assert_eq!(pushed.hub_status()["status"], "verified");
    assert_eq!(
        metric(&pushed.page, "wirewatch_pushes_total "),
        "wirewatch_pushes_total 1"
    );
    world.inbox().wait_for(1, Duration::from_secs(100));
    assert_eq!(world.told_titles(), ["Sanctions on a bank"]);
    assert_eq!(world.origin().requests("/wire").len(), 1);
    let log = pushed.daemon.log();
    assert!(!log.contains(token) && !log.contains(asked.field("hub.secret")));
    pushed.daemon.stop();
}

#[test]
fn a_hub_named_in_the_body_is_asked_as_well() {
    let world = World::new(plan().with_public_page());
    let hub = Hub::start();
    let links = format!(
        "<channel xmlns:atom=\"http://www.w3.org/2005/Atom\"><atom:link rel=\"hub\" href=\"{}\"/>\
         <atom:link rel=\"self\" href=\"https://news.example/feed\"/>",
        hub.url()
    );
    let body = feed_of(&[]).replace("<channel>", &links);
    world.origin().serves("/wire", Answer::feed(body));

    let daemon = world.daemon();

    let asked = hub.wait_for_asked(1);
    assert_eq!(asked.field("hub.topic"), "https://news.example/feed");
    daemon.stop();
}

#[test]
fn a_hub_that_sends_us_elsewhere_is_followed() {
    let world = World::new(plan().with_public_page());
    let hub = Hub::start();
    hub.answers("/", "307 Elsewhere", "Location: /new\r\n", "");
    serve(&world, &hub.url(), &[]);

    let daemon = world.daemon();

    let asked = hub.wait_for_asked(2);
    assert_eq!(asked.path, "/new");
    assert_eq!(asked.field("hub.mode"), "subscribe");
    daemon.stop();
}

#[test]
fn a_promise_is_renewed_before_it_ends() {
    let pushed = Pushed::verified(plan());
    let soon = now() + SignedDuration::from_mins(3);
    let pushed = pushed.restarted(&[
        ("next_ask", now().as_millisecond()),
        ("lease_until", soon.as_millisecond()),
    ]);

    let again = pushed.hub.wait_for_asked(2);

    assert_eq!(pushed.hub_status()["status"], "verified");
    assert_eq!(again.field("hub.mode"), "subscribe");
    for field in ["hub.callback", "hub.secret", "hub.topic"] {
        assert_eq!(again.field(field), pushed.asked.field(field));
    }
    assert_eq!(again.verify(&pushed.page, LEASE).status, 200);
    assert_eq!(pushed.hub.asked().len(), 2);
    pushed.daemon.stop();
}

#[test]
fn a_promise_that_is_not_renewed_lapses_and_the_feed_is_polled() {
    let pushed = Pushed::verified(plan());
    pushed.push(&fresh("bank", "Sanctions on a bank"));
    pushed.world.wait_for_article("bank");
    pushed
        .hub
        .answers("/", "500 Broken", "", "nobody is at home");
    let pushed = pushed.restarted(&[("lease_until", now().as_millisecond())]);

    pushed.world.origin().wait_for_requests("/wire", 2);

    pushed.daemon.wait_for_log("lapsed");
    pushed.daemon.stop();
}

#[test]
fn a_promise_of_moments_is_none_and_its_hub_is_not_asked_again_for_days() {
    let pushed = Pushed::asked(plan(), &[]);

    let reply = pushed.asked.verify(&pushed.page, 0);

    assert_eq!(reply.status, 404);
    let hub = pushed.hub_status();
    assert_eq!(hub["status"], "denied");
    assert_eq!(hub["reason"], "the hub would push for 0 s only");
    let late = feed_of(&[fresh("ship", "Sanctions on a ship")]);
    assert_eq!(pushed.asked.push(&pushed.page, &late).status, 410);
    let world = &pushed.world;
    pushed.daemon.stop();
    let archive = rusqlite::Connection::open(world.state().join("wirewatch.db")).unwrap();
    let next: i64 = archive
        .query_row("SELECT next_ask FROM pledges", [], |row| row.get(0))
        .unwrap();
    let next = Timestamp::from_millisecond(next).unwrap();
    assert!(next.duration_since(now()) > SignedDuration::from_hours(6 * 24));
}

#[test]
fn a_hub_that_denies_is_noted_and_the_feed_is_polled() {
    let pushed = Pushed::verified(plan());
    pushed.push(&fresh("bank", "Sanctions on a bank"));
    pushed.world.wait_for_article("bank");
    let topic = pushed.asked.field("hub.topic");

    let reply = pushed.asked.ask_back(&pushed.page, "denied", topic, 0);

    assert_eq!(reply.status, 200);
    pushed.world.origin().wait_for_requests("/wire", 2);
    let hub = pushed.hub_status();
    assert_eq!(
        (&hub["status"], &hub["reason"]),
        (&"denied".into(), &"no more room".into())
    );
    let late = feed_of(&[fresh("ship", "Sanctions on a ship")]);
    assert_eq!(pushed.asked.push(&pushed.page, &late).status, 410);
    pushed.daemon.stop();
}

#[test]
fn what_was_not_asked_for_is_not_confirmed() {
    let pushed = Pushed::asked(plan(), &[]);
    let (page, topic) = (&pushed.page, pushed.asked.field("hub.topic"));
    let other = "https://news.example/other";

    for reply in [
        pushed.asked.ask_back(page, "subscribe", other, LEASE),
        pushed.asked.ask_back(page, "unsubscribe", topic, LEASE),
        pushed.asked.ask_back(page, "denied", other, LEASE),
        pushed.asked.ask_back(page, "publish", topic, LEASE),
        send(page, "GET /websub/00 HTTP/1.1", &[], b""),
        send(
            page,
            "GET /websub/00?hub.mode=subscribe&hub.topic=a&hub.challenge=b HTTP/1.1",
            &[],
            b"",
        ),
        send(page, "POST /websub/00 HTTP/1.1", &[], b"<rss/>"),
    ] {
        assert_eq!(reply.status, 404, "{reply:?}");
        assert!(!reply.body.contains(CHALLENGE));
    }
    assert_eq!(pushed.hub_status()["status"], "asked");
    assert_eq!(pushed.asked.push(page, &feed_of(&[])).status, 410);
    pushed.daemon.stop();
}

#[test]
fn only_what_the_hub_signed_is_believed() {
    let pushed = Pushed::verified(plan());
    let (asked, page) = (&pushed.asked, &pushed.page);
    let forged = feed_of(&[fresh("fake", "Forged news of sanctions")]);
    let of_another_body = asked.sign::<Hmac<sha2::Sha256>>("sha256", "another body");

    for signature in [
        None,
        Some("sha256"),
        Some("sha1=00"),
        Some(of_another_body.as_str()),
    ] {
        let reply = asked.push_signed(page, &forged, signature);
        assert_eq!(reply.status, 202, "{signature:?}");
    }
    let news = |word: &str| feed_of(&[fresh(word, &format!("Sanctions, part {word}"))]);
    let bodies = ["one", "two", "three", "four"].map(news);
    let signatures = [
        asked.sign::<Hmac<sha1::Sha1>>("sha1", &bodies[0]),
        asked.sign::<Hmac<sha2::Sha256>>("sha256", &bodies[1]),
        asked.sign::<Hmac<sha2::Sha384>>("sha384", &bodies[2]),
        asked.sign::<Hmac<sha2::Sha512>>("sha512", &bodies[3]),
    ];
    for (body, signature) in bodies.iter().zip(&signatures) {
        asked.push_signed(page, body, Some(signature));
    }
    for word in ["one", "two", "three", "four"] {
        pushed.world.wait_for_article(word);
    }

    assert_eq!(feed_status(&pushed.world)["items"], 4);
    assert_eq!(
        metric(page, "wirewatch_pushes_refused_total "),
        "wirewatch_pushes_refused_total 4"
    );
    pushed.daemon.stop();
}

#[test]
fn an_article_that_is_pushed_twice_and_polled_as_well_is_admitted_once() {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire");
    let pushed = Pushed::verified(plan);
    let (world, origin) = (&pushed.world, pushed.world.origin());
    let entries: Vec<_> = (0..30)
        .map(|n| fresh(&format!("bank-{n}"), &format!("Sanctions on bank {n}")))
        .collect();
    let before = origin.requests("/wire").len();

    serve(world, &pushed.hub.url(), &entries);
    for entry in entries.iter().chain(&entries) {
        // What finds no room comes again, as a hub would do it.
        wait_for("room for a push", Duration::from_secs(30), || {
            let body = feed_of(std::slice::from_ref(entry));
            (pushed.asked.push(&pushed.page, &body).status == 202).then_some(())
        });
    }
    origin.wait_for_requests("/wire", before + 2);
    wait_for("all pushes to be admitted", Duration::from_secs(30), || {
        metric(&pushed.page, "wirewatch_pushes_waiting ")
            .ends_with(" 0")
            .then_some(())
    });

    assert_eq!(feed_status(world)["items"], 30);
    pushed.daemon.stop();
}

#[test]
fn a_dead_hub_does_not_hold_up_the_feed() {
    let world = World::new(Plan::desk().with_public_page());
    let dead = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    serve(&world, &dead, &[]);
    let daemon = world.daemon();
    daemon.wait_for_log("the hub could not be asked");

    serve(&world, &dead, &[fresh("bank", "Sanctions on a bank")]);

    world.wait_for_article("bank");
    let hub = hub_status(&world);
    assert_eq!(hub["status"], "asked");
    let reason = hub["reason"].as_str().unwrap();
    assert!(reason.contains("refuses connections"), "{reason}");
    let list = world.run(&["feed", "list", "--json"]).json();
    assert_eq!(list[0]["state"], "ok", "the feed itself is well");
    daemon.stop();
}

#[test]
fn a_restart_keeps_the_promise_and_what_was_pushed() {
    let pushed = Pushed::verified(plan());
    pushed.push(&fresh("bank", "Sanctions on a bank"));
    // Killed right after the 202: what was taken must not be lost.
    let Pushed {
        world,
        hub,
        daemon,
        asked,
        ..
    } = pushed;
    daemon.kill();

    let daemon = world.daemon();
    let page = page_of(&daemon);
    world.wait_for_article("bank");
    let body = feed_of(&[fresh("ship", "Sanctions on a ship")]);

    assert_eq!(asked.push(&page, &body).status, 202);
    world.wait_for_article("ship");
    assert_eq!(hub.asked().len(), 1, "nothing had to be asked again");
    assert_eq!(world.origin().requests("/wire").len(), 1);
    daemon.stop();
}

#[test]
fn a_removed_feed_is_not_pushed_any_more() {
    let pushed = Pushed::verified(plan().feed("radio"));
    pushed
        .world
        .origin()
        .serves("/radio", Answer::feed(feed_of(&[])));

    let rest = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("radio");
    pushed.world.replan(rest);
    pushed.daemon.hang_up();

    let last = pushed.hub.wait_for_asked(2);
    assert_eq!(last.field("hub.mode"), "unsubscribe");
    for field in ["hub.callback", "hub.topic"] {
        assert_eq!(last.field(field), pushed.asked.field(field));
    }
    let reply = last.verify(&pushed.page, 0);
    assert_eq!((reply.status, reply.body.as_str()), (200, CHALLENGE));
    let late = feed_of(&[fresh("ship", "Sanctions on a ship")]);
    assert_eq!(pushed.asked.push(&pushed.page, &late).status, 404);
    assert_eq!(pushed.hub_status(), Value::Null);
    pushed.daemon.stop();
}

#[test]
fn a_paused_feed_is_not_pushed_any_more() {
    let pushed = Pushed::verified(plan());

    let paused = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed_with("wire", "paused = true");
    pushed.world.replan(paused);
    pushed.daemon.hang_up();

    let last = pushed.hub.wait_for_asked(2);
    assert_eq!(last.field("hub.mode"), "unsubscribe");
    pushed.daemon.stop();
}

#[test]
fn without_a_public_address_no_hub_is_asked_and_there_are_no_callbacks() {
    let world = World::new(Plan::desk().with_page());
    let hub = Hub::start();
    serve(&world, &hub.url(), &[]);

    let daemon = world.daemon();
    world.origin().wait_for_requests("/wire", 2);

    assert!(hub.asked().is_empty());
    let own = page_of(&daemon);
    let path = "GET /websub/00?hub.mode=denied&hub.topic=a HTTP/1.1";
    // The public name is not ours either.
    assert_eq!(send(&own, path, &[], b"").status, 421);
    daemon.stop();
}

#[test]
fn when_the_public_address_goes_the_hub_is_asked_to_stop_and_the_feed_is_polled() {
    let pushed = Pushed::verified(plan());
    pushed.push(&fresh("bank", "Sanctions on a bank"));
    pushed.world.wait_for_article("bank");
    let Pushed {
        world,
        hub,
        daemon,
        asked,
        ..
    } = pushed;
    daemon.stop();
    let path = world.config().join("wirewatch.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("public_url", "# public_url")).unwrap();

    let daemon = world.daemon();

    let last = hub.wait_for_asked(2);
    assert_eq!(last.field("hub.mode"), "unsubscribe");
    assert_eq!(last.field("hub.callback"), asked.field("hub.callback"));
    world.origin().wait_for_requests("/wire", 2);
    daemon.stop();
}

#[test]
fn a_push_that_cannot_be_read_makes_the_feed_due_and_harms_nothing() {
    let pushed = Pushed::verified(plan());
    let (asked, page) = (&pushed.asked, &pushed.page);
    let deep = format!("<rss><channel>{}", "<e:a>".repeat(100_000));
    let huge = "x".repeat(11 << 20);

    let too_long = asked.push(page, &huge);
    let unread = asked.push(page, &deep);

    assert_eq!((too_long.status, unread.status), (413, 202));
    pushed.world.origin().wait_for_requests("/wire", 2);
    pushed.push(&fresh("bank", "Sanctions on a bank"));
    pushed.world.wait_for_article("bank");
    let feed = feed_status(&pushed.world);
    assert_eq!(feed["state"], "ok", "{feed}");
    pushed.daemon.stop();
}

#[test]
fn a_push_that_ends_too_soon_or_never_is_nothing() {
    use std::io::Write;
    let pushed = Pushed::verified(plan());
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: watch.test\r\nContent-Length: 1000\r\n\r\n<rss",
        pushed.asked.callback_path()
    );
    // One hangs up, one says nothing more; neither takes anything from the one that is whole.
    let mut cut = std::net::TcpStream::connect(&pushed.page).unwrap();
    cut.write_all(head.as_bytes()).unwrap();
    drop(cut);
    let mut slow = std::net::TcpStream::connect(&pushed.page).unwrap();
    slow.write_all(head.as_bytes()).unwrap();

    pushed.push(&fresh("bank", "Sanctions on a bank"));

    pushed.world.wait_for_article("bank");
    assert_eq!(
        metric(&pushed.page, "wirewatch_pushes_total "),
        "wirewatch_pushes_total 1"
    );
    drop(slow);
    pushed.daemon.stop();
}

#[test]
fn a_push_from_a_hub_that_cannot_sign_is_a_knock_and_not_news() {
    let pushed = Pushed::verified(plan());
    // As if the hub were asked over a line that others can read.
    let pushed = pushed.restarted(&[("is_signed", 0)]);
    let (world, asked) = (&pushed.world, &pushed.asked);
    let bare = feed_of(&[fresh("fake", "Forged news of sanctions")]);

    let reply = asked.push_signed(&pushed.page, &bare, None);

    assert_eq!(reply.status, 202);
    world.origin().wait_for_requests("/wire", 2);
    assert_eq!(feed_status(world)["items"], 0);
    pushed.daemon.stop();
}

#[test]
fn a_knock_soon_after_another_and_during_a_poll_makes_the_feed_due_within_the_minute() {
    let pushed = Pushed::verified(plan()).restarted(&[("is_signed", 0)]);
    let (world, asked) = (&pushed.world, &pushed.asked);
    let body = feed_of(&[fresh("bank", "Sanctions on a bank")]);
    let links = format!("<{}>; rel=\"hub\"", pushed.hub.url());
    let own = format!("<{}>; rel=\"self\"", world.origin().url("/wire"));
    let slow = Answer::feed(body.clone())
        .with_header("Link", &format!("{links}, {own}"))
        .taking(Duration::from_secs(2));
    world.origin().serves("/wire", slow);
    asked.push_signed(&pushed.page, &body, None);
    world.origin().wait_for_requests("/wire", 2);

    let reply = asked.push_signed(&pushed.page, &body, None);
    world.wait_for_article("bank");

    assert_eq!(reply.status, 202);
    let next = next_poll(world).duration_since(now());
    assert!(next <= SignedDuration::from_mins(1), "{next}");
    pushed.daemon.stop();
}

#[test]
fn a_push_whose_entries_share_one_guid_loses_none_of_them() {
    let pushed = Pushed::verified(plan());
    let entries = ["one", "two", "three", "four"].map(|word| Entry {
        guid: "https://news.example/".to_owned(),
        ..fresh(word, &format!("Sanctions, part {word}"))
    });

    pushed.asked.push(&pushed.page, &feed_of(&entries));

    pushed.world.wait_for_article("one");
    assert_eq!(feed_status(&pushed.world)["items"], 4);
    pushed.daemon.stop();
}

#[test]
fn a_hub_that_misses_news_is_not_relied_on_until_it_pushes_again() {
    let pushed = Pushed::verified(plan());
    // A feed as busy as this one is asked every two hours or so.
    let busy: Vec<_> = (0..40)
        .map(|n| fresh(&format!("bank-{n}"), &format!("Sanctions on bank {n}")))
        .collect();
    pushed.asked.push(&pushed.page, &feed_of(&busy));
    pushed.world.wait_for_article("bank");
    let Pushed {
        world, hub, daemon, ..
    } = pushed;
    daemon.stop();
    // The archive keeps milliseconds.
    let start = Timestamp::from_millisecond(now().as_millisecond()).unwrap();
    let after = |hours| start + SignedDuration::from_hours(hours);
    let interval = |at: Timestamp| next_poll(&world).duration_since(at);

    let quiet = after(30);
    world.once(quiet);
    let long = interval(quiet);
    serve(&world, &hub.url(), &[fresh("ship", "Sanctions on a ship")]);
    let missed = after(60);
    world.once(missed);
    let short = interval(missed);

    assert!(long >= SignedDuration::from_hours(6), "{long}");
    assert!(short < SignedDuration::from_hours(4), "{short}");
    assert_eq!(hub_status(&world)["missed"], 1);
}
