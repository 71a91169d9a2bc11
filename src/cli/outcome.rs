//! How a command ends: exit codes after sysexits(3), and the error to print.

use std::fmt;
use std::io;

use crate::config::Findings;
use crate::daemon::DaemonError;
use crate::pipeline::OpenError;
use crate::store::StoreError;

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, nothing wrong.
    Ok = 0,
    /// The command did its work and found a fault, such as a feed that cannot be read.
    FaultFound = 1,
    /// Used wrongly (EX_USAGE).
    Usage = 64,
    /// Our fault (EX_SOFTWARE).
    Internal = 70,
    /// Try again later (EX_TEMPFAIL).
    Temporary = 75,
    /// Bad configuration (EX_CONFIG).
    Config = 78,
}

/// A command that could not do its work.
#[derive(Debug)]
pub struct Failure {
    /// What the process ends with.
    pub exit: Exit,
    /// What is printed, with its causes.
    pub error: anyhow::Error,
}

impl Failure {
    /// The command was used wrongly.
    pub(super) fn usage(text: impl fmt::Display) -> Self {
        Self {
            exit: Exit::Usage,
            error: anyhow::anyhow!("{text}"),
        }
    }

    /// The configuration, or what it names, is not as it should be.
    pub(super) fn config(text: impl fmt::Display) -> Self {
        Self {
            exit: Exit::Config,
            error: anyhow::anyhow!("{text}"),
        }
    }
}

impl fmt::Display for Failure {
    /// The error with its causes; findings speak for themselves, with their own files and lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.error.downcast_ref::<Findings>() {
            Some(findings) => write!(f, "{findings}"),
            None => write!(f, "wirewatch: {:#}", self.error),
        }
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = error.into();
        let exit = exit_of(&error);
        Self { exit, error }
    }
}

fn exit_of(error: &anyhow::Error) -> Exit {
    for cause in error.chain() {
        if cause.is::<Findings>() {
            return Exit::Config;
        }
        if let Some(store) = cause.downcast_ref::<StoreError>() {
            return of_store(store);
        }
        // `transparent` errors stand in the chain as what they wrap, but only below the outermost.
        match cause.downcast_ref::<DaemonError>() {
            Some(DaemonError::Store(store) | DaemonError::Open(OpenError::Store(store))) => {
                return of_store(store);
            }
            Some(DaemonError::Setup(_)) => return Exit::Temporary,
            _ => {}
        }
        if let Some(OpenError::Store(store)) = cause.downcast_ref::<OpenError>() {
            return of_store(store);
        }
        if cause
            .downcast_ref::<io::Error>()
            .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
        {
            // Our reader has seen enough (`wirewatch search … | head`).
            return Exit::Ok;
        }
    }
    Exit::Internal
}

fn of_store(error: &StoreError) -> Exit {
    if error.is_temporary() {
        Exit::Temporary
    } else if error.is_owners() {
        Exit::Config
    } else {
        Exit::Internal
    }
}

/// Help and version are printed and fine; everything else is a usage error, printed by clap with its suggestions.
pub(super) fn of_usage(error: &clap::Error) -> Result<Exit, Failure> {
    error.print()?;
    if error.use_stderr() {
        Ok(Exit::Usage)
    } else {
        Ok(Exit::Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_task_is_our_fault_and_a_taken_port_may_be_free_later() {
        let dead = DaemonError::TaskEnded {
            task: "poller",
            reason: "it panicked".to_owned(),
        };
        let failure = Failure::from(dead);
        assert_eq!(failure.exit, Exit::Internal);
        assert!(failure.to_string().contains("poller"), "{failure}");

        let taken = DaemonError::Setup("[web] listen".to_owned());
        assert_eq!(Failure::from(taken).exit, Exit::Temporary);
    }
}
