//! `wirewatch export`: what matched, whole in every form, whatever strangers wrote and whatever else is going on.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;
use serde_json::json;

use crate::schemas::assert_valid;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::now;
use crate::support::rss;

const HOSTILE: &str = "=cmd() \"sanctions\"; -1, *bold* & [more](x) a_b <";

/// Five articles, three of which match, one of them two topics; told by a digest, one of them twice marked and revised.
fn world() -> World {
    let plan = Plan::desk().topic("ships", "any = [\"ship\", \"tanker\"]");
    let world = World::new(plan);
    let mut entries = vec![
        Entry::new("bank", HOSTILE, "", at("08:30:00")),
        Entry::new(
            "ship",
            "Sanctions on ships",
            "An asset freeze for the sanctioned ships.",
            at("08:40:00"),
        ),
        Entry::new("tanker", "A tanker ran aground", "", at("08:45:00")),
        Entry::new("goat", "A goat won the race", "", at("08:50:00")),
    ];
    serve(&world, &entries);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    "The asset freeze is for the sanctioned ships, says a minister."
        .clone_into(&mut entries[1].text);
    serve(&world, &entries);
    world.once(at("10:00:00"));
    let id = id_of(&world, "Sanctions on ships");
    for args in [
        &["mark", id.as_str(), "useful"][..],
        &[
            "mark",
            &id,
            "noise",
            "--topic",
            "ships",
            "--note",
            "not the sea",
        ],
    ] {
        world.run(args).assert_code(0);
    }
    world
}

fn serve(world: &World, entries: &[Entry]) {
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", entries)));
}

fn id_of(world: &World, title: &str) -> String {
    let all = lines(&export(world, "jsonl", &[]));
    let found = all.iter().find(|line| line["title"] == title);
    found.unwrap_or_else(|| panic!("{title}"))["id"].to_string()
}

fn export(world: &World, format: &str, more: &[&str]) -> String {
    let mut args = vec!["export", "--format", format];
    args.extend(more);
    let ended = world.run(&args);
    ended.assert_code(0);
    assert_eq!(ended.stderr, "", "{ended}");
    ended.stdout
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e} in {line}")))
        .collect()
}

/// A table read by the letter of RFC 4180: cells, and nothing but CRLF between rows.
fn table(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut is_quoted = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let cells = rows.last_mut().unwrap();
        let cell = cells.last_mut().unwrap();
        match c {
            '"' if is_quoted && rest.peek() == Some(&'"') => {
                rest.next();
                cell.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if cell.is_empty() => is_quoted = true,
            ',' if !is_quoted => cells.push(String::new()),
            '\r' if !is_quoted => {
                assert_eq!(rest.next(), Some('\n'), "{text}");
                rows.push(vec![String::new()]);
            }
            '"' | '\n' if !is_quoted => panic!("a stray {c:?} in {text}"),
            c => cell.push(c),
        }
    }
    assert_eq!(
        rows.pop(),
        Some(vec![String::new()]),
        "ends with CRLF: {text}"
    );
    let width = rows[0].len();
    assert!(rows.iter().all(|row| row.len() == width), "{rows:#?}");
    rows
}

/// The cells of a column, below its name.
fn column<'a>(table: &'a [Vec<String>], name: &str) -> Vec<&'a str> {
    let at = table[0].iter().position(|cell| cell == name);
    let at = at.unwrap_or_else(|| panic!("{name} in {:?}", table[0]));
    table[1..].iter().map(|row| row[at].as_str()).collect()
}

/// What `feed test` reads in it.
fn read_back(world: &World, name: &str, text: &str) -> Value {
    let file = world.directory().join(name);
    fs::write(&file, text).unwrap();
    world
        .run(&["feed", "test", file.to_str().unwrap(), "--json"])
        .json()
}

#[test]
fn json_lines_are_as_described_and_say_what_matched_and_why() {
    let world = world();

    let all = lines(&export(&world, "jsonl", &[]));

    all.iter().for_each(|line| assert_valid("export", line));
    let titles: Vec<&str> = all
        .iter()
        .map(|line| line["title"].as_str().unwrap())
        .collect();
    assert_eq!(
        titles,
        [HOSTILE, "Sanctions on ships", "A tanker ran aground"]
    );
    let ship = &all[1];
    assert_eq!(ship["url"], "https://news.example/ship");
    assert_eq!(ship["feed"], "wire");
    assert_eq!(ship["outlet"], "The Wire");
    assert_eq!(ship["published"], "2026-11-20T08:40:00Z");
    assert_eq!(ship["first_seen"], "2026-11-20T09:00:00Z");
    assert_eq!(ship["topics"], json!(["sanctions", "ships"]));
    assert_eq!(
        ship["matches"][0]["terms"],
        json!([
            { "term": "sanction", "forms": ["Sanctions", "sanctioned"] },
            { "term": "asset freeze", "forms": ["asset freeze"] }
        ])
    );
    assert_eq!(ship["matches"][0]["mark"], "useful");
    assert_eq!(
        ship["matches"][1]["mark"], "noise",
        "the newer, and of this topic"
    );
    assert_eq!(all[0]["matches"][0]["mark"], Value::Null);
    assert!(ship.get("audit").is_none() && ship["matches"][0].get("evidence").is_none());
}

#[test]
fn an_audit_says_who_judged_where_the_evidence_stands_who_was_told_and_what_changed() {
    let world = world();

    let all = lines(&export(&world, "jsonl", &["--audit"]));

    all.iter().for_each(|line| assert_valid("export", line));
    let ship = &all[1];
    let digest = world.digests().pop().unwrap();
    let told = &ship["audit"]["letters"][0];
    assert_eq!(told["number"], digest["number"]);
    assert_eq!(
        (&told["digest"], &told["kind"]),
        (&json!("desk"), &json!("digest"))
    );
    assert_eq!(
        (&told["recipients"], &told["accepted"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(told["issued"], digest["issued"]);
    assert_eq!(ship["audit"]["revisions"], 1);
    assert_eq!(ship["audit"]["marks"][1]["note"], "not the sea");
    assert_eq!(ship["matches"][0]["watchlist"], ship["audit"]["watchlist"]);
    assert_eq!(
        ship["matches"][0]["evidence"][0],
        json!({ "term": "sanction", "form": "Sanctions", "field": "title", "start": 0, "end": 9, "weight": 1.0 })
    );
    assert!(ship["matches"][0]["watchlist"].as_str().unwrap().len() >= 12);
    assert_eq!(
        all[2]["audit"]["letters"],
        json!([]),
        "no digest has the topic ships"
    );
    for format in ["csv", "md", "rss", "atom"] {
        let text = export(&world, format, &["--audit"]);
        let version = ship["audit"]["watchlist"].as_str().unwrap();
        assert!(text.contains(version), "{format}: {text}");
        assert!(text.contains("title 0-9, weight 1"), "{format}: {text}");
        assert!(text.contains("not the sea"), "{format}: {text}");
        assert!(
            text.contains("digest 1 (desk) issued 2026-11-20T"),
            "{format}: {text}"
        );
    }
}

#[test]
fn a_spreadsheet_gets_a_row_for_each_article_and_topic_and_no_formula() {
    let world = world();

    let plain = table(&export(&world, "csv", &[]));
    let audit = table(&export(&world, "csv", &["--audit"]));

    assert_eq!(
        column(&plain, "topic"),
        ["sanctions", "sanctions", "ships", "ships"]
    );
    assert_eq!(column(&plain, "score")[0], "2");
    assert_eq!(column(&plain, "mark"), ["", "useful", "noise", ""]);
    assert_eq!(
        column(&plain, "story")
            .iter()
            .filter(|story| story.is_empty())
            .count(),
        0
    );
    assert_eq!(
        column(&plain, "title")[0],
        "'=cmd() \"sanctions\"; '-1, *bold* & [more](x) a_b <"
    );
    assert_eq!(
        column(&plain, "terms")[1],
        "sanction (Sanctions, sanctioned); asset freeze"
    );
    assert_eq!(audit[0][..plain[0].len()], plain[0]);
    assert_eq!(column(&audit, "revisions"), ["0", "1", "1", "0"]);
    assert!(
        column(&audit, "marks")[1].contains("noise for ships at "),
        "{audit:#?}"
    );
    let with_mark = export(&world, "csv", &["--bom"]);
    assert!(with_mark.starts_with("\u{feff}id,"), "{with_mark}");
}

/// T19: what no form may hand on.
#[test]
fn formulas_nuls_and_lone_surrogates_come_out_harmless_in_every_form() {
    let world = World::new(Plan::desk());
    let items: String = [
        "=cmd()|' /C calc'!A0 sanctions",
        "+1 sanctions&#0;&#7;&#27;[31m",
        "-2 sanctions &#xD83D; and &#xDC00;",
        "@SUM(A1) sanctions &#xFFFE;&#xFFFF;&#x85;&#x202E;",
        "&#9;=sanctions&#13;&#10;]]&gt;",
    ]
    .iter()
    .enumerate()
    .map(|(number, title)| {
        format!(
            "<item><guid>{number}</guid><link>https://news.example/;={number}</link><title>{title}</title>\
             <pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate></item>"
        )
    })
    .collect();
    let feed =
        format!("<rss version=\"2.0\"><channel><title>=Wire&#0;</title>{items}</channel></rss>");
    world.origin().serves("/wire", Answer::feed(feed));
    world.once(at("09:00:00"));

    let jsonl = export(&world, "jsonl", &["--audit"]);
    let csv = export(&world, "csv", &["--audit"]);

    let articles = lines(&jsonl);
    assert_eq!(articles.len(), 5, "{jsonl}");
    articles
        .iter()
        .for_each(|line| assert_valid("export", line));
    let rows = table(&csv);
    assert_eq!(rows.len(), 6);
    for cell in rows.iter().flatten() {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{cell:?}"
        );
        assert!(!cell.contains(char::is_control), "{cell:?}");
        assert!(!cell.contains(";="), "{cell:?}");
    }
    for format in ["md", "rss", "atom"] {
        let text = export(&world, format, &["--audit"]);
        let is_odd =
            |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
        assert!(!text.contains(is_odd), "{format}: {text:?}");
        if format != "md" {
            let read = read_back(&world, format, &text);
            assert_eq!(read["ok"], true, "{read}");
            assert_eq!(read["items"].as_array().unwrap().len(), 5, "{read}");
            assert_eq!(read["problems"], json!([]), "{read}");
            feed_rs::parser::parse(text.as_bytes()).unwrap();
        }
    }
}

#[test]
fn markdown_shows_what_strangers_wrote_as_they_wrote_it() {
    let text = export(&world(), "md", &["--topic", "sanctions"]);

    assert!(
        text.starts_with("# wirewatch: sanctions\n\n## 2026-11-20\n\n- ["),
        "{text}"
    );
    assert!(
        text.contains("\\*bold\\* \\& \\[more\\](x) a\\_b \\<](<https://news.example/bank>)"),
        "{text}"
    );
    assert!(text.contains("\n  - sanctions, score 3: sanction (Sanctions, sanctioned); asset freeze; marked useful\n"), "{text}");
    assert_eq!(text.matches("## ").count(), 1, "{text}");
}

#[test]
fn feeds_are_read_back_by_ourselves_and_by_others_with_guids_that_stay() {
    let world = world();
    for format in ["rss", "atom"] {
        let text = export(&world, format, &["--topic=sanctions"]);
        let again = export(
            &world,
            format,
            &["--topic=sanctions", "--since=2026-11-20T00:00:00Z"],
        );

        let ours = read_back(&world, format, &text);
        let others = feed_rs::parser::parse(text.as_bytes()).unwrap();

        assert_eq!(text, again, "the same archive gives the same bytes");
        assert_eq!(
            (&ours["ok"], &ours["format"]),
            (&json!(true), &json!(format)),
            "{ours}"
        );
        assert_eq!(ours["problems"], json!([]), "{ours}");
        let items = ours["items"].as_array().unwrap();
        assert_eq!(items.len(), 2, "{ours}");
        assert_eq!(items[0]["title"], HOSTILE, "{format}");
        assert_eq!(items[1]["link"], "https://news.example/ship");
        assert_eq!(items[1]["published"], "2026-11-20T08:40:00Z");
        let summary = items[1]["summary"].as_str().unwrap();
        assert!(
            summary.contains("sanctions, score 3: sanction (Sanctions, sanctioned); asset freeze"),
            "{summary}"
        );
        let guid = items[1]["id"].as_str().unwrap();
        let number_and_moment = format!(":article:2.{}", at("09:00:00").as_millisecond());
        assert!(guid.ends_with(&number_and_moment), "{guid}");
        assert_eq!(others.entries.len(), 2, "{format}");
        assert_eq!(others.entries[1].id, guid);
        assert_eq!(
            others.entries[1].title.as_ref().unwrap().content,
            "Sanctions on ships"
        );
    }
}

#[test]
fn two_archives_give_no_guid_and_no_feed_the_same_name() {
    let [one, other] = [world(), world()].map(|world| export(&world, "atom", &[]));

    let ids = |text: &str| {
        let feed = feed_rs::parser::parse(text.as_bytes()).unwrap();
        let entries = feed.entries.into_iter().map(|entry| entry.id);
        entries.chain([feed.id]).collect::<BTreeSet<String>>()
    };
    assert_eq!(ids(&one).len(), 4);
    assert!(ids(&one).is_disjoint(&ids(&other)), "{one}\n{other}");
}

#[test]
fn a_topic_that_only_a_back_catalogue_met_can_be_asked_for_when_the_list_has_it_no_more() {
    let plan = Plan::empty()
        .feed_with("wire", "every = \"5s\"")
        .topic("sanctions", "any = [\"sanction\"]")
        .topic("ships", "any = [\"ship\"]");
    let world = World::new(plan);
    let old = Entry::new("ship", "A ship ran aground", "", at("08:40:00"));
    serve(&world, &[old]);
    world.once(at("09:00:00"));

    world.replan(Plan::desk());

    let found = lines(&export(&world, "jsonl", &["--topic", "ships"]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["backfill"], true);
}

#[test]
fn what_was_accepted_once_stays_so_in_the_audit_when_its_letter_is_sent_again() {
    let world = world();
    let letters = || lines(&export(&world, "jsonl", &["--audit"]))[1]["audit"]["letters"].clone();
    let before = letters();
    assert_eq!(before[0]["accepted"], 1);

    world
        .run(&["digest", "resend", "1", "--accepted"])
        .assert_code(0);
    let waiting = letters();
    world.once(at("11:00:00"));

    assert_eq!(waiting, before);
    assert_eq!(letters(), before, "and by its first acceptance");
}

#[test]
fn topics_and_times_choose_and_what_was_in_the_archive_before_the_list_changed_is_there_yet() {
    let world = world();
    let count = |more: &[&str]| lines(&export(&world, "jsonl", more)).len();

    assert_eq!(count(&["--topic", "sanctions"]), 2);
    assert_eq!(
        count(&[
            "--topic",
            "ships",
            "--topic",
            "sanctions",
            "--topic",
            "ships"
        ]),
        3
    );
    assert_eq!(
        count(&["--since", "2026-11-20T09:00:00Z"]),
        3,
        "then or later"
    );
    assert_eq!(count(&["--since", "2026-11-20T09:00:01Z"]), 0);
    let of_ships = lines(&export(&world, "jsonl", &["--topic", "ships"]));
    assert_eq!(
        of_ships[0]["topics"],
        json!(["ships"]),
        "of those asked for"
    );

    world.replan(Plan::desk());
    assert_eq!(count(&["--topic", "ships"]), 2, "the list has it no more");
    world.write_watchlist("this is no watchlist");
    assert_eq!(
        count(&["--topic", "ships"]),
        2,
        "nor is there a list that can be read"
    );
}

#[test]
fn unknown_topics_are_refused_all_at_once_with_what_was_meant() {
    let world = world();

    let ended = world.run(&[
        "export",
        "--format",
        "csv",
        "--topic",
        "sanctoins",
        "--topic",
        "sanctions",
        "--topic",
        "shps",
    ]);

    ended.assert_code(64);
    assert_eq!(ended.stdout, "");
    assert!(
        ended.stderr.ends_with(
            "wirewatch: there is no topic \"sanctoins\" in the watchlist or the archive: did you mean \"sanctions\"?\n\
             there is no topic \"shps\" in the watchlist or the archive: did you mean \"ships\"?\n"
        ),
        "{ended}"
    );
    for args in [
        &["export", "--format", "pdf"][..],
        &["export"],
        &["export", "--format", "csv", "--since", "yesterday-ish"],
        &["export", "--format", "csv", "--topic", "no name"],
        &["export", "--format", "jsonl", "--bom"],
    ] {
        world.run(args).assert_code(64);
    }
}

#[test]
fn an_archive_that_is_not_there_yet_or_empty_gives_an_empty_whole() {
    let world = World::new(Plan::desk());
    let check = |is_told: bool| {
        for format in ["csv", "jsonl", "md", "rss", "atom"] {
            let ended = world.run(&[
                "export",
                "--format",
                format,
                "--topic",
                "sanctions",
                "--audit",
            ]);

            ended.assert_code(0);
            assert_eq!(ended.stderr.contains("no archive"), is_told, "{ended}");
            match format {
                "csv" => assert_eq!(table(&ended.stdout).len(), 1),
                "jsonl" => assert_eq!(ended.stdout, ""),
                "md" => assert!(ended.stdout.ends_with("Nothing matched.\n"), "{ended}"),
                _ => {
                    let read = read_back(&world, format, &ended.stdout);
                    assert_eq!(
                        (&read["ok"], &read["items"]),
                        (&json!(true), &json!([])),
                        "{read}"
                    );
                    feed_rs::parser::parse(ended.stdout.as_bytes()).unwrap();
                }
            }
        }
    };

    check(true);
    serve(&world, &[]);
    world.once(at("09:00:00"));
    check(false);
}

/// More than is read in one picture, all first seen in the same moment.
#[test]
fn a_large_archive_comes_whole_in_order_each_article_once_beside_a_daemon_that_goes_on() {
    let world = World::new(Plan::desk());
    let entries: Vec<Entry> = (0..450)
        .map(|number| {
            Entry::new(
                &number.to_string(),
                &format!("Sanctions on bank number {number} of {}", number * 7919),
                "",
                now(),
            )
        })
        .collect();
    serve(&world, &entries);
    let daemon = world.daemon();
    world.wait_for_article("449");

    let all = lines(&export(&world, "jsonl", &[]));
    let rows = table(&export(&world, "csv", &["--since", "1d"]));

    let ids: Vec<i64> = all
        .iter()
        .map(|line| line["id"].as_i64().unwrap())
        .collect();
    assert!(ids.is_sorted(), "{ids:?}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 450);
    assert_eq!(ids.len(), 450);
    assert_eq!(rows.len(), 451);
    daemon.stop();
}

#[test]
fn nothing_in_the_archive_is_changed() {
    let world = world();
    let bytes = || fs::read(world.state().join("wirewatch.db")).unwrap();
    let before = bytes();

    export(&world, "csv", &["--audit"]);

    assert!(before == bytes());
}

#[test]
fn a_reader_who_has_seen_enough_is_no_fault_and_an_output_that_takes_nothing_is_one() {
    let world = world();
    let command = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wirewatch"));
        command
            .arg("--config")
            .arg(world.config())
            .args(["export", "--format", "csv"])
            .stderr(Stdio::piped());
        command
    };

    let mut child = command().stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let closed = child.wait_with_output().unwrap();

    assert_eq!(closed.status.code(), Some(0), "{closed:?}");
    assert!(closed.stderr.is_empty(), "{closed:?}");
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        let full = command()
            .stdout(full)
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap();
        let told = String::from_utf8_lossy(&full.stderr).into_owned();
        assert_eq!(full.status.code(), Some(70), "{told}");
        assert!(told.contains("the export was not written whole"), "{told}");
    }
}
