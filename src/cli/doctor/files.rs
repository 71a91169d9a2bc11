//! Who owns and who may read the files: the archive says what is watched, and the configuration says who gets letters.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::process::geteuid;

use crate::cli::doctor::Check;
use crate::cli::doctor::Patient;

const NAME: &str = "permissions";

pub(super) fn check(patient: &Patient) -> Vec<Check> {
    let mut faults = state(patient);
    faults.extend(configuration(&patient.place.directory));
    if faults.is_empty() {
        let folder = patient.settings.store.directory();
        let words = format!("{} and the configuration", folder.display());
        faults.push(Check::ok(NAME, format!("{words} are as they should be")));
    }
    faults
}

fn state(patient: &Patient) -> Vec<Check> {
    let store = &patient.settings.store;
    let folder = store.directory();
    let shown = folder.display();
    let facts = match std::fs::metadata(&folder) {
        Ok(facts) => facts,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let advice = "the first start makes it, where it may";
            return vec![Check::warning(
                NAME,
                format!("{shown} is not there yet"),
                advice,
            )];
        }
        Err(error) => {
            let advice = "run this as the user that wirewatch runs as, or as root";
            return vec![Check::fault(NAME, format!("{shown}: {error}"), advice)];
        }
    };
    let mut faults = Vec::new();
    if !facts.is_dir() {
        let advice = "name a file in a folder under [store] path";
        return vec![Check::fault(
            NAME,
            format!("{shown} is not a folder"),
            advice,
        )];
    }
    if let Some(mode) = others(&facts) {
        faults.push(Check::warning(
            NAME,
            format!(
                "{shown} can be entered by other users (mode {mode:03o}): it says what is watched"
            ),
            format!("chmod 700 {shown}"),
        ));
    }
    let owner = patient.pid.and_then(owner_of_process);
    let file = std::fs::metadata(&store.path).ok();
    if let Some(file) = &file {
        if let Some(mode) = others(file).filter(|_| others(&facts).is_some()) {
            faults.push(Check::warning(
                NAME,
                format!(
                    "{} can be read by other users (mode {mode:03o})",
                    store.path.display()
                ),
                format!("chmod 600 {}", store.path.display()),
            ));
        }
        // Root may look at anybody's.
        let uid = owner.unwrap_or_else(|| geteuid().as_raw());
        if file.uid() != uid && uid != 0 {
            faults.push(Check::fault(
                NAME,
                format!(
                    "{} belongs to user {}, and wirewatch would run as {uid}",
                    store.path.display(),
                    file.uid()
                ),
                format!("chown -R {uid} {shown}, or run it as the owner"),
            ));
        }
    }
    faults
}

fn owner_of_process(pid: u32) -> Option<u32> {
    Some(std::fs::metadata(format!("/proc/{pid}")).ok()?.uid())
}

/// Whoever can write there decides who gets which letters.
fn configuration(folder: &Path) -> Vec<Check> {
    let names = ["", "wirewatch.toml", "watchlist.toml", "watchlist.d"];
    let writable = names.iter().filter_map(|name| {
        let path = match *name {
            "" => folder.to_owned(),
            name => folder.join(name),
        };
        let mode = std::fs::metadata(&path).ok()?.mode() & 0o777;
        (mode & 0o002 != 0).then(|| {
            Check::fault(
                NAME,
                format!(
                    "{} can be written by everybody (mode {mode:03o})",
                    path.display()
                ),
                format!("chmod o-w {}", path.display()),
            )
        })
    });
    writable.collect()
}

/// The mode, where group or others may do anything.
fn others(facts: &Metadata) -> Option<u32> {
    let mode = facts.mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}
