//! `wirewatch db vacuum`.

use std::io::Write;

use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::db::VacuumArgs;
use crate::cli::db::size;
use crate::model::settings::StoreSettings;
use crate::store::holder;
use crate::store::vacuum;

pub(super) fn run(settings: &StoreSettings, args: &VacuumArgs) -> Result<Exit, Failure> {
    if let Some(pid) = holder(settings) {
        return Err(Failure {
            exit: Exit::Temporary,
            error: anyhow::anyhow!(
                "wirewatch runs as process {pid}, and writing the file anew would hold it up for long: stop it first. It gives \
                 room back by itself, a little at a time, after it dropped something"
            ),
        });
    }
    let bytes = || std::fs::metadata(&settings.path).map_or(0, |facts| facts.len());
    let before = bytes();
    vacuum(settings)?;
    let after = bytes();
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(
            out,
            "{}",
            json!({ "bytes_before": before, "bytes_after": after })
        )?;
    } else {
        writeln!(
            out,
            "{}: {} before, {} now",
            settings.path.display(),
            size(before),
            size(after)
        )?;
    }
    Ok(Exit::Ok)
}
