//! How articles were judged when they came in, and what became of a topic since: the archive's own account of matching.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::ids::ArticleId;
use crate::model::ids::TopicName;
use crate::model::ids::WatchlistVersion;
use crate::model::matching::Match;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;
use crate::store::matches::match_row;

/// What is written down of an article's judgement.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredJudgement {
    /// The list that judged when the article came in.
    pub by: WatchlistVersion,
    /// What stands now, each with the list that said so.
    pub matches: Vec<(Match, WatchlistVersion)>,
}

/// What a topic has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TopicActivity {
    /// Articles that meet it, first seen in the time asked for.
    pub matches: u64,
    /// Their stories.
    pub stories: u64,
    /// When the latest of all was first seen, whatever time was asked for.
    pub last_match: Option<Timestamp>,
}

impl View {
    /// The judgement of an article as it is written down; `None` where there is no such article.
    pub fn stored_judgement(&self, id: ArticleId) -> Result<Option<StoredJudgement>, StoreError> {
        let by = self.row(
            "SELECT watchlist_version FROM articles WHERE id = :id",
            named_params! { ":id": id },
            |row| Ok(WatchlistVersion(row.get("watchlist_version")?)),
        )?;
        let Some(by) = by else {
            return Ok(None);
        };
        let matches = self.rows(
            "SELECT topic, score, evidence, learned, watchlist_version FROM matches
             WHERE article = :id AND superseded_at IS NULL
             ORDER BY id",
            named_params! { ":id": id },
            |row| {
                let by = WatchlistVersion(row.get("watchlist_version")?);
                Ok((match_row(row)?, by))
            },
        )?;
        Ok(Some(StoredJudgement { by, matches }))
    }

    /// What a topic has done since. The back catalogue of new feeds does not count.
    pub fn topic_activity(
        &self,
        topic: &TopicName,
        since: Timestamp,
    ) -> Result<TopicActivity, StoreError> {
        self.one(
            "SELECT count(*) AS matches, count(DISTINCT p.story) AS stories,
                    (SELECT max(first_seen) FROM matches
                     WHERE topic = :topic AND superseded_at IS NULL AND is_backfill = 0) AS last_match
             FROM matches m LEFT JOIN placements p ON p.article = m.article
             WHERE m.topic = :topic AND m.superseded_at IS NULL AND m.is_backfill = 0 AND m.first_seen >= :since",
            named_params! { ":topic": topic.as_str(), ":since": Ms(since) },
            |row| {
                Ok(TopicActivity {
                    matches: columns::count(row, "matches")?,
                    stories: columns::count(row, "stories")?,
                    last_match: columns::maybe_time(row, "last_match")?,
                })
            },
        )
    }

    /// The matches of a topic since, in order of time, a page at a time: those after the place that the last row gave.
    /// The back catalogue of new feeds is not among them.
    pub fn matches_since(
        &self,
        topic: &TopicName,
        after: (Timestamp, ArticleId),
        limit: usize,
    ) -> Result<Vec<(Timestamp, ArticleId, Match)>, StoreError> {
        self.rows(
            "SELECT first_seen, article, topic, score, evidence, learned FROM matches
             WHERE topic = :topic AND superseded_at IS NULL AND is_backfill = 0
               AND (first_seen, article) > (:since, :after)
             ORDER BY first_seen, article
             LIMIT :limit",
            named_params! {
                ":topic": topic.as_str(),
                ":since": Ms(after.0),
                ":after": after.1,
                ":limit": columns::limit(limit),
            },
            |row| {
                Ok((
                    columns::time(row, "first_seen")?,
                    row.get("article")?,
                    match_row(row)?,
                ))
            },
        )
    }
}
