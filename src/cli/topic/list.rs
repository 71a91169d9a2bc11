//! `wirewatch topic list`: one line a topic: what it is called, how many terms it has, what it found.

use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::cli::search::since;
use crate::cli::topic::TopicListArgs;
use crate::model::watchlist::Priority;
use crate::model::watchlist::Topic;
use crate::store::TopicActivity;

pub(super) fn run(config: Option<&Path>, args: &TopicListArgs) -> Result<Exit, Failure> {
    let loaded = Place::find(config).load()?;
    let from = since(&args.since)?;
    let topics = loaded.watchlist.topics;
    let names: Vec<_> = topics.iter().map(|topic| topic.name.clone()).collect();
    let activity = ask(&loaded.settings, move |view| {
        let names = names.iter();
        names.map(|name| view.topic_activity(name, from)).collect()
    })?;
    // Before the first run there is no archive, and nothing was found.
    let activity: Vec<TopicActivity> = activity;
    let found = |index: usize| activity.get(index).copied().unwrap_or_default();
    let mut out = std::io::stdout().lock();
    if args.json {
        let topics = topics.iter().enumerate();
        let topics: Vec<Value> = topics
            .map(|(index, topic)| value(topic, found(index)))
            .collect();
        writeln!(out, "{}", Value::from(topics))?;
        return Ok(Exit::Ok);
    }
    for (index, topic) in topics.iter().enumerate() {
        writeln!(out, "{}", line(topic, found(index), &args.since))?;
    }
    if topics.is_empty() {
        writeln!(out, "the watchlist has no topics")?;
    }
    Ok(Exit::Ok)
}

pub(super) fn priority(topic: &Topic) -> &'static str {
    match topic.priority {
        Priority::High => "high",
        Priority::Normal => "normal",
        Priority::Low => "low",
    }
}

fn term_count(topic: &Topic) -> usize {
    let groups: usize = topic.groups.iter().map(Vec::len).sum();
    groups + topic.none.len() + topic.none_article.len() + topic.boost.len()
}

fn value(topic: &Topic, found: TopicActivity) -> Value {
    json!({
        "topic": topic.name.as_str(),
        "title": topic.title,
        "priority": priority(topic),
        "terms": term_count(topic),
        "tests": topic.tests.len(),
        "matches": found.matches,
        "stories": found.stories,
        "last_match": found.last_match.map(|at| at.to_string()),
    })
}

fn line(topic: &Topic, found: TopicActivity, since: &str) -> String {
    let last = found.last_match.map_or("never".to_owned(), |at| {
        at.strftime("%Y-%m-%d %H:%M").to_string()
    });
    format!(
        "{:<24} {:<6} {:>5} terms  {:>6} matches in {:>5} stories since {since}, last {last}  {}",
        topic.name.as_str(),
        priority(topic),
        term_count(topic),
        found.matches,
        found.stories,
        topic.title
    )
}
