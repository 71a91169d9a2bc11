//! What to say of a document that is no feed: how it begins, and which feeds it points to when it is a page or an index.
//!
//! Feeds are named by `link` elements made for programs; where there are none, links in the text that look like feeds
//! are offered, and [`usual_places`] are what is left to try. Nothing is asked from here.

use url::Url;

use crate::parse::NotAFeed;
use crate::parse::attributes;
use crate::parse::html;
use crate::parse::limits;
use crate::parse::link;
use crate::parse::refs;
use crate::parse::tags::Kind;
use crate::parse::tags::Tag;
use crate::parse::tags::Tags;

/// A feed that a page points to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Absolute, by the page's `base` element where it has one.
    pub url: Url,
    /// What the page calls it, on one line.
    pub title: Option<String>,
    /// `hreflang`, as it stands there.
    pub language: Option<String>,
    /// Named by a `link` element; otherwise a link in the text that looks like a feed.
    pub is_declared: bool,
}

/// Media types that feeds are declared with; general XML is checked by reading it.
const FEED_TYPES: [&str; 11] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x-rss+xml",
    "application/x-atom+xml",
    "application/xml",
    "text/rss+xml",
    "text/rss",
    "text/xml",
    JSON,
];
const JSON: &str = "application/json";

/// More than any honest page offers.
const FEEDS: usize = 20;

/// Bytes of a link's text that are looked at.
const LINK_TEXT: usize = 300;

/// Elements whose inside is not markup of the page.
const OPAQUE: [&str; 4] = ["script", "style", "textarea", "template"];

/// Where sites keep feeds that their pages do not name, the usual first.
const USUAL: [&str; 8] = [
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feeds/all.atom.xml",
    "/?feed=rss2",
];

/// The refusal of a document that has no feed's root element.
pub(super) fn refusal(text: &str, base: &Url) -> NotAFeed {
    let page = Page::read(text);
    NotAFeed::Other {
        begins: text.trim_start().chars().take(80).collect(),
        is_page: page.is_html,
        feeds: page.offers(base),
    }
}

/// Addresses worth trying for a page that names no feed: below the page itself, then at the root of its host.
#[must_use]
pub fn usual_places(page: &Url) -> Vec<Url> {
    let below = format!("{}/feed", page.path().trim_end_matches('/'));
    let mut places: Vec<Url> = Vec::new();
    for path in std::iter::once(below.as_str()).chain(USUAL) {
        if let Ok(url) = page.join(path)
            && url != *page
            && !places.contains(&url)
        {
            places.push(url);
        }
    }
    places
}

/// A link before it is resolved: `base` may stand below it.
struct Pointer {
    href: String,
    title: Option<String>,
    language: Option<String>,
    /// The smaller, the likelier.
    rank: u8,
}

#[derive(Default)]
struct Page {
    is_html: bool,
    base: Option<String>,
    declared: Vec<Pointer>,
    in_text: Vec<Pointer>,
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self::default();
        let mut tags = Tags::new(text, 0);
        let mut unclosed = Vec::new();
        while let Some(tag) = tags.next() {
            if tag.kind == Kind::End {
                continue;
            }
            match tag.name.to_ascii_lowercase().as_str() {
                "html" | "head" | "body" | "title" => page.is_html = true,
                "base" if page.base.is_none() => page.base = href(&tag),
                "link" if page.declared.len() < FEEDS => page.declared.extend(declared(&tag)),
                "a" if page.in_text.len() < FEEDS => page.in_text.extend(in_text(&tag, text)),
                // One that is never closed is looked for once, not at each of its openings.
                name if tag.kind == Kind::Start
                    && OPAQUE.contains(&name)
                    && !unclosed.contains(&name.to_owned()) =>
                {
                    match end_of(name, &text[tag.end..]) {
                        Some(length) => tags.at = tag.end + length,
                        None => unclosed.push(name.to_owned()),
                    }
                }
                _ => {}
            }
        }
        page
    }

    /// The feeds named for programs, the likeliest first; those of the text only where there are none.
    fn offers(self, address: &Url) -> Vec<Offer> {
        let base = self
            .base
            .and_then(|href| link::resolve(address, &href))
            .unwrap_or_else(|| address.clone());
        let is_declared = !self.declared.is_empty();
        let mut pointers = if is_declared {
            self.declared
        } else {
            self.in_text
        };
        pointers.sort_by_key(|pointer| pointer.rank);
        let mut offers: Vec<Offer> = Vec::new();
        for pointer in pointers {
            let Some(mut url) = link::resolve(&base, &pointer.href) else {
                continue;
            };
            url.set_fragment(None);
            if url != *address && !offers.iter().any(|offer| offer.url == url) {
                offers.push(Offer {
                    url,
                    title: pointer.title,
                    language: pointer.language,
                    is_declared,
                });
            }
        }
        offers
    }
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
        if let Some(url) = url
            && !sitemaps.iter().any(|offer: &Offer| offer.url == url)
        {
            sitemaps.push(Offer {
                url,
                title: None,
                language: None,
                is_declared: true,
            });
        }
    }
    // Stable: the index's own order is kept otherwise.
    sitemaps.sort_by_key(|offer| !offer.url.path().contains("news"));
    NotAFeed::SitemapIndex { sitemaps }
}

/// Where the end tag of an element begins whose inside is not markup.
fn end_of(name: &str, text: &str) -> Option<usize> {
    memchr::memmem::find_iter(text.as_bytes(), b"</").find(|at| {
        let after = text.as_bytes().get(at + 2..at + 2 + name.len());
        after.is_some_and(|after| after.eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// A `link` element that is an alternate form of the page in a feed's media type.
fn declared(tag: &Tag<'_>) -> Option<Pointer> {
    let rel = attributes::value(tag.attributes, "rel").unwrap_or_default();
    let has = |wanted: &str| {
        rel.split_ascii_whitespace()
            .any(|word| word.eq_ignore_ascii_case(wanted))
    };
    let kind = attributes::value(tag.attributes, "type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_of_feeds = FEED_TYPES
        .iter()
        .any(|feed| kind.eq_ignore_ascii_case(feed));
    let is_feed = (has("alternate") && is_of_feeds) || (has("feed") && !has("stylesheet"));
    if !is_feed {
        return None;
    }
    let href = href(tag)?;
    let title = attributes::value(tag.attributes, "title").and_then(one_line);
    let lower = href.to_ascii_lowercase();
    let is_json = kind.eq_ignore_ascii_case(JSON);
    // WordPress declares its programming interface like a feed.
    if is_json && lower.contains("wp-json") {
        return None;
    }
    let is_of_comments = lower.contains("/comments/")
        || title
            .as_ref()
            .is_some_and(|title| title.to_lowercase().contains("comment"));
    Some(Pointer {
        href,
        title,
        language: attributes::value(tag.attributes, "hreflang").and_then(one_line),
        rank: u8::from(is_json) + 2 * u8::from(is_of_comments),
    })
}

/// A link of the text whose address or words say that it is a feed.
fn in_text(tag: &Tag<'_>, page: &str) -> Option<Pointer> {
    let href = href(tag)?;
    let inside = limits::cut(&page[tag.end..], LINK_TEXT);
    let end = end_of("a", inside).unwrap_or(0);
    let words = one_line(&inside[..end]);
    let by_address = looks_like_feed(&href);
    let by_words = words.as_ref().is_some_and(|words| {
        ["rss", "atom", "rss feed", "atom feed", "rss-feed"]
            .contains(&words.to_lowercase().as_str())
    });
    (by_address || by_words).then(|| Pointer {
        title: words.or_else(|| attributes::value(tag.attributes, "title").and_then(one_line)),
        href,
        language: None,
        rank: u8::from(!by_address),
    })
}

fn looks_like_feed(href: &str) -> bool {
    let href = href.split('#').next().unwrap_or_default();
    let href = href.trim().to_ascii_lowercase();
    let (path, query) = href.split_once('?').unwrap_or((&href, ""));
    let is_asked_for = query.split('&').any(|pair| {
        matches!(
            pair,
            "rss" | "feed" | "type=rss" | "format=rss" | "format=atom" | "format=feed"
        ) || pair.starts_with("feed=")
    });
    let mut parts = path.trim_end_matches('/').rsplit('/');
    let last = parts.next().unwrap_or_default();
    let is_named = matches!(last, "feed" | "rss" | "rss2" | "atom");
    let ending = last.rsplit_once('.').map_or("", |(_, ending)| ending);
    let mut words = path.split(['/', '.', '-', '_']);
    let is_xml_of_feed = matches!(ending, "xml" | "json" | "php")
        && words.any(|word| matches!(word, "rss" | "rss2" | "feed" | "feeds" | "atom"));
    is_asked_for || is_named || matches!(ending, "rss" | "atom" | "rdf") || is_xml_of_feed
}

/// The address as written, references replaced.
fn href(tag: &Tag<'_>) -> Option<String> {
    let written = attributes::value(tag.attributes, "href")?;
    let mut href = refs::decode(written, refs::Within::Xml).into_owned();
    // In HTML the slash of `<link href=/feed/>` belongs to the address.
    let is_last_and_bare =
        tag.attributes.as_bytes().as_ptr_range().end == written.as_bytes().as_ptr_range().end;
    if tag.kind == Kind::Empty && is_last_and_bare && !href.is_empty() {
        href.push('/');
    }
    Some(href)
}

/// Plain text on one line, without what a terminal would obey; `None` where nothing is left.
fn one_line(written: &str) -> Option<String> {
    plain_line(&html::to_text(written))
}

/// The words of a text on one line, without what a terminal would obey or show in another order.
pub(super) fn plain_line(text: &str) -> Option<String> {
    let is_harmless = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(is_harmless)
        .collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    let line = limits::cut(&line, limits::TITLE_BYTES);
    (!line.is_empty()).then(|| line.to_owned())
}
