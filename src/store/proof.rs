//! The proof of delivery, asked of the tables: what every digest owes, what every letter came to, and where the two do not
//! meet. Each question trusts no more than it must: what a constraint already forbids is asked all the same, as a damaged
//! index forbids nothing.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::delivery::DeliveryStatus;
use crate::model::ids::ArticleId;
use crate::model::ids::DeliveryId;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::model::ids::TopicName;
use crate::store::OutboxCounts;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;
use crate::store::outbox::outbox_counts;

/// Breaches told of one kind; more would only repeat the first.
const MOST: usize = 1000;

/// How a digest definition stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestAccount {
    /// Which definition.
    pub name: DigestName,
    /// Issues so far, alerts not counted.
    pub issues: u64,
    /// Articles told by them.
    pub told: u64,
    /// Matching articles that wait for the next issue.
    pub waiting: u64,
}

/// A letter as the proof looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterAccount {
    /// Which delivery.
    pub id: DeliveryId,
    /// The issue it belongs to.
    pub digest: DigestNumber,
    /// Its recipient, as the table has it.
    pub to: String,
    /// How far it is.
    pub status: DeliveryStatus,
    /// Attempts begun.
    pub attempts: u32,
    /// When the next attempt may begin, while it is queued.
    pub not_before: Timestamp,
    /// A sender holds it until then.
    pub lease_until: Option<Timestamp>,
    /// Why the last attempt that was not accepted ended as it did.
    pub last_reason: Option<String>,
}

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Breach {
    /// An article that met a topic was passed over: no issue tells it, and none will.
    Lost {
        /// The digest that owed it.
        digest: DigestName,
        /// The topic it met.
        topic: TopicName,
        /// Which article.
        article: ArticleId,
    },
    /// More than one issue of a digest tells the article.
    ToldTwice {
        /// Whose issues.
        digest: DigestName,
        /// Which article.
        article: ArticleId,
        /// The issues, as text.
        numbers: String,
    },
    /// An article waits that no letter could tell, as it stands in no story.
    NoStory {
        /// The digest that owes it.
        digest: DigestName,
        /// Which article.
        article: ArticleId,
    },
    /// An issue says that it tells another number of articles than are kept under it.
    Miscounted {
        /// Which issue.
        number: DigestNumber,
        /// As its row says.
        said: u64,
        /// As they stand.
        kept: u64,
    },
    /// An issue went to nobody.
    NoLetter {
        /// Which issue.
        number: DigestNumber,
    },
    /// A letter without its bytes, or whose bytes are another letter's.
    NoBytes {
        /// Which delivery.
        delivery: DeliveryId,
        /// The issue it belongs to.
        number: DigestNumber,
    },
}

impl View {
    /// Every digest that has a subscription or an issue, by name.
    pub fn digest_accounts(&self) -> Result<Vec<DigestAccount>, StoreError> {
        self.rows(
            "WITH names AS (SELECT digest_name AS name FROM subscriptions UNION SELECT name FROM digests)
             SELECT name,
                    (SELECT count(*) FROM digests d WHERE d.name = names.name AND d.is_alert = 0) AS issues,
                    (SELECT count(*) FROM digest_articles d WHERE d.digest_name = names.name AND d.is_alert = 0) AS told,
                    (SELECT count(DISTINCT m.article)
                     FROM subscriptions s
                     JOIN matches m ON m.topic = s.topic AND m.superseded_at IS NULL AND m.is_backfill = 0
                                   AND m.id > s.settled_to
                     WHERE s.digest_name = names.name
                       AND NOT EXISTS (SELECT 1 FROM digest_articles d
                                       WHERE d.digest_name = names.name AND d.is_alert = 0 AND d.article = m.article)
                    ) AS waiting
             FROM names
             ORDER BY name",
            [],
            |row| {
                Ok(DigestAccount {
                    name: columns::text(row, "name")?,
                    issues: columns::count(row, "issues")?,
                    told: columns::count(row, "told")?,
                    waiting: columns::count(row, "waiting")?,
                })
            },
        )
    }

    /// How many letters are in which state, by the letters themselves.
    pub fn letters_counted(&self) -> Result<OutboxCounts, StoreError> {
        self.one(
            "SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
                    count(*) FILTER (WHERE status = 'accepted') AS accepted,
                    count(*) FILTER (WHERE status = 'failed') AS failed,
                    count(*) FILTER (WHERE status = 'withdrawn') AS withdrawn,
                    min(queued_at) FILTER (WHERE status = 'queued') AS oldest_queued
             FROM deliveries",
            [],
            outbox_counts,
        )
    }

    /// Every letter that is neither withdrawn nor accepted after at least one attempt, by number: queued, failed, or odd.
    pub fn open_letters(&self) -> Result<Vec<LetterAccount>, StoreError> {
        self.rows(
            "SELECT id, digest, rcpt_to, status, attempts, not_before, lease_until, last_reason
             FROM deliveries
             WHERE status IN ('queued', 'failed') OR (status = 'accepted' AND attempts = 0)
             ORDER BY id",
            [],
            letter_account,
        )
    }

    /// Everything in the tables that contradicts the promise. `keeps_all`: no article is ever forgotten, so that a missing
    /// one is a fault.
    pub fn breaches(&self, keeps_all: bool) -> Result<Vec<Breach>, StoreError> {
        let mut breaches = self.lost()?;
        breaches.extend(self.told_twice()?);
        breaches.extend(self.without_story()?);
        breaches.extend(self.miscounted(keeps_all)?);
        breaches.extend(self.without_letter()?);
        breaches.extend(self.without_bytes()?);
        Ok(breaches)
    }

    fn lost(&self) -> Result<Vec<Breach>, StoreError> {
        self.rows(
            "SELECT s.digest_name, s.topic, m.article
             FROM subscriptions s
             JOIN matches m ON m.topic = s.topic AND m.superseded_at IS NULL AND m.is_backfill = 0
                           AND m.id > s.begun_after AND m.id <= s.settled_to
             WHERE NOT EXISTS (SELECT 1 FROM digest_articles d
                               WHERE d.digest_name = s.digest_name AND d.is_alert = 0 AND d.article = m.article)
             ORDER BY s.digest_name, m.article, s.topic
             LIMIT :most",
            named_params! { ":most": columns::limit(MOST) },
            |row| {
                Ok(Breach::Lost {
                    digest: columns::text(row, "digest_name")?,
                    topic: columns::text(row, "topic")?,
                    article: row.get("article")?,
                })
            },
        )
    }

    fn told_twice(&self) -> Result<Vec<Breach>, StoreError> {
        self.rows(
            "SELECT digest_name, article, group_concat(number, ', ') AS numbers
             FROM digest_articles NOT INDEXED
             WHERE is_alert = 0
             GROUP BY digest_name, article
             HAVING count(*) > 1
             ORDER BY digest_name, article
             LIMIT :most",
            named_params! { ":most": columns::limit(MOST) },
            |row| {
                Ok(Breach::ToldTwice {
                    digest: columns::text(row, "digest_name")?,
                    article: row.get("article")?,
                    numbers: row.get("numbers")?,
                })
            },
        )
    }

    fn without_story(&self) -> Result<Vec<Breach>, StoreError> {
        self.rows(
            "SELECT DISTINCT s.digest_name, m.article
             FROM subscriptions s
             JOIN matches m ON m.topic = s.topic AND m.superseded_at IS NULL AND m.is_backfill = 0
                           AND m.id > s.settled_to
             WHERE NOT EXISTS (SELECT 1 FROM placements p WHERE p.article = m.article)
               AND NOT EXISTS (SELECT 1 FROM digest_articles d
                               WHERE d.digest_name = s.digest_name AND d.is_alert = 0 AND d.article = m.article)
             ORDER BY s.digest_name, m.article
             LIMIT :most",
            named_params! { ":most": columns::limit(MOST) },
            |row| {
                Ok(Breach::NoStory {
                    digest: columns::text(row, "digest_name")?,
                    article: row.get("article")?,
                })
            },
        )
    }

    fn miscounted(&self, keeps_all: bool) -> Result<Vec<Breach>, StoreError> {
        self.rows(
            "SELECT number, said, kept
             FROM (SELECT g.number AS number, g.articles AS said,
                          (SELECT count(*) FROM digest_articles d WHERE d.number = g.number) AS kept
                   FROM digests g)
             WHERE kept > said OR (:keeps_all AND kept < said)
             ORDER BY number
             LIMIT :most",
            named_params! { ":keeps_all": keeps_all, ":most": columns::limit(MOST) },
            |row| {
                Ok(Breach::Miscounted {
                    number: row.get("number")?,
                    said: columns::count(row, "said")?,
                    kept: columns::count(row, "kept")?,
                })
            },
        )
    }

    fn without_letter(&self) -> Result<Vec<Breach>, StoreError> {
        self.rows(
            "SELECT number FROM digests g
             WHERE NOT EXISTS (SELECT 1 FROM deliveries l WHERE l.digest = g.number)
             ORDER BY number
             LIMIT :most",
            named_params! { ":most": columns::limit(MOST) },
            |row| {
                Ok(Breach::NoLetter {
                    number: row.get("number")?,
                })
            },
        )
    }

    /// The Message-ID in a letter is the row's own: else an attempt would send one letter for another. Bytes that were
    /// dropped with age are no fault, and nothing may stand where they were. What goes to a webhook has the number in a header, which is made when it is sent.
    fn without_bytes(&self) -> Result<Vec<Breach>, StoreError> {
        self.rows(
            "SELECT l.id, l.digest
             FROM deliveries l LEFT JOIN letters b ON b.delivery = l.id
             WHERE (l.kept_until IS NULL) <> (coalesce(length(b.bytes), 0) > 0)
                OR (l.kept_until IS NULL AND l.rcpt_to NOT LIKE 'webhook:%' AND instr(b.bytes, CAST('<' || l.message_id || '>' AS BLOB)) = 0)
             ORDER BY l.id
             LIMIT :most",
            named_params! { ":most": columns::limit(MOST) },
            |row| {
                Ok(Breach::NoBytes {
                    delivery: row.get("id")?,
                    number: row.get("digest")?,
                })
            },
        )
    }
}

fn letter_account(row: &Row<'_>) -> rusqlite::Result<LetterAccount> {
    Ok(LetterAccount {
        id: row.get("id")?,
        digest: row.get("digest")?,
        to: row.get("rcpt_to")?,
        status: columns::word(row, "status", DeliveryStatus::from_word)?,
        attempts: row.get("attempts")?,
        not_before: columns::time(row, "not_before")?,
        lease_until: columns::maybe_time(row, "lease_until")?,
        last_reason: row.get("last_reason")?,
    })
}
