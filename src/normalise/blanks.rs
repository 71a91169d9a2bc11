//! White space: the longest piece of a text that needs no tidying, so that whole lines are copied at once instead of
//! word by word. Knows characters and no markup.

/// Looked at together where nothing among them can be white space but single blanks.
const AT_ONCE: usize = 16;

/// Bytes at the beginning of `text` that are words parted by one blank each. `text` begins with no white space; what
/// follows the run begins with some, or is nothing.
pub(super) fn even_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut is_after_blank = false;
    loop {
        while let Some(window) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
            if !is_even(window) || (is_after_blank && window[0] == b' ') {
                break;
            }
            at += AT_ONCE;
            is_after_blank = window[AT_ONCE - 1] == b' ';
        }
        // What is odd may be a quotation mark in the middle of the window: to look at the window again a byte further on
        // would be to look at all of it sixteen times.
        let until = at + AT_ONCE;
        while at < until {
            let Some((is_white, length)) = first_char(text, at) else {
                return at - usize::from(is_after_blank);
            };
            if is_white && (is_after_blank || bytes[at] != b' ') {
                return at - usize::from(is_after_blank);
            }
            is_after_blank = is_white;
            at += length;
        }
    }
}

/// Is the character that begins there white space, and how long is it at least; nothing at the end of the text.
fn first_char(text: &str, at: usize) -> Option<(bool, usize)> {
    Some(match *text.as_bytes().get(at)? {
        b' ' | b'\t'..=b'\r' => (true, 1),
        // The beginnings of all white space that is not ASCII: NEL, no-break space; Ogham; en quad to medium
        // mathematical space, line separators; ideographic space.
        0xc2 | 0xe1 | 0xe2 | 0xe3 => {
            let c = text[at..].chars().next()?;
            (c.is_whitespace(), c.len_utf8())
        }
        _ => (false, 1),
    })
}

/// No white space but single blanks, with a byte more to see that the last one is single. Added up in bytes and not in
/// truths, it is done for sixteen bytes together: in a sixth of the time.
fn is_even(window: &[u8; AT_ONCE + 1]) -> bool {
    let mut odd = 0;
    for at in 0..AT_ONCE {
        let byte = window[at];
        let is_white = u8::from(byte < b' ')
            | u8::from(byte == 0xc2)
            | u8::from((0xe1..=0xe3).contains(&byte));
        let is_double = u8::from(byte == b' ') & u8::from(window[at + 1] == b' ');
        odd |= is_white | is_double;
    }
    odd == 0
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
            text in "(a|б|the quick brown fox jumps|над ленивой собакой| |  |\t|\n|\u{85}|\u{a0}|\u{1680}|\u{2003}|\u{2028}|\u{3000}|’|ю|日|é|\u{2fff}){0,20}"
        ) {
            let mut out = String::new();
            push_words(&text, &mut out);
            let words: Vec<&str> = text.split_whitespace().collect();
            prop_assert_eq!(out, words.join(" "));
        }
    }
}
