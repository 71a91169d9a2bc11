//! Clean characters: composed (NFC), nothing invisible, nothing that turns the line around, no towers of marks. Pure;
//! knows characters and no words.

use unicode_normalization::IsNormalized;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::is_nfc_quick;
use unicode_segmentation::GraphemeCursor;

/// No script needs more on one letter; towers of hundreds are made to break pages.
const MOST_MARKS: usize = 8;

/// `text` with clean characters. Separators of lines become `\n`, all other white space stays what it was.
pub(super) fn clean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut previous = None;
    for c in text.chars().filter_map(kept_as) {
        if is_joiner(c) && !previous.is_some_and(joins) {
            continue;
        }
        previous = Some(c);
        kept.push(c);
    }
    match kept.is_ascii() {
        true => kept,
        false => composed(kept),
    }
}

/// The longest beginning of `text` of at most `cap` bytes that ends between two graphemes.
pub(super) fn beginning(text: &str, cap: usize) -> &str {
    if text.len() <= cap {
        return text;
    }
    let at = whole_chars(text, cap).len();
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    let at = match cursor.is_boundary(text, 0) {
        Ok(true) => at,
        _ => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
    };
    text[..at].trim_end()
}

/// The longest beginning of `text` of at most `cap` bytes that splits no character.
pub(super) fn whole_chars(text: &str, cap: usize) -> &str {
    let mut at = cap.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    &text[..at]
}

/// What a character becomes; nothing for those that are there only to be not seen.
fn kept_as(c: char) -> Option<char> {
    match c {
        '\n' | '\t' | ' '..='~' => Some(c),
        // Vertical tab, form feed, carriage return, NEL, line and paragraph separator.
        '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        // Soft hyphen, grapheme joiner, fillers, Mongolian separator, zero-width space, word joiner, byte order mark.
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{2060}'..='\u{2064}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}' => None,
        // Marks that turn the line around, and their deprecated kin.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            None
        }
        // Annotations, tags, characters that are none.
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' | '\u{fdd0}'..='\u{fdef}' => None,
        _ if u32::from(c) & 0xfffe == 0xfffe => None,
        _ if c.is_control() => None,
        _ => Some(c),
    }
}

/// Zero-width joiner and non-joiner: letters of Persian and of Indian scripts, and families of emoji, need them.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Does a joiner after this character mean anything: not in Latin, Greek, Cyrillic and Armenian.
fn joins(c: char) -> bool {
    c >= '\u{590}' && !is_joiner(c) && !c.is_whitespace()
}

/// Marks are capped where all are apart, before composing, so that doing it twice changes nothing.
fn composed(text: String) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes && !has_tower(&text) {
        return text;
    }
    let mut marks = 0;
    text.nfd()
        .filter(|c| {
            marks = if is_combining_mark(*c) { marks + 1 } else { 0 };
            marks <= MOST_MARKS
        })
        .nfc()
        .collect()
}

fn has_tower(text: &str) -> bool {
    let mut marks = 0;
    text.chars().any(|c| {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        // A composed letter may hold some of its marks within.
        marks > MOST_MARKS / 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_seen_goes_and_what_is_meant_stays() {
        for (given, wanted) in [
            (
                "Bela\u{200b}rus\u{ad}sian \u{feff}Min\u{2060}sk",
                "Belarussian Minsk",
            ),
            ("\u{202e}evil\u{202c} \u{2066}x\u{2069}\u{200e}", "evil x"),
            ("a\0b\u{1b}[31mc\u{7f}", "ab[31mc"),
            (
                "one\r\ntwo\u{2028}three\u{85}four",
                "one\n\ntwo\nthree\nfour",
            ),
            ("e\u{301}te\u{301} и\u{306}", "été й"),
            ("Min\u{200d}sk", "Minsk"),
            (
                "👨\u{200d}👩\u{200d}👧 می\u{200c}خواهم",
                "👨\u{200d}👩\u{200d}👧 می\u{200c}خواهم",
            ),
            ("x\u{fffe}\u{fdd0}\u{10ffff}y", "xy"),
            ("tag\u{e0067}ged", "tagged"),
        ] {
            assert_eq!(clean(given), wanted, "{given:?}");
        }
    }

    #[test]
    fn a_tower_of_marks_is_cut_to_eight() {
        let tower = format!("o{}p", "\u{336}".repeat(10_000));
        assert_eq!(clean(&tower), format!("o{}p", "\u{336}".repeat(8)));
    }

    #[test]
    fn a_cut_falls_between_graphemes() {
        assert_eq!(beginning("abc", 3), "abc");
        assert_eq!(beginning("abc d", 4), "abc");
        assert_eq!(beginning("жук", 3), "ж");
        assert_eq!(beginning("ae\u{336}\u{336}", 4), "a");
        assert_eq!(beginning("a👨\u{200d}👩\u{200d}👧", 12), "a");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "(\\PC|\\pM|\\pC|[\u{200b}-\u{200f}\u{1100}-\u{11ff}]){0,40}") {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }

        #[test]
        fn a_beginning_begins_the_text_and_keeps_the_cap(text in "(\\PC|\\pM){0,30}", cap in 0..60_usize) {
            let cut = beginning(&text, cap);
            prop_assert!(text.starts_with(cut));
            prop_assert!(cut.len() <= cap);
            prop_assert_eq!(beginning(cut, cap), cut);
        }
    }
}
