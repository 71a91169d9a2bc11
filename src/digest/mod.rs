//! Matches and stories to a letter: [`DigestInput`] in, [`Digest`] out, and text and HTML from that one model.
//!
//! [`compose()`] settles everything that is a decision: order, lead articles, quotes, limits, subject. The two
//! renderings only set type, from one view of the digest, so that neither says what the other does not.

mod additions;
mod alert_plan;
mod alert_view;
mod burst_view;
mod clean;
mod compose;
mod diff;
mod edit_view;
mod edits;
mod event;
mod html;
mod invite;
mod limit;
mod outlets;
mod quote;
mod source_view;
mod story_view;
mod subject;
mod text;
mod view;
mod words;
mod wrap;

#[cfg(test)]
mod tests;

pub use additions::additions;

use crate::model::answer::Invitation;
use crate::model::digest::Digest;
use crate::model::digest::DigestInput;
use crate::model::digest::QuotePart;
use crate::model::matching::Evidence;
use crate::model::matching::Field;

pub use alert_plan::AlertPlan;
pub use alert_plan::AlertSituation;
pub use alert_plan::PlannedLetter;
pub use alert_plan::plan_alerts;

/// One issue of the letter, with order, quotes and limits settled.
///
/// Every story of the input stands once, in a section's `stories` or in its `more`.
#[must_use]
pub fn compose(input: &DigestInput) -> Digest {
    let mut digest = compose::digest(input);
    digest.subject = subject::subject(&digest, input.subject);
    limit::keep_to_number(&mut digest, input.max_stories);
    compose::add_what_is_new(&mut digest, input);
    limit::keep_to_size(&mut digest, |digest| encoded_bytes(digest, None));
    digest
}

/// The invitation with as many mark-links as the letter has room for, the first stories first: no story is left out for links.
#[must_use]
pub fn with_room(digest: &Digest, reader: &Invitation) -> Invitation {
    let mut reader = reader.clone();
    let stories: usize = digest
        .sections
        .iter()
        .map(|section| section.stories.len())
        .sum();
    reader.most = stories;
    while reader.most > 0 && !limit::has_room(encoded_bytes(digest, Some(&reader))) {
        reader.most -= (stories / 8).clamp(1, reader.most);
    }
    reader
}

fn encoded_bytes(digest: &Digest, reader: Option<&Invitation>) -> usize {
    limit::encoded_bytes(&render_text_for(digest, reader))
        + limit::encoded_bytes(&render_html_for(digest, reader))
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
