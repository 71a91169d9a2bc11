//! The archive read through: every article of a time, by ranges of numbers that several readers share between them.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::language::Language;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// An article as far as judging and telling it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Filed {
    /// Its row.
    pub id: ArticleId,
    /// Whose it is.
    pub feed: FeedName,
    /// If known.
    pub language: Option<Language>,
    /// Plain text.
    pub title: String,
    /// Plain text.
    pub text: String,
    /// Where a reader goes.
    pub link: Option<String>,
    /// Our own knowledge.
    pub first_seen: Timestamp,
    /// Where it was placed.
    pub story: Option<StoryId>,
}

impl View {
    /// The first and the last number of the articles first seen at `since` or later; `None` when there are none.
    pub fn archive_range(&self, since: Timestamp) -> Result<Option<(i64, i64)>, StoreError> {
        let ends: (Option<i64>, Option<i64>) = self.one(
            "SELECT (SELECT min(id) FROM articles WHERE first_seen >= :since) AS first,
                    (SELECT max(id) FROM articles) AS last",
            named_params! { ":since": Ms(since) },
            |row| Ok((row.get("first")?, row.get("last")?)),
        )?;
        Ok(ends.0.zip(ends.1))
    }

    /// Articles with these numbers (both ends included) that were first seen at `since` or later and are news: the back
    /// catalogue of a new feed is in no letter.
    pub fn archive_page(
        &self,
        first: i64,
        last: i64,
        since: Timestamp,
    ) -> Result<Vec<Filed>, StoreError> {
        self.rows(
            "SELECT a.id, f.name AS feed, a.language, a.title, a.text, a.link, a.first_seen, p.story
             FROM articles a
             JOIN feeds f ON f.id = a.feed
             LEFT JOIN placements p ON p.article = a.id
             WHERE a.id BETWEEN :first AND :last AND a.first_seen >= :since AND a.is_backfill = 0
             ORDER BY a.id",
            named_params! { ":first": first, ":last": last, ":since": Ms(since) },
            filed,
        )
    }
}

fn filed(row: &Row<'_>) -> rusqlite::Result<Filed> {
    Ok(Filed {
        id: row.get("id")?,
        feed: columns::text(row, "feed")?,
        language: columns::maybe_text(row, "language")?,
        title: row.get("title")?,
        text: row.get("text")?,
        link: row.get("link")?,
        first_seen: columns::time(row, "first_seen")?,
        story: row.get("story")?,
    })
}
