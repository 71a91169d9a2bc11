//! `wirewatch feed show`: one feed, as the watchlist has it, as the last polls found it, and what it brought last.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;
use url::Url;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::feed::args::FeedShowArgs;
use crate::cli::feed::change::no_feed;
use crate::cli::feed::change::open;
use crate::cli::feed::words::printable;
use crate::cli::json::health_value;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::clock::Clock;
use crate::model::feed::Feed;
use crate::model::feed::FeedHealth;
use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::pipeline::rhythm;
use crate::store::FeedMemory;
use crate::store::SearchHit;
use crate::store::SearchQuery;

/// Articles that are shown.
const LATEST: usize = 10;

/// What both forms of the answer are made from.
struct Shown {
    feed: Feed,
    /// File and line.
    place: Option<(String, usize)>,
    /// `None`: it was never synced to the archive.
    health: Option<FeedHealth>,
    memory: Option<FeedMemory>,
    latest: Vec<SearchHit>,
    now: Timestamp,
}

pub(super) fn show(config: Option<&Path>, args: &FeedShowArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let editor = open(&place)?;
    let name: FeedName = args.name.parse().map_err(Failure::usage)?;
    let feed = editor
        .watchlist()
        .feed(&name)
        .cloned()
        .ok_or_else(|| Failure::usage(no_feed(&editor, &args.name)))?;
    let asked = name.clone();
    let (health, memory, latest) = ask(&place.settings()?, move |view| {
        let query = SearchQuery {
            words: String::new(),
            topic: None,
            feed: Some(asked.clone()),
            since: None,
            limit: LATEST,
        };
        Ok((
            view.feed_health()?,
            view.feed_memory(&asked)?,
            view.search(&query)?,
        ))
    })?;
    let shown = Shown {
        place: editor.place_of(&name),
        health: health.into_iter().find(|health| health.name == name),
        feed,
        memory,
        latest,
        now: Clock::System.now(),
    };
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", value(&shown))?;
    } else {
        write!(out, "{}", words(&shown))?;
    }
    Ok(Exit::Ok)
}

fn value(shown: &Shown) -> Value {
    let memory = shown.memory.as_ref();
    let text = |bytes: &Option<Vec<u8>>| {
        bytes
            .as_ref()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    json!({
        "name": shown.feed.name.as_str(),
        "settings": settings_value(shown),
        "health": shown.health.as_ref().map(health_value),
        "title": shown.health.as_ref().and_then(|health| health.title.as_deref()),
        "language": memory.and_then(|memory| memory.language.as_deref()),
        "validators": {
            "etag": memory.and_then(|memory| text(&memory.validators.etag)),
            "last_modified": memory.and_then(|memory| text(&memory.validators.last_modified)),
        },
        "items_a_day": memory.map(|memory| rhythm::items_a_day(memory, shown.now)),
        "first_polled": memory.and_then(|memory| memory.first_polled).map(|at| at.to_string()),
        "moved_to": memory.and_then(|memory| memory.url_now.as_ref()).map(Url::as_str),
        "moving_to": memory.and_then(|memory| memory.move_seen.as_ref()).map(|seen| seen.to.as_str()),
        "latest": shown.latest.iter().map(article_value).collect::<Vec<_>>(),
    })
}

fn settings_value(shown: &Shown) -> Value {
    let feed = &shown.feed;
    // The values of headers may be secrets.
    let headers: Vec<&str> = feed.headers.iter().map(|(name, _)| name.as_str()).collect();
    let seconds = |time: Option<std::time::Duration>| time.map(|time| time.as_secs());
    json!({
        "file": shown.place.as_ref().map(|(file, _)| file),
        "line": shown.place.as_ref().map(|(_, line)| line),
        "url": feed.url.as_str(),
        "label": feed.label,
        "language": feed.language.map(|language| language.to_string()),
        "every_seconds": seconds(feed.every),
        "expect_seconds": seconds(feed.expect),
        "backfill_seconds": feed.backfill.as_secs(),
        "via": via(feed),
        "headers": headers,
        "full_text": feed.full_text,
        "encoding": feed.encoding,
        "paused": feed.is_paused,
    })
}

/// The proxy without user and password.
fn via(feed: &Feed) -> Option<String> {
    let via = feed.via.as_ref()?;
    let port = via.port().map_or(String::new(), |port| format!(":{port}"));
    Some(format!(
        "{}://{}{port}",
        via.scheme(),
        via.host_str().unwrap_or_default()
    ))
}

fn article_value(hit: &SearchHit) -> Value {
    json!({
        "id": hit.id.0,
        "url": hit.link,
        "title": hit.title,
        "published": hit.published.map(|at| at.to_string()),
        "first_seen": hit.first_seen.to_string(),
        "topics": topics(hit),
    })
}

fn topics(hit: &SearchHit) -> Vec<&str> {
    hit.topics.iter().map(TopicName::as_str).collect()
}

fn words(shown: &Shown) -> String {
    let mut words = String::new();
    let mut row = |name: &str, text: &str| {
        words.push_str(&format!("{name:<12} {}\n", printable(text)));
    };
    let feed = &shown.feed;
    row("feed", feed.name.as_str());
    if let Some((file, line)) = &shown.place {
        row("written in", &format!("{file}, line {line}"));
    }
    row("url", feed.url.as_str());
    for (name, text) in setting_words(feed) {
        row(name, &text);
    }
    match &shown.health {
        Some(health) => {
            for (name, text) in health_words(health) {
                row(name, &text);
            }
        }
        None => row("state", "not asked yet: it is not in the archive"),
    }
    if let Some(memory) = &shown.memory {
        for (name, text) in memory_words(memory, shown.now) {
            row(name, &text);
        }
    }
    row(
        "latest",
        if shown.latest.is_empty() {
            "nothing"
        } else {
            ""
        },
    );
    for hit in &shown.latest {
        let topics = topics(hit).join(", ");
        let topics = if topics.is_empty() {
            topics
        } else {
            format!("  [{topics}]")
        };
        let seen = hit.first_seen.strftime("%Y-%m-%d %H:%M");
        words.push_str(&format!(
            "  {:>7}  {seen}  {}{topics}\n",
            hit.id,
            printable(&hit.title)
        ));
    }
    words
}

fn setting_words(feed: &Feed) -> Vec<(&'static str, String)> {
    let every = feed.every.map(|every| format!("{} s", every.as_secs()));
    let expect = feed
        .expect
        .map(|expect| format!("news within {} s", expect.as_secs()));
    let headers: Vec<&str> = feed.headers.iter().map(|(name, _)| name.as_str()).collect();
    let headers = (!headers.is_empty()).then(|| headers.join(", "));
    let full_text = feed
        .full_text
        .then(|| "the page of each article is read".to_owned());
    [
        ("label", feed.label.clone()),
        (
            "language",
            feed.language.map(|language| language.to_string()),
        ),
        ("every", every),
        ("expect", expect),
        ("via", via(feed)),
        ("headers", headers),
        ("full text", full_text),
        ("encoding", feed.encoding.clone()),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name, text?)))
    .collect()
}

fn health_words(health: &FeedHealth) -> Vec<(&'static str, String)> {
    let mut rows = vec![(
        "state",
        format!("{} since {}", health.state.as_str(), health.since),
    )];
    if let Some(cause) = &health.cause {
        rows.push((
            "cause",
            format!("{}, {} tries: {}", cause.kind, health.tries, cause.sentence),
        ));
    }
    if let Some(title) = &health.title {
        rows.push(("title", title.clone()));
    }
    let next = health
        .next_poll
        .map_or("never".to_owned(), |at| at.to_string());
    rows.push(("next poll", next));
    let last = health
        .last_item
        .map_or(String::new(), |at| format!(", the last one at {at}"));
    let partial = if health.is_partial {
        "; the last body could be read in part only"
    } else {
        ""
    };
    rows.push(("articles", format!("{}{last}{partial}", health.items)));
    rows
}

fn memory_words(memory: &FeedMemory, now: Timestamp) -> Vec<(&'static str, String)> {
    let mut rows = vec![(
        "pace",
        format!("{:.1} new articles a day", rhythm::items_a_day(memory, now)),
    )];
    let kept = match (&memory.validators.etag, &memory.validators.last_modified) {
        (Some(_), Some(_)) => "ETag and Last-Modified",
        (Some(_), None) => "ETag",
        (None, Some(_)) => "Last-Modified",
        (None, None) => "none: the body is compared",
    };
    rows.push(("validators", kept.to_owned()));
    if let Some(url) = &memory.url_now {
        rows.push(("moved to", format!("{url}, which is asked instead")));
    }
    if let Some(seen) = &memory.move_seen {
        rows.push((
            "moving to",
            format!(
                "{}, seen {} times since {}",
                seen.to, seen.times, seen.first
            ),
        ));
    }
    rows
}
