//! Footing: what the file system under the archive cannot promise. SQLite's journal needs memory that all its programs share
//! and locks that hold, which a network's file system has not; and what lies in memory or in a container is gone with it.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::path::PathBuf;

use crate::model::settings::StoreSettings;

// Magic numbers of statfs(2), as linux/magic.h has them.
const NFS: u32 = 0x6969;
const SMB: u32 = 0x517B;
const CIFS: u32 = 0xFF53_4D42;
const SMB2: u32 = 0xFE53_4D42;
const NCP: u32 = 0x564C;
const AFS: u32 = 0x5346_414F;
const KAFS: u32 = 0x6B41_4653;
const CODA: u32 = 0x7375_7245;
const CEPH: u32 = 0x00C3_6400;
const PLAN9: u32 = 0x0102_1997;
const FUSE: u32 = 0x6573_5546;
const TMPFS: u32 = 0x0102_1994;
const RAMFS: u32 = 0x8584_58F6;
const OVERLAY: u32 = 0x794C_7630;

/// What is wrong with the ground that the archive stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// It belongs to another machine, which may hand it to others as well; the kind's name.
    Far(&'static str),
    /// A program makes it, and only that program knows where its files are.
    Made,
    /// It is memory; the kind's name.
    Memory(&'static str),
    /// What a container has written beside its image.
    Container,
}

impl Footing {
    /// What it cannot promise, to follow the name of the folder.
    #[must_use]
    pub fn fault(self) -> String {
        match self {
            Self::Far(kind) => format!(
                "lies on another machine ({kind}): locks and shared memory do not reach across machines, and two programs there can destroy the archive"
            ),
            Self::Made => "is made by a program (FUSE), as shares of other machines, buckets and folders of a virtual machine's host are: its locks, shared memory and syncs may not hold".to_owned(),
            Self::Memory(kind) => format!(
                "lies in memory ({kind}): articles, letters that wait and what was sent are gone when the machine stops"
            ),
            Self::Container => "lies in the writable layer of a container or live system: articles, letters that wait and what was sent go with it".to_owned(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Far(_) | Self::Made | Self::Memory(_) => {
                "name a file on a disk of this machine under [store] path, and move the folder there while wirewatch is stopped"
            }
            Self::Container => "mount a volume there, or name a file on one under [store] path",
        }
    }

    /// Both in one sentence.
    #[must_use]
    pub fn sentence(self, folder: &Path) -> String {
        format!("{} {}; {}", folder.display(), self.fault(), self.advice())
    }
}

/// Looks where the archive is, or would be made; `None` = nothing to say against it, or it cannot be seen.
#[must_use]
pub fn footing(settings: &StoreSettings) -> Option<Footing> {
    let folder = ground(&settings.path);
    let found = rustix::fs::statfs(&folder).ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the numbers have 32 bits, the field as many as a word, with or without a sign"
    )]
    let magic = found.f_type as u32;
    let device = |path: &Path| std::fs::metadata(path).ok().map(|facts| facts.dev());
    let is_root = device(&folder).is_some_and(|device_of| Some(device_of) == device("/".as_ref()));
    judge(magic, is_root)
}

/// The folder of the file itself, wherever a link leads, or the nearest one there is.
fn ground(path: &Path) -> PathBuf {
    let real = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    let real = real.unwrap_or_else(|_| path.to_owned());
    let mut folders = real.ancestors().skip(1);
    let nearest = folders.find(|folder| folder.exists());
    nearest.unwrap_or("/".as_ref()).to_owned()
}

/// From the kind of file system; `is_root` = it is the one that everything else is mounted on.
fn judge(magic: u32, is_root: bool) -> Option<Footing> {
    Some(match magic {
        NFS => Footing::Far("NFS"),
        SMB | CIFS | SMB2 => Footing::Far("SMB"),
        NCP => Footing::Far("NCP"),
        AFS | KAFS => Footing::Far("AFS"),
        CODA => Footing::Far("Coda"),
        CEPH => Footing::Far("Ceph"),
        PLAN9 => Footing::Far("9P"),
        FUSE => Footing::Made,
        TMPFS => Footing::Memory("tmpfs"),
        RAMFS => Footing::Memory("ramfs"),
        // Elsewhere somebody has laid one over the other on purpose, and what is written is kept where they said.
        OVERLAY if is_root => Footing::Container,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kind_of_file_system_says_what_it_cannot_promise() {
        const EXT4: u32 = 0xEF53;
        const XFS: u32 = 0x5846_5342;
        const BTRFS: u32 = 0x9123_683E;
        for (magic, is_root, words) in [
            (NFS, false, Some("another machine (NFS)")),
            (CIFS, false, Some("another machine (SMB)")),
            (SMB2, false, Some("another machine (SMB)")),
            (PLAN9, true, Some("another machine (9P)")),
            (FUSE, false, Some("FUSE")),
            (TMPFS, false, Some("in memory (tmpfs)")),
            (RAMFS, true, Some("in memory (ramfs)")),
            (OVERLAY, true, Some("writable layer of a container")),
            (OVERLAY, false, None),
            (EXT4, true, None),
            (XFS, false, None),
            (BTRFS, true, None),
        ] {
            let fault = judge(magic, is_root).map(Footing::fault);

            match (&fault, words) {
                (Some(fault), Some(words)) => assert!(fault.contains(words), "{fault}"),
                (fault, words) => assert_eq!(fault.as_deref(), words, "{magic:#x}"),
            }
        }
    }

    #[test]
    fn a_folder_that_is_not_there_yet_stands_where_the_nearest_one_stands() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        let elsewhere = real.join("elsewhere");
        std::fs::create_dir(&elsewhere).unwrap();
        std::fs::write(elsewhere.join("archive.db"), "").unwrap();
        std::os::unix::fs::symlink(elsewhere.join("archive.db"), real.join("link.db")).unwrap();

        assert_eq!(ground(&real.join("a/b/wirewatch.db")), real);
        assert_eq!(ground(&real.join("link.db")), elsewhere);
    }
}
