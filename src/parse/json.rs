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
use crate::parse::finish::Items;
use crate::parse::html;
use crate::parse::limits;
use crate::parse::link;
use crate::parse::text;

/// Reads the feed.
pub(super) fn read(text: &str, base: &Url) -> Result<Parsed, NotAFeed> {
    let commas = memchr::memchr_iter(b',', text.as_bytes());
    if commas.count() > limits::JSON_COMMAS {
        return Err(discover::refusal(text, base));
    }
    let Ok(Value::Object(feed)) = value(text) else {
        return Err(discover::refusal(text, base));
    };
    let says_so = word(&feed, "version").is_some_and(|v| v.contains("jsonfeed.org"));
    let entries = match feed.get("items") {
        Some(Value::Array(entries)) => entries.as_slice(),
        None if says_so => &[],
        _ => return Err(discover::refusal(text, base)),
    };
    let mut tally = Tally::default();
    let mut items = Items::default();
    for entry in entries.iter().filter_map(Value::as_object) {
        items.push(item(entry, base, &mut tally));
    }
    let partial = items.count() != entries.len();
    let mut problems = tally.problems();
    if partial {
        let detail = format!(
            "{} items were listed and {} read",
            entries.len(),
            items.count()
        );
        problems.push(Problem::new("partial", detail));
    }
    let items = items.finish(&mut problems);
    Ok(Parsed {
        format: Format::Json,
        encoding: "utf-8",
        channel: channel(&feed, base),
        items,
        partial,
        problems,
    })
}

/// The document; a number that no machine holds, or half of a character, is no reason to lose the feed that it stands in.
fn value(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text).or_else(|error| {
        let repaired = without_lone_surrogates(&without_huge_numbers(text));
        // What is wrong with it otherwise stands where the publisher wrote it.
        serde_json::from_str(&repaired).map_err(|_| error)
    })
}

/// The text with U+FFFD for every escaped surrogate that is not one of a pair: JavaScript writes such where it has cut a string inside
/// an emoji (RFC 8259, 8.2).
fn without_lone_surrogates(text: &str) -> String {
    const ESCAPE: usize = r"\uFFFD".len();
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at.min(bytes.len())..]) {
        at += found;
        at += match (
            escaped(&bytes[at..]),
            escaped(&bytes[(at + ESCAPE).min(bytes.len())..]),
        ) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 2 * ESCAPE,
            (Some(0xd800..=0xdfff), _) => {
                bytes[at..at + ESCAPE].copy_from_slice(br"\uFFFD");
                ESCAPE
            }
            // Another escape is two bytes long, and what follows in this one is digits.
            _ => 2,
        };
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The number of the `\uXXXX` that this begins with.
fn escaped(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(br"\u")?.get(..4)?;
    let digits = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

/// The text with zeros for the exponents of numbers that have one of three digits or more.
fn without_huge_numbers(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = string_end(&bytes, at),
            b'e' | b'E' if at > 0 && bytes[at - 1].is_ascii_digit() => {
                let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
                let start = at + 1 + sign;
                let digits = &bytes[start..];
                let length = digits.iter().take_while(|b| b.is_ascii_digit()).count();
                if length > 2 {
                    bytes[start..start + length].fill(b'0');
                }
                at = start + length;
            }
            _ => at += 1,
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Where the string that begins at `at` is over.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at.min(bytes.len())..]) {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
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
    let title = limits::cut(title, limits::RAW_TITLE_BYTES);
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
