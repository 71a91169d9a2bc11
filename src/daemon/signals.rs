//! SIGHUP and changed files reload, SIGTERM and SIGINT stop, a second one of those stops at once.

use std::sync::Arc;

use tokio::signal::unix::Signal;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;
use tokio::sync::Notify;
use tokio::sync::watch;
use tracing::info;
use tracing::warn;

use crate::daemon::DaemonError;
use crate::daemon::Shared;
use crate::daemon::reload::Asked;
use crate::daemon::reload::Reloader;

/// The signals that are listened to. Opened before anything else is: until then the first SIGHUP would end the process.
pub(super) struct Signals {
    hangup: Signal,
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From now on these signals no longer end the process; they wait to be heard.
    pub(super) fn open() -> Result<Self, DaemonError> {
        let open =
            |kind| signal(kind).map_err(|error| DaemonError::Setup(format!("signals: {error}")));
        Ok(Self {
            hangup: open(SignalKind::hangup())?,
            terminate: open(SignalKind::terminate())?,
            interrupt: open(SignalKind::interrupt())?,
        })
    }
}

/// Listens until the first stop signal, and leaves a listener behind for the second.
pub(super) async fn listen(
    signals: Signals,
    files_bell: Arc<Notify>,
    mut reloader: Reloader,
    shared: Shared,
    stopper: watch::Sender<bool>,
) -> Result<(), DaemonError> {
    let Signals {
        mut hangup,
        mut terminate,
        mut interrupt,
    } = signals;
    loop {
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            _ = hangup.recv() => reloader.reload(Asked::BySignal).await?,
            () = files_bell.notified() => reloader.reload(Asked::ByFiles).await?,
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
        }
    }
    info!("asked to stop");
    stopper.send_replace(true);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        warn!(
            "asked to stop twice: stopping at once; what was under way is taken up at the next start"
        );
        std::process::exit(0);
    });
    Ok(())
}
