//! Upkeep: copies, checks, totals.

use std::path::PathBuf;

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

impl Store {
    /// Copies the archive as it is now to a new file; the daemon goes on meanwhile.
    pub async fn backup(&self, to: PathBuf) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Conflict {
                what: format!("{} is there already", to.display()),
            });
        }
        self.read(move |view| migrate::copy(view.connection(), &to))
            .await
    }

    /// Reads every page and every index and looks for rows that point nowhere; the first fault is the error.
    pub async fn verify(&self) -> Result<(), StoreError> {
        let path = self.path().to_owned();
        self.read(move |view| {
            open::integrity_check(view.connection(), &path)?;
            view.check_references(&path)
        })
        .await
    }
}

impl View {
    /// How much is in the archive.
    pub fn totals(&self) -> Result<Totals, StoreError> {
        self.one(
            "SELECT (SELECT coalesce(sum(items), 0) FROM feeds) AS articles,
                    (SELECT count(*) FROM stories) AS stories,
                    (SELECT count(*) FROM digests) AS digests,
                    (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS bytes",
            [],
            |row| {
                Ok(Totals {
                    articles: columns::count(row, "articles")?,
                    stories: columns::count(row, "stories")?,
                    digests: columns::count(row, "digests")?,
                    bytes: columns::count(row, "bytes")?,
                })
            },
        )
    }

    fn check_references(&self, path: &std::path::Path) -> Result<(), StoreError> {
        let dangling = self.row(
            "SELECT \"table\" AS child, parent FROM pragma_foreign_key_check LIMIT 1",
            [],
            |row| {
                let (child, parent): (String, String) = (row.get("child")?, row.get("parent")?);
                Ok(format!(
                    "a row of {child} points to a row of {parent} that is not there"
                ))
            },
        )?;
        match dangling {
            None => Ok(()),
            Some(what) => Err(StoreError::Corrupt {
                path: path.to_owned(),
                what,
            }),
        }
    }
}
