//! Tells the program which commit it is built from, for `--version`: "0.1.0 (1a2b3c4d5e6f)".
//!
//! Without git, or where the sources are no checkout of their own (a crate from the registry, a copy inside another
//! project), the version stands alone. So it does in debug builds: they would otherwise be built anew at every commit.

use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let variable = |name| std::env::var_os(name).unwrap_or_default();
    let version = variable("CARGO_PKG_VERSION").to_string_lossy().into_owned();
    let is_debug = variable("PROFILE") == "debug";
    let commit = if is_debug {
        None
    } else {
        commit(Path::new(&variable("CARGO_MANIFEST_DIR")))
    };
    let told = match commit {
        Some(commit) => format!("{version} ({commit})"),
        None => version,
    };
    println!("cargo:rustc-env=WIREWATCH_VERSION={told}");
}

/// The commit that is checked out, and a watch on the files by which git moves it.
fn commit(sources: &Path) -> Option<String> {
    let top = git(sources, &["rev-parse", "--show-toplevel"])?;
    if Path::new(&top).canonicalize().ok()? != sources.canonicalize().ok()? {
        return None;
    }
    let branch = git(sources, &["symbolic-ref", "--quiet", "HEAD"]);
    for name in ["HEAD", "packed-refs"].into_iter().chain(branch.as_deref()) {
        let file = git(sources, &["rev-parse", "--git-path", name]).map(|file| sources.join(file));
        // A file that is not there counts as changed at every build.
        if let Some(file) = file.filter(|file| file.is_file()) {
            println!("cargo:rerun-if-changed={}", file.display());
        }
    }
    git(sources, &["rev-parse", "--short=12", "HEAD"])
}

fn git(sources: &Path, arguments: &[&str]) -> Option<String> {
    let ended = Command::new("git")
        .arg("-C")
        .arg(sources)
        .args(arguments)
        .output()
        .ok()?;
    let text = String::from_utf8(ended.stdout).ok()?;
    let text = text.trim();
    (ended.status.success() && !text.is_empty()).then(|| text.to_owned())
}
