//! Text that was UTF-8, was taken for a one-byte charset and encoded once more: undone where that is certain.

use encoding_rs::{Encoding, WINDOWS_1251};

use crate::parse::refs::of_windows_1252;

/// The text as it was meant, when all of its non-ASCII characters are such an accident.
///
/// Certain means: every character is one byte of the charset, the bytes are valid UTF-8, and for Cyrillic, where two
/// letters may pair by chance, at least three characters come out.
pub(super) fn undone(text: &str) -> Option<String> {
    let ascii = Encoding::ascii_valid_up_to(text.as_bytes());
    let mut characters = text[ascii..].chars();
    let (first, second) = (characters.next()?, characters.next()?);
    // Honest text fails here: no lead byte of UTF-8 comes first, or no continuation after it.
    match first {
        '\u{c2}'..='\u{f4}' if is_continuation(latin_byte(second)) => as_latin(text),
        // The letters that are C2 to F4 in windows-1251.
        'В'..='ф' if is_continuation(cyrillic_byte(second)) => as_cyrillic(text),
        _ => None,
    }
}

fn is_continuation(byte: Option<u8>) -> bool {
    matches!(byte, Some(0x80..=0xbf))
}

fn latin_byte(character: char) -> Option<u8> {
    match u8::try_from(u32::from(character)) {
        Ok(byte) => Some(byte),
        // None of the charset's strangers is a Cyrillic letter.
        Err(_) if matches!(character, '\u{400}'..='\u{4ff}') => None,
        Err(_) => (0x80..=0x9f).find(|byte| of_windows_1252(*byte) == character),
    }
}

fn cyrillic_byte(character: char) -> Option<u8> {
    // The letters stand in the charset as they do in Unicode: what follows a letter is mostly one.
    if let Some(letter @ 0..64) = u32::from(character).checked_sub(u32::from('А')) {
        return u8::try_from(0xc0 + letter).ok();
    }
    let mut buffer = [0; 4];
    let (bytes, _, is_strange) = WINDOWS_1251.encode(character.encode_utf8(&mut buffer));
    match *bytes {
        [byte] if !is_strange => Some(byte),
        _ => None,
    }
}

fn as_latin(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        bytes.push(latin_byte(character)?);
    }
    String::from_utf8(bytes).ok()
}

fn as_cyrillic(text: &str) -> Option<String> {
    let (bytes, _, has_strangers) = WINDOWS_1251.encode(text);
    if has_strangers {
        return None;
    }
    let repaired = String::from_utf8(bytes.into_owned()).ok()?;
    (repaired.chars().filter(|c| !c.is_ascii()).count() >= 3).then_some(repaired)
}

/// Text with the C1 controls that windows-1252 bytes became put right.
pub(super) fn without_c1(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut kept_to = 0;
    // C1 controls are C2 80 to C2 9F in UTF-8.
    for at in memchr::memchr_iter(0xc2, bytes) {
        if let Some(byte @ 0x80..=0x9f) = bytes.get(at + 1) {
            out.push_str(&text[kept_to..at]);
            out.push(of_windows_1252(*byte));
            kept_to = at + 2;
        }
    }
    out.push_str(&text[kept_to..]);
    out
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;

    use super::*;

    #[test]
    fn doubly_encoded_text_is_undone() {
        for (bytes, wanted) in [
            ("\u{e2}\u{80}\u{a6}", "…"),
            ("â€™s CafÃ©", "’s Café"),
            ("РџСЂРёРІРµС‚", "Привет"),
        ] {
            assert_eq!(undone(bytes).as_deref(), Some(wanted), "{bytes}");
        }
    }

    #[test]
    fn honest_text_is_left_alone() {
        for text in [
            "Café",
            "Привет, Россия",
            "«С»",
            "С Новым годом",
            "plain",
            "naïve Ã",
            "日本",
            "“ok”",
        ] {
            assert_eq!(undone(text), None, "{text}");
        }
    }

    #[test]
    fn the_table_of_windows_1252_agrees_with_encoding_rs() {
        for byte in 0x80..=0x9f_u8 {
            let bytes = [byte];
            let decoded = WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            assert_eq!(decoded.chars().next(), Some(of_windows_1252(byte)));
        }
    }
}
