//! Letters as their readers get them, and the promises that hold for every letter.

use super::sample;
use super::sample::Told;
use super::*;
use crate::model::digest::LetterKind;
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::watchlist::SubjectMode;

fn shown(input: &DigestInput) -> (String, String, String) {
    let digest = compose(input);
    (
        digest.subject.clone(),
        render_text(&digest),
        render_html(&digest),
    )
}

#[test]
fn a_rich_morning_reads_well() {
    let (subject, text, html) = shown(&sample::rich());

    insta::assert_snapshot!("rich_text", format!("Subject: {subject}\n\n{text}"));
    insta::assert_snapshot!("rich_html", html);
}

#[test]
fn a_day_without_news_is_proof_of_life() {
    let (subject, text, html) = shown(&sample::empty());

    insta::assert_snapshot!("empty_text", format!("Subject: {subject}\n\n{text}"));
    insta::assert_snapshot!("empty_html", html);
}
