//! edits: articles that a digest told and whose words changed since -> told once, in its next issue.
//!
//! A digest remembers up to which revision it has looked, so that the question never reads the archive. What changed before
//! an article was told was told with it, in its new words.

use crate::model::edit::Revised;
use crate::model::ids::DigestName;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

/// Edits that are compared word by word for one letter, the latest ones.
const MOST: usize = 200;

/// What is to be told; nothing before the digest's first issue.
pub(super) fn revised(view: &View, name: &DigestName) -> Result<Vec<Revised>, StoreError> {
    match view.fact(&key(name))?.and_then(|text| text.parse().ok()) {
        Some(looked_at) => view.revised_since(name, looked_at, MOST),
        None => Ok(Vec::new()),
    }
}

/// Everything up to now is dealt with.
pub(super) fn settle(tx: &mut Tx, name: &DigestName) -> Result<(), StoreError> {
    let last = tx.last_revision()?;
    tx.keep_fact(&key(name), &last.to_string())
}

fn key(name: &DigestName) -> String {
    format!("digest.{name}.edits")
}
