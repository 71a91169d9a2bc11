//! `wirewatch search`: full text over the archive.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::SearchArgs;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::clock::Clock;
use crate::config::parse_duration;
use crate::model::ids::TopicName;
use crate::store::SearchHit;
use crate::store::SearchQuery;

pub(super) fn run(config: Option<&Path>, args: &SearchArgs) -> Result<Exit, Failure> {
    let query = SearchQuery {
        words: args.query.join(" "),
        topic: args
            .topic
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(Failure::usage)?,
        feed: args
            .feed
            .as_deref()
            .map(str::parse)
            .transpose()
            .map_err(Failure::usage)?,
        since: args.since.as_deref().map(since).transpose()?,
        limit: args.limit,
    };
    let settings = Place::find(config).settings()?;
    let hits = ask(&settings, move |view| view.search(&query))?;
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(
            out,
            "{}",
            Value::from(hits.iter().map(value).collect::<Vec<_>>())
        )?;
    } else {
        for hit in &hits {
            writeln!(out, "{}", words(hit))?;
        }
        if hits.is_empty() {
            writeln!(out, "nothing found")?;
        }
    }
    Ok(Exit::Ok)
}

/// "30d" back from now, or a moment.
pub(super) fn since(text: &str) -> Result<Timestamp, Failure> {
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    let back = parse_duration(text)
        .map_err(|error| Failure::usage(format!("--since {text:?}: {error}")))?;
    Ok(Clock::System
        .now()
        .checked_sub(back)
        .unwrap_or(Timestamp::MIN))
}

fn value(hit: &SearchHit) -> Value {
    json!({
        "id": hit.id.0,
        "url": hit.link,
        "title": hit.title,
        "feed": hit.feed.as_str(),
        "published": hit.published.map(|at| at.to_string()),
        "first_seen": hit.first_seen.to_string(),
        "language": hit.language.map(|language| language.to_string()),
        "topics": hit.topics.iter().map(TopicName::as_str).collect::<Vec<_>>(),
        "story": hit.story.map(|story| story.0),
        "snippet": hit.plain_snippet(),
    })
}

fn words(hit: &SearchHit) -> String {
    let topics: Vec<_> = hit.topics.iter().map(TopicName::as_str).collect();
    let topics = if topics.is_empty() {
        String::new()
    } else {
        format!("  [{}]", topics.join(", "))
    };
    format!(
        "{:>7}  {}  {}{topics}\n         {}\n         {}",
        hit.id,
        hit.first_seen.strftime("%Y-%m-%d %H:%M"),
        hit.title,
        hit.plain_snippet(),
        hit.link.as_ref().map_or("(no link)", |link| link.as_str())
    )
}
