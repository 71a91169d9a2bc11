//! `wirewatch feed pause`, `resume` and `remove`, and how every change of the watchlist ends: checked whole, written in one
//! step, taken up by the daemon.

use std::io::Write;
use std::path::Path;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::feed::args::ChangeArgs;
use crate::cli::feed::args::FeedNamesArgs;
use crate::cli::open::Place;
use crate::cli::reload::reload;
use crate::config::EditError;
use crate::config::Editor;
use crate::config::load_settings;
use crate::model::ids::FeedName;

pub(super) fn set_paused(
    config: Option<&Path>,
    args: &FeedNamesArgs,
    is_paused: bool,
) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let mut editor = open(&place)?;
    let feeds = meant(&editor, &args.names)?;
    let changed = editor.set_paused(&feeds, is_paused).map_err(of_edit)?;
    let (done, already) = if is_paused {
        ("paused", "paused already")
    } else {
        ("resumed", "not paused")
    };
    let mut out = std::io::stdout().lock();
    for feed in &feeds {
        let word = if changed.contains(feed) {
            done
        } else {
            already
        };
        writeln!(out, "{feed}: {word}")?;
    }
    if changed.is_empty() {
        return Ok(Exit::Ok);
    }
    finish(&place, editor, &args.change, &mut out)
}

pub(super) fn remove(config: Option<&Path>, args: &FeedNamesArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let mut editor = open(&place)?;
    let feeds = meant(&editor, &args.names)?;
    refuse_named_ones(&editor, &feeds)?;
    editor.remove(&feeds).map_err(of_edit)?;
    let mut out = std::io::stdout().lock();
    for feed in &feeds {
        writeln!(out, "{feed}: removed; its articles stay in the archive")?;
    }
    finish(&place, editor, &args.change, &mut out)
}

pub(super) fn open(place: &Place) -> Result<Editor, Failure> {
    Editor::open(&place.directory, &place.environment).map_err(of_edit)
}

/// The feeds that all the names mean; one that means none stops everything.
fn meant(editor: &Editor, names: &[String]) -> Result<Vec<FeedName>, Failure> {
    let mut feeds: Vec<FeedName> = Vec::new();
    let mut unknown = Vec::new();
    for name in names {
        let found = editor.matching(name);
        if found.is_empty() {
            unknown.push(no_feed(editor, name));
        }
        for feed in found {
            if !feeds.contains(&feed) {
                feeds.push(feed);
            }
        }
    }
    if unknown.is_empty() {
        Ok(feeds)
    } else {
        Err(Failure::usage(format!(
            "{}; nothing was changed",
            unknown.join("; ")
        )))
    }
}

/// "there is no feed …; did you mean …?"
pub(super) fn no_feed(editor: &Editor, name: &str) -> String {
    let what = if name.contains('*') {
        "no feed is called like"
    } else {
        "there is no feed"
    };
    match editor.advice(name) {
        Some(advice) => format!("{what} {name:?} in the watchlist: {advice}"),
        None => format!("{what} {name:?} in the watchlist"),
    }
}

/// A topic that names a feed would be refused without it, or listen to all of them: its owner must say what is meant.
fn refuse_named_ones(editor: &Editor, feeds: &[FeedName]) -> Result<(), Failure> {
    let mut named = Vec::new();
    for topic in &editor.watchlist().topics {
        for feed in feeds {
            let is_named = |list: &[String]| list.iter().any(|name| name == feed.as_str());
            if is_named(&topic.feeds.include) || is_named(&topic.feeds.exclude) {
                named.push(format!(
                    "the topic \"{}\" names the feed \"{feed}\" in its feeds = {{ … }}",
                    topic.name
                ));
            }
        }
    }
    if named.is_empty() {
        Ok(())
    } else {
        let named = named.join("\n");
        Err(Failure::config(format!(
            "{named}\ntake the name out there first; nothing was changed"
        )))
    }
}

/// Checks the new watchlist, writes it, and has a running daemon take it up; or shows what would be written.
pub(super) fn finish(
    place: &Place,
    editor: Editor,
    args: &ChangeArgs,
    out: &mut impl Write,
) -> Result<Exit, Failure> {
    let warnings = editor.check().map_err(of_edit)?;
    if !warnings.is_empty() {
        eprintln!("{warnings}");
    }
    if args.dry_run {
        for change in editor.changes() {
            writeln!(out, "\n{}, line {}:", change.file, change.line)?;
            for (sign, text) in [("-", &change.removed), ("+", &change.added)] {
                for line in text.lines() {
                    writeln!(out, "{sign} {line}")?;
                }
            }
        }
        writeln!(out, "\nnothing was written")?;
        return Ok(Exit::Ok);
    }
    let written = editor.commit().map_err(of_edit)?;
    writeln!(out, "written: {}", written.join(", "))?;
    take_up(place, args, out)
}

/// A daemon that is running reads the files; where that cannot be, the next step is said.
fn take_up(place: &Place, args: &ChangeArgs, out: &mut impl Write) -> Result<Exit, Failure> {
    let option = match place.is_explicit {
        true => format!(" --config {}", place.directory.display()),
        false => String::new(),
    };
    let next = format!("next: `wirewatch{option} reload` puts it to work");
    let settings = match load_settings(&place.directory, &place.environment) {
        Ok((settings, _)) if !args.no_reload => settings,
        _ => {
            writeln!(out, "{next}")?;
            return Ok(Exit::Ok);
        }
    };
    match reload(&settings) {
        Ok(Some(outcome)) if outcome.is_accepted => writeln!(out, "reloaded: {}", outcome.words)?,
        Ok(Some(outcome)) => {
            return Err(Failure::config(format!(
                "the running daemon refused the new watchlist, the old one stays in force\n{}",
                outcome.words
            )));
        }
        Ok(None) => writeln!(
            out,
            "no wirewatch is running: the next `wirewatch{option} run` reads it"
        )?,
        Err(failure) => writeln!(
            out,
            "the running daemon could not be told ({:#})\n{next}",
            failure.error
        )?,
    }
    Ok(Exit::Ok)
}

/// What an edit that was not made means for the caller.
pub(super) fn of_edit(error: EditError) -> Failure {
    match error {
        EditError::Refused(findings) => findings.into(),
        EditError::Changed(_) => Failure {
            exit: Exit::Temporary,
            error: error.into(),
        },
        EditError::NotAWatchlist(_) => Failure::usage(error),
        EditError::Io { .. } | EditError::Unsafe { .. } => Failure::config(error),
    }
}
