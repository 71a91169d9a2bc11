//! What makes it the same article: guid, else link, else a fingerprint of what there is.

use std::fmt::Write as _;

use sha2::Digest as _;
use sha2::Sha256;

use crate::model::article::ContentHash;
use crate::model::article::Identity;
use crate::model::item::Item;

/// A longer guid is kept as its hash: some feeds put a whole article into it.
const LONGEST_GUID: usize = 255;

/// The identity of `item` within its feed.
pub(super) fn identify(item: &Item, link: Option<&str>, content: &ContentHash) -> Identity {
    let guid = item.guid.as_deref().map(str::trim).unwrap_or_default();
    match (guid, link) {
        ("", None) => Identity::Fingerprint(content.0.clone()),
        ("", Some(link)) => Identity::Link(link.to_owned()),
        (guid, _) if guid.len() > LONGEST_GUID => Identity::Guid(hex_digest(&[guid])),
        (guid, _) => Identity::Guid(guid.to_owned()),
    }
}

/// Over title and text, with a border between them so that moving a word across it is a change.
pub(super) fn content_hash(title: &str, text: &str) -> ContentHash {
    ContentHash(hex_digest(&[title, text]))
}

fn hex_digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher
        .finalize()
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
