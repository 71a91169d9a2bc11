//! The local page and its health checks. Takes the archive, for reading only; only the callbacks of hubs write.
//!
//! Loopback by default. Requests whose Host header is not ours are refused, so that a stranger's page in the same
//! browser cannot read this one by pointing a name of its own at 127.0.0.1 (DNS rebinding).

mod connections;
mod guard;
mod metrics;
pub mod newsroom;
mod overview;
mod story;
mod websub;

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header;
use axum::middleware;
use axum::response::Html;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use tokio::net::TcpListener;
use tower_http::timeout::TimeoutLayer;

use crate::clock::Clock;
use crate::model::ids::StoryId;
use crate::model::settings::WebSettings;
use crate::model::vitals::Vitals;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::View;
use crate::web::connections::Limits;
use crate::web::guard::AllowedHosts;

pub use websub::Callbacks;

/// No answer of ours takes longer.
const LONGEST_ANSWER: Duration = Duration::from_secs(10);

/// The page, ready to be served.
#[derive(Clone)]
pub struct Page {
    store: Store,
    clock: Clock,
    hosts: Arc<AllowedHosts>,
    callbacks: Option<Callbacks>,
    vitals: Option<Look>,
}

/// Asks the daemon how it is.
type Look = Arc<dyn Fn() -> Vitals + Send + Sync>;

impl Page {
    /// Reads from `store`; answers to loopback names and to those that settings add.
    #[must_use]
    pub fn new(settings: &WebSettings, store: Store, clock: Clock) -> Self {
        Self {
            store,
            clock,
            hosts: Arc::new(AllowedHosts::of(settings)),
            callbacks: None,
            vitals: None,
        }
    }

    /// The same, with a way to ask the daemon how it is.
    #[must_use]
    pub fn with_vitals(self, look: impl Fn() -> Vitals + Send + Sync + 'static) -> Self {
        Self {
            vitals: Some(Arc::new(look)),
            ..self
        }
    }

    /// The same, with the callbacks of hubs.
    #[must_use]
    pub fn with_callbacks(self, callbacks: Option<Callbacks>) -> Self {
        Self { callbacks, ..self }
    }

    /// Serves until `stop` comes, then lets open answers finish.
    ///
    /// # Errors
    ///
    /// When the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let hosts = Arc::clone(&self.hosts);
        let callbacks = self
            .callbacks
            .clone()
            .map(|callbacks| websub::router(callbacks, self.store.clone(), self.clock.clone()));
        let router = Router::new()
            .route("/", get(show_overview))
            .route("/story/{id}", get(show_story))
            .route("/healthz", get(health))
            .route("/metrics", get(show_metrics))
            .with_state(self)
            .merge(callbacks.unwrap_or_default())
            .layer(middleware::from_fn_with_state(hosts, guard::check))
            .layer(TimeoutLayer::with_status_code(
                StatusCode::GATEWAY_TIMEOUT,
                LONGEST_ANSWER,
            ));
        connections::serve(listener, router, Limits::default(), stop).await
    }
}

/// The archive did not answer; the words are for the operator on the same machine.
struct Unavailable(StoreError);

impl From<StoreError> for Unavailable {
    fn from(error: StoreError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Unavailable {
    fn into_response(self) -> Response {
        (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", self.0)).into_response()
    }
}

/// Healthy is: the archive answers, the loops turn and what feeds send can be written down. Feeds that fail and a relay that
/// takes nothing are the world's trouble: metrics and letters tell of them.
async fn health(State(page): State<Page>) -> Result<Response, Unavailable> {
    page.store.read(View::last_event).await?;
    let complaints = page
        .vitals
        .map(|look| look().complaints())
        .unwrap_or_default();
    if complaints.is_empty() {
        return Ok("ok\n".into_response());
    }
    let words = format!("{}\n", complaints.join("\n"));
    Ok((StatusCode::SERVICE_UNAVAILABLE, words).into_response())
}

async fn show_metrics(State(page): State<Page>) -> Result<impl IntoResponse, Unavailable> {
    let archive = page
        .store
        .read(|view| {
            Ok(metrics::Archive {
                feeds: view.feed_health()?,
                outbox: view.outbox_counts()?,
                totals: view.totals()?,
                size: view.file_size()?,
                matches: view.matches_by_topic()?,
                pledges: view.pledges()?,
                pushes: view.push_counts()?,
            })
        })
        .await?;
    let vitals = page.vitals.as_ref().map(|look| look());
    let load = page.store.writer_load();
    let text = metrics::render(&archive, &load, vitals.as_ref(), page.clock.now());
    Ok((
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        text,
    ))
}

async fn show_story(
    State(page): State<Page>,
    Path(id): Path<i64>,
) -> Result<Response, Unavailable> {
    let found = page
        .store
        .read(move |view| story::gather(view, StoryId(id)))
        .await?;
    Ok(match found {
        Some(facts) => Html(story::render(&facts)).into_response(),
        None => (StatusCode::NOT_FOUND, "there is no such story\n").into_response(),
    })
}

async fn show_overview(State(page): State<Page>) -> Result<Html<String>, Unavailable> {
    let now = page.clock.now();
    let facts = page
        .store
        .read(move |view| overview::gather(view, now))
        .await?;
    Ok(Html(overview::render(&facts)))
}
