//! Watchlisted: what the table has of the watchlist, read in one pass: with a hundred thousand feeds a start writes those
//! only that are not as the watchlist says.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::feed::Feed;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::columns::Ms;

/// A feed's row, as far as the watchlist has a say in it.
pub(super) struct Watchlisted {
    url: String,
    label: Option<String>,
    is_paused: bool,
    is_removed: bool,
}

impl Watchlisted {
    /// Is there nothing to write?
    pub(super) fn agrees(&self, feed: &Feed) -> bool {
        self.url == feed.url.as_str()
            && self.label == feed.label
            && self.is_paused == feed.is_paused
            && !self.is_removed
    }
}

impl Tx {
    /// Every row by its feed's name.
    pub(super) fn watchlisted(&self) -> Result<HashMap<String, Watchlisted>, StoreError> {
        let rows = self.rows(
            "SELECT name, url, label, state = 'paused' AS is_paused, is_removed FROM feeds",
            [],
            |row| {
                let listed = Watchlisted {
                    url: row.get("url")?,
                    label: row.get("label")?,
                    is_paused: row.get("is_paused")?,
                    is_removed: row.get("is_removed")?,
                };
                Ok((row.get("name")?, listed))
            },
        )?;
        Ok(rows.into_iter().collect())
    }

    /// Writes a feed that was never there; it is due at once.
    pub(super) fn add_feed(&mut self, feed: &Feed, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO feeds (name, url, label, since, next_poll) VALUES (:name, :url, :label, :now, :now)
             ON CONFLICT (name) DO NOTHING",
            named_params! {
                ":name": feed.name.as_str(),
                ":url": feed.url.as_str(),
                ":label": feed.label,
                ":now": Ms(now),
            },
        )?;
        Ok(())
    }
}
