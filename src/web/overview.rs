//! The first page: how feeds and letters are, and what matched lately.

use askama::Template;
use jiff::Timestamp;

use crate::model::event::Event;
use crate::model::event::EventKind;
use crate::model::feed::FeedHealth;
use crate::model::feed::FeedState;
use crate::model::ids::EventId;
use crate::store::DigestRecord;
use crate::store::OutboxCounts;
use crate::store::StoreError;
use crate::store::View;

/// How far back the list of matches looks in the stream, in events.
const LATELY: i64 = 500;

/// Rows of the list of matches.
const MATCHES: usize = 25;

/// What the page shows.
#[derive(Template)]
#[template(path = "overview.html")]
pub(super) struct Facts {
    now: String,
    feeds: Vec<FeedHealth>,
    feeds_ok: usize,
    outbox: OutboxCounts,
    articles: u64,
    matches: Vec<Matched>,
    digests: Vec<DigestRecord>,
}

/// An article that met a topic lately.
struct Matched {
    at: String,
    topic: String,
    title: String,
}

pub(super) fn gather(view: &View, now: Timestamp) -> Result<Facts, StoreError> {
    let feeds = view.feed_health()?;
    let since = EventId(view.last_event()?.0.saturating_sub(LATELY).max(0));
    let events = view.events_since(since, LATELY.unsigned_abs() as usize)?;
    let matches = events
        .iter()
        .rev()
        .filter(|event| event.kind == EventKind::TopicMatched)
        .take(MATCHES);
    Ok(Facts {
        now: now.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        feeds_ok: feeds
            .iter()
            .filter(|feed| feed.state == FeedState::Ok)
            .count(),
        feeds,
        outbox: view.outbox_counts()?,
        articles: view.totals()?.articles,
        matches: matches.map(matched).collect(),
        digests: view.issues(None, 10)?,
    })
}

fn matched(event: &Event) -> Matched {
    let text = |key: &str| event.data[key].as_str().unwrap_or_default().to_owned();
    Matched {
        at: event.at.strftime("%m-%d %H:%M").to_string(),
        topic: text("topic"),
        title: text("title"),
    }
}

pub(super) fn render(facts: &Facts) -> String {
    facts
        .render()
        .unwrap_or_else(|error| format!("the page could not be rendered: {error}"))
}
