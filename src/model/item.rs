//! What a feed says of itself and of its entries, as published: nothing here is normalised or believed.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::model::problem::Problem;

/// The forms of feed that we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RSS 0.9x and 2.0.
    Rss,
    /// RSS 0.90 and 1.0 over RDF.
    Rdf,
    /// Atom 0.3 and 1.0.
    Atom,
    /// JSON Feed 1.0 and 1.1.
    Json,
    /// Microsoft's Channel Definition Format.
    Cdf,
    /// A sitemap, plain or with Google's news extension.
    Sitemap,
}

impl Format {
    /// The word for machine forms: `rss`, `rdf`, `atom`, `json`, `cdf`, `sitemap`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Rdf => "rdf",
            Self::Atom => "atom",
            Self::Json => "json",
            Self::Cdf => "cdf",
            Self::Sitemap => "sitemap",
        }
    }
}

/// A feed's own data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channel {
    /// Plain text: entities decoded, markup removed, white space collapsed.
    pub title: Option<String>,
    /// The site the feed belongs to, made absolute.
    pub link: Option<Url>,
    /// As declared: `ru`, `en-us`, …; unchecked.
    pub language: Option<String>,
    /// How often the publisher says it is worth asking: the longest of ttl and sy:updatePeriod.
    pub pace: Option<Duration>,
    /// Hours of the day (UTC, 0–23) in which the publisher asks not to be polled (skipHours).
    pub skip_hours: Vec<u8>,
    /// Weekdays (0 = Monday) on which the publisher asks not to be polled (skipDays).
    pub skip_days: Vec<u8>,
    /// WebSub hubs that push this feed.
    pub hubs: Vec<Url>,
    /// What the feed calls its own address (rel=self): the WebSub topic.
    pub self_link: Option<Url>,
}

/// One entry of a feed, as published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// guid, atom:id, rdf:about or JSON id, byte for byte; `None` when absent or blank.
    pub guid: Option<String>,
    /// Plain text: entities decoded, markup removed, white space collapsed.
    pub title: Option<String>,
    /// Absolute, resolved against xml:base and the feed's address; http or https only.
    pub link: Option<Url>,
    /// The link as the feed spells it, where it was absolute already and `link` spells it otherwise (`https://a.test`).
    pub link_as_written: Option<String>,
    /// pubDate, published, issued, dc:date, …; the feed's claim only.
    pub published: Option<Timestamp>,
    /// updated, modified, dcterms:modified; the feed's claim only.
    pub updated: Option<Timestamp>,
    /// The first author's name.
    pub author: Option<String>,
    /// description, summary, … as HTML or text, not yet made plain.
    pub summary: Option<Markup>,
    /// content:encoded, atom:content, content_html, …: the longest body there is.
    pub content: Option<Markup>,
    /// category, dc:subject, media:keywords, tags.
    pub categories: Vec<String>,
    /// The entry's own language where it is declared.
    pub language: Option<String>,
    /// The outlet a syndicating feed names (RSS `source`, news:publication).
    pub source: Option<String>,
}

/// A body text together with how it is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Markup {
    /// HTML or XHTML; also RSS descriptions, which are HTML unless they hold no markup at all.
    Html(String),
    /// Plain text: a `<` in it is a less-than sign.
    Text(String),
}

impl Markup {
    /// The text as it stands, markup included.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Html(text) | Self::Text(text) => text,
        }
    }
}

/// What the bytes of a feed gave: all that could be read, and what was wrong with the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// Which form of feed it was.
    pub format: Format,
    /// The charset it was decoded from, by its WHATWG name in lower case.
    pub encoding: &'static str,
    /// The feed's own data.
    pub channel: Channel,
    /// In the feed's order.
    pub items: Vec<Item>,
    /// More entries were opened in the bytes than were got: something is missing.
    pub partial: bool,
    /// Repairs made and things left out.
    pub problems: Vec<Problem>,
}
