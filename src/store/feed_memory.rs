//! What is remembered of a feed between two polls, and how a poll ends.

use jiff::Timestamp;
use url::Url;

use crate::model::feed::Cause;
use crate::model::feed::FeedState;
use crate::model::feed::Validators;
use crate::model::rhythm::Rhythm;

/// What is remembered of a feed between two polls.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedMemory {
    /// How it was after the last poll. Moved by [`crate::store::Tx::settle_poll`] only.
    pub state: FeedState,
    /// Since when. Moved by [`crate::store::Tx::settle_poll`] only.
    pub since: Timestamp,
    /// Attempts in a row without a usable answer. Counted by [`crate::store::Tx::settle_poll`] only.
    pub tries: u32,
    /// When it is due. Set by [`crate::store::Tx::settle_poll`] only.
    pub next_poll: Option<Timestamp>,
    /// What the channel calls itself.
    pub title: Option<String>,
    /// The language it declares, as it stands there.
    pub language: Option<String>,
    /// From the last answer that was read well.
    pub validators: Validators,
    /// Of the last body: an equal one need not be read.
    pub body_hash: Option<String>,
    /// When it was last asked without validators.
    pub last_unconditional: Option<Timestamp>,
    /// Where a permanent redirect that proved itself leads; asked instead of the watchlist's address.
    pub url_now: Option<Url>,
    /// A permanent redirect that has not proved itself yet.
    pub move_seen: Option<MoveSeen>,
    /// `None`: never, and what its first answer holds is back catalogue.
    pub first_polled: Option<Timestamp>,
    /// When it last brought a new article.
    pub last_news: Option<Timestamp>,
    /// New articles, older ones counting less and less: its pace.
    pub decayed_items: f64,
    /// To when `decayed_items` was reckoned.
    pub decayed_at: Option<Timestamp>,
    /// When it publishes, and when it wants to be asked.
    pub rhythm: Rhythm,
}

/// A permanent redirect under watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveSeen {
    /// Where it leads.
    pub to: Url,
    /// In how many polls in a row.
    pub times: u32,
    /// When it was first seen.
    pub first: Timestamp,
}

/// How a poll ended.
#[derive(Clone, Debug, PartialEq)]
pub struct PollResult {
    /// When it ended.
    pub at: Timestamp,
    /// When to ask again; `None` = never, and for `Paused` and `Gone` always so.
    pub next_poll: Option<Timestamp>,
    /// How the feed is now.
    pub state: FeedState,
    /// Why it is not ok.
    pub cause: Option<Cause>,
    /// Did the body hold more than could be read? `None` = nothing was read, it stays as it was.
    pub is_partial: Option<bool>,
}
