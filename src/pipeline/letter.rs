//! One reader's own letter: the same as everybody's but for the links by which they answer, or the event for a webhook.

use url::Url;

use crate::deliver::message;
use crate::deliver::message::LetterParts;
use crate::digest::render_event;
use crate::digest::render_html_for;
use crate::digest::render_text_for;
use crate::digest::with_room;
use crate::model::answer::Invitation;
use crate::model::delivery::Envelope;
use crate::model::digest::Digest;
use crate::model::ids::DeliveryId;
use crate::model::mail_address::MailAddress;
use crate::model::pledge_key::PledgeKey;
use crate::model::recipient::Recipient;
use crate::model::watchlist::DigestDefinition;
use crate::pipeline::Pipeline;
use crate::store::OutboxLetter;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::Unsubscribed;
use crate::store::View;

/// Who sends, and where answers go.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    /// How readers reach the page.
    pub(super) public_url: Option<Url>,
    from: MailAddress,
    answers_to: Option<MailAddress>,
    key: PledgeKey,
}

impl Sender {
    pub(super) fn of(pipeline: &Pipeline) -> Self {
        Self {
            public_url: pipeline.public_url.clone(),
            from: pipeline.from.clone(),
            answers_to: pipeline.answers_to.clone(),
            key: pipeline.key.clone(),
        }
    }

    /// How many stories of a digest its letters have room to give links to: asked once for all of its readers.
    fn links(&self, digest: &Digest) -> usize {
        let longest = self.invitation(DeliveryId(9_999_999), 0);
        longest.map_or(0, |longest| with_room(digest, &longest).most)
    }

    fn invitation(&self, delivery: DeliveryId, most: usize) -> Option<Invitation> {
        Some(Invitation {
            to: self.answers_to.clone()?,
            delivery,
            key: self.key.clone(),
            most,
        })
    }

    /// The letter to `to`, with `links` from [`Self::links`]; `follows` are the Message-IDs that it answers to, oldest first.
    fn letter(
        &self,
        id: DeliveryId,
        to: &Recipient,
        digest: &Digest,
        links: usize,
        follows: &[String],
    ) -> Result<OutboxLetter, StoreError> {
        let envelope = Envelope {
            from: self.from.clone(),
            to: to.clone(),
        };
        let message_id = message::message_id(id, digest.until, self.from.domain());
        let bytes = match to {
            Recipient::Webhook(_) => render_event(digest).into_bytes(),
            Recipient::Mail(_) => {
                let invitation = self.invitation(id, links);
                let invitation = invitation.as_ref();
                message::build(&LetterParts {
                    envelope: &envelope,
                    message_id: &message_id,
                    date: digest.until,
                    list: &digest.name,
                    reply_to: self.answers_to.as_ref(),
                    unsubscribe: invitation.map(Invitation::unsubscribe).as_deref(),
                    subject: &digest.subject,
                    text: &render_text_for(digest, invitation),
                    html: &render_html_for(digest, invitation),
                    follows,
                })
                .map_err(|error| StoreError::Abandoned {
                    what: error.to_string(),
                })?
            }
        };
        Ok(OutboxLetter {
            id,
            envelope,
            message_id,
            bytes,
        })
    }
}

/// Who gets a letter.
#[derive(Clone, Debug)]
pub(super) struct Addressee {
    pub(super) to: Recipient,
    /// Message-IDs of the letters to them that this one follows, the oldest first.
    pub(super) follows: Vec<String>,
}

/// Gives each addressee their letter, with an id of its own.
pub(super) fn letters(
    tx: &mut Tx,
    digest: &Digest,
    addressees: &[Addressee],
    sender: &Sender,
) -> Result<Vec<OutboxLetter>, StoreError> {
    let ids = tx.reserve_delivery_ids(addressees.len())?;
    let links = sender.links(digest);
    let letter = |(id, addressee): (DeliveryId, &Addressee)| {
        sender.letter(id, &addressee.to, digest, links, &addressee.follows)
    };
    ids.into_iter().zip(addressees).map(letter).collect()
}

/// Those of a digest who did not leave it.
///
/// # Errors
///
/// When the database fails.
pub(super) fn readers(
    view: &View,
    definition: &DigestDefinition,
) -> Result<Vec<Recipient>, StoreError> {
    let left = view.unsubscribed()?;
    let mut readers = definition.to.clone();
    readers.retain(|to| {
        let has_left = |left: &Unsubscribed| left.digest == definition.name && left.to == *to;
        !left.iter().any(has_left)
    });
    Ok(readers)
}
