//! `wirewatch init`: write both files with comments, and say the next step.

use std::fs;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;

use anyhow::Context;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::config::DEFAULT_SETTINGS;
use crate::config::DEFAULT_WATCHLIST;
use crate::config::Environment;
use crate::config::directory_for_init;

pub(super) fn run(config: Option<&Path>) -> Result<Exit, Failure> {
    let directory = directory_for_init(config, &Environment::from_process());
    fs::create_dir_all(&directory)
        .with_context(|| format!("cannot make {}", directory.display()))?;
    let mut out = std::io::stdout().lock();
    for (name, text) in [
        ("wirewatch.toml", DEFAULT_SETTINGS),
        ("watchlist.toml", DEFAULT_WATCHLIST),
    ] {
        let file = directory.join(name);
        let words = if write_new(&file, text)? {
            "written"
        } else {
            "is there already and stays as it is"
        };
        writeln!(out, "{}: {words}", file.display())?;
    }
    let option = config.map_or(String::new(), |given| {
        format!(" --config {}", given.display())
    });
    writeln!(
        out,
        "\nNext:\n  1. Put your address into `to` under [digest.morning] in watchlist.toml, and change its topics and feeds.\n  \
         2. wirewatch{option} check\n  3. wirewatch{option} run\n\n\
         Letters go to a maildir beside the database until [relay] in wirewatch.toml names your SMTP server."
    )?;
    Ok(Exit::Ok)
}

/// Writes the file unless there is one: what an owner has edited is never overwritten.
fn write_new(file: &Path, text: &str) -> Result<bool, Failure> {
    let opened = OpenOptions::new().write(true).create_new(true).open(file);
    match opened {
        Ok(mut opened) => {
            opened
                .write_all(text.as_bytes())
                .with_context(|| format!("cannot write {}", file.display()))?;
            Ok(true)
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(anyhow::Error::new(error)
            .context(format!("cannot write {}", file.display()))
            .into()),
    }
}
