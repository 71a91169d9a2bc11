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

/// The articles of a time: their numbers, and when the first and the last were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveRange {
    /// The lowest number.
    pub first: i64,
    /// The highest.
    pub last: i64,
    /// When the earliest was first seen.
    pub from: Timestamp,
    /// When the latest was.
    pub until: Timestamp,
}

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
    /// Back catalogue of a new feed: in no letter.
    pub is_backfill: bool,
}

impl View {
    /// The articles first seen at `since` or later; `None` when there are none.
    pub fn archive_range(&self, since: Timestamp) -> Result<Option<ArchiveRange>, StoreError> {
        self.one(
            "SELECT (SELECT min(+id) FROM articles WHERE first_seen >= :since) AS first,
                    (SELECT max(+id) FROM articles WHERE first_seen >= :since) AS last,
                    (SELECT min(first_seen) FROM articles WHERE first_seen >= :since) AS since,
                    (SELECT max(first_seen) FROM articles) AS until",
            named_params! { ":since": Ms(since) },
            |row| {
                let Some(first) = row.get("first")? else {
                    return Ok(None);
                };
                Ok(Some(ArchiveRange {
                    first,
                    last: row.get("last")?,
                    from: columns::time(row, "since")?,
                    until: columns::time(row, "until")?,
                }))
            },
        )
    }

    /// Articles with these numbers (both ends included) that were first seen at `since` or later.
    pub fn archive_page(
        &self,
        first: i64,
        last: i64,
        since: Timestamp,
    ) -> Result<Vec<Filed>, StoreError> {
        self.rows(
            "SELECT a.id, f.name AS feed, a.language, a.title, a.text, a.link, a.first_seen, a.is_backfill, p.story
             FROM articles a
             JOIN feeds f ON f.id = a.feed
             LEFT JOIN placements p ON p.article = a.id
             WHERE a.id BETWEEN :first AND :last AND a.first_seen >= :since
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
        language: columns::language(row)?,
        title: row.get("title")?,
        text: row.get("text")?,
        link: row.get("link")?,
        first_seen: columns::time(row, "first_seen")?,
        story: row.get("story")?,
        is_backfill: row.get("is_backfill")?,
    })
}
