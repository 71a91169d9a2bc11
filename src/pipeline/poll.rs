//! poll: feed -> fetch -> parse -> normalise -> admit, and what is remembered of the feed for the next time.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use sha2::Digest;
use sha2::Sha256;
use tracing::info;
use tracing::warn;

use crate::fetch::FetchError;
use crate::model::article::Article;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::feed::FeedRequest;
use crate::model::feed::FeedState;
use crate::model::feed::Fetched;
use crate::model::feed::Hints;
use crate::model::feed::Payload;
use crate::model::feed::Validators;
use crate::model::ids::FeedName;
use crate::model::item::Item;
use crate::model::item::Parsed;
use crate::model::language::Language;
use crate::model::problem::Problem;
use crate::normalise::FeedFacts;
use crate::normalise::normalise;
use crate::normalise::tell_apart;
use crate::parse::NotAFeed;
use crate::parse::Source;
use crate::parse::parse;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::admit::Admitted;
use crate::pipeline::admit::Batch;
use crate::pipeline::apart::apart;
use crate::pipeline::judged;
use crate::pipeline::moves;
use crate::pipeline::new_address;
use crate::pipeline::offer;
use crate::pipeline::push_rhythm;
use crate::pipeline::rests;
use crate::pipeline::rhythm;
use crate::pipeline::skipping;
use crate::pipeline::turn::settle_and_tell;
use crate::store::FeedMemory;
use crate::store::PollResult;
use crate::store::StoreError;

/// A server that answers 304 for this long is asked unconditionally once: some never stop saying it.
const TRUST_NOT_MODIFIED: Duration = Duration::from_secs(24 * 3600);

/// How one poll ended.
#[derive(Clone, Debug)]
pub struct PollReport {
    /// Which feed.
    pub feed: FeedName,
    /// What came of asking.
    pub ending: Ending,
    /// Entries in the body.
    pub items: usize,
    /// What became of them.
    pub admitted: Admitted,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    /// A body was read.
    Read,
    /// Nothing new.
    NotModified,
    /// Nothing usable.
    Failed(Cause),
}

/// Asks one feed and settles what came of it. One call a feed at a time.
///
/// # Errors
///
/// Only when the database fails: everything a stranger can do wrong is settled as a failed poll.
pub async fn poll(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    feed: &Feed,
) -> Result<PollReport, StoreError> {
    let started = pipeline.clock.now();
    let name = feed.name.clone();
    let memory = pipeline
        .store
        .read(move |view| view.feed_memory(&name))
        .await?
        .ok_or_else(|| StoreError::Missing {
            what: format!("feed {}", feed.name),
        })?;
    if skipping::put_off(pipeline, feed, &memory, started).await? {
        return Ok(report(feed, Ending::NotModified));
    }
    let answer = rests::ask(pipeline, &request(feed, &memory, started)).await?;
    let now = pipeline.clock.now();
    let report = match answer {
        Ok(Fetched::NotModified(unchanged)) => {
            let memory = moves::watched(memory, unchanged.moved_to.as_ref(), now);
            settle_unchanged(pipeline, feed, memory, unchanged.hints, now).await?
        }
        Ok(Fetched::Payload(payload)) => read(pipeline, watch, feed, memory, *payload, now).await?,
        Err(error) if error.is_stopping() => report(feed, Ending::NotModified),
        Err(error) => settle_fetch_failure(pipeline, feed, memory, &error, now).await?,
    };
    tell(&report);
    Ok(report)
}

fn request(feed: &Feed, memory: &FeedMemory, now: Timestamp) -> FeedRequest {
    let asked_unconditionally = memory.last_unconditional.unwrap_or(Timestamp::MIN);
    let trust_ends = asked_unconditionally
        .checked_add(TRUST_NOT_MODIFIED)
        .unwrap_or(Timestamp::MAX);
    let validators = if now < trust_ends {
        memory.validators.clone()
    } else {
        Validators::default()
    };
    let url = memory.url_now.as_ref().unwrap_or(&feed.url);
    let (headers, access) = new_address::meant_for(feed, url);
    FeedRequest {
        feed: feed.name.clone(),
        url: url.clone(),
        validators,
        headers,
        access,
        via: feed.via.clone(),
    }
}

async fn read(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    feed: &Feed,
    memory: FeedMemory,
    payload: Payload,
    now: Timestamp,
) -> Result<PollReport, StoreError> {
    let hash = hash_of(&payload.bytes);
    let hints = payload.hints;
    let memory = FeedMemory {
        last_unconditional: Some(now),
        ..moves::watched(memory, payload.moved_to.as_ref(), now)
    };
    let is_unchanged = memory.body_hash.as_ref() == Some(&hash);
    let is_new_address = memory.first_polled.is_some() && memory.body_hash.is_none();
    let validators = payload.validators.clone();
    let hub_links = payload.hub_links.clone();
    let parsed = match parse_apart(feed, payload).await {
        Ok(parsed) => parsed,
        Err(cause) => {
            let setback = setback(&memory);
            return settle_failure(pipeline, feed, memory, cause, setback, now).await;
        }
    };
    offer::note(pipeline, feed, &hub_links, &parsed.channel).await?;
    let asked_with = memory.clone();
    let memory = FeedMemory {
        validators,
        body_hash: Some(hash),
        ..memory
    };
    let items = parsed.items.len();
    if is_unchanged {
        // A server without validators sends the same bytes again and again: all of it is in the archive.
        let report = settle_unchanged(pipeline, feed, memory, hints, now).await?;
        let admitted = Admitted {
            known: items,
            ..Admitted::default()
        };
        return Ok(PollReport {
            ending: Ending::Read,
            items,
            admitted,
            ..report
        });
    }
    let (channel, is_partial) = (parsed.channel.clone(), parsed.partial);
    let judged = match judged::judge_apart(pipeline, watch, feed, parsed, now).await? {
        Ok(judged) => judged,
        Err(cause) => {
            // With what was remembered before: the body is not read yet, and the next one must not count as known.
            let setback = setback(&asked_with);
            return settle_failure(pipeline, feed, asked_with, cause, setback, now).await;
        }
    };
    let batch = Batch {
        feed: feed.clone(),
        judged,
        channel,
        is_partial,
        memory,
        is_new_address,
        hints,
    };
    let admitted = batch.admit(pipeline, watch, now).await?;
    Ok(PollReport {
        feed: feed.name.clone(),
        ending: Ending::Read,
        items,
        admitted,
    })
}

/// SHA-256 in hexadecimal.
fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Parses off the async threads; a panic of the parser is this feed's trouble and nobody else's.
pub(super) async fn parse_apart(feed: &Feed, payload: Payload) -> Result<Parsed, Cause> {
    let encoding = feed.encoding.clone();
    let parsed = apart(move || {
        let source = Source {
            bytes: &payload.bytes,
            base: &payload.url,
            content_type: payload.content_type.as_deref(),
            encoding: encoding.as_deref(),
        };
        parse(&source)
    });
    parsed.await?.map_err(|refusal| not_a_feed(&refusal))
}

fn not_a_feed(refusal: &NotAFeed) -> Cause {
    Cause {
        kind: refusal.kind().to_owned(),
        sentence: refusal.to_string(),
    }
}

pub(super) fn normalise_all(
    feed: &Feed,
    parsed: &Parsed,
    habit: Option<Language>,
    now: Timestamp,
) -> (Vec<Article>, Vec<Problem>) {
    let facts = FeedFacts {
        feed: &feed.name,
        hint: feed.language,
        channel_language: parsed.channel.language.as_deref(),
        habit,
    };
    let mut problems = Vec::new();
    let mut articles: Vec<Article> = parsed
        .items
        .iter()
        .filter(|item| says_something(item))
        .map(|item| {
            let (article, found) = normalise(item, &facts, now);
            problems.extend(found);
            article
        })
        .collect();
    tell_apart(&mut articles);
    (articles, problems)
}

/// A wholly empty entry is nobody's news; the reader has noted it as a problem.
fn says_something(item: &Item) -> bool {
    item.title.is_some()
        || item.link.is_some()
        || item.guid.is_some()
        || item.summary.is_some()
        || item.content.is_some()
}

async fn settle_unchanged(
    pipeline: &Pipeline,
    feed: &Feed,
    memory: FeedMemory,
    hints: Hints,
    now: Timestamp,
) -> Result<PollReport, StoreError> {
    let result = rhythm::settled(pipeline.tempo.curve(), feed, &memory, hints, None, now);
    settle(pipeline, feed, memory, result, Ending::NotModified).await
}

async fn settle_fetch_failure(
    pipeline: &Pipeline,
    feed: &Feed,
    memory: FeedMemory,
    error: &FetchError,
    now: Timestamp,
) -> Result<PollReport, StoreError> {
    let cause = new_address::cause(feed, memory.url_now.as_ref(), error);
    if let Some(until) = error.resting_until() {
        rests::settle(pipeline, feed, memory, &cause, until, now).await?;
        return Ok(report(feed, Ending::Failed(cause)));
    }
    if error.is_gone() && memory.url_now.is_none() {
        let result = failed(now, None, FeedState::Gone, &cause);
        return settle(pipeline, feed, memory, result, Ending::Failed(cause)).await;
    }
    let setback = rhythm::Setback {
        retry_after: error.retry_after(),
        is_unreached: error.is_unreached(),
        ..setback(&memory)
    };
    settle_failure(pipeline, feed, memory, cause, setback, now).await
}

/// A poll that came to nothing, and nothing is known of when to come again.
fn setback(memory: &FeedMemory) -> rhythm::Setback {
    rhythm::Setback {
        tries: memory.tries.saturating_add(1),
        ..rhythm::Setback::default()
    }
}

async fn settle_failure(
    pipeline: &Pipeline,
    feed: &Feed,
    memory: FeedMemory,
    cause: Cause,
    setback: rhythm::Setback,
    now: Timestamp,
) -> Result<PollReport, StoreError> {
    let memory = moves::doubted(memory);
    let next_poll = rhythm::after_failure(feed, &memory.rhythm.wishes, setback, now);
    let result = failed(now, Some(next_poll), FeedState::Failing, &cause);
    settle(pipeline, feed, memory, result, Ending::Failed(cause)).await
}

fn failed(
    at: Timestamp,
    next_poll: Option<Timestamp>,
    state: FeedState,
    cause: &Cause,
) -> PollResult {
    PollResult {
        at,
        next_poll,
        state,
        cause: Some(cause.clone()),
        is_partial: None,
    }
}

async fn settle(
    pipeline: &Pipeline,
    feed: &Feed,
    memory: FeedMemory,
    result: PollResult,
    ending: Ending,
) -> Result<PollReport, StoreError> {
    let (asked, manner) = (feed.clone(), Arc::clone(&pipeline.manner));
    pipeline
        .store
        .write(move |tx| {
            if !tx.is_at(&asked.name, &asked.url)? {
                return Ok(());
            }
            tx.keep_feed_memory(&asked.name, &memory)?;
            manner.note(tx, &asked, result.state)?;
            let result = push_rhythm::settle(tx, &asked, memory.next_poll, result, 0)?;
            settle_and_tell(tx, &asked.name, &result)
        })
        .await?;
    Ok(report(feed, ending))
}

/// A poll that brought nothing.
fn report(feed: &Feed, ending: Ending) -> PollReport {
    PollReport {
        feed: feed.name.clone(),
        ending,
        items: 0,
        admitted: Admitted::default(),
    }
}

fn tell(report: &PollReport) {
    match &report.ending {
        Ending::Failed(cause) => {
            warn!(feed.id = %report.feed, cause = cause.kind, "feed could not be read: {}", cause.sentence);
        }
        Ending::Read if report.admitted.new > 0 => {
            let Admitted { new, matches, .. } = report.admitted;
            info!(feed.id = %report.feed, items = report.items, new, matches, "feed has news");
        }
        Ending::Read | Ending::NotModified => {
            tracing::debug!(feed.id = %report.feed, "nothing new");
        }
    }
}
