//! What commands need before, or without, an owner's files: default settings, where `init` writes, the bare topics.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use crate::config::Environment;
use crate::config::Findings;
use crate::config::quantity;
use crate::config::settings;
use crate::config::source::Source;
use crate::model::settings::Settings;

/// The settings of an empty `wirewatch.toml` in that folder.
///
/// # Errors
///
/// When the environment itself is at fault, such as a relay password without a relay.
pub fn default_settings(directory: &Path, env: &Environment) -> Result<Settings, Findings> {
    let mut findings = Findings::default();
    let nothing = Source::new("(defaults)", "(defaults)", "");
    let settings = settings::read(&nothing, directory, env, &mut findings);
    if findings.has_errors() {
        Err(findings)
    } else {
        Ok(settings)
    }
}

/// Where `wirewatch init` writes: where told, else the user's own folder, else the system's.
#[must_use]
pub fn directory_for_init(explicit: Option<&Path>, env: &Environment) -> PathBuf {
    if let Some(directory) = explicit {
        return directory.to_owned();
    }
    if let Some(home) = env.get("XDG_CONFIG_HOME") {
        return Path::new(home).join("wirewatch");
    }
    match env.home() {
        // The system's administrator sets up the system's service.
        Some(home) if home != Path::new("/root") => home.join(".config/wirewatch"),
        _ => PathBuf::from("/etc/wirewatch"),
    }
}

/// The topics, names and packs of a watchlist, without its feeds and digests: for a demo that brings its own.
///
/// # Errors
///
/// When `text` is not TOML.
pub fn topics_only(text: &str) -> Result<String, toml::de::Error> {
    let mut table: toml::Table = text.parse()?;
    table.remove("feed");
    table.remove("digest");
    Ok(table.to_string())
}

/// Reads "30d", "6h", "10m" as configuration files do.
///
/// # Errors
///
/// A sentence that says what to write instead.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    quantity::duration(text)
}
