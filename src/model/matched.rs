//! MatchedArticle: an article with every topic that it meets, as `wirewatch export` hands it to others.

use jiff::Timestamp;
use url::Url;

use crate::model::article::ContentHash;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::ids::WatchlistVersion;
use crate::model::language::Language;
use crate::model::mark::Judgement;
use crate::model::mark::Mark;
use crate::model::matching::Match;

/// An article and its matches of today.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchedArticle {
    /// Its row.
    pub id: ArticleId,
    /// Where a reader goes.
    pub link: Option<Url>,
    /// Headline of today.
    pub title: String,
    /// Whose it is.
    pub feed: FeedName,
    /// What the channel calls itself; the feed's name where it does not say.
    pub outlet: String,
    /// If known.
    pub language: Option<Language>,
    /// The feed's claim.
    pub published: Option<Timestamp>,
    /// Our own knowledge.
    pub first_seen: Timestamp,
    /// Where it was placed.
    pub story: Option<StoryId>,
    /// Back catalogue of a new feed: it was in no letter.
    pub is_backfill: bool,
    /// Those that were asked for; never empty.
    pub matches: Vec<JudgedMatch>,
    /// What only an auditor asks for.
    pub audit: Option<Audit>,
}

/// A match, who said so, and what a reader thought of it.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedMatch {
    /// Topic, score and evidence.
    pub found: Match,
    /// The watchlist that judged so.
    pub by: WatchlistVersion,
    /// The newest mark that concerns this article and topic.
    pub mark: Option<Judgement>,
}

/// How an article was judged and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    /// The watchlist that judged it when it came in.
    pub judged_by: WatchlistVersion,
    /// Of the words of today.
    pub content_hash: ContentHash,
    /// How often its words have changed.
    pub revisions: u64,
    /// Digests and alerts that told it, the first one first.
    pub letters: Vec<Telling>,
    /// On it and on its story, the first one first.
    pub marks: Vec<Mark>,
}

/// One issue that told an article. Counts its readers and does not name them: an export goes to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// Its running number.
    pub number: DigestNumber,
    /// Which definition.
    pub digest: DigestName,
    /// An instant letter.
    pub is_alert: bool,
    /// When it was written to the outbox.
    pub issued: Timestamp,
    /// How many it was written to.
    pub recipients: u64,
    /// Of these, those whose letter the relay or channel has accepted, be it sent again since.
    pub accepted: u64,
    /// When the first of them was accepted.
    pub accepted_at: Option<Timestamp>,
}
