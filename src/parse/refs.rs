//! Character references (`&amp;`, `&eacute;`, `&#8217;`) to characters; what is no reference stays as written.

use std::borrow::Cow;

use crate::parse::entities;

/// Where the references stand: HTML also knows names without semicolon, XML (and every address in it) does not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// `&copy=1` in a link must stay: only names that end in `;` are replaced.
    Xml,
    /// Text that has been through XML already and is HTML now.
    Html,
}

/// Replaces every reference in `text` once.
pub(super) fn decode(text: &str, within: Within) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    loop {
        let used = push_reference(&mut out, rest, within);
        rest = &rest[used..];
        let Some(next) = memchr::memchr(b'&', rest.as_bytes()) else {
            out.push_str(rest);
            return Cow::Owned(out);
        };
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
}

/// Reads what begins with `&`, writes what it means and tells how many bytes it was.
fn push_reference(out: &mut String, text: &str, within: Within) -> usize {
    let body = &text[1..];
    if let Some((character, length)) = usual(body.as_bytes()) {
        out.push(character);
        return length + 1;
    }
    let read = if let Some(digits) = body.strip_prefix('#') {
        numeric(out, digits).map(|used| used + 2)
    } else {
        named(out, body, within).map(|used| used + 1)
    };
    read.unwrap_or_else(|| {
        out.push('&');
        1
    })
}

/// The references of escaped HTML, which are nearly all there are, and their length.
fn usual(body: &[u8]) -> Option<(char, usize)> {
    match body {
        [b'l', b't', b';', ..] => Some(('<', 3)),
        [b'g', b't', b';', ..] => Some(('>', 3)),
        [b'a', b'm', b'p', b';', ..] => Some(('&', 4)),
        [b'q', b'u', b'o', b't', b';', ..] => Some(('"', 5)),
        _ => None,
    }
}

/// `8217;` or `x2019;`; the semicolon may be missing.
fn numeric(out: &mut String, text: &str) -> Option<usize> {
    let (digits, radix, mark) = match text.as_bytes().first()? {
        b'x' | b'X' => (&text[1..], 16, 1),
        _ => (text, 10, 0),
    };
    let length = digits
        .bytes()
        .take_while(|b| (*b as char).is_digit(radix))
        .count();
    if length == 0 {
        return None;
    }
    let number = u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX);
    if let Some(character) = character(number) {
        out.push(character);
    }
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some(mark + length + semicolon)
}

/// The character of a number; numbers that are none (NUL, surrogates, controls) vanish, 128–159 mean windows-1252.
fn character(number: u32) -> Option<char> {
    match number {
        0x80..=0x9f => Some(of_windows_1252(u8::try_from(number).ok()?)),
        0x09 | 0x0a | 0x0d => char::from_u32(number),
        0..=0x1f | 0x7f | 0xfffe | 0xffff => None,
        _ => char::from_u32(number),
    }
}

/// What a byte of 80–9F is in windows-1252, which is what everyone who writes one means.
pub(super) fn of_windows_1252(byte: u8) -> char {
    const CHARACTERS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    CHARACTERS
        .get(usize::from(byte.wrapping_sub(0x80)))
        .copied()
        .unwrap_or(char::from(byte))
}

/// `eacute;`, and in HTML also `eacute` where the standard lets it stand alone and no letter, digit or `=` follows.
fn named(out: &mut String, text: &str, within: Within) -> Option<usize> {
    let length = text
        .bytes()
        .take(entities::LONGEST_NAME + 1)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (name, after) = text.split_at(length);
    let has_semicolon = after.starts_with(';');
    let may_stand = has_semicolon
        || (within == Within::Html && !after.starts_with('=') && entities::stands_bare(name));
    if length == 0 || !may_stand {
        return None;
    }
    let (first, second) = entities::named(name)?;
    out.push(first);
    out.extend(second);
    Some(length + usize::from(has_semicolon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters_and_everything_else_stays() {
        let cases = [
            ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
            ("&eacute;&Eacute;&NotEqualTilde;", "éÉ\u{2242}\u{338}"),
            ("&#233;&#xE9;&#XE9;&#233", "éééé"),
            ("&#146;&#x92;", "’’"),
            ("a&#0;b&#xD800;c&#x1F;d&#99999999999;e", "abcde"),
            (
                "?a=1&b=2&copy=3 & &; &# &#x &#; &bogus;",
                "?a=1&b=2&copy=3 & &; &# &#x &#; &bogus;",
            ),
            ("&amp;amp;", "&amp;"),
            ("&copy 2026", "&copy 2026"),
        ];
        for (given, wanted) in cases {
            assert_eq!(decode(given, Within::Xml), wanted, "{given}");
        }
    }

    #[test]
    fn html_also_knows_old_names_without_semicolon() {
        assert_eq!(decode("&copy 2026 Caf&eacute", Within::Html), "© 2026 Café");
        assert_eq!(
            decode("?x=1&copy=2&region=3&hellip", Within::Html),
            "?x=1&copy=2&region=3&hellip"
        );
    }
}
