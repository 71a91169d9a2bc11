//! What systemd is told: READY, RELOADING, STOPPING, STATUS, WATCHDOG. Without systemd every call does nothing.

use std::io;
use std::os::unix::net::SocketAddr;
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use sd_notify::NotifyState;
use tracing::debug;

use crate::daemon::DaemonError;
use crate::daemon::Shared;

fn say(states: &[NotifyState<'_>]) {
    // A dead socket must not stop the work: systemd will find out by itself.
    if let Err(error) = send(states) {
        debug!("systemd could not be told: {error}");
    }
}

/// What `sd_notify::notify` does, which knows sockets in the file system only.
fn send(states: &[NotifyState<'_>]) -> io::Result<()> {
    let Some(name) = std::env::var_os("NOTIFY_SOCKET") else {
        return Ok(());
    };
    let lines: String = states.iter().map(|state| format!("{state}\n")).collect();
    let address = match name.as_encoded_bytes() {
        // A name without a file, as container managers give it (sd_notify(3)).
        [b'@', rest @ ..] => in_abstract_namespace(rest)?,
        _ => SocketAddr::from_pathname(&name)?,
    };
    UnixDatagram::unbound()?.send_to_addr(lines.as_bytes(), &address)?;
    Ok(())
}

#[cfg(target_os = "linux")]
fn in_abstract_namespace(name: &[u8]) -> io::Result<SocketAddr> {
    use std::os::linux::net::SocketAddrExt;
    SocketAddr::from_abstract_name(name)
}

#[cfg(not(target_os = "linux"))]
fn in_abstract_namespace(_: &[u8]) -> io::Result<SocketAddr> {
    Err(io::ErrorKind::Unsupported.into())
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
