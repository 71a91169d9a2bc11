//! A composed letter -> the same letter to each of its recipients, as it will be handed to the relay.

use url::Url;

use crate::deliver::message;
use crate::deliver::message::LetterParts;
use crate::digest::render_html;
use crate::digest::render_text;
use crate::model::delivery::Envelope;
use crate::model::digest::Digest;
use crate::model::mail_address::MailAddress;
use crate::pipeline::Pipeline;
use crate::store::OutboxLetter;
use crate::store::StoreError;
use crate::store::Tx;

/// Who sends, and how readers reach the page.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    pub(super) from: MailAddress,
    pub(super) public_url: Option<Url>,
}

impl Sender {
    pub(super) fn of(pipeline: &Pipeline) -> Self {
        Self {
            from: pipeline.from.clone(),
            public_url: pipeline.public_url.clone(),
        }
    }
}

/// Who gets a letter.
#[derive(Clone, Debug)]
pub(super) struct Recipient {
    pub(super) to: MailAddress,
    /// Message-IDs of the letters to them that this one follows, the oldest first.
    pub(super) follows: Vec<String>,
}

/// Renders the letter and gives each recipient theirs, with an id of its own.
pub(super) fn letters(
    tx: &mut Tx,
    digest: &Digest,
    recipients: &[Recipient],
    sender: &Sender,
) -> Result<Vec<OutboxLetter>, StoreError> {
    let (text, html) = (render_text(digest), render_html(digest));
    let ids = tx.reserve_delivery_ids(recipients.len())?;
    let mut letters = Vec::with_capacity(ids.len());
    for (id, recipient) in ids.into_iter().zip(recipients) {
        let envelope = Envelope {
            from: sender.from.clone(),
            to: recipient.to.clone(),
        };
        let message_id = message::message_id(id, digest.until, sender.from.domain());
        let bytes = message::build(&LetterParts {
            envelope: &envelope,
            message_id: &message_id,
            date: digest.until,
            list: &digest.name,
            subject: &digest.subject,
            text: &text,
            html: &html,
            follows: &recipient.follows,
        })
        .map_err(|error| StoreError::Abandoned {
            what: error.to_string(),
        })?;
        letters.push(OutboxLetter {
            id,
            envelope,
            message_id,
            bytes,
        });
    }
    Ok(letters)
}
