//! `wirewatch doctor`: looks at everything that wirewatch stands on, beside a running daemon or without one, and says for
//! each fault what to do. Changes nothing and sends nothing.

mod database;
mod files;
mod machine;
mod network;
mod unit;

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::open::runtime;
use crate::config::Findings;
use crate::config::default_settings;
use crate::config::load;
use crate::config::load_settings;
use crate::model::settings::Settings;
use crate::model::watchlist::Watchlist;
use crate::store::holder;

/// Left for sentences beside the names of the checks.
const COLUMNS: usize = 56;

/// What one look found.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Check {
    /// What was looked at, one word.
    name: &'static str,
    state: State,
    /// What was found, a sentence.
    detail: String,
    /// What to do; absent when all is well.
    advice: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ok,
    /// It works, and will not always.
    Warning,
    /// It does not work.
    Fault,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }

    fn shown(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "WARN",
            Self::Fault => "FAULT",
        }
    }
}

impl Check {
    fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name,
            state: State::Ok,
            detail: detail.into(),
            advice: None,
        }
    }

    fn warning(name: &'static str, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            name,
            state: State::Warning,
            detail: detail.into(),
            advice: Some(advice.into()),
        }
    }

    fn fault(name: &'static str, detail: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            state: State::Fault,
            ..Self::warning(name, detail, advice)
        }
    }
}

/// What the checks look at.
struct Patient {
    place: Place,
    settings: Settings,
    watchlist: Watchlist,
    /// The running daemon.
    pid: Option<u32>,
}

pub(super) fn run(config: Option<&Path>, as_json: bool) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let (configuration, settings, watchlist) = read_configuration(&place)?;
    let patient = Patient {
        pid: holder(&settings.store),
        place,
        settings,
        watchlist,
    };
    let mut checks = vec![configuration];
    checks.extend(files::check(&patient));
    checks.push(machine::disk(&patient));
    checks.extend(machine::ground(&patient));
    let runtime = runtime()?;
    let (database, facts) = runtime.block_on(database::check(&patient));
    checks.push(database);
    checks.push(machine::clock(&facts));
    checks.extend(runtime.block_on(network::check(&patient)));
    checks.extend(unit::check(&patient));
    // A name that hangs in the resolver is not waited for.
    runtime.shutdown_background();
    let is_well = checks.iter().all(|check| check.state != State::Fault);
    let mut out = std::io::stdout().lock();
    if as_json {
        let checks: Vec<_> = checks.iter().map(value).collect();
        writeln!(out, "{}", json!({ "ok": is_well, "checks": checks }))?;
    } else {
        checks.iter().try_for_each(|check| tell(&mut out, check))?;
    }
    Ok(if is_well { Exit::Ok } else { Exit::FaultFound })
}

fn value(check: &Check) -> serde_json::Value {
    json!({
        "check": check.name,
        "state": check.state.as_str(),
        "detail": check.detail,
        "advice": check.advice,
    })
}

fn tell(out: &mut impl Write, check: &Check) -> std::io::Result<()> {
    let mut lines = check.detail.lines().flat_map(wrapped);
    let first = lines.next().unwrap_or_default();
    writeln!(out, "{:<6} {:<14} {first}", check.state.shown(), check.name)?;
    for line in lines {
        writeln!(out, "{:21} {line}", "")?;
    }
    let advice = check.advice.iter().flat_map(|advice| advice.lines());
    for (place, line) in advice.flat_map(wrapped).enumerate() {
        let mark = if place == 0 { '>' } else { ' ' };
        writeln!(out, "{:21} {mark} {line}", "")?;
    }
    Ok(())
}

/// Lines of words that fit beside the names on a screen of eighty columns; a longer word stands alone.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= COLUMNS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Both files, as far as they can be read; what cannot is taken by its defaults, so that the rest can be looked at.
fn read_configuration(place: &Place) -> Result<(Check, Settings, Watchlist), Failure> {
    let directory = place.directory.display();
    match load(&place.directory, &place.environment) {
        Ok(loaded) => {
            let list = &loaded.watchlist;
            let words = format!(
                "{directory}: {} topics, {} feeds, {} digests, watchlist {}",
                list.topics.len(),
                list.feeds.len(),
                list.digests.len(),
                list.version
            );
            let check = if loaded.warnings.is_empty() {
                Check::ok("configuration", words)
            } else {
                let detail = format!("{words}\n{}", short(&loaded.warnings));
                Check::warning(
                    "configuration",
                    detail,
                    "\"wirewatch check\" shows the lines",
                )
            };
            Ok((check, loaded.settings, loaded.watchlist))
        }
        Err(findings) => {
            let settings = match load_settings(&place.directory, &place.environment) {
                Ok((settings, _)) => settings,
                Err(_) => default_settings(&place.directory, &place.environment)?,
            };
            let check = Check::fault(
                "configuration",
                format!("{directory}: the files have faults\n{}", short(&findings)),
                "\"wirewatch check\" shows the lines and what to write instead",
            );
            Ok((check, settings, Watchlist::default()))
        }
    }
}

/// A line a finding.
fn short(findings: &Findings) -> String {
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| match finding.line {
            0 => format!("{}: {}", finding.file, finding.message),
            line => format!("{}:{line}: {}", finding.file, finding.message),
        })
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_wrapped_between_words_and_nothing_is_lost() {
        let text = format!("{} {}", "word ".repeat(30), "x".repeat(90));

        let lines = wrapped(&text);

        assert!(lines.iter().rev().skip(1).all(|line| line.len() <= COLUMNS));
        assert_eq!(lines.join(" "), text);
    }
}
