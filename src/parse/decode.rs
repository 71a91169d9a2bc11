//! Bytes -> clean UTF-8 text. Order of belief: BOM, the watchlist's override, HTTP header, XML declaration, UTF-8.
//!
//! Two things overrule a label: bytes that are valid, not merely ASCII, UTF-8 overrule a one-byte charset (which would
//! accept anything), and zeros between the letters overrule everything that says ASCII. UTF-7 and EBCDIC are refused.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::model::problem::Problem;
use crate::parse::NotAFeed;
use crate::parse::Source;
use crate::parse::charset;
use crate::parse::charset::Label;
use crate::parse::clean;

/// Text fit for the readers.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    /// The charset's name in lower case.
    pub(super) encoding: &'static str,
    pub(super) problems: Vec<Problem>,
}

/// Decodes and cleans.
pub(super) fn decode<'a>(source: &Source<'a>) -> Result<Decoded<'a>, NotAFeed> {
    let bytes = source.bytes;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(NotAFeed::Empty);
    }
    let mut problems = Vec::new();
    let (text, encoding) = match by_its_looks(bytes)? {
        Some(found) => found,
        None => by_label(source, &mut problems)?,
    };
    if matches!(text, Cow::Owned(_)) && has_lost(&text, bytes) {
        let detail = format!("bytes that are not {encoding} were replaced");
        problems.push(Problem::new("bad-bytes", detail));
    }
    let (text, was_dirty) = clean::clean(text);
    if was_dirty {
        let detail = "control characters were removed or put right";
        problems.push(Problem::new("control-characters", detail));
    }
    if text.trim().is_empty() {
        return Err(NotAFeed::Empty);
    }
    Ok(Decoded {
        text,
        encoding,
        problems,
    })
}

/// Whether decoding put in replacement characters that were not in the bytes.
fn has_lost(text: &str, bytes: &[u8]) -> bool {
    text.contains('\u{fffd}') && memchr::memmem::find(bytes, "\u{fffd}".as_bytes()).is_none()
}

/// What the first bytes leave no doubt about: a BOM, or `<` among zeros.
fn by_its_looks(bytes: &[u8]) -> Result<Option<(Cow<'_, str>, &'static str)>, NotAFeed> {
    let found = match bytes {
        [0, 0, 0xfe, 0xff, rest @ ..] => (utf_32(rest, u32::from_be_bytes), "utf-32be"),
        [0xff, 0xfe, 0, 0, rest @ ..] => (utf_32(rest, u32::from_le_bytes), "utf-32le"),
        [0xef, 0xbb, 0xbf, rest @ ..] => return Ok(Some((lossy(UTF_8, rest), "utf-8"))),
        [0xff, 0xfe, rest @ ..] => (lossy(UTF_16LE, rest), "utf-16le"),
        [0xfe, 0xff, rest @ ..] => (lossy(UTF_16BE, rest), "utf-16be"),
        [0, 0, 0, b'<' | b'{' | b' ' | b'\n', ..] => {
            (utf_32(bytes, u32::from_be_bytes), "utf-32be")
        }
        [b'<' | b'{' | b' ' | b'\n', 0, 0, 0, ..] => {
            (utf_32(bytes, u32::from_le_bytes), "utf-32le")
        }
        [b'<' | b'{' | b' ' | b'\n', 0, ..] => (lossy(UTF_16LE, bytes), "utf-16le"),
        [0, b'<' | b'{' | b' ' | b'\n', ..] => (lossy(UTF_16BE, bytes), "utf-16be"),
        // "<?xm" in EBCDIC.
        [0x4c, 0x6f, 0xa7, 0x94, ..] => return Err(NotAFeed::Encoding("EBCDIC".into())),
        _ => return Ok(None),
    };
    Ok(Some(found))
}

fn by_label<'a>(
    source: &Source<'a>,
    problems: &mut Vec<Problem>,
) -> Result<(Cow<'a, str>, &'static str), NotAFeed> {
    let bytes = source.bytes;
    let (named, unknown) = first_known_label(source)?;
    // By vector instructions; the standard library's takes each byte that is not ASCII by itself.
    let valid = UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
    let utf8 = match &valid {
        Some(Cow::Borrowed(text)) => Some(*text),
        _ => None,
    };
    let is_utf8 = utf8.is_some();
    if named.is_none()
        && !is_utf8
        && let Some(label) = unknown
    {
        return Err(NotAFeed::Encoding(label.to_owned()));
    }
    if let Some(label) = unknown {
        let shown: String = label.chars().take(40).collect();
        let detail = format!("the charset {shown:?} is unknown and was passed over");
        problems.push(Problem::new("unknown-charset", detail));
    }
    let labelled = match named {
        // A UTF-16 without zeros was told in passing by someone who converted the bytes.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        Some(encoding) => encoding,
        None => UTF_8,
    };
    if let Some(text) = utf8
        && labelled == UTF_8
    {
        return Ok((Cow::Borrowed(text), "utf-8"));
    }
    if let Some(text) = utf8
        && !text.is_ascii()
        && overrules(bytes, labelled)
    {
        let detail = format!(
            "labelled {}, but it is valid UTF-8",
            charset::name(labelled)
        );
        problems.push(Problem::new("charset-mislabelled", detail));
        return Ok((Cow::Borrowed(text), "utf-8"));
    }
    let chosen = if labelled == UTF_8 && !is_utf8 && is_hardly_utf8(bytes) {
        let guessed = charset::guess(bytes);
        let detail = format!("not UTF-8, read as {}", charset::name(guessed));
        problems.push(Problem::new("charset-guessed", detail));
        guessed
    } else {
        labelled
    };
    Ok((lossy(chosen, bytes), charset::name(chosen)))
}

/// The first label that means something to us, and the first that does not.
fn first_known_label<'a>(
    source: &Source<'a>,
) -> Result<(Option<&'static Encoding>, Option<&'a str>), NotAFeed> {
    let labels = [
        source.encoding,
        source.content_type.and_then(charset::of_content_type),
        charset::of_declaration(source.bytes),
    ];
    let mut unknown = None;
    for text in labels.into_iter().flatten() {
        match charset::label(text) {
            Label::Known(encoding) => return Ok((Some(encoding), unknown)),
            Label::Forbidden => return Err(NotAFeed::Encoding(text.to_owned())),
            Label::Unknown => unknown = unknown.or(Some(text)),
        }
    }
    Ok((None, unknown))
}

/// As many characters of a charset of two bytes are hardly ever valid UTF-8 by chance.
const TELLING_CHARACTERS: usize = 6;

/// Whether valid UTF-8 says more than this label: always for one-byte charsets, which accept anything.
fn overrules(bytes: &[u8], labelled: &'static Encoding) -> bool {
    labelled.is_single_byte()
        || bytes
            .iter()
            .filter(|byte| **byte >= 0xc0)
            .nth(TELLING_CHARACTERS - 1)
            .is_some()
        || labelled.decode_without_bom_handling(bytes).1
}

/// Whether bytes that are not UTF-8 have more wrong sequences than right ones.
fn is_hardly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wrong > right
}

fn lossy<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Cow<'a, str> {
    encoding.decode_without_bom_handling(bytes).0
}

fn utf_32<'a>(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Cow<'a, str> {
    let characters = bytes.chunks_exact(4).map(|four| {
        let four = <[u8; 4]>::try_from(four).unwrap_or_default();
        char::from_u32(number(four)).unwrap_or('\u{fffd}')
    });
    Cow::Owned(characters.collect())
}
