//! admit: articles -> known, new or revised -> matches -> stories -> events, all of a feed's body in one transaction.
//!
//! Judging against the watchlist is done before the transaction, for it needs nothing that is stored. What depends on
//! the archive (is it known? which story?) is decided inside, where nothing can come between looking and writing.

mod dropped;
mod pushed;
mod told;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::json;

use crate::classify::Text;
use crate::classify::learn::Verdict;
use crate::crash_point::crash_point;
use crate::dedupe::Novelty;
use crate::dedupe::is_doubtful;
use crate::dedupe::judge;
use crate::model::article::Article;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::feed::FeedState;
use crate::model::feed::Hints;
use crate::model::ids::ArticleId;
use crate::model::item::Channel;
use crate::model::matching::Match;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::admit::dropped::without_dropped;
use crate::pipeline::admit::told::Told;
use crate::pipeline::burst;
use crate::pipeline::flood;
use crate::pipeline::habit;
use crate::pipeline::judged::Judged;
use crate::pipeline::known::Known;
use crate::pipeline::known::known;
use crate::pipeline::notice;
use crate::pipeline::push_rhythm;
use crate::pipeline::recall::Memory;
use crate::pipeline::revise::revise;
use crate::pipeline::rhythm;
use crate::pipeline::settle::settle;
use crate::pipeline::turn::settle_and_tell;
use crate::store::FeedMemory;
use crate::store::PollResult;
use crate::store::StoreError;
use crate::store::Tx;

pub(super) use pushed::PushedBatch;

/// Pages asked for because of one body: a feed that brings a thousand articles must not make us a burden to its host.
const MOST_PAGES: usize = 100;

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
    /// Noticed as worth an instant letter.
    pub alerts: usize,
}

/// One feed's body, read: everything that its transaction writes.
pub(super) struct Batch {
    pub(super) feed: Feed,
    pub(super) judged: Vec<Judged>,
    pub(super) channel: Channel,
    pub(super) is_partial: bool,
    pub(super) memory: FeedMemory,
    /// The owner gave the feed another address, and this is what stands there.
    pub(super) is_new_address: bool,
    pub(super) hints: Hints,
}

/// An article and what the watchlist says of it.
struct Candidate {
    article: Article,
    verdict: Verdict,
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
            judged,
            channel,
            is_partial,
            memory,
            is_new_address,
            hints,
        } = self;
        // At another address may stand another section: what is older than the last answer was never this feed's news.
        let is_past = |article: &Article| {
            is_first
                || (is_new_address
                    && is_doubtful(article.published.or(article.updated), memory.decayed_at))
        };
        let candidates: Vec<_> = judged
            .into_iter()
            .map(|Judged { article, verdict }| Candidate {
                verdict,
                is_backfill: is_past(&article) && is_back_catalogue(&article, feed.backfill, now),
                article,
            })
            .collect();
        let watch = Arc::clone(watch);
        let recent = Arc::clone(&pipeline.recent);
        let curve = pipeline.tempo.curve();
        let written = pipeline
            .store
            .write(move |tx| {
                if !tx.is_at(&feed.name, &feed.url)? {
                    return Ok(Admitted::default());
                }
                let round = Round {
                    watch: &watch,
                    feed: &feed,
                    last_read: memory.decayed_at,
                    is_whole: true,
                    now,
                };
                let (admitted, flood) = admit_all(tx, &recent, &candidates, &round)?;
                let body = body_of(&candidates, admitted);
                let was_due = memory.next_poll;
                let memory = rhythm::remember(memory, &channel, &body, now);
                tx.keep_feed_memory(&feed.name, &memory)?;
                let result = rhythm::settled(curve, &feed, &memory, hints, Some(is_partial), now);
                let result = match flood {
                    Some(flood) => PollResult {
                        state: FeedState::Failing,
                        cause: Some(flood),
                        ..result
                    },
                    None => result,
                };
                let result = push_rhythm::settle(tx, &feed, was_due, result, admitted.new)?;
                settle_and_tell(tx, &feed.name, &result)?;
                crash_point("admit: before its commit");
                Ok(admitted)
            })
            .await;
        crash_point("admit: after its commit");
        if written.as_ref().is_ok_and(|admitted| admitted.alerts > 0) {
            pipeline.alert_bell.notify_one();
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

pub(super) fn text_of(article: &Article) -> Text<'_> {
    Text {
        feed: Some(&article.feed),
        language: article.language,
        title: &article.title,
        text: &article.text,
    }
}

/// What a body's articles are judged and written with.
struct Round<'a> {
    watch: &'a Watch,
    feed: &'a Feed,
    /// When the feed was last read.
    last_read: Option<Timestamp>,
    /// All that the feed shows; a push may hold a part, which says nothing about the rest.
    is_whole: bool,
    now: Timestamp,
}

/// Writes the articles; also tells whether the feed floods us with old ones under new ids.
fn admit_all(
    tx: &mut Tx,
    memory: &Arc<Memory>,
    candidates: &[Candidate],
    round: &Round<'_>,
) -> Result<(Admitted, Option<Cause>), StoreError> {
    let articles: Vec<&Article> = candidates.iter().map(|c| &c.article).collect();
    let known = known(tx, &articles, round.last_read)?;
    let entries = without_dropped(tx, candidates, known, round)?;
    let dropped = candidates.len() - entries.len();
    let articles: Vec<&Article> = entries.iter().map(|(c, _)| &c.article).collect();
    let known: Vec<Option<Known>> = entries.iter().map(|(_, known)| known.clone()).collect();
    if known.iter().any(Option::is_none) {
        memory.mend(tx, round.now)?;
    }
    let flood = match round.is_whole {
        true => flood::watch(tx, &articles, &known, round.feed, round.last_read)?,
        false => None,
    };
    let mut admitted = Admitted {
        known: dropped,
        ..Admitted::default()
    };
    let mut pages = 0;
    let mut told = Told::default();
    let mut arrived = Vec::new();
    let mut news = Vec::new();
    let mut grown = BTreeSet::new();
    for (candidate, known) in entries {
        let article = &candidate.article;
        let is_repeated = told.is_repeated(article, known.as_ref());
        match (
            judge(article, known.as_ref().map(|known| &known.hash)),
            known,
        ) {
            // The first of several entries with one identity is the article, in every answer.
            _ if is_repeated => admitted.known += 1,
            (novelty, Some(known)) => {
                follow(tx, &known, article)?;
                if novelty == Novelty::Revised {
                    admitted.revised += 1;
                    let Candidate { verdict, .. } = candidate;
                    admitted.alerts +=
                        revise(tx, round.watch, known.id, article, verdict, round.now)?;
                } else {
                    admitted.known += 1;
                }
            }
            (_, None) => {
                let is_backfill = candidate.is_backfill
                    || (flood.is_some() && is_doubtful(article.published, round.last_read));
                let is_mailed = !is_backfill;
                admitted.new += 1;
                admitted.matches += candidate.verdict.matches.len();
                if is_mailed {
                    grown.extend(candidate.verdict.matches.iter().map(|found| &found.topic));
                }
                let id = admit_new(tx, candidate, is_backfill, round)?;
                arrived.push((id, article));
                if is_mailed {
                    news.push((id, article, candidate.verdict.matches.as_slice()));
                }
                if round.feed.full_text && is_mailed && article.link.is_some() {
                    pages += 1;
                    await_page(tx, id, pages, round.now)?;
                }
            }
        }
    }
    admitted.stories_new = settle(tx, memory, &arrived, round.now)?;
    admitted.alerts += notice::arrivals(
        tx,
        round.watch,
        news.into_iter(),
        round.last_read,
        round.now,
    )?;
    habit::learn(
        tx,
        round.feed,
        arrived.into_iter().map(|(_, article)| article),
    )?;
    grown.retain(|topic| {
        round
            .watch
            .watchlist
            .topic(topic)
            .is_some_and(|topic| topic.burst)
    });
    admitted.alerts += burst::notice(tx, round.watch, &grown, round.now)?;
    Ok((admitted, flood))
}

/// An article keeps up with its publisher: a new address, a new id.
fn follow(tx: &mut Tx, known: &Known, article: &Article) -> Result<(), StoreError> {
    if known.is_renamed {
        tx.rename(known.id, &article.identity)?;
    }
    tx.relink(known.id, article)
}

/// Only what can be mailed gets its page read, and of one body no more than is decent.
fn await_page(tx: &mut Tx, id: ArticleId, number: usize, now: Timestamp) -> Result<(), StoreError> {
    if number <= MOST_PAGES {
        return tx.await_page(id, now);
    }
    let cause = Cause {
        kind: "too-many".to_owned(),
        sentence: format!(
            "its feed brought more than {MOST_PAGES} new articles at once, and no more pages than that are asked for"
        ),
    };
    tx.skip_page(id, &cause, now)
}

/// Writes a new article with its matches; its number.
fn admit_new(
    tx: &mut Tx,
    candidate: &Candidate,
    is_backfill: bool,
    round: &Round<'_>,
) -> Result<ArticleId, StoreError> {
    let Candidate {
        article, verdict, ..
    } = candidate;
    let Verdict { matches, hidden } = verdict;
    let (version, now) = (&round.watch.watchlist.version, round.now);
    let id = tx.admit(article, is_backfill, version)?;
    tell(
        tx,
        EventKind::ArticleAdmitted,
        &id,
        json!({ "feed": article.feed.as_str(), "title": article.title, "link": article.link }),
        now,
    )?;
    tx.keep_matches(id, version, matches, now)?;
    tx.keep_hidden(id, version, hidden, now)?;
    for found in matches {
        tell_match(tx, id, found, &article.title, now)?;
    }
    Ok(id)
}

/// An article meets a topic for the first time.
pub(super) fn tell_match(
    tx: &mut Tx,
    id: ArticleId,
    found: &Match,
    title: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let data = json!({ "topic": found.topic.as_str(), "score": found.score, "title": title });
    tell(tx, EventKind::TopicMatched, &id, data, now)
}

pub(super) fn tell(
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
