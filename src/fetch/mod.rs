//! Feed -> bytes, as a good guest: one conditional request, within a deadline and a size, to an address that may
//! be asked, not too often to one host. Refuses to know what the bytes mean and what happens to them.
//!
//! Redirects are followed here and not by the client, hop by hop, so that each one passes the guard, takes its place
//! at its own host and gets only the headers that are meant for it. There is no cookie jar and no cache.

mod coding;
mod error;
mod fault;
mod form;
mod guard;
mod hints;
mod links;
mod politeness;
mod proxy;
mod redirect;
mod request;
mod resolver;
mod response;
mod sentence;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
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
use crate::model::settings::FetchSettings;

pub use error::Fault;
pub use error::FetchError;
pub use form::Form;
pub use form::FormAnswer;

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
        let clients = Clients::new(settings, Arc::clone(&guard), outside)
            .map_err(FetchError::without_address)?;
        Ok(Self {
            shared: Arc::new(Shared {
                settings: settings.clone(),
                clock,
                guard,
                clients,
                politeness: Politeness::new(settings.concurrency, settings.per_host),
            }),
        })
    }

    /// Asks once, following redirects. Waits for a place at the host first; the deadline counts from there, as
    /// waiting for others is not the server's fault.
    pub async fn fetch(&self, request: &FeedRequest) -> Result<Fetched, FetchError> {
        let shared = &self.shared;
        let fetched = shared.follow(request).await;
        fetched.map_err(|fault| FetchError::new(&request.url, fault))
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").finish_non_exhaustive()
    }
}

impl Shared {
    async fn follow(&self, request: &FeedRequest) -> Result<Fetched, Fault> {
        let mut route = Route::from(&request.url)?;
        let mut visit = self.enter(&route, request).await?;
        let mut left = self.settings.timeout;
        loop {
            let answer = self.ask_within(&mut left, &route, request).await;
            match answer.inspect_err(|fault| give_rest(&visit, fault))? {
                Answer::NotModified(hints) => return Ok(Fetched::NotModified(hints)),
                Answer::Body(body) => {
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
                    let host = route.here().host_str().map(str::to_owned);
                    route.follow(status, location.as_deref())?;
                    self.judge(&route, request)?;
                    if route.here().host_str() != host.as_deref() {
                        drop(visit);
                        visit = self.enter(&route, request).await?;
                    }
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
        let client = self.clients.client(via)?;
        let asking = client.get(route.here().clone()).headers(headers).send();
        let response = asking
            .await
            .map_err(|error| fault::of_request(&error, &self.settings, via.is_some()))?;
        let cap = self.settings.max_body_bytes;
        response::read(response, is_conditional, cap, self.clock.now()).await
    }

    fn via<'a>(&'a self, request: &'a FeedRequest) -> Option<&'a Url> {
        request.via.as_ref().or(self.settings.proxy.as_ref())
    }
}

/// "Too many requests" and "unavailable" with a time are meant for all feeds of the host.
fn give_rest(visit: &Visit, fault: &Fault) {
    if let Fault::Status {
        status: 429 | 503,
        retry_after: Some(asked),
    } = fault
    {
        visit.rest(*asked);
    }
}
