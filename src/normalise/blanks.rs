//! White space: the longest piece of a text that needs no tidying, so that whole lines are copied at once instead of
//! word by word. Knows characters and no markup.

/// Bytes at the beginning of `text` that are words parted by one blank each. `text` begins with no white space; what
/// follows the run begins with some, or is nothing.
pub(super) fn even_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut is_after_blank = false;
    while let Some(&byte) = bytes.get(at) {
        let (is_white, length) = match byte {
            b' ' => (true, 1),
            b'\t'..=b'\r' => (true, 1),
            ..0x80 => (false, 1),
            // The beginnings of all white space that is not ASCII: NEL, no-break space; Ogham; en quad to medium
            // mathematical space, line separators; ideographic space.
            0xc2 | 0xe1 | 0xe2 | 0xe3 => match text[at..].chars().next() {
                Some(c) => (c.is_whitespace(), c.len_utf8()),
                None => break,
            },
            _ => (false, 1),
        };
        if is_white && (is_after_blank || byte != b' ') {
            return at - usize::from(is_after_blank);
        }
        is_after_blank = is_white;
        at += length;
    }
    at - usize::from(is_after_blank)
}

/// Adds the words of `text` with single blanks between them.
pub(super) fn push_words(text: &str, out: &mut String) {
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (run, after) = rest.split_at(even_run(rest));
        out.push_str(run);
        rest = after.trim_start();
        if !rest.is_empty() {
            out.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_those_that_white_space_parts(
            text in "(a|б| |  |\t|\n|\u{85}|\u{a0}|\u{1680}|\u{2003}|\u{2028}|\u{3000}|’|ю|日|é|\u{2fff}){0,20}"
        ) {
            let mut out = String::new();
            push_words(&text, &mut out);
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(out, words.join(" "));
        }
    }
}
