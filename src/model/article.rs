//! Article: an Item normalised, with the identity that tells it from every other of its feed.

use std::fmt;

use jiff::Timestamp;
use url::Url;

use crate::model::ids::FeedName;
use crate::model::language::Language;

/// What makes it the same article when the feed is read again. Unique within its feed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Identity {
    /// The feed's own id, hashed when longer than 255 bytes.
    Guid(String),
    /// The canonical link, where there is no guid.
    Link(String),
    /// SHA-256 (hex) of what there is, where there is neither.
    Fingerprint(String),
}

impl Identity {
    /// The identity of this kind and key; `None` for a word that is no kind.
    #[must_use]
    pub fn of(kind: &str, key: &str) -> Option<Self> {
        match kind {
            "guid" => Some(Self::Guid(key.to_owned())),
            "link" => Some(Self::Link(key.to_owned())),
            "fingerprint" => Some(Self::Fingerprint(key.to_owned())),
            _ => None,
        }
    }

    /// The word for the table's kind column.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Guid(_) => "guid",
            Self::Link(_) => "link",
            Self::Fingerprint(_) => "fingerprint",
        }
    }

    /// The text that must be unique within the feed.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Guid(key) | Self::Link(key) | Self::Fingerprint(key) => key,
        }
    }
}

/// SHA-256 (hex) over title and text: changed content under one identity is a Revision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash(pub String);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An Item made ours: plain text, canonical link, known language, identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Whose it is.
    pub feed: FeedName,
    /// Unique within the feed.
    pub identity: Identity,
    /// Where a reader goes: as published, http or https.
    pub link: Option<Url>,
    /// Without tracking parameters and other noise: what copies of one page share.
    pub canonical_link: Option<String>,
    /// One line of plain text; may be empty.
    pub title: String,
    /// Plain text in paragraphs; may be empty.
    pub text: String,
    /// As published.
    pub author: Option<String>,
    /// The outlet that a syndicating feed names.
    pub source: Option<String>,
    /// From hint, script, letters and words; `None` where they do not say.
    pub language: Option<Language>,
    /// The feed's claim, never in the future of `first_seen` by more than a day.
    pub published: Option<Timestamp>,
    /// The feed's claim of a later change.
    pub updated: Option<Timestamp>,
    /// When we first read it: the order of everything.
    pub first_seen: Timestamp,
    /// Over title and text.
    pub content_hash: ContentHash,
}
