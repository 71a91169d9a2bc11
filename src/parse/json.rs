//! JSON Feed 1.0 and 1.1.

use serde_json::{Map, Value};
use url::Url;

use crate::model::item::Channel;
use crate::model::item::Format;
use crate::model::item::Item;
use crate::model::item::Markup;
use crate::model::item::Parsed;
use crate::model::problem::Problem;
use crate::parse::NotAFeed;
use crate::parse::discover;
use crate::parse::fields;
use crate::parse::fields::Draft;
use crate::parse::fields::Tally;
use crate::parse::html;
use crate::parse::link;
use crate::parse::text;

/// Reads the feed.
pub(super) fn read(text: &str, base: &Url) -> Result<Parsed, NotAFeed> {
    let Ok(Value::Object(feed)) = serde_json::from_str::<Value>(text) else {
        return Err(discover::refusal(text, base));
    };
    let says_so = word(&feed, "version").is_some_and(|v| v.contains("jsonfeed.org"));
    let entries = match feed.get("items") {
        Some(Value::Array(entries)) => entries.as_slice(),
        None if says_so => &[],
        _ => return Err(discover::refusal(text, base)),
    };
    let mut tally = Tally::default();
    let items: Vec<Item> = entries
        .iter()
        .filter_map(Value::as_object)
        .map(|entry| item(entry, base, &mut tally))
        .collect();
    let partial = items.len() != entries.len();
    let mut problems = tally.problems();
    if partial {
        let detail = format!(
            "{} items were listed and {} read",
            entries.len(),
            items.len()
        );
        problems.push(Problem::new("partial", detail));
    }
    Ok(Parsed {
        format: Format::Json,
        encoding: "utf-8",
        channel: channel(&feed, base),
        items,
        partial,
        problems,
    })
}

fn channel(feed: &Map<String, Value>, base: &Url) -> Channel {
    let hubs = feed.get("hubs").and_then(Value::as_array);
    let hubs = hubs.map(Vec::as_slice).unwrap_or_default();
    Channel {
        title: word(feed, "title").and_then(plain).map(|(title, _)| title),
        link: word(feed, "home_page_url").and_then(|url| link::resolve(base, url)),
        language: word(feed, "language").and_then(fields::language),
        hubs: hubs
            .iter()
            .filter_map(|hub| link::resolve(base, hub.get("url")?.as_str()?))
            .take(8)
            .collect(),
        self_link: word(feed, "feed_url").and_then(|url| link::resolve(base, url)),
        ..Channel::default()
    }
}

fn item(entry: &Map<String, Value>, base: &Url, tally: &mut Tally) -> Item {
    let mut draft = Draft::default();
    draft.guid.first(0, id(entry));
    draft
        .title
        .first(0, tally.line(word(entry, "title").and_then(plain)));
    for name in ["url", "external_url"] {
        let url = word(entry, name).and_then(|url| tally.link(base, url));
        draft.link.first(0, url);
    }
    draft.published = word(entry, "date_published").and_then(|date| tally.date(date));
    draft.updated = word(entry, "date_modified").and_then(|date| tally.date(date));
    draft.author.first(0, tally.line(author(entry)));
    draft.summary.first(0, body(entry, "summary", false, tally));
    let content = body(entry, "content_html", true, tally);
    draft.set_content(content.or_else(|| body(entry, "content_text", false, tally)));
    for tag in entry
        .get("tags")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        draft.add_category(tally.line(tag.as_str().and_then(text::line)));
    }
    draft.language = word(entry, "language").and_then(fields::language);
    draft.finish(base)
}

fn word<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}

/// Titles are plain by the standard; many a writer puts HTML there all the same.
fn plain(title: &str) -> Option<text::Line> {
    if html::looks_like_html(title) {
        text::line(&html::to_text(title))
    } else {
        text::line(title)
    }
}

/// Ids are strings; old feeds wrote numbers.
fn id(entry: &Map<String, Value>) -> Option<String> {
    match entry.get("id")? {
        Value::String(id) => fields::guid(id),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn author(entry: &Map<String, Value>) -> Option<text::Line> {
    let first = entry.get("authors").and_then(|authors| authors.get(0));
    let author = first.or_else(|| entry.get("author"))?;
    text::line(author.get("name")?.as_str()?)
}

fn body(
    entry: &Map<String, Value>,
    name: &str,
    is_html: bool,
    tally: &mut Tally,
) -> Option<Markup> {
    tally.body(text::body(word(entry, name)?.into(), is_html))
}
