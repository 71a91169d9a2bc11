//! A message as a webhook takes it: the stored event in, the HTTP call out, and what its answer means. Pure.
//!
//! What is stored is the event as our own JSON ("generic"); other forms are made from it when it is sent, so that the same
//! event gives the same body at every attempt, and a corrected template or token helps letters that already wait.

mod forms;

use jiff::Timestamp;
use serde_json::Value;
use sha2::Digest as _;
use sha2::Sha256;
use url::Url;

use crate::deliver::reply::one_line;
use crate::model::delivery::DeliveryTask;
use crate::model::delivery::Outcome;
use crate::model::secret::Secret;
use crate::model::settings::WebhookSettings;
use crate::model::settings::WebhookTemplate;
use crate::model::signature::sign;

/// One request.
#[derive(Clone, Debug)]
pub struct Call {
    /// PUT instead of POST.
    pub is_put: bool,
    /// Where to.
    pub url: Url,
    /// Beside `Content-Type: application/json`.
    pub headers: Vec<(&'static str, String)>,
    /// For `Authorization: Bearer …`.
    pub token: Option<Secret>,
    /// JSON.
    pub body: Vec<u8>,
}

/// The request for a message; `now` is when it is sent, which the signature covers.
///
/// # Errors
/// A sentence, where the webhook has no address yet or what is stored is no event of ours.
pub fn call(
    webhook: &WebhookSettings,
    task: &DeliveryTask,
    now: Timestamp,
) -> Result<Call, String> {
    let url = webhook.url.clone().ok_or_else(|| {
        format!(
            "the address of webhook {} stands in a credential that cannot be read",
            webhook.name
        )
    })?;
    let event: Value = serde_json::from_slice(&task.bytes)
        .map_err(|fault| format!("what is stored for this webhook is no event: {fault}"))?;
    let id = message_key(task);
    let (url, body) = match webhook.template {
        WebhookTemplate::Generic => (url, task.bytes.clone()),
        WebhookTemplate::Ntfy => forms::ntfy(url, &event),
        WebhookTemplate::Matrix => forms::matrix(url, &event, &id),
        WebhookTemplate::Slack => (url, forms::slack(&event)),
        WebhookTemplate::Mattermost => (url, forms::mattermost(&event)),
    };
    let seconds = now.as_second();
    let mut headers = vec![
        ("webhook-id", id.clone()),
        ("webhook-timestamp", seconds.to_string()),
        ("idempotency-key", id.clone()),
    ];
    if let Some(secret) = &webhook.secret {
        headers.push(("webhook-signature", sign(secret, &id, seconds, &body)));
    }
    Ok(Call {
        is_put: webhook.template == WebhookTemplate::Matrix,
        url,
        headers,
        token: webhook.token.clone(),
        body,
    })
}

/// Names the message to a receiver that must not take it twice: the same at every attempt, never the same for two.
fn message_key(task: &DeliveryTask) -> String {
    let hash = Sha256::digest(&task.message_id);
    let hash: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("ww_{}_{hash}", task.id)
}

/// What an answer means for the message. Only what is said of *this message* is final; a wrong address or token is mended
/// by its owner, and nothing is lost until then.
#[must_use]
pub fn outcome(status: u16, words: &str) -> Outcome {
    let said = match one_line(words) {
        words if words.is_empty() => String::new(),
        words => format!(": {words}"),
    };
    let reason = |advice: &str| one_line(&format!("the webhook answered {status}{advice}{said}"));
    match status {
        200..=299 => Outcome::Accepted,
        410 => Outcome::Failed {
            reason: reason(" (it is gone for good; take it out of the digest)"),
        },
        400 | 405 | 406 | 411 | 413 | 414 | 415 | 422 => Outcome::Failed {
            reason: reason(" (it does not take this message; check its template)"),
        },
        401 | 403 | 407 => Outcome::Deferred {
            reason: reason(" (check its token and secret)"),
        },
        404 => Outcome::Deferred {
            reason: reason(" (check its address)"),
        },
        300..=399 => Outcome::Deferred {
            reason: reason(" (redirects are not followed; write the address that it leads to)"),
        },
        _ => Outcome::Deferred { reason: reason("") },
    }
}

#[cfg(test)]
mod tests;
