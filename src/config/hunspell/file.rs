//! A dictionary's files as text: their size bounded, their charset as the `.aff` file says.

use std::path::Path;

use encoding_rs::Encoding;

use crate::config::findings::Finding;
use crate::config::source::read_bytes;

/// The Hungarian one, which has the most rules, is a fifth of this.
const LARGEST_AFFIXES: u64 = 16 * 1024 * 1024;

/// Four times the largest known.
const LARGEST_WORDS: u64 = 64 * 1024 * 1024;

/// The text of an `.aff` file and its charset, which is also that of the `.dic` file.
pub(super) fn affixes(path: &Path) -> Result<(String, &'static Encoding), Box<Finding>> {
    let shown = path.display().to_string();
    let bytes = read_bytes(path, LARGEST_AFFIXES).map_err(|fault| fault.told(&shown))?;
    let set = bytes
        .split(|byte| *byte == b'\n')
        .enumerate()
        .find_map(|(index, line)| Some((index, said(line)?)));
    let Some((index, label)) = set else {
        // Hunspell's own default.
        return Ok((
            decoded(&bytes, encoding_rs::WINDOWS_1252),
            encoding_rs::WINDOWS_1252,
        ));
    };
    let Some(charset) = charset(&label) else {
        let message = format!("\"{label}\" is no charset that is known here");
        let mut finding = Finding::about_file(shown, message);
        (finding.line, finding.column) = (u32::try_from(index + 1).unwrap_or(u32::MAX), 1);
        return Err(Box::new(finding));
    };
    Ok((decoded(&bytes, charset), charset))
}

/// The text of a `.dic` file.
pub(super) fn words(path: &Path, charset: &'static Encoding) -> Result<String, Box<Finding>> {
    let shown = path.display().to_string();
    let bytes = read_bytes(path, LARGEST_WORDS).map_err(|fault| fault.told(&shown))?;
    match String::from_utf8(bytes) {
        Ok(text) if charset == encoding_rs::UTF_8 => Ok(text),
        Ok(text) => Ok(decoded(text.as_bytes(), charset)),
        Err(fault) => Ok(decoded(fault.as_bytes(), charset)),
    }
}

/// What a line `SET …` says.
fn said(line: &[u8]) -> Option<String> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let label = line
        .strip_prefix(b"SET ")
        .or_else(|| line.strip_prefix(b"SET\t"))?;
    Some(String::from_utf8_lossy(label).trim().to_owned())
}

/// Hunspell's names are those of the standard but for a few.
fn charset(label: &str) -> Option<&'static Encoding> {
    let lower = label.to_ascii_lowercase();
    let standard = match lower.strip_prefix("microsoft-cp") {
        Some(number) => format!("windows-{number}"),
        None => lower,
    };
    Encoding::for_label(standard.as_bytes())
}

/// Bytes that are no letters of the charset become marks that no word has.
fn decoded(bytes: &[u8], charset: &'static Encoding) -> String {
    let (text, _) = charset.decode_with_bom_removal(bytes);
    text.into_owned()
}
