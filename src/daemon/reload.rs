//! Reload: read, check, run the watchlist's tests, compile, then swap whole; or keep the old list and say why.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;
use tracing::error;
use tracing::info;
use tracing::warn;

use crate::config::Environment;
use crate::config::Findings;
use crate::config::Imprint;
use crate::config::Loaded;
use crate::config::load;
use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::daemon::file_watch::LastRead;
use crate::daemon::learner;
use crate::daemon::list_change::ListChange;
use crate::daemon::notify;
use crate::daemon::prepare;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::settings::Settings;
use crate::pipeline::Watch;
use crate::store::StoreError;
use crate::store::Tx;
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
    /// `reload`, `SIGHUP` or `file watch`; absent in outcomes of an older wirewatch.
    #[serde(default)]
    pub by: Option<String>,
    /// Who said `wirewatch reload`.
    #[serde(default)]
    pub who: Option<String>,
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

/// The fact by which `wirewatch reload` says who it is, just before its signal.
const ASKED: &str = "reload.asked";

/// A word of somebody who asks that is older than this was for a signal that never came.
const ASKED_LATELY: SignedDuration = SignedDuration::from_mins(1);

/// Notes who asks for a reload; the signal must follow.
///
/// # Errors
///
/// When the database fails.
pub fn note_who_reloads(tx: &mut Tx, who: &str, now: Timestamp) -> Result<(), StoreError> {
    let noted = json!({ "who": who, "at": now.to_string() });
    tx.keep_fact(ASKED, &noted.to_string())
}

/// How a reload was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// SIGHUP, from `wirewatch reload` or from anybody.
    BySignal,
    /// The files changed.
    ByFiles,
}

/// Reads both files again when asked to.
pub(super) struct Reloader {
    pub(super) directory: PathBuf,
    pub(super) environment: Environment,
    /// What the process was started with: a changed line there needs a restart, and that is said.
    pub(super) settings: Settings,
    pub(super) shared: Shared,
    /// Told what was read, so that the watch over the files does not ask for it again.
    pub(super) last_read: LastRead,
}

/// What came of reading the files.
struct Judged {
    is_accepted: bool,
    words: String,
    /// A list with the same meaning was read: nobody needs to be told.
    is_news: bool,
    data: Value,
}

impl Reloader {
    /// One reload, whatever it finds. Signals that arrive meanwhile are one further reload, not many.
    pub(super) async fn reload(&mut self, asked: Asked) -> Result<(), DaemonError> {
        notify::reloading();
        let (directory, environment) = (self.directory.clone(), self.environment.clone());
        let read = tokio::task::spawn_blocking(move || {
            // Before reading: what is saved in between is noticed later, and read again.
            let imprint = Imprint::of(&directory);
            (imprint, load(&directory, &environment))
        });
        let (imprint, read) = read.await.map_err(|error| DaemonError::TaskEnded {
            task: "reload",
            reason: error.to_string(),
        })?;
        self.last_read.set(imprint);
        let judged = match read {
            Ok(loaded) => match self.swap(loaded).await {
                Err(DaemonError::Store(error)) if error.is_temporary() => {
                    // Looked at again as if nobody had read it.
                    self.last_read.forget();
                    put_off(&error)
                }
                judged => judged?,
            },
            Err(findings) => refused(&findings),
        };
        let is_accepted = judged.is_accepted;
        self.shared.vitals.reloaded(is_accepted);
        let line = judged.words.lines().next().unwrap_or_default().to_owned();
        self.write_down(judged, asked).await?;
        notify::reloaded(if is_accepted {
            &line
        } else {
            "reload refused, the old watchlist stays: see the log"
        });
        Ok(())
    }

    async fn swap(&mut self, loaded: Loaded) -> Result<Judged, DaemonError> {
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
        let (before, after) = (&old.watchlist, &new.watchlist);
        let is_news = before.version != after.version;
        let change = ListChange::between(before, after);
        let mut words = if is_news {
            format!(
                "watchlist {} follows {}: {}",
                after.version,
                before.version,
                change.words()
            )
        } else {
            format!(
                "watchlist {}: read again, its meaning is the same",
                after.version
            )
        };
        if format!("{settings:?}") != format!("{:?}", self.settings) {
            words.push_str(
                "\nwirewatch.toml changed as well: restart wirewatch for that to take effect",
            );
        }
        let mut data = change.value();
        data["from"] = json!(before.version.to_string());
        data["to"] = json!(after.version.to_string());
        let new = prepare(&self.shared.pipeline, new).await?;
        learner::tell(&new);
        self.shared.watch.send_replace(new);
        self.shared.poller_bell.notify_one();
        self.shared.pipeline.push_bell.notify_one();
        // Another hour or zone may make a digest due this minute.
        self.shared.pipeline.alert_bell.notify_one();
        info!("{words}");
        Ok(Judged {
            is_accepted: true,
            words,
            is_news,
            data,
        })
    }

    async fn write_down(&self, judged: Judged, asked: Asked) -> Result<(), DaemonError> {
        let now = self.shared.pipeline.clock.now();
        let written = self.shared.pipeline.store.write(move |tx| {
            let number = last_reload(tx)?.map_or(1, |last| last.number + 1);
            let (by, who) = who_asked(tx, asked, now)?;
            let outcome = ReloadOutcome {
                number,
                at: now.to_string(),
                is_accepted: judged.is_accepted,
                words: judged.words,
                by: Some(by.to_owned()),
                who,
            };
            tx.keep_fact(FACT, &json!(outcome).to_string())?;
            if !judged.is_news {
                return Ok(());
            }
            let mut data = judged.data;
            data["accepted"] = json!(outcome.is_accepted);
            data["words"] = json!(outcome.words);
            data["by"] = json!(outcome.by);
            data["who"] = json!(outcome.who);
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

/// How it was asked for, and by whom where that is known.
fn who_asked(
    tx: &mut Tx,
    asked: Asked,
    now: Timestamp,
) -> Result<(&'static str, Option<String>), StoreError> {
    if asked == Asked::ByFiles {
        return Ok(("file watch", None));
    }
    let noted = tx
        .fact(ASKED)?
        .and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let Some(noted) = noted else {
        return Ok(("SIGHUP", None));
    };
    tx.drop_fact(ASKED)?;
    let at = noted["at"]
        .as_str()
        .and_then(|at| at.parse::<Timestamp>().ok());
    let is_fresh = at.is_some_and(|at| now.duration_since(at).abs() < ASKED_LATELY);
    Ok(match noted["who"].as_str().filter(|_| is_fresh) {
        Some(who) => ("reload", Some(who.to_owned())),
        None => ("SIGHUP", None),
    })
}

/// The list is sound, and cannot be put to work before the archive can be written.
fn put_off(error: &StoreError) -> Judged {
    let words = format!("it cannot be taken up now: {error}");
    error!("reload refused, the old watchlist stays in force\n{words}");
    Judged {
        is_accepted: false,
        data: json!({ "fault": words }),
        words,
        is_news: true,
    }
}

fn refused(findings: &Findings) -> Judged {
    let words = findings.to_string();
    error!("reload refused, the old watchlist stays in force\n{words}");
    Judged {
        is_accepted: false,
        words,
        is_news: true,
        data: json!({ "fault": findings.first_fault() }),
    }
}
