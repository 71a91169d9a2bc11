//! `wirewatch db verify`.

use std::io::Write;

use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::db::VerifyArgs;
use crate::cli::db::size;
use crate::cli::open::runtime;
use crate::model::settings::StoreSettings;
use crate::store::Store;
use crate::store::View;

pub(super) fn run(settings: &StoreSettings, args: &VerifyArgs) -> Result<Exit, Failure> {
    let settings = match &args.file {
        Some(file) => StoreSettings { path: file.clone() },
        None => settings.clone(),
    };
    let store = Store::open_reader(&settings)?;
    let runtime = runtime()?;
    let verdict = runtime.block_on(store.verify())?;
    let is_sound = verdict.faults.is_empty();
    let shown = settings.path.display().to_string();
    let mut out = std::io::stdout().lock();
    if args.json {
        let value = json!({ "file": shown, "ok": is_sound, "damaged": verdict.is_damaged, "faults": verdict.faults });
        writeln!(out, "{value}")?;
    } else if is_sound {
        let (totals, traces) = runtime
            .block_on(store.read(|view: &View| Ok((view.totals()?, view.trace_count()?))))?;
        writeln!(
            out,
            "{shown} is sound: {} articles, {} stories, {} digests, {traces} traces of dropped articles, {}",
            totals.articles,
            totals.stories,
            totals.digests,
            size(totals.bytes)
        )?;
    } else {
        for fault in &verdict.faults {
            writeln!(out, "FAULT  {fault}")?;
        }
        writeln!(out, "{}", advice(&shown, verdict.is_damaged))?;
    }
    Ok(if is_sound { Exit::Ok } else { Exit::FaultFound })
}

fn advice(file: &str, is_damaged: bool) -> String {
    if is_damaged {
        format!(
            "The file is damaged. Stop wirewatch, keep a copy of {file}, {file}-wal and {file}-shm, then put your last backup in \
             their place, or try: sqlite3 {file} .recover | sqlite3 recovered.db"
        )
    } else {
        "The file itself is whole, and wirewatch works on with it; the rows above are our own fault: please report them."
            .to_owned()
    }
}
