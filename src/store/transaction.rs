//! [`View`] and [`Tx`]: the archive as a question or a change sees it. SQLite's connection stays inside.
//!
//! Their methods stand beside the SQL they run, one file a concern: `feeds.rs`, `articles.rs`, `digests.rs` and so on.

use std::fmt;
use std::ops::Deref;

use rusqlite::CachedStatement;
use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::Params;
use rusqlite::Row;

use crate::store::StoreError;

/// One consistent picture of the archive, to be asked.
#[derive(Debug)]
pub struct View {
    connection: Connection,
}

/// One transaction on the writer thread: what it asks includes what it changed.
#[derive(Debug)]
pub struct Tx {
    view: View,
    regrets: Vec<Regret>,
}

/// What is to be done when a change is lost.
struct Regret(Box<dyn FnOnce() + Send>);

impl fmt::Debug for Regret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Regret")
    }
}

impl Deref for Tx {
    type Target = View;

    fn deref(&self) -> &Self::Target {
        &self.view
    }
}

impl View {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    /// The connection itself, for what is not a statement.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// A statement that is compiled once a connection.
    pub(super) fn statement(&self, sql: &str) -> Result<CachedStatement<'_>, StoreError> {
        Ok(self.connection.prepare_cached(sql)?)
    }

    /// Every row, read by `read`.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.statement(sql)?;
        let rows = statement.query_map(params, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The first row, if there is one.
    pub(super) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.statement(sql)?.query_row(params, read).optional()?)
    }

    /// The row that a question without conditions always has.
    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        Ok(self.statement(sql)?.query_row(params, read)?)
    }
}

impl Tx {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            view: View::new(connection),
            regrets: Vec::new(),
        }
    }

    /// Has this done when what is changed now is lost after all: with its own job, or with the commit that it shares. On the
    /// writer thread, and before any other job sees the archive without the change.
    pub fn if_lost(&mut self, regret: impl FnOnce() + Send + 'static) {
        self.regrets.push(Regret(Box::new(regret)));
    }

    /// How many changes would be regretted.
    pub(super) fn regrets(&self) -> usize {
        self.regrets.len()
    }

    /// What was changed after so many others is lost.
    pub(super) fn regret_after(&mut self, others: usize) {
        for Regret(regret) in self.regrets.drain(others..) {
            regret();
        }
    }

    /// What was changed is kept.
    pub(super) fn regret_nothing(&mut self) {
        self.regrets.clear();
    }

    /// Runs a change and tells how many rows it touched.
    pub(super) fn change(&mut self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        Ok(self.statement(sql)?.execute(params)?)
    }

    /// Runs an insert that ends in `RETURNING id` and gives the number.
    pub(super) fn insert(&mut self, sql: &str, params: impl Params) -> Result<i64, StoreError> {
        self.one(sql, params, |row| row.get("id"))
    }
}
