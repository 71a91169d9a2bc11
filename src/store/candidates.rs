//! What the next issue of a digest is made from: articles still to be told, a topic's last days, what was read.

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::digest::Candidate;
use crate::model::digest::Coverage;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestName;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::matching::Match;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;
use crate::store::matches::match_row;

/// Days of a topic's history that a letter shows.
const DAYS: usize = 14;

impl View {
    /// Articles that match one of these topics, are no back catalogue, stand in no digest of this name yet and were first
    /// seen by `until`, in order of `first_seen`. An article without a story is our fault and an error: a letter could not
    /// tell it, and nothing may get lost.
    pub fn candidates(
        &self,
        digest: &DigestName,
        topics: &[TopicName],
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Candidate>, StoreError> {
        let topics = columns::json_list(topics.iter().map(TopicName::as_str));
        let found = self.rows(
            "WITH to_tell AS (
                 SELECT DISTINCT m.article AS article
                 FROM json_each(:topics) t
                 LEFT JOIN subscriptions s ON s.digest_name = :digest AND s.topic = t.value
                 JOIN matches m ON m.topic = t.value AND m.superseded_at IS NULL AND m.is_backfill = 0
                               AND m.id > coalesce(s.settled_to, 0)
                 WHERE NOT EXISTS (SELECT 1 FROM digest_articles d
                                   WHERE d.digest_name = :digest AND d.is_alert = 0 AND d.article = m.article)
             ),
             -- By its articles, whatever the story was called then: stories are merged, parted and made anew.
             told AS MATERIALIZED (
                 SELECT s.story FROM (SELECT DISTINCT p.story FROM to_tell JOIN placements p ON p.article = to_tell.article) s
                 WHERE EXISTS (SELECT 1 FROM placements p CROSS JOIN digest_articles d ON d.article = p.article
                               WHERE p.story = s.story AND d.digest_name = :digest AND d.is_alert = 0)
             )
             SELECT a.id, a.link, a.title, a.text, a.language, a.published, a.first_seen,
                    f.name AS feed, coalesce(f.title, f.name) AS outlet, f.label AS label,
                    p.story AS story, s.opened AS story_opened,
                    coalesce(p.story IN told, 0) AS is_development,
                    coalesce((SELECT g.issued_at FROM digest_articles d JOIN digests g ON g.number = d.number
                              WHERE d.article = a.id AND d.digest_name = :digest AND d.is_alert = 1),
                             (SELECT g.issued_at FROM alerts l JOIN digests g ON g.number = l.number
                              WHERE l.article = a.id AND l.digest_name = :digest)) AS alerted
             FROM to_tell
             CROSS JOIN articles a ON a.id = to_tell.article
             JOIN feeds f ON f.id = a.feed
             LEFT JOIN placements p ON p.article = a.id
             LEFT JOIN stories s ON s.id = p.story
             WHERE a.first_seen <= :until
             ORDER BY a.first_seen, a.id
             LIMIT :limit",
            named_params! {
                ":digest": digest.as_str(),
                ":topics": topics,
                ":until": Ms(until),
                ":limit": columns::limit(limit),
            },
            candidate,
        )?;
        self.with_matches(found, &topics)
    }

    /// The candidates with their matches of these topics.
    pub(super) fn with_matches(
        &self,
        mut found: Vec<Candidate>,
        topics: &str,
    ) -> Result<Vec<Candidate>, StoreError> {
        for candidate in &mut found {
            candidate.matches = self.matches_among(candidate.article, topics)?;
        }
        Ok(found)
    }

    /// How many articles wait for the next issue of a digest.
    pub fn waiting(&self, digest: &DigestName, topics: &[TopicName]) -> Result<u64, StoreError> {
        let topics = columns::json_list(topics.iter().map(TopicName::as_str));
        self.one(
            "SELECT count(DISTINCT m.article) AS waiting
             FROM json_each(:topics) t
             LEFT JOIN subscriptions s ON s.digest_name = :digest AND s.topic = t.value
             JOIN matches m ON m.topic = t.value AND m.superseded_at IS NULL AND m.is_backfill = 0
                           AND m.id > coalesce(s.settled_to, 0)
             WHERE NOT EXISTS (SELECT 1 FROM digest_articles d
                               WHERE d.digest_name = :digest AND d.is_alert = 0 AND d.article = m.article)",
            named_params! { ":digest": digest.as_str(), ":topics": topics },
            |row| columns::count(row, "waiting"),
        )
    }

    fn matches_among(&self, article: ArticleId, topics: &str) -> Result<Vec<Match>, StoreError> {
        self.rows(
            "SELECT topic, score, evidence, learned FROM matches
             WHERE article = :article AND superseded_at IS NULL
               AND topic IN (SELECT value FROM json_each(:topics))
             ORDER BY id",
            named_params! { ":article": article, ":topics": topics },
            match_row,
        )
    }

    /// Stories of a topic a day over the 14 days that end with `until`'s own, oldest first; days are those of `tz`.
    /// Back catalogue does not count: it is not the news of the day we first read it.
    pub fn daily_stories(
        &self,
        topic: &TopicName,
        until: Timestamp,
        tz: &TimeZone,
    ) -> Result<[u32; DAYS], StoreError> {
        let starts = day_starts(until, tz);
        let mut daily = [0; DAYS];
        for (day, stories) in daily.iter_mut().enumerate() {
            let end = starts.get(day + 1).copied().unwrap_or(Timestamp::MAX);
            *stories = self.one(
                "SELECT count(DISTINCT p.story) AS stories
                 FROM matches m JOIN placements p ON p.article = m.article
                 WHERE m.topic = :topic AND m.superseded_at IS NULL AND m.is_backfill = 0
                   AND m.first_seen >= :start AND m.first_seen < :end AND m.first_seen <= :until",
                named_params! {
                    ":topic": topic.as_str(),
                    ":start": Ms(starts[day]),
                    ":end": Ms(end),
                    ":until": Ms(until),
                },
                |row| row.get("stories"),
            )?;
        }
        Ok(daily)
    }

    /// What was read after `from` and up to `until`; the watchlist's part of [`Coverage`] is left empty.
    pub fn coverage(
        &self,
        from: Timestamp,
        until: Timestamp,
        topics: &[TopicName],
    ) -> Result<Coverage, StoreError> {
        let topics = columns::json_list(topics.iter().map(TopicName::as_str));
        self.one(
            "SELECT (SELECT count(*) FROM feeds WHERE is_removed = 0) AS feeds,
                    (SELECT count(*) FROM feeds WHERE is_removed = 0 AND last_good > :from) AS feeds_ok,
                    (SELECT count(*) FROM articles WHERE first_seen > :from AND first_seen <= :until) AS read,
                    (SELECT count(DISTINCT m.article)
                     FROM json_each(:topics) t
                     JOIN matches m ON m.topic = t.value AND m.superseded_at IS NULL AND m.is_backfill = 0
                     WHERE m.first_seen > :from AND m.first_seen <= :until) AS matched",
            named_params! { ":from": Ms(from), ":until": Ms(until), ":topics": topics },
            |row| {
                Ok(Coverage {
                    feeds: columns::count(row, "feeds")?,
                    feeds_ok: columns::count(row, "feeds_ok")?,
                    read: columns::count(row, "read")?,
                    matched: columns::count(row, "matched")?,
                    ..Coverage::default()
                })
            },
        )
    }
}

pub(super) fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        article: row.get("id")?,
        story: row.get::<_, StoryId>("story")?,
        story_opened: columns::time(row, "story_opened")?,
        is_development: row.get("is_development")?,
        alerted: columns::maybe_time(row, "alerted")?,
        feed: columns::text(row, "feed")?,
        outlet: row.get("outlet")?,
        label: row.get("label")?,
        link: columns::maybe_text(row, "link")?,
        title: row.get("title")?,
        text: row.get("text")?,
        language: columns::language(row)?,
        published: columns::maybe_time(row, "published")?,
        first_seen: columns::time(row, "first_seen")?,
        matches: Vec::new(),
    })
}

/// When each of the last days began; a day that the zone's clock shortens or skips begins when its first moment does.
fn day_starts(until: Timestamp, tz: &TimeZone) -> [Timestamp; DAYS] {
    let today = tz.to_datetime(until).date();
    let mut starts = [until; DAYS];
    for (back, start) in (0_i64..).zip(starts.iter_mut().rev()) {
        // Only dates at the very ends of the calendar have no day before them; their letter shows an empty history.
        if let Ok(day) = today
            .checked_sub(back.days())
            .and_then(|date| date.to_zoned_datetime(tz.clone()))
        {
            *start = day.timestamp();
        }
    }
    starts
}
