//! Why bytes are no feed, told so that status, letters and metrics can say it.

use url::Url;

/// Nothing in the bytes can be read as a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    /// Nothing but white space.
    #[error("the body is empty")]
    Empty,
    /// Some other document: a login page, a captcha, a text.
    #[error("no feed, it begins with {begins:?}")]
    Other {
        /// The first 80 characters.
        begins: String,
        /// Feeds that an HTML page says it has, made absolute.
        feeds: Vec<Url>,
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
        sitemaps: Vec<Url>,
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

    /// The feeds that the page says it has, when it was a page or an index.
    #[must_use]
    pub fn feeds(&self) -> &[Url] {
        match self {
            Self::Other { feeds, .. } => feeds,
            Self::SitemapIndex { sitemaps } => sitemaps,
            _ => &[],
        }
    }
}

fn first_of(sitemaps: &[Url]) -> &str {
    sitemaps
        .first()
        .map_or("one of the sitemaps that it is meant to list", Url::as_str)
}
