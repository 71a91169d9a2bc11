//! What the lint tells of one term, one list, one topic; and what it must not tell.

use super::*;

use crate::classify::parse_term;
use crate::model::language::Language;
use crate::model::watchlist::Topic;

fn terms(written: &[&str]) -> Vec<Term> {
    let mut column = 0;
    let term = |written: &&str| {
        column += 1;
        let (written, language) = match written.split_once('|') {
            Some((language, rest)) if language.len() == 2 => (rest, language.parse().ok()),
            _ => (*written, None),
        };
        Term {
            written: written.to_owned(),
            pattern: parse_term(written).unwrap(),
            language,
            weight: 1.0,
            place: Place {
                file: "w".to_owned(),
                line: 1,
                column: column * 1000,
            },
        }
    };
    written.iter().map(term).collect()
}

fn topic(any: &[&str], none: &[&str], languages: &[Language]) -> Topic {
    Topic {
        groups: vec![terms(any)],
        none: terms(none),
        languages: languages.to_vec(),
        ..crate::classify::tests::topic("t", &[])
    }
}

/// `code: the part that is pointed at`, for each note.
fn told(topic: Topic) -> Vec<String> {
    let watchlist = Watchlist {
        topics: vec![topic],
        ..Watchlist::default()
    };
    lint(&watchlist, &BTreeSet::from(["OFAC".to_owned()]))
        .into_iter()
        .map(|note| match note.about {
            About::Term { written, at, .. } => format!("{}: {}", note.code, &written[at]),
            About::Topic { key, .. } => format!("{}: [{key}]", note.code),
        })
        .collect()
}

fn told_of(any: &[&str]) -> Vec<String> {
    told(topic(any, &[], &[]))
}

#[test]
fn what_is_odd_in_one_term_is_told_at_its_letters() {
    for (term, expected) in [
        ("eu", "too-short: eu"),
        ("ЕС", ""),
        ("san*", "too-short: san*"),
        ("sanc*", ""),
        ("ofac", "acronym-in-lower-case: ofac"),
        ("OFACs", "acronym-in-lower-case: OFACs"),
        ("OFAC", ""),
        ("iPhone", ""),
        ("Minsk AND sanctions", "operator-word: AND"),
        ("Minsk OR Brest ~6 arrest", "operator-word: OR"),
        ("title:court NOT tennis", "operator-word: NOT"),
        ("Alexandra NEAR Minsk", "operator-word: NEAR"),
        ("law and order", ""),
        ("Minsk", ""),
        ("Лукашенкo", "mixed-scripts: o"),
        ("state Лyкашенко", "mixed-scripts: y"),
        ("Минск-Arena", ""),
        ("re:sanction", "regex-plain: sanction"),
        ("re:a|", "regex-empty-branch: |"),
        ("re:a||b", "regex-empty-branch: |"),
        (
            "re:(sanction)?s*",
            "regex-matches-everything: (sanction)?s*",
        ),
        (r"re:example.com\b", "regex-dot: ."),
        (r"re:example\.com\b", ""),
        (r"re:[a.com]+x", ""),
        ("re:minsk.*arrest", ""),
        ("re:minsk^arrest", "regex-lost-anchor: ^"),
        ("re:minsk$arrest", "regex-lost-anchor: $"),
        ("re:^minsk$", ""),
        (r"re:\$100", ""),
        ("arrest ~5 arrest", "same-on-both-sides: arrest ~5 arrest"),
        ("制裁", ""),
        ("G7", ""),
    ] {
        let expected: Vec<&str> = expected
            .split('/')
            .filter(|note| !note.is_empty())
            .collect();

        assert_eq!(told_of(&[term]), expected, "{term}");
    }
}

#[test]
fn terms_that_find_what_another_finds_are_told() {
    for (list, expected) in [
        (&["sanction", "sanction*"][..], "shadowed: sanction"),
        (&["embargo*", "Embargo*"], "same-forms: Embargo*"),
        (&["en|arrest", "be|arrest"], ""),
        (&["sanction", "embargo"], ""),
        (&["asset freeze", "freeze"], ""),
        (&["title:embargo", "embargo"], "shadowed: title:embargo"),
        (&["embargo", "title:embargo"], "shadowed: title:embargo"),
        (&["OFAC", "=Ofac"], ""),
        (&["ru|арест", "ru|арест*"], "shadowed: арест"),
        (&["санкция", "санкци*"], ""),
        (&["санкция", "санкция ~5 арест"], ""),
    ] {
        let expected: Vec<&str> = expected
            .split('/')
            .filter(|note| !note.is_empty())
            .collect();

        assert_eq!(told_of(list), expected, "{list:?}");
    }
}

#[test]
fn what_a_topic_can_never_be_met_by_is_told() {
    let killed = topic(&["Minsk", "Brest"], &["Minsk"], &[]);
    assert_eq!(told(killed), ["never-counts: Minsk"]);

    let dead = topic(&["Minsk"], &["Mins*"], &[]);
    assert_eq!(told(dead), ["never-counts: Minsk", "never-matches: [none]"]);

    let doubled = topic(&["Minsk"], &["Minsk agreements", "agreement"], &[]);
    assert_eq!(told(doubled), ["shadowed: Minsk agreements"]);

    let usual = topic(&["Minsk"], &["Minsk agreements"], &[]);
    assert_eq!(told(usual), Vec::<String>::new());

    let unread = topic(&["sanction", "санкция"], &[], &[Language::EN]);
    assert_eq!(told(unread), ["language-not-read: санкция"]);

    let mut high = topic(&["sanction", "embargo"], &[], &[]);
    high.threshold = 4.0;
    assert_eq!(told(high.clone()), Vec::<String>::new());
    high.threshold = 4.1;
    assert_eq!(told(high), ["threshold-too-high: [threshold]"]);
}

#[test]
fn a_hundred_thousand_terms_are_looked_at_and_the_notes_are_bounded() {
    let written: Vec<String> = (0..100_000).map(|n| format!("w{}", n % 90_000)).collect();
    let list: Vec<&str> = written.iter().map(String::as_str).collect();

    let told = told_of(&list);

    assert!(told.len() <= MOST_NOTES, "{}", told.len());
}

#[test]
fn name_sets_that_name_the_next_many_times_are_looked_at_once() {
    let set = |number: usize| match number {
        7 => terms(&["re:min?sk"]),
        _ => terms(&vec![&*format!("@n{}", number + 1); 50]),
    };
    let watchlist = Watchlist {
        names: (0..8)
            .map(|number| (format!("n{number}"), set(number)))
            .collect(),
        topics: vec![Topic {
            threshold: 3.0,
            ..topic(&["@n0"], &[], &[])
        }],
        ..Watchlist::default()
    };

    let notes = lint(&watchlist, &BTreeSet::new()); // 50^7 steps would never end

    assert!(notes.iter().any(|note| note.code == "threshold-too-high"));
}

#[test]
fn a_common_word_in_plain_letters_is_told_where_a_topic_does_not_hear_english() {
    let (ru, be, fr) = (Language::RU, Language::BE, Language::FR);
    for (term, languages, expected) in [
        ("arrest", &[ru, be][..], "read-as-english: arrest"),
        ("asset freeze", &[ru], "read-as-english: asset freeze"),
        ("арест ~6 court", &[ru], "read-as-english: арест ~6 court"),
        ("arrest", &[], ""),
        ("arrest", &[ru, Language::EN], ""),
        ("ru|arrest", &[ru], ""),
        ("arrest", &[ru, fr], ""),
        ("Wagner", &[ru], ""),
        ("OFAC", &[ru], ""),
        ("sankcija", &[ru], ""),
        ("arrest*", &[ru], ""),
    ] {
        let told = told(topic(&[term], &[], languages));

        assert_eq!(told.join("; "), expected, "{term} for {languages:?}");
    }
}
