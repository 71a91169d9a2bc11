//! A file replaced in one step: whoever reads it, or comes back after a power cut, finds the old one or the new one.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::config::edit::EditError;

/// Writes `bytes` beside the file, to the disk, and renames it into place. A link stays a link: what it points to is
/// replaced. Mode and owner stay as they were; where the owner cannot be kept, nothing is written.
///
/// # Errors
///
/// With the file and the step that the system refused.
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), EditError> {
    let target = target(path);
    let fault = |what: &'static str, error| EditError::Io {
        path: target.clone(),
        what,
        error,
    };
    let folder = target.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.exists() {
        fs::create_dir_all(folder).map_err(|error| fault("its folder cannot be made", error))?;
    }
    let beside = beside(&target);
    let written = write_beside(&beside, &target, bytes)
        .map_err(|error| {
            fault(
                "it cannot be replaced, as its folder takes no new file of the same owner",
                error,
            )
        })
        .and_then(|()| {
            fs::rename(&beside, &target).map_err(|error| fault("it cannot be replaced", error))
        });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written?;
    // The name itself must be on the disk as well.
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| fault("its folder cannot be written to the disk", error))
}

/// Where a link leads in the end, also when nothing is there.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Hidden and not `.toml`, so that neither a reload nor an editor takes it for a watchlist.
fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

fn write_beside(beside: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(beside)?;
    if let Ok(facts) = fs::metadata(target) {
        keep_owner(&file, &facts)?;
        file.set_permissions(facts.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn keep_owner(file: &File, facts: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    if (ours.uid(), ours.gid()) == (facts.uid(), facts.gid()) {
        return Ok(());
    }
    std::os::unix::fs::fchown(file, Some(facts.uid()), Some(facts.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
