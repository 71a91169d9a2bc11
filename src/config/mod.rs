//! TOML as written -> checked [`Settings`] and [`Watchlist`], with every problem of every file told in one go.
//!
//! Takes a folder with `wirewatch.toml`, `watchlist.toml` and `watchlist.d/*.toml`, and the environment; gives what they
//! mean, or findings with file, line, column, the line itself and what to write instead. Nobody validates again after this.
//! It is the only reader of the environment, and the only door of the `toml` crate. It knows nothing of the database and
//! the network: an address is checked for its form here and asked elsewhere.

mod access;
mod beside;
mod cross;
mod defaults;
mod digest;
mod edit;
mod environment;
mod excerpt;
mod feed;
mod fetch;
mod findings;
mod hunspell;
mod imprint;
mod lint;
mod literal;
mod meaning;
mod names;
mod node;
mod notes;
mod packs;
mod parse;
mod prove;
mod quantity;
mod quote;
mod relay;
mod secret;
mod settings;
mod source;
mod suggest;
mod table;
mod terms;
mod topic;
mod version;
mod watchlist;
mod webhook;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::path::PathBuf;

use crate::classify::Classifier;
use crate::config::feed::Machine;
use crate::config::source::LARGEST_SETTINGS;
use crate::config::source::LARGEST_WATCHLIST;
use crate::config::source::Source;
use crate::model::settings::Settings;
use crate::model::watchlist::Watchlist;

pub use crate::config::beside::load_instead;
pub use crate::config::beside::test_topics;
pub use crate::config::defaults::default_settings;
pub use crate::config::defaults::directory_for_init;
pub use crate::config::defaults::parse_duration;
pub use crate::config::defaults::topics_only;
pub use crate::config::edit::Change;
pub use crate::config::edit::EditError;
pub use crate::config::edit::Editor;
pub use crate::config::edit::NewFeed;
pub use crate::config::edit::replace_file;
pub use crate::config::environment::Environment;
pub use crate::config::environment::find_directory;
pub use crate::config::excerpt::Excerpt;
pub use crate::config::findings::Finding;
pub use crate::config::findings::Findings;
pub use crate::config::findings::Severity;
pub use crate::config::hunspell::ask_beside as ask_dictionaries;
pub use crate::config::hunspell::describe as describe_dictionary;
pub use crate::config::imprint::Imprint;
pub use crate::config::imprint::Stamps;
pub use crate::config::lint::lint;
pub use crate::config::lint::point_at_terms;
pub use crate::config::meaning::Meaning;
pub use crate::config::meaning::TermChange;
pub use crate::config::meaning::meaning;
pub use crate::config::packs::Pack;
pub use crate::config::packs::packs;
pub use crate::config::prove::TestOutcome;
pub use crate::config::quote::toml_string;
pub use crate::config::suggest::advice;

/// `wirewatch.toml` as `init` writes it: every key with its default.
pub const DEFAULT_SETTINGS: &str = include_str!("../../config/wirewatch.toml");

/// `watchlist.toml` as `init` writes it: three topics, their feeds and one digest.
pub const DEFAULT_WATCHLIST: &str = include_str!("../../config/watchlist.toml");

const SETTINGS_FILE: &str = "wirewatch.toml";
const WATCHLIST_FILE: &str = "watchlist.toml";
const WATCHLIST_FOLDER: &str = "watchlist.d";
const REPLACEMENT: &str = "(new) watchlist.toml";

/// Everything a start or a reload needs, checked whole.
#[derive(Debug)]
pub struct Loaded {
    /// What `wirewatch.toml` means.
    pub settings: Settings,
    /// What the watchlist files mean.
    pub watchlist: Watchlist,
    /// The watchlist's terms, compiled; its inline tests have passed.
    pub classifier: Classifier,
    /// What is probably not meant so.
    pub warnings: Findings,
}

/// A watchlist by itself, compiled, with what is probably not meant so.
pub type LoadedWatchlist = (Watchlist, Classifier, Findings);

/// Reads all files of a configuration folder. `wirewatch.toml` may be absent: every key has a default.
pub fn load(dir: &Path, env: &Environment) -> Result<Loaded, Findings> {
    let mut findings = Findings::default();
    let settings_source = read_settings_file(dir, &mut findings);
    let settings = settings::read(&settings_source, dir, env, &mut findings);
    let sources = read_watchlist_files(dir, &mut findings);
    let machine = Machine {
        allow_private: Some(&settings.fetch.allow_private),
        webhooks: Some(&settings.webhooks),
        env,
        directory: dir,
    };
    let mut files = vec![settings_source.shown.clone()];
    files.extend(sources.iter().map(|source| source.shown.clone()));
    let judged = judge(&sources, machine, &mut findings);
    findings.sort(&files);
    match judged {
        Some((watchlist, classifier)) if !findings.has_errors() => Ok(Loaded {
            settings,
            watchlist,
            classifier,
            warnings: findings,
        }),
        _ => Err(findings),
    }
}

/// Reads the operator's file alone, for commands that need no watchlist.
pub fn load_settings(dir: &Path, env: &Environment) -> Result<(Settings, Findings), Findings> {
    let mut findings = Findings::default();
    let source = read_settings_file(dir, &mut findings);
    let settings = settings::read(&source, dir, env, &mut findings);
    findings.sort(&[source.shown]);
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok((settings, findings))
    }
}

/// Reads one watchlist file, or the watchlist files of a folder, without the operator's file.
pub fn load_watchlist(path: &Path, env: &Environment) -> Result<LoadedWatchlist, Findings> {
    let mut findings = Findings::default();
    let sources = watchlist_sources(path, &mut findings);
    let directory = match path.parent() {
        Some(parent) if !path.is_dir() => parent,
        _ => path,
    };
    loaded(&sources, env, directory, findings)
}

/// Reads a watchlist that is at hand as a text, such as [`DEFAULT_WATCHLIST`]. `name` is what findings call it.
pub fn watchlist_from_text(name: &str, text: &str) -> Result<LoadedWatchlist, Findings> {
    let sources = [Source::new(name, name, text)];
    loaded(
        &sources,
        &Environment::default(),
        Path::new("."),
        Findings::default(),
    )
}

fn loaded(
    sources: &[Source],
    env: &Environment,
    directory: &Path,
    mut findings: Findings,
) -> Result<LoadedWatchlist, Findings> {
    let machine = Machine {
        allow_private: None,
        webhooks: None,
        env,
        directory,
    };
    let judged = judge(sources, machine, &mut findings);
    let files: Vec<String> = sources.iter().map(|source| source.shown.clone()).collect();
    findings.sort(&files);
    match judged {
        Some((watchlist, classifier)) if !findings.has_errors() => {
            Ok((watchlist, classifier, findings))
        }
        _ => Err(findings),
    }
}

/// Reads, compiles and proves. Tests run only on a list without errors: else they would fail for reasons told already.
fn judge(
    sources: &[Source],
    machine: Machine<'_>,
    findings: &mut Findings,
) -> Option<(Watchlist, Classifier)> {
    let (watchlist, classifier) = compile(sources, machine, findings)?;
    if !findings.has_errors() {
        for outcome in prove::test_outcomes(&watchlist, &classifier, sources) {
            if let Some(fault) = outcome.fault {
                findings.push(fault);
            }
        }
    }
    Some((watchlist, classifier))
}

fn compile(
    sources: &[Source],
    machine: Machine<'_>,
    findings: &mut Findings,
) -> Option<(Watchlist, Classifier)> {
    if sources.is_empty() {
        return None;
    }
    let is_complete = findings.iter().all(|finding| finding.line > 0);
    let reading = watchlist::read(sources, machine, is_complete);
    findings.append(reading.findings);
    if !reading.has_sound_names {
        return None;
    }
    let classifier = prove::compile(&reading.watchlist, sources, findings)?;
    Some((reading.watchlist, classifier))
}

/// Reads the watchlist files of a folder with these texts in place of what the disk has, by the operator's settings as far
/// as they can be read: a fault of theirs is not this watchlist's.
fn judge_texts(
    dir: &Path,
    env: &Environment,
    texts: &[(&Path, &str)],
) -> Result<(Watchlist, Findings), Findings> {
    let mut elsewhere = Findings::default();
    let settings_source = read_settings_file(dir, &mut elsewhere);
    let settings = settings::read(&settings_source, dir, env, &mut elsewhere);
    let mut findings = Findings::default();
    let mut sources = read_watchlist_files(dir, &mut findings);
    for (path, text) in texts {
        let shown = path.display().to_string();
        match sources.iter_mut().find(|source| source.shown == shown) {
            Some(source) => *source = Source::new(shown, source.short.clone(), text),
            None => sources.push(Source::new(shown.clone(), shown, text)),
        }
    }
    let machine = Machine {
        allow_private: Some(&settings.fetch.allow_private),
        webhooks: Some(&settings.webhooks),
        env,
        directory: dir,
    };
    let judged = judge(&sources, machine, &mut findings);
    let files: Vec<String> = sources.iter().map(|source| source.shown.clone()).collect();
    findings.sort(&files);
    match judged {
        Some((watchlist, _)) if !findings.has_errors() => Ok((watchlist, findings)),
        _ => Err(findings),
    }
}

/// The watchlist files of a folder and their names as the owner knows them.
fn watchlist_paths(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut paths = vec![(dir.join(WATCHLIST_FILE), WATCHLIST_FILE.to_owned())];
    let folder = files_of_folder(&dir.join(WATCHLIST_FOLDER), &mut Findings::default());
    for path in folder {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let short = format!("{WATCHLIST_FOLDER}/{name}");
        paths.push((path, short));
    }
    paths
}

fn read_settings_file(dir: &Path, findings: &mut Findings) -> Source {
    let path = dir.join(SETTINGS_FILE);
    // A dangling link is a mistake; no file at all is a choice.
    let is_absent = std::fs::symlink_metadata(&path)
        .is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    let read = if is_absent {
        None
    } else {
        Some(Source::read(&path, SETTINGS_FILE, LARGEST_SETTINGS))
    };
    match read {
        Some(Ok(source)) => source,
        Some(Err(finding)) => {
            findings.push(*finding);
            Source::new(path.display().to_string(), SETTINGS_FILE, "")
        }
        None => Source::new(path.display().to_string(), SETTINGS_FILE, ""),
    }
}

/// The files that [`load_watchlist`] reads.
fn watchlist_sources(path: &Path, findings: &mut Findings) -> Vec<Source> {
    if path.is_dir() {
        return read_watchlist_files(path, findings);
    }
    let short = path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    read_watchlist_file(path, &short, findings)
        .into_iter()
        .collect()
}

fn read_watchlist_files(dir: &Path, findings: &mut Findings) -> Vec<Source> {
    let mut sources = Vec::new();
    sources.extend(read_watchlist_file(
        &dir.join(WATCHLIST_FILE),
        WATCHLIST_FILE,
        findings,
    ));
    sources.extend(read_more_files(dir, findings));
    sources
}

fn read_more_files(dir: &Path, findings: &mut Findings) -> Vec<Source> {
    let mut sources = Vec::new();
    for path in files_of_folder(&dir.join(WATCHLIST_FOLDER), findings) {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        sources.extend(read_watchlist_file(
            &path,
            &format!("{WATCHLIST_FOLDER}/{name}"),
            findings,
        ));
    }
    sources
}

fn read_watchlist_file(path: &Path, short: &str, findings: &mut Findings) -> Option<Source> {
    match Source::read(path, short, LARGEST_WATCHLIST) {
        Ok(source) => Some(source),
        Err(finding) => {
            let is_absent = std::fs::symlink_metadata(path).is_err();
            let finding = if is_absent && short == WATCHLIST_FILE {
                finding.help("\"wirewatch init\" writes one with comments; --config DIR says where else to look")
            } else {
                *finding
            };
            findings.push(finding);
            None
        }
    }
}

/// The `*.toml` files of `watchlist.d`, by name; what editors leave behind begins with a dot or ends otherwise.
fn files_of_folder(folder: &Path, findings: &mut Findings) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            findings.push(Finding::about_file(
                folder.display().to_string(),
                format!("the folder cannot be read: {error}"),
            ));
            return Vec::new();
        }
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.retain(|path| {
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        path.extension()
            .is_some_and(|extension| extension == "toml")
            && !is_hidden
    });
    paths.sort();
    paths
}
