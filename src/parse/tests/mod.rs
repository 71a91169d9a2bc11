//! The room from its door: whole feeds in, what we say of them out.

mod bad_inputs;
mod bad_structure;
mod corpus;
mod discover;
mod floods;
mod forms;
mod properties;
mod readers;
mod sitemaps;

use url::Url;

use crate::model::item::Parsed;
use crate::parse::NotAFeed;
use crate::parse::Source;
use crate::parse::parse;

/// The address that the feeds of these tests come from.
fn base() -> Url {
    Url::parse("https://feeds.test/news/all.xml").unwrap()
}

/// Reads bytes of which nothing is known.
fn read(bytes: impl AsRef<[u8]>) -> Result<Parsed, NotAFeed> {
    parse(&Source {
        bytes: bytes.as_ref(),
        base: &base(),
        content_type: None,
        encoding: None,
    })
}

/// RSS with these items in it.
fn rss(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>Feed</title>{items}</channel></rss>")
}

/// The kinds of the problems told.
fn kinds(parsed: &Parsed) -> Vec<&'static str> {
    parsed.problems.iter().map(|problem| problem.kind).collect()
}

/// The titles of the items, in order.
fn titles(parsed: &Parsed) -> Vec<&str> {
    let titles = parsed.items.iter().map(|item| item.title.as_deref());
    titles.map(Option::unwrap_or_default).collect()
}
