//! What systemd is told: READY, RELOADING, STOPPING, STATUS, WATCHDOG. Without systemd every call does nothing.

use std::time::Duration;

use sd_notify::NotifyState;
use tracing::debug;

use crate::daemon::DaemonError;
use crate::daemon::Shared;

fn say(states: &[NotifyState<'_>]) {
    // A dead socket must not stop the work: systemd will find out by itself.
    if let Err(error) = sd_notify::notify(states) {
        debug!("systemd could not be told: {error}");
    }
}

/// The archive is open, the files are checked, the loops run.
pub(super) fn ready(feeds: usize) {
    let status = format!("watching {feeds} feeds");
    say(&[NotifyState::Ready, NotifyState::Status(&status)]);
}

/// A reload has begun; [`reloaded`] must follow.
pub(super) fn reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => say(&[NotifyState::Reloading, now]),
        Err(_) => say(&[NotifyState::Reloading]),
    }
}

/// The reload is over, one way or the other.
pub(super) fn reloaded(status: &str) {
    say(&[NotifyState::Ready, NotifyState::Status(status)]);
}

/// The stop has begun.
pub(super) fn stopping() {
    say(&[
        NotifyState::Stopping,
        NotifyState::Status("finishing what is under way"),
    ]);
}

/// Nothing is left to do.
pub(super) fn stopped() {
    say(&[NotifyState::Status("stopped")]);
}

/// Feeds the watchdog as long as the work loops turn; ends with the process.
pub(super) async fn feed_watchdog(shared: Shared) -> Result<(), DaemonError> {
    // Half of what systemd waits for, as sd_watchdog_enabled(3) advises.
    let Some(interval) = sd_notify::watchdog_enabled().map(|limit| limit / 2) else {
        shared.stopped().await;
        return Ok(());
    };
    let mut ticks = tokio::time::interval(interval.max(Duration::from_millis(10)));
    loop {
        tokio::select! {
            () = shared.stopped() => return Ok(()),
            _ = ticks.tick() => {
                if shared.heart.is_beating() {
                    say(&[NotifyState::Watchdog]);
                }
            }
        }
    }
}
