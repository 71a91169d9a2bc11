//! The relay as a channel: a task in, an outcome out; lines are kept open between letters.
//!
//! A refused login pauses the whole channel: with a queue of letters behind it, trying each of them
//! would be the hot loop that gets an account locked.

use std::fmt;
use std::fs;
use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use lettre::transport::smtp::extension::ClientId;
use tokio::time::Instant;

use crate::deliver::ProbeStep;
use crate::deliver::reply::Fault;
use crate::deliver::reply::Step;
use crate::deliver::session::Patience;
use crate::deliver::session::Plan;
use crate::deliver::session::Privacy;
use crate::deliver::session::Session;
use crate::deliver::session::open;
use crate::model::delivery::DeliveryTask;
use crate::model::delivery::Envelope;
use crate::model::delivery::Outcome;
use crate::model::secret::Secret;
use crate::model::settings::RelaySettings;
use crate::model::settings::RelayTls;

const LONGEST_IDLE: Duration = Duration::from_secs(60);
const MOST_IDLE_LINES: usize = 4;
const ACCOUNT_PAUSE: Duration = Duration::from_secs(15 * 60);

/// Settings that no letter can be sent by.
#[derive(Debug, thiserror::Error)]
pub enum SmtpFault {
    /// The one thing `tls = "none"` must not do.
    #[error("tls = \"none\" is for relays on this machine only, not for {0}")]
    OpenLine(String),
    /// One of the two is missing.
    #[error("the relay has a user name without a password, or a password without a user name")]
    HalfLogin,
    /// No root certificates, or a host name that no certificate can bear.
    #[error("encryption to {host} cannot be set up: {fault}")]
    Tls {
        /// The relay.
        host: String,
        /// What rustls says.
        fault: lettre::transport::smtp::Error,
    },
}

/// A relay, its idle lines, and whether it wants us at the moment.
pub struct Smtp {
    plan: Plan,
    password: Option<Secret>,
    idle: Mutex<Vec<Session>>,
    pause: Mutex<Option<Pause>>,
}

#[derive(Clone, Debug)]
struct Pause {
    until: Instant,
    reason: String,
}

impl Smtp {
    pub(super) fn new(relay: &RelaySettings) -> Result<Self, SmtpFault> {
        let login = match (&relay.username, &relay.password) {
            (Some(user), Some(password)) => {
                Some(Credentials::new(user.clone(), password.reveal().to_owned()))
            }
            (None, None) => None,
            _ => return Err(SmtpFault::HalfLogin),
        };
        let plan = Plan {
            host: relay.host.clone(),
            port: relay.port,
            privacy: privacy(relay)?,
            login,
            hello: own_name(),
            patience: Patience::STANDARD,
        };
        Ok(Self::with_plan(plan, relay.password.clone()))
    }

    fn with_plan(plan: Plan, password: Option<Secret>) -> Self {
        Self {
            plan,
            password,
            idle: Mutex::default(),
            pause: Mutex::default(),
        }
    }

    pub(super) async fn send(&self, task: &DeliveryTask) -> Outcome {
        if let Some(reason) = self.paused() {
            return Outcome::Deferred { reason };
        }
        match self.hand_over(&task.envelope, &task.bytes).await {
            Ok(()) => Outcome::Accepted,
            Err(fault) => {
                let reason = self.redact(fault.reason());
                if fault.is_about_account() {
                    self.pause(&reason);
                }
                fault.outcome(reason)
            }
        }
    }

    /// A relay may close an idle line at any time (421, or without a word), and the letter is not at
    /// fault: as long as its content was not begun, it goes at once by a fresh line.
    async fn hand_over(&self, envelope: &Envelope, bytes: &[u8]) -> Result<(), Fault> {
        let silent = &mut |_: Step, _: String| ();
        if let Some(mut session) = self.take_idle() {
            match session.hand_over(envelope, bytes, silent).await {
                Ok(()) => {
                    self.keep_idle(session);
                    return Ok(());
                }
                Err(fault) if fault.is_stale_line() => {}
                Err(fault) => {
                    session.quit().await;
                    return Err(fault);
                }
            }
        }
        let mut session = open(&self.plan, silent).await?;
        let handed = session.hand_over(envelope, bytes, silent).await;
        match handed {
            Ok(()) => self.keep_idle(session),
            Err(_) => session.quit().await,
        }
        handed
    }

    pub(super) fn host(&self) -> &str {
        &self.plan.host
    }

    pub(super) async fn probe(&self, envelope: &Envelope, bytes: &[u8]) -> Vec<ProbeStep> {
        self.try_out(Some((envelope, bytes))).await
    }

    pub(super) async fn greet(&self) -> Vec<ProbeStep> {
        self.try_out(None).await
    }

    /// Tells each step of a conversation, with a letter or without one.
    async fn try_out(&self, letter: Option<(&Envelope, &[u8])>) -> Vec<ProbeStep> {
        let mut steps = Vec::new();
        let mut tell = |step: Step, detail: String| {
            steps.push(ProbeStep {
                step: step.name(),
                is_ok: true,
                detail,
            });
        };
        let ended = match open(&self.plan, &mut tell).await {
            Ok(mut session) => {
                let handed = match letter {
                    Some((envelope, bytes)) => session.hand_over(envelope, bytes, &mut tell).await,
                    None => Ok(()),
                };
                session.quit().await;
                handed
            }
            Err(fault) => Err(fault),
        };
        if let Err(fault) = ended {
            steps.push(ProbeStep {
                step: fault.step.name(),
                is_ok: false,
                detail: self.redact(fault.reason()),
            });
        }
        steps
    }

    pub(super) async fn close(&self) {
        let sessions = std::mem::take(&mut *lock(&self.idle));
        for session in sessions {
            session.quit().await;
        }
    }

    fn take_idle(&self) -> Option<Session> {
        let mut idle = lock(&self.idle);
        idle.retain(|session| session.idle_since.elapsed() < LONGEST_IDLE);
        idle.pop()
    }

    fn keep_idle(&self, session: Session) {
        let mut idle = lock(&self.idle);
        if idle.len() < MOST_IDLE_LINES {
            idle.push(session);
        }
    }

    fn pause(&self, reason: &str) {
        *lock(&self.pause) = Some(Pause {
            until: Instant::now() + ACCOUNT_PAUSE,
            reason: reason.to_owned(),
        });
    }

    fn paused(&self) -> Option<String> {
        let pause = lock(&self.pause).clone()?;
        let is_over = pause.until <= Instant::now();
        (!is_over).then(|| format!("waiting, as {}; check username and password", pause.reason))
    }

    fn redact(&self, reason: String) -> String {
        match &self.password {
            Some(password) if !password.reveal().is_empty() => {
                reason.replace(password.reveal(), "…")
            }
            _ => reason,
        }
    }
}

impl fmt::Debug for Smtp {
    /// Host and port only: the plan holds the login.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Smtp({}:{})", self.plan.host, self.plan.port)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // What is behind it is whole at every moment: a panic elsewhere is no reason for a second one.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn privacy(relay: &RelaySettings) -> Result<Privacy, SmtpFault> {
    let tls = || {
        TlsParameters::new(relay.host.clone()).map_err(|fault| SmtpFault::Tls {
            host: relay.host.clone(),
            fault,
        })
    };
    match relay.tls {
        RelayTls::Required => Ok(Privacy::StartTls(tls()?)),
        RelayTls::Implicit => Ok(Privacy::Implicit(tls()?)),
        RelayTls::None if is_local(&relay.host) => Ok(Privacy::Loopback),
        RelayTls::None => Err(SmtpFault::OpenLine(relay.host.clone())),
    }
}

fn is_local(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// The name for EHLO: the machine's, where it is a full one, else an address literal (RFC 5321, 4.1.4).
fn own_name() -> ClientId {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let name = name.trim();
    let is_full = name.contains('.')
        && name.len() < 256
        && name.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        });
    if is_full {
        ClientId::Domain(name.to_owned())
    } else {
        ClientId::default()
    }
}

#[cfg(test)]
mod relay;
#[cfg(test)]
mod tests;
