//! `wirewatch db backup FILE`.

use std::io::Write;

use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::db::BackupArgs;
use crate::cli::db::size;
use crate::cli::open::runtime;
use crate::model::settings::StoreSettings;
use crate::store::Store;
use crate::store::StoreError;

pub(super) fn run(settings: &StoreSettings, args: &BackupArgs) -> Result<Exit, Failure> {
    let file = &args.file;
    let shown = file.display();
    if file.is_dir() {
        return Err(Failure::usage(format!(
            "{shown} is a folder: name a file in it"
        )));
    }
    if is_archive(settings, file) {
        return Err(Failure::usage(format!(
            "{shown} is the archive itself: name another file"
        )));
    }
    let store = Store::open_reader(settings)?;
    match runtime()?.block_on(store.backup(file.clone(), args.force)) {
        Err(StoreError::Conflict { what }) => {
            return Err(Failure::usage(format!(
                "{what}: name another file, or say --force to replace it"
            )));
        }
        copied => copied?,
    }
    let bytes = std::fs::metadata(file).map_or(0, |facts| facts.len());
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(
            out,
            "{}",
            json!({ "file": shown.to_string(), "bytes": bytes })
        )?;
    } else {
        writeln!(
            out,
            "{shown}: {}, read whole and found sound\n\
             To put it back: stop wirewatch, move {} with its -wal and -shm away, copy this file there, start wirewatch.",
            size(bytes),
            settings.path.display()
        )?;
    }
    Ok(Exit::Ok)
}

fn is_archive(settings: &StoreSettings, file: &std::path::Path) -> bool {
    match (file.canonicalize(), settings.path.canonicalize()) {
        (Ok(file), Ok(archive)) => file == archive,
        _ => false,
    }
}
