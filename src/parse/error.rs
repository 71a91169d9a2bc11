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
    /// Known, and not read by us, such as an index of sitemaps.
    #[error("{0} is not supported")]
    Unsupported(&'static str),
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
            Self::Unsupported(_) => "unsupported",
        }
    }

    /// The feeds that the page says it has, when it was a page.
    #[must_use]
    pub fn feeds(&self) -> &[Url] {
        match self {
            Self::Other { feeds, .. } => feeds,
            _ => &[],
        }
    }
}
