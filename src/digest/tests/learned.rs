//! What marks change in a letter: order, and a line that says so.

use super::sample;
use super::*;
use crate::model::lesson::Lean;
use crate::model::lesson::Lesson;
use crate::model::lesson::Moved;

/// A story with a score, and what marks say of it.
fn learned(stories: &[(i64, f64, Option<Moved>)]) -> DigestInput {
    let mut input = sample::rich();
    let one = input.candidates[0].clone();
    let story = |(story, likelihood, moved): &(i64, f64, Option<Moved>)| {
        let mut candidate = one.clone();
        candidate.article = ArticleId(*story);
        candidate.story = StoryId(*story);
        candidate.title = format!("Story {story}");
        candidate.matches[0].score = *story as f64;
        candidate.matches[0].learned = Some(Lesson {
            likelihood: *likelihood,
            moved: *moved,
            marks: 40,
            up_to: 57,
            because: vec![Lean {
                what: "word '<b>\u{202E}\u{0}'".to_owned(),
                weight: -0.75,
            }],
        });
        candidate
    };
    input.candidates = stories.iter().map(story).collect();
    input
}

fn order(input: &DigestInput) -> Vec<i64> {
    let digest = compose(input);
    let stories = digest.sections.iter().flat_map(|section| &section.stories);
    stories.map(|story| story.story.0).collect()
}

#[test]
fn likelihood_orders_a_section_and_what_was_moved_down_ends_it() {
    let input = learned(&[
        (1, 0.9, None),
        (2, 0.3, Some(Moved::Lowered)),
        (3, 0.2, None),
        (4, 0.6, Some(Moved::Lifted)),
    ]);

    assert_eq!(order(&input), [1, 4, 3, 2]);
}

#[test]
fn a_story_is_at_the_end_only_when_all_its_articles_are() {
    let mut input = learned(&[
        (1, 0.9, None),
        (7, 0.3, Some(Moved::Lowered)),
        (2, 0.5, None),
    ]);
    input.candidates[1].story = StoryId(2);

    let digest = compose(&input);

    assert_eq!(order(&input), [1, 2]);
    assert_eq!(digest.sections[0].stories[1].title, "Story 2");
    assert_eq!(digest.sections[0].stories[1].articles.len(), 2);
}

#[test]
fn the_letter_says_what_marks_changed_and_shows_no_strangers_markup() {
    let (_, text, html) = shown(&learned(&[(2, 0.3, Some(Moved::Lowered))]));

    let words = "moved to the end by what was marked; 30 % likely useful";
    assert!(text.contains("    marks "), "{text}");
    assert!(html.contains(words), "{html}");
    for banned in ["<b>\u{202E}", "\u{202E}", "\u{0}"] {
        assert!(!text.contains(banned) || banned.starts_with('<'), "{text}");
        assert!(!html.contains(banned), "{html}");
    }
}

#[test]
fn how_many_marks_kept_out_stands_below() {
    let mut input = sample::rich();
    input.coverage.hidden = 3;

    let (_, text, _) = shown(&input);

    assert!(text.contains("3 matching articles kept out"), "{text}");
}
