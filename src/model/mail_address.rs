//! A mail address that can go into an envelope and a header without surprises.

use std::fmt;
use std::str::FromStr;

/// `local@domain` in ASCII: no display name, no quotes, no control characters, nothing that begins with `-`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailAddress(String);

/// Why a text is not an address we send to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{address:?} is not a mail address: {reason}")]
pub struct NotAnAddress {
    address: String,
    reason: &'static str,
}

impl MailAddress {
    /// The address, whole. Logs take [`MailAddress::masked`] instead.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.rsplit('@').next().unwrap_or_default()
    }

    /// `d…@example.org`: enough to tell recipients apart in a log, not enough to write to them.
    #[must_use]
    pub fn masked(&self) -> String {
        let first = self.0.chars().next().unwrap_or('?');
        format!("{first}…@{}", self.domain())
    }
}

/// RFC 1035, section 2.3.4, without the bytes for lengths; no header can bear more.
const LONGEST_DOMAIN: usize = 253;

/// From the same section.
const LONGEST_LABEL: usize = 63;

fn fault(text: &str) -> Option<&'static str> {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return Some("there is no \"@\" in it");
    };
    let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    if !text.is_ascii() {
        Some(
            "only ASCII addresses can be sent to everywhere; write an international domain as xn--…",
        )
    } else if local.is_empty()
        || local.len() > 64
        || domain.is_empty()
        || domain.len() > LONGEST_DOMAIN
    {
        Some("a part is empty or too long")
    } else if text.starts_with('-') {
        Some("it begins with \"-\"")
    } else if !local.chars().all(is_atext)
        || local.starts_with('.')
        || local.ends_with('.')
        || local.contains("..")
    {
        Some("the part before the \"@\" has characters that need quoting")
    } else if !domain.chars().all(is_host)
        || domain.split('.').any(|label| {
            label.is_empty()
                || label.len() > LONGEST_LABEL
                || label.starts_with('-')
                || label.ends_with('-')
        })
    {
        Some("the part after the \"@\" is not a host name")
    } else {
        None
    }
}

impl FromStr for MailAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        match fault(text) {
            None => Ok(Self(text.to_owned())),
            Some(reason) => Err(NotAnAddress {
                address: text.to_owned(),
                reason,
            }),
        }
    }
}

impl fmt::Debug for MailAddress {
    /// Masked, so that a debug print in a log gives nobody away.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}
