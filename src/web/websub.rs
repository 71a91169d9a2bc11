//! The callbacks of hubs (WebSub, sections 5.3 and 7): answers what a hub asks, takes what it pushes. Who does not know a
//! callback learns nothing here, not even that there are any.
//!
//! A push is checked, written down and answered; it is read and admitted by others, who are woken. Its text is believed
//! only when it is signed with the secret that the hub was told.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::body::Bytes;
use axum::body::to_bytes;
use axum::extract::Path;
use axum::extract::Query;
use axum::extract::State;
use axum::extract::rejection::QueryRejection;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;
use serde::Deserialize;
use tokio::sync::Notify;
use tokio::sync::Semaphore;
use tracing::info;
use tracing::warn;

use crate::clock::Clock;
use crate::model::pledge::Heard;
use crate::model::pledge::Inquiry;
use crate::model::pledge::Pledge;
use crate::model::pledge_key::PledgeKey;
use crate::store::NewPush;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::Tx;
use crate::web::Unavailable;

/// Bodies on their way in at once: each may be as long as a feed.
const AT_ONCE: usize = 4;

/// Pushes that may wait, of one feed and in all.
const MOST_WAITING_OF_ONE: u64 = 16;
const MOST_WAITING: u64 = 512;
const MOST_BYTES_WAITING: u64 = 128 << 20;

/// Hubs that we have no room for are asked to come back after so many seconds.
const COME_BACK: &str = "60";

const SIGNATURE: &str = "x-hub-signature";

/// What callbacks need beside the archive.
#[derive(Clone, Debug)]
pub struct Callbacks {
    /// Knows what hubs sign with.
    pub key: PledgeKey,
    /// Rung when a push was written down.
    pub bell: Arc<Notify>,
    /// A longer push is refused.
    pub max_body_bytes: usize,
}

#[derive(Clone)]
struct Door {
    callbacks: Callbacks,
    store: Store,
    clock: Clock,
    places: Arc<Semaphore>,
}

/// The routes of all callbacks.
pub(super) fn router(callbacks: Callbacks, store: Store, clock: Clock) -> Router {
    let door = Door {
        callbacks,
        store,
        clock,
        places: Arc::new(Semaphore::new(AT_ONCE)),
    };
    Router::new()
        .route("/websub/{token}", get(hear).post(take))
        .with_state(door)
}

/// The parameters of a hub's request.
#[derive(Deserialize)]
struct Asked {
    #[serde(rename = "hub.mode")]
    mode: String,
    #[serde(rename = "hub.topic")]
    topic: String,
    #[serde(rename = "hub.challenge")]
    challenge: Option<String>,
    #[serde(rename = "hub.lease_seconds")]
    lease_seconds: Option<String>,
    #[serde(rename = "hub.reason")]
    reason: Option<String>,
}

impl Asked {
    /// What it asks, if it asks anything that can be answered.
    fn inquiry(&self) -> Option<Inquiry> {
        let lease = self.lease_seconds.as_deref();
        let lease = lease
            .and_then(|text| text.trim().parse().ok())
            .map(Duration::from_secs);
        match (self.mode.as_str(), &self.challenge) {
            ("subscribe", Some(_)) => Some(Inquiry::Subscribe(lease)),
            ("unsubscribe", Some(_)) => Some(Inquiry::Unsubscribe),
            ("denied", _) => Some(Inquiry::Denied(self.reason.clone())),
            _ => None,
        }
    }
}

fn nothing_here() -> Response {
    (StatusCode::NOT_FOUND, "there is nothing here\n").into_response()
}

/// A hub asks whether a request was ours, or tells that it will not push.
async fn hear(
    State(door): State<Door>,
    Path(token): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Unavailable> {
    let Ok(Query(asked)) = asked else {
        return Ok(nothing_here());
    };
    let Some(inquiry) = asked.inquiry() else {
        return Ok(nothing_here());
    };
    // Strangers do not get as far as the writer.
    let known = token.clone();
    if door
        .store
        .read(move |view| view.pledge(&known))
        .await?
        .is_none()
    {
        return Ok(nothing_here());
    }
    let now = door.clock.now();
    let topic = asked.topic;
    let heard = door
        .store
        .write(move |tx| answer(tx, &token, &inquiry, &topic, now))
        .await?;
    // Whether it is a new date or a no, those who ask hubs want to know.
    door.callbacks.bell.notify_one();
    Ok(match heard {
        Heard::Agreed | Heard::Left => {
            let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (plain, asked.challenge.unwrap_or_default()).into_response()
        }
        Heard::Noted => StatusCode::OK.into_response(),
        Heard::Declined | Heard::Refused => nothing_here(),
    })
}

fn answer(
    tx: &mut Tx,
    token: &str,
    inquiry: &Inquiry,
    topic: &str,
    now: Timestamp,
) -> Result<Heard, StoreError> {
    let Some(mut pledge) = tx.pledge(token)? else {
        return Ok(Heard::Refused);
    };
    let has_pushed = pledge.takes_pushes();
    let heard = pledge.hear(inquiry, topic, now);
    let (feed, hub) = (&pledge.offer.feed, pledge.offer.hub.host_str());
    match heard {
        Heard::Agreed => {
            let until = pledge.lease_until.map(|until| until.to_string());
            info!(feed.id = %feed, hub, until, "the hub pushes the feed");
        }
        Heard::Left => info!(feed.id = %feed, hub, "the hub pushes the feed no more"),
        Heard::Noted | Heard::Declined => {
            let why = pledge.last_reason.as_deref().unwrap_or_default();
            warn!(feed.id = %feed, hub, "the hub will not push the feed, which is polled at its own pace: {why}");
            if has_pushed {
                tx.poll_at(feed, now)?;
            }
        }
        Heard::Refused => {
            warn!(feed.id = %feed, hub, "the hub asked about something that we did not ask for");
        }
    }
    match heard {
        Heard::Left => tx.drop_pledge(token)?,
        Heard::Agreed | Heard::Noted | Heard::Declined => tx.keep_pledge(&pledge)?,
        Heard::Refused => {}
    }
    Ok(heard)
}

/// A hub pushes.
async fn take(
    State(door): State<Door>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Unavailable> {
    let known = token.clone();
    let Some(pledge) = door.store.read(move |view| view.pledge(&known)).await? else {
        return Ok(nothing_here());
    };
    if !pledge.takes_pushes() {
        return Ok((StatusCode::GONE, "nothing is awaited here any more\n").into_response());
    }
    if headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|coding| coding != "identity")
    {
        return Ok(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    }
    let Ok(_place) = door.places.try_acquire() else {
        return Ok(no_room());
    };
    let Ok(body) = to_bytes(body, door.callbacks.max_body_bytes).await else {
        return Ok(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let kept = door.keep(pledge, &headers, body).await?;
    Ok(if kept {
        StatusCode::ACCEPTED.into_response()
    } else {
        no_room()
    })
}

fn no_room() -> Response {
    let later = [(header::RETRY_AFTER, COME_BACK)];
    (StatusCode::SERVICE_UNAVAILABLE, later).into_response()
}

impl Door {
    /// Writes down what came, as far as it can be believed; false when there is no room for it.
    async fn keep(
        &self,
        pledge: Pledge,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let text = |name| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            value.map(str::to_owned)
        };
        // A push that nobody signed, and one without a body, say only that there is news.
        if !pledge.is_signed || body.is_empty() {
            let token = pledge.token;
            self.store.write(move |tx| knock(tx, &token, now)).await?;
            self.callbacks.bell.notify_one();
            return Ok(true);
        }
        let signature = text(SIGNATURE).unwrap_or_default();
        let (key, token) = (self.callbacks.key.clone(), pledge.token.clone());
        let signed = body.clone();
        // Megabytes take milliseconds, which others should not wait.
        let checking =
            tokio::task::spawn_blocking(move || key.has_signed(&token, &signature, &signed));
        if !checking.await.unwrap_or(false) {
            let (feed, hub) = (&pledge.offer.feed, pledge.offer.hub.host_str());
            warn!(feed.id = %feed, hub, bytes = body.len(), "a push without its hub's signature was ignored");
            // Answered like any other, as the standard says: whoever guesses learns nothing.
            self.store.write(Tx::count_refused_push).await?;
            return Ok(true);
        }
        let push = NewPush {
            token: pledge.token,
            content_type: text(header::CONTENT_TYPE.as_str()),
            body: body.into(),
            received_at: now,
        };
        let is_kept = self.store.write(move |tx| spool(tx, &push)).await?;
        self.callbacks.bell.notify_one();
        Ok(is_kept)
    }
}

fn spool(tx: &mut Tx, push: &NewPush) -> Result<bool, StoreError> {
    let counts = tx.push_counts()?;
    let has_room = counts.waiting < MOST_WAITING
        && counts.waiting_bytes < MOST_BYTES_WAITING
        && tx.pushes_waiting(&push.token)? < MOST_WAITING_OF_ONE;
    // Between looking and writing it may have been left.
    if has_room && tx.pledge(&push.token)?.is_some() {
        tx.spool_push(push)?;
    }
    Ok(has_room)
}

fn knock(tx: &mut Tx, token: &str, now: Timestamp) -> Result<(), StoreError> {
    if let Some(mut pledge) = tx.pledge(token)? {
        let at = pledge.knocked(now);
        tx.poll_by(&pledge.offer.feed, at, now)?;
        tx.keep_pledge(&pledge)?;
    }
    Ok(())
}
