//! Articles that a digest told and that have been revised since.

use rusqlite::Row;
use rusqlite::named_params;

use crate::model::edit::Revised;
use crate::model::edit::Wording;
use crate::model::ids::DigestName;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;

impl View {
    /// Articles that digests of this name told and that were revised after the revision `looked_at`: with the words they had
    /// before that, and those they have now. The latest `limit` of them, the latest first.
    pub fn revised_since(
        &self,
        digest: &DigestName,
        looked_at: i64,
        limit: usize,
    ) -> Result<Vec<Revised>, StoreError> {
        self.rows(
            "WITH changed AS (
                 SELECT r.article AS article, min(r.id) AS first, max(r.id) AS last, max(r.replaced_at) AS changed,
                        d.number AS told_in
                 FROM revisions r NOT INDEXED -- by number: what came since the last issue, never the archive
                 CROSS JOIN digest_articles d ON d.article = r.article AND d.digest_name = :digest AND d.is_alert = 0
                 WHERE r.id > :looked_at
                 GROUP BY r.article
                 ORDER BY last DESC
                 LIMIT :limit
             )
             SELECT a.id, a.link, a.title, a.text, a.language, f.name AS feed, coalesce(f.title, f.name) AS outlet,
                    p.story, r.title AS title_before, r.text AS text_before, changed.changed, changed.told_in
             FROM changed
             CROSS JOIN revisions r ON r.id = changed.first
             JOIN articles a ON a.id = changed.article
             JOIN feeds f ON f.id = a.feed
             JOIN placements p ON p.article = a.id
             ORDER BY changed.last DESC",
            named_params! {
                ":digest": digest.as_str(),
                ":looked_at": looked_at,
                ":limit": columns::limit(limit),
            },
            revised,
        )
    }

    /// The number of the latest revision; 0 before the first.
    pub fn last_revision(&self) -> Result<i64, StoreError> {
        self.one(
            "SELECT coalesce(max(id), 0) AS last FROM revisions",
            [],
            |row| row.get("last"),
        )
    }
}

fn revised(row: &Row<'_>) -> rusqlite::Result<Revised> {
    Ok(Revised {
        article: row.get("id")?,
        story: row.get("story")?,
        feed: columns::text(row, "feed")?,
        outlet: row.get("outlet")?,
        link: columns::maybe_text(row, "link")?,
        language: columns::language(row)?,
        told_in: row.get("told_in")?,
        changed: columns::time(row, "changed")?,
        before: Wording {
            title: row.get("title_before")?,
            text: row.get("text_before")?,
        },
        after: Wording {
            title: row.get("title")?,
            text: row.get("text")?,
        },
        gone: None,
    })
}
