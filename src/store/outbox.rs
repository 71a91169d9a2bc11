//! The outbox: letters are claimed by a lease, sent outside of any transaction, and settled by their outcome.
//!
//! A row leaves the state `queued` only by [`Tx::settle_delivery`], or by [`Tx::withdraw_letters`] while nobody holds it. The attempt is counted and committed before anything is
//! said to the relay, so a crash in between is seen as an attempt without outcome, and the same bytes go again.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::delivery::DeliveryStatus;
use crate::model::delivery::DeliveryTask;
use crate::model::delivery::Envelope;
use crate::model::delivery::Next;
use crate::model::delivery::Outcome;
use crate::model::delivery::Withdrawal;
use crate::model::ids::DeliveryId;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// No attempt is put off for longer: a later time was written by a clock that was ahead, and is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How the outbox stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Waiting for their next attempt, or under way.
    pub queued: u64,
    /// Taken by the relay.
    pub accepted: u64,
    /// Given up.
    pub failed: u64,
    /// Taken back, for their readers had left.
    pub withdrawn: u64,
    /// When the oldest of the queued was written.
    pub oldest_queued: Option<Timestamp>,
}

impl Tx {
    /// Claims the letter that has waited longest: counts the attempt and holds the row until the lease ends, but none of
    /// those that are on their way. Nothing may be sent before this transaction is committed.
    pub fn claim_delivery(
        &mut self,
        now: Timestamp,
        lease: Duration,
        on_their_way: &BTreeSet<DeliveryId>,
    ) -> Result<Option<DeliveryTask>, StoreError> {
        // A lease that ends later than any given by this clock was given before the clock was set back: it counts as
        // expired, or the letter would wait for a day that may be years away. Twice the lease spares small corrections.
        let ends = later(now, lease);
        let unbelievable = later(ends, lease);
        let claimed = self.row(
            "UPDATE deliveries
             SET attempts = attempts + 1, lease_until = :ends
             WHERE id = (SELECT id FROM deliveries
                         WHERE status = 'queued' AND (not_before <= :now OR not_before > :far)
                           AND (lease_until IS NULL OR lease_until <= :now OR lease_until > :unbelievable)
                           AND id NOT IN (SELECT CAST(value AS INTEGER) FROM json_each(:on_their_way))
                         ORDER BY not_before, id
                         LIMIT 1)
             RETURNING id, mail_from, rcpt_to, message_id, attempts",
            named_params! {
                ":now": Ms(now),
                ":ends": Ms(ends),
                ":unbelievable": Ms(unbelievable),
                ":far": Ms(later(now, LONGEST_WAIT)),
                ":on_their_way": list(on_their_way),
            },
            task,
        )?;
        let Some(mut task) = claimed else {
            return Ok(None);
        };
        task.bytes = self
            .letter(task.id)?
            .ok_or_else(|| StoreError::missing(format!("letter of delivery {}", task.id)))?;
        Ok(Some(task))
    }

    /// Writes down how an attempt ended and what follows. `Accepted` is final: no later word of a slower sender undoes it.
    /// Tells whether the row was moved.
    pub fn settle_delivery(
        &mut self,
        id: DeliveryId,
        outcome: &Outcome,
        next: &Next,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let reason = match outcome {
            Outcome::Accepted => return self.accept(id, now),
            Outcome::Deferred { reason } | Outcome::Failed { reason } => reason,
        };
        let (status, not_before) = match next {
            Next::RetryAt(at) => (DeliveryStatus::Queued, Some(*at)),
            // Only the relay's own word makes a letter accepted.
            Next::Done(_) => (DeliveryStatus::Failed, None),
        };
        let moved = self.change(
            "UPDATE deliveries
             SET status = :status, lease_until = NULL, last_reason = :reason, not_before = coalesce(:not_before, not_before)
             WHERE id = :id AND status = 'queued'",
            named_params! {
                ":id": id,
                ":status": status.as_str(),
                ":reason": reason,
                ":not_before": Ms::of(not_before),
            },
        )?;
        Ok(moved > 0)
    }

    fn accept(&mut self, id: DeliveryId, now: Timestamp) -> Result<bool, StoreError> {
        let moved = self.change(
            "UPDATE deliveries
             SET status = 'accepted', accepted_at = :now, lease_until = NULL,
                 first_accepted_at = coalesce(first_accepted_at, :now)
             WHERE id = :id AND status <> 'accepted'",
            named_params! { ":id": id, ":now": Ms(now) },
        )?;
        Ok(moved > 0)
    }

    /// Queues a letter again, the same bytes under the same Message-ID, with its attempts counted anew. For the owner's word
    /// only; a letter that is queued already is due at once but keeps its lease. Tells whether there is
    /// such a letter and it was kept.
    pub fn requeue(&mut self, id: DeliveryId, now: Timestamp) -> Result<bool, StoreError> {
        let moved = self.change(
            "UPDATE deliveries
             SET attempts = CASE WHEN status = 'queued' THEN attempts ELSE 0 END,
                 status = 'queued', accepted_at = NULL, not_before = :now
             WHERE id = :id AND kept_until IS NULL",
            named_params! { ":id": id, ":now": Ms(now) },
        )?;
        Ok(moved > 0)
    }

    /// Takes back the letters that wait for readers who have left their digest. One that a sender holds, by its lease or because it
    /// is on its way, stays his, and is taken back when it did not go.
    pub fn withdraw_letters(
        &mut self,
        now: Timestamp,
        on_their_way: &BTreeSet<DeliveryId>,
    ) -> Result<Vec<Withdrawal>, StoreError> {
        self.rows(
            "UPDATE deliveries
             SET status = 'withdrawn', lease_until = NULL, last_reason = 'its reader left the digest'
             WHERE status = 'queued' AND (lease_until IS NULL OR lease_until <= :now)
               AND id NOT IN (SELECT CAST(value AS INTEGER) FROM json_each(:on_their_way))
               AND EXISTS (SELECT 1 FROM digests g JOIN unsubscribed u ON u.digest_name = g.name
                           WHERE g.number = deliveries.digest AND u.rcpt_to = deliveries.rcpt_to)
             RETURNING id, rcpt_to, message_id",
            named_params! { ":now": Ms(now), ":on_their_way": list(on_their_way) },
            |row| {
                Ok(Withdrawal {
                    id: row.get("id")?,
                    to: columns::text(row, "rcpt_to")?,
                    message_id: row.get("message_id")?,
                })
            },
        )
    }

    /// Drops the bytes of at most `limit` letters that were written before `before`, the oldest first, and that are not to be
    /// sent any more; tells how many. What failed may still be sent.
    pub fn drop_letters(
        &mut self,
        before: Timestamp,
        limit: usize,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let dropped: Vec<DeliveryId> = self.rows(
            "UPDATE deliveries SET kept_until = :now
             WHERE id IN (SELECT id FROM deliveries
                          WHERE status IN ('accepted', 'withdrawn') AND kept_until IS NULL AND queued_at < :before
                          ORDER BY queued_at
                          LIMIT :limit)
             RETURNING id",
            named_params! { ":before": Ms(before), ":limit": columns::limit(limit), ":now": Ms(now) },
            |row| row.get("id"),
        )?;
        for id in &dropped {
            self.change(
                "DELETE FROM letters WHERE delivery = :id",
                named_params! { ":id": id },
            )?;
        }
        Ok(dropped.len())
    }
}

impl View {
    /// When the next letter may be claimed; may lie in the past.
    pub fn next_send(&self) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT min(max(not_before, coalesce(lease_until, not_before))) AS next_send
             FROM deliveries
             WHERE status = 'queued'",
            [],
            |row| columns::maybe_time(row, "next_send"),
        )
    }

    /// How many letters are in which state; reads none but those that wait.
    pub fn outbox_counts(&self) -> Result<OutboxCounts, StoreError> {
        self.one(OUTBOX_COUNTS, [], outbox_counts)
    }

    /// How many letters [`Tx::drop_letters`] would find.
    pub fn old_letters(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.one(
            "SELECT count(*) AS letters FROM deliveries
             WHERE status IN ('accepted', 'withdrawn') AND kept_until IS NULL AND queued_at < :before",
            named_params! { ":before": Ms(before) },
            |row| columns::count(row, "letters"),
        )
    }
}

/// Asked at every scrape.
pub(super) const OUTBOX_COUNTS: &str = "
    SELECT coalesce((SELECT count FROM tallies WHERE kind = 'letters' AND key = 'queued'), 0) AS queued,
           coalesce((SELECT count FROM tallies WHERE kind = 'letters' AND key = 'accepted'), 0) AS accepted,
           coalesce((SELECT count FROM tallies WHERE kind = 'letters' AND key = 'failed'), 0) AS failed,
           coalesce((SELECT count FROM tallies WHERE kind = 'letters' AND key = 'withdrawn'), 0) AS withdrawn,
           (SELECT min(queued_at) FROM deliveries WHERE status = 'queued') AS oldest_queued";

pub(super) fn outbox_counts(row: &Row<'_>) -> rusqlite::Result<OutboxCounts> {
    Ok(OutboxCounts {
        queued: columns::count(row, "queued")?,
        accepted: columns::count(row, "accepted")?,
        failed: columns::count(row, "failed")?,
        withdrawn: columns::count(row, "withdrawn")?,
        oldest_queued: columns::maybe_time(row, "oldest_queued")?,
    })
}

/// As `json_each` reads it.
fn list(letters: &BTreeSet<DeliveryId>) -> String {
    columns::json_list(letters.iter().map(ToString::to_string))
}

/// The sum, or the end of time.
fn later(time: Timestamp, by: Duration) -> Timestamp {
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}

fn task(row: &Row<'_>) -> rusqlite::Result<DeliveryTask> {
    Ok(DeliveryTask {
        id: row.get("id")?,
        envelope: Envelope {
            from: columns::text(row, "mail_from")?,
            to: columns::text(row, "rcpt_to")?,
        },
        message_id: row.get("message_id")?,
        bytes: Vec::new(),
        attempt: row.get("attempts")?,
    })
}
