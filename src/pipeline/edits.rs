//! edits: articles that a digest told and whose words changed since, or whose page is gone -> told once, in its next issue.
//!
//! A digest remembers up to which revision, and which page that was gone, it has looked, so that the question never reads
//! the archive. What changed before an article was told was told with it, in its new words.

use crate::model::edit::Revised;
use crate::model::ids::DigestName;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

/// Edits that are compared word by word for one letter, the latest ones.
const MOST: usize = 200;

/// What is to be told; nothing before the digest's first issue.
pub(super) fn revised(view: &View, name: &DigestName) -> Result<Vec<Revised>, StoreError> {
    let Some(looked_at) = number(view, &edits_key(name))? else {
        return Ok(Vec::new());
    };
    let mut revised = view.revised_since(name, looked_at, MOST)?;
    // Digests that are older than this question have seen none of its answers.
    let looked_at = number(view, &gone_key(name))?.unwrap_or(0);
    for gone in view.gone_since(name, looked_at, MOST)? {
        match revised.iter_mut().find(|own| own.article == gone.article) {
            Some(own) => own.gone = gone.gone,
            None => revised.push(gone),
        }
    }
    Ok(revised)
}

/// Everything up to now is dealt with.
pub(super) fn settle(tx: &mut Tx, name: &DigestName) -> Result<(), StoreError> {
    let (revision, gone) = (tx.last_revision()?, tx.last_gone_page()?);
    tx.keep_fact(&edits_key(name), &revision.to_string())?;
    tx.keep_fact(&gone_key(name), &gone.to_string())
}

fn number(view: &View, key: &str) -> Result<Option<i64>, StoreError> {
    Ok(view.fact(key)?.and_then(|text| text.parse().ok()))
}

fn edits_key(name: &DigestName) -> String {
    format!("digest.{name}.edits")
}

fn gone_key(name: &DigestName) -> String {
    format!("digest.{name}.gone")
}
