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
    let mut is_settled = true;
    let mut rest = text;
    loop {
        let (plain, after) = rest.split_at(plain_length(rest.as_bytes()));
        kept.push_str(plain);
        let mut letters = after.chars();
        let Some(c) = letters.next() else { break };
        rest = letters.as_str();
        let Some(c) = kept_as(c) else { continue };
        if is_joiner(c) && !kept.chars().next_back().is_some_and(joins) {
            continue;
        }
        is_settled &= c.is_ascii();
        kept.push(c);
    }
    match is_settled {
        true => kept,
        false => composed(kept),
    }
}

/// Looked at together where all of them are of plain characters of one or two bytes.
const AT_ONCE: usize = 16;

/// Bytes at the beginning that are kept as they are and compose with nothing before them: printable ASCII, the Latin and
/// Cyrillic letters that are one character each, and the common signs of print.
fn plain_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<AT_ONCE>) {
            if !chunk.iter().fold(true, |all, byte| all & is_plain(*byte)) {
                break;
            }
            at += AT_ONCE;
        }
        // A chunk may end within a character, which has two bytes then.
        let is_within = bytes.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
        at -= usize::from(is_within);
        let before = at;
        while at < bytes.len() && at < before + AT_ONCE {
            match plain_char(&bytes[at..]) {
                0 => return at,
                length => at += length,
            }
        }
        if at >= bytes.len() {
            return at;
        }
    }
}

/// Is it of a plain character, whatever stands beside it: ASCII, the first byte of such letters, or any second byte.
fn is_plain(byte: u8) -> bool {
    let is_ascii = (b' '..=b'~').contains(&byte);
    let is_latin = (0x80..=0xcb).contains(&byte) & !(0xc0..=0xc2).contains(&byte);
    is_ascii | is_latin | (byte == 0xd0) | (byte == 0xd1) | (byte == 0xd3)
}

/// The bytes of a first character that is plain; 0 for any other.
fn plain_char(bytes: &[u8]) -> usize {
    match bytes {
        [b'\n' | b'\t' | b' '..=b'~', ..] => 1,
        // From no-break space to the last letter before the marks, but for the soft hyphen; Cyrillic without its marks.
        [0xc2, 0xa0..=0xac | 0xae..=0xbf, ..] => 2,
        [0xc3..=0xcb | 0xd0 | 0xd1 | 0xd3, 0x80..=0xbf, ..] => 2,
        // Dashes, quotation marks, dots; the euro sign; the numero sign.
        [0xe2, 0x80, 0x90..=0xa7 | 0xb0..=0xbf, ..] => 3,
        [0xe2, 0x82, 0xac, ..] | [0xe2, 0x84, 0x96, ..] => 3,
        _ => 0,
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

    #[test]
    fn a_plain_character_is_kept_and_composes_with_nothing_before_it() {
        let mut plain = 0;
        for c in ('\0'..=char::MAX).filter(|c| plain_char(c.to_string().as_bytes()) > 0) {
            plain += 1;
            assert_eq!(plain_char(c.to_string().as_bytes()), c.len_utf8(), "{c:?}");
            assert_eq!(kept_as(c), Some(c));
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
            assert!(!is_combining_mark(c) && !is_joiner(c), "{c:?}");
        }
        assert!(plain > 800, "{plain}");
    }

    proptest! {
        #[test]
        fn runs_of_plain_characters_make_no_difference(
            text in "(abcdefghijklmnopqrstuvw|минск|ж|é|’|\r|\u{ad}|\u{301}|\u{200d}|می|👨|\\PC){0,30}"
        ) {
            let mut kept = String::new();
            for c in text.chars().filter_map(kept_as) {
                if !is_joiner(c) || kept.chars().next_back().is_some_and(joins) {
                    kept.push(c);
                }
            }
            prop_assert_eq!(clean(&text), composed(kept));
        }

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

    proptest! {
        #[test]
        fn many_plain_characters_at_once_are_those_that_are_plain_one_by_one(
            text in "([a-z ]{1,20}|[а-яё]{1,20}|[à-ž]{1,9}|[Ѐ-ӿ]{1,3}|\u{301}|\u{ad}|\u{200b}|\n|\t|\u{7f}|[“”–’…€№]|\u{85}|Ω|\\PC){0,12}"
        ) {
            let is_kept = |c: &char| plain_char(c.encode_utf8(&mut [0; 4]).as_bytes()) > 0;
            let one_by_one: usize = text.chars().take_while(is_kept).map(char::len_utf8).sum();
            prop_assert_eq!(plain_length(text.as_bytes()), one_by_one);
        }
    }
}
