//! Digest: one issue of the letter, as a value that both renderings are made from.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use crate::model::alert::Occasion;
use crate::model::burst::Burst;
use crate::model::edit::EditEntry;
use crate::model::edit::Revised;
use crate::model::feed::Cause;
use crate::model::feed::FeedState;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::language::Language;
use crate::model::lesson::Lesson;
use crate::model::matching::Match;
use crate::model::watchlist::Priority;
use crate::model::watchlist::SubjectMode;

/// An article that matched, with all that the letter may say of it: the raw material of [`Digest`].
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its row.
    pub article: ArticleId,
    /// The story it was placed in.
    pub story: StoryId,
    /// The story's headline and when it opened.
    pub story_opened: Timestamp,
    /// True when an earlier digest of this name told the story already.
    pub is_development: bool,
    /// When an alert told this article to the digest's recipients.
    pub alerted: Option<Timestamp>,
    /// Whose it is.
    pub feed: FeedName,
    /// What the channel calls itself; the feed's name where it does not.
    pub outlet: String,
    /// As the watchlist labels the feed.
    pub label: Option<String>,
    /// Where a reader goes.
    pub link: Option<Url>,
    /// Headline.
    pub title: String,
    /// Plain text.
    pub text: String,
    /// If known.
    pub language: Option<Language>,
    /// The feed's claim.
    pub published: Option<Timestamp>,
    /// Our own knowledge.
    pub first_seen: Timestamp,
    /// Of the digest's topics only; never empty.
    pub matches: Vec<Match>,
}

/// The words of an article: what was told, or is to be compared with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldText {
    /// Headline.
    pub title: String,
    /// Plain text.
    pub text: String,
    /// If known.
    pub language: Option<Language>,
}

/// What a development adds to what was told of its story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Additions {
    /// Nothing in this language was told of the story before.
    pub language: Option<Language>,
    /// Names that were not told, as the article writes them.
    pub names: Vec<String>,
    /// Numbers that were not told, each with its word.
    pub numbers: Vec<String>,
    /// The first sentences that say mostly what was not told; new names and numbers are the hits in them.
    pub sentences: Vec<Vec<QuotePart>>,
}

impl Additions {
    /// Nothing that was not told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What sort of letter it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LetterKind {
    /// Comes by the clock and covers a window.
    #[default]
    Digest,
    /// Comes at once and tells one story.
    Alert,
}

/// A topic louder than its own history, as the letter names it.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicBurst {
    /// What the letter calls it.
    pub title: String,
    /// What was loud.
    pub burst: Burst,
}

/// What a digest is composed from.
#[derive(Clone, Debug)]
pub struct DigestInput {
    /// Digest or alert; an alert's subject names its story.
    pub kind: LetterKind,
    /// Its running number.
    pub number: DigestNumber,
    /// Which definition.
    pub name: DigestName,
    /// What the definition asks for.
    pub topics: Vec<TopicHeading>,
    /// The window covered: from the last issue's `until`…
    pub from: Timestamp,
    /// …to the moment this one was made.
    pub until: Timestamp,
    /// Times in the letter are told by this clock.
    pub tz: TimeZone,
    /// Why an alert comes; `None` for a digest.
    pub occasion: Option<Occasion>,
    /// In order of `first_seen`.
    pub candidates: Vec<Candidate>,
    /// What was told before of the stories that candidates develop; one without any is compared with nothing.
    pub told: BTreeMap<StoryId, Vec<ToldText>>,
    /// Articles that earlier digests of this name told, and that have other words since; the latest change first.
    pub revised: Vec<Revised>,
    /// Topics of this digest that are louder than usual.
    pub bursts: Vec<TopicBurst>,
    /// Feeds that are not ok, or came back short.
    pub sources: Vec<SourceTrouble>,
    /// What was read, for the footer.
    pub coverage: Coverage,
    /// Sentences about a changed or refused watchlist.
    pub watchlist_changes: Vec<String>,
    /// What the subject gives away.
    pub subject: SubjectMode,
    /// More are counted, not shown.
    pub max_stories: usize,
    /// How readers reach the page, if they do.
    pub public_url: Option<Url>,
}

/// A topic as the letter heads it.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicHeading {
    /// Which topic.
    pub topic: TopicName,
    /// What the letter calls it.
    pub title: String,
    /// Order in the letter.
    pub priority: Priority,
    /// Stories a day over the last 14 days, oldest first.
    pub daily: [u32; 14],
}

/// One issue, ready to be rendered as text and as HTML.
#[derive(Clone, Debug, PartialEq)]
pub struct Digest {
    /// Digest or alert.
    pub kind: LetterKind,
    /// Its running number.
    pub number: DigestNumber,
    /// Which definition.
    pub name: DigestName,
    /// The subject line, clean of control characters.
    pub subject: String,
    /// The window covered.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
    /// Times in the letter are told by this clock.
    pub tz: TimeZone,
    /// Why an alert comes; `None` for a digest.
    pub occasion: Option<Occasion>,
    /// Topics that are louder than usual.
    pub bursts: Vec<TopicBurst>,
    /// What became of articles that earlier digests told.
    pub edits: Vec<EditEntry>,
    /// Edits that the letter only counts.
    pub more_edits: usize,
    /// How many of those are pages that are gone.
    pub more_gone: usize,
    /// Sentences about a changed or refused watchlist.
    pub watchlist_changes: Vec<String>,
    /// By priority; a topic without stories stands in `quiet_topics`.
    pub sections: Vec<TopicSection>,
    /// Titles of topics with nothing to tell.
    pub quiet_topics: Vec<String>,
    /// Feeds that need attention.
    pub sources: Vec<SourceTrouble>,
    /// Footer.
    pub coverage: Coverage,
    /// How readers reach the page, if they do.
    pub public_url: Option<Url>,
}

/// A topic's part of the letter.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicSection {
    /// Which topic, its title and its last 14 days.
    pub heading: TopicHeading,
    /// Most telling first; a story of several topics stands in the first of them only.
    pub stories: Vec<StoryEntry>,
    /// Stories that the limits kept out of the letter's body: "+N more".
    pub more: Vec<StoryEntry>,
}

/// One event, one entry.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryEntry {
    /// Which story.
    pub story: StoryId,
    /// Headline of its lead article; "(no title)" where there is none.
    pub title: String,
    /// Where the headline leads.
    pub link: Option<Url>,
    /// Who published the lead article.
    pub outlet: String,
    /// As the watchlist labels that feed.
    pub label: Option<String>,
    /// Of the lead article.
    pub language: Option<Language>,
    /// Its claimed time, else when we first saw it.
    pub time: Timestamp,
    /// Highest score among its articles.
    pub score: f64,
    /// Titles of further topics of this digest that it meets.
    pub also_topics: Vec<String>,
    /// A telling passage, cut at word borders.
    pub quote: Vec<QuotePart>,
    /// Why it is here: a term, the form found and where, a line each.
    pub why: Vec<Reason>,
    /// What the topic's marks say of its lead article; orders its section.
    pub learned: Option<Lesson>,
    /// Other articles of it in this digest.
    pub also: Vec<AlsoTold>,
    /// When the story was first seen.
    pub first_seen: Timestamp,
    /// An earlier digest of this name told the story already.
    pub is_development: bool,
    /// What a development adds; `None` where nothing is known of what was told, or too little is said now to tell.
    pub additions: Option<Additions>,
    /// When an alert first told of it to the digest's recipients.
    pub alerted: Option<Timestamp>,
    /// Every article of it that this digest tells.
    pub articles: Vec<ArticleId>,
}

/// A piece of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotePart {
    /// Plain text.
    pub text: String,
    /// Is this a term that matched?
    pub is_hit: bool,
}

/// Why a story is in the letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The term as the watchlist writes it.
    pub term: String,
    /// What stands in the article.
    pub form: String,
    /// "title" or "text".
    pub field: &'static str,
    /// What it added to the score.
    pub points: f64,
}

/// Another article of the same story.
#[derive(Clone, Debug, PartialEq)]
pub struct AlsoTold {
    /// Who.
    pub outlet: String,
    /// As the watchlist labels that feed.
    pub label: Option<String>,
    /// Where.
    pub link: Option<Url>,
    /// Its own headline.
    pub title: String,
    /// In what language.
    pub language: Option<Language>,
    /// When we first saw it.
    pub first_seen: Timestamp,
}

/// A feed that needs attention.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceTrouble {
    /// Which feed.
    pub feed: FeedName,
    /// What the reader knows it by.
    pub outlet: String,
    /// How it is; `Ok` here means that it came back short.
    pub state: FeedState,
    /// Why, and what to do.
    pub cause: Cause,
    /// Since when.
    pub since: Timestamp,
    /// Attempts in a row.
    pub tries: u32,
}

/// What was read for this issue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Feeds in the watchlist.
    pub feeds: u64,
    /// Feeds that answered well within the window.
    pub feeds_ok: u64,
    /// Articles first seen within the window.
    pub read: u64,
    /// Of those, how many matched a topic of this digest.
    pub matched: u64,
    /// How many more matched, and are in no letter because of what was marked.
    pub hidden: u64,
    /// The list that judged.
    pub watchlist_version: String,
    /// Inline tests of the list, all passed.
    pub tests: u64,
    /// When the next issue is due.
    pub next: Option<Timestamp>,
}
