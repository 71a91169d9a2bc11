//! `wirewatch status`: one screen: daemon, what is due, feeds, outbox, watchlist, database.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde_json::json;

use crate::classify::learn::NotYet;
use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::feed::printable;
use crate::cli::hubs;
use crate::cli::json::health_value;
use crate::cli::open::Place;
use crate::cli::open::ask;
use crate::cli::status_words;
use crate::cli::waiting::learning;
use crate::clock::Clock;
use crate::config::load;
use crate::daemon::ReloadOutcome;
use crate::daemon::last_reload;
use crate::daemon::last_start;
use crate::daemon::schedule;
use crate::daemon::watchlist_in_force;
use crate::model::alert::HeldBy;
use crate::model::dictionary::Dictionaries;
use crate::model::event::Event;
use crate::model::feed::FeedHealth;
use crate::model::feed::FeedState;
use crate::model::ids::TopicName;
use crate::model::pledge::Pledge;
use crate::model::watchlist::Watchlist;
use crate::store::FileSize;
use crate::store::OutboxCounts;
use crate::store::PushCounts;
use crate::store::StoreError;
use crate::store::Unsubscribed;
use crate::store::View;
use crate::store::WaitingCount;
use crate::store::footing;
use crate::store::holder;

/// Errors that one screen has room for.
const MOST_ERRORS: usize = 4;

/// What both forms of the answer are made from.
pub(super) struct Status {
    pub(super) pid: Option<u32>,
    pub(super) started: Option<Timestamp>,
    pub(super) now: Timestamp,
    pub(super) feeds: Vec<FeedHealth>,
    pub(super) outbox: OutboxCounts,
    pub(super) articles: u64,
    pub(super) reload: Option<ReloadOutcome>,
    pub(super) pledges: Vec<Pledge>,
    pub(super) pushes: PushCounts,
    /// Digest, and when it is due next.
    pub(super) due: Vec<(String, Option<String>)>,
    /// Topics that shall learn from marks, and what they wait for.
    pub(super) learning: Vec<(TopicName, Option<NotYet>)>,
    pub(super) watchlist_version: String,
    pub(super) dictionaries: Dictionaries,
    /// What the daemon goes by, or went by last.
    pub(super) in_force: Option<String>,
    /// What is wrong with the files as they are now.
    pub(super) watchlist_faults: Option<String>,
    pub(super) database: String,
    /// What its file system cannot promise.
    pub(super) database_warning: Option<String>,
    pub(super) size: FileSize,
    /// What went wrong last, the latest first.
    pub(super) errors: Vec<Event>,
    /// Readers who left a digest.
    pub(super) left: Vec<Unsubscribed>,
    /// Worth an instant letter, and not told yet.
    pub(super) alerts: Vec<WaitingCount>,
}

/// What the archive is asked for in one picture.
#[derive(Default)]
struct Archive {
    feeds: Vec<FeedHealth>,
    outbox: OutboxCounts,
    articles: u64,
    reload: Option<ReloadOutcome>,
    pledges: Vec<Pledge>,
    pushes: PushCounts,
    in_force: Option<String>,
    started: Option<Timestamp>,
    size: FileSize,
    errors: Vec<Event>,
    left: Vec<Unsubscribed>,
    alerts: Vec<WaitingCount>,
}

impl Archive {
    fn read(view: &View) -> Result<Self, StoreError> {
        Ok(Self {
            feeds: view.feed_health()?,
            outbox: view.outbox_counts()?,
            articles: view.totals()?.articles,
            reload: last_reload(view)?,
            pledges: view.pledges()?,
            pushes: view.push_counts()?,
            in_force: watchlist_in_force(view)?,
            started: last_start(view)?,
            size: view.file_size()?,
            errors: view.latest_errors(MOST_ERRORS)?,
            left: view.unsubscribed()?,
            alerts: view.waiting_counts()?,
        })
    }
}

pub(super) fn run(config: Option<&Path>, as_json: bool) -> Result<Exit, Failure> {
    let status = gather(&Place::find(config))?;
    let mut out = std::io::stdout().lock();
    if as_json {
        writeln!(out, "{}", value(&status))?;
    } else {
        write!(out, "{}", status_words::words(&status))?;
    }
    Ok(Exit::Ok)
}

fn gather(place: &Place) -> Result<Status, Failure> {
    let settings = place.settings()?;
    let archive = ask(&settings, Archive::read)?;
    let now = Clock::System.now();
    // The files as they are now; the daemon may still go by older ones.
    let (watchlist, watchlist_faults) = match load(&place.directory, &place.environment) {
        Ok(loaded) => (loaded.watchlist, None),
        Err(findings) => (Watchlist::default(), Some(findings.to_string())),
    };
    let learning = learning(&settings, &watchlist)?;
    let due = watchlist
        .digests
        .iter()
        .map(|digest| {
            (
                digest.name.to_string(),
                schedule::next(digest, now).map(|at| at.to_string()),
            )
        })
        .collect();
    Ok(Status {
        pid: holder(&settings.store),
        started: archive.started,
        now,
        feeds: archive.feeds,
        outbox: archive.outbox,
        articles: archive.articles,
        reload: archive.reload,
        pledges: archive.pledges,
        pushes: archive.pushes,
        in_force: archive.in_force,
        size: archive.size,
        errors: archive.errors,
        left: archive.left,
        alerts: archive.alerts,
        due,
        learning,
        watchlist_version: watchlist.version.to_string(),
        dictionaries: watchlist.dictionaries,
        watchlist_faults,
        database: settings.store.path.display().to_string(),
        database_warning: footing(&settings.store)
            .map(|footing| footing.sentence(&settings.store.directory())),
    })
}

fn value(status: &Status) -> serde_json::Value {
    let started = status.started.filter(|_| status.pid.is_some());
    let by_state: serde_json::Map<_, _> = FeedState::ALL
        .iter()
        .map(|state| {
            (
                state.as_str().to_owned(),
                json!(count(&status.feeds, *state)),
            )
        })
        .collect();
    let next_poll = status.feeds.iter().filter_map(|feed| feed.next_poll).min();
    let dictionaries = status.dictionaries.0.iter().map(|dictionary| {
        json!({
            "language": dictionary.language.code(),
            "name": dictionary.name,
            "path": dictionary.path,
            "words": dictionary.added.len(),
            "forms": dictionary.form_count(),
        })
    });
    let dictionaries: Vec<_> = dictionaries.collect();
    json!({
        "running": status.pid.is_some(),
        "pid": status.pid,
        "started": started.map(|at| at.to_string()),
        "version": env!("CARGO_PKG_VERSION"),
        "database": status.database,
        "database_bytes": status.size.bytes,
        "database_free_bytes": status.size.free_bytes,
        "database_warning": status.database_warning,
        "articles": status.articles,
        "watchlist": {
            "version": status.watchlist_version,
            "in_force": status.in_force,
            "dictionaries": dictionaries,
            "faults": status.watchlist_faults,
            "last_reload": status.reload,
        },
        "digests": status.due.iter().map(|(name, next)| json!({ "name": name, "next": next })).collect::<Vec<_>>(),
        "learning": status.learning.iter().map(|(topic, not_yet)| json!({ "topic": topic.as_str(), "waits": not_yet.map(|not_yet| not_yet.to_string()) })).collect::<Vec<_>>(),
        "outbox": {
            "queued": status.outbox.queued,
            "accepted": status.outbox.accepted,
            "failed": status.outbox.failed,
            "withdrawn": status.outbox.withdrawn,
            "oldest_queued": status.outbox.oldest_queued.map(|at| at.to_string()),
        },
        "due": { "feeds": due_feeds(status), "next_poll": next_poll.map(|at| at.to_string()) },
        "feeds_by_state": by_state,
        "errors": status.errors.iter().map(error_value).collect::<Vec<_>>(),
        "unsubscribed": status.left.iter().map(|left| json!({ "digest": left.digest.as_str(), "to": left.to.as_str(), "since": left.at.to_string(), "by": left.by })).collect::<Vec<_>>(),
        "alerts": status.alerts.iter().map(alert_value).collect::<Vec<_>>(),
        "hubs": status.pledges.iter().map(hubs::value).collect::<Vec<_>>(),
        "feeds": status.feeds.iter().map(health_value).collect::<Vec<_>>(),
    })
}

fn error_value(event: &Event) -> serde_json::Value {
    json!({
        "id": event.id.0,
        "at": event.at.to_string(),
        "kind": event.kind.as_str(),
        "subject": event.subject,
        "sentence": sentence(event),
    })
}

/// The cause in the event's own words, on one line.
pub(super) fn sentence(event: &Event) -> String {
    let data = &event.data;
    let said = [&data["cause"]["sentence"], &data["reason"], &data["fault"]];
    let said = said.into_iter().find_map(serde_json::Value::as_str);
    printable(
        said.or_else(|| data["words"].as_str()?.lines().next())
            .unwrap_or_default(),
    )
}

pub(super) fn count(feeds: &[FeedHealth], state: FeedState) -> usize {
    feeds.iter().filter(|feed| feed.state == state).count()
}

pub(super) fn due_feeds(status: &Status) -> usize {
    let is_due = |feed: &&FeedHealth| feed.next_poll.is_some_and(|at| at <= status.now);
    status.feeds.iter().filter(is_due).count()
}

fn alert_value(waiting: &WaitingCount) -> serde_json::Value {
    json!({
        "digest": waiting.digest.as_str(),
        "held": waiting.held.map(HeldBy::as_str),
        "alerts": waiting.alerts,
    })
}
