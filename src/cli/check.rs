//! `wirewatch check`: read everything, report every problem at once, run the watchlist's own tests, and lint it.

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::CheckArgs;
use crate::cli::common_terms;
use crate::cli::open::Place;
use crate::cli::waiting::learning;
use crate::config::Finding;
use crate::config::Findings;
use crate::config::describe_dictionary;
use crate::config::lint;
use crate::config::load;
use crate::config::load_settings;
use crate::config::load_watchlist;
use crate::model::settings::Settings;
use crate::model::watchlist::Watchlist;

/// Not a warning: who must not be known to the owners of feeds has no contact to give.
const NO_CONTACT: &str = "note: the owners of feeds cannot see whom to ask about our requests; if that is not meant, \
                          write contact = \"you@example.org\" or a page under [fetch] in wirewatch.toml";

/// What was read, and everything that is to be said of it.
struct Checked {
    watchlist: Watchlist,
    warnings: Findings,
    /// The file or folder.
    what: PathBuf,
    notes: Vec<String>,
}

pub(super) fn run(config: Option<&Path>, args: &CheckArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let checked = match check(&place, args) {
        Ok(checked) => checked,
        Err(findings) if args.json => {
            print_json(&findings)?;
            return Ok(Exit::Config);
        }
        Err(findings) => return Err(findings.into()),
    };
    if args.json {
        print_json(&checked.warnings)?;
    } else {
        tell(&checked)?;
    }
    Ok(if args.strict && !checked.warnings.is_empty() {
        Exit::FaultFound
    } else {
        Exit::Ok
    })
}

fn check(place: &Place, args: &CheckArgs) -> Result<Checked, Findings> {
    let (watchlist, warnings, what, settings, note) = match &args.file {
        Some(file) => {
            let (watchlist, _, warnings) = load_watchlist(file, &place.environment)?;
            // The archive is asked where there is one; a fault of the operator's file is not this file's.
            let settings = load_settings(&place.directory, &place.environment);
            let settings = settings.ok().map(|(settings, _)| settings);
            (watchlist, warnings, file.clone(), settings, None)
        }
        None => {
            let loaded = load(&place.directory, &place.environment)?;
            let note = (!loaded.settings.fetch.names_a_contact()).then_some(NO_CONTACT);
            let what = place.directory.clone();
            (
                loaded.watchlist,
                loaded.warnings,
                what,
                Some(loaded.settings),
                note,
            )
        }
    };
    let mut warnings = warnings.joined(lint(&what, &watchlist));
    let mut notes: Vec<String> = note.map(str::to_owned).into_iter().collect();
    if let Some(settings) = settings {
        notes.extend(learning_notes(&settings, &watchlist));
        warnings = warnings.joined(common_terms::find(&what, &watchlist, &settings));
    }
    Ok(Checked {
        watchlist,
        warnings,
        what,
        notes,
    })
}

/// A line for each topic that shall learn and cannot yet. No archive, or none that can be read, is no fault of the list.
fn learning_notes(settings: &Settings, watchlist: &Watchlist) -> Vec<String> {
    if !settings.store.path.exists() {
        return Vec::new();
    }
    let learning = learning(settings, watchlist).unwrap_or_default();
    let waiting = learning.into_iter().filter_map(|(topic, not_yet)| {
        Some(format!(
            "note: [topic.{topic}] does not learn yet: {}",
            not_yet?
        ))
    });
    waiting.collect()
}

fn print_json(findings: &Findings) -> Result<(), Failure> {
    let list: Vec<Value> = findings.iter().map(value).collect();
    writeln!(std::io::stdout().lock(), "{}", Value::Array(list))?;
    Ok(())
}

/// Documented in `docs/schema/check.json`.
fn value(finding: &Finding) -> Value {
    json!({
        "level": finding.severity.as_str(),
        "code": finding.code,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        "help": finding.help,
    })
}

fn tell(checked: &Checked) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    if !checked.warnings.is_empty() {
        writeln!(out, "{}", checked.warnings)?;
    }
    let watchlist = &checked.watchlist;
    writeln!(
        out,
        "{}: sound. {} topics, {} feeds, {} digests; {} tests passed; version {}",
        checked.what.display(),
        watchlist.topics.len(),
        watchlist.feeds.len(),
        watchlist.digests.len(),
        watchlist.test_count(),
        watchlist.version
    )?;
    for dictionary in &watchlist.dictionaries.0 {
        writeln!(out, "{}", describe_dictionary(dictionary))?;
    }
    for note in &checked.notes {
        writeln!(out, "{note}")?;
    }
    Ok(())
}
