//! Pushes: what hubs sent and we said we took, kept until it is admitted.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// A push to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPush {
    /// Of the pledge that it came under.
    pub token: String,
    /// As the hub said.
    pub content_type: Option<String>,
    /// As it came.
    pub body: Vec<u8>,
    /// When.
    pub received_at: Timestamp,
}

/// A push that waits to be admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpooledPush {
    /// Its number.
    pub id: i64,
    /// How often it was taken up, this time included.
    pub attempts: u32,
    /// What came.
    pub push: NewPush,
}

/// How many pushes there were and are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PushCounts {
    /// Taken since the archive was made.
    pub taken: u64,
    /// Whose signature was none or wrong.
    pub refused: u64,
    /// Waiting to be admitted.
    pub waiting: u64,
    /// Bytes of those.
    pub waiting_bytes: u64,
}

impl Tx {
    /// Keeps a push.
    pub fn spool_push(&mut self, push: &NewPush) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO pushes (token, content_type, body, received_at)
             VALUES (:token, :content_type, :body, :received_at)",
            named_params! {
                ":token": push.token,
                ":content_type": push.content_type,
                ":body": push.body,
                ":received_at": Ms(push.received_at),
            },
        )?;
        self.change(
            "UPDATE counters SET given = given + 1 WHERE name = 'push'",
            [],
        )?;
        Ok(())
    }

    /// Counts a push that was not signed by its hub.
    pub fn count_refused_push(&mut self) -> Result<(), StoreError> {
        self.change(
            "UPDATE counters SET given = given + 1 WHERE name = 'push_refused'",
            [],
        )?;
        Ok(())
    }

    /// Takes up the oldest push, and counts that: one that ends the process each time must not do so for ever.
    pub fn claim_push(&mut self) -> Result<Option<SpooledPush>, StoreError> {
        self.row(
            "UPDATE pushes SET attempts = attempts + 1
             WHERE id = (SELECT min(id) FROM pushes)
             RETURNING id, token, content_type, body, received_at, attempts",
            [],
            |row| {
                Ok(SpooledPush {
                    id: row.get("id")?,
                    attempts: row.get("attempts")?,
                    push: NewPush {
                        token: row.get("token")?,
                        content_type: row.get("content_type")?,
                        body: row.get("body")?,
                        received_at: columns::time(row, "received_at")?,
                    },
                })
            },
        )
    }

    /// Forgets a push that was dealt with.
    pub fn drop_push(&mut self, id: i64) -> Result<(), StoreError> {
        self.change(
            "DELETE FROM pushes WHERE id = :id",
            named_params! { ":id": id },
        )?;
        Ok(())
    }
}

impl View {
    /// How many pushes there were and are.
    pub fn push_counts(&self) -> Result<PushCounts, StoreError> {
        self.one(
            "SELECT (SELECT given FROM counters WHERE name = 'push') AS taken,
                    (SELECT given FROM counters WHERE name = 'push_refused') AS refused,
                    count(*) AS waiting, coalesce(sum(length(body)), 0) AS waiting_bytes
             FROM pushes",
            [],
            |row| {
                Ok(PushCounts {
                    taken: columns::count(row, "taken")?,
                    refused: columns::count(row, "refused")?,
                    waiting: columns::count(row, "waiting")?,
                    waiting_bytes: columns::count(row, "waiting_bytes")?,
                })
            },
        )
    }

    /// How many pushes of one pledge wait to be admitted.
    pub fn pushes_waiting(&self, token: &str) -> Result<u64, StoreError> {
        self.one(
            "SELECT count(*) AS waiting FROM pushes WHERE token = :token",
            named_params! { ":token": token },
            |row| columns::count(row, "waiting"),
        )
    }
}
