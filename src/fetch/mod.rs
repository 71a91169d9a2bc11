//! Feed -> bytes, as a good guest: one conditional request, within a deadline and a size, to an address that may
//! be asked, not too often to one host. Refuses to know what the bytes mean and what happens to them.
//!
//! Redirects are followed here and not by the client, hop by hop, so that each one passes the guard, takes its place
//! at its own host and gets only the headers that are meant for it. There is no cookie jar and no cache.

mod coding;
mod domain;
mod error;
mod fault;
mod form;
mod guard;
mod hints;
mod links;
mod politeness;
mod post;
mod proxy;
mod redirect;
mod request;
mod resolver;
mod response;
mod rests;
mod sentence;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use crate::clock::Clock;
use crate::fetch::guard::Guard;
use crate::fetch::politeness::Politeness;
use crate::fetch::politeness::Visit;
use crate::fetch::proxy::Clients;
use crate::fetch::proxy::Outside;
use crate::fetch::redirect::Route;
use crate::fetch::response::Answer;
use crate::model::feed::FeedRequest;
use crate::model::feed::Fetched;
use crate::model::feed::Payload;
use crate::model::feed::Unchanged;
use crate::model::host_rest::HostRest;
use crate::model::settings::FetchSettings;

pub use error::Fault;
pub use error::FetchError;
pub use error::redacted;
pub use form::Form;
pub use form::FormAnswer;
pub use post::Post;

/// Asks for feeds. Clones share connections, permits and what hosts asked of us.
#[derive(Clone)]
pub struct Fetcher {
    shared: Arc<Shared>,
}

struct Shared {
    settings: FetchSettings,
    clock: Clock,
    guard: Arc<Guard>,
    clients: Clients,
    politeness: Politeness,
    /// Of bodies, decoded.
    bytes_read: AtomicU64,
}

impl Fetcher {
    /// A fetcher by the machine's clock.
    pub fn new(settings: &FetchSettings) -> Result<Self, FetchError> {
        Self::with_clock(settings, Clock::System)
    }

    /// A fetcher that reads dates such as `Retry-After: Fri, 31 Dec 2027 …` by `clock`.
    pub fn with_clock(settings: &FetchSettings, clock: Clock) -> Result<Self, FetchError> {
        let outside = Outside {
            lookup: resolver::system_lookup(),
            roots: Vec::new(),
        };
        Self::within(settings, clock, outside)
    }

    fn within(
        settings: &FetchSettings,
        clock: Clock,
        outside: Outside,
    ) -> Result<Self, FetchError> {
        let guard = Arc::new(Guard::new(&settings.allow_private));
        let politeness = Politeness::new(settings.concurrency, settings.per_host, clock.clone());
        let clients = Clients::new(settings, Arc::clone(&guard), outside)
            .map_err(FetchError::without_address)?;
        Ok(Self {
            shared: Arc::new(Shared {
                settings: settings.clone(),
                clock,
                guard,
                clients,
                politeness,
                bytes_read: AtomicU64::new(0),
            }),
        })
    }

    /// Asks once, following redirects. Waits for a place at the host first; the deadline counts from there, as
    /// waiting for others is not the server's fault.
    pub async fn fetch(&self, request: &FeedRequest) -> Result<Fetched, FetchError> {
        let shared = &self.shared;
        let fetched = shared.follow(request).await;
        fetched
            .map_err(|refusal| FetchError::new(&request.url, refusal.fault).with_rest(refusal.rest))
    }

    /// How long the queue for a host is as it stands, and how much longer each further request makes it.
    #[must_use]
    pub fn queue_at(&self, url: &Url) -> (Duration, Duration) {
        let shared = &self.shared;
        let host = url.host_str().unwrap_or_default();
        shared.politeness.queue(host, shared.guard.is_own(url))
    }

    /// Bytes of bodies, decoded, that were read since the start.
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.shared.bytes_read.load(Ordering::Relaxed)
    }

    /// Sends away every request that still waits for its host; those under way go on to their end.
    pub fn stop_waiting(&self) {
        self.shared.politeness.close();
    }

    /// Leaves these hosts alone: they asked an earlier process for it.
    pub fn let_rest(&self, rests: &[HostRest]) {
        for rest in rests {
            self.shared.politeness.recall(rest);
        }
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").finish_non_exhaustive()
    }
}

/// A fetch that gave nothing, and the rest that the host asked for.
struct Refusal {
    fault: Fault,
    rest: Option<HostRest>,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self { fault, rest: None }
    }
}

impl Shared {
    async fn follow(&self, request: &FeedRequest) -> Result<Fetched, Refusal> {
        let mut route = Route::from(&request.url)?;
        let mut visit = self.enter(&route, request).await?;
        let mut left = self.settings.timeout;
        loop {
            let answer = self.ask_within(&mut left, &route, request).await;
            match answer.map_err(|fault| self.refused(&visit, fault))? {
                Answer::NotModified(hints) => {
                    return Ok(Fetched::NotModified(Unchanged {
                        hints,
                        moved_to: route.moved_to(),
                    }));
                }
                Answer::Body(body) => {
                    let length = body.bytes.len() as u64;
                    self.bytes_read.fetch_add(length, Ordering::Relaxed);
                    return Ok(Fetched::Payload(Box::new(Payload {
                        bytes: body.bytes,
                        url: route.here().clone(),
                        content_type: body.content_type,
                        validators: body.validators,
                        hints: body.hints,
                        moved_to: route.moved_to(),
                        hub_links: links::hub_links(&body.links, route.here()),
                    })));
                }
                Answer::Elsewhere { status, location } => {
                    route.follow(status, location.as_deref())?;
                    visit = self.go_on(visit, &route, request).await?;
                }
            }
        }
    }

    /// Waits for a place at the host that the route has come to.
    async fn enter(&self, route: &Route, request: &FeedRequest) -> Result<Visit, Fault> {
        self.judge(route, request)?;
        let here = route.here();
        let host = here.host_str().unwrap_or_default();
        self.politeness.enter(host, self.guard.is_own(here)).await
    }

    /// The next hop: a further request to the same neighbour, or a place at another one.
    async fn go_on(
        &self,
        visit: Visit,
        route: &Route,
        request: &FeedRequest,
    ) -> Result<Visit, Fault> {
        let here = route.here();
        let host = here.host_str().unwrap_or_default();
        if !visit.is_at(host, self.guard.is_own(here)) {
            drop(visit);
            return self.enter(route, request).await;
        }
        self.judge(route, request)?;
        visit.await_next_start().await;
        Ok(visit)
    }

    /// "Too many requests" and "unavailable" with a time are meant for all feeds of the host.
    fn refused(&self, visit: &Visit, fault: Fault) -> Refusal {
        let rest = match fault {
            Fault::Status {
                status: 429 | 503,
                retry_after: Some(asked),
            } => self.politeness.rest(visit, asked),
            _ => None,
        };
        Refusal { fault, rest }
    }

    /// The resolver guards names; an address in the URL, and a name that a proxy resolves, are judged here.
    fn judge(&self, route: &Route, request: &FeedRequest) -> Result<(), Fault> {
        let here = route.here();
        let host = || here.host_str().unwrap_or_default().to_owned();
        self.guard
            .judge_literal(here)
            .map_err(|(address, network)| Fault::Blocked {
                host: host(),
                address: Some(address),
                network,
            })?;
        if self.via(request).is_some() {
            self.guard
                .judge_far_name(here)
                .map_err(|network| Fault::Blocked {
                    host: host(),
                    address: None,
                    network,
                })?;
        }
        Ok(())
    }

    /// One hop within what is left of the time, which then is less.
    async fn ask_within(
        &self,
        left: &mut Duration,
        route: &Route,
        request: &FeedRequest,
    ) -> Result<Answer, Fault> {
        let began = Instant::now();
        let answer = tokio::time::timeout(*left, self.ask(route, request)).await;
        *left = left.saturating_sub(began.elapsed());
        answer.unwrap_or(Err(Fault::Timeout(self.settings.timeout)))
    }

    async fn ask(&self, route: &Route, request: &FeedRequest) -> Result<Answer, Fault> {
        let via = self.via(request);
        let headers = request::headers(request, route.is_at_origin())?;
        let is_conditional = request::is_conditional(&headers);
        let client = self
            .clients
            .client(via, request.access.authority.as_ref())?;
        let mut asking = client.get(route.here().clone()).headers(headers);
        if let Some(auth) = &request.access.auth
            && route.is_at_origin()
        {
            asking = asking.basic_auth(&auth.username, Some(auth.password.reveal()));
        }
        let response = asking
            .send()
            .await
            .map_err(|error| fault::of_request(&error, &self.settings, via.is_some()))?;
        let cap = self.settings.max_body_bytes;
        response::read(response, is_conditional, cap, self.clock.now()).await
    }

    fn via<'a>(&'a self, request: &'a FeedRequest) -> Option<&'a Url> {
        request.via.as_ref().or(self.settings.proxy.as_ref())
    }
}
