//! What to say of a document that is no feed: how it begins, and which feeds it points to when it is a page or an index.

use url::Url;

use crate::parse::NotAFeed;
use crate::parse::attributes;
use crate::parse::link;
use crate::parse::refs;
use crate::parse::tags::Kind;
use crate::parse::tags::Tags;

const FEED_TYPES: [&str; 5] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
];
/// More than any honest page offers.
const FEEDS: usize = 20;

/// The refusal of a document that has no feed's root element.
pub(super) fn refusal(text: &str, base: &Url) -> NotAFeed {
    NotAFeed::Other {
        begins: text.trim_start().chars().take(80).collect(),
        feeds: feeds(text, base),
    }
}

/// The feeds that the page's `link rel=alternate` elements name, in order.
fn feeds(page: &str, base: &Url) -> Vec<Url> {
    let mut found = Vec::new();
    let mut base = base.clone();
    let mut tags = Tags::new(page, 0);
    while let Some(tag) = tags.next() {
        if tag.kind == Kind::End || found.len() >= FEEDS {
            continue;
        }
        let href = || {
            attributes::value(tag.attributes, "href")
                .map(|href| refs::decode(href, refs::Within::Xml))
        };
        if tag.name.eq_ignore_ascii_case("base") {
            if let Some(url) = href().and_then(|href| link::resolve(&base, &href)) {
                base = url;
            }
        } else if tag.name.eq_ignore_ascii_case("link") && is_feed_link(tag.attributes) {
            let url = href().and_then(|href| link::resolve(&base, &href));
            found.extend(url.filter(|url| !found.contains(url)));
        }
    }
    found
}

/// The refusal of an index of sitemaps, with what to watch instead.
pub(super) fn sitemap_index(text: &str, base: &Url) -> NotAFeed {
    let mut sitemaps = Vec::new();
    let mut tags = Tags::new(text, 0);
    while let Some(tag) = tags.next() {
        let is_place = tag.kind == Kind::Start && tag.name.ends_with("loc");
        if !is_place || sitemaps.len() >= FEEDS {
            continue;
        }
        let end = memchr::memchr(b'<', &text.as_bytes()[tag.end..]);
        let written = &text[tag.end..end.map_or(text.len(), |length| tag.end + length)];
        let url = link::resolve(base, &refs::decode(written, refs::Within::Xml));
        sitemaps.extend(url.filter(|url| !sitemaps.contains(url)));
    }
    // Stable: the index's own order is kept otherwise.
    sitemaps.sort_by_key(|url| !url.as_str().contains("news"));
    NotAFeed::SitemapIndex { sitemaps }
}

fn is_feed_link(attributes: &str) -> bool {
    let rel = attributes::value(attributes, "rel").unwrap_or_default();
    let kind = attributes::value(attributes, "type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    rel.split_ascii_whitespace()
        .any(|word| word.eq_ignore_ascii_case("alternate"))
        && FEED_TYPES
            .iter()
            .any(|feed| kind.eq_ignore_ascii_case(feed))
}
