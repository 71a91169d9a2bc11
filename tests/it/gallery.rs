//! One letter of every kind, made by the real program and taken by a relay, and the page beside them: all of them sound, all of
//! them valid HTML by a parser that follows the standard.
//!
//! `WIREWATCH_GALLERY=DIR` keeps what was made in that folder: `tests/gallery/run.sh` lets SpamAssassin and the Nu HTML checker
//! judge it.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::bursts::days_before;
use crate::bursts::every;
use crate::bursts::stories;
use crate::first_run::letters_under;
use crate::service::page_of;
use crate::support::Answer;
use crate::support::Entry;
use crate::support::Letter;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::faults_of;
use crate::support::now;
use crate::support::rss;
use crate::support::wirewatch;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

const TOPICS: &str = "title = \"Sanctions\"\npriority = \"high\"\n\
    any = [\"sanction\", \"asset freeze\", \"санкции\", \"приговор\", \"עיצומים\", \"عقوبات\", \"制裁\"]";

/// A desk with a digest a minute and these further keys.
fn desk(keys: &str) -> Plan {
    let body = format!(
        "topics = [\"sanctions\"]\nto = [\"desk@example.org\", \"night@example.org\"]\n{keys}"
    );
    Plan::empty()
        .topic("sanctions", TOPICS)
        .feed("wire")
        .feed("paper")
        .digest("desk", &body)
}

fn publish(world: &World, feed: &str, title: &str, entries: &[Entry]) {
    world
        .origin()
        .serves(&format!("/{feed}"), Answer::feed(rss(title, entries)));
}

fn entry(slug: &str, title: &str, text: &str) -> Entry {
    Entry::new(slug, title, text, at("08:30:00"))
}

fn newest(world: &World) -> Letter {
    world.inbox().letters().pop().expect("a letter")
}

/// The letter that a desk gets of these entries.
fn told(plan: Plan, entries: &[Entry]) -> Letter {
    let world = World::new(plan);
    publish(&world, "wire", "The Harbour Wire", entries);
    publish(&world, "paper", "The Paper", &[]);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    newest(&world)
}

fn plain() -> Vec<Entry> {
    vec![
        entry(
            "bank",
            "Finance ministry announces sanctions on a bank in the north",
            "The ministry said on Thursday that it had frozen the accounts of the bank and of four of its directors. An asset \
             freeze of this size is the first in eleven years.",
        ),
        entry(
            "yard",
            "Shipyard workers ask what the new sanctions mean for them",
            "About two hundred workers met at the gate. Sanctions on suppliers have stopped two of three docks.",
        ),
    ]
}

fn scripts() -> Vec<Entry> {
    vec![
        entry(
            "he",
            "עיצומים חדשים על שלוש חברות OFAC",
            "משרד האוצר הודיע על עיצומים נגד שלוש חברות ספנות. OFAC פרסם רשימה.",
        ),
        entry(
            "ar",
            "عقوبات جديدة على ناقلات النفط",
            "أعلنت الحكومة عن عقوبات جديدة تشمل أربع ناقلات.",
        ),
        entry(
            "zh",
            "欧盟对四家钾肥贸易商实施制裁措施",
            "欧盟成员国代表周一讨论了新的制裁草案。四家公司将被冻结资产。",
        ),
        entry(
            "ru",
            "Апелляция по делу учительницы из Лиды: приговор оставили в силе",
            "Областной суд рассмотрел жалобу за сорок минут. Новые санкции обсуждают в Брюсселе.",
        ),
    ]
}

fn hostile() -> Vec<Entry> {
    let mut entries = vec![
        entry(
            "evil",
            "sanctions\r\nBcc: evil@example.org\r\n\r\n<svg/onload=alert(1)>\u{202e}gpj.exe {{7*7}} ${7*7} %s {0}",
            "</blockquote><form action=//evil>sanctions</form> <style>*{display:none}</style> =?utf-8?q?hi?= \u{1b}[31m",
        ),
        entry(
            "markup",
            "Sanctions \"'></title><h1>on a bank</h1>",
            "Sanctions & <script>alert(1)</script> &lt;img src=x onerror=alert(1)&gt; <base href=//evil>",
        ),
        entry(
            "mark",
            "=?utf-8?q?sanctions?= e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
            "",
        ),
    ];
    entries[0].link = "https://bank.example@xn--80ak6aa92e.example/?q=\"><b>".to_owned();
    entries
}

/// News that is worded as unsolicited mail is: a letter that quotes it is judged by a stranger's words.
fn worded_like_spam() -> Vec<Entry> {
    let mut entry = entry(
        "loud",
        "!!! FREE SANCTIONS !!! Earn $$$ NOW, 100% guaranteed",
        "Dear friend, sanctions are over. Click here and act now, no risk, double your income, order today.",
    );
    entry.link = "http://198.51.100.7/sanctions".to_owned();
    vec![entry]
}

fn empty() -> Letter {
    let plan = Plan::empty()
        .topic("sanctions", TOPICS)
        .feed("wire")
        .digest_with(
            "desk",
            "at = [\"09:30\"]\ntz = \"UTC\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]\nwhen_empty = \"send\"",
        );
    let world = World::new(plan);
    publish(&world, "wire", "The Harbour Wire", &[]);
    world.once(at("09:00:00"));
    world.once(at("09:31:00"));
    newest(&world)
}

const EVENING: &str =
    "at = \"18:00\"\ntz = \"UTC\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]";

/// An alert, the update that follows it, a discreet one, and the digest that tells of all of it.
fn alerts() -> Vec<(&'static str, Letter)> {
    let plan = |keys: &str| {
        let topic = format!("{TOPICS}\nalert = {{ min_score = 2 }}");
        Plan::empty()
            .topic("sanctions", &topic)
            .feed("wire")
            .digest_with("evening", &format!("{EVENING}\n{keys}"))
    };
    let world = World::new(plan(""));
    publish(&world, "wire", "The Harbour Wire", &[]);
    world.once(at("08:20:00"));
    let mut entries = vec![plain().remove(0)];
    publish(&world, "wire", "The Harbour Wire", &entries);
    world.once(at("08:40:00"));
    let alert = newest(&world);
    entries.push(Entry::new(
        "bank-2",
        "Bank in the north says sanctions of the finance ministry are a mistake",
        "The directors whose accounts the ministry had frozen on Thursday went to court. The asset freeze stands.",
        at("12:20:00"),
    ));
    publish(&world, "wire", "The Harbour Wire", &entries);
    world.once(at("12:30:00"));
    let update = newest(&world);
    world.once(at("18:00:30"));
    let digest = newest(&world);

    let hushed = World::new(plan("subject = \"discreet\""));
    publish(&hushed, "wire", "The Harbour Wire", &[]);
    hushed.once(at("08:20:00"));
    publish(&hushed, "wire", "The Harbour Wire", &entries[..1]);
    hushed.once(at("08:40:00"));
    vec![
        ("alert", alert),
        ("update", update),
        ("told-already", digest),
        ("discreet-alert", newest(&hushed)),
    ]
}

/// The alert of a topic that is loud, and the digest with it at its head.
fn burst() -> Vec<(&'static str, Letter)> {
    let topic = "title = \"Measures\"\nany = [\"sanction\", \"embargo\"]\nalert = { burst = true }";
    let world = World::new(
        Plan::empty()
            .topic("sanctions", topic)
            .feed("wire")
            .digest_with("evening", EVENING),
    );
    for day in (1..=15).rev() {
        let morning = at("00:10:00") - days_before(day);
        let first = 10 * usize::try_from(day).unwrap();
        let quiet = stories(first, every(180, morning, 8), "Sanction");
        publish(&world, "wire", "The Harbour Wire", &quiet);
        world.once(at("23:00:00") - days_before(day));
    }
    let loud = stories(500, every(6, at("10:00:00"), 24), "Embargo");
    publish(&world, "wire", "The Harbour Wire", &loud);
    world.once(at("12:30:00"));
    let alert = newest(&world);
    world.once(at("18:00:30"));
    vec![("burst-alert", alert), ("burst-digest", newest(&world))]
}

/// What was told and changed since, and a source that fails.
fn edits() -> Letter {
    let world = World::new(desk(""));
    let mut entries = plain();
    publish(&world, "wire", "The Harbour Wire", &entries);
    publish(&world, "paper", "The Paper", &[]);
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    entries[0].title = "Finance ministry denies sanctions on a bank in the north".to_owned();
    publish(&world, "wire", "The Harbour Wire", &entries);
    world.origin().serves("/paper", Answer::status(503));
    world.once(at("09:10:00"));
    world.once(at("09:20:00"));
    newest(&world)
}

fn demo() -> Letter {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("demo");
    wirewatch(&["demo", "--dir", directory.to_str().unwrap()], "").assert_code(0);
    let files = letters_under(&directory);
    Letter {
        from: String::new(),
        to: Vec::new(),
        bytes: fs::read(&files[0]).unwrap(),
    }
}

fn letters() -> Vec<(&'static str, Letter)> {
    let mut letters = vec![
        ("demo", demo()),
        ("rich", told(desk(""), &[plain(), scripts()].concat())),
        ("linked", told(desk("").with_public_page(), &plain())),
        ("discreet", told(desk("subject = \"discreet\""), &plain())),
        ("scripts", told(desk(""), &scripts())),
        ("hostile", told(desk(""), &hostile())),
        ("strangers-spam", told(desk(""), &worded_like_spam())),
        ("empty", empty()),
        ("edits", edits()),
    ];
    letters.extend(alerts());
    letters.extend(burst());
    letters
}

/// The overview and a story's page, of a daemon that has read hostile news as well.
fn pages() -> Vec<(String, String)> {
    let today = |mut entry: Entry| {
        entry.published = now();
        entry
    };
    let world = World::new(desk("").with_page());
    let entries: Vec<Entry> = [plain(), scripts(), hostile()]
        .concat()
        .into_iter()
        .map(today)
        .collect();
    publish(&world, "wire", "The </title><b>Harbour</b> Wire", &entries);
    publish(&world, "paper", "The Paper", &entries[..1]);
    let daemon = world.daemon();
    world.wait_for_article("Shipyard");
    world.wait_for_article("accounts");
    let found = world.run(&["search", "accounts", "--json"]).json();
    let story = found[0]["story"].to_string();
    let marked = [
        "mark",
        &format!("s{story}"),
        "useful",
        "--note",
        "a <b> \"note\"",
    ];
    world.run(&marked).assert_code(0);
    let body = |path: &str| {
        let answer = page_of(&daemon, path);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        body.to_owned()
    };
    let pages = vec![
        ("page-overview".to_owned(), body("/")),
        ("page-story".to_owned(), body(&format!("/story/{story}"))),
    ];
    daemon.stop();
    pages
}

/// The HTML of every snapshot: what the samples of `digest` look like today, or a test beside them fails.
fn snapshots() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["src/digest/snapshots", "src/digest/tests/snapshots"] {
        for file in fs::read_dir(Path::new(ROOT).join(folder)).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if name.ends_with("_html") {
                let text = fs::read_to_string(&path).unwrap();
                // Below the second line of dashes; insta writes a last line end of its own.
                let (_, body) = text[3..].split_once("\n---\n").unwrap();
                found.push((name, body.to_owned()));
            }
        }
    }
    assert!(found.len() >= 10, "{found:?}");
    found
}

/// Where everything is to be kept, when somebody wants it.
fn keep() -> Option<PathBuf> {
    let folder = std::env::var_os("WIREWATCH_GALLERY");
    folder.map(PathBuf::from)
}

#[track_caller]
fn assert_valid(name: &str, html: &str) {
    let faults = faults_of(html);
    assert!(faults.is_empty(), "{name}: {faults:#?} in\n{html}");
    if let Some(folder) = keep() {
        fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
}

#[test]
fn every_kind_of_letter_is_sound_and_valid_html() {
    for (name, letter) in letters() {
        if let Some(folder) = keep() {
            fs::write(folder.join(format!("{name}.eml")), &letter.bytes).unwrap();
        }
        letter.assert_sound();
        assert_valid(name, &letter.html());
    }
}

#[test]
fn every_sample_of_a_letter_is_valid_html() {
    for (name, html) in snapshots() {
        assert_valid(&name, &html);
    }
}

#[test]
fn the_pages_are_valid_html() {
    for (name, html) in pages() {
        assert_valid(&name, &html);
    }
}

#[test]
fn the_parser_finds_what_browsers_only_forgive() {
    const GOOD: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>t</title></head><body><p>a</p></body></html>";
    assert_eq!(faults_of(GOOD), Vec::<String>::new());

    for (from, to) in [
        ("<!DOCTYPE html>", ""),
        ("<p>a</p>", "<p>a</div>"),
        ("<p>a</p>", "<table><b>a</b></table>"),
        ("<p>a</p>", "<p id=\"a\" id=\"b\">a</p>"),
        ("<p>a</p>", "<p>&bogus; &amp </p>"),
        ("<p>a</p>", "<b><p>a</b></p>"),
    ] {
        let faults = faults_of(&GOOD.replace(from, to));
        assert!(!faults.is_empty(), "{from} -> {to}");
    }
}
