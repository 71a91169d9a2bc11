//! Upkeep: copies, checks, totals.

use std::path::PathBuf;

use crate::model::settings::StoreSettings;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;
use crate::store::migrate;
use crate::store::open;

/// How much is in the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Articles of all feeds, those of vanished feeds included.
    pub articles: u64,
    /// Stories.
    pub stories: u64,
    /// Digests and alerts issued.
    pub digests: u64,
    /// Bytes of the file.
    pub bytes: u64,
}

/// How an archive was found to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What is wrong, a sentence each; empty when all is well.
    pub faults: Vec<String>,
    /// The file is damaged, so that the rest was not looked at.
    pub is_damaged: bool,
}

impl Store {
    /// Copies the archive as it is now to a file; the daemon goes on meanwhile. The copy is read whole before it gets its
    /// name, so that a file of that name is a sound archive or what it was before.
    pub async fn backup(&self, to: PathBuf, replaces: bool) -> Result<(), StoreError> {
        if to.exists() && !replaces {
            return Err(StoreError::Conflict {
                what: format!("{} is there already", to.display()),
            });
        }
        self.read(move |view| {
            // From here on the picture stands still; a copy that met a change would begin anew.
            view.last_event()?;
            migrate::copy(view.connection(), &to)
        })
        .await
    }

    /// Reads every page and every index, looks for rows that point nowhere and for rules that are broken.
    pub async fn verify(&self) -> Result<Verdict, StoreError> {
        let path = self.path().to_owned();
        self.read(move |view| {
            match open::integrity_check(view.connection(), &path) {
                Ok(()) => {}
                Err(StoreError::Corrupt { what, .. }) => {
                    return Ok(Verdict {
                        faults: vec![what],
                        is_damaged: true,
                    });
                }
                Err(error) => return Err(error),
            }
            let mut faults = view.dangling()?;
            faults.extend(view.broken_rules()?);
            Ok(Verdict {
                faults,
                is_damaged: false,
            })
        })
        .await
    }

    /// Reads every page; the first fault is the error.
    pub async fn quick_check(&self) -> Result<(), StoreError> {
        let path = self.path().to_owned();
        self.read(move |view| open::quick_check(view.connection(), &path))
            .await
    }
}

/// Writes the file anew, without gaps. Needs the archive for itself, and as much room again as it takes. Blocks.
pub fn vacuum(settings: &StoreSettings) -> Result<(), StoreError> {
    let path = &settings.path;
    if !open::exists(path)? {
        return Err(StoreError::Absent {
            path: path.to_owned(),
        });
    }
    let opened = open::for_writing(path, migrate::MIGRATIONS)?;
    // A file that was not made to give room back, as one that was recovered, can be from now on.
    opened
        .connection
        .execute_batch("PRAGMA auto_vacuum = INCREMENTAL; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")
        .map_err(|error| StoreError::from(error).in_file(path))
}

/// Asked at every scrape. No issue ever goes, so that the last number is their count.
pub(super) const TOTALS: &str = "
    SELECT (SELECT coalesce(sum(items), 0) FROM feeds) AS articles,
           coalesce((SELECT count FROM tallies WHERE kind = 'stories'), 0) AS stories,
           (SELECT coalesce(max(number), 0) FROM digests) AS digests,
           (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS bytes";

impl View {
    /// How much is in the archive.
    pub fn totals(&self) -> Result<Totals, StoreError> {
        self.one(TOTALS, [], |row| {
            Ok(Totals {
                articles: columns::count(row, "articles")?,
                stories: columns::count(row, "stories")?,
                digests: columns::count(row, "digests")?,
                bytes: columns::count(row, "bytes")?,
            })
        })
    }

    fn dangling(&self) -> Result<Vec<String>, StoreError> {
        self.rows(
            "SELECT \"table\" AS child, parent FROM pragma_foreign_key_check LIMIT 5",
            [],
            |row| {
                let (child, parent): (String, String) = (row.get("child")?, row.get("parent")?);
                Ok(format!(
                    "a row of {child} points to a row of {parent} that is not there"
                ))
            },
        )
    }
}
