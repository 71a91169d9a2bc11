//! A letter as RFC 5322 bytes: parts in, bytes with CRLF out. Pure; the same parts give the same bytes.
//!
//! Everything is 7-bit and no line is longer than 998 bytes, so that no relay has a reason to rewrite or
//! refuse it. Message-ID, Date and boundary are ours: a letter that goes again is the same letter.

mod read;

use std::time::Duration;
use std::time::SystemTime;

use jiff::Timestamp;
use lettre::Address;
use lettre::Message;
use lettre::message::Body;
use lettre::message::Mailbox;
use lettre::message::MultiPart;
use lettre::message::MultiPartBuilder;
use lettre::message::SinglePart;
use lettre::message::header::ContentTransferEncoding;
use lettre::message::header::ContentType;
use lettre::message::header::Date;
use lettre::message::header::HeaderName;
use lettre::message::header::HeaderValue;
use sha2::Digest as _;
use sha2::Sha256;

use crate::model::delivery::Envelope;
use crate::model::ids::DeliveryId;
use crate::model::ids::DigestName;
use crate::model::mail_address::MailAddress;

pub use read::Shown;
pub use read::read;

/// What a message is built from.
#[derive(Clone, Debug)]
pub struct LetterParts<'a> {
    /// From and To; one recipient a letter.
    pub envelope: &'a Envelope,
    /// From [`message_id`], without angle brackets; the boundary derives from it too.
    pub message_id: &'a str,
    /// When the digest was issued, not when it is sent.
    pub date: Timestamp,
    /// Whose letter it is: names the list in List-Id and List-Unsubscribe.
    pub list: &'a DigestName,
    /// Where answers go, if not to From.
    pub reply_to: Option<&'a MailAddress>,
    /// The `mailto:` link that ends these letters; `None`: one that asks a person to do it.
    pub unsubscribe: Option<&'a str>,
    /// Any text; line ends become spaces here.
    pub subject: &'a str,
    /// `text/plain`, first.
    pub text: &'a str,
    /// `text/html`, second.
    pub html: &'a str,
    /// Message-IDs of the letters it follows, oldest first: a development threads under its story.
    pub follows: &'a [String],
}

/// A message that cannot be written down.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// lettre is stricter than [`MailAddress`].
    #[error("{0} cannot stand in a mail header: {1}")]
    Address(String, lettre::address::AddressError),
    /// A message to somewhere that takes no mail.
    #[error("{0} takes no mail")]
    NoMail(String),
    /// A part that every message has is missing.
    #[error("the message cannot be put together: {0}")]
    Parts(#[from] lettre::error::Error),
}

/// The Message-ID of a delivery, without angle brackets: the same at every attempt, never the same for two.
#[must_use]
pub fn message_id(id: DeliveryId, issued: Timestamp, domain: &str) -> String {
    let milliseconds = base36(issued.as_millisecond().unsigned_abs());
    format!("wirewatch.{id}.{milliseconds}@{domain}")
}

/// The whole message.
///
/// # Errors
///
/// An address that lettre refuses.
pub fn build(parts: &LetterParts<'_>) -> Result<Vec<u8>, MessageError> {
    let from = &parts.envelope.from;
    let name = Some("wirewatch".to_owned());
    let to = &parts.envelope.to;
    let to = to
        .address()
        .ok_or_else(|| MessageError::NoMail(to.masked()))?;
    let mut message = Message::builder()
        .header(Date::new(system_time(parts.date)))
        .from(Mailbox::new(name, address(from)?))
        .to(Mailbox::new(None, address(to)?))
        .raw_header(raw("Subject", encoded_words(parts.subject)))
        .message_id(Some(format!("<{}>", one_line(parts.message_id))));
    if let Some(reply_to) = parts.reply_to.filter(|address| *address != from) {
        message = message.reply_to(Mailbox::new(None, address(reply_to)?));
    }
    if let Some(last) = parts.follows.last() {
        message = message
            .raw_header(raw("In-Reply-To", format!("<{}>", one_line(last))))
            .raw_header(raw("References", references(parts.follows)));
    }
    let message = message
        .raw_header(raw("List-Id", list_id(parts.list, from.domain())))
        .raw_header(raw("List-Unsubscribe", unsubscribe(parts)))
        .raw_header(raw("Auto-Submitted", "auto-generated".to_owned()))
        .multipart(
            alternative(parts.message_id)
                .singlepart(single(ContentType::TEXT_PLAIN, parts.text))
                .singlepart(single(ContentType::TEXT_HTML, parts.html)),
        )?;
    Ok(message.formatted())
}

/// A body in quoted-printable or base64, whichever is shorter.
fn encode(text: &str) -> Body {
    // Both agree on line ends and never leave a line as it stands, so that neither a dot, nor "From ",
    // nor a very long line can meet a relay's habits. Base64 wins where most letters are not Latin.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    [
        ContentTransferEncoding::QuotedPrintable,
        ContentTransferEncoding::Base64,
    ]
    .into_iter()
    .filter_map(|encoding| Body::new_with_encoding(text.clone(), encoding).ok())
    .min_by_key(Body::len)
    .unwrap_or_else(|| Body::new(text))
}

fn single(kind: ContentType, text: &str) -> SinglePart {
    SinglePart::builder().content_type(kind).body(encode(text))
}

fn alternative(message_id: &str) -> MultiPartBuilder {
    // "=_" can stand neither in quoted-printable nor in base64: no article can forge the boundary.
    let hash = Sha256::digest(message_id);
    let tail: String = hash[..12].iter().map(|b| format!("{b:02x}")).collect();
    MultiPart::alternative().boundary(format!("=_wirewatch_{tail}"))
}

fn address(of: &MailAddress) -> Result<Address, MessageError> {
    of.as_str()
        .parse()
        .map_err(|fault| MessageError::Address(of.masked(), fault))
}

fn system_time(at: Timestamp) -> SystemTime {
    // RFC 5322 has no years before 1900 and none of five digits; the header type panics there.
    let seconds = at.as_second().clamp(0, 250_000_000_000);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.unsigned_abs())
}

fn raw(name: &'static str, value: String) -> HeaderValue {
    let header = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(header, value.clone(), value)
}

fn one_line(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>'))
        .collect()
}

fn references(follows: &[String]) -> String {
    let newest = follows.len().saturating_sub(20);
    follows[newest..]
        .iter()
        .map(|id| format!("<{}>", one_line(id)))
        .collect::<Vec<_>>()
        .join("\r\n ")
}

fn list_id(list: &DigestName, domain: &str) -> String {
    format!("<{}.wirewatch.{domain}>", ascii_label(list))
}

fn unsubscribe(parts: &LetterParts<'_>) -> String {
    if let Some(link) = parts.unsubscribe {
        return format!("<{}>", one_line(link));
    }
    let (list, from) = (parts.list, &parts.envelope.from);
    let (local, domain) = from.as_str().rsplit_once('@').unwrap_or_default();
    let mut name = percent_encode(list.as_str());
    if name.len() > LONGEST_ENCODED_NAME {
        // A link cannot be folded, and the line has an end.
        name = ascii_label(list);
    }
    let local = percent_encode(local);
    format!("<mailto:{local}@{domain}?subject=unsubscribe%20{name}>")
}

const LONGEST_ENCODED_NAME: usize = 300;

/// A digest may have a name in any script; a List-Id is a dot-atom.
fn ascii_label(list: &DigestName) -> String {
    if list.as_str().is_ascii() {
        list.as_str().to_ascii_lowercase()
    } else {
        let hash = Sha256::digest(list.as_str());
        hash[..6].iter().map(|b| format!("{b:02x}")).collect()
    }
}

fn percent_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    while number > 0 || digits.is_empty() {
        let digit = u32::try_from(number % 36).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        number /= 36;
    }
    digits.iter().rev().collect()
}

/// A subject as a header value (RFC 2047, "Q" encoding, a character never cut in two).
///
/// The whole of it is encoded as soon as one word needs it, and when it only looks encoded: a headline
/// that says `=?utf-8?q?…?=` is to be read as just that.
fn encoded_words(subject: &str) -> String {
    let subject = clean(subject);
    if is_plain(&subject) {
        return fold(&subject);
    }
    let mut words = Vec::new();
    let mut word = String::new();
    for c in subject.chars() {
        let encoded = q_encode(c);
        if word.len() + encoded.len() > MOST_ENCODED {
            words.push(std::mem::take(&mut word));
        }
        word.push_str(&encoded);
    }
    words.push(word);
    words
        .iter()
        .map(|word| format!("=?utf-8?q?{word}?="))
        .collect::<Vec<_>>()
        .join("\r\n ")
}

/// An encoded word is at most 75 bytes; `Subject: ` shares the first line of at most 78.
const MOST_ENCODED: usize = 75 - "Subject: =?utf-8?q??=".len();

fn clean(subject: &str) -> String {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    subject
        .split(|c: char| is_break(c) || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_plain(subject: &str) -> bool {
    subject.chars().all(|c| c == ' ' || c.is_ascii_graphic())
        && !subject.contains("=?")
        && subject.split(' ').all(|word| word.len() <= 60)
}

fn fold(subject: &str) -> String {
    let mut out = String::new();
    let mut used = "Subject: ".len();
    for word in subject.split(' ') {
        if out.is_empty() {
            used += word.len();
        } else if used + 1 + word.len() > 76 {
            out.push_str("\r\n ");
            used = 1 + word.len();
        } else {
            out.push(' ');
            used += 1 + word.len();
        }
        out.push_str(word);
    }
    out
}

fn q_encode(c: char) -> String {
    if c == ' ' {
        return "_".to_owned();
    }
    if c.is_ascii_alphanumeric() || matches!(c, '!' | '*' | '+' | '-' | '/' | '.' | ',' | ':') {
        return c.to_string();
    }
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes)
        .bytes()
        .map(|byte| format!("={byte:02X}"))
        .collect()
}

#[cfg(test)]
mod tests;
