//! Trace: what is kept of an article that was dropped from the archive, so that its entry is known while it stands in its
//! feed.

use jiff::Timestamp;
use sha2::Digest;
use sha2::Sha256;

use crate::model::article::ContentHash;
use crate::model::article::Identity;

/// Bytes of the hash: within one feed no two entries ever share so many.
const BYTES: usize = 16;

/// The first bytes of a SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trace(pub [u8; BYTES]);

impl Trace {
    /// Of what makes it the same article within its feed.
    #[must_use]
    pub fn of_identity(identity: &Identity) -> Self {
        Self::of(&["identity", identity.kind(), identity.key()])
    }

    /// Of what stays when a publisher gives an old entry a new id; `None` where that says too little.
    #[must_use]
    pub fn of_words(
        canonical_link: Option<&str>,
        title: &str,
        published: Option<Timestamp>,
    ) -> Option<Self> {
        let link = canonical_link.filter(|_| !title.is_empty())?;
        let at = published.map(|at| at.as_millisecond().to_string());
        Some(Self::of(&["words", link, title, &at.unwrap_or_default()]))
    }

    /// Of all its words: whether they are others now.
    #[must_use]
    pub fn of_content(content: &ContentHash) -> Self {
        Self::of(&["content", &content.0])
    }

    fn of(parts: &[&str]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            // With its length before it no part can pass for a piece of the next.
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        let mut trace = [0; BYTES];
        trace.copy_from_slice(&hasher.finalize()[..BYTES]);
        Self(trace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_tells_kinds_and_parts_apart() {
        let guid = Trace::of_identity(&Identity::Guid("a".to_owned()));
        let link = Trace::of_identity(&Identity::Link("a".to_owned()));
        let words = |link, title, at| Trace::of_words(Some(link), title, at);

        assert_ne!(guid, link);
        assert_ne!(words("ab", "c", None), words("a", "bc", None));
        assert_ne!(
            words("a", "b", None),
            words("a", "b", Some(Timestamp::UNIX_EPOCH))
        );
        assert_eq!(Trace::of_words(None, "b", None), None);
        assert_eq!(words("a", "", None), None);
    }
}
