//! `wirewatch db prune`.

use std::io::Write;

use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::db::PruneArgs;
use crate::cli::db::size;
use crate::cli::open::runtime;
use crate::clock::Clock;
use crate::model::settings::Settings;
use crate::pipeline::prune::Pruned;
use crate::pipeline::prune::prune;
use crate::pipeline::prune::survey_prune;
use crate::store::Store;

pub(super) fn run(settings: &Settings, args: &PruneArgs) -> Result<Exit, Failure> {
    let now = args.at.unwrap_or_else(|| Clock::System.now());
    let runtime = runtime()?;
    let pruned = if args.dry_run {
        let store = Store::open_reader(&settings.store)?;
        runtime.block_on(survey_prune(&store, &settings.retention, now))?
    } else {
        let store = Store::open_beside(&settings.store)?;
        // A daemon that waits for the writer gets its turn between two batches.
        let pruned = runtime.block_on(prune(
            &store,
            &settings.retention,
            now,
            tokio::task::yield_now,
        ))?;
        store.close();
        pruned
    };
    let mut out = std::io::stdout().lock();
    if args.json {
        let value = json!({
            "dry_run": args.dry_run,
            "letters": pruned.letters,
            "articles": pruned.articles,
            "events": pruned.events,
            "traces": pruned.traces,
            "bytes_used": pruned.bytes_used,
            "over_max_size": pruned.is_over,
        });
        writeln!(out, "{value}")?;
    } else {
        writeln!(out, "{}", words(&pruned, args.dry_run))?;
    }
    Ok(Exit::Ok)
}

fn words(pruned: &Pruned, is_dry: bool) -> String {
    let Pruned {
        letters,
        articles,
        events,
        traces,
        bytes_used,
        is_over,
    } = *pruned;
    let mut words = if is_dry {
        format!(
            "By age {articles} articles, {events} events and the words of {letters} letters would go; {} are in use.",
            size(bytes_used)
        )
    } else {
        format!(
            "Dropped {articles} articles, {events} events, the words of {letters} letters and {traces} traces of entries that left their \
             feeds; {} are in use.",
            size(bytes_used)
        )
    };
    match (is_over, is_dry) {
        (false, _) => {}
        (true, true) => words.push_str(
            "\nThat is more than [retention] max_size: the oldest articles would go as well, until there is room.",
        ),
        (true, false) => words.push_str(
            "\nThat is more than [retention] max_size: what is left is younger than a week, marked, or not told yet.",
        ),
    }
    words
}
