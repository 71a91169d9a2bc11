//! Readers who want no more letters of a digest, and the answers by which they and others spoke.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::ids::DeliveryId;
use crate::model::ids::DigestName;
use crate::model::ids::StoryId;
use crate::model::mark::Judgement;
use crate::model::recipient::Recipient;
use crate::model::watchlist::DigestDefinition;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// A reader who left a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsubscribed {
    /// Which digest.
    pub digest: DigestName,
    /// Who.
    pub to: Recipient,
    /// When.
    pub at: Timestamp,
    /// By which way: "mail", or the name of a user.
    pub by: String,
}

impl Tx {
    /// No further letters of that digest to this reader. False when that was so already.
    pub fn unsubscribe(
        &mut self,
        digest: &DigestName,
        to: &Recipient,
        by: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let written = self.change(
            "INSERT INTO unsubscribed (digest_name, rcpt_to, unsubscribed_at, unsubscribed_by)
             VALUES (:digest, :to, :now, :by)
             ON CONFLICT (digest_name, rcpt_to) DO NOTHING",
            named_params! { ":digest": digest.as_str(), ":to": to.as_str(), ":now": Ms(now), ":by": by },
        )?;
        Ok(written > 0)
    }

    /// Letters again. False when the reader had never left.
    pub fn resubscribe(&mut self, digest: &DigestName, to: &Recipient) -> Result<bool, StoreError> {
        self.drop_fact(&taken_out(digest, to))?;
        let dropped = self.change(
            "DELETE FROM unsubscribed WHERE digest_name = :digest AND rcpt_to = :to",
            named_params! { ":digest": digest.as_str(), ":to": to.as_str() },
        )?;
        Ok(dropped > 0)
    }

    /// Forgets those who are written in again after their digest did not name them for a while: they were asked for again.
    /// Until then they have left, and neither a letter that waits nor one that is sent by hand goes to them. A digest that is
    /// out of the watchlist for a while forgets nobody.
    pub fn sync_readers(&mut self, digests: &[DigestDefinition]) -> Result<(), StoreError> {
        for left in self.unsubscribed()? {
            let Some(digest) = digests.iter().find(|digest| digest.name == left.digest) else {
                continue;
            };
            let taken_out = taken_out(&left.digest, &left.to);
            if !digest.to.contains(&left.to) {
                self.keep_fact(&taken_out, "yes")?;
            } else if self.fact(&taken_out)?.is_some() {
                self.resubscribe(&left.digest, &left.to)?;
            }
        }
        Ok(())
    }

    /// Notes an answer by its hash. False when it was obeyed before.
    pub fn note_answer(&mut self, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        let written = self.change(
            "INSERT INTO answers (hash, answered_at) VALUES (:hash, :now) ON CONFLICT (hash) DO NOTHING",
            named_params! { ":hash": hash, ":now": Ms(now) },
        )?;
        Ok(written > 0)
    }
}

/// The key of the fact that somebody who left is not named by the digest any more.
fn taken_out(digest: &DigestName, to: &Recipient) -> String {
    format!("reader.{digest}.{to}.taken-out")
}

impl View {
    /// Everybody who left a digest, by digest and name.
    pub fn unsubscribed(&self) -> Result<Vec<Unsubscribed>, StoreError> {
        self.rows(
            "SELECT digest_name, rcpt_to, unsubscribed_at, unsubscribed_by FROM unsubscribed
             ORDER BY digest_name, rcpt_to",
            [],
            |row| {
                Ok(Unsubscribed {
                    digest: columns::text(row, "digest_name")?,
                    to: columns::text(row, "rcpt_to")?,
                    at: columns::time(row, "unsubscribed_at")?,
                    by: row.get("unsubscribed_by")?,
                })
            },
        )
    }

    /// Whose letter that was, and of which digest.
    pub fn reader_of(
        &self,
        delivery: DeliveryId,
    ) -> Result<Option<(DigestName, Recipient)>, StoreError> {
        self.row(
            "SELECT g.name AS name, l.rcpt_to AS rcpt_to
             FROM deliveries l JOIN digests g ON g.number = l.digest
             WHERE l.id = :delivery",
            named_params! { ":delivery": delivery },
            |row| Ok((columns::text(row, "name")?, columns::text(row, "rcpt_to")?)),
        )
    }

    /// What `by` said of a story last.
    pub fn last_mark_by(&self, story: StoryId, by: &str) -> Result<Option<Judgement>, StoreError> {
        self.row(
            "SELECT judgement FROM marks
             WHERE story = coalesce((SELECT survivor FROM story_merges WHERE story = :story), :story) AND marked_by = :by
             ORDER BY id DESC
             LIMIT 1",
            named_params! { ":story": story, ":by": by },
            |row| columns::word(row, "judgement", Judgement::from_word),
        )
    }
}
