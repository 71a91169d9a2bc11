//! Lines of at most so many columns, as a terminal and a mail program in plain text count them.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Breaks `text` at spaces; a word wider than a line is broken between characters.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let width = word.width();
        if !line.is_empty() && used + 1 + width <= columns {
            line.push(' ');
            line.push_str(word);
            used += 1 + width;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        let mut pieces = split_wide(word, columns);
        line = pieces.pop().unwrap_or_default();
        used = line.width();
        lines.extend(pieces);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn split_wide(word: &str, columns: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for grapheme in word.graphemes(true) {
        let width = grapheme.width();
        if used + width > columns && used > 0 {
            pieces.push(String::new());
            used = 0;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push_str(grapheme);
        }
        used += width;
    }
    pieces
}

/// `left` and `right` at the two ends of one line, or `None` where they do not fit side by side.
pub(super) fn ends(left: &str, right: &str, columns: usize) -> Option<String> {
    let gap = columns.checked_sub(left.width() + right.width())?;
    (gap >= 2).then(|| format!("{left}{}{right}", " ".repeat(gap)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two  three four", 9), ["one two", "three", "four"]);
        assert_eq!(wrap("", 9), Vec::<String>::new());
    }

    #[test]
    fn a_word_without_width_is_a_word_all_the_same() {
        assert_eq!(wrap("\u{301} wide", 3), ["\u{301}", "wid", "e"]);
    }

    #[test]
    fn wide_characters_count_double() {
        assert_eq!(wrap("制裁措施制裁", 8), ["制裁措施", "制裁"]);
    }

    #[test]
    fn two_ends_share_a_line_only_where_they_fit() {
        assert_eq!(ends("ab", "cd", 8).as_deref(), Some("ab    cd"));
        assert_eq!(ends("abcd", "efgh", 9), None);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_no_letter_is_lost(text in "[\\w \u{4e00}-\u{4eff}]{0,200}") {
            let lines = wrap(&text, 20);

            prop_assert!(lines.iter().all(|line| line.width() <= 20));
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
