//! Letter to reader: bytes of a message, the channel they leave by, and when to try again.
//!
//! Takes a claimed [`DeliveryTask`], gives an [`Outcome`]; never an error, as every end of an attempt
//! is one of three. Knows nothing of the outbox that the task came from and keeps no queue of its own.

pub mod message;
pub mod retry;

pub mod webhook;

mod line;
mod maildir;
mod program;
mod reply;
mod session;
mod smtp;

use std::path::Path;
use std::path::PathBuf;

use crate::model::delivery::DeliveryTask;
use crate::model::delivery::Envelope;
use crate::model::delivery::Outcome;
use crate::model::settings::LetterWay;

pub use smtp::SmtpFault;

/// The way letters leave by.
#[derive(Debug)]
pub enum Channel {
    /// To the relay.
    Smtp(Box<smtp::Smtp>),
    /// Into a program such as sendmail.
    Program(PathBuf),
    /// Into a folder beside the database, where there is no relay yet.
    Maildir(PathBuf),
}

/// One step of `mail test`, in plain words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeStep {
    /// What was tried: "connect", "greeting", "STARTTLS", …
    pub step: &'static str,
    /// Did it work?
    pub is_ok: bool,
    /// What came of it, one line; says what to do where it failed.
    pub detail: String,
}

impl Channel {
    /// The relay or program where settings name one, else the maildir; nothing is opened before the first letter.
    ///
    /// # Errors
    ///
    /// Settings that would send secrets over an open line, and a system without root certificates.
    pub fn new(way: Option<&LetterWay>, maildir: &Path) -> Result<Self, SmtpFault> {
        match way {
            Some(LetterWay::Smtp(relay)) => Ok(Self::Smtp(Box::new(smtp::Smtp::new(relay)?))),
            Some(LetterWay::Program(program)) => Ok(Self::Program(program.clone())),
            None => Ok(Self::Maildir(maildir.to_owned())),
        }
    }

    /// Sends one letter; the same task may come again and then sends the same bytes.
    pub async fn send(&self, task: &DeliveryTask) -> Outcome {
        match self {
            Self::Smtp(smtp) => smtp.send(task).await,
            Self::Program(program) => {
                program::hand_over(program, &task.envelope, &task.bytes).await
            }
            Self::Maildir(directory) => maildir::keep(directory, task).await,
        }
    }

    /// Sends `bytes` and tells of each step, for a person who sets up the relay.
    pub async fn probe(&self, envelope: &Envelope, bytes: &[u8]) -> Vec<ProbeStep> {
        match self {
            Self::Smtp(smtp) => smtp.probe(envelope, bytes).await,
            Self::Program(program) => vec![program::probe(program, envelope, bytes).await],
            Self::Maildir(directory) => vec![maildir::probe(directory, bytes).await],
        }
    }

    /// The relay's host, where there is a relay.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Smtp(smtp) => Some(smtp.host()),
            _ => None,
        }
    }

    /// Connects, makes the line private, logs in and takes leave; no letter is sent. Without a relay there are no steps.
    pub async fn greet(&self) -> Vec<ProbeStep> {
        match self {
            Self::Smtp(smtp) => smtp.greet().await,
            _ => Vec::new(),
        }
    }

    /// Says QUIT where a line to the relay is open; part of a clean stop.
    pub async fn close(&self) {
        if let Self::Smtp(smtp) = self {
            smtp.close().await;
        }
    }
}
