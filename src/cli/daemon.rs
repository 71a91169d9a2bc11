//! `wirewatch run`: the daemon, or one round of it.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use tracing::warn;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::args::RunArgs;
use crate::cli::open::Place;
use crate::cli::open::runtime;
use crate::cli::open::watch;
use crate::clock::Clock;
use crate::config::Imprint;
use crate::config::Loaded;
use crate::crash_point;
use crate::daemon;
use crate::daemon::OnceReport;
use crate::daemon::Start;
use crate::model::settings::StoreSettings;
use crate::pipeline::Pipeline;
use crate::store::footing;
use crate::telemetry;

pub(super) fn run(config: Option<&Path>, args: &RunArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    crash_point::arm(place.environment.get(crash_point::VARIABLE)).map_err(Failure::usage)?;
    let imprint = Imprint::of(&place.directory);
    let loaded = place.load()?;
    telemetry::begin(
        &loaded.settings.log,
        place.environment.get("JOURNAL_STREAM"),
    );
    tell_footing(&loaded.settings.store);
    let runtime = runtime()?;
    if args.once {
        return runtime.block_on(once(loaded, args));
    }
    let start = Start {
        directory: place.directory,
        environment: place.environment,
        loaded,
        imprint,
        clock: Clock::System,
    };
    let ended = runtime.block_on(daemon::run(start));
    // Blocking threads may still hold a hanging name look-up; nothing of ours waits in them.
    runtime.shutdown_background();
    ended?;
    Ok(Exit::Ok)
}

/// Work begins all the same: it may be meant so, as in a trial.
fn tell_footing(store: &StoreSettings) {
    if let Some(footing) = footing(store) {
        warn!("the archive: {}", footing.sentence(&store.directory()));
    }
}

async fn once(loaded: Loaded, args: &RunArgs) -> Result<Exit, Failure> {
    let clock = args.at.map_or(Clock::System, Clock::stopped_at);
    let pipeline = Pipeline::open(&loaded.settings, clock).await?;
    let retention = loaded.settings.retention.clone();
    let report = daemon::run_once(&pipeline, &Arc::new(watch(loaded)), &retention).await?;
    let mut out = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        writeln!(out, "{}", summary(&report))?;
    }
    // A feed that fails is told by the letter and by `status`; the round itself was done.
    Ok(Exit::Ok)
}

fn summary(report: &OnceReport) -> String {
    let OnceReport {
        feeds,
        fetched,
        not_modified,
        failed,
        items,
        articles_new,
        matches,
        ..
    } = report;
    let pages = match (report.pages_read, report.pages_failed) {
        (0, 0) => String::new(),
        (read, failed) => format!("{read} pages of articles read, {failed} failed\n"),
    };
    // One's own line or DNS, rather than all of theirs.
    let hint = if *feeds > 1 && failed == feeds {
        "no feed could be read: \"wirewatch doctor\" looks at this machine's network and names\n"
    } else {
        ""
    };
    format!(
        "{feeds} feeds asked: {fetched} read, {not_modified} unchanged, {failed} failed\n{hint}\
         {items} items: {articles_new} new articles, {} known, {matches} matches, {} new stories\n{pages}\
         {} letters queued, {} accepted; {:.2} s",
        report.duplicates,
        report.stories_new,
        report.letters_queued,
        report.letters_accepted,
        report.seconds
    )
}
