//! Recipient: who gets a digest: a mail address, or a webhook that the operator's file describes.

use std::fmt;
use std::str::FromStr;

use crate::model::ids::FeedName;
use crate::model::ids::NotAName;
use crate::model::mail_address::MailAddress;
use crate::model::mail_address::NotAnAddress;

/// Goes before the name of a webhook.
const WEBHOOK: &str = "webhook:";

/// One reader of a digest, as `to` of a digest names it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipient {
    /// A letter by mail.
    Mail(MailAddress),
    /// A message by HTTP.
    Webhook(WebhookName),
}

/// The key of a `[webhook.NAME]` table.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebhookName {
    key: FeedName,
    /// With its prefix, as recipients are written.
    written: String,
}

/// Why a text names nobody to send to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARecipient {
    /// It looks like an address, and is none.
    #[error(transparent)]
    Address(#[from] NotAnAddress),
    /// It begins like a webhook, and goes on like none.
    #[error("after \"webhook:\" there should be a name: {0}")]
    Webhook(#[from] NotAName),
}

impl WebhookName {
    /// The name, as the table has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.key.as_str()
    }

    /// The same as requests know on whose behalf they are made.
    #[must_use]
    pub fn as_source(&self) -> &FeedName {
        &self.key
    }
}

impl FromStr for WebhookName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        // The same rule as for every other name.
        let key: FeedName = text.parse()?;
        let written = format!("{WEBHOOK}{key}");
        Ok(Self { key, written })
    }
}

impl fmt::Display for WebhookName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for WebhookName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Recipient {
    /// As `to` of a digest has it. Logs take [`Recipient::masked`] instead.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Mail(address) => address.as_str(),
            Self::Webhook(name) => &name.written,
        }
    }

    /// Enough to tell recipients apart in a log, not enough to write to them.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Self::Mail(address) => address.masked(),
            Self::Webhook(name) => name.written.clone(),
        }
    }

    /// The address, if it is mail.
    #[must_use]
    pub fn address(&self) -> Option<&MailAddress> {
        match self {
            Self::Mail(address) => Some(address),
            Self::Webhook(_) => None,
        }
    }
}

impl FromStr for Recipient {
    type Err = NotARecipient;

    fn from_str(text: &str) -> Result<Self, NotARecipient> {
        match text.strip_prefix(WEBHOOK) {
            Some(name) => Ok(Self::Webhook(name.parse()?)),
            None => Ok(Self::Mail(text.parse()?)),
        }
    }
}

impl From<MailAddress> for Recipient {
    fn from(address: MailAddress) -> Self {
        Self::Mail(address)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Recipient {
    /// Masked, as addresses are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_is_an_address_or_the_name_of_a_webhook() {
        let mail: Recipient = "desk@example.org".parse().unwrap();
        let hook: Recipient = "webhook:desk".parse().unwrap();

        assert_eq!(mail.as_str(), "desk@example.org");
        assert_eq!(mail.masked(), "d…@example.org");
        assert!(matches!(&hook, Recipient::Webhook(name) if name.as_str() == "desk"));
        assert_eq!(hook.to_string(), "webhook:desk");
        for wrong in [
            "webhook:",
            "webhook:a b",
            "Webhook:desk",
            "desk",
            "-oQ/tmp@x",
        ] {
            assert!(wrong.parse::<Recipient>().is_err(), "{wrong}");
        }
    }
}
