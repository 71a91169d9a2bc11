//! Text that was UTF-8, was taken for a one-byte charset and encoded once more: undone where that is certain.

use encoding_rs::WINDOWS_1251;

use crate::parse::refs::of_windows_1252;

/// The text as it was meant, when all of its non-ASCII characters are such an accident.
///
/// Certain means: every character is one byte of the charset, the bytes are valid UTF-8, and for Cyrillic, where two
/// letters may pair by chance, at least three characters come out.
pub(super) fn undone(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    as_latin(text).or_else(|| as_cyrillic(text))
}

fn as_latin(text: &str) -> Option<String> {
    if text.chars().any(|c| c > '\u{ff}' && !is_of_windows_1252(c)) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(latin_byte).collect();
    String::from_utf8(bytes?).ok()
}

fn latin_byte(character: char) -> Option<u8> {
    match u8::try_from(u32::from(character)) {
        Ok(byte) => Some(byte),
        Err(_) => (0x80..=0x9f).find(|byte| of_windows_1252(*byte) == character),
    }
}

fn is_of_windows_1252(character: char) -> bool {
    matches!(character, '\u{152}'..='\u{192}' | '\u{2c6}' | '\u{2dc}' | '\u{2013}'..='\u{2122}')
}

fn as_cyrillic(text: &str) -> Option<String> {
    // Every UTF-8 Cyrillic letter begins with D0 or D1, which windows-1251 shows as Р or С.
    let first = text.chars().find(|c| !c.is_ascii())?;
    if !matches!(first, 'Р' | 'С' | 'В' | 'в') {
        return None;
    }
    let (bytes, _, has_strangers) = WINDOWS_1251.encode(text);
    if has_strangers {
        return None;
    }
    let repaired = String::from_utf8(bytes.into_owned()).ok()?;
    (repaired.chars().filter(|c| !c.is_ascii()).count() >= 3).then_some(repaired)
}

/// Text with the C1 controls that windows-1252 bytes became put right.
pub(super) fn without_c1(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{80}'..='\u{9f}' => of_windows_1252(c as u8),
            _ => c,
        })
        .collect()
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
