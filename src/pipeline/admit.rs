//! admit: articles -> known, new or revised -> matches -> stories -> events, all of a feed's body in one transaction.
//!
//! Judging against the watchlist is done before the transaction, for it needs nothing that is stored. What depends on
//! the archive (is it known? which story?) is decided inside, where nothing can come between looking and writing.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use crate::classify::Text;
use crate::dedupe::Novelty;
use crate::dedupe::judge;
use crate::model::article::Article;
use crate::model::article::ContentHash;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::feed::Feed;
use crate::model::feed::Hints;
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::ids::WatchlistVersion;
use crate::model::item::Channel;
use crate::model::matching::Match;
use crate::model::story::Placement;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::poll::settle_and_tell;
use crate::pipeline::recall::recall;
use crate::pipeline::recall::telling;
use crate::pipeline::recent::Recent;
use crate::pipeline::rhythm;
use crate::store::FeedMemory;
use crate::store::StoreError;
use crate::store::Tx;

/// What became of a body's entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Admitted {
    /// Articles that were not in the archive.
    pub new: usize,
    /// Known ones, read again unchanged.
    pub known: usize,
    /// Known ones whose words changed.
    pub revised: usize,
    /// Meetings of a new article with a topic.
    pub matches: usize,
    /// Stories opened.
    pub stories_new: usize,
}

/// One feed's body, read: everything that its transaction writes.
pub(super) struct Batch {
    pub(super) feed: Feed,
    pub(super) articles: Vec<Article>,
    pub(super) channel: Channel,
    pub(super) is_partial: bool,
    pub(super) memory: FeedMemory,
    pub(super) hints: Hints,
}

/// An article and what the watchlist says of it.
struct Candidate {
    article: Article,
    matches: Vec<Match>,
    is_backfill: bool,
}

impl Batch {
    /// Writes it all, or nothing.
    pub(super) async fn admit(
        self,
        pipeline: &Pipeline,
        watch: &Arc<Watch>,
        now: Timestamp,
    ) -> Result<Admitted, StoreError> {
        let is_first = self.memory.first_polled.is_none();
        let Self {
            feed,
            articles,
            channel,
            is_partial,
            memory,
            hints,
        } = self;
        let candidates: Vec<_> = articles
            .into_iter()
            .map(|article| Candidate {
                matches: watch.classifier.classify(&text_of(&article)),
                is_backfill: is_first && is_back_catalogue(&article, feed.backfill, now),
                article,
            })
            .collect();
        let version = watch.watchlist.version.clone();
        let recent = Arc::clone(&pipeline.recent);
        let written = pipeline
            .store
            .write(move |tx| {
                let admitted = admit_all(tx, &recent, &candidates, &version, now)?;
                let body = body_of(&candidates, admitted);
                let memory = rhythm::remember(memory, &channel, &body, now);
                tx.keep_feed_memory(&feed.name, &memory)?;
                let result = rhythm::settled(&feed, &memory, hints, Some(is_partial), now);
                settle_and_tell(tx, &feed.name, &result)?;
                Ok(admitted)
            })
            .await;
        if written.is_err() {
            // Stories that were opened in the rolled-back transaction do not exist, and their numbers will be others'.
            recall(pipeline).await?;
        }
        written
    }
}

/// What the feed's rhythm is learnt from.
fn body_of(candidates: &[Candidate], admitted: Admitted) -> rhythm::Body {
    rhythm::Body {
        claims: candidates
            .iter()
            .filter_map(|candidate| candidate.article.published.or(candidate.article.updated))
            .collect(),
        entries: candidates.len(),
        new: admitted.new,
    }
}

/// A new feed's old items are stored and not mailed, except those younger than the owner asked for. One without a date
/// may be new, so an owner who asked for some of the past gets it.
fn is_back_catalogue(article: &Article, backfill: Duration, now: Timestamp) -> bool {
    let oldest = now.checked_sub(backfill).unwrap_or(Timestamp::MIN);
    backfill.is_zero()
        || article
            .published
            .or(article.updated)
            .is_some_and(|at| at < oldest)
}

fn text_of(article: &Article) -> Text<'_> {
    Text {
        feed: Some(&article.feed),
        language: article.language,
        title: &article.title,
        text: &article.text,
    }
}

fn admit_all(
    tx: &mut Tx,
    recent: &Mutex<Recent>,
    candidates: &[Candidate],
    version: &WatchlistVersion,
    now: Timestamp,
) -> Result<Admitted, StoreError> {
    // A poisoned past is still a past: its worst fault is a story too many.
    let mut recent = recent.lock().unwrap_or_else(PoisonError::into_inner);
    let mut admitted = Admitted::default();
    for candidate in candidates {
        let article = &candidate.article;
        let known = tx.known(&article.feed, &article.identity)?;
        let known = match known {
            Some(found) => Some(found),
            // A publisher that gives every entry a new guid has not written every entry anew.
            None => known_by_words(tx, article)?,
        };
        match (judge(article, known.as_ref().map(|(_, hash)| hash)), known) {
            (Novelty::Revised, Some((id, _))) => {
                admitted.revised += 1;
                revise(tx, id, candidate, version, now)?;
            }
            (Novelty::New, None) => {
                admitted.new += 1;
                admitted.matches += candidate.matches.len();
                admitted.stories_new +=
                    usize::from(admit_new(tx, &mut recent, candidate, version, now)?);
            }
            _ => admitted.known += 1,
        }
    }
    Ok(admitted)
}

/// The same link with the same title in the same feed.
fn known_by_words(
    tx: &Tx,
    article: &Article,
) -> Result<Option<(ArticleId, ContentHash)>, StoreError> {
    match &article.canonical_link {
        Some(link) if !article.title.is_empty() => {
            tx.known_by_link_and_title(&article.feed, link, &article.title)
        }
        _ => Ok(None),
    }
}

fn revise(
    tx: &mut Tx,
    id: ArticleId,
    candidate: &Candidate,
    version: &WatchlistVersion,
    now: Timestamp,
) -> Result<(), StoreError> {
    let article = &candidate.article;
    tx.revise(id, article, now)?;
    // New words may meet a topic that the old ones did not; what matched once is told, whatever became of its words.
    let mut matches = candidate.matches.clone();
    let lost = tx
        .matches(id)?
        .into_iter()
        .filter(|old| !matches.iter().any(|new| new.topic == old.topic));
    matches.extend(lost.collect::<Vec<_>>());
    tx.keep_matches(id, version, &matches, now)?;
    let data = json!({ "feed": article.feed.as_str(), "title": article.title });
    tell(tx, EventKind::ArticleRevised, &id, data, now)
}

/// Writes a new article with its matches and its place; true when it opened a story.
fn admit_new(
    tx: &mut Tx,
    recent: &mut Recent,
    candidate: &Candidate,
    version: &WatchlistVersion,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let Candidate {
        article,
        matches,
        is_backfill,
    } = candidate;
    let id = tx.admit(article, *is_backfill, version)?;
    tell(
        tx,
        EventKind::ArticleAdmitted,
        &id,
        json!({ "feed": article.feed.as_str(), "title": article.title, "link": article.link }),
        now,
    )?;
    tx.keep_matches(id, version, matches, now)?;
    for found in matches {
        let data =
            json!({ "topic": found.topic.as_str(), "score": found.score, "title": article.title });
        tell(tx, EventKind::TopicMatched, &id, data, now)?;
    }
    let (story, opened) = place(tx, recent, id, article, now)?;
    let kind = if opened {
        EventKind::StoryOpened
    } else {
        EventKind::StoryGrew
    };
    tell(
        tx,
        kind,
        &story,
        json!({ "article": id.0, "title": article.title }),
        now,
    )?;
    Ok(opened)
}

fn place(
    tx: &mut Tx,
    recent: &mut Recent,
    id: ArticleId,
    article: &Article,
    now: Timestamp,
) -> Result<(StoryId, bool), StoreError> {
    let arrival = recent.place(&telling(article));
    let placed = match &arrival.placement {
        Placement::Opens => (tx.open_story(id, &article.title, now)?, true),
        Placement::Joins {
            story,
            similarity,
            because,
        } => {
            tx.join_story(*story, id, *similarity, because, now)?;
            (*story, false)
        }
    };
    recent.keep(id, placed.0, arrival);
    Ok(placed)
}

fn tell(
    tx: &mut Tx,
    kind: EventKind,
    subject: &impl ToString,
    data: serde_json::Value,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.tell(
        &NewEvent {
            kind,
            subject: subject.to_string(),
            data,
        },
        now,
    )?;
    Ok(())
}
