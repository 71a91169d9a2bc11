//! A known article with other words: kept as a Revision, judged again, never told as new.

use jiff::Timestamp;
use serde_json::json;

use crate::classify::Text;
use crate::classify::learn::Verdict;
use crate::model::article::Article;
use crate::model::event::EventKind;
use crate::model::ids::ArticleId;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::matching::Match;
use crate::normalise::page::join;
use crate::pipeline::Watch;
use crate::pipeline::admit::tell;
use crate::pipeline::notice;
use crate::store::PageState;
use crate::store::StoreError;
use crate::store::Tx;

/// Gives the article its new words and keeps the old ones. `verdict` is how the new words alone are judged. How many alerts
/// came of it.
pub(super) fn revise(
    tx: &mut Tx,
    watch: &Watch,
    id: ArticleId,
    article: &Article,
    verdict: &Verdict,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let page = page_text(tx, id)?;
    tx.revise(id, article, now)?;
    let (verdict, text) = match page {
        None => (verdict.clone(), article.text.clone()),
        Some(page) => {
            let joined = join(&article.text, &page);
            let (text, page_at) = (joined.text, joined.page_at);
            tx.keep_page(id, &article.text, &text, page_at, article.language, now)?;
            let whole = Text {
                feed: Some(&article.feed),
                language: article.language,
                title: &article.title,
                text: &text,
            };
            (watch.judge(&whole), text)
        }
    };
    let Verdict {
        mut matches,
        mut hidden,
    } = verdict;
    // New words may meet a topic that the old ones did not; what matched once is told, whatever became of its words.
    let lost: Vec<Match> = tx
        .matches(id)?
        .iter()
        .filter(|old| !matches.iter().any(|new| new.topic == old.topic))
        .map(|old| found_again(old, &article.title, &text))
        .collect();
    matches.extend(lost);
    // So marks hide nothing that was told already.
    hidden.retain(|hidden| !matches.iter().any(|found| found.topic == hidden.topic));
    tx.keep_matches(id, &watch.watchlist.version, &matches, now)?;
    tx.keep_hidden(id, &watch.watchlist.version, &hidden, now)?;
    let data = json!({ "feed": article.feed.as_str(), "title": article.title });
    tell(tx, EventKind::ArticleRevised, &id, data, now)?;
    notice::second_look(tx, watch, id, now)
}

/// What the article's page said, where it was read.
fn page_text(tx: &Tx, id: ArticleId) -> Result<Option<String>, StoreError> {
    let Some(PageState::Read(page_at)) = tx.page(id)?.map(|page| page.state) else {
        return Ok(None);
    };
    let stored = tx.article(id)?;
    Ok(stored.map(|stored| stored.article.text.chars().skip(page_at).collect()))
}

/// The old match with its evidence at the places where the new words have it; what they do not have has no place.
fn found_again(old: &Match, title: &str, text: &str) -> Match {
    let place = |evidence: &Evidence| {
        let words = match evidence.field {
            Field::Title => title,
            Field::Text => text,
        };
        let found = words
            .find(&evidence.form)
            .filter(|_| !evidence.form.is_empty());
        let start = found.map_or(0, |at| words[..at].chars().count());
        let length = found.map_or(0, |_| evidence.form.chars().count());
        Evidence {
            start,
            end: start + length,
            ..evidence.clone()
        }
    };
    Match {
        evidence: old.evidence.iter().map(place).collect(),
        ..old.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_of_a_lost_match_points_to_where_its_words_stand_now() {
        let evidence = |form: &str, field| Evidence {
            term: form.to_owned(),
            form: form.to_owned(),
            field,
            start: 40,
            end: 48,
            weight: 1.0,
        };
        let old = Match {
            topic: "sanctions".parse().unwrap(),
            score: 2.0,
            evidence: vec![
                evidence("санкции", Field::Text),
                evidence("fine", Field::Title),
            ],
            learned: None,
        };

        let new = found_again(&old, "A bank", "Новые санкции.");

        let places: Vec<_> = new.evidence.iter().map(|e| (e.start, e.end)).collect();
        assert_eq!(places, [(6, 13), (0, 0)]);
    }
}
