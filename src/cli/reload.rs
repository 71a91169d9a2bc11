//! `wirewatch reload`: signals the running daemon and waits for what became of it, so that `systemctl reload` can fail.

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use rustix::process::Pid;
use rustix::process::Signal;
use rustix::process::kill_process;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::mark::name_of_user;
use crate::cli::open::Place;
use crate::cli::open::runtime;
use crate::clock::Clock;
use crate::config::Environment;
use crate::config::default_settings;
use crate::config::load_settings;
use crate::daemon::ReloadOutcome;
use crate::daemon::last_reload;
use crate::daemon::note_who_reloads;
use crate::model::settings::Settings;
use crate::store::Store;
use crate::store::change;
use crate::store::holder;

/// Longer than reading the largest watchlist that is accepted.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

pub(super) fn run(config: Option<&Path>) -> Result<Exit, Failure> {
    let place = Place::find(config);
    // A broken wirewatch.toml must not keep us from asking: the daemon will say what is wrong with it.
    let settings = match load_settings(&place.directory, &place.environment) {
        Ok((settings, _)) => settings,
        Err(_) => default_settings(&place.directory, &place.environment)?,
    };
    // An archive that cannot be opened is told as such, also where nobody runs.
    Store::open_reader(&settings.store)?;
    let outcome = reload(&settings)?.ok_or_else(|| Failure {
        exit: Exit::Temporary,
        error: anyhow::anyhow!(
            "no wirewatch is running on {}",
            settings.store.path.display()
        ),
    })?;
    if outcome.is_accepted {
        writeln!(std::io::stdout().lock(), "{}", outcome.words)?;
        Ok(Exit::Ok)
    } else {
        Err(Failure::config(format!(
            "reload refused, the old watchlist stays in force\n{}",
            outcome.words
        )))
    }
}

/// Makes the running daemon read its files again and waits for the outcome; `None` when none is running.
pub(super) fn reload(settings: &Settings) -> Result<Option<ReloadOutcome>, Failure> {
    let pid = holder(&settings.store).and_then(|pid| i32::try_from(pid).ok());
    let Some(pid) = pid.and_then(Pid::from_raw) else {
        return Ok(None);
    };
    let store = Store::open_reader(&settings.store)?;
    note_who(settings);
    runtime()?.block_on(ask(&store, pid)).map(Some)
}

/// Who asks is told for the record; a reload is not kept back because it cannot be.
fn note_who(settings: &Settings) {
    let who = name_of_user(&Environment::from_process());
    let now = Clock::System.now();
    let noted = change(&settings.store, |tx| note_who_reloads(tx, &who, now));
    if let Err(error) = noted {
        tracing::debug!("who asks for the reload could not be noted: {error}");
    }
}

async fn ask(store: &Store, pid: Pid) -> Result<ReloadOutcome, Failure> {
    let before = store.read(last_reload).await?.map_or(0, |last| last.number);
    kill_process(pid, Signal::HUP).map_err(|error| {
        anyhow::anyhow!("cannot signal process {}: {error}", pid.as_raw_nonzero())
    })?;
    let answered = tokio::time::timeout(PATIENCE, async {
        loop {
            let last = store.read(last_reload).await?;
            if let Some(outcome) = last.filter(|last| last.number > before) {
                return Ok(outcome);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    });
    answered.await.unwrap_or_else(|_| {
        let error = anyhow::anyhow!(
            "the daemon did not answer within {} s: see its log",
            PATIENCE.as_secs()
        );
        Err(Failure {
            exit: Exit::Temporary,
            error,
        })
    })
}
