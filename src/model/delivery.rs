//! Delivery: one letter to one recipient, from the outbox to the relay's answer.

use jiff::Timestamp;

use crate::model::ids::DeliveryId;
use crate::model::mail_address::MailAddress;
use crate::model::recipient::Recipient;

/// Where a letter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Return path.
    pub from: MailAddress,
    /// One recipient an envelope, so that a bad one never holds the rest.
    pub to: Recipient,
}

/// A claimed row of the outbox: what to send, and which attempt this is.
#[derive(Clone, Debug)]
pub struct DeliveryTask {
    /// Which delivery.
    pub id: DeliveryId,
    /// Where it goes.
    pub envelope: Envelope,
    /// Without angle brackets; the same at every attempt.
    pub message_id: String,
    /// The letter as RFC 5322 bytes with CRLF, or the event as JSON for a webhook; the same at every attempt.
    pub bytes: Vec<u8>,
    /// From 1; committed before anything is said to the relay.
    pub attempt: u32,
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The relay said 250 (or the maildir has the file).
    Accepted,
    /// 4xx, no connection, or an unknown end: the same bytes go again.
    Deferred {
        /// The relay's words or ours, one line.
        reason: String,
    },
    /// 5xx, or larger than the relay takes: this will not change by itself.
    Failed {
        /// The relay's words or ours, one line.
        reason: String,
    },
}

/// What a delivery is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// Waiting for its (next) attempt.
    Queued,
    /// The relay has it.
    Accepted,
    /// Given up; it can be queued again by hand.
    Failed,
    /// Its reader left the digest before it went; it can be queued again when they are back.
    Withdrawn,
}

impl DeliveryStatus {
    /// The word for tables and machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Accepted => "accepted",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The status of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Queued, Self::Accepted, Self::Failed, Self::Withdrawn]
            .into_iter()
            .find(|status| status.as_str() == word)
    }
}

/// A letter that was taken back before it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Which delivery.
    pub id: DeliveryId,
    /// Who left.
    pub to: Recipient,
    /// Without angle brackets.
    pub message_id: String,
}

/// What happens after an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Settled for good.
    Done(DeliveryStatus),
    /// The same bytes again, not before this.
    RetryAt(Timestamp),
}
