//! The contract of terms and topics, sentence by sentence; here what the sentences are made of.

mod firing;
mod hostile;
mod names;
mod properties;
mod terms;
mod topics;

use super::*;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::watchlist::FeedFilter;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Priority;
use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;

fn term(written: &str) -> Term {
    Term {
        written: written.to_owned(),
        pattern: parse_term(written).unwrap(),
        language: None,
        weight: 1.0,
        place: Place::default(),
    }
}

fn in_language(written: &str, language: Language) -> Term {
    Term {
        language: Some(language),
        ..term(written)
    }
}

fn weighing(written: &str, weight: f64) -> Term {
    Term {
        weight,
        ..term(written)
    }
}

fn terms(list: &[&str]) -> Vec<Term> {
    list.iter().map(|written| term(written)).collect()
}

pub(super) fn topic(name: &str, groups: &[&[&str]]) -> Topic {
    Topic {
        name: name.parse().unwrap(),
        title: name.to_owned(),
        groups: groups.iter().map(|group| terms(group)).collect(),
        near: None,
        none: Vec::new(),
        none_article: Vec::new(),
        boost: Vec::new(),
        threshold: 1.0,
        languages: Vec::new(),
        feeds: FeedFilter::default(),
        priority: Priority::Normal,
        alert: None,
        burst: false,
        learn: crate::model::lesson::Learning::Off,
        tests: Vec::new(),
    }
}

fn watchlist(topics: Vec<Topic>) -> Watchlist {
    Watchlist {
        topics,
        ..Watchlist::default()
    }
}

fn compiled(topics: Vec<Topic>) -> Classifier {
    Classifier::compile(&watchlist(topics)).unwrap()
}

fn text<'a>(language: &str, title: &'a str, text: &'a str) -> Text<'a> {
    Text {
        feed: None,
        language: language.parse().ok(),
        title,
        text,
    }
}

/// The forms that one term finds in a title, joined by `|`.
fn found_by(term: Term, language: &str, title: &str) -> String {
    let topic = Topic {
        groups: vec![vec![term]],
        ..topic("t", &[])
    };
    let matches = compiled(vec![topic]).classify(&text(language, title, ""));
    let forms: Vec<String> = matches
        .into_iter()
        .flat_map(|m| m.evidence)
        .map(|e| e.form)
        .collect();
    forms.join("|")
}

fn found(written: &str, language: &str, title: &str) -> String {
    found_by(term(written), language, title)
}

fn score_of(topic: Topic, title: &str, body: &str) -> Option<f64> {
    compiled(vec![topic])
        .classify(&text("en", title, body))
        .first()
        .map(|m| m.score)
}

fn told(topic: Topic, language: &str, title: &str, body: &str) -> String {
    let name = topic.name.clone();
    compiled(vec![topic])
        .explain(&text(language, title, body), &name)
        .unwrap()
        .to_string()
}
