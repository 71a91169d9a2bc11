//! hub: offers -> pledges. Asks hubs to push, to go on pushing and to stop; one short transaction before each request and
//! one after, as with letters. The hub's own questions come to the page.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tracing::debug;
use tracing::info;
use tracing::warn;
use url::Url;

use crate::fetch::Form;
use crate::fetch::FormAnswer;
use crate::model::pledge::LEASE_ASKED;
use crate::model::pledge::Offer;
use crate::model::pledge::Pledge;
use crate::model::pledge::PledgeStatus;
use crate::model::pledge_key::PledgeKey;
use crate::model::secret::Secret;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::rests;
use crate::store::SECRET_FACT;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

/// The path of callbacks below the page's public address.
pub const CALLBACK_PATH: &str = "websub";

/// Why hubs could not be talked to.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no random bytes, without which callbacks could be guessed.
    #[error("the system's source of random numbers failed: {0}")]
    NoChance(String),
}

/// The archive's own key, made at the first call. The one place where chance is asked for: everything that is derived
/// could be derived by others as well.
///
/// # Errors
///
/// When the database fails or there is no chance to be had.
pub async fn key(store: &Store) -> Result<PledgeKey, KeyError> {
    let kept = store.read(|view| view.fact(SECRET_FACT)).await?;
    if let Some(kept) = kept {
        return Ok(PledgeKey::new(Secret::new(kept)));
    }
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| KeyError::NoChance(error.to_string()))?;
    let made: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = made.clone();
    store
        .write(move |tx| tx.keep_fact(SECRET_FACT, &text))
        .await?;
    Ok(PledgeKey::new(Secret::new(made)))
}

/// The key that was made before; none is made.
///
/// # Errors
///
/// When the database fails.
pub fn kept_key(view: &View) -> Result<Option<PledgeKey>, StoreError> {
    let kept = view.fact(SECRET_FACT)?;
    Ok(kept.map(|kept| PledgeKey::new(Secret::new(kept))))
}

/// Brings pledges in step with what feeds offer: new offers are asked for, those that nobody wants any more are left.
/// Without a public address nothing is wanted. Tells whether anything changed.
///
/// # Errors
///
/// When the database fails.
pub async fn tidy(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    key: &PledgeKey,
    public_url: Option<&Url>,
) -> Result<bool, StoreError> {
    let now = pipeline.clock.now();
    let (offers, pledges) = pipeline
        .store
        .read(|view| Ok((view.offers()?, view.pledges()?)))
        .await?;
    // Since it was read, the feed may have got a proxy of its own or left the watchlist.
    let is_wanted = |offer: &Offer| {
        let feed = watch.watchlist.feed(&offer.feed);
        feed.is_some_and(|feed| feed.via.is_none() && !feed.is_paused)
    };
    let wanted: Vec<Pledge> = offers
        .into_iter()
        .filter(is_wanted)
        .filter_map(|offer| {
            let token = key.token(&offer, public_url?);
            let callback = public_url?.join(&format!("{CALLBACK_PATH}/{token}")).ok()?;
            Some(Pledge::new(offer, token, callback, now))
        })
        .collect();
    let current: HashSet<String> = pledges
        .into_iter()
        .filter(|pledge| pledge.status != PledgeStatus::Leaving)
        .map(|pledge| pledge.token)
        .collect();
    let kept: HashSet<&str> = wanted.iter().map(|new| new.token.as_str()).collect();
    let left: Vec<String> = current
        .iter()
        .filter(|token| !kept.contains(token.as_str()))
        .cloned()
        .collect();
    let new: Vec<Pledge> = wanted
        .into_iter()
        .filter(|new| !current.contains(&new.token))
        .collect();
    if left.is_empty() && new.is_empty() {
        return Ok(false);
    }
    pipeline
        .store
        .write(move |tx| {
            // First those: a feed has one pledge at a time.
            for token in left {
                leave(tx, &token, now)?;
            }
            for pledge in new {
                debug!(feed.id = %pledge.offer.feed, hub = pledge.offer.hub.host_str(), "a hub offers to push the feed");
                tx.keep_pledge(&pledge)?;
            }
            Ok(true)
        })
        .await
}

/// The hub is asked to stop, if it ever was asked to begin; the feed is polled at its own pace from now on.
fn leave(tx: &mut Tx, token: &str, now: Timestamp) -> Result<(), StoreError> {
    let Some(mut pledge) = tx.pledge(token)? else {
        return Ok(());
    };
    if pledge.is_proven(now) {
        tx.poll_at(&pledge.offer.feed, now)?;
    }
    if !pledge.is_known_to_hub() {
        return tx.drop_pledge(token);
    }
    pledge.leave(now);
    tx.keep_pledge(&pledge)
}

/// Ends promises whose time is over: their feeds are polled at once and their hubs asked again. Tells how many.
///
/// # Errors
///
/// When the database fails.
pub async fn lapse(pipeline: &Pipeline) -> Result<usize, StoreError> {
    let now = pipeline.clock.now();
    let over = pipeline
        .store
        .read(move |view| view.lapsed_pledges(now))
        .await?;
    if over.is_empty() {
        return Ok(0);
    }
    pipeline
        .store
        .write(move |tx| {
            let mut lapsed = 0;
            for token in over {
                let Some(mut pledge) = tx.pledge(&token)? else {
                    continue;
                };
                if pledge.lapse(now) {
                    warn!(feed.id = %pledge.offer.feed, hub = pledge.offer.hub.host_str(), "the hub's promise lapsed: the feed is polled at its own pace");
                    // A hub that promises moments only must not have its feed asked every few moments.
                    let at = pledge.knocked(now);
                    tx.poll_by(&pledge.offer.feed, at, now)?;
                    tx.keep_pledge(&pledge)?;
                    lapsed += 1;
                }
            }
            Ok(lapsed)
        })
        .await
}

/// Asks the hub of one pledge for what is due: to push, to go on pushing, or to stop.
///
/// # Errors
///
/// Only when the database fails: a hub that is not there is noted and asked again later.
pub async fn ask(pipeline: &Pipeline, key: &PledgeKey, token: String) -> Result<(), StoreError> {
    let Some(pledge) = claim(pipeline, token).await? else {
        return Ok(());
    };
    let answer = pipeline.fetcher.post_form(&form(&pledge, key)).await;
    let rest = match &answer {
        Ok(answer) => answer.rest.as_ref(),
        Err(error) => error.rest(),
    };
    rests::keep(pipeline, rest).await?;
    let outcome = match answer {
        Ok(FormAnswer {
            status: 200..=299, ..
        }) => Ok(()),
        Ok(answer) => Err((refusal(&answer), answer.retry_after)),
        Err(error) if error.is_stopping() => return take_back(pipeline, pledge).await,
        Err(error) => Err((error.sentence(), error.retry_after())),
    };
    settle(pipeline, pledge, outcome).await
}

/// The request is counted before it is sent: some hubs ask back before they answer.
async fn claim(pipeline: &Pipeline, token: String) -> Result<Option<Pledge>, StoreError> {
    let now = pipeline.clock.now();
    let fetcher = pipeline.fetcher.clone();
    pipeline
        .store
        .write(move |tx| {
            let Some(mut pledge) = tx.pledge(&token)?.filter(|pledge| pledge.next_ask <= now)
            else {
                return Ok(None);
            };
            pledge.ask(fetcher.keeps_secrets(&pledge.offer.hub), now);
            tx.keep_pledge(&pledge)?;
            // As the table has it, to the millisecond: what comes back is compared with it.
            tx.pledge(&token)
        })
        .await
}

/// The process ends before the request began, which is not the hub's failure: the next process asks at once.
async fn take_back(pipeline: &Pipeline, asked: Pledge) -> Result<(), StoreError> {
    let now = pipeline.clock.now();
    pipeline
        .store
        .write(move |tx| {
            let Some(mut pledge) = tx.pledge(&asked.token)? else {
                return Ok(());
            };
            if is_as_asked(&pledge, &asked) {
                pledge.unask(now);
                tx.keep_pledge(&pledge)?;
            }
            Ok(())
        })
        .await
}

/// Has nothing come between? What has is newer: the hub asked back and got its yes or said no, or the pledge is to be left.
fn is_as_asked(pledge: &Pledge, asked: &Pledge) -> bool {
    pledge.asked_at == asked.asked_at && pledge.next_ask == asked.next_ask
}

/// WebSub, section 5.1.
fn form(pledge: &Pledge, key: &PledgeKey) -> Form {
    let is_leaving = pledge.status == PledgeStatus::Leaving;
    let mode = if is_leaving {
        "unsubscribe"
    } else {
        "subscribe"
    };
    let mut fields = vec![
        ("hub.mode", mode.to_owned()),
        ("hub.topic", pledge.offer.topic.to_string()),
        ("hub.callback", pledge.callback.to_string()),
        // Hubs of PubSubHubbub 0.3 refuse a request without it; later ones ignore it, as they must.
        ("hub.verify", "async".to_owned()),
    ];
    if !is_leaving {
        let lease = LEASE_ASKED.as_secs().to_string();
        fields.push(("hub.lease_seconds", lease));
        if pledge.is_signed {
            let secret = key.secret(&pledge.token).reveal().to_owned();
            fields.push(("hub.secret", secret));
        }
    }
    Form {
        feed: pledge.offer.feed.clone(),
        url: pledge.offer.hub.clone(),
        fields,
        is_secret: pledge.is_signed && !is_leaving,
    }
}

fn refusal(answer: &FormAnswer) -> String {
    match answer.words.lines().next().unwrap_or_default() {
        "" => format!("the hub answered {}", answer.status),
        words => format!("the hub answered {}: {words}", answer.status),
    }
}

async fn settle(
    pipeline: &Pipeline,
    asked: Pledge,
    outcome: Result<(), (String, Option<Duration>)>,
) -> Result<(), StoreError> {
    let now = pipeline.clock.now();
    tell(&asked, &outcome);
    pipeline
        .store
        .write(move |tx| {
            let Some(mut pledge) = tx.pledge(&asked.token)? else {
                return Ok(());
            };
            if !is_as_asked(&pledge, &asked) {
                return Ok(());
            }
            if pledge.is_left() {
                return tx.drop_pledge(&pledge.token);
            }
            if let Err((reason, retry_after)) = outcome {
                pledge.fail(&reason, retry_after, now);
                tx.keep_pledge(&pledge)?;
            }
            Ok(())
        })
        .await
}

fn tell(asked: &Pledge, outcome: &Result<(), (String, Option<Duration>)>) {
    let (feed, hub, attempt) = (
        &asked.offer.feed,
        asked.offer.hub.host_str(),
        asked.attempts,
    );
    match outcome {
        Ok(()) if asked.status == PledgeStatus::Leaving => {
            info!(feed.id = %feed, hub, attempt, "the hub was asked to stop pushing");
        }
        Ok(()) => info!(feed.id = %feed, hub, attempt, "the hub was asked to push"),
        // The feed is polled all the same; once is enough.
        Err((reason, _)) if attempt == 1 => {
            warn!(feed.id = %feed, hub, attempt, "the hub could not be asked, the feed is polled: {reason}");
        }
        Err((reason, _)) => {
            debug!(feed.id = %feed, hub, attempt, "the hub could not be asked: {reason}");
        }
    }
}
