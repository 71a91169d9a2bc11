//! Characters that no feed means: C0 controls, NUL, U+FFFE and U+FFFF go, C1 controls become what they were in windows-1252.

use std::borrow::Cow;

use crate::parse::mojibake;

/// The text without them, and whether there were any.
pub(super) fn clean(text: Cow<'_, str>) -> (Cow<'_, str>, bool) {
    let mut dirty = false;
    let mut text = text;
    if has_controls(text.as_bytes()) || has_noncharacters(text.as_bytes()) {
        dirty = true;
        text = Cow::Owned(text.chars().filter(|c| is_meant(*c)).collect());
    }
    if has_c1(text.as_bytes()) {
        dirty = true;
        text = Cow::Owned(mojibake::without_c1(&text));
    }
    (text, dirty)
}

fn is_meant(character: char) -> bool {
    !matches!(
        character,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// Whole blocks without an early exit, so that the compiler compares many bytes at a time.
fn has_controls(bytes: &[u8]) -> bool {
    bytes.chunks(256).any(|block| {
        let found = block.iter().fold(0_u8, |found, &byte| {
            let is_control = (byte < 0x20) & (byte != b'\n') & (byte != b'\r') & (byte != b'\t');
            found | u8::from(is_control | (byte == 0x7f))
        });
        found != 0
    })
}

/// U+FFFE and U+FFFF, which begin with EF.
fn has_noncharacters(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0xef, bytes)
        .any(|at| matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])))
}

fn has_c1(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0xc2, bytes).any(|at| {
        bytes
            .get(at + 1)
            .is_some_and(|next| (0x80..=0x9f).contains(next))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_dropped_and_line_ends_kept() {
        let (text, dirty) = clean(Cow::Borrowed("a\0b\u{b}c\td\r\ne\u{7f}\u{fffe}f\u{92}"));
        assert_eq!((text.as_ref(), dirty), ("abc\td\r\nef’", true));
    }

    #[test]
    fn clean_text_is_not_copied() {
        let (text, dirty) = clean(Cow::Borrowed("Привет, \u{a0}«мир»\n"));
        assert!(matches!(text, Cow::Borrowed(_)) && !dirty);
    }
}
