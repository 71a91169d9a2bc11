//! Reload: read, check, run the watchlist's tests, compile, then swap whole; or keep the old list and say why.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;
use serde_json::json;
use tracing::error;
use tracing::info;
use tracing::warn;

use crate::config::Environment;
use crate::config::Findings;
use crate::config::Loaded;
use crate::config::load;
use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::daemon::learner;
use crate::daemon::notify;
use crate::daemon::prepare;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::settings::Settings;
use crate::model::watchlist::Watchlist;
use crate::pipeline::Watch;
use crate::store::StoreError;
use crate::store::View;

/// The fact that `wirewatch reload` waits for.
const FACT: &str = "reload";

/// How the last reload ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReloadOutcome {
    /// Counts the reloads of this archive: a waiting command sees that it is a new one.
    pub number: u64,
    /// When it ended, RFC 3339.
    pub at: String,
    /// Does the new list judge from now on?
    pub is_accepted: bool,
    /// What changed, or every finding with file, line and caret.
    pub words: String,
}

/// How the last reload ended, if there ever was one.
///
/// # Errors
///
/// When the database fails.
pub fn last_reload(view: &View) -> Result<Option<ReloadOutcome>, StoreError> {
    Ok(view
        .fact(FACT)?
        .and_then(|text| serde_json::from_str(&text).ok()))
}

/// Reads both files again when asked to.
pub(super) struct Reloader {
    directory: PathBuf,
    environment: Environment,
    /// What the process was started with: a changed line there needs a restart, and that is said.
    settings: Settings,
    shared: Shared,
}

impl Reloader {
    pub(super) fn new(
        directory: PathBuf,
        environment: Environment,
        settings: Settings,
        shared: Shared,
    ) -> Self {
        Self {
            directory,
            environment,
            settings,
            shared,
        }
    }

    /// One reload, whatever it finds. Signals that arrive meanwhile are one further reload, not many.
    pub(super) async fn reload(&mut self) -> Result<(), DaemonError> {
        notify::reloading();
        let (directory, environment) = (self.directory.clone(), self.environment.clone());
        let read = tokio::task::spawn_blocking(move || load(&directory, &environment))
            .await
            .map_err(|error| DaemonError::TaskEnded {
                task: "reload",
                reason: error.to_string(),
            })?;
        let mut first_fault = None;
        let (is_accepted, words) = match read {
            Ok(loaded) => (true, self.swap(loaded).await?),
            Err(findings) => {
                first_fault = findings.first_fault();
                (false, refused(&findings))
            }
        };
        self.write_down(is_accepted, &words, first_fault).await?;
        let line = words.lines().next().unwrap_or_default();
        notify::reloaded(if is_accepted {
            line
        } else {
            "reload refused, the old watchlist stays: see the log"
        });
        Ok(())
    }

    async fn swap(&mut self, loaded: Loaded) -> Result<String, DaemonError> {
        let Loaded {
            settings,
            watchlist,
            classifier,
            warnings,
        } = loaded;
        if !warnings.is_empty() {
            warn!("the watchlist has warnings\n{warnings}");
        }
        let old = self.shared.watch();
        let new = Arc::new(Watch::new(watchlist, classifier));
        let mut words = change(&old, &new);
        if format!("{settings:?}") != format!("{:?}", self.settings) {
            words.push_str(
                "\nwirewatch.toml changed as well: restart wirewatch for that to take effect",
            );
        }
        let new = prepare(&self.shared.pipeline, new).await?;
        learner::tell(&new);
        self.shared.watch.send_replace(new);
        self.shared.poller_bell.notify_one();
        self.shared.pipeline.push_bell.notify_one();
        info!("{words}");
        Ok(words)
    }

    async fn write_down(
        &self,
        is_accepted: bool,
        words: &str,
        first_fault: Option<String>,
    ) -> Result<(), DaemonError> {
        let now = self.shared.pipeline.clock.now();
        let words = words.to_owned();
        let written = self.shared.pipeline.store.write(move |tx| {
            let number = last_reload(tx)?.map_or(1, |last| last.number + 1);
            let outcome = ReloadOutcome {
                number,
                at: now.to_string(),
                is_accepted,
                words,
            };
            tx.keep_fact(FACT, &json!(outcome).to_string())?;
            let data = json!({ "accepted": outcome.is_accepted, "words": outcome.words, "fault": first_fault });
            let event = NewEvent {
                kind: EventKind::WatchlistChanged,
                subject: "watchlist".to_owned(),
                data,
            };
            tx.tell(&event, now).map(|_| ())
        });
        match written.await {
            Err(error) if error.is_temporary() => {
                warn!("the reload's outcome could not be written: {error}");
                Ok(())
            }
            other => Ok(other?),
        }
    }
}

fn refused(findings: &Findings) -> String {
    let words = findings.to_string();
    error!("reload refused, the old watchlist stays in force\n{words}");
    words
}

/// What the new list has gained and lost, in one sentence.
fn change(old: &Watch, new: &Watch) -> String {
    let (before, after) = (&old.watchlist, &new.watchlist);
    if before.version == after.version {
        return format!(
            "watchlist {}: read again, its meaning is the same",
            after.version
        );
    }
    let topic_names = |list: &Watchlist| names(list.topics.iter().map(|topic| topic.name.as_str()));
    let feed_names = |list: &Watchlist| names(list.feeds.iter().map(|feed| feed.name.as_str()));
    let topics = difference("topic", &topic_names(before), &topic_names(after));
    let feeds = difference("feed", &feed_names(before), &feed_names(after));
    let parts: Vec<_> = topics.into_iter().chain(feeds).collect();
    let told = if parts.is_empty() {
        "terms or settings changed".to_owned()
    } else {
        parts.join(", ")
    };
    format!(
        "watchlist {} follows {}: {told}",
        after.version, before.version
    )
}

fn names<'a>(all: impl Iterator<Item = &'a str>) -> Vec<String> {
    all.map(str::to_owned).collect()
}

fn difference(noun: &str, before: &[String], after: &[String]) -> Vec<String> {
    let gained = after
        .iter()
        .filter(|name| !before.contains(name))
        .map(|name| format!("{noun} {name} added"));
    let lost = before
        .iter()
        .filter(|name| !after.contains(name))
        .map(|name| format!("{noun} {name} removed"));
    gained.chain(lost).collect()
}
