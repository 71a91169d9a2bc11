//! A topic that is louder than its own history is told so, once, with what it is about.

use jiff::SignedDuration;
use jiff::Timestamp;
use rusqlite::Connection;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

const SYLLABLES: [&str; 16] = [
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qi", "ro", "su", "ta",
];

/// A word that no other number has.
fn name(number: usize) -> String {
    let syllable = |place: usize| SYLLABLES[(number >> (4 * place)) % 16];
    let word = [syllable(0), syllable(1), syllable(2), "x"].concat();
    word[..1].to_uppercase() + &word[1..]
}

/// Stories that have nothing in common but the topic.
pub(crate) fn stories(
    first: usize,
    moments: impl Iterator<Item = Timestamp>,
    measure: &str,
) -> Vec<Entry> {
    (first..)
        .zip(moments)
        .map(|(number, published)| {
            let title = format!("{measure} {} {}", name(number), name(number + 2000));
            Entry::new(&format!("s{number}"), &title, "", published)
        })
        .collect()
}

pub(crate) fn every(minutes: i64, from: Timestamp, times: i64) -> impl Iterator<Item = Timestamp> {
    (0..times).map(move |number| from + SignedDuration::from_mins(minutes * number))
}

pub(crate) fn days_before(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

fn bursts(world: &World) -> Vec<(String, String)> {
    let archive = Connection::open(world.state().join("wirewatch.db")).unwrap();
    let mut rows = archive
        .prepare("SELECT subject, data FROM events WHERE kind = 'topic.burst' ORDER BY id")
        .unwrap();
    rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn a_loud_topic_stands_at_the_head_of_the_letter_once_and_a_quiet_one_never() {
    let desk = Plan::desk()
        .topic(
            "measures",
            "any = [\"sanction\", \"embargo\"]\nburst = true",
        )
        .digest(
            "measures",
            "topics = [\"measures\", \"sanctions\"]\nto = [\"measures@example.org\"]",
        );
    let world = World::new(desk);
    let publish = |entries: &[Entry]| {
        world
            .origin()
            .serves("/wire", Answer::feed(rss("The Wire", entries)));
    };
    // Two weeks and a day of eight stories a day.
    for day in (1..=15).rev() {
        let morning = at("00:10:00") - days_before(day);
        let first = 10 * usize::try_from(day).unwrap();
        publish(&stories(first, every(180, morning, 8), "Sanction"));
        world.once(at("23:00:00") - days_before(day));
    }
    assert_eq!(bursts(&world), []);
    let letters = world.inbox().letters().len();

    let mut loud = stories(500, every(6, at("10:00:00"), 24), "Embargo");
    publish(&loud);
    world.once(at("12:30:00"));

    let told = bursts(&world);
    assert_eq!(told.len(), 1, "only the topic that asks for it: {told:?}");
    assert_eq!(told[0].0, "measures");
    let letter = world
        .inbox()
        .letters()
        .into_iter()
        .skip(letters)
        .find(|letter| letter.to == ["measures@example.org"])
        .expect("a letter on the topic");
    let text: Vec<_> = letter
        .text()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let text = text.join(" ");
    for told in [
        "Measures is loud: 24 stories in 3 h, usually 1, since 10:0",
        "more than usual: embargo",
        "told by: The Wire",
    ] {
        assert!(text.contains(told), "{told:?} in {text}");
    }
    let subject = letter.subject();
    assert!(subject.contains("Measures loud"), "{subject}");

    loud.extend(stories(600, every(1, at("12:40:00"), 30), "Embargo"));
    publish(&loud);
    world.once(at("13:30:00"));
    assert_eq!(bursts(&world).len(), 1, "the same burst goes on");
}
