//! Why bytes are no feed, told so that status, letters and metrics can say it.

use crate::parse::Offer;

/// Nothing in the bytes can be read as a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    /// Nothing but white space.
    #[error("the body is empty")]
    Empty,
    /// Some other document: a login page, a captcha, a text.
    #[error("no feed, it begins with {begins:?}{}", advice(feeds))]
    Other {
        /// The first 80 characters.
        begins: String,
        /// Feeds that an HTML page points to, the likeliest first.
        feeds: Vec<Offer>,
        /// It is a page of HTML, which may have a feed elsewhere.
        is_page: bool,
    },
    /// A charset that we do not know, or one that we must not read.
    #[error("the charset {0:?} is not one we read")]
    Encoding(String),
    /// Elements are nested deeper than any feed nests them.
    #[error("elements are nested more than {0} deep")]
    TooDeep(usize),
    /// A list of sitemaps, each of which may be a source of its own.
    #[error("an index of sitemaps, not one of them: watch {} instead", first_of(.sitemaps))]
    SitemapIndex {
        /// What it lists, made absolute; those for news come first.
        sitemaps: Vec<Offer>,
    },
}

impl NotAFeed {
    /// Short and stable, for metrics and machine forms.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Other { .. } => "not-a-feed",
            Self::Encoding(_) => "encoding",
            Self::TooDeep(_) => "too-deep",
            Self::SitemapIndex { .. } => "sitemap-index",
        }
    }

    /// The feeds that the document points to, when it was a page or an index; the likeliest first.
    #[must_use]
    pub fn feeds(&self) -> &[Offer] {
        match self {
            Self::Other { feeds, .. } => feeds,
            Self::SitemapIndex { sitemaps } => sitemaps,
            _ => &[],
        }
    }

    /// Whether the bytes are a page of HTML.
    #[must_use]
    pub fn is_page(&self) -> bool {
        matches!(self, Self::Other { is_page: true, .. })
    }
}

/// What the owner of a feed that became a page can do; nothing is guessed while polling.
fn advice(feeds: &[Offer]) -> String {
    match feeds.first() {
        Some(first) => format!(
            "; this page offers {0}: write that as the feed's url in the watchlist, or run `wirewatch feed add {0}`",
            first.url
        ),
        None => String::new(),
    }
}

fn first_of(sitemaps: &[Offer]) -> &str {
    sitemaps
        .first()
        .map_or("one of the sitemaps that it is meant to list", |first| {
            first.url.as_str()
        })
}
