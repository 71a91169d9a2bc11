//! A page that is not served: written to a file of its owner alone and shown by the desktop's browser, where there is one.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use anyhow::Context;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::config::Environment;

/// Shows `html`, or says where it is. The file stays: a browser reads it when this process is long gone.
pub(super) fn show(name: &str, html: &str, environment: &Environment) -> Result<Exit, Failure> {
    let path = file(name, environment);
    let write = || -> std::io::Result<()> {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?
            .write_all(html.as_bytes())
    };
    write().with_context(|| format!("{} cannot be written", path.display()))?;
    let is_open = open(&path, environment);
    let mut out = std::io::stdout().lock();
    if is_open {
        writeln!(out, "{}", path.display())?;
    } else {
        writeln!(
            out,
            "no browser could be opened here; the letter is in {}",
            path.display()
        )?;
    }
    Ok(Exit::Ok)
}

fn file(name: &str, environment: &Environment) -> PathBuf {
    let folder = environment
        .get("XDG_RUNTIME_DIR")
        .map_or_else(std::env::temp_dir, PathBuf::from);
    folder.join(format!("wirewatch-{name}-{}.html", std::process::id()))
}

/// `xdg-open` hands over and ends; without a desktop it may fall back on a browser in the terminal, which nobody asked for.
fn open(path: &PathBuf, environment: &Environment) -> bool {
    let has_desktop = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| environment.get(name).is_some());
    has_desktop
        && Command::new("xdg-open")
            .arg(path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
}
