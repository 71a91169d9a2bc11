//! page: an article whose feed asks for full text -> its page -> the article on it -> judged again, with both texts.
//!
//! The article was admitted with its feed's words and waits for nobody: a page that fails takes nothing away from it.
//! What is still to be read stands in a table, is claimed under a lease, and is tried a few times.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tracing::debug;
use tracing::warn;
use url::Url;

use crate::classify::Text;
use crate::classify::learn::Verdict;
use crate::fetch::Fault;
use crate::fetch::FetchError;
use crate::model::access::Access;
use crate::model::article::Article;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::feed::FeedRequest;
use crate::model::feed::Fetched;
use crate::model::feed::Payload;
use crate::model::feed::Validators;
use crate::model::ids::ArticleId;
use crate::model::language::Language;
use crate::model::matching::Match;
use crate::normalise::identify_language;
use crate::normalise::page::article_of;
use crate::normalise::page::join;
use crate::parse::page;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::admit::tell_match;
use crate::pipeline::apart::apart;
use crate::pipeline::notice;
use crate::pipeline::rests;
use crate::store::DuePage;
use crate::store::StoreError;
use crate::store::Tx;

/// Waited after each attempt that may succeed later; then the page is given up.
const AGAIN_AFTER: [Duration; 3] = [
    Duration::from_secs(5 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(3 * 3600),
];

/// Longer than any fetch with its wait for a place at the host.
const LEASE: Duration = Duration::from_secs(15 * 60);

/// What browsers say they want; some servers answer a feed reader with the feed.
const ACCEPT: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";

/// How reading one page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageEnding {
    /// Its article was judged with both texts.
    Read {
        /// Topics that it meets now and did not before.
        new_matches: usize,
    },
    /// Nothing usable; tried again later or given up.
    Failed,
    /// Somebody else had it, or it was not asked for.
    Taken,
}

/// The first of the due pages whose host nobody is asking.
#[must_use]
pub fn next_of(due: &[DuePage], hosts_asked: &HashSet<String>) -> Option<DuePage> {
    due.iter()
        .find(|page| !hosts_asked.contains(&host_of(&page.link)))
        .cloned()
}

/// Which host a page is asked from.
#[must_use]
pub fn host_of(link: &Url) -> String {
    link.host_str().unwrap_or_default().to_owned()
}

/// Reads one due page and settles what came of it.
///
/// # Errors
///
/// Only when the database fails: everything a stranger can do wrong is settled as a failed attempt.
pub async fn read_page(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    due: &DuePage,
) -> Result<PageEnding, StoreError> {
    let (article, now) = (due.article, pipeline.clock.now());
    let is_ours = pipeline
        .store
        .write(move |tx| tx.claim_page(article, now, LEASE))
        .await?;
    if !is_ours {
        return Ok(PageEnding::Taken);
    }
    let feed = watch.watchlist.feed(&due.feed).filter(|f| f.full_text);
    let read = match feed {
        Some(feed) => text_of(pipeline, feed, &due.link).await?,
        None => Read::Nothing(Trouble::lasting(
            "not-wanted",
            "the feed is off the watchlist, or does not ask for full text any more",
        )),
    };
    let now = pipeline.clock.now();
    match read {
        Read::NotAsked(again) => {
            pipeline
                .store
                .write(move |tx| tx.unask_page(article, again))
                .await?;
            Ok(PageEnding::Taken)
        }
        Read::Text(text) => {
            let watch = Arc::clone(watch);
            let written = pipeline
                .store
                .write(move |tx| complete(tx, &watch, article, &text, now))
                .await?;
            pipeline.alert_bell.notify_one();
            debug!(article.id = article.0, feed.id = %due.feed, new_matches = written, "page read");
            Ok(PageEnding::Read {
                new_matches: written,
            })
        }
        Read::Nothing(trouble) => {
            let again = trouble.again(due.attempts, now);
            let host_again = trouble.host_again(again, now);
            let origin = due.link.origin().ascii_serialization();
            let Cause { kind, sentence } = &trouble.cause;
            warn!(
                article.id = article.0, feed.id = %due.feed, cause = kind.as_str(),
                "an article's page could not be read, {}: {sentence}",
                if again.is_some() { "it is tried again later" } else { "the feed's own text has to do" }
            );
            let cause = trouble.cause;
            pipeline
                .store
                .write(move |tx| {
                    tx.defer_page(article, &cause, again, now)?;
                    if let Some(until) = host_again {
                        tx.put_off_pages(&origin, until)?;
                    }
                    Ok(())
                })
                .await?;
            Ok(PageEnding::Failed)
        }
    }
}

/// What came of asking for a page.
enum Read {
    /// The article on it.
    Text(String),
    /// Nothing usable.
    Nothing(Trouble),
    /// It was not asked for: its host rests until then, or the process ends.
    NotAsked(Option<Timestamp>),
}

/// Why a page gave nothing, and whether it may give something later.
struct Trouble {
    cause: Cause,
    is_passing: bool,
    /// The host said that it is asked too often.
    is_too_often: bool,
    wait: Option<Duration>,
}

impl Trouble {
    fn lasting(kind: &str, sentence: impl Into<String>) -> Self {
        Self {
            cause: Cause {
                kind: kind.to_owned(),
                sentence: sentence.into(),
            },
            is_passing: false,
            is_too_often: false,
            wait: None,
        }
    }

    /// When to try again after so many earlier attempts; never sooner than the server asked.
    fn again(&self, attempts: u32, now: Timestamp) -> Option<Timestamp> {
        let pause = AGAIN_AFTER.get(usize::try_from(attempts).ok()?)?;
        let pause = self.wait.unwrap_or_default().max(*pause);
        self.is_passing.then(|| now.checked_add(pause).ok())?
    }

    /// A host that is asked too often and does not say for how long: when its other pages may be asked for, this one being
    /// tried again at `again` or never. With a time it is the whole neighbour that rests, feeds included.
    fn host_again(&self, again: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
        let longest = AGAIN_AFTER.last().copied().unwrap_or_default();
        (self.is_too_often && self.wait.is_none())
            .then(|| again.or_else(|| now.checked_add(longest).ok()))?
    }
}

impl From<FetchError> for Trouble {
    fn from(error: FetchError) -> Self {
        let is_passing = match error.fault() {
            Fault::Status { status, .. } => *status >= 500 || matches!(status, 408 | 425 | 429),
            Fault::Dns(_)
            | Fault::Connect(_)
            | Fault::ConnectTimeout(_)
            | Fault::Timeout(_)
            | Fault::Incomplete
            | Fault::Empty
            | Fault::Proxy(_) => true,
            _ => false,
        };
        Self {
            cause: Cause {
                kind: error.kind(),
                sentence: error.sentence(),
            },
            is_passing,
            is_too_often: matches!(error.fault(), Fault::Status { status: 429, .. }),
            wait: error.retry_after(),
        }
    }
}

async fn text_of(pipeline: &Pipeline, feed: &Feed, link: &Url) -> Result<Read, StoreError> {
    Ok(match rests::ask(pipeline, &request(feed, link)).await? {
        Ok(Fetched::Payload(payload)) => match extract_apart(*payload).await {
            Ok(text) => Read::Text(text),
            Err(trouble) => Read::Nothing(trouble),
        },
        Ok(Fetched::NotModified(_)) => Read::Nothing(Trouble::lasting(
            "empty",
            "the server answered that there is nothing to read",
        )),
        Err(error) => not_read(error),
    })
}

fn not_read(error: FetchError) -> Read {
    match (error.is_stopping(), error.resting_until()) {
        (true, _) => Read::NotAsked(None),
        // By another clock than the table's, which agree to a few milliseconds.
        (false, Some(until)) => Read::NotAsked(until.checked_add(rests::MARGIN).ok()),
        (false, None) => Read::Nothing(error.into()),
    }
}

/// The owner's headers and login may be secrets of the feed's own origin: no other gets them.
pub(super) fn request(feed: &Feed, link: &Url) -> FeedRequest {
    let mut headers = vec![("Accept".to_owned(), ACCEPT.to_owned())];
    let is_own = link.origin() == feed.url.origin();
    if is_own {
        let others = feed.headers.iter();
        headers.extend(
            others
                .filter(|(name, _)| !name.eq_ignore_ascii_case("accept"))
                .cloned(),
        );
    }
    FeedRequest {
        feed: feed.name.clone(),
        url: link.clone(),
        validators: Validators::default(),
        headers,
        access: match is_own {
            true => feed.access.clone(),
            false => Access::default(),
        },
        via: feed.via.clone(),
    }
}

/// Finds the article off the async threads; a panic there is this page's trouble and nobody else's.
async fn extract_apart(payload: Payload) -> Result<String, Trouble> {
    let extracted = apart(move || {
        let html = page(
            &payload.bytes,
            &payload.url,
            payload.content_type.as_deref(),
        )
        .map_err(|refusal| Trouble::lasting("not-a-page", refusal.to_string()))?;
        article_of(&html).map_err(|refusal| Trouble::lasting("no-article", refusal.to_string()))
    });
    extracted.await.unwrap_or_else(|panic| {
        Err(Trouble::lasting(
            &panic.kind,
            "our own reader broke on this page, which is our fault: please report its address",
        ))
    })
}

/// Gives the article both texts and judges it again, as a whole; the number of topics that it meets now and did not before.
fn complete(
    tx: &mut Tx,
    watch: &Watch,
    id: ArticleId,
    page: &str,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let Some(stored) = tx.article(id)? else {
        return Ok(0);
    };
    let article = stored.article;
    let joined = join(&article.text, page);
    let language = article
        .language
        .or_else(|| identify_language(&article.title, &joined.text, None));
    tx.keep_page(
        id,
        &article.text,
        &joined.text,
        joined.page_at,
        language,
        now,
    )?;
    let Verdict { matches, hidden } = judge(watch, &article, &joined.text, language);
    let before = tx.matches(id)?;
    tx.keep_matches(id, &watch.watchlist.version, &matches, now)?;
    tx.keep_hidden(id, &watch.watchlist.version, &hidden, now)?;
    let fresh: Vec<&Match> = matches
        .iter()
        .filter(|new| !before.iter().any(|old| old.topic == new.topic))
        .collect();
    for found in &fresh {
        tell_match(tx, id, found, &article.title, now)?;
    }
    let told = fresh.len();
    notice::second_look(tx, watch, id, now)?;
    Ok(told)
}

fn judge(watch: &Watch, article: &Article, text: &str, language: Option<Language>) -> Verdict {
    watch.judge(&Text {
        feed: Some(&article.feed),
        language,
        title: &article.title,
        text,
    })
}

#[cfg(test)]
mod tests;
