//! Issued letters as lists and the page show them: each with its deliveries, one with everything it told.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;
use url::Url;

use crate::model::delivery::DeliveryStatus;
use crate::model::digest::LetterKind;
use crate::model::digest::ToldText;
use crate::model::ids::ArticleId;
use crate::model::ids::DeliveryId;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::recipient::Recipient;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;

/// One issue.
#[derive(Clone, Debug, PartialEq)]
pub struct DigestRecord {
    /// Its running number, over all definitions, alerts included.
    pub number: DigestNumber,
    /// Which definition.
    pub name: DigestName,
    /// An instant letter about one story.
    pub is_alert: bool,
    /// The window covered.
    pub from: Timestamp,
    /// Its end.
    pub until: Timestamp,
    /// When it was written to the outbox.
    pub issued: Timestamp,
    /// As the letter has it.
    pub subject: String,
    /// The topics it was to tell of.
    pub topics: Vec<TopicName>,
    /// How many stories it tells, "+N more" included.
    pub stories: u64,
    /// How many articles it tells, "+N more" included.
    pub articles: u64,
    /// One a recipient.
    pub deliveries: Vec<DeliveryRecord>,
}

/// One letter to one recipient, and how far it is.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryRecord {
    /// Which delivery.
    pub id: DeliveryId,
    /// Its recipient.
    pub to: Recipient,
    /// How far it is.
    pub status: DeliveryStatus,
    /// Attempts begun.
    pub attempts: u32,
    /// Without angle brackets.
    pub message_id: String,
    /// Why the last attempt that was not accepted ended as it did.
    pub last_reason: Option<String>,
    /// When the next attempt may begin, while it is queued.
    pub not_before: Timestamp,
    /// When the relay took it.
    pub accepted_at: Option<Timestamp>,
    /// When its bytes were dropped, because it was old.
    pub kept_until: Option<Timestamp>,
}

/// One issue with all that it told.
#[derive(Clone, Debug, PartialEq)]
pub struct DigestDetail {
    /// As in the list.
    pub record: DigestRecord,
    /// In the letter's order.
    pub stories: Vec<ToldStory>,
}

/// A story as an issue told it.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldStory {
    /// Which story.
    pub story: StoryId,
    /// The headline it was told under.
    pub title: String,
    /// Where the headline led.
    pub link: Option<Url>,
    /// The issue's topics that its articles met.
    pub topics: Vec<TopicName>,
    /// In order of `first_seen`.
    pub articles: Vec<ToldArticle>,
}

/// An article that an issue told.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldArticle {
    /// Its row.
    pub id: ArticleId,
    /// Where a reader goes.
    pub link: Option<Url>,
    /// Whose it is.
    pub feed: FeedName,
    /// Its headline of today.
    pub title: String,
}

impl View {
    /// Where the last digest of that name ended; alerts do not count.
    pub fn last_issue(&self, name: &DigestName) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT max(until_time) AS until_time FROM digests WHERE name = :name AND is_alert = 0",
            named_params! { ":name": name.as_str() },
            |row| columns::maybe_time(row, "until_time"),
        )
    }

    /// Where the last digest of that name ended, of those that ended by `by`; alerts do not count.
    pub fn last_issue_by(
        &self,
        name: &DigestName,
        by: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT max(until_time) AS until_time FROM digests
             WHERE name = :name AND is_alert = 0 AND until_time <= :by",
            named_params! { ":name": name.as_str(), ":by": columns::Ms(by) },
            |row| columns::maybe_time(row, "until_time"),
        )
    }

    /// How many alerts of that name were issued at `since` or later.
    pub fn alerts_since(&self, name: &DigestName, since: Timestamp) -> Result<u32, StoreError> {
        self.one(
            "SELECT count(*) AS alerts FROM digests
             WHERE name = :name AND is_alert = 1 AND issued_at >= :since",
            named_params! { ":name": name.as_str(), ":since": columns::Ms(since) },
            |row| row.get("alerts"),
        )
    }

    /// The words of a story's articles that digests of this name told, the one told last first.
    pub fn told_texts(
        &self,
        name: &DigestName,
        story: StoryId,
        limit: usize,
    ) -> Result<Vec<ToldText>, StoreError> {
        self.rows(
            "SELECT a.title, a.text, a.language
             FROM placements p
             CROSS JOIN digest_articles d ON d.article = p.article AND d.digest_name = :name AND d.is_alert = 0
             JOIN articles a ON a.id = p.article
             WHERE p.story = :story
             ORDER BY d.number DESC, a.id DESC
             LIMIT :limit",
            named_params! {
                ":story": story,
                ":name": name.as_str(),
                ":limit": columns::limit(limit),
            },
            |row| {
                Ok(ToldText {
                    title: row.get("title")?,
                    text: row.get("text")?,
                    language: columns::language(row)?,
                })
            },
        )
    }

    /// The latest issues, the last one first: of one kind, or of both.
    pub fn issues(
        &self,
        kind: Option<LetterKind>,
        limit: usize,
    ) -> Result<Vec<DigestRecord>, StoreError> {
        let mut records = self.rows(
            "SELECT number, name, is_alert, from_time, until_time, issued_at, subject, topics, stories, articles
             FROM digests
             WHERE is_alert = coalesce(:is_alert, is_alert)
             ORDER BY number DESC
             LIMIT :limit",
            named_params! { ":is_alert": kind.map(|kind| kind == LetterKind::Alert), ":limit": columns::limit(limit) },
            digest_record,
        )?;
        for record in &mut records {
            record.deliveries = self.deliveries(record.number)?;
        }
        Ok(records)
    }

    /// One issue with every article that it told.
    pub fn digest(&self, number: DigestNumber) -> Result<Option<DigestDetail>, StoreError> {
        let record = self.row(
            "SELECT number, name, is_alert, from_time, until_time, issued_at, subject, topics, stories, articles
             FROM digests
             WHERE number = :number",
            named_params! { ":number": number },
            digest_record,
        )?;
        let Some(mut record) = record else {
            return Ok(None);
        };
        record.deliveries = self.deliveries(number)?;
        let stories = self.told_stories(number)?;
        Ok(Some(DigestDetail { record, stories }))
    }

    /// A letter as it was or will be sent.
    pub fn letter(&self, delivery: DeliveryId) -> Result<Option<Vec<u8>>, StoreError> {
        self.row(
            "SELECT bytes FROM letters WHERE delivery = :delivery",
            named_params! { ":delivery": delivery },
            |row| row.get("bytes"),
        )
    }

    fn deliveries(&self, digest: DigestNumber) -> Result<Vec<DeliveryRecord>, StoreError> {
        self.rows(
            "SELECT id, rcpt_to, status, attempts, message_id, last_reason, not_before, accepted_at, kept_until
             FROM deliveries
             WHERE digest = :digest
             ORDER BY id",
            named_params! { ":digest": digest },
            delivery_record,
        )
    }

    fn told_stories(&self, number: DigestNumber) -> Result<Vec<ToldStory>, StoreError> {
        let mut stories = self.rows(
            "SELECT story, title, link, topics FROM digest_stories WHERE number = :number ORDER BY position",
            named_params! { ":number": number },
            |row| {
                Ok(ToldStory {
                    story: row.get("story")?,
                    title: row.get("title")?,
                    link: columns::maybe_text(row, "link")?,
                    topics: columns::list(row, "topics")?,
                    articles: Vec::new(),
                })
            },
        )?;
        for (position, story) in (0_i64..).zip(&mut stories) {
            story.articles = self.told_articles(number, position)?;
        }
        Ok(stories)
    }

    fn told_articles(
        &self,
        number: DigestNumber,
        position: i64,
    ) -> Result<Vec<ToldArticle>, StoreError> {
        self.rows(
            "SELECT a.id, a.link, f.name AS feed, a.title
             FROM digest_articles d
             JOIN articles a ON a.id = d.article
             JOIN feeds f ON f.id = a.feed
             WHERE d.number = :number AND d.position = :position
             ORDER BY a.first_seen, a.id",
            named_params! { ":number": number, ":position": position },
            |row| {
                Ok(ToldArticle {
                    id: row.get("id")?,
                    link: columns::maybe_text(row, "link")?,
                    feed: columns::text(row, "feed")?,
                    title: row.get("title")?,
                })
            },
        )
    }
}

fn digest_record(row: &Row<'_>) -> rusqlite::Result<DigestRecord> {
    Ok(DigestRecord {
        number: row.get("number")?,
        name: columns::text(row, "name")?,
        is_alert: row.get("is_alert")?,
        from: columns::time(row, "from_time")?,
        until: columns::time(row, "until_time")?,
        issued: columns::time(row, "issued_at")?,
        subject: row.get("subject")?,
        topics: columns::list(row, "topics")?,
        stories: columns::count(row, "stories")?,
        articles: columns::count(row, "articles")?,
        deliveries: Vec::new(),
    })
}

fn delivery_record(row: &Row<'_>) -> rusqlite::Result<DeliveryRecord> {
    Ok(DeliveryRecord {
        id: row.get("id")?,
        to: columns::text(row, "rcpt_to")?,
        status: columns::word(row, "status", DeliveryStatus::from_word)?,
        attempts: row.get("attempts")?,
        message_id: row.get("message_id")?,
        last_reason: row.get("last_reason")?,
        not_before: columns::time(row, "not_before")?,
        accepted_at: columns::maybe_time(row, "accepted_at")?,
        kept_until: columns::maybe_time(row, "kept_until")?,
    })
}
