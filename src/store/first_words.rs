//! The words that articles came with: kept when they get others, and given back to those who group them anew.
//!
//! A story is found by the words of the first moment. Memory knows these and no others, so the archive has to know them
//! too, or what is built again after a restart would group otherwise than what lived on.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::ids::ArticleId;
use crate::store::StoreError;
use crate::store::StoredArticle;
use crate::store::Tx;
use crate::store::View;
use crate::store::articles::stored_article;
use crate::store::columns;
use crate::store::columns::Ms;

/// How every question for articles as they came begins; its conditions follow. Words, language and canonical link are of the first
/// moment: the rest is as it is today.
const AS_IT_CAME: &str = "
    SELECT a.id, f.name AS feed, a.key_kind, a.key, a.link,
           CASE WHEN w.article IS NULL THEN a.canonical_link ELSE w.canonical_link END AS canonical_link,
           coalesce(w.title, a.title) AS title,
           coalesce(w.text, a.text) AS text, a.author, a.source,
           CASE WHEN w.article IS NULL THEN a.language ELSE w.language END AS language,
           a.published, a.updated, a.first_seen, a.content_hash, a.is_backfill, p.story
    FROM articles a
    JOIN feeds f ON f.id = a.feed
    LEFT JOIN placements p ON p.article = a.id
    LEFT JOIN first_words w ON w.article = a.id";

impl Tx {
    /// Keeps the words that an article has, unless it has had others before them; to be told before it gets its next ones.
    pub(super) fn keep_first_words(&mut self, article: ArticleId) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO first_words (article, title, text, language, canonical_link)
             SELECT id, title, text, language, canonical_link FROM articles WHERE id = :article
             ON CONFLICT (article) DO NOTHING",
            named_params! { ":article": article },
        )?;
        Ok(())
    }
}

impl View {
    /// The lowest number of the articles first seen at `since` or later: where [`View::came_since`] is to begin, for those
    /// before it may be a million.
    pub fn first_since(&self, since: Timestamp) -> Result<Option<ArticleId>, StoreError> {
        // Without the sign the table is walked from its first row to the first that is late enough.
        self.one(
            "SELECT min(+id) AS first FROM articles WHERE first_seen >= :since",
            named_params! { ":since": Ms(since) },
            |row| row.get("first"),
        )
    }

    /// Articles first seen at `since` or later with the words that they came with, in order, a page at a time: those after
    /// the row `after`.
    pub fn came_since(
        &self,
        since: Timestamp,
        after: ArticleId,
        limit: usize,
    ) -> Result<Vec<StoredArticle>, StoreError> {
        self.rows(
            &format!(
                "{AS_IT_CAME}
             WHERE a.id > :after AND a.first_seen >= :since
             ORDER BY a.id
             LIMIT :limit"
            ),
            named_params! { ":after": after, ":since": Ms(since), ":limit": columns::limit(limit) },
            stored_article,
        )
    }

    /// Articles with the words that they came with, in order of their numbers, a page at a time: those after `after`, up to
    /// and with `last`.
    pub fn came_between(
        &self,
        after: ArticleId,
        last: ArticleId,
        limit: usize,
    ) -> Result<Vec<StoredArticle>, StoreError> {
        self.rows(
            &format!(
                "{AS_IT_CAME}
             WHERE a.id > :after AND a.id <= :last
             ORDER BY a.id
             LIMIT :limit"
            ),
            named_params! { ":after": after, ":last": last, ":limit": columns::limit(limit) },
            stored_article,
        )
    }
}
