//! Matched articles in order of time, a page at a time: what an export is made of. Reads, changes nothing.

use jiff::Timestamp;
use rusqlite::Params;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::article::ContentHash;
use crate::model::ids::ArticleId;
use crate::model::ids::TopicName;
use crate::model::ids::WatchlistVersion;
use crate::model::mark::Judgement;
use crate::model::mark::Mark;
use crate::model::matched::Audit;
use crate::model::matched::JudgedMatch;
use crate::model::matched::MatchedArticle;
use crate::model::matched::Telling;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;
use crate::store::matches::match_row;

impl View {
    /// Articles that meet one of the topics (no topics: any) after the place that the last one gave, in order of
    /// `first_seen` and number; the back catalogues of new feeds as well. Their matches are those of these topics.
    pub fn matched_articles(
        &self,
        topics: &[TopicName],
        after: (Timestamp, ArticleId),
        limit: usize,
        with_audit: bool,
    ) -> Result<Vec<MatchedArticle>, StoreError> {
        let topics = wanted(topics);
        // Each is one range of the index by time; both conditions in one question would begin each page at the moment's start.
        let mut found = self.matched_page(
            "a.first_seen = :since AND a.id > :after",
            named_params! {
                ":topics": topics,
                ":since": Ms(after.0),
                ":after": after.1,
                ":limit": columns::limit(limit),
            },
        )?;
        found.extend(self.matched_page(
            "a.first_seen > :since",
            named_params! {
                ":topics": topics,
                ":since": Ms(after.0),
                ":limit": columns::limit(limit.saturating_sub(found.len())),
            },
        )?);
        found
            .into_iter()
            .map(|(article, audit)| {
                self.with_judgements(article, audit, topics.as_deref(), with_audit)
            })
            .collect()
    }

    fn matched_page(
        &self,
        place: &str,
        params: impl Params,
    ) -> Result<Vec<(MatchedArticle, Audit)>, StoreError> {
        self.rows(
            &format!(
                "SELECT a.id, a.link, a.title, f.name AS feed, coalesce(f.title, f.name) AS outlet, a.language, a.published,
                        a.first_seen, p.story, a.is_backfill, a.watchlist_version, a.content_hash
                 FROM articles a
                 CROSS JOIN feeds f ON f.id = a.feed
                 LEFT JOIN placements p ON p.article = a.id
                 WHERE {place}
                   AND EXISTS (SELECT 1 FROM matches m
                               WHERE m.article = a.id AND m.superseded_at IS NULL
                                 AND (:topics IS NULL OR m.topic IN (SELECT value FROM json_each(:topics))))
                 ORDER BY a.first_seen, a.id
                 LIMIT :limit"
            ),
            params,
            matched_article,
        )
    }

    fn with_judgements(
        &self,
        mut article: MatchedArticle,
        audit: Audit,
        topics: Option<&str>,
        with_audit: bool,
    ) -> Result<MatchedArticle, StoreError> {
        let marks = self.marks_of_article(article.id)?;
        article.matches = self.rows(
            "SELECT topic, score, evidence, learned, watchlist_version FROM matches
             WHERE article = :article AND superseded_at IS NULL
               AND (:topics IS NULL OR topic IN (SELECT value FROM json_each(:topics)))
             ORDER BY id",
            named_params! { ":article": article.id, ":topics": topics },
            |row| judged_match(row, &marks),
        )?;
        if with_audit {
            article.audit = Some(Audit {
                revisions: self.revision_count(article.id)?,
                letters: self.tellings(article.id)?,
                marks: marks.into_iter().rev().collect(),
                ..audit
            });
        }
        Ok(article)
    }

    fn revision_count(&self, article: ArticleId) -> Result<u64, StoreError> {
        self.one(
            "SELECT count(*) AS revisions FROM revisions WHERE article = :article",
            named_params! { ":article": article },
            |row| columns::count(row, "revisions"),
        )
    }

    fn tellings(&self, article: ArticleId) -> Result<Vec<Telling>, StoreError> {
        self.rows(
            "SELECT d.number, d.name, d.is_alert, d.issued_at, count(l.id) AS recipients, count(l.first_accepted_at) AS accepted,
                    min(l.first_accepted_at) AS accepted_at
             FROM (SELECT DISTINCT number FROM digest_articles WHERE article = :article) told
             CROSS JOIN digests d ON d.number = told.number
             LEFT JOIN deliveries l ON l.digest = d.number
             GROUP BY d.number
             ORDER BY d.number",
            named_params! { ":article": article },
            telling,
        )
    }
}

/// The topics as SQL takes them; NULL is any.
fn wanted(topics: &[TopicName]) -> Option<String> {
    let names = topics.iter().map(TopicName::as_str);
    (!topics.is_empty()).then(|| columns::json_list(names))
}

/// An article that has its matches yet to come, and as much of its audit as stands in its row.
fn matched_article(row: &Row<'_>) -> rusqlite::Result<(MatchedArticle, Audit)> {
    let article = MatchedArticle {
        id: row.get("id")?,
        link: columns::maybe_text(row, "link")?,
        title: row.get("title")?,
        feed: columns::text(row, "feed")?,
        outlet: row.get("outlet")?,
        language: columns::language(row)?,
        published: columns::maybe_time(row, "published")?,
        first_seen: columns::time(row, "first_seen")?,
        story: row.get("story")?,
        is_backfill: row.get("is_backfill")?,
        matches: Vec::new(),
        audit: None,
    };
    let audit = Audit {
        judged_by: WatchlistVersion(row.get("watchlist_version")?),
        content_hash: ContentHash(row.get("content_hash")?),
        revisions: 0,
        letters: Vec::new(),
        marks: Vec::new(),
    };
    Ok((article, audit))
}

/// `marks` are the article's and its story's, the newest first.
fn judged_match(row: &Row<'_>, marks: &[Mark]) -> rusqlite::Result<JudgedMatch> {
    let found = match_row(row)?;
    let concerns = |mark: &&Mark| {
        let topic = mark.said.topic.as_ref();
        topic.is_none_or(|topic| *topic == found.topic)
    };
    let mark: Option<Judgement> = marks.iter().find(concerns).map(|mark| mark.said.judgement);
    Ok(JudgedMatch {
        by: WatchlistVersion(row.get("watchlist_version")?),
        mark,
        found,
    })
}

fn telling(row: &Row<'_>) -> rusqlite::Result<Telling> {
    Ok(Telling {
        number: row.get("number")?,
        digest: columns::text(row, "name")?,
        is_alert: row.get("is_alert")?,
        issued: columns::time(row, "issued_at")?,
        recipients: columns::count(row, "recipients")?,
        accepted: columns::count(row, "accepted")?,
        accepted_at: columns::maybe_time(row, "accepted_at")?,
    })
}
