//! `wirewatch check`: read everything, report every problem at once, run the watchlist's own tests.

use std::io::Write;
use std::path::Path;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::CheckArgs;
use crate::cli::open::Place;
use crate::config::Findings;
use crate::config::load;
use crate::config::load_watchlist;
use crate::model::watchlist::Watchlist;

/// Not a warning: who must not be known to the owners of feeds has no contact to give.
const NO_CONTACT: &str = "note: the owners of feeds cannot see whom to ask about our requests; if that is not meant, \
                          write contact = \"you@example.org\" or a page under [fetch] in wirewatch.toml";

pub(super) fn run(config: Option<&Path>, args: &CheckArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let (watchlist, warnings, what, note) = match &args.file {
        Some(file) => {
            let (watchlist, _, warnings) = load_watchlist(file, &place.environment)?;
            (watchlist, warnings, file.display().to_string(), None)
        }
        None => {
            let loaded = load(&place.directory, &place.environment)?;
            (
                loaded.watchlist,
                loaded.warnings,
                place.directory.display().to_string(),
                (!loaded.settings.fetch.names_a_contact()).then_some(NO_CONTACT),
            )
        }
    };
    tell(&what, &watchlist, &warnings)?;
    if let Some(note) = note {
        writeln!(std::io::stdout().lock(), "{note}")?;
    }
    Ok(Exit::Ok)
}

fn tell(what: &str, watchlist: &Watchlist, warnings: &Findings) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    if !warnings.is_empty() {
        writeln!(out, "{warnings}")?;
    }
    writeln!(
        out,
        "{what}: sound. {} topics, {} feeds, {} digests; {} tests passed; version {}",
        watchlist.topics.len(),
        watchlist.feeds.len(),
        watchlist.digests.len(),
        watchlist.test_count(),
        watchlist.version
    )?;
    Ok(())
}
