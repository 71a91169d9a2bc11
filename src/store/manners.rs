//! Manners: in what manner a feed was asked when it last failed. Asked in another one it may do better.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::ids::FeedName;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// Among the facts, before a feed's name.
const PREFIX: &str = "asked/";

fn key(feed: &FeedName) -> String {
    format!("{PREFIX}{feed}")
}

impl Tx {
    /// Keeps in what manner a feed was asked in vain.
    pub fn keep_manner(&mut self, feed: &FeedName, manner: &str) -> Result<(), StoreError> {
        let key = key(feed);
        if self.fact(&key)?.as_deref() == Some(manner) {
            return Ok(());
        }
        self.keep_fact(&key, manner)
    }

    /// Forgets those of feeds that do not fail any more.
    pub fn forget_manners(&mut self) -> Result<(), StoreError> {
        self.change(
            "DELETE FROM facts
             WHERE key >= :prefix AND key < :beyond
               AND substr(key, length(:prefix) + 1) NOT IN (SELECT name FROM feeds WHERE state = 'failing' AND is_removed = 0)",
            // In the order of bytes '0' follows '/'.
            named_params! { ":prefix": PREFIX, ":beyond": "asked0" },
        )?;
        Ok(())
    }
}

impl View {
    /// Failing feeds that wait to be asked again, each with the manner in which it last was.
    pub fn put_off_feeds(&self, now: Timestamp) -> Result<Vec<(FeedName, String)>, StoreError> {
        self.rows(
            "SELECT f.name AS name, k.value AS manner
             FROM feeds f JOIN facts k ON k.key = :prefix || f.name
             WHERE f.state = 'failing' AND f.is_removed = 0 AND f.next_poll > :now
             ORDER BY f.id",
            named_params! { ":prefix": PREFIX, ":now": Ms(now) },
            |row| Ok((columns::text(row, "name")?, row.get("manner")?)),
        )
    }
}
