//! Facts: single values that must outlive the process, by key.

use rusqlite::named_params;

use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

impl Tx {
    /// Keeps a fact in place of the one of that key.
    pub fn keep_fact(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO facts (key, value) VALUES (:key, :value)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            named_params! { ":key": key, ":value": value },
        )?;
        Ok(())
    }

    /// Forgets a fact.
    pub fn drop_fact(&mut self, key: &str) -> Result<(), StoreError> {
        self.change(
            "DELETE FROM facts WHERE key = :key",
            named_params! { ":key": key },
        )?;
        Ok(())
    }
}

impl View {
    /// The fact of that key.
    pub fn fact(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.row(
            "SELECT value FROM facts WHERE key = :key",
            named_params! { ":key": key },
            |row| row.get("value"),
        )
    }
}
