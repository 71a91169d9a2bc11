//! Bodies, titles and names made plain.

use crate::model::item::Markup;
use crate::normalise::blanks;
use crate::normalise::html;
use crate::normalise::tails;
use crate::normalise::unicode;

/// More of a body is not looked at: sixteen times what is kept of one is enough for any markup around it.
const LONGEST_BODY: usize = 4 << 20;

/// More of a title is not looked at.
const LONGEST_LINE: usize = 64 * 1024;

/// The words of a body in clean characters: lines parted by `\n`, paragraphs by an empty line, without markup and
/// without what publishing software hangs on to its end.
#[must_use]
pub fn plain_text(markup: &Markup) -> String {
    let body = markup.as_str();
    let body = unicode::whole_chars(body, LONGEST_BODY);
    let text = match markup {
        Markup::Html(_) => unicode::clean(&html::to_text(body)),
        Markup::Text(_) => unicode::clean(body),
    };
    let text = in_paragraphs(&text);
    tails::without(&text).to_owned()
}

/// One line of clean characters: titles, names.
#[must_use]
pub fn one_line(text: &str) -> String {
    let text = unicode::whole_chars(text, LONGEST_LINE);
    words(&unicode::clean(text))
}

/// Lines with single spaces, and at most one empty line between two.
fn in_paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty_lines = 0;
    for line in text.split('\n').map(str::trim_start) {
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        blanks::push_words(line, &mut out);
    }
    out
}

fn words(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    blanks::push_words(line, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_whatever_stood_in_it() {
        assert_eq!(
            one_line(" x\r\nBcc: evil@a.example\u{2028}\u{202e}y\u{a0}\tz\0 "),
            "x Bcc: evil@a.example y z"
        );
        assert_eq!(one_line("\u{200b}\u{3164} \u{feff}"), "");
    }

    #[test]
    fn plain_text_keeps_its_less_than_signs_and_its_paragraphs() {
        let text = Markup::Text("1 < 2 &amp;\r\nline \n\n\n  next".to_owned());
        assert_eq!(plain_text(&text), "1 < 2 &amp;\n\nline\n\nnext");
    }
}
