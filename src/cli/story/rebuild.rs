//! `wirewatch story rebuild`: the archive's stories made anew by today's method, under the numbers they had.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use clap::Args;
use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::open::reader;
use crate::cli::open::runtime;
use crate::cli::progress::ProgressLine;
use crate::cli::search::since;
use crate::clock::Clock;
use crate::model::ids::StoryId;
use crate::pipeline::rebuild::Change;
use crate::pipeline::rebuild::Order;
use crate::pipeline::rebuild::Rebuilt;
use crate::pipeline::rebuild::rebuild;
use crate::store::Store;
use crate::store::StoreError;

#[derive(Debug, Args)]
#[command(
    long_about = "Group the archive's articles anew, after an update has changed how stories are found\n\n\
    A story keeps its number where it can: a group gets that of the story with which it shares most articles, the older of \
    two. A number that nobody keeps leads to the story that has most of its articles, for ever. Letters are left alone: \
    nothing is sent again because of it, and nothing is lost.\n\n\
    The daemon must not run meanwhile: `systemctl stop wirewatch`. A dry run works beside it. Broken off, it changes nothing."
)]
pub(in crate::cli) struct StoryRebuildArgs {
    /// Only articles first seen since: 30d, 12h, or a time
    #[arg(long, value_name = "WHEN", default_value = "30d")]
    since: String,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
    /// Name so many of the stories that would lose articles
    #[arg(long, value_name = "N", default_value_t = 10)]
    show: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(config: Option<&Path>, args: &StoryRebuildArgs) -> Result<Exit, Failure> {
    let order = Order {
        since: since(&args.since)?,
        is_dry: args.dry_run,
        shown: args.show,
    };
    let settings = Place::find(config).settings()?;
    let store = if args.dry_run {
        reader(&settings)?
    } else {
        // Asked for first: to group an archive anew is no reason to make one.
        reader(&settings)?;
        Store::open(&settings.store).inspect_err(advise)?
    };
    let mut line = ProgressLine::new(!args.json);
    let now = Clock::System.now();
    let rebuilt = runtime()?.block_on(rebuild(&store, order, now, |progress| line.show(progress)));
    let seconds = line.seconds();
    drop(line);
    let rebuilt = rebuilt?;
    store.close();
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", value(&rebuilt, args.dry_run, seconds))?;
    } else {
        write!(out, "{}", words(&rebuilt, args.dry_run, seconds))?;
    }
    Ok(Exit::Ok)
}

fn advise(error: &StoreError) {
    if let StoreError::Locked { .. } = error {
        eprintln!(
            "wirewatch: stories are made anew only while no daemon runs; --dry-run says beside it what would change"
        );
    }
}

fn value(rebuilt: &Rebuilt, is_dry: bool, seconds: f64) -> Value {
    let part = |(story, articles): &(Option<StoryId>, u64)| json!({ "story": story.map(|story| story.0), "articles": articles });
    let change = |change: &Change| {
        json!({
            "story": change.story.0,
            "title": change.title,
            "articles": change.articles,
            "into": change.into.iter().map(part).collect::<Vec<_>>(),
        })
    };
    json!({
        "dry_run": is_dry,
        "since": rebuilt.range.map(|(since, _)| since.to_string()),
        "until": rebuilt.range.map(|(_, until)| until.to_string()),
        "articles": rebuilt.articles,
        "stories_before": rebuilt.before,
        "stories_after": rebuilt.after,
        "unchanged": rebuilt.unchanged,
        "kept": rebuilt.kept,
        "merged": rebuilt.merged,
        "split": rebuilt.split,
        "opened": rebuilt.opened,
        "articles_moved": rebuilt.moved,
        "changes": rebuilt.changes.iter().map(change).collect::<Vec<_>>(),
        "seconds": (seconds * 100.0).round() / 100.0,
    })
}

fn words(rebuilt: &Rebuilt, is_dry: bool, seconds: f64) -> String {
    let Some((since, until)) = rebuilt.range else {
        return "no article was first seen since then\n".to_owned();
    };
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(
        text,
        "{} articles, {} to {} UTC, in {seconds:.1} s\n{} stories before, {} after",
        rebuilt.articles,
        since.strftime("%Y-%m-%d %H:%M"),
        until.strftime("%Y-%m-%d %H:%M"),
        rebuilt.before,
        rebuilt.after,
    );
    for (count, what) in [
        (rebuilt.unchanged, "as they were"),
        (
            rebuilt.kept - rebuilt.unchanged.min(rebuilt.kept),
            "kept their number, with other articles",
        ),
        (
            rebuilt.merged,
            "merged: the number leads to the story with most of its articles",
        ),
        (rebuilt.split, "split: the articles are in several stories"),
        (rebuilt.opened, "got a new number"),
    ] {
        let _ = writeln!(text, "{count:>9}  {what}");
    }
    let _ = writeln!(text, "{:>9}  articles are in another story", rebuilt.moved);
    if !rebuilt.changes.is_empty() {
        let _ = writeln!(text, "\nMost changed:");
    }
    for change in &rebuilt.changes {
        let _ = writeln!(
            text,
            "{:>9}  {}",
            format!("s{}", change.story),
            change.title
        );
        let _ = writeln!(text, "           {}", parts(change));
    }
    if is_dry {
        let _ = writeln!(text, "\nNothing was changed: this was a dry run.");
    }
    text
}

/// Most telling first, and not so many that a line never ends.
fn parts(change: &Change) -> String {
    const SHOWN: usize = 4;
    let part = |(story, articles): &(Option<StoryId>, u64)| match story {
        Some(story) if *story == change.story => format!("{articles} stay"),
        Some(story) => format!("{articles} in s{story}"),
        None => format!("{articles} in a new story"),
    };
    let mut parts: Vec<String> = change.into.iter().take(SHOWN).map(part).collect();
    if change.into.len() > SHOWN {
        parts.push(format!("and {} more stories", change.into.len() - SHOWN));
    }
    format!("of {} articles {}", change.articles, parts.join(", "))
}
