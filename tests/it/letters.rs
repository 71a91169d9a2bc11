//! What a reader gets: the letter's form, its headers, and what hostile news cannot do to it.

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Letter;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

/// The only letter that these entries lead to.
fn letter_about(entries: &[Entry]) -> Letter {
    let world = World::new(Plan::desk());
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", entries)));
    world.once(at("09:00:00"));
    world.once(at("09:01:30"));
    let letter = world.inbox().letter();
    letter.assert_sound();
    letter
}

#[test]
fn a_letter_says_what_kind_of_letter_it_is() {
    let letter = letter_about(&[Entry::new(
        "bank",
        "Sanctions on a bank",
        "",
        at("08:30:00"),
    )]);

    assert_eq!(letter.header("Auto-Submitted"), ["auto-generated"]);
    assert_eq!(letter.header("List-Id").len(), 1);
    assert_eq!(letter.header("List-Unsubscribe").len(), 1);
    assert_eq!(letter.from, "wirewatch@example.org");
    assert!(letter.header("From")[0].contains("wirewatch@example.org"));
    assert!(letter.header("To")[0].contains("desk@example.org"));
    assert!(letter.header("Content-Type")[0].starts_with("multipart/alternative"));
    let head = letter.head();
    let (text, html) = (head.len(), letter.bytes.len());
    assert!(text < html, "text and HTML follow the head");
}

#[test]
fn the_text_part_comes_before_the_html_part() {
    let letter = letter_about(&[Entry::new(
        "bank",
        "Sanctions on a bank",
        "",
        at("08:30:00"),
    )]);

    let whole = String::from_utf8_lossy(&letter.bytes).into_owned();
    let text = whole.find("text/plain").expect("a text part");
    let html = whole.find("text/html").expect("an HTML part");
    assert!(text < html);
}

#[test]
fn a_letter_fetches_nothing_and_runs_nothing_when_it_is_read() {
    let html = letter_about(&[Entry::new(
        "bank",
        "Sanctions on a bank",
        "",
        at("08:30:00"),
    )])
    .html();

    for banned in [
        "<img", "<script", "<link", "@import", "url(", "<iframe", "src=",
    ] {
        assert!(!html.contains(banned), "{banned} in\n{html}");
    }
}

#[test]
fn a_title_with_line_breaks_makes_no_header() {
    let title = "Sanctions\r\nBcc: thief@example.net\r\n\r\non a bank\u{2028}today\u{85}";
    let letter = letter_about(&[Entry::new("bank", title, "", at("08:30:00"))]);

    assert_eq!(letter.header("Bcc"), Vec::<String>::new());
    assert_eq!(letter.to, ["desk@example.org"]);
    assert!(!letter.subject().contains(['\r', '\n']));
    assert!(
        letter
            .text()
            .contains("Sanctions Bcc: thief@example.net on a bank today"),
        "{letter:?}"
    );
}

#[test]
fn markup_and_templates_in_the_news_are_shown_and_not_obeyed() {
    let title = "Sanctions </title><h1>{{7*7}}</h1> \"'><script>alert(1)</script>";
    let entry = Entry::new(
        "bank",
        title,
        "<p>An <b>asset freeze</b> <img src=x onerror=alert(1)></p>",
        at("08:30:00"),
    );
    let letter = letter_about(&[entry]);

    let html = letter.html();
    for banned in ["<script", "<h1>{{", "<img", "49</h1>"] {
        assert!(!html.contains(banned), "{banned} in\n{html}");
    }
    assert!(letter.text().contains("{{7*7}}"), "{letter:?}");
}

#[test]
fn lines_of_dots_and_lines_without_end_come_through_whole() {
    let long = "x".repeat(100_000);
    let text = format!("Asset freeze.\r\n.\r\n..\r\nQUIT\r\n.\n\n{long}");
    let letter = letter_about(&[Entry::new(
        "bank",
        "Sanctions on a bank",
        &text,
        at("08:30:00"),
    )]);

    assert!(letter.text().contains("Sanctions on a bank"));
}

#[test]
fn a_letter_in_any_script_comes_in_seven_bits() {
    let title = "Санкции против банка: sanctions в Минске, łódź, 制裁";
    let letter = letter_about(&[Entry::new("bank", title, "", at("08:30:00"))]);

    assert!(letter.text().contains(title), "{letter:?}");
    assert!(letter.html().contains("制裁"));
}

#[test]
fn forty_stories_are_told_and_the_rest_is_counted_and_kept_in_the_archive() {
    let world = World::new(Plan::desk());
    // Fifty headlines that share one word: more would make stories of several of them.
    const PARTS: [&str; 10] = [
        "bor", "vel", "kam", "dun", "sir", "tog", "rem", "fal", "gut", "nop",
    ];
    let word = |number: usize, end: &str| {
        let [first, middle, last] =
            [number / 100, number / 10 % 10, number % 10].map(|at| PARTS[at]);
        format!("{first}{middle}{last}{end}")
    };
    let entries: Vec<_> = (0..50)
        .map(|number| {
            let words =
                [0, 1, 2].map(|place| word(3 * number + place, ["ov", "ink", "ard"][place]));
            let title = format!("Sanctions on {} {} {}", words[0], words[1], words[2]);
            Entry::new(&words[0], &title, "", at("08:30:00"))
        })
        .collect();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &entries)));

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    let letter = world.inbox().letter();
    assert!(
        letter.bytes.len() <= 90 * 1024,
        "{} bytes",
        letter.bytes.len()
    );
    assert_eq!(
        world.told_titles().len(),
        50,
        "every article is in exactly one digest"
    );
    let told = entries
        .iter()
        .filter(|e| letter.text().contains(&e.link))
        .count();
    assert!(told <= 40, "{told} stories in the letter");
    if told < 50 {
        assert!(letter.text().contains("more"), "{letter:?}");
    }
}

#[test]
fn an_empty_digest_is_sent_as_proof_of_life_where_the_owner_wants_it() {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest_with(
            "desk",
            "at = [\"09:30\"]\ntz = \"UTC\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]\nwhen_empty = \"send\"",
        );
    let world = World::new(plan);
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));

    world.once(at("09:00:00"));
    assert!(
        world.inbox().letters().is_empty(),
        "it is not half past nine yet"
    );
    world.once(at("09:31:00"));
    world.once(at("09:40:00"));

    world.inbox().letter().assert_sound();
}

#[test]
fn a_digest_missed_by_days_comes_once() {
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest_with(
            "desk",
            "at = [\"09:30\"]\ntz = \"UTC\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]\nwhen_empty = \"send\"",
        );
    let world = World::new(plan);
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[])));
    world.once(at("09:00:00"));

    world.once("2026-11-24T12:00:00Z".parse().unwrap());

    world.inbox().letter();
}

#[test]
fn a_discreet_subject_names_no_topic() {
    let plan = Plan::empty()
        .topic("sanctions", "title = \"Sanctions\"\nany = [\"sanction\"]")
        .feed("wire")
        .digest(
            "desk",
            "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]\nsubject = \"discreet\"",
        );
    let world = World::new(plan);
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    let subject = world.inbox().letter().subject().to_lowercase();
    assert!(
        !subject.contains("sanction") && !subject.contains("bank"),
        "{subject}"
    );
}
