//! What is learnt from: the marks on a topic's articles. And lessons as they are written down with a match.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;
use serde_json::Value;
use serde_json::json;

use crate::model::ids::ArticleId;
use crate::model::ids::TopicName;
use crate::model::ids::WatchlistVersion;
use crate::model::lesson::Lean;
use crate::model::lesson::Lesson;
use crate::model::lesson::Moved;
use crate::model::mark::Judgement;
use crate::model::matching::Match;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;
use crate::store::matches::match_row;

/// An article that readers marked for a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedArticle {
    /// Its row.
    pub article: ArticleId,
    /// Its story's number; 0 where it has none.
    pub story: i64,
    /// What its newest mark says.
    pub judgement: Judgement,
}

impl View {
    /// The number of the newest mark; 0 before the first. Cheap: learning asks it again and again.
    pub fn newest_mark(&self) -> Result<i64, StoreError> {
        self.one(
            "SELECT coalesce(max(id), 0) AS newest FROM marks",
            [],
            |row| row.get("newest"),
        )
    }

    /// The articles marked for this topic, the newest `most` by their mark, in order of articles. A mark for all topics
    /// counts for those that the article ever met; one for this topic counts whether it did or not.
    pub fn marked_for(
        &self,
        topic: &TopicName,
        most: usize,
    ) -> Result<Vec<MarkedArticle>, StoreError> {
        self.rows(
            "WITH heard AS (
                 SELECT coalesce(k.article, p.article) AS article, max(k.id) AS mark
                 FROM marks k LEFT JOIN placements p ON p.story = k.story
                 WHERE (k.article IS NOT NULL OR p.article IS NOT NULL)
                   AND (k.topic = :topic
                        OR k.topic IS NULL AND EXISTS (SELECT 1 FROM matches m
                                                       WHERE m.article = coalesce(k.article, p.article) AND m.topic = :topic))
                 GROUP BY coalesce(k.article, p.article)
                 ORDER BY mark DESC
                 LIMIT :most
             )
             SELECT h.article AS article, coalesce(p.story, 0) AS story, k.judgement AS judgement
             FROM heard h JOIN marks k ON k.id = h.mark LEFT JOIN placements p ON p.article = h.article
             ORDER BY h.article",
            named_params! { ":topic": topic.as_str(), ":most": columns::limit(most) },
            |row| {
                Ok(MarkedArticle {
                    article: row.get("article")?,
                    story: row.get("story")?,
                    judgement: columns::word(row, "judgement", Judgement::from_word)?,
                })
            },
        )
    }

    /// What marks kept out of letters of this article, the newest of each topic that does not meet it today.
    pub fn hidden_matches(&self, article: ArticleId) -> Result<Vec<Match>, StoreError> {
        self.rows(
            "SELECT topic, score, evidence, learned FROM matches
             WHERE id IN (SELECT max(h.id) FROM matches h
                          WHERE h.article = :article AND h.learned ->> 'moved' = 'hidden'
                            AND NOT EXISTS (SELECT 1 FROM matches m WHERE m.article = h.article
                                            AND m.topic = h.topic AND m.superseded_at IS NULL)
                          GROUP BY h.topic)
             ORDER BY id",
            named_params! { ":article": article },
            match_row,
        )
    }

    /// The articles of a topic that marks kept out of letters, first seen after `from` and up to `until`, the newest first.
    pub fn hidden_articles(
        &self,
        topic: &TopicName,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<ArticleId>, StoreError> {
        self.rows(
            "SELECT DISTINCT h.article AS article FROM matches h
             WHERE h.topic = :topic AND h.superseded_at IS NOT NULL AND h.first_seen > :from AND h.first_seen <= :until
               AND h.learned ->> 'moved' = 'hidden'
               AND NOT EXISTS (SELECT 1 FROM matches m WHERE m.article = h.article
                               AND m.topic = h.topic AND m.superseded_at IS NULL)
             ORDER BY h.article DESC",
            named_params! { ":topic": topic.as_str(), ":from": Ms(from), ":until": Ms(until) },
            |row| row.get("article"),
        )
    }
}

impl Tx {
    /// Writes down matches that marks keep out of letters. They are superseded from the start, so that nothing tells them;
    /// the newest of a topic, judged alike, is not written again.
    pub fn keep_hidden(
        &mut self,
        article: ArticleId,
        judged_by: &WatchlistVersion,
        hidden: &[Match],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let known = self.hidden_matches(article)?;
        for new in hidden.iter().filter(|new| !known.contains(new)) {
            self.keep_match(article, judged_by, new, Some(now))?;
        }
        Ok(())
    }
}

pub(super) fn lesson_json(lesson: &Lesson) -> String {
    let because = lesson.because.iter();
    json!({
        "likelihood": lesson.likelihood,
        "moved": lesson.moved.map(Moved::as_str),
        "marks": lesson.marks,
        "up_to": lesson.up_to,
        "because": because.map(|lean| json!({ "what": lean.what, "weight": lean.weight })).collect::<Value>(),
    })
    .to_string()
}

/// Reads what [`lesson_json`] wrote; a key that is missing reads as nothing rather than hiding the match.
pub(super) fn lesson_of(row: &Row<'_>) -> rusqlite::Result<Option<Lesson>> {
    let json: Option<String> = row.get("learned")?;
    let Some(json) = json else { return Ok(None) };
    let value: Value = serde_json::from_str(&json).map_err(columns::unreadable)?;
    let because = value["because"].as_array().map(Vec::as_slice);
    let lean = |value: &Value| Lean {
        what: value["what"].as_str().unwrap_or_default().to_owned(),
        weight: value["weight"].as_f64().unwrap_or_default(),
    };
    Ok(Some(Lesson {
        likelihood: value["likelihood"].as_f64().unwrap_or_default(),
        moved: value["moved"].as_str().and_then(Moved::from_word),
        marks: value["marks"]
            .as_u64()
            .and_then(|marks| usize::try_from(marks).ok())
            .unwrap_or_default(),
        up_to: value["up_to"].as_i64().unwrap_or_default(),
        because: because.unwrap_or_default().iter().map(lean).collect(),
    }))
}
