//! A watchlist that is not the one in force: another file in its place, or its tests run one by one.

use std::path::Path;

use crate::config::Environment;
use crate::config::Findings;
use crate::config::LoadedWatchlist;
use crate::config::REPLACEMENT;
use crate::config::compile;
use crate::config::feed::Machine;
use crate::config::loaded;
use crate::config::prove;
use crate::config::prove::TestOutcome;
use crate::config::read_more_files;
use crate::config::read_watchlist_file;
use crate::config::read_watchlist_files;
use crate::model::watchlist::Watchlist;

/// Reads `file` as if it stood in place of `watchlist.toml` in a configuration folder: the files of `watchlist.d` stay.
pub fn load_instead(
    dir: &Path,
    file: &Path,
    env: &Environment,
) -> Result<LoadedWatchlist, Findings> {
    let mut findings = Findings::default();
    let mut sources = Vec::new();
    // Its findings carry the path as given; places in it are called after the file that it stands for.
    sources.extend(read_watchlist_file(file, REPLACEMENT, &mut findings));
    sources.extend(read_more_files(dir, &mut findings));
    loaded(&sources, env, dir, findings)
}

/// Runs the inline tests of every topic of a folder's watchlist; gives the list and how each test ended.
///
/// # Errors
/// What keeps the tests from being run.
pub fn test_topics(
    dir: &Path,
    env: &Environment,
) -> Result<(Watchlist, Vec<TestOutcome>), Findings> {
    let mut findings = Findings::default();
    let sources = read_watchlist_files(dir, &mut findings);
    let machine = Machine {
        allow_private: None,
        webhooks: None,
        env,
        directory: dir,
    };
    let files: Vec<String> = sources.iter().map(|source| source.shown.clone()).collect();
    let compiled = compile(&sources, machine, &mut findings);
    findings.sort(&files);
    match compiled {
        Some((watchlist, classifier)) if !findings.has_errors() => {
            let outcomes = prove::test_outcomes(&watchlist, &classifier, &sources);
            Ok((watchlist, outcomes))
        }
        _ => Err(findings),
    }
}
