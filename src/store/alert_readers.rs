//! Alerts as one reader gets them: what waits for them, what letters of whatever digest told them, and when. Limits are a
//! reader's own, however many digests they read; a letter that failed or was withdrawn told them nothing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::alert::AlertAbout;
use crate::model::alert::WaitingAlert;
use crate::model::digest::Candidate;
use crate::model::digest::ToldText;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestName;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::recipient::Recipient;
use crate::store::StoreError;
use crate::store::View;
use crate::store::alerts::held_of;
use crate::store::candidates::candidate;
use crate::store::columns;
use crate::store::columns::Ms;

/// Does a letter of the issue `d.number` go, or did one go, to the reader `:to`?
const TO_THEM: &str = "EXISTS (SELECT 1 FROM deliveries l
                                WHERE l.digest = d.number AND l.rcpt_to = :to AND l.status IN ('queued', 'accepted'))";

impl View {
    /// What waits for an instant letter of a digest to one of its readers, in the order in which it was noticed.
    pub fn waiting_alerts(
        &self,
        digest: &DigestName,
        to: &Recipient,
    ) -> Result<Vec<WaitingAlert>, StoreError> {
        self.rows(
            &format!(
                "SELECT w.id, w.topic, w.article, w.burst, w.noticed_at, w.held, p.story,
                        (SELECT max(g.issued_at)
                         FROM placements o
                         CROSS JOIN digest_articles d ON d.article = o.article
                         JOIN digests g ON g.number = d.number
                         WHERE o.story = p.story AND {TO_THEM}) AS last_told,
                        EXISTS (SELECT 1 FROM digest_articles d
                                WHERE d.digest_name = :digest AND d.is_alert IN (0, 1) AND d.article = w.article
                                  AND {TO_THEM}) AS is_told,
                        EXISTS (SELECT 1 FROM digest_articles d
                                WHERE d.article = w.article AND d.digest_name <> :digest AND {TO_THEM})
                            OR EXISTS (SELECT 1 FROM alerts b JOIN alert_letters d ON d.alert = b.id
                                       WHERE b.burst = w.burst AND b.digest_name <> :digest AND {TO_THEM}) AS is_elsewhere,
                        (SELECT min(d.number) FROM alerts b JOIN alert_letters d ON d.alert = b.id
                         WHERE (b.burst = w.burst OR b.article = w.article) AND b.digest_name <> :digest
                           AND {TO_THEM}) AS elsewhere
                 FROM alerts w
                 LEFT JOIN placements p ON p.article = w.article
                 WHERE w.digest_name = :digest AND w.state = 'waiting' AND (w.rcpt_to IS NULL OR w.rcpt_to = :to)
                   AND (w.article IS NULL OR p.story IS NOT NULL)
                 ORDER BY w.id"
            ),
            named_params! { ":digest": digest.as_str(), ":to": to.as_str() },
            waiting,
        )
    }

    /// When letters told this reader alerts of each topic, after `since` and up to `until`; the first ones first.
    pub fn alert_letters(
        &self,
        to: &Recipient,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<BTreeMap<TopicName, Vec<Timestamp>>, StoreError> {
        let rows = self.rows(
            &format!(
                "SELECT DISTINCT a.topic, g.number, g.issued_at
                 FROM digests g
                 JOIN alert_letters d ON d.number = g.number
                 JOIN alerts a ON a.id = d.alert
                 WHERE g.is_alert = 1 AND g.issued_at > :since AND g.issued_at <= :until AND {TO_THEM}
                 ORDER BY g.issued_at, g.number"
            ),
            named_params! { ":to": to.as_str(), ":since": Ms(since), ":until": Ms(until) },
            |row| {
                Ok((
                    columns::text::<TopicName>(row, "topic")?,
                    columns::time(row, "issued_at")?,
                ))
            },
        )?;
        let mut letters: BTreeMap<TopicName, Vec<Timestamp>> = BTreeMap::new();
        for (topic, at) in rows {
            letters.entry(topic).or_default().push(at);
        }
        Ok(letters)
    }

    /// The articles of a story that match one of these topics and that no letter has told this reader, in order of
    /// `first_seen`. A development here is an article of a story that any letter has told them of.
    pub fn story_candidates(
        &self,
        to: &Recipient,
        topics: &[TopicName],
        story: StoryId,
    ) -> Result<Vec<Candidate>, StoreError> {
        let topics = columns::json_list(topics.iter().map(TopicName::as_str));
        let found = self.rows(
            &format!(
                "SELECT a.id, a.link, a.title, a.text, a.language, a.published, a.first_seen,
                        f.name AS feed, coalesce(f.title, f.name) AS outlet, f.label AS label,
                        p.story AS story, s.opened AS story_opened, NULL AS alerted,
                        EXISTS (SELECT 1 FROM placements o CROSS JOIN digest_articles d ON d.article = o.article
                                WHERE o.story = p.story AND {TO_THEM}) AS is_development
                 FROM placements p
                 JOIN articles a ON a.id = p.article
                 JOIN feeds f ON f.id = a.feed
                 JOIN stories s ON s.id = p.story
                 WHERE p.story = :story
                   AND EXISTS (SELECT 1 FROM matches m JOIN json_each(:topics) t ON t.value = m.topic
                               WHERE m.article = a.id AND m.superseded_at IS NULL AND m.is_backfill = 0)
                   AND NOT EXISTS (SELECT 1 FROM digest_articles d WHERE d.article = a.id AND {TO_THEM})
                 ORDER BY a.first_seen, a.id"
            ),
            named_params! { ":to": to.as_str(), ":topics": topics, ":story": story },
            candidate,
        )?;
        self.with_matches(found, &topics)
    }

    /// The stories of a topic with an article first seen after `since` that no letter has told this reader, the latest
    /// `limit` of them.
    pub fn untold_stories(
        &self,
        to: &Recipient,
        topic: &TopicName,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<StoryId>, StoreError> {
        self.rows(
            &format!(
                "SELECT p.story AS story, max(m.id) AS latest
                 FROM matches m JOIN placements p ON p.article = m.article
                 WHERE m.topic = :topic AND m.superseded_at IS NULL AND m.is_backfill = 0 AND m.first_seen > :since
                   AND NOT EXISTS (SELECT 1 FROM digest_articles d WHERE d.article = m.article AND {TO_THEM})
                 GROUP BY p.story
                 ORDER BY latest DESC
                 LIMIT :limit"
            ),
            named_params! {
                ":to": to.as_str(),
                ":topic": topic.as_str(),
                ":since": Ms(since),
                ":limit": columns::limit(limit),
            },
            |row| row.get("story"),
        )
    }

    /// Message-IDs of alerts about a story that went to this reader, the first one first: what a later one answers to.
    pub fn thread(&self, story: StoryId, to: &Recipient) -> Result<Vec<String>, StoreError> {
        self.rows(
            "SELECT DISTINCT l.message_id, l.id
             FROM placements p
             CROSS JOIN digest_articles d ON d.article = p.article AND d.is_alert = 1
             JOIN deliveries l ON l.digest = d.number
             WHERE p.story = :story AND l.rcpt_to = :to AND l.status IN ('queued', 'accepted')
             ORDER BY l.id",
            named_params! { ":story": story, ":to": to.as_str() },
            |row| row.get("message_id"),
        )
    }

    /// The words of a story's articles that letters told this reader, the one told last first.
    pub fn texts_told_to(
        &self,
        to: &Recipient,
        story: StoryId,
        limit: usize,
    ) -> Result<Vec<ToldText>, StoreError> {
        self.rows(
            &format!(
                "SELECT a.title, a.text, a.language
                 FROM placements p
                 JOIN articles a ON a.id = p.article
                 WHERE p.story = :story
                   AND EXISTS (SELECT 1 FROM digest_articles d WHERE d.article = p.article AND {TO_THEM})
                 ORDER BY a.first_seen DESC, a.id DESC
                 LIMIT :limit"
            ),
            named_params! { ":to": to.as_str(), ":story": story, ":limit": columns::limit(limit) },
            |row| {
                Ok(ToldText {
                    title: row.get("title")?,
                    text: row.get("text")?,
                    language: columns::language(row)?,
                })
            },
        )
    }
}

fn waiting(row: &Row<'_>) -> rusqlite::Result<WaitingAlert> {
    let article: Option<ArticleId> = row.get("article")?;
    let about = match article {
        Some(article) => AlertAbout::Article(article, row.get("story")?),
        None => AlertAbout::Burst(row.get("burst")?),
    };
    Ok(WaitingAlert {
        id: row.get("id")?,
        topic: columns::text(row, "topic")?,
        about,
        noticed: columns::time(row, "noticed_at")?,
        held: held_of(row)?,
        last_told: columns::maybe_time(row, "last_told")?,
        is_told: row.get("is_told")?,
        is_elsewhere: row.get("is_elsewhere")?,
        elsewhere: row.get("elsewhere")?,
    })
}
