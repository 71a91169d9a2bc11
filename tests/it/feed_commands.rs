//! The commands that find, add, pause, remove, show and exchange feeds, and what they leave alone in their owner's files.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::process::Output;
use std::thread;

use serde_json::Value;
use serde_json::json;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;
use crate::support::wirewatch;

/// A watchlist as a person keeps it.
const KEPT: &str = "# Ours.\nschema = 1\n\n[topic.sanctions]\nany = [\"sanction\"] # one line\n\n\
    # ---- Feeds -----\n\n# The wire, since 2019.\n[feed.wire]\nurl   =  \"https://wire.test/rss\"  # slow\nlabel = 'wire'\n\n\
    [feed.\"radio.be\"]\nurl = \"https://radio.test/rss\"\n\n\
    # ---- Letters ----\n[digest.desk]\nat = \"07:30\"\ntz = \"UTC\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]\n# the end";

fn page(body: &str) -> Answer {
    Answer::status(200)
        .with_header("Content-Type", "text/html; charset=utf-8")
        .with_body(format!(
            "<!doctype html><html><head><title>News</title>{body}</html>"
        ))
}

fn feed(title: &str) -> Answer {
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    Answer::feed(rss(title, &[entry]))
}

fn kept() -> World {
    let world = World::new(Plan::desk());
    world.write_watchlist(KEPT);
    world
}

fn watchlist(world: &World) -> String {
    fs::read_to_string(world.config().join("watchlist.toml")).unwrap()
}

/// Everything in the folder of the configuration, by name.
fn files(world: &World) -> Vec<String> {
    let entries = fs::read_dir(world.config()).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn feed_test_of_a_page_reads_the_feed_that_the_page_names() {
    let world = World::new(Plan::desk());
    let origin = world.origin();
    let body = "<base href=/news/><link title='Comments' href=comments/feed/ type=application/rss+xml rel=alternate>\
        <LINK TYPE='application/rss+xml' REL='alternate' HREF='feed?a=1&amp;b=2' title='All &amp; more'>";
    origin.serves("/", page(body));
    origin.serves("/news/feed?a=1&b=2", feed("The Wire"));
    let url = origin.url("/");

    let line = world.run(&["feed", "test", "--json", &url]).json();
    let words = world.run(&["feed", "test", &url]);

    assert_eq!(line["source"], url.as_str());
    assert_eq!(line["ok"], true);
    assert_eq!(line["title"], "The Wire");
    assert_eq!(line["items"][0]["title"], "Sanctions on a bank");
    assert_eq!(line["problems"][0]["kind"], "discovered");
    let detail = line["problems"][0]["detail"].as_str().unwrap();
    for named in ["is a page", "/news/feed?a=1&b=2", "/news/comments/feed/"] {
        assert!(detail.contains(named), "{detail}");
    }
    assert!(words.stdout.contains("its feeds are"), "{words}");
    assert!(words.stdout.contains("Sanctions on a bank"), "{words}");
    assert!(origin.requests("/news/comments/feed/").is_empty());
}

#[test]
fn a_link_in_the_text_is_followed_where_nothing_is_declared_also_by_way_of_a_list_of_feeds() {
    let world = World::new(Plan::desk());
    let origin = world.origin();
    origin.serves(
        "/a",
        page("<body><a href='/about'>About</a> <a href='/export/rss.xml'>Subscribe</a>"),
    );
    origin.serves("/export/rss.xml", feed("Exported"));
    origin.serves("/b", page("<body><a href='/rss'>RSS</a>"));
    origin.serves(
        "/rss",
        page("<body><ul><li><a href='/rss/world.xml'>World</a></ul>"),
    );
    origin.serves("/rss/world.xml", feed("World"));

    let direct = world
        .run(&["feed", "test", "--json", &origin.url("/a")])
        .json();
    let listed = world
        .run(&["feed", "test", "--json", &origin.url("/b")])
        .json();

    assert_eq!(direct["title"], "Exported");
    assert_eq!(listed["title"], "World");
    assert!(origin.requests("/about").is_empty());
}

#[test]
fn the_usual_places_are_tried_one_after_another_and_only_when_the_page_names_no_feed() {
    let world = World::new(Plan::desk());
    let origin = world.origin();
    origin.serves("/blog/", page("<body>Nothing here"));
    origin.serves("/feed.xml", feed("Found"));
    origin.serves(
        "/named",
        page("<link rel=alternate type=application/rss+xml href=/gone.xml>"),
    );

    let found = world
        .run(&["feed", "test", "--json", &origin.url("/blog/")])
        .json();
    let paths: Vec<_> = origin
        .all_requests()
        .into_iter()
        .map(|request| request.path)
        .collect();
    let broken = world.run(&["feed", "test", "--json", &origin.url("/named")]);

    assert_eq!(found["title"], "Found");
    assert_eq!(
        paths,
        [
            "/blog/",
            "/blog/feed",
            "/feed",
            "/rss",
            "/rss.xml",
            "/feed.xml"
        ]
    );
    broken.assert_code(1);
    assert!(broken.stdout.contains("/gone.xml"), "{broken}");
    assert_eq!(
        origin.all_requests().len(),
        8,
        "no guessing beside a page's own word"
    );
}

#[test]
fn a_page_without_any_feed_and_a_site_that_asks_for_rest_are_left_alone() {
    let world = World::new(Plan::desk());
    let origin = world.origin();
    origin.serves("/", page("<body>Nothing"));
    let nothing = world.run(&["feed", "test", "--json", &origin.url("/")]);
    let asked = origin.all_requests().len();
    origin.serves(
        "/feed",
        Answer::status(429).with_header("Retry-After", "60"),
    );
    let rest = world.run(&["feed", "test", "--json", &origin.url("/")]);

    nothing.assert_code(1);
    let line = &nothing.json_lines()[0];
    assert_eq!(line["problems"][0]["kind"], "not-a-feed");
    assert_eq!(asked, 9, "the page and eight places");
    rest.assert_code(1);
    assert_eq!(
        origin.all_requests().len() - asked,
        2,
        "the page and the place that said no"
    );
}

#[test]
fn the_daemon_does_not_guess_and_says_what_the_page_offers() {
    let world = World::new(Plan::desk());
    let body = "<link rel=alternate type=application/rss+xml href=/real.xml>";
    world.origin().serves("/wire", page(body));
    world.origin().serves("/real.xml", feed("Real"));

    world.once(at("09:00:00"));

    let list = world.run(&["feed", "list", "--json"]).json();
    assert_eq!(list[0]["cause"]["kind"], "not-a-feed");
    let sentence = list[0]["cause"]["sentence"].as_str().unwrap();
    let real = world.origin().url("/real.xml");
    assert!(
        sentence.contains(&format!("wirewatch feed add {real}")),
        "{sentence}"
    );
    assert!(world.origin().requests("/real.xml").is_empty());
}

#[test]
fn feed_add_writes_the_found_feed_and_leaves_every_other_byte_alone() {
    let world = kept();
    let origin = world.origin();
    let body = "<link rel=alternate type=application/rss+xml href=/world.xml title=World>\
        <link rel=alternate type=application/atom+xml href=/sport.xml title=Sport>";
    origin.serves("/", page(body));
    origin.serves("/world.xml", feed("Gazeta Łódzka \"World\""));
    origin.serves("/sport.xml", feed("News"));

    let first = world.run(&[
        "feed",
        "add",
        &origin.url("/"),
        "--label",
        "press",
        "--language",
        "pl",
        "--every",
        "30m",
        "--full-text",
    ]);
    let second = world.run(&[
        "feed",
        "add",
        &origin.url("/"),
        "--choose",
        "2",
        "--name",
        "sport",
    ]);
    let third = world.run(&[
        "feed",
        "add",
        &origin.url("/"),
        "--choose",
        "3",
        "--name",
        "other",
    ]);

    first.assert_code(0);
    second.assert_code(0);
    third.assert_code(1);
    for told in ["2 feeds", "--choose", "World", "gazeta-lodzka-world", "run"] {
        assert!(first.stdout.contains(told), "{told}\n{first}");
    }
    let added = format!(
        "[feed.gazeta-lodzka-world]\nurl = \"{}\"\nlabel = \"press\"\nlanguage = \"pl\"\nevery = \"30m\"\nfull_text = true\n\n\
         [feed.sport]\nurl = \"{}\"\n\n",
        origin.url("/world.xml"),
        origin.url("/sport.xml"),
    );
    assert_eq!(
        watchlist(&world),
        KEPT.replace("# ---- Letters", &format!("{added}# ---- Letters"))
    );
    assert_eq!(files(&world), ["watchlist.toml", "wirewatch.toml"]);
    world.run(&["check"]).assert_code(0);
}

#[test]
fn feed_add_refuses_what_is_there_already_what_cannot_be_read_and_what_would_break_the_watchlist() {
    let world = kept();
    world.origin().serves("/x", feed("X"));
    let x = world.origin().url("/x");
    let dead = world.origin().url("/dead");

    for (args, code, words) in [
        (
            &["feed", "add", "http://www.wire.test/rss/#x"][..],
            1,
            "already, as the feed \"wire\"",
        ),
        (
            &["feed", "add", &x, "--name", "wire"],
            64,
            "there is a feed \"wire\" already",
        ),
        (&["feed", "add", &x, "--name", "no name"], 64, "not a name"),
        (&["feed", "add", "ftp://a.test/"], 64, "ftp"),
        (&["feed", "add", "https://u:p@a.test/"], 64, "credential"),
        (&["feed", "add", &dead], 1, "--no-fetch"),
        (&["feed", "add", &x, "--every", "soon"], 64, "every"),
        (&["feed", "add", &x, "--language", "polish"], 64, "language"),
        (&["feed", "add", &x, "--label", "a\nb"], 78, "label"),
        (
            &["feed", "add", &x, "--file", "../x.toml"],
            64,
            "watchlist.d/NAME.toml",
        ),
    ] {
        let ended = world.run(args);
        ended.assert_code(code);
        assert!(ended.stderr.contains(words), "{words}\n{ended}");
        assert_eq!(watchlist(&world), KEPT);
    }
    assert_eq!(files(&world), ["watchlist.toml", "wirewatch.toml"]);
}

#[test]
fn feed_add_can_go_without_asking_into_a_file_of_its_own_and_dry() {
    let world = kept();

    let dry = world.run(&[
        "feed",
        "add",
        "news.example.test",
        "--no-fetch",
        "--dry-run",
    ]);
    assert_eq!(watchlist(&world), KEPT);
    let wet = world.run(&[
        "feed",
        "add",
        "news.example.test",
        "--no-fetch",
        "--file",
        "watchlist.d/press.toml",
    ]);

    dry.assert_code(0);
    assert!(dry.stdout.contains("+ [feed.example]"), "{dry}");
    assert!(dry.stdout.contains("nothing was written"), "{dry}");
    wet.assert_code(0);
    let press = world.config().join("watchlist.d/press.toml");
    assert_eq!(
        fs::read_to_string(press).unwrap(),
        "[feed.example]\nurl = \"https://news.example.test/\"\n"
    );
    assert_eq!(watchlist(&world), KEPT);
    assert!(world.origin().all_requests().is_empty());
    world.run(&["check"]).assert_code(0);
}

#[test]
fn a_faulty_watchlist_is_not_edited() {
    let world = kept();
    let faulty = KEPT.replace("any = ", "anny = ");
    world.write_watchlist(&faulty);

    for args in [
        &["feed", "pause", "wire"][..],
        &["feed", "remove", "wire"],
        &["feed", "add", "https://a.test", "--no-fetch"],
    ] {
        let ended = world.run(args);
        ended.assert_code(78);
        assert!(ended.stderr.contains("anny"), "{ended}");
        assert_eq!(watchlist(&world), faulty);
    }
}

#[test]
fn pause_and_resume_give_the_same_bytes_again() {
    let crlf = KEPT.replace('\n', "\r\n");
    let marked = format!("\u{feff}{KEPT}");
    for text in [KEPT, &crlf, &marked] {
        let world = World::new(Plan::desk());
        world.write_watchlist(text);

        let dry = world.run(&["feed", "pause", "*", "--dry-run"]);
        assert_eq!(watchlist(&world), text);
        let pause = world.run(&["feed", "pause", "wire", "radio.be"]);
        let paused = watchlist(&world);
        let again = world.run(&["feed", "pause", "r*"]);
        let resume = world.run(&["feed", "resume", "*"]);

        dry.assert_code(0);
        pause.assert_code(0);
        let end = if text.contains('\r') { "\r\n" } else { "\n" };
        let wanted = text
            .replace(
                "label = 'wire'",
                &format!("label = 'wire'{end}paused = true"),
            )
            .replace(
                "radio.test/rss\"",
                &format!("radio.test/rss\"{end}paused = true"),
            );
        assert_eq!(paused, wanted);
        assert!(again.stdout.contains("paused already"), "{again}");
        resume.assert_code(0);
        assert_eq!(watchlist(&world), text);
    }
}

#[test]
fn a_name_that_means_no_feed_stops_everything_and_asks_what_was_meant() {
    let world = kept();

    for command in ["pause", "resume", "remove"] {
        let ended = world.run(&["feed", command, "radio.be", "wira", "sport-*"]);
        ended.assert_code(64);
        assert!(ended.stderr.contains("did you mean \"wire\"?"), "{ended}");
        assert!(ended.stderr.contains("sport-*"), "{ended}");
        assert_eq!(watchlist(&world), KEPT);
    }
    world.run(&["feed", "show", "wira"]).assert_code(64);
}

#[test]
fn remove_takes_the_comment_right_above_and_leaves_headings_of_the_file() {
    let world = kept();

    let ended = world.run(&["feed", "remove", "wire"]);

    ended.assert_code(0);
    let gone = "# The wire, since 2019.\n[feed.wire]\nurl   =  \"https://wire.test/rss\"  # slow\nlabel = 'wire'\n\n";
    assert_eq!(watchlist(&world), KEPT.replace(gone, ""));
    let all = world.run(&["feed", "remove", "*"]);
    all.assert_code(0);
    assert!(
        all.stderr.contains("no feed"),
        "the last one is warned of:\n{all}"
    );
    assert!(watchlist(&world).contains("# ---- Letters ----\n[digest.desk]"));
}

#[test]
fn remove_leaves_a_feed_that_is_commented_out_below_it() {
    let world = kept();
    let kept_out = "# [feed.shelf]\n# url = \"https://shelf.test/rss\"\n";
    let radio = "[feed.\"radio.be\"]\nurl = \"https://radio.test/rss\"\n";
    let text = KEPT.replace(radio, &format!("{radio}{kept_out}"));
    world.write_watchlist(&text);

    world.run(&["feed", "remove", "radio.be"]).assert_code(0);

    assert_eq!(watchlist(&world), text.replace(radio, ""));
}

#[test]
fn a_feed_that_a_topic_names_is_not_removed() {
    let world = kept();
    let text = KEPT.replace("# one line", "\nfeeds = { exclude = [\"radio.be\"] }");
    world.write_watchlist(&text);

    let ended = world.run(&["feed", "remove", "radio.be"]);

    ended.assert_code(78);
    assert!(
        ended
            .stderr
            .contains("the topic \"sanctions\" names the feed \"radio.be\""),
        "{ended}"
    );
    assert_eq!(watchlist(&world), text);
}

#[test]
fn a_change_goes_where_the_feed_stands() {
    let world = kept();
    fs::create_dir(world.config().join("watchlist.d")).unwrap();
    let more = world.config().join("watchlist.d/more.toml");
    fs::write(
        &more,
        "feed.a.url = \"https://a.test/\" # a\nfeed.b = { url = \"https://b.test/\" }",
    )
    .unwrap();

    world.run(&["feed", "pause", "a", "b"]).assert_code(0);
    let paused = fs::read_to_string(&more).unwrap();
    world.run(&["feed", "remove", "a"]).assert_code(0);

    assert_eq!(
        paused,
        "feed.a.url = \"https://a.test/\" # a\nfeed.a.paused = true\nfeed.b = { url = \"https://b.test/\", paused = true }"
    );
    assert_eq!(
        fs::read_to_string(&more).unwrap(),
        "feed.b = { url = \"https://b.test/\", paused = true }"
    );
    assert_eq!(watchlist(&world), KEPT);
}

#[test]
fn a_link_stays_a_link_and_the_mode_stays_as_it_was() {
    let world = kept();
    let link = world.config().join("watchlist.toml");
    let real = world.directory().join("kept-elsewhere.toml");
    fs::rename(&link, &real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../kept-elsewhere.toml", &link).unwrap();
    let before = fs::metadata(&real).unwrap();

    world.run(&["feed", "pause", "wire"]).assert_code(0);

    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let after = fs::metadata(&real).unwrap();
    assert_eq!(after.mode() & 0o777, 0o640);
    assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
    assert_ne!(
        after.ino(),
        before.ino(),
        "the file was replaced in one step, not written over"
    );
    assert!(fs::read_to_string(&real).unwrap().contains("paused = true"));
}

/// `feed pause wire` in a shell where no file may grow, as on a full disk; with `trap` the writer is told, without it killed.
fn pause_on_a_full_disk(world: &World, trap: &str) -> Output {
    let script = format!("{trap} ulimit -f 0; exec \"$0\" --config \"$1\" feed pause wire");
    Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_wirewatch")])
        .arg(world.config())
        .env_clear()
        .output()
        .unwrap()
}

#[test]
fn where_nothing_can_be_written_the_file_stays_whole_and_the_reason_is_told() {
    let world = kept();

    let ended = pause_on_a_full_disk(&world, "trap '' XFSZ;");

    let told = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(78), "{told}");
    assert!(
        told.contains("watchlist.toml: it cannot be replaced"),
        "{told}"
    );
    assert_eq!(watchlist(&world), KEPT);
    assert_eq!(files(&world), ["watchlist.toml", "wirewatch.toml"]);
}

#[test]
fn a_kill_in_the_middle_of_writing_leaves_the_old_file_and_stops_nobody_after_it() {
    let world = kept();

    let ended = pause_on_a_full_disk(&world, "");

    assert_eq!(ended.status.code(), None, "killed by a signal");
    assert_eq!(watchlist(&world), KEPT);
    assert_eq!(files(&world).len(), 3, "what it had begun is left beside");
    world.run(&["check"]).assert_code(0);
    world.run(&["feed", "pause", "wire"]).assert_code(0);
    assert!(watchlist(&world).contains("paused = true"));
}

#[test]
fn a_folder_that_takes_no_new_file_is_told() {
    let world = kept();
    fs::write(world.config().join("watchlist.d"), "not a folder").unwrap();

    let ended = world.run(&["feed", "pause", "wire"]);

    ended.assert_code(78);
    assert!(ended.stderr.contains("watchlist.d"), "{ended}");
    assert_eq!(watchlist(&world), KEPT);
}

#[test]
fn commands_at_the_same_time_lose_nothing_of_each_other() {
    let world = kept();

    thread::scope(|scope| {
        for number in 0..6 {
            let world = &world;
            scope.spawn(move || {
                let url = format!("https://n{number}.test/rss");
                let ended = world.run(&["feed", "add", &url, "--no-fetch"]);
                ended.assert_code(0);
            });
        }
    });

    let text = watchlist(&world);
    for number in 0..6 {
        assert!(text.contains(&format!("[feed.n{number}]")), "{text}");
    }
    assert_eq!(files(&world), ["watchlist.toml", "wirewatch.toml"]);
}

#[test]
fn a_running_daemon_takes_the_new_feed_up_at_once() {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    world.origin().serves("/farm", feed("The Farm"));
    let daemon = world.daemon();

    let quiet = world.run(&["feed", "pause", "wire", "--no-reload"]);
    let added = world.run(&[
        "feed",
        "add",
        &world.origin().url("/farm"),
        "--name",
        "farm",
    ]);

    assert!(quiet.stdout.contains("reload` puts it to work"), "{quiet}");
    added.assert_code(0);
    assert!(
        added.stdout.contains("reloaded: ") && added.stdout.contains("feed farm added"),
        "{added}"
    );
    // Once to look at it, once by the daemon.
    world.origin().wait_for_requests("/farm", 2);
    daemon.stop();
}

#[test]
fn feed_show_tells_settings_health_and_the_last_articles_with_their_topics() {
    let plan = Plan::desk().feed_with("radio", "label = \"state\"\nheaders = { X-Key = \"hush\" }");
    let world = World::new(plan);
    let served = feed("The Wire").with_etag("\"v1\"");
    world.origin().serves("/wire", served);
    world.once(at("09:00:00"));

    let wire = world.run(&["feed", "show", "wire", "--json"]).json();
    let radio = world.run(&["feed", "show", "radio", "--json"]);
    let words = world.run(&["feed", "show", "wire"]);

    assert_eq!(wire["settings"]["file"], "watchlist.toml");
    assert_eq!(wire["settings"]["every_seconds"], 5);
    assert_eq!(wire["health"]["state"], "ok");
    assert_eq!(wire["title"], "The Wire");
    assert_eq!(wire["validators"]["etag"], "\"v1\"");
    assert_eq!(wire["latest"][0]["title"], "Sanctions on a bank");
    assert_eq!(wire["latest"][0]["topics"], json!(["sanctions"]));
    let told = radio.json();
    assert_eq!(told["settings"]["headers"], json!(["X-Key"]));
    assert_eq!(told["health"]["cause"]["kind"], "http-404");
    assert!(!radio.stdout.contains("hush"), "{radio}");
    words.assert_code(0);
    for wanted in ["watchlist.toml, line", "ETag", "next poll", "[sanctions]"] {
        assert!(words.stdout.contains(wanted), "{wanted}\n{words}");
    }
}

const LIST: &str = "\u{feff}<?xml version=\"1.0\"?>\r\n<opml version=\"1.0\"><head><title>Mine & yours</title></head><body>\r\n\
    <outline text='Exile media'>\r\n<outline text='Radio' xmlUrl='https://www.radio.test/rss/'/>\r\n\
    <outline title='Zażółć \"gęślą\"&#10;&#27;[2J &lt;b>' text='x' xmlUrl=\"https://one.test/?a=1&b=2\" language='pl'/>\r\n\
    <outline text='No address' type='rss'/>\r\n<outline text='Old' xmlUrl='gopher://old.test/'/>\r\n</outline>\r\n\
    <outline text=\"Two\" xmlUrl=\"https://two.test/feed\"/>\r\n<outline text=\"Two again\" xmlUrl=\"http://two.test/feed/\"/>";

#[test]
fn feed_import_takes_what_is_good_counts_what_is_there_and_tells_what_is_bad() {
    let world = kept();
    let file = world.directory().join("list.opml");
    fs::write(&file, LIST).unwrap();
    let file = file.to_str().unwrap();

    let dry = world.run(&["feed", "import", file, "--dry-run", "--json"]);
    assert_eq!(watchlist(&world), KEPT);
    let wet = world.run_with_input(&["feed", "import", "-"], LIST);
    let again = world.run(&["feed", "import", file, "--json"]);

    dry.assert_code(1);
    let told: Value = serde_json::from_str(&dry.stdout).unwrap();
    assert_eq!(told["duplicates"], 2);
    let lines: Vec<_> = told["bad"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bad| bad["line"].clone())
        .collect();
    assert_eq!(lines, [6, 7]);
    wet.assert_code(1);
    assert!(
        wet.stderr.contains("line 7") && wet.stderr.contains("gopher"),
        "{wet}"
    );
    assert!(
        !wet.stdout.contains('\u{1b}') && !wet.stderr.contains('\u{1b}'),
        "{wet}"
    );
    let text = watchlist(&world);
    let added = "[feed.zazolc-gesla-2j-b]\nurl = \"https://one.test/?a=1&b=2\"\nlabel = \"Exile media\"\nlanguage = \"pl\"\n\n\
        [feed.two]\nurl = \"https://two.test/feed\"\n\n";
    assert_eq!(
        text,
        KEPT.replace("# ---- Letters", &format!("{added}# ---- Letters"))
    );
    let told: Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(told["added"], json!([]));
    assert_eq!(watchlist(&world), text);
    world.run(&["check"]).assert_code(0);
}

#[test]
fn what_was_exported_comes_back_the_same() {
    let world = kept();
    let feeds = "[feed.\"bel.one\"]\nurl = \"https://bel.test/?a=1&b=%22\"\nlabel = \"Exile / Radio & <more>\"\nlanguage = \"be\"\n\
        [feed.wire]\nurl = \"https://wire.test/rss\"\n[feed.pol]\nurl = \"https://pol.test/\"\nlabel = \" / odd\"\n";
    let start = KEPT.split("# ---- Feeds").next().unwrap();
    world.write_watchlist(&format!("{start}{feeds}"));
    let other = kept();
    other.write_watchlist(start);

    let output = other.directory().join("out.opml");
    world
        .run(&["feed", "export", "--output", output.to_str().unwrap()])
        .assert_code(0);
    other
        .run(&["feed", "import", output.to_str().unwrap()])
        .assert_code(0);

    let list = |world: &World| {
        let text = world.run(&["feed", "export"]).stdout;
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.retain(|line| line.contains("<outline"));
        lines
    };
    assert_eq!(list(&world), list(&other));
    for name in ["bel.one", "wire", "pol"] {
        let settings = |world: &World| {
            let mut shown = world.run(&["feed", "show", name, "--json"]).json()["settings"].take();
            shown["line"].take();
            shown
        };
        assert_eq!(settings(&world), settings(&other), "{name}");
    }
}

#[test]
fn five_thousand_outlines_are_taken_in_one_go() {
    let world = kept();
    let outlines: String = (0..5000)
        .map(|n| format!("<outline text='Feed {n}'><outline text='N{n}' xmlUrl='https://n{n}.test/rss'/></outline>\n"))
        .collect();
    let list = format!("<opml version='2.0'><body>{outlines}</body></opml>");

    let ended = world.run_with_input(&["feed", "import", "-", "--json"], &list);

    assert_eq!(ended.json()["added"].as_array().unwrap().len(), 5000);
    world.run(&["check"]).assert_code(0);
    world.run(&["feed", "pause", "n*"]).assert_code(0);
    world.run(&["feed", "remove", "n*"]).assert_code(0);
    assert_eq!(watchlist(&world), KEPT);
}

#[test]
fn what_is_no_list_is_refused() {
    let world = kept();

    for (input, words) in [
        ("", "empty"),
        ("<html><body>no</body></html>", "no feed"),
        ("\u{1b}[2J", "no feed"),
    ] {
        let ended = world.run_with_input(&["feed", "import", "-"], input);
        ended.assert_code(1);
        assert!(ended.stderr.contains(words), "{ended}");
        assert!(!ended.stderr.contains('\u{1b}'), "{ended}");
    }
    let missing = world.run(&["feed", "import", "/nowhere/list.opml"]);
    missing.assert_code(1);
    assert!(missing.stderr.contains("/nowhere/list.opml"), "{missing}");
    assert_eq!(watchlist(&world), KEPT);
}

#[test]
fn help_of_the_feed_commands_is_told() {
    for command in ["add", "pause", "remove", "import", "export", "show"] {
        wirewatch(&["feed", command, "--help"], "").assert_code(0);
    }
    let help = wirewatch(&["feed", "--help"], "");

    insta::assert_snapshot!("feed_help", help.stdout);
}
