//! Entries whose article the archive has dropped: they still stand in their feed, and are no news.

use crate::model::article::Article;
use crate::pipeline::admit::Candidate;
use crate::pipeline::admit::Round;
use crate::pipeline::known::Known;
use crate::store::StoreError;
use crate::store::Tx;

/// The entries and what the archive has of them, less those whose article was dropped from it: these are known, and old.
pub(super) fn without_dropped<'a>(
    tx: &mut Tx,
    candidates: &'a [Candidate],
    known: Vec<Option<Known>>,
    round: &Round<'_>,
) -> Result<Vec<(&'a Candidate, Option<Known>)>, StoreError> {
    let articles: Vec<&Article> = candidates.iter().map(|c| &c.article).collect();
    let traces = tx.find_traces(&round.feed.name, &articles, round.now)?;
    let entries = candidates.iter().zip(known).zip(traces);
    Ok(entries
        .filter(|((_, known), is_traced)| known.is_some() || !is_traced)
        .map(|(entry, _)| entry)
        .collect())
}
