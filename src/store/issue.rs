//! Issuing a letter: the digest's row, its stories and articles, one delivery a recipient, all in the caller's transaction.

use jiff::Timestamp;
use rusqlite::named_params;
use url::Url;

use crate::model::delivery::Envelope;
use crate::model::digest::Digest;
use crate::model::digest::StoryEntry;
use crate::model::ids::ArticleId;
use crate::model::ids::DeliveryId;
use crate::model::ids::DigestName;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// A digest or alert that is to be told, with its letters.
#[derive(Clone, Debug)]
pub struct Issue {
    /// From [`View::next_digest_number`].
    pub number: DigestNumber,
    /// Which definition.
    pub name: DigestName,
    /// An instant letter about one story: its articles still go into the next digest.
    pub is_alert: bool,
    /// The window covered.
    pub from: Timestamp,
    /// Its end: the next issue begins here.
    pub until: Timestamp,
    /// As the letter has it.
    pub subject: String,
    /// The topics it was to tell of.
    pub topics: Vec<TopicName>,
    /// Every story that it tells, also those behind "+N more", in the letter's order.
    pub stories: Vec<IssuedStory>,
    /// One a recipient.
    pub letters: Vec<OutboxLetter>,
}

/// A story as an issue tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedStory {
    /// Which story.
    pub story: StoryId,
    /// The headline it is told under.
    pub title: String,
    /// Where the headline leads.
    pub link: Option<Url>,
    /// Those that this issue tells.
    pub articles: Vec<ArticleId>,
}

impl From<&StoryEntry> for IssuedStory {
    fn from(entry: &StoryEntry) -> Self {
        Self {
            story: entry.story,
            title: entry.title.clone(),
            link: entry.link.clone(),
            articles: entry.articles.clone(),
        }
    }
}

impl IssuedStory {
    /// Every story of a composed letter, in its order, "+N more" included.
    #[must_use]
    pub fn all_of(digest: &Digest) -> Vec<Self> {
        digest
            .sections
            .iter()
            .flat_map(|section| section.stories.iter().chain(&section.more))
            .map(Self::from)
            .collect()
    }
}

/// A rendered letter on its way into the outbox.
#[derive(Clone, Debug)]
pub struct OutboxLetter {
    /// From [`Tx::reserve_delivery_ids`].
    pub id: DeliveryId,
    /// Where it goes.
    pub envelope: Envelope,
    /// Without angle brackets; unique over all letters.
    pub message_id: String,
    /// The letter, the same at every attempt.
    pub bytes: Vec<u8>,
}

impl View {
    /// The number that the next issue will have. Nothing is reserved, so that numbers have no gaps: two issues made from
    /// one number end in a [`StoreError::Conflict`] for the later one, which is then made again.
    pub fn next_digest_number(&self) -> Result<DigestNumber, StoreError> {
        self.one(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'digests'), 0) + 1 AS number",
            [],
            |row| row.get("number"),
        )
    }
}

impl Tx {
    /// Gives out `count` delivery ids that no letter has or will have; ids of letters that were never issued are not used again.
    pub fn reserve_delivery_ids(&mut self, count: usize) -> Result<Vec<DeliveryId>, StoreError> {
        let count = columns::limit(count);
        let last: i64 = self.one(
            "UPDATE counters SET given = given + :count WHERE name = 'delivery' RETURNING given",
            named_params! { ":count": count },
            |row| row.get("given"),
        )?;
        Ok((last - count + 1..=last).map(DeliveryId).collect())
    }

    /// Writes an issue and its letters. An article that a digest of this name has told already is a
    /// [`StoreError::Conflict`], and nothing of the issue is kept when the caller passes that on.
    pub fn issue(&mut self, issue: &Issue, now: Timestamp) -> Result<(), StoreError> {
        self.keep_digest(issue, now)?;
        for (position, story) in (0_i64..).zip(&issue.stories) {
            self.keep_story(issue, position, story)?;
        }
        for letter in &issue.letters {
            self.queue(issue.number, letter, now)?;
        }
        if !issue.is_alert {
            self.move_subscriptions(&issue.name)?;
        }
        Ok(())
    }

    fn keep_digest(&mut self, issue: &Issue, now: Timestamp) -> Result<(), StoreError> {
        let articles: usize = issue.stories.iter().map(|story| story.articles.len()).sum();
        self.change(
            "INSERT INTO digests (number, name, is_alert, from_time, until_time, issued_at, subject, topics, stories, articles)
             VALUES (:number, :name, :is_alert, :from_time, :until_time, :issued_at, :subject, :topics, :stories, :articles)",
            named_params! {
                ":number": issue.number,
                ":name": issue.name.as_str(),
                ":is_alert": issue.is_alert,
                ":from_time": Ms(issue.from),
                ":until_time": Ms(issue.until),
                ":issued_at": Ms(now),
                ":subject": issue.subject,
                ":topics": columns::json_list(issue.topics.iter().map(TopicName::as_str)),
                ":stories": columns::limit(issue.stories.len()),
                ":articles": columns::limit(articles),
            },
        )?;
        Ok(())
    }

    fn keep_story(
        &mut self,
        issue: &Issue,
        position: i64,
        story: &IssuedStory,
    ) -> Result<(), StoreError> {
        for article in &story.articles {
            self.change(
                "INSERT INTO digest_articles (digest_name, is_alert, article, number, position, story)
                 VALUES (:name, :is_alert, :article, :number, :position, :story)",
                named_params! {
                    ":name": issue.name.as_str(),
                    ":is_alert": issue.is_alert,
                    ":article": article,
                    ":number": issue.number,
                    ":position": position,
                    ":story": story.story,
                },
            )?;
        }
        self.change(
            "INSERT INTO digest_stories (number, position, story, title, link, topics)
             VALUES (:number, :position, :story, :title, :link,
                     (SELECT json_group_array(topic) FROM (
                          SELECT m.topic AS topic
                          FROM digest_articles d
                          JOIN matches m ON m.article = d.article AND m.superseded_at IS NULL
                          JOIN json_each(:topics) t ON t.value = m.topic
                          WHERE d.number = :number AND d.position = :position
                          GROUP BY m.topic
                          ORDER BY min(t.key))))",
            named_params! {
                ":number": issue.number,
                ":position": position,
                ":story": story.story,
                ":title": story.title,
                ":link": story.link.as_ref().map(Url::as_str),
                ":topics": columns::json_list(issue.topics.iter().map(TopicName::as_str)),
            },
        )?;
        Ok(())
    }

    fn queue(
        &mut self,
        digest: DigestNumber,
        letter: &OutboxLetter,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO deliveries (id, digest, mail_from, rcpt_to, message_id, not_before, queued_at)
             VALUES (:id, :digest, :mail_from, :rcpt_to, :message_id, :now, :now)",
            named_params! {
                ":id": letter.id,
                ":digest": digest,
                ":mail_from": letter.envelope.from.as_str(),
                ":rcpt_to": letter.envelope.to.as_str(),
                ":message_id": letter.message_id,
                ":now": Ms(now),
            },
        )?;
        self.change(
            "INSERT INTO letters (delivery, bytes) VALUES (:id, :bytes)",
            named_params! { ":id": letter.id, ":bytes": letter.bytes },
        )?;
        Ok(())
    }
}
