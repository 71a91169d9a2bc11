//! Due: which feeds the poller is to ask now, how many follow soon, and which a standstill left behind.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::ids::FeedName;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// A feed whose time has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueFeed {
    /// Which.
    pub name: FeedName,
    /// It was never asked: its owner waits for it.
    pub is_new: bool,
}

impl View {
    /// Feeds whose time has come, the longest overdue first.
    pub fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<DueFeed>, StoreError> {
        self.rows(
            "SELECT name, first_polled IS NULL AND tries = 0 AS is_new FROM feeds
             WHERE next_poll IS NOT NULL AND next_poll <= :now
             ORDER BY next_poll, id
             LIMIT :limit",
            named_params! { ":now": Ms(now), ":limit": columns::limit(limit) },
            |row| {
                Ok(DueFeed {
                    name: columns::text(row, "name")?,
                    is_new: row.get("is_new")?,
                })
            },
        )
    }

    /// How many feeds are due up to then, overdue ones included. Reads the index of due times only.
    pub fn due_by(&self, until: Timestamp) -> Result<u64, StoreError> {
        self.one(
            "SELECT count(*) AS due FROM feeds WHERE next_poll <= :until",
            named_params! { ":until": Ms(until) },
            |row| columns::count(row, "due"),
        )
    }

    /// Feeds that were asked before and should have been asked before `then`; also those that are due after `never`,
    /// which only a clock that was set back can have made.
    pub fn overdue(&self, then: Timestamp, never: Timestamp) -> Result<Vec<FeedName>, StoreError> {
        self.rows(
            "SELECT name FROM feeds
             WHERE next_poll IS NOT NULL AND (next_poll < :then OR next_poll > :never) 
               AND (first_polled IS NOT NULL OR tries > 0)
             ORDER BY next_poll, id",
            named_params! { ":then": Ms(then), ":never": Ms(never) },
            |row| columns::text(row, "name"),
        )
    }
}
