//! The letter in HTML: a view in, one page out. Every text is escaped by the template's type.

use askama::Template;

use crate::digest::view::LetterView;

#[derive(Template)]
#[template(path = "letter.html")]
struct LetterPage<'a> {
    letter: &'a LetterView,
}

/// The whole page.
pub(super) fn render(letter: &LetterView) -> String {
    // Rendering into a String fails only where the Display of a value does, and ours are strings.
    LetterPage { letter }
        .render()
        .expect("a template of strings renders into a string")
}
