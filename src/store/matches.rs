//! Matches with their evidence, and the watchlists that judged. A later judgement supersedes an earlier one; nothing is overwritten.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;
use serde_json::Value;

use crate::model::ids::ArticleId;
use crate::model::ids::WatchlistVersion;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::matching::Match;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;
use crate::store::lessons::lesson_json;
use crate::store::lessons::lesson_of;

impl Tx {
    /// Writes down how an article is judged from now on. An unchanged match keeps its row, so that it is no news; one that is
    /// not among `matches` any more is superseded and not told by digests to come.
    pub fn keep_matches(
        &mut self,
        article: ArticleId,
        judged_by: &WatchlistVersion,
        matches: &[Match],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let before = self.matches(article)?;
        for old in before.iter().filter(|old| !matches.contains(old)) {
            self.change(
                "UPDATE matches SET superseded_at = :now
                 WHERE article = :article AND topic = :topic AND superseded_at IS NULL",
                named_params! { ":article": article, ":topic": old.topic.as_str(), ":now": Ms(now) },
            )?;
        }
        for new in matches.iter().filter(|new| !before.contains(new)) {
            self.keep_match(article, judged_by, new, None)?;
        }
        Ok(())
    }

    /// A match that is superseded from the start is told by nothing.
    pub(super) fn keep_match(
        &mut self,
        article: ArticleId,
        judged_by: &WatchlistVersion,
        new: &Match,
        superseded_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let kept = self.change(
            "INSERT INTO matches (article, topic, score, evidence, learned, watchlist_version, first_seen, is_backfill, superseded_at)
             SELECT id, :topic, :score, :evidence, :learned, :watchlist_version, first_seen, is_backfill, :superseded_at
             FROM articles WHERE id = :article",
            named_params! {
                ":article": article,
                ":topic": new.topic.as_str(),
                ":score": new.score,
                ":evidence": evidence_json(&new.evidence),
                ":learned": new.learned.as_ref().map(lesson_json),
                ":watchlist_version": judged_by.0,
                ":superseded_at": superseded_at.map(Ms),
            },
        )?;
        if kept == 0 {
            return Err(StoreError::missing(format!("article {article}")));
        }
        Ok(())
    }

    /// Keeps the meaning of a watchlist that judges from now on; tells whether it is a new one.
    pub fn keep_watchlist(
        &mut self,
        version: &WatchlistVersion,
        meaning: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let kept = self.change(
            "INSERT INTO watchlists (version, first_used, meaning) VALUES (:version, :now, :meaning)
             ON CONFLICT (version) DO NOTHING",
            named_params! { ":version": version.0, ":now": Ms(now), ":meaning": meaning },
        )?;
        Ok(kept > 0)
    }
}

impl View {
    /// How an article is judged today; an article judged once has them in the watchlist's order of topics.
    pub fn matches(&self, article: ArticleId) -> Result<Vec<Match>, StoreError> {
        self.rows(
            "SELECT topic, score, evidence, learned FROM matches
             WHERE article = :article AND superseded_at IS NULL
             ORDER BY id",
            named_params! { ":article": article },
            match_row,
        )
    }

    /// What a watchlist of old meant.
    pub fn watchlist(&self, version: &WatchlistVersion) -> Result<Option<String>, StoreError> {
        self.row(
            "SELECT meaning FROM watchlists WHERE version = :version",
            named_params! { ":version": version.0 },
            |row| row.get("meaning"),
        )
    }
}

/// Reads topic, score, evidence and learned.
pub(super) fn match_row(row: &Row<'_>) -> rusqlite::Result<Match> {
    let json: String = row.get("evidence")?;
    let evidence: Vec<Value> = serde_json::from_str(&json).map_err(columns::unreadable)?;
    Ok(Match {
        topic: columns::text(row, "topic")?,
        score: row.get("score")?,
        evidence: evidence.iter().map(evidence_of).collect(),
        learned: lesson_of(row)?,
    })
}

fn evidence_json(evidence: &[Evidence]) -> String {
    evidence
        .iter()
        .map(Evidence::value)
        .collect::<Value>()
        .to_string()
}

/// Reads what [`evidence_json`] wrote; a key that is missing reads as nothing rather than hiding the match.
fn evidence_of(value: &Value) -> Evidence {
    let text = |key| value[key].as_str().unwrap_or_default().to_owned();
    let number = |key| {
        let number = value[key].as_u64().unwrap_or_default();
        usize::try_from(number).unwrap_or(usize::MAX)
    };
    Evidence {
        term: text("term"),
        form: text("form"),
        field: Field::from_word(&text("field")).unwrap_or(Field::Text),
        start: number("start"),
        end: number("end"),
        weight: value["weight"].as_f64().unwrap_or_default(),
    }
}
