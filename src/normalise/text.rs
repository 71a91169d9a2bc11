//! Text made plain.

use crate::model::item::Markup;

/// The words of a body in paragraphs, without markup.
#[must_use]
pub fn plain_text(markup: &Markup) -> String {
    markup.as_str().to_owned()
}

/// One line of clean text: titles, names.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
