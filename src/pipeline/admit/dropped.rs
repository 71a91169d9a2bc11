//! Entries whose article the archive has dropped: they still stand in their feed, and are no news. Only one that met no topic
//! and whose words have changed since is judged again, as a revision of it would be.

use crate::model::article::Article;
use crate::pipeline::admit::Candidate;
use crate::pipeline::admit::Round;
use crate::pipeline::known::Known;
use crate::store::StoreError;
use crate::store::Traced;
use crate::store::Tx;

/// The entries and what the archive has of them, less those whose article was dropped from it: these are known, and old,
/// unless they meet a topic for the first time.
pub(super) fn without_dropped<'a>(
    tx: &mut Tx,
    candidates: &'a [Candidate],
    known: Vec<Option<Known>>,
    round: &Round<'_>,
) -> Result<Vec<(&'a Candidate, Option<Known>)>, StoreError> {
    let articles: Vec<&Article> = candidates.iter().map(|c| &c.article).collect();
    let traces = tx.find_traces(&round.feed.name, &articles, round.now)?;
    let mut entries = Vec::with_capacity(candidates.len());
    for ((candidate, known), traced) in candidates.iter().zip(known).zip(traces) {
        let is_news = match traced {
            Traced::Unknown => true,
            Traced::Known => false,
            Traced::Reworded => !candidate.verdict.matches.is_empty(),
        };
        if known.is_some() || is_news {
            entries.push((candidate, known));
        } else if traced == Traced::Reworded {
            tx.reword_trace(&round.feed.name, &candidate.article)?;
        }
    }
    Ok(entries)
}
