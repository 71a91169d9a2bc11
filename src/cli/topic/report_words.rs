//! A topic report for people and for machines.

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::classify::TermFiring;
use crate::cli::quote::marked;
use crate::cli::topic::report::Suggested;
use crate::cli::topic::report::TopicReport;
use crate::config::toml_string;
use crate::pipeline::near_misses::Missed;

pub(super) fn value(reports: &[TopicReport], since: Timestamp, looked_at: Option<u64>) -> Value {
    let topics: Vec<Value> = reports.iter().map(topic_value).collect();
    json!({ "since": since.to_string(), "near_misses_among": looked_at, "topics": topics })
}

fn topic_value(report: &TopicReport) -> Value {
    let missed = report
        .missed
        .as_ref()
        .map(|missed| missed.iter().map(missed_value).collect::<Vec<_>>());
    json!({
        "topic": report.topic.as_str(),
        "matches": report.firing.matches,
        "useful": report.firing.useful,
        "noise": report.firing.noise,
        "terms": report.firing.terms().into_iter().map(term_value).collect::<Vec<_>>(),
        "near_misses": missed,
        "learning": report.learning.value(),
        "suggestions": suggestions(report),
    })
}

fn term_value(term: &TermFiring) -> Value {
    json!({
        "term": term.term,
        "groups": term.groups,
        "boost": term.is_boost,
        "gone": term.is_gone,
        "places": term.places,
        "matches": term.matches,
        "decisive": term.decisive,
        "useful": term.useful,
        "noise": term.noise,
    })
}

fn missed_value(missed: &Missed) -> Value {
    json!({
        "kind": missed.by.as_str(),
        "distance": missed.by.distance(),
        "id": missed.article.0,
        "feed": missed.feed.as_str(),
        "title": missed.title,
        "first_seen": missed.first_seen.to_string(),
        "why_not": missed.why_not,
        "quote": marked(&missed.quote),
    })
}

/// Each with the lines to paste.
fn suggestions(report: &TopicReport) -> Vec<Value> {
    let none = report.suggested.none.iter().map(|phrase| {
        json!({
            "kind": "none",
            "text": phrase.phrase,
            "toml": format!("none = [{}]", toml_string(&phrase.phrase)),
            "noise": phrase.noise,
            "unmarked": phrase.unmarked,
        })
    });
    let tests = report.suggested.tests.iter().map(|test| {
        let key = if test.must_match { "match" } else { "no_match" };
        json!({
            "kind": "test",
            "text": test.headline,
            "toml": format!("[[topic.{}.test]]\n{key} = {}", toml_key(report), toml_string(&test.headline)),
            "passes": test.passes,
        })
    });
    none.chain(tests).collect()
}

/// A name may hold letters that a bare key may not.
fn toml_key(report: &TopicReport) -> String {
    let name = report.topic.as_str();
    let is_bare = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_bare {
        name.to_owned()
    } else {
        toml_string(name)
    }
}

pub(super) fn words(report: &TopicReport, since: Timestamp, looked_at: Option<u64>) -> String {
    let firing = &report.firing;
    let mut words = format!(
        "{}: {} matches since {}; {} marked useful, {} noise\n",
        report.topic,
        firing.matches,
        since.strftime("%Y-%m-%d"),
        firing.useful,
        firing.noise
    );
    let terms = firing.terms();
    let (fired, silent): (Vec<&TermFiring>, Vec<&TermFiring>) =
        terms.into_iter().partition(|term| term.matches > 0);
    if !fired.is_empty() {
        words.push_str("  places matches decisive useful noise  term\n");
    }
    for term in &fired {
        words.push_str(&format!(
            "  {:>6} {:>7} {:>8} {:>6} {:>5}  {}{}\n",
            term.places,
            term.matches,
            term.decisive,
            term.useful,
            term.noise,
            term.term,
            remarks(term)
        ));
    }
    if !silent.is_empty() {
        let silent: Vec<String> = silent
            .iter()
            .map(|term| format!("'{}'", term.term))
            .collect();
        words.push_str(&format!("  never fired: {}\n", silent.join(", ")));
    }
    if let (Some(missed), Some(looked_at)) = (&report.missed, looked_at) {
        words.push_str(&missed_words(missed, looked_at));
    }
    words.push_str(&report.learning.words());
    words.push_str(&suggestion_words(report));
    words.push('\n');
    words
}

fn remarks(term: &TermFiring) -> String {
    let mut remarks = Vec::new();
    if term.makes_only_noise() {
        remarks.push("only noise");
    }
    if term.is_gone {
        remarks.push("no longer in the list");
    } else if term.groups.is_empty() {
        remarks.push("boost");
    }
    if remarks.is_empty() {
        String::new()
    } else {
        format!("  ({})", remarks.join(", "))
    }
}

fn missed_words(missed: &[Missed], looked_at: u64) -> String {
    let mut words = format!("near misses among the newest {looked_at} articles:\n");
    if missed.is_empty() {
        words.push_str("  none\n");
    }
    for missed in missed {
        words.push_str(&format!(
            "  {:>7}  {}  {}: {}\n           {}\n           {}\n",
            missed.article,
            missed.first_seen.strftime("%Y-%m-%d %H:%M"),
            missed.feed,
            missed.title,
            missed.why_not.join("; "),
            marked(&missed.quote)
        ));
    }
    words
}

fn suggestion_words(report: &TopicReport) -> String {
    let Suggested { none, tests } = &report.suggested;
    let mut words = String::new();
    if none.is_empty() && tests.is_empty() {
        return words;
    }
    words.push_str(
        "suggestions, from marks (nothing is changed; try them with `wirewatch backtest`):\n",
    );
    for phrase in none {
        words.push_str(&format!(
            "none = [{}]  # in {} articles marked noise, {} unmarked, none useful\n",
            toml_string(&phrase.phrase),
            phrase.noise,
            phrase.unmarked
        ));
    }
    for test in tests {
        let key = if test.must_match { "match" } else { "no_match" };
        let now = if test.passes {
            "passes now"
        } else {
            "fails now"
        };
        words.push_str(&format!(
            "[[topic.{}.test]]\n{key} = {}  # {now}\n",
            toml_key(report),
            toml_string(&test.headline)
        ));
    }
    words
}
