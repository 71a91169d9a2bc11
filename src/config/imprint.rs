//! Imprint: what the watchlist files hold at a moment, as one hash, so that a change of theirs is noticed, and no change where
//! only a time stamp moved. By looking, not by the kernel's notes: those do not come over a network.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use sha2::Digest;
use sha2::Sha256;

use crate::config::source::LARGEST_WATCHLIST;
use crate::config::source::read_bytes;
use crate::config::watchlist_paths;

/// Names, sizes, times and numbers of the files: cheap to ask, and different after nearly every change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamps(Vec<(String, u64, i64, i64, u64)>);

/// What the files hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imprint {
    hash: [u8; 32],
    /// The main file is missing, or a file is empty: more likely an editor at work than its owner's wish.
    pub is_doubtful: bool,
}

impl Stamps {
    /// As they are now. What cannot be asked is left out, and is seen once it can.
    #[must_use]
    pub fn of(dir: &Path) -> Self {
        let stamp = |(path, short): (std::path::PathBuf, String)| {
            let facts = std::fs::metadata(path).ok()?;
            Some((
                short,
                facts.len(),
                facts.mtime(),
                facts.mtime_nsec(),
                facts.ino(),
            ))
        };
        Self(watchlist_paths(dir).into_iter().filter_map(stamp).collect())
    }
}

impl Imprint {
    /// As they are now. A file that cannot be read counts as one that holds nothing.
    #[must_use]
    pub fn of(dir: &Path) -> Self {
        let mut hasher = Sha256::new();
        let mut is_doubtful = false;
        for (path, short) in watchlist_paths(dir) {
            let bytes = read_bytes(&path, LARGEST_WATCHLIST).unwrap_or_default();
            is_doubtful |= bytes.is_empty();
            hasher.update((short.len() as u64).to_be_bytes());
            hasher.update(short);
            hasher.update((bytes.len() as u64).to_be_bytes());
            hasher.update(bytes);
        }
        Self {
            hash: hasher.finalize().into(),
            is_doubtful,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_imprint_changes_with_what_the_files_hold_and_not_with_their_times() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("watchlist.toml");
        std::fs::write(&file, "schema = 1\n").unwrap();
        let first = Imprint::of(folder.path());

        std::fs::write(&file, "schema = 1\n").unwrap();
        assert_eq!(Imprint::of(folder.path()), first);

        std::fs::create_dir(folder.path().join("watchlist.d")).unwrap();
        std::fs::write(folder.path().join("watchlist.d/a.toml"), "# more\n").unwrap();
        assert_ne!(Imprint::of(folder.path()), first);
        assert!(!Imprint::of(folder.path()).is_doubtful);

        std::fs::write(&file, "").unwrap();
        assert!(Imprint::of(folder.path()).is_doubtful);
    }
}
