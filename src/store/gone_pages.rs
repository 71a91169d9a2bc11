//! Pages of articles that digests told: when each is looked at next, and those that are gone.

use jiff::Timestamp;
use rusqlite::named_params;
use url::Url;

use crate::model::edit::Revised;
use crate::model::edit::Wording;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestName;
use crate::model::ids::FeedName;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// A page to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageCheck {
    /// Whose page it is.
    pub article: ArticleId,
    /// Says how to ask.
    pub feed: FeedName,
    /// Its address.
    pub link: Url,
    /// How often in a row there was no such page.
    pub misses: u32,
}

impl Tx {
    /// The page is not looked at before that. False when the article was dropped meanwhile.
    pub fn put_off_page_check(
        &mut self,
        article: ArticleId,
        next: Timestamp,
    ) -> Result<bool, StoreError> {
        let kept = self.change(
            "INSERT INTO page_checks (article, next_check)
             SELECT id, :next FROM articles WHERE id = :article
             ON CONFLICT (article) DO UPDATE SET next_check = :next",
            named_params! { ":article": article, ":next": Ms(next) },
        )?;
        Ok(kept > 0)
    }

    /// The page is there.
    pub fn page_stands(&mut self, article: ArticleId) -> Result<(), StoreError> {
        self.change(
            "UPDATE page_checks SET misses = 0 WHERE article = :article",
            named_params! { ":article": article },
        )?;
        Ok(())
    }

    /// There was no such page.
    pub fn page_missed(&mut self, article: ArticleId) -> Result<(), StoreError> {
        self.change(
            "UPDATE page_checks SET misses = misses + 1 WHERE article = :article",
            named_params! { ":article": article },
        )?;
        Ok(())
    }

    /// The page is gone for good. False when that was known, or when the article was dropped meanwhile.
    pub fn keep_gone_page(
        &mut self,
        article: ArticleId,
        status: u16,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let kept = self.change(
            "INSERT INTO gone_pages (article, status, noticed_at)
             SELECT id, :status, :now FROM articles WHERE id = :article
             ON CONFLICT (article) DO NOTHING",
            named_params! { ":article": article, ":status": status, ":now": Ms(now) },
        )?;
        Ok(kept > 0)
    }
}

impl View {
    /// Pages of articles that digests told within these times, that are not known to be gone and whose time has come.
    pub fn due_page_checks(
        &self,
        told_after: Timestamp,
        told_before: Timestamp,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<PageCheck>, StoreError> {
        self.rows(
            "WITH told AS (
                 SELECT DISTINCT d.article AS article
                 FROM digests g
                 CROSS JOIN digest_articles d ON d.number = g.number
                 WHERE g.is_alert = 0 AND g.issued_at > :told_after AND g.issued_at <= :told_before
             )
             SELECT a.id AS article, f.name AS feed, a.link AS link, coalesce(k.misses, 0) AS misses
             FROM told
             CROSS JOIN articles a ON a.id = told.article
             JOIN feeds f ON f.id = a.feed AND f.is_removed = 0 AND f.state <> 'paused'
             LEFT JOIN page_checks k ON k.article = a.id
             WHERE a.link IS NOT NULL AND (k.next_check IS NULL OR k.next_check <= :now)
               AND NOT EXISTS (SELECT 1 FROM gone_pages n WHERE n.article = a.id)
             ORDER BY k.next_check, a.id
             LIMIT :limit",
            named_params! {
                ":told_after": Ms(told_after),
                ":told_before": Ms(told_before),
                ":now": Ms(now),
                ":limit": columns::limit(limit),
            },
            |row| {
                Ok(PageCheck {
                    article: row.get("article")?,
                    feed: columns::text(row, "feed")?,
                    link: columns::text(row, "link")?,
                    misses: row.get("misses")?,
                })
            },
        )
    }

    /// Articles that digests of this name told and whose pages were noticed to be gone after the notice `looked_at`, the latest
    /// `limit` of them; their words are those they have.
    pub fn gone_since(
        &self,
        digest: &DigestName,
        looked_at: i64,
        limit: usize,
    ) -> Result<Vec<Revised>, StoreError> {
        self.rows(
            "SELECT a.id, a.link, a.title, a.text, a.language, f.name AS feed, coalesce(f.title, f.name) AS outlet,
                    p.story, n.noticed_at, n.status, d.number AS told_in
             FROM gone_pages n
             CROSS JOIN digest_articles d ON d.article = n.article AND d.digest_name = :digest AND d.is_alert = 0
             JOIN articles a ON a.id = n.article
             JOIN feeds f ON f.id = a.feed
             JOIN placements p ON p.article = a.id
             WHERE n.id > :looked_at
             ORDER BY n.id DESC
             LIMIT :limit",
            named_params! {
                ":digest": digest.as_str(),
                ":looked_at": looked_at,
                ":limit": columns::limit(limit),
            },
            |row| {
                let words = Wording {
                    title: row.get("title")?,
                    text: row.get("text")?,
                };
                Ok(Revised {
                    article: row.get("id")?,
                    story: row.get("story")?,
                    feed: columns::text(row, "feed")?,
                    outlet: row.get("outlet")?,
                    link: columns::maybe_text(row, "link")?,
                    language: columns::language(row)?,
                    told_in: row.get("told_in")?,
                    changed: columns::time(row, "noticed_at")?,
                    before: words.clone(),
                    after: words,
                    gone: Some(row.get("status")?),
                })
            },
        )
    }

    /// The number of the latest notice; 0 before the first.
    pub fn last_gone_page(&self) -> Result<i64, StoreError> {
        self.one(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'gone_pages'), 0) AS last",
            [],
            |row| row.get("last"),
        )
    }
}
