//! The life of the process: what is started in which order, who owns each task, how it ends.
//!
//! [`run`] opens the archive, starts named tasks and owns them all: none is spawned and forgotten. The first to end,
//! for whatever reason, begins the stop; a task that panics makes the process fail, so that systemd sees it.

mod crowd;
mod file_watch;
mod gone;
mod heart;
mod issuer;
mod learner;
mod list_change;
mod notify;
mod once;
mod pages;
mod poller;
mod pruner;
mod reload;
mod roster;
pub mod schedule;
mod sender;
mod signals;
mod tasks;
mod trouble;
mod vitals;
mod wall_clock;
mod websub;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::sync::watch;
use tracing::info;

use crate::clock::Clock;
use crate::config::Environment;
use crate::config::Imprint;
use crate::config::Loaded;
use crate::config::meaning;
use crate::daemon::file_watch::LastRead;
use crate::daemon::heart::Heart;
use crate::daemon::signals::Signals;
use crate::daemon::tasks::Tasks;
use crate::daemon::vitals::Counts;
use crate::pipeline::OpenError;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::hub;
use crate::pipeline::issue;
use crate::pipeline::learn::learn;
use crate::pipeline::on_the_way::OnTheWay;
use crate::pipeline::send;
use crate::pipeline::survey::survey;
use crate::store::StoreError;
use crate::store::View;
use crate::web::Callbacks;
use crate::web::Page;

pub use once::OnceReport;
pub use once::run_once;
pub use reload::ReloadOutcome;
pub use reload::last_reload;
pub use reload::note_who_reloads;

/// The fact which watchlist judges.
const IN_FORCE: &str = "watchlist.in_force";

/// The fact when the daemon was last ready.
const STARTED: &str = "daemon.started";

/// The version of the watchlist that judges, or judged last; `None` before the first run.
///
/// # Errors
///
/// When the database fails.
pub fn watchlist_in_force(view: &View) -> Result<Option<String>, StoreError> {
    view.fact(IN_FORCE)
}

/// When the daemon was last ready, if it ever was.
///
/// # Errors
///
/// When the database fails.
pub fn last_start(view: &View) -> Result<Option<Timestamp>, StoreError> {
    Ok(view.fact(STARTED)?.and_then(|text| text.parse().ok()))
}

/// For the page to finish answers when the process shall end.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// What a daemon is started with.
pub struct Start {
    /// Where both files were found; read again at a reload.
    pub directory: PathBuf,
    /// Read again at a reload, for secrets.
    pub environment: Environment,
    /// What both files say now.
    pub loaded: Loaded,
    /// What the watchlist files held just before they were read.
    pub imprint: Imprint,
    /// Says what time it is.
    pub clock: Clock,
}

/// Why the daemon ended otherwise than by being asked to.
#[derive(Debug, thiserror::Error)]
pub enum DaemonError {
    /// The archive could not be opened or failed while running.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The stages could not be readied.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Something that everything else needs could not be set up.
    #[error("{0}")]
    Setup(String),
    /// A task ended that never should.
    #[error("the {task} task ended: {reason}")]
    TaskEnded {
        /// Its name.
        task: &'static str,
        /// Its error, or the words of its panic.
        reason: String,
    },
}

/// What the tasks share.
#[derive(Clone)]
struct Shared {
    pipeline: Pipeline,
    /// The watchlist in force; swapped whole.
    watch: watch::Sender<Arc<Watch>>,
    /// True once the process shall end.
    stop: watch::Receiver<bool>,
    /// Wakes the poller: the watchlist changed.
    poller_bell: Arc<Notify>,
    /// Wakes the sender: there is something in the outbox.
    sender_bell: Arc<Notify>,
    heart: Arc<Heart>,
    vitals: Arc<Counts>,
}

impl Shared {
    /// The watchlist in force now; a task holds it for one piece of work.
    fn watch(&self) -> Arc<Watch> {
        Arc::clone(&self.watch.borrow())
    }

    /// Shall the process end?
    fn is_stopping(&self) -> bool {
        *self.stop.borrow()
    }

    /// Returns once the process shall end.
    async fn stopped(&self) {
        let mut stop = self.stop.clone();
        // An error means that the sender is gone, which is an end as well.
        let _ = stop.wait_for(|is_stopping| *is_stopping).await;
    }
}

/// Runs until SIGTERM or SIGINT.
///
/// # Errors
///
/// When something cannot be set up, or a task ends that never should.
pub async fn run(start: Start) -> Result<(), DaemonError> {
    let signals = Signals::open()?;
    let Start {
        directory,
        environment,
        loaded,
        imprint,
        clock,
    } = start;
    let Loaded {
        settings,
        watchlist,
        classifier,
        ..
    } = loaded;
    let pipeline = Pipeline::open(&settings, clock).await?;
    let watch = Arc::new(Watch::new(watchlist, classifier));
    let watch = prepare(&pipeline, watch).await?;
    learner::tell(&watch);

    let (stopper, stop) = watch::channel(false);
    let (watch, _) = watch::channel(watch);
    let shared = Shared {
        pipeline: pipeline.clone(),
        watch,
        stop,
        poller_bell: Arc::new(Notify::new()),
        sender_bell: Arc::new(Notify::new()),
        heart: Arc::new(Heart::default()),
        vitals: Arc::new(Counts::new(pipeline.clock.now())),
    };
    let key = hub::key(&pipeline.store)
        .await
        .map_err(|error| DaemonError::Setup(error.to_string()))?;
    // Without a page hubs could not reach us.
    let public_url = settings
        .web
        .public_url
        .clone()
        .filter(|_| settings.web.listen.is_some());
    let mut tasks = Tasks::default();
    if let Some(address) = settings.web.listen {
        let listener = TcpListener::bind(address).await.map_err(|error| {
            DaemonError::Setup(format!("[web] listen = \"{address}\": {error}"))
        })?;
        if let Ok(address) = listener.local_addr() {
            info!("the page is on http://{address}/");
        }
        let page = Page::new(
            &settings.web,
            pipeline.store.clone(),
            pipeline.clock.clone(),
        )
        .with_vitals({
            let shared = shared.clone();
            move || shared.look()
        })
        .with_callbacks(public_url.is_some().then(|| Callbacks {
            key: key.clone(),
            bell: Arc::clone(&pipeline.push_bell),
            max_body_bytes: settings.fetch.max_body_bytes,
        }));
        let (stop, end) = (shared.clone(), shared.clone());
        tasks.start("page", async move {
            tokio::select! {
                served = page.serve(listener, async move { stop.stopped().await }) => served
                    .map_err(|error| DaemonError::Setup(format!("the page at {address}: {error}"))),
                // A connection on which nobody asks anything is never done.
                () = async { end.stopped().await; tokio::time::sleep(LAST_ANSWERS).await } => Ok(()),
            }
        });
    }
    tasks.start("poller", poller::run(shared.clone()));
    tasks.start("pages", pages::run(shared.clone()));
    if shared.pipeline.check_pages.is_some() {
        tasks.start("gone pages", gone::run(shared.clone()));
    }
    tasks.start("issuer", issuer::run(shared.clone()));
    tasks.start("learner", learner::run(shared.clone()));
    let on_the_way = OnTheWay::default();
    for _ in 0..send::AT_ONCE {
        tasks.start("sender", sender::run(shared.clone(), on_the_way.clone()));
    }
    tasks.start(
        "pruner",
        pruner::run(shared.clone(), settings.retention.clone()),
    );
    let asker = websub::Asker { key, public_url };
    tasks.start("websub", websub::run(shared.clone(), asker));
    tasks.start("watchdog", notify::feed_watchdog(shared.clone()));
    let (last_read, files_bell) = (LastRead::default(), Arc::new(Notify::new()));
    if settings.watchlist.is_watched {
        last_read.set(imprint);
        tasks.start(
            "file watch",
            file_watch::run(
                shared.clone(),
                directory.clone(),
                last_read.clone(),
                Arc::clone(&files_bell),
            ),
        );
    }
    let reloader = reload::Reloader {
        directory,
        environment,
        settings,
        shared: shared.clone(),
        last_read,
    };
    tasks.start(
        "signals",
        signals::listen(
            signals,
            files_bell,
            reloader,
            shared.clone(),
            stopper.clone(),
        ),
    );

    let started = pipeline.clock.now().to_string();
    pipeline
        .store
        .write(move |tx| tx.keep_fact(STARTED, &started))
        .await?;
    let feeds = shared.watch().watchlist.feeds.len();
    info!(feeds, version = env!("CARGO_PKG_VERSION"), "ready");
    notify::ready(feeds);
    let ending = tasks.until_the_end(&stopper).await;
    tell_what_is_left(&shared).await;
    notify::stopped();
    ending
}

/// What the next start will take up: feeds that were cut off in the middle, letters that the relay has not taken.
async fn tell_what_is_left(shared: &Shared) {
    let counts = shared.pipeline.store.read(View::outbox_counts).await;
    let letters = counts.map(|counts| counts.queued).unwrap_or_default();
    let polls = shared.vitals.under_way();
    if polls + letters > 0 {
        info!(polls, letters, "left for the next start");
    }
}

/// Brings the tables in step with the watchlist (what it means, feeds, and the moment from which each digest tells), counts
/// the list for its budget of polls, and gives it with what its marks teach.
async fn prepare(pipeline: &Pipeline, watch: Arc<Watch>) -> Result<Arc<Watch>, StoreError> {
    let learned = learn(&pipeline.store, &watch).await?;
    let now = pipeline.clock.now();
    let meaning = meaning(&watch.watchlist);
    let manner = Arc::clone(&pipeline.manner);
    let anew = pipeline
        .store
        .write(move |tx| {
            tx.release_pages()?;
            tx.keep_watchlist(&watch.watchlist.version, &meaning, now)?;
            tx.keep_fact(IN_FORCE, &watch.watchlist.version.0)?;
            tx.sync_feeds(&watch.watchlist.feeds, now)?;
            tx.sync_digests(&watch.watchlist.digests, now)?;
            tx.sync_readers(&watch.watchlist.digests)?;
            for definition in &watch.watchlist.digests {
                issue::begin(tx, &definition.name, now)?;
            }
            manner.ask_anew(tx, &watch.watchlist.feeds, now)
        })
        .await?;
    for feed in anew {
        info!(feed.id = %feed, "what this failing feed is asked with has changed: it is asked at once");
    }
    survey(pipeline, &learned).await?;
    Ok(learned)
}
