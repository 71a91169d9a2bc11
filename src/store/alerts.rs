//! Alerts: noticed while articles are admitted, held, told by a letter or passed over.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::alert::AlertAbout;
use crate::model::alert::AlertState;
use crate::model::alert::HeldBy;
use crate::model::alert::KeptAlert;
use crate::model::alert::NewAlert;
use crate::model::alert::PassedBy;
use crate::model::alert::WaitingAlert;
use crate::model::burst::Burst;
use crate::model::digest::Candidate;
use crate::model::ids::AlertId;
use crate::model::ids::ArticleId;
use crate::model::ids::BurstId;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::recipient::Recipient;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::bursts::burst_row;
use crate::store::candidates::candidate;
use crate::store::columns;
use crate::store::columns::Ms;

/// Alerts of one digest that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingCount {
    /// Whose recipients.
    pub digest: DigestName,
    /// Why; `None`: they go at once.
    pub held: Option<HeldBy>,
    /// How many.
    pub alerts: u64,
}

impl Tx {
    /// Notes something as worth an instant letter; what was noted before for this digest is not noted again. Tells whether
    /// it was new.
    pub fn notice_alert(&mut self, alert: &NewAlert, now: Timestamp) -> Result<bool, StoreError> {
        let (article, burst) = match alert.about {
            AlertAbout::Article(article, _) => (Some(article), None),
            AlertAbout::Burst(burst) => (None, Some(burst)),
        };
        let noticed = self.change(
            "INSERT INTO alerts (digest_name, topic, article, burst, noticed_at)
             VALUES (:digest, :topic, :article, :burst, :now)
             ON CONFLICT DO NOTHING",
            named_params! {
                ":digest": alert.digest.as_str(),
                ":topic": alert.topic.as_str(),
                ":article": article,
                ":burst": burst,
                ":now": Ms(now),
            },
        )?;
        Ok(noticed > 0)
    }

    /// Writes down why an alert waits.
    pub fn hold_alert(&mut self, id: AlertId, held: HeldBy) -> Result<(), StoreError> {
        self.change(
            "UPDATE alerts SET held = :held WHERE id = :id AND state = 'waiting' AND held IS NOT :held",
            named_params! { ":id": id, ":held": held.as_str() },
        )?;
        Ok(())
    }

    /// Settles an alert that gets no letter of its own; `number` is the letter that told it all the same.
    pub fn pass_alert(
        &mut self,
        id: AlertId,
        passed: PassedBy,
        number: Option<DigestNumber>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "UPDATE alerts SET state = 'passed', passed = :passed, number = :number, settled_at = :now
             WHERE id = :id AND state = 'waiting'",
            named_params! { ":id": id, ":passed": passed.as_str(), ":number": number, ":now": Ms(now) },
        )?;
        Ok(())
    }

    /// Settles alerts that a letter tells, in the transaction that writes the letter.
    pub fn alerts_told(
        &mut self,
        ids: &[AlertId],
        number: DigestNumber,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for id in ids {
            self.change(
                "UPDATE alerts SET state = 'told', number = :number, settled_at = :now
                 WHERE id = :id AND state = 'waiting'",
                named_params! { ":id": id, ":number": number, ":now": Ms(now) },
            )?;
        }
        Ok(())
    }

    /// Settles what waits for digests that the watchlist no longer has.
    pub fn pass_alerts_of_others(
        &mut self,
        digests: &[DigestName],
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let names = columns::json_list(digests.iter().map(DigestName::as_str));
        self.change(
            "UPDATE alerts SET state = 'passed', passed = 'unasked', settled_at = :now
             WHERE state = 'waiting' AND digest_name NOT IN (SELECT value FROM json_each(:names))",
            named_params! { ":names": names, ":now": Ms(now) },
        )
    }
}

impl View {
    /// How many alerts wait, by digest and reason.
    pub fn waiting_counts(&self) -> Result<Vec<WaitingCount>, StoreError> {
        self.rows(
            "SELECT digest_name, held, count(*) AS alerts FROM alerts
             WHERE state = 'waiting'
             GROUP BY digest_name, held
             ORDER BY digest_name, held",
            [],
            |row| {
                Ok(WaitingCount {
                    digest: columns::text(row, "digest_name")?,
                    held: held_of(row)?,
                    alerts: columns::count(row, "alerts")?,
                })
            },
        )
    }

    /// What waits for an instant letter to the recipients of a digest, in the order in which it was noticed.
    pub fn waiting_alerts(&self, digest: &DigestName) -> Result<Vec<WaitingAlert>, StoreError> {
        self.rows(
            "SELECT w.id, w.topic, w.article, w.burst, w.noticed_at, w.held, p.story,
                    (SELECT max(g.issued_at)
                     FROM placements o
                     CROSS JOIN digest_articles d ON d.article = o.article AND d.digest_name = :digest AND d.is_alert IN (0, 1)
                     JOIN digests g ON g.number = d.number
                     WHERE o.story = p.story) AS last_told,
                    EXISTS (SELECT 1 FROM digest_articles d
                            WHERE d.digest_name = :digest AND d.is_alert IN (0, 1) AND d.article = w.article) AS is_told
             FROM alerts w
             LEFT JOIN placements p ON p.article = w.article
             WHERE w.digest_name = :digest AND w.state = 'waiting' AND (w.article IS NULL OR p.story IS NOT NULL)
             ORDER BY w.id",
            named_params! { ":digest": digest.as_str() },
            waiting,
        )
    }

    /// When letters of a digest told alerts of each topic, after `since` and up to `until`; the first ones first.
    pub fn alert_letters(
        &self,
        digest: &DigestName,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<BTreeMap<TopicName, Vec<Timestamp>>, StoreError> {
        let rows = self.rows(
            "SELECT DISTINCT topic, number, settled_at FROM alerts
             WHERE digest_name = :digest AND state = 'told' AND settled_at > :since AND settled_at <= :until
             ORDER BY settled_at, number",
            named_params! { ":digest": digest.as_str(), ":since": Ms(since), ":until": Ms(until) },
            |row| {
                Ok((
                    columns::text::<TopicName>(row, "topic")?,
                    columns::time(row, "settled_at")?,
                ))
            },
        )?;
        let mut letters: BTreeMap<TopicName, Vec<Timestamp>> = BTreeMap::new();
        for (topic, at) in rows {
            letters.entry(topic).or_default().push(at);
        }
        Ok(letters)
    }

    /// The articles of a story that match one of these topics and that no letter of this digest has told, in order of
    /// `first_seen`. A development here is an article of a story that any letter of the digest has told of.
    pub fn story_candidates(
        &self,
        digest: &DigestName,
        topics: &[TopicName],
        story: StoryId,
    ) -> Result<Vec<Candidate>, StoreError> {
        let topics = columns::json_list(topics.iter().map(TopicName::as_str));
        let found = self.rows(
            "SELECT a.id, a.link, a.title, a.text, a.language, a.published, a.first_seen,
                    f.name AS feed, coalesce(f.title, f.name) AS outlet, f.label AS label,
                    p.story AS story, s.opened AS story_opened, NULL AS alerted,
                    EXISTS (SELECT 1 FROM placements o CROSS JOIN digest_articles d ON d.article = o.article
                            WHERE o.story = p.story AND d.digest_name = :digest AND d.is_alert IN (0, 1)) AS is_development
             FROM placements p
             JOIN articles a ON a.id = p.article
             JOIN feeds f ON f.id = a.feed
             JOIN stories s ON s.id = p.story
             WHERE p.story = :story
               AND EXISTS (SELECT 1 FROM matches m JOIN json_each(:topics) t ON t.value = m.topic
                           WHERE m.article = a.id AND m.superseded_at IS NULL AND m.is_backfill = 0)
               AND NOT EXISTS (SELECT 1 FROM digest_articles d
                               WHERE d.digest_name = :digest AND d.is_alert IN (0, 1) AND d.article = a.id)
             ORDER BY a.first_seen, a.id",
            named_params! { ":digest": digest.as_str(), ":topics": topics, ":story": story },
            candidate,
        )?;
        self.with_matches(found, &topics)
    }

    /// The stories of a topic with an article first seen after `since` that no letter of this digest has told, the latest
    /// `limit` of them.
    pub fn untold_stories(
        &self,
        digest: &DigestName,
        topic: &TopicName,
        since: Timestamp,
        limit: usize,
    ) -> Result<Vec<StoryId>, StoreError> {
        self.rows(
            "SELECT p.story AS story, max(m.id) AS latest
             FROM matches m JOIN placements p ON p.article = m.article
             WHERE m.topic = :topic AND m.superseded_at IS NULL AND m.is_backfill = 0 AND m.first_seen > :since
               AND NOT EXISTS (SELECT 1 FROM digest_articles d
                               WHERE d.digest_name = :digest AND d.is_alert IN (0, 1) AND d.article = m.article)
             GROUP BY p.story
             ORDER BY latest DESC
             LIMIT :limit",
            named_params! {
                ":digest": digest.as_str(),
                ":topic": topic.as_str(),
                ":since": Ms(since),
                ":limit": columns::limit(limit),
            },
            |row| row.get("story"),
        )
    }

    /// A burst as it was told then.
    pub fn burst(&self, id: BurstId) -> Result<Option<Burst>, StoreError> {
        self.row(
            "SELECT topic, noticed, since, hours, stories, usual, terms, outlets FROM bursts WHERE id = :id",
            named_params! { ":id": id },
            burst_row,
        )
    }

    /// The alert of another digest by which this recipient was told of an article or a burst already.
    pub fn alerted_elsewhere(
        &self,
        digest: &DigestName,
        about: AlertAbout,
        to: &Recipient,
    ) -> Result<Option<DigestNumber>, StoreError> {
        match about {
            AlertAbout::Article(article, _) => self.row(
                "SELECT d.number AS number
                 FROM digest_articles d
                 JOIN deliveries l ON l.digest = d.number
                 WHERE d.article = :article AND d.is_alert = 1 AND d.digest_name <> :digest AND l.rcpt_to = :to
                 LIMIT 1",
                named_params! { ":article": article, ":digest": digest.as_str(), ":to": to.as_str() },
                |row| row.get("number"),
            ),
            AlertAbout::Burst(burst) => self.row(
                "SELECT a.number AS number
                 FROM alerts a
                 JOIN deliveries l ON l.digest = a.number
                 WHERE a.burst = :burst AND a.state = 'told' AND a.digest_name <> :digest AND l.rcpt_to = :to
                 LIMIT 1",
                named_params! { ":burst": burst, ":digest": digest.as_str(), ":to": to.as_str() },
                |row| row.get("number"),
            ),
        }
    }

    /// What became of an article as an alert, by digest.
    pub fn alerts_of(&self, article: ArticleId) -> Result<Vec<KeptAlert>, StoreError> {
        self.rows(
            "SELECT digest_name, topic, noticed_at, state, held, passed, number, settled_at FROM alerts
             WHERE article = :article
             ORDER BY id",
            named_params! { ":article": article },
            kept,
        )
    }

    /// Did this article come after its feed was first read, and is it neither back catalogue nor a copy?
    pub fn came_as_news(&self, article: ArticleId) -> Result<bool, StoreError> {
        self.one(
            "SELECT EXISTS (SELECT 1 FROM articles a
                            JOIN feeds f ON f.id = a.feed
                            LEFT JOIN placements p ON p.article = a.id
                            WHERE a.id = :article AND a.is_backfill = 0 AND p.copy_of IS NULL
                              AND a.first_seen > f.first_polled) AS is_news",
            named_params! { ":article": article },
            |row| row.get("is_news"),
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
    })
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptAlert> {
    let passed: Option<String> = row.get("passed")?;
    let number: Option<DigestNumber> = row.get("number")?;
    let state = match (passed, number) {
        (Some(_), _) => AlertState::Passed(columns::word(row, "passed", PassedBy::from_word)?),
        (None, Some(number)) => AlertState::Told(number),
        (None, None) => AlertState::Waiting(held_of(row)?),
    };
    Ok(KeptAlert {
        digest: columns::text(row, "digest_name")?,
        topic: columns::text(row, "topic")?,
        noticed: columns::time(row, "noticed_at")?,
        state,
        settled: columns::maybe_time(row, "settled_at")?,
    })
}

fn held_of(row: &Row<'_>) -> rusqlite::Result<Option<HeldBy>> {
    let word: Option<String> = row.get("held")?;
    match word {
        Some(_) => columns::word(row, "held", HeldBy::from_word).map(Some),
        None => Ok(None),
    }
}
