//! Matches and stories to a letter: [`DigestInput`] in, [`Digest`] out, and text and HTML from that one model.

use crate::model::digest::Digest;
use crate::model::digest::DigestInput;

/// One issue of the letter, with order, quotes and limits settled.
#[must_use]
pub fn compose(input: &DigestInput) -> Digest {
    Digest {
        kind: input.kind,
        number: input.number,
        name: input.name.clone(),
        subject: format!("wirewatch {} #{}", input.name, input.number),
        from: input.from,
        until: input.until,
        tz: input.tz.clone(),
        bursts: input.bursts.clone(),
        watchlist_changes: input.watchlist_changes.clone(),
        sections: Vec::new(),
        quiet_topics: Vec::new(),
        sources: input.sources.clone(),
        coverage: input.coverage.clone(),
        public_url: input.public_url.clone(),
    }
}

/// The letter's `text/plain` part.
#[must_use]
pub fn render_text(digest: &Digest) -> String {
    digest.subject.clone()
}

/// The letter's `text/html` part.
#[must_use]
pub fn render_html(digest: &Digest) -> String {
    digest.subject.clone()
}
