//! Bursts as they were told, and what they are found from: when a topic's stories opened, and what fired in them.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::burst::Burst;
use crate::model::burst::Told;
use crate::model::ids::BurstId;
use crate::model::ids::TopicName;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// A feed that was not read for longer than this tells of its articles when it can; before, when they say.
const BELIEVED_MS: i64 = 7 * 24 * 3600 * 1000;

impl Tx {
    /// Writes down that a topic is loud.
    pub fn keep_burst(&mut self, burst: &Burst) -> Result<BurstId, StoreError> {
        let id = self.insert(
            "INSERT INTO bursts (topic, noticed, since, hours, stories, usual, terms, outlets)
             VALUES (:topic, :noticed, :since, :hours, :stories, :usual, :terms, :outlets)
             RETURNING id",
            named_params! {
                ":topic": burst.topic.as_str(),
                ":noticed": Ms(burst.noticed),
                ":since": Ms(burst.since),
                ":hours": burst.hours,
                ":stories": burst.stories,
                ":usual": burst.usual,
                ":terms": columns::json_list(&burst.terms),
                ":outlets": columns::json_list(&burst.outlets),
            },
        )?;
        Ok(BurstId(id))
    }
}

impl View {
    /// When each story of a topic opened, in order, after `from` and up to `until`. A story opens when its first article was
    /// published, if that was within the week before we saw it: what is read late, after a night's standstill, was not all
    /// told at once. Back catalogue is not counted.
    pub fn story_openings(
        &self,
        topic: &TopicName,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError> {
        self.rows(
            "SELECT min(CASE WHEN a.published BETWEEN m.first_seen - :believed AND m.first_seen
                             THEN a.published ELSE m.first_seen END) AS opened
             FROM matches m
             JOIN articles a ON a.id = m.article
             JOIN placements p ON p.article = m.article
             WHERE m.topic = :topic AND m.superseded_at IS NULL AND m.is_backfill = 0 AND m.first_seen > :from
             GROUP BY p.story
             HAVING opened > :from AND opened <= :until
             ORDER BY opened",
            named_params! {
                ":topic": topic.as_str(),
                ":from": Ms(from),
                ":until": Ms(until),
                ":believed": BELIEVED_MS,
            },
            |row| columns::time(row, "opened"),
        )
    }

    /// When the first article that is no back catalogue met the topic.
    pub fn first_match(&self, topic: &TopicName) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT min(first_seen) AS first FROM matches
             WHERE topic = :topic AND superseded_at IS NULL AND is_backfill = 0",
            named_params! { ":topic": topic.as_str() },
            |row| columns::maybe_time(row, "first"),
        )
    }

    /// What fired in a topic's stories of some time, and who told them; the latest `limit` stories.
    pub fn stories_told(
        &self,
        topic: &TopicName,
        from: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Told>, StoreError> {
        self.rows(
            "SELECT json_group_array(DISTINCT json_extract(e.value, '$.term')) AS terms,
                    json_group_array(DISTINCT coalesce(f.title, f.name)) AS outlets
             FROM matches m
             JOIN articles a ON a.id = m.article
             JOIN feeds f ON f.id = a.feed
             JOIN placements p ON p.article = m.article
             JOIN json_each(m.evidence) e
             WHERE m.topic = :topic AND m.superseded_at IS NULL AND m.is_backfill = 0
               AND m.first_seen > :from AND m.first_seen <= :until
             GROUP BY p.story
             ORDER BY p.story DESC
             LIMIT :limit",
            named_params! {
                ":topic": topic.as_str(),
                ":from": Ms(from),
                ":until": Ms(until),
                ":limit": columns::limit(limit),
            },
            |row| {
                Ok(Told {
                    terms: columns::list(row, "terms")?,
                    outlets: columns::list(row, "outlets")?,
                })
            },
        )
    }

    /// When a topic was last told to be loud.
    pub fn last_burst(&self, topic: &TopicName) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT max(noticed) AS noticed FROM bursts WHERE topic = :topic",
            named_params! { ":topic": topic.as_str() },
            |row| columns::maybe_time(row, "noticed"),
        )
    }

    /// The bursts of these topics that were noticed after `from` and up to `until`, in order.
    pub fn bursts(
        &self,
        topics: &[TopicName],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Burst>, StoreError> {
        self.rows(
            "SELECT b.topic, b.noticed, b.since, b.hours, b.stories, b.usual, b.terms, b.outlets
             FROM json_each(:topics) t JOIN bursts b ON b.topic = t.value
             WHERE b.noticed > :from AND b.noticed <= :until
             ORDER BY b.noticed, b.id",
            named_params! {
                ":topics": columns::json_list(topics.iter().map(TopicName::as_str)),
                ":from": Ms(from),
                ":until": Ms(until),
            },
            burst_row,
        )
    }
}

pub(super) fn burst_row(row: &Row<'_>) -> rusqlite::Result<Burst> {
    Ok(Burst {
        topic: columns::text(row, "topic")?,
        noticed: columns::time(row, "noticed")?,
        since: columns::time(row, "since")?,
        hours: row.get("hours")?,
        stories: row.get("stories")?,
        usual: row.get("usual")?,
        terms: columns::list(row, "terms")?,
        outlets: columns::list(row, "outlets")?,
    })
}
