//! `wirewatch db backup|verify|prune|vacuum`: care of the archive, beside a running daemon wherever that is safe.

mod backup;
mod prune;
mod vacuum;
mod verify;

use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use jiff::Timestamp;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;

#[derive(Debug, Subcommand)]
pub(super) enum DbCommand {
    /// Copy the archive to a file, while the daemon goes on
    Backup(BackupArgs),
    /// Read the whole archive and look whether it is sound
    Verify(VerifyArgs),
    /// Drop now what `[retention]` lets go; the daemon does it every hour
    Prune(PruneArgs),
    /// Write the file anew, without gaps; the daemon must be stopped for it
    Vacuum(VacuumArgs),
}

#[derive(Debug, Args)]
pub(super) struct BackupArgs {
    /// Where to; it is there whole or not at all
    pub(super) file: PathBuf,
    /// Replace a file that is there already
    #[arg(long)]
    pub(super) force: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// A backup to look at instead of the archive
    pub(super) file: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PruneArgs {
    /// Say what would go, change nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Do as if it were this time
    #[arg(long, value_name = "RFC3339")]
    pub(super) at: Option<Timestamp>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct VacuumArgs {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn run(config: Option<&Path>, command: &DbCommand) -> Result<Exit, Failure> {
    let settings = Place::find(config).settings()?;
    match command {
        DbCommand::Backup(args) => backup::run(&settings.store, args),
        DbCommand::Verify(args) => verify::run(&settings.store, args),
        DbCommand::Prune(args) => prune::run(&settings, args),
        DbCommand::Vacuum(args) => vacuum::run(&settings.store, args),
    }
}

/// Bytes as people read them.
pub(in crate::cli) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} bytes");
    }
    let mut value = bytes as f64 / 1024.0;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let decimals = usize::from(value < 100.0);
    format!("{value:.decimals$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_told_in_fitting_units() {
        let told = [0, 1023, 1024, 5 << 20, 700 << 20, 3 << 40].map(size);
        assert_eq!(
            told,
            [
                "0 bytes",
                "1023 bytes",
                "1.0 KiB",
                "5.0 MiB",
                "700 MiB",
                "3.0 TiB"
            ]
        );
    }
}
