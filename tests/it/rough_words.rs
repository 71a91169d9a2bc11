//! What owners, strangers and relays can write that no letter, no list and no search may stumble over.

use std::collections::BTreeMap;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Letter;
use crate::support::Plan;
use crate::support::Stage;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

/// What `wirewatch check` says against a watchlist with this in place of the usual desk's.
fn fault_of(plan: Plan) -> String {
    let world = World::new(plan);
    let ended = world.run(&["check"]);
    ended.assert_code(78);
    ended.stdout + &ended.stderr
}

/// M10: nobody finds out from a bounce that an address needs SMTPUTF8, which few relays offer.
#[test]
fn an_address_that_is_not_ascii_is_refused_with_the_way_out() {
    for address in [
        "редакция@example.org",
        "desk@пошта.example",
        "d\u{e9}sk@example.org",
    ] {
        let plan = Plan::empty()
            .topic("sanctions", "any = [\"sanction\"]")
            .feed("wire")
            .digest(
                "desk",
                &format!("topics = [\"sanctions\"]\nto = [\"{address}\"]"),
            );

        let fault = fault_of(plan);

        let words: Vec<_> = fault
            .split_whitespace()
            .map(|word| word.trim_matches('│'))
            .collect();
        let words = words.join(" ");
        assert!(
            words.contains("only ASCII addresses can be sent to everywhere"),
            "{fault}"
        );
        assert!(words.contains("xn--"), "{fault}");
        assert!(fault.contains("watchlist.toml:"), "{fault}");
    }
}

/// T03: names that their owner gave break no header and put nobody into the envelope: with line ends they are refused, with
/// quotes and brackets they are text.
#[test]
fn names_with_line_ends_are_refused_and_those_with_quotes_and_brackets_make_no_header() {
    let desk = |title: &str, label: &str| {
        Plan::empty()
            .topic(
                "sanctions",
                &format!("title = \"{title}\"\nany = [\"sanction\"]"),
            )
            .feed_with(
                "wire",
                &format!("every = \"5s\"\nbackfill = \"24h\"\nlabel = \"{label}\""),
            )
            .digest(
                "desk",
                "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
            )
    };
    let ends = r"A\r\nBcc: thief@example.net";
    let fault = fault_of(desk(ends, ends));
    for place in ["watchlist.toml:4:", "watchlist.toml:11:"] {
        assert!(fault.contains(place), "{place} in {fault}");
    }

    let world = World::new(desk(
        r#"A \"B\" <c@example.net>, </title><h1>x"#,
        r#"\"D\" <e@example.net>, F"#,
    ));
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    let channel = "G \"H\" <i@example.net>, J\r\nBcc: thief@example.net";
    world
        .origin()
        .serves("/wire", Answer::feed(rss(channel, &[entry])));

    world.once(at("09:00:00"));
    world.once(at("09:01:30"));

    let letter = world.inbox().letter();
    letter.assert_sound();
    assert_eq!(letter.to, ["desk@example.org"]);
    assert_eq!(letter.from, "wirewatch@example.org");
    assert_eq!(letter.header("Bcc"), Vec::<String>::new());
    assert_eq!(letter.header("From"), ["wirewatch <wirewatch@example.org>"]);
    assert!(!letter.html().contains("<h1>x"), "{}", letter.html());
    // Headings stand in capitals.
    let text = letter.text().to_lowercase();
    for shown in [
        "<c@example.net>",
        "<e@example.net>",
        "bcc: thief@example.net [",
    ] {
        assert!(text.contains(shown), "as it stands: {shown} in {text}");
    }
}

/// T16: an expression that would take for ever in other engines is quick here, and one too large is refused with its line.
#[test]
fn expressions_are_matched_in_linear_time_or_refused_with_their_line() {
    let with = |expression: &str| {
        Plan::empty()
            .topic(
                "sanctions",
                &format!("any = ['re:{expression}', 'sanction']"),
            )
            .feed("wire")
            .digest(
                "desk",
                "topics = [\"sanctions\"]\nto = [\"desk@example.org\"]",
            )
    };
    for huge in [
        r"((\w{100}){100}){100}",
        r"\w{1000}\w{1000}\w{1000}\w{1000}\w{1000}\w{1000}",
    ] {
        let fault = fault_of(with(huge));
        assert!(fault.contains("watchlist.toml:4:"), "{fault}");
    }

    let world = World::new(with("(a+)+(a+)+(a+)+b"));
    let text = format!("Sanctions: {}", "a".repeat(200_000));
    let entry = Entry::new("bank", "Sanctions on a bank", &text, at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    let told = world.once(at("09:00:00"));

    assert_eq!(told["matches"], 1, "{told}");
}

/// T17: how a word is written — case, marks, width, ligatures, another's letters — does not hide it.
#[test]
fn a_term_is_found_in_whatever_way_its_script_lets_people_write_it() {
    const WAYS: [(&str, &str); 14] = [
        ("istanbul", "News from İSTANBUL today"),
        ("istanbul", "News from ISTANBUL today"),
        ("straße", "An der STRASSE brennt es"),
        ("strasse", "An der Straße brennt es"),
        ("sanction", "ＳＡＮＣＴＩＯＮ of a bank"),
        ("łódź", "Pożar w Lodz od rana"),
        ("siauliai", "Gaisras ŠIAULIAI mieste"),
        ("制裁", "欧盟对四家钾肥贸易商实施制裁措施"),
        ("제재", "새 제재 발표"),
        ("محمد", "قال مُحَمَّد اليوم"),
        ("עיצומים", "נגד חברות: עיצומים חדשים"),
        ("минск", "В Mинске прошёл суд"),
        ("свабода", "Радыё Свабо\u{301}да жыве"),
        ("λόγος", "Ο ΛΟΓΟΣ της ημέρας"),
    ];
    let mut plan = Plan::empty();
    for (number, (term, _)) in WAYS.iter().enumerate() {
        plan = plan.topic(&format!("t{number}"), &format!("any = [\"{term}\"]"));
    }
    let world = World::new(plan.feed("wire"));
    let entry = |(number, (_, title)): (usize, &(&str, &str))| {
        Entry::new(&format!("n{number}"), title, "", at("08:30:00"))
    };
    let entries: Vec<Entry> = WAYS.iter().enumerate().map(entry).collect();
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &entries)));

    world.once(at("09:00:00"));

    for (number, (term, title)) in WAYS.iter().enumerate() {
        let topic = format!("t{number}");
        let found = world
            .run(&["search", "--topic", &topic, "--json", ""])
            .json();
        let titles: Vec<_> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["title"].as_str().unwrap())
            .collect();
        assert!(titles.contains(title), "{term:?} in {title:?}: {found}");
    }
}

/// What a mailbox holds that throws a second copy of a Message-ID away.
fn without_copies(letters: &[Letter]) -> BTreeMap<String, Letter> {
    letters
        .iter()
        .map(|letter| (letter.message_id(), letter.clone()))
        .collect()
}

/// M14: a letter whose 250 was lost goes twice. Where copies are told by their Message-ID one remains; where a relay writes an
/// id of its own, the two differ in that alone, so that a person sees what they are; and neither makes the archive doubt.
#[test]
fn a_second_copy_is_one_letter_to_a_sink_that_knows_ids_and_the_same_letter_to_one_that_rewrites_them()
 {
    let world = World::new(Plan::desk());
    let entry = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", &[entry])));
    world.once(at("09:00:00"));
    world.inbox().hangs_up_at(Stage::Taken);
    world.once(at("09:01:30"));
    world.once(at("09:30:00"));

    let letters = world.inbox().letters();
    assert_eq!(letters.len(), 2, "the relay took it twice");
    assert_eq!(without_copies(&letters).len(), 1);

    let rewritten = |(number, letter): (usize, &Letter)| {
        let text = String::from_utf8(letter.bytes.clone()).unwrap();
        text.replace(&letter.message_id(), &format!("{number}@rewriting.example"))
    };
    let rewritten: Vec<String> = letters.iter().enumerate().map(rewritten).collect();
    assert_ne!(rewritten[0], rewritten[1]);
    let differing = rewritten[0]
        .lines()
        .zip(rewritten[1].lines())
        .filter(|(one, other)| one != other);
    let differing: Vec<_> = differing
        .map(|(line, _)| line.split(':').next().unwrap())
        .collect();
    assert_eq!(differing, ["Message-ID"]);

    let delivery = &world.digests()[0]["deliveries"][0];
    assert_eq!(delivery["status"], "accepted", "{delivery}");
    assert_eq!(
        delivery["message_id"],
        letters[0].message_id(),
        "{delivery}"
    );
    world.run(&["digest", "verify"]).assert_code(0);
}
