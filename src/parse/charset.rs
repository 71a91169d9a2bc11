//! Charset labels: where they stand, what they mean, and their names in lower case.

use encoding_rs::Encoding;

/// What a label stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// A charset that browsers read.
    Known(&'static Encoding),
    /// One in which harmless bytes turn into markup (UTF-7, EBCDIC): never read, whoever asks for it.
    Forbidden,
    /// Nothing we have heard of.
    Unknown,
}

/// Names that browsers do not know for charsets that they do, spelt with hyphens.
const OTHER_NAMES: [(&str, &str); 20] = [
    ("cp866", "ibm866"),
    ("cp874", "windows-874"),
    ("cp932", "shift_jis"),
    ("ms932", "shift_jis"),
    ("shift-jisx0213", "shift_jis"),
    ("shift-jis-2004", "shift_jis"),
    ("cp949", "euc-kr"),
    ("ms949", "euc-kr"),
    ("uhc", "euc-kr"),
    ("cp950", "big5"),
    ("big5hkscs", "big5"),
    ("euc-jisx0213", "euc-jp"),
    ("euc-jis-2004", "euc-jp"),
    ("iso-2022-jp-1", "iso-2022-jp"),
    ("iso-2022-jp-2", "iso-2022-jp"),
    ("iso-2022-jp-3", "iso-2022-jp"),
    ("mac-cyrillic", "x-mac-cyrillic"),
    ("maccyrillic", "x-mac-cyrillic"),
    ("mac-roman", "macintosh"),
    ("macroman", "macintosh"),
];

/// Reads a label as the standard does, and in the spellings that feed writers use besides.
pub(super) fn label(text: &str) -> Label {
    let label = text.trim().trim_matches(['"', '\'']);
    if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
        return if encoding == encoding_rs::REPLACEMENT {
            Label::Forbidden
        } else {
            Label::Known(encoding)
        };
    }
    let plain = label.to_ascii_lowercase().replace('_', "-");
    if plain.contains("utf-7") || plain.contains("utf7") || plain.contains("ebcdic") {
        return Label::Forbidden;
    }
    let guess = if let Some((_, known)) = OTHER_NAMES.iter().find(|(other, _)| *other == plain) {
        known
    } else if plain.contains("1251") {
        "windows-1251"
    } else if plain.contains("1252") {
        "windows-1252"
    } else if plain.starts_with("utf-8") || plain.starts_with("utf8") {
        "utf-8"
    } else if plain.starts_with("koi8") {
        "koi8-r"
    } else if plain == "cp936" || plain.starts_with("gb-2312") || plain.starts_with("gb18030") {
        "gb18030"
    } else {
        plain.as_str()
    };
    match Encoding::for_label(guess.as_bytes()) {
        Some(encoding) if encoding != encoding_rs::REPLACEMENT => Label::Known(encoding),
        _ => Label::Unknown,
    }
}

/// The charset parameter of a Content-Type header.
pub(super) fn of_content_type(header: &str) -> Option<&str> {
    header.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        let value = value.trim().trim_matches(['"', '\'']);
        (is_charset && !value.is_empty()).then_some(value)
    })
}

/// The encoding that an XML declaration near the beginning names.
pub(super) fn of_declaration(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(4096)];
    let start = memchr::memmem::find(head, b"<?xml")?;
    let end = start + memchr::memchr(b'>', &head[start..])?;
    let declaration = std::str::from_utf8(&head[start..end]).ok()?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::trim)
}

/// The charset's name in lower case.
pub(super) fn name(encoding: &'static Encoding) -> &'static str {
    const NAMES: [&str; 40] = [
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "windows-874",
        "koi8-r",
        "koi8-u",
        "ibm866",
        "gbk",
        "gb18030",
        "big5",
        "shift_jis",
        "euc-jp",
        "euc-kr",
        "iso-2022-jp",
        "macintosh",
        "x-mac-cyrillic",
        "x-user-defined",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-8-i",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "replacement",
    ];
    let found = NAMES
        .iter()
        .find(|name| name.eq_ignore_ascii_case(encoding.name()));
    found.copied().unwrap_or_else(|| encoding.name())
}

/// The charset for bytes that are not UTF-8 and that nothing tells anything about.
///
/// Cyrillic words are long runs of high bytes, Latin ones have single high bytes among ASCII letters.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let (mut high, mut runs, mut is_in_run, mut lower_1251) = (0_usize, 0_usize, false, 0_usize);
    for &byte in bytes {
        let is_high = byte >= 0x80;
        high += usize::from(is_high);
        runs += usize::from(is_high && !is_in_run);
        lower_1251 += usize::from(byte >= 0xe0);
        is_in_run = is_high;
    }
    if high < runs * 3 {
        encoding_rs::WINDOWS_1252
    } else if lower_1251 * 2 >= high {
        encoding_rs::WINDOWS_1251
    } else {
        // Small letters, of which there are more, stand at E0–FF in windows-1251 and at C0–DF in KOI8.
        encoding_rs::KOI8_R
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_in_the_spellings_of_feed_writers() {
        for (given, wanted) in [
            ("UTF-8", "utf-8"),
            ("utf_8", "utf-8"),
            ("ISO-8859-1", "windows-1252"),
            ("cp-1251", "windows-1251"),
            ("win-1251", "windows-1251"),
            ("\"koi8r\"", "koi8-r"),
            ("gb2312", "gbk"),
            ("us-ascii", "windows-1252"),
            ("shift_jisx0213", "shift_jis"),
            ("cp950", "big5"),
            ("ISO-2022-JP-2", "iso-2022-jp"),
            ("mac_cyrillic", "x-mac-cyrillic"),
        ] {
            let Label::Known(encoding) = label(given) else {
                panic!("{given} is not known");
            };
            assert_eq!(name(encoding), wanted, "{given}");
        }
        assert!(label("UTF-7") == Label::Forbidden);
        assert!(label("ebcdic-cp-us") == Label::Forbidden);
        assert!(label("bogus") == Label::Unknown);
    }

    #[test]
    fn the_charset_is_found_in_header_and_declaration() {
        assert_eq!(
            of_content_type("text/xml; Charset=\"koi8-r\""),
            Some("koi8-r")
        );
        assert_eq!(of_content_type("text/xml"), None);
        assert_eq!(
            of_declaration(b"\n<?xml version='1.0' encoding = 'gb2312' ?>"),
            Some("gb2312")
        );
        assert_eq!(of_declaration(b"<rss encoding='x'>"), None);
    }
}
