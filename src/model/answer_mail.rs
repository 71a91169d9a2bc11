//! A reader's mail, as far as an answer needs it: its subject, and what makes it one mail when it comes twice.
//!
//! Only the head is read. The body may quote a whole letter, with the links of every story in it.

use sha2::Digest as _;
use sha2::Sha256;

use crate::model::base64;

/// The head of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerMail {
    /// Unfolded and decoded.
    pub subject: String,
    /// The same whenever this very mail is read again: a hash of its Message-ID, or of its head where it has none.
    pub hash: String,
    /// Sent by a machine (RFC 3834): an absence note must mark nothing, and the end of letters is not decided by one.
    pub is_automatic: bool,
}

/// Does a text begin as a mail does, with a header, or with the `From ` line that some deliverers put before it?
#[must_use]
pub fn is_mail(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    let is_name = name.len() < line.len()
        && name.iter().any(u8::is_ascii_alphabetic)
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    is_name || line.starts_with(b"From ")
}

/// Reads the head of a mail.
#[must_use]
pub fn read(text: &[u8]) -> AnswerMail {
    let text = String::from_utf8_lossy(text).replace("\r\n", "\n");
    let head = text.split("\n\n").next().unwrap_or_default();
    let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
    let header = |name: &str| {
        unfolded
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    };
    let identity = header("Message-ID").filter(|id| !id.is_empty());
    let hash = Sha256::digest(identity.unwrap_or(head));
    AnswerMail {
        subject: decoded(header("Subject").unwrap_or_default()),
        hash: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
        is_automatic: header("Auto-Submitted")
            .is_some_and(|value| !value.to_ascii_lowercase().starts_with("no")),
    }
}

/// Undoes encoded words (RFC 2047); one that is not UTF-8 stays as it is, as our own words are ASCII.
fn decoded(value: &str) -> String {
    let words = value
        .split_whitespace()
        .map(|word| encoded_word(word).unwrap_or_else(|| word.to_owned()));
    words.collect::<Vec<_>>().join(" ")
}

fn encoded_word(word: &str) -> Option<String> {
    let mut parts = word.strip_prefix("=?")?.strip_suffix("?=")?.splitn(3, '?');
    let (_charset, way, text) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = match way {
        "B" | "b" => base64::decode(text)?,
        "Q" | "q" => q_decoded(text)?,
        _ => return None,
    };
    String::from_utf8(bytes).ok()
}

fn q_decoded(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'_' => b' ',
            b'=' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_told_from_lines_of_marks() {
        for mail in [
            "From: a@example.org\nSubject: x\n",
            "Return-Path: <a@example.org>\r\n",
            "From a@example.org Mon Nov 30 20:00:00 2026\nFrom: a\n",
        ] {
            assert!(is_mail(mail.as_bytes()), "{mail}");
        }
        for lines in [
            "",
            "12 useful",
            "# note: x",
            "s12 noise: sport",
            "4711: x",
            "useful s1 ww-1-0",
        ] {
            assert!(!is_mail(lines.as_bytes()), "{lines}");
        }
    }

    #[test]
    fn the_subject_is_unfolded_and_decoded_and_the_body_is_not_read() {
        let subject = |head: &str| {
            read(format!("From: a\n{head}\n\nSubject: noise s1 ww-1-0\n").as_bytes()).subject
        };

        assert_eq!(
            subject("subject: Re: useful s12\n\tww-34-0a"),
            "Re: useful s12 ww-34-0a"
        );
        assert_eq!(
            subject("Subject: =?utf-8?q?useful_s12?=\n =?UTF-8?B?d3ctMzQ=?="),
            "useful s12 ww-34"
        );
        assert_eq!(subject("Subject: =?utf-8?q?=4?= x"), "=?utf-8?q?=4?= x");
        assert_eq!(subject("To: b"), "");
    }

    #[test]
    fn a_mail_that_comes_twice_is_one_mail() {
        let first = read(b"Message-ID: <1@example.org>\r\nSubject: x\r\n\r\n");
        let again = read(b"Received: later\nMessage-ID: <1@example.org>\nSubject: x\n\n");
        let other = read(b"Message-ID: <2@example.org>\nSubject: x\n\n");

        assert_eq!(first.hash, again.hash);
        assert_ne!(first.hash, other.hash);
    }

    #[test]
    fn an_absence_note_is_automatic() {
        assert!(read(b"Auto-Submitted: auto-replied\n\n").is_automatic);
        assert!(!read(b"Auto-Submitted: no\n\n").is_automatic);
        assert!(!read(b"Subject: x\n\n").is_automatic);
    }
}
