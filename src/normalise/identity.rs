//! What makes it the same article when the feed is read again: guid, else link, else a fingerprint of what there is.

use std::fmt::Write as _;

use jiff::Timestamp;
use sha2::Digest as _;
use sha2::Sha256;

use crate::model::article::ContentHash;
use crate::model::article::Identity;
use crate::normalise::counter;

/// A longer guid is kept as its hash: some feeds put a whole article into it.
const LONGEST_GUID: usize = 255;

/// What an identity is found in: the item's own id, and the article's clean parts.
pub(super) struct Marks<'a> {
    pub(super) guid: Option<&'a str>,
    pub(super) link: Option<&'a str>,
    pub(super) title: &'a str,
    pub(super) text: &'a str,
    pub(super) published: Option<Timestamp>,
}

/// The identity of an article within its feed.
pub(super) fn identify(marks: &Marks<'_>) -> Identity {
    let guid = marks.guid.map(str::trim).filter(|guid| !guid.is_empty());
    match (guid, marks.link) {
        (Some(guid), _) if guid.len() > LONGEST_GUID => Identity::Guid(hex_digest(&[guid])),
        (Some(guid), _) => Identity::Guid(guid.to_owned()),
        (None, Some(link)) => Identity::Link(link.to_owned()),
        (None, None) => Identity::Fingerprint(fingerprint(marks)),
    }
}

/// A title at a time is the same article also when its text changes; without either the text has to tell.
pub(super) fn fingerprint(marks: &Marks<'_>) -> String {
    match (marks.title, marks.published) {
        ("", _) | (_, None) => hex_digest(&[marks.title, marks.text]),
        (title, Some(published)) => hex_digest(&[title, &published.to_string()]),
    }
}

/// Over title and text without their counters, with a border between them so that moving a word across it is a change.
pub(super) fn content_hash(title: &str, text: &str) -> ContentHash {
    let title = counter::without_final_counter(title);
    ContentHash(hex_digest(&[title, &counter::without_counters(text)]))
}

fn hex_digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    let mut hex = String::with_capacity(64);
    for byte in hasher.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
