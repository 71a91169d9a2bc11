//! SIGHUP and changed files reload, SIGTERM and SIGINT stop, a second one of those stops at once, and so does SIGQUIT. What
//! means nothing to us is told and ignored: left alone it would end the process without a word.

use std::sync::Arc;

use futures_util::future::select_all;
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
    quit: Signal,
    strays: Vec<(&'static str, Signal)>,
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
            quit: open(SignalKind::quit())?,
            strays: strays()
                .into_iter()
                .map(|(name, kind)| Ok((name, open(kind)?)))
                .collect::<Result<_, DaemonError>>()?,
        })
    }
}

/// Signals of others' customs. Who sends one is told what we understand. (SIGPIPE is ignored by every Rust program.)
fn strays() -> [(&'static str, SignalKind); 5] {
    // Sent by the kernel where a file would outgrow the limit of the process; with it heard, the write fails instead.
    let outgrown = SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw());
    [
        ("SIGUSR1", SignalKind::user_defined1()),
        ("SIGUSR2", SignalKind::user_defined2()),
        ("SIGALRM", SignalKind::alarm()),
        ("SIGIO", SignalKind::io()),
        ("SIGXFSZ", outgrown),
    ]
}

/// The name of the next stray.
async fn next_stray(strays: &mut [(&'static str, Signal)]) -> &'static str {
    let heard = strays.iter_mut().map(|(name, signal)| {
        Box::pin(async {
            signal.recv().await;
            *name
        })
    });
    select_all(heard).await.0
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
        mut quit,
        mut strays,
    } = signals;
    loop {
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            _ = hangup.recv() => reloader.reload(Asked::BySignal).await?,
            () = files_bell.notified() => reloader.reload(Asked::ByFiles).await?,
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = quit.recv() => stop_at_once("told to quit"),
            name = next_stray(&mut strays) => {
                warn!("{name} means nothing here and was ignored: SIGHUP reloads, SIGTERM stops");
            }
        }
    }
    info!("asked to stop");
    stopper.send_replace(true);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => stop_at_once("asked to stop twice"),
            _ = interrupt.recv() => stop_at_once("asked to stop twice"),
            _ = quit.recv() => stop_at_once("told to quit"),
        }
    });
    Ok(())
}

fn stop_at_once(why: &str) -> ! {
    warn!("{why}: stopping at once; what was under way is taken up at the next start");
    std::process::exit(0)
}
