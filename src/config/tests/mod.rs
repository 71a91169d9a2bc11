//! What the files people edit mean, and how they are told what is wrong with them.

mod access;
mod edit;
mod files;
mod judgements;
mod languages;
mod meaning;
mod properties;
mod reports;
mod secrets;
mod shipped;

use std::path::Path;

use crate::config::Environment;
use crate::config::Findings;

/// An environment with these variables.
fn environment(vars: &[(&str, &str)]) -> Environment {
    let vars = vars
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Environment {
        vars: vars.collect(),
    }
}

/// Writes a file into a folder, making the folders on the way.
fn write(directory: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = directory.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// The messages alone, for tests of what is found rather than how it is drawn.
fn messages(findings: &Findings) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect()
}

/// A watchlist of one topic that loads, to hang faults on.
const SOUND: &str = "[topic.a]\nany = [\"sanction\"]\n";
