//! Matches and stories to a letter: [`DigestInput`] in, [`Digest`] out, and text and HTML from that one model.
//!
//! [`compose()`] settles everything that is a decision: order, lead articles, quotes, limits, subject. The two
//! renderings only set type, from one view of the digest, so that neither says what the other does not.

mod burst_view;
mod clean;
mod compose;
mod event;
mod html;
mod invite;
mod limit;
mod quote;
mod story_view;
mod subject;
mod text;
mod view;
mod words;
mod wrap;

#[cfg(test)]
mod tests;

use crate::model::answer::Invitation;
use crate::model::digest::Digest;
use crate::model::digest::DigestInput;
use crate::model::digest::QuotePart;
use crate::model::matching::Evidence;
use crate::model::matching::Field;

/// One issue of the letter, with order, quotes and limits settled.
///
/// Every story of the input stands once, in a section's `stories` or in its `more`.
#[must_use]
pub fn compose(input: &DigestInput) -> Digest {
    compose_for(input, None)
}

/// The same, with room for the links by which a reader can answer: `reader` is as long as the longest of them.
#[must_use]
pub fn compose_for(input: &DigestInput, reader: Option<&Invitation>) -> Digest {
    let mut digest = compose::digest(input);
    digest.subject = subject::subject(&digest, input.subject);
    limit::keep_to_number(&mut digest, input.max_stories);
    limit::keep_to_size(&mut digest, |digest| {
        limit::encoded_bytes(&render_text_for(digest, reader))
            + limit::encoded_bytes(&render_html_for(digest, reader))
    });
    digest
}

/// The letter's `text/plain` part: 80 columns, LF line ends.
#[must_use]
pub fn render_text(digest: &Digest) -> String {
    render_text_for(digest, None)
}

/// The same with the links by which one reader can answer.
#[must_use]
pub fn render_text_for(digest: &Digest, reader: Option<&Invitation>) -> String {
    text::render(&letter_for(digest, reader))
}

/// The letter's `text/html` part: one file, without images, scripts or anything to be fetched.
#[must_use]
pub fn render_html(digest: &Digest) -> String {
    render_html_for(digest, None)
}

/// The same with the links by which one reader can answer.
#[must_use]
pub fn render_html_for(digest: &Digest, reader: Option<&Invitation>) -> String {
    html::render(&letter_for(digest, reader))
}

/// The letter as an event in JSON, for webhooks.
#[must_use]
pub fn render_event(digest: &Digest) -> String {
    event::render(digest, &render_text(digest))
}

fn letter_for(digest: &Digest, reader: Option<&Invitation>) -> view::LetterView {
    let mut letter = view::letter(digest);
    if let Some(reader) = reader {
        invite::invite(&mut letter, reader);
    }
    letter
}

/// What speaks most for a match: the telling passage of the text, or the headline when only that speaks.
#[must_use]
pub fn quote(title: &str, text: &str, evidence: &[Evidence]) -> Vec<QuotePart> {
    if evidence.iter().any(|piece| piece.field == Field::Text) {
        return quote::passage(text, evidence.iter());
    }
    let in_title: Vec<Evidence> = evidence
        .iter()
        .map(|piece| Evidence {
            field: Field::Text,
            ..piece.clone()
        })
        .collect();
    quote::passage(title, in_title.iter())
}
