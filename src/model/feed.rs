//! Feed: a watched source, how to ask it, what it answered and how it is.

use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::model::access::Access;
use crate::model::ids::FeedName;
use crate::model::language::Language;
use crate::model::pledge::HubLinks;

/// A feed as the watchlist has it: what to ask, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Feed {
    /// The table's key; shown as the outlet until the channel names itself.
    pub name: FeedName,
    /// http or https.
    pub url: Url,
    /// A fixed interval; `None` lets the feed's own pace decide.
    pub every: Option<Duration>,
    /// What the owner says of its language; outweighs the channel's own claim.
    pub language: Option<Language>,
    /// Shown beside the outlet: "exile media", "state media".
    pub label: Option<String>,
    /// `http://`, `socks5://` or `socks5h://` proxy for this feed alone.
    pub via: Option<Url>,
    /// Sent with every request to this feed's own origin, and to no other.
    pub headers: Vec<(String, String)>,
    /// A login, and an authority of its own.
    pub access: Access,
    /// Fetch each new article's page and read its text.
    pub full_text: bool,
    /// Silent longer than this is unhealthy; `None` judges it by its own rhythm.
    pub expect: Option<Duration>,
    /// A charset label that overrides what the feed says of itself.
    pub encoding: Option<String>,
    /// How old an item of the first fetch may be and still be mailed; zero mails none of the back catalogue.
    pub backfill: Duration,
    /// Listed but not asked.
    pub is_paused: bool,
}

/// What makes a request conditional: kept and sent back byte for byte, never read for meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The ETag header's bytes, at most 1 KiB.
    pub etag: Option<Vec<u8>>,
    /// The Last-Modified header's bytes, at most 1 KiB.
    pub last_modified: Option<Vec<u8>>,
}

/// What one request needs to know.
#[derive(Clone, Debug)]
pub struct FeedRequest {
    /// The feed's name, for the words of an error.
    pub feed: FeedName,
    /// Where to ask: the watchlist's address, or the one a kept permanent redirect led to.
    pub url: Url,
    /// From the last good answer; empty asks unconditionally.
    pub validators: Validators,
    /// As [`Feed::headers`].
    pub headers: Vec<(String, String)>,
    /// As [`Feed::access`].
    pub access: Access,
    /// As [`Feed::via`].
    pub via: Option<Url>,
}

/// What a server answered.
#[derive(Clone, Debug)]
pub enum Fetched {
    /// Nothing new (304 or 204).
    NotModified(Unchanged),
    /// A body to read.
    Payload(Box<Payload>),
}

/// What came with the word that nothing is new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unchanged {
    /// When to come back; may have changed.
    pub hints: Hints,
    /// As [`Payload::moved_to`]: most feeds that move answer so, as their validators go along.
    pub moved_to: Option<Url>,
}

/// A whole body, decoded from its transfer and content codings, and what came with it.
#[derive(Clone, Debug)]
pub struct Payload {
    /// The feed's bytes; never longer than `max_body`.
    pub bytes: Vec<u8>,
    /// Where they came from in the end: the base of relative links.
    pub url: Url,
    /// The Content-Type header as it stood.
    pub content_type: Option<String>,
    /// To be kept when the body was read well.
    pub validators: Validators,
    /// When to come back.
    pub hints: Hints,
    /// Where a chain of permanent redirects (301, 308) from the asked address ended, if every hop was permanent.
    pub moved_to: Option<Url>,
    /// What the Link headers say of pushing.
    pub hub_links: HubLinks,
}

/// When the server wants to be asked again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Cache-Control max-age less Age, or Expires less Date.
    pub fresh_for: Option<Duration>,
    /// Retry-After, as asked up to 30 days.
    pub retry_after: Option<Duration>,
}

/// Which addresses behind a name may be connected to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowPrivate(pub Vec<IpAddr>);

/// How a feed is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedState {
    /// It answers and its news can be read.
    Ok,
    /// The last attempts gave nothing we can use.
    Failing,
    /// It answers, but without news for longer than it should.
    Quiet,
    /// Its owner paused it.
    Paused,
    /// It answered 410 and is not asked any more.
    Gone,
}

impl FeedState {
    /// All of them, the good one first.
    pub const ALL: [Self; 5] = [
        Self::Ok,
        Self::Failing,
        Self::Quiet,
        Self::Paused,
        Self::Gone,
    ];

    /// The word for tables, machine forms and the page.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failing => "failing",
            Self::Quiet => "quiet",
            Self::Paused => "paused",
            Self::Gone => "gone",
        }
    }

    /// The state of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Why a feed is not ok.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Short and stable: `dns`, `connect`, `timeout`, `tls`, `blocked`, `http-404`, `too-large`, `not-a-feed`, `stale`, …
    pub kind: String,
    /// One plain sentence that also says what to do.
    pub sentence: String,
}

/// A feed's state as `feed list`, `status`, the page and the digest show it.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedHealth {
    /// Which feed.
    pub name: FeedName,
    /// Its address in the watchlist.
    pub url: Url,
    /// Where a proven permanent redirect leads: asked instead, and to be written into the watchlist.
    pub moved_to: Option<Url>,
    /// What the channel calls itself.
    pub title: Option<String>,
    /// As [`Feed::label`].
    pub label: Option<String>,
    /// How it is.
    pub state: FeedState,
    /// `None` when ok.
    pub cause: Option<Cause>,
    /// Since when it has been in this state.
    pub since: Timestamp,
    /// Attempts in a row without a usable answer.
    pub tries: u32,
    /// When it will be asked next; `None` when it will not be.
    pub next_poll: Option<Timestamp>,
    /// When its newest article was first seen.
    pub last_item: Option<Timestamp>,
    /// The last body held more entries than could be read.
    pub is_partial: bool,
    /// Articles of it in the archive.
    pub items: u64,
}
