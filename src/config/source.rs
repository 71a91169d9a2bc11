//! Source: the text of one file, read whole and once, and the places in it.

use std::cell::OnceCell;
use std::fs::File;
use std::io;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use crate::config::excerpt::Excerpt;
use crate::config::findings::Finding;
use crate::config::findings::Severity;
use crate::model::watchlist::Place;

/// Nobody writes a watchlist longer than this by hand; it loads within the five seconds that a reload may take.
pub(super) const LARGEST_WATCHLIST: u64 = 16 * 1024 * 1024;

/// `wirewatch.toml` has some thirty keys.
pub(super) const LARGEST_SETTINGS: u64 = 1024 * 1024;

/// The text of one file, without byte order mark.
#[derive(Debug)]
pub(super) struct Source {
    /// With its folder, as an editor opens it: for findings.
    pub(super) shown: String,
    /// As the owner knows it: for [`Place`].
    pub(super) short: String,
    /// Valid UTF-8, whole.
    pub(super) text: String,
    line_starts: Vec<usize>,
    /// How many characters stand before each [`STRIDE`] bytes: a machine-made list can be one line of megabytes.
    characters: Vec<usize>,
    /// The text without its broken tables, if it has any.
    sound: OnceCell<String>,
}

/// Bytes between two counts of characters.
const STRIDE: usize = 1024;

/// Bytes on both sides of a place that its excerpt is cut from.
const REACH: usize = 2048;

impl Source {
    /// A text that is at hand already.
    pub(super) fn new(shown: impl Into<String>, short: impl Into<String>, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(after_breaks).collect();
        let mut before = 0;
        let count = |chunk: &[u8]| {
            let here = before;
            before += characters_in(chunk);
            here
        };
        let characters = text.as_bytes().chunks(STRIDE).map(count).collect();
        Self {
            shown: shown.into(),
            short: short.into(),
            text,
            line_starts,
            characters,
            sound: OnceCell::new(),
        }
    }

    /// Reads a regular file of at most `largest` bytes; everything else is told by name.
    pub(super) fn read(path: &Path, short: &str, largest: u64) -> Result<Self, Box<Finding>> {
        let shown = path.display().to_string();
        let bytes = read_bytes(path, largest).map_err(|fault| Box::new(fault.told(&shown)))?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(shown, short, &text)),
            Err(fault) => {
                let valid = fault.utf8_error().valid_up_to();
                Err(Box::new(not_utf8(&shown, short, fault.as_bytes(), valid)))
            }
        }
    }

    /// The text without its broken tables; `repair` leaves them out.
    pub(super) fn sound_part(&self, repair: impl FnOnce(&str) -> String) -> &str {
        self.sound.get_or_init(|| repair(&self.text))
    }

    /// Line and column, both from 1, of a byte.
    pub(super) fn line_and_column(&self, byte: usize) -> (u32, u32) {
        let line = self.line_of(byte);
        let column = self.characters_before(byte) - self.characters_before(self.line_start(line));
        (to_u32(line + 1), to_u32(column + 1))
    }

    /// Where a byte stands, for the words of a fault that is found later.
    pub(super) fn place(&self, byte: usize) -> Place {
        let (line, column) = self.line_and_column(byte);
        Place {
            file: self.short.clone(),
            line,
            column,
        }
    }

    /// The byte of a place that [`Source::place`] gave.
    pub(super) fn byte_of(&self, place: &Place) -> usize {
        let start = self.line_start(place.line.saturating_sub(1) as usize);
        let rest = self.text.get(start..).unwrap_or_default();
        rest.char_indices()
            .nth(place.column.saturating_sub(1) as usize)
            .map_or(self.text.len(), |(at, _)| start + at)
    }

    /// A part of this text.
    pub(super) fn spot(&self, span: Range<usize>) -> Spot<'_> {
        Spot {
            source: self,
            start: span.start,
            end: span.end,
        }
    }

    fn line_of(&self, byte: usize) -> usize {
        self.line_starts
            .partition_point(|start| *start <= byte)
            .saturating_sub(1)
    }

    fn line_start(&self, line: usize) -> usize {
        self.line_starts
            .get(line)
            .copied()
            .unwrap_or(self.text.len())
    }

    fn characters_before(&self, byte: usize) -> usize {
        let full = byte / STRIDE;
        let counted = self.characters.get(full).copied().unwrap_or_default();
        let rest = self.text.as_bytes().get(full * STRIDE..byte);
        counted + rest.map_or(0, characters_in)
    }

    /// The last border between characters that is not past a byte.
    fn border_before(&self, byte: usize) -> usize {
        let borders = (0..=byte.min(self.text.len())).rev();
        borders
            .into_iter()
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or_default()
    }

    /// The line around a byte, as much of it as an excerpt may need, and where that begins.
    fn line_around(&self, byte: usize) -> (usize, &str) {
        let line = self.line_of(byte);
        let end = self.line_start(line + 1);
        let from = self.line_start(line).max(byte.saturating_sub(REACH));
        let from = self.border_before(from);
        let until = self.border_before(end.min(byte + REACH));
        let text = self.text.get(from..until).unwrap_or_default();
        (from, text.trim_end_matches(['\n', '\r']))
    }
}

/// Every character has one byte that does not continue another.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// A part of a source: what a finding points at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    /// Whose text.
    pub(super) source: &'a Source,
    /// First byte.
    pub(super) start: usize,
    /// Past the last byte.
    pub(super) end: usize,
}

impl Spot<'_> {
    /// What is wrong here.
    pub(super) fn error(&self, message: impl Into<String>) -> Finding {
        let (line, column) = self.source.line_and_column(self.start);
        let (from, text) = self.source.line_around(self.start);
        let start = self
            .source
            .text
            .get(from..self.start)
            .map_or(0, |head| head.chars().count());
        let meant = self
            .source
            .text
            .get(self.start..self.end)
            .unwrap_or_default();
        let length = meant.lines().next().unwrap_or_default().chars().count();
        Finding {
            severity: Severity::Error,
            code: "invalid",
            file: self.source.shown.clone(),
            line,
            column,
            message: message.into(),
            help: None,
            excerpt: Some(Excerpt::new(text, start, start + length)),
        }
    }

    /// What is probably wrong here.
    pub(super) fn warning(&self, message: impl Into<String>) -> Finding {
        self.error(message).warning()
    }

    /// Where it begins.
    pub(super) fn place(&self) -> Place {
        self.source.place(self.start)
    }

    /// "line 12", or "line 12 of watchlist.d/more.toml" when that is another file.
    pub(super) fn seen_from(&self, other: &Spot<'_>) -> String {
        let (line, _) = self.source.line_and_column(self.start);
        if self.source.shown == other.source.shown {
            format!("line {line}")
        } else {
            format!("line {line} of {}", self.source.shown)
        }
    }
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Why a file cannot be read as one.
pub(super) enum ReadFault {
    /// There is no such file.
    Absent,
    /// A directory, FIFO, socket or device; reading some of these would never end.
    NotAFile(&'static str),
    /// Longer than the limit.
    TooLarge { is: u64, largest: u64 },
    /// The system refuses.
    Refused(io::Error),
}

impl ReadFault {
    /// As a finding about the file as a whole.
    pub(super) fn told(&self, shown: &str) -> Finding {
        match self {
            Self::Absent => Finding::about_file(shown, "there is no such file"),
            Self::NotAFile(kind) => {
                Finding::about_file(shown, format!("this is a {kind}, not a file"))
            }
            Self::TooLarge { is, largest } => Finding::about_file(
                shown,
                format!("the file has {}, more than the {} that are read", mebibytes(*is), mebibytes(*largest)),
            )
            .help("name sets and wildcards say the same in fewer terms; split what is left over several installations"),
            Self::Refused(error) => {
                let finding = Finding::about_file(shown, format!("the file cannot be read: {error}"));
                match error.kind() {
                    io::ErrorKind::PermissionDenied => finding.help(
                        "let the user that wirewatch runs as read it, for example: chgrp wirewatch FILE && chmod 640 FILE",
                    ),
                    _ => finding,
                }
            }
        }
    }
}

fn mebibytes(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

/// Reads a regular file of at most `largest` bytes, following links.
pub(super) fn read_bytes(path: &Path, largest: u64) -> Result<Vec<u8>, ReadFault> {
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => ReadFault::Absent,
        _ => ReadFault::Refused(error),
    };
    // Asked before opening: opening a FIFO waits for a writer that may never come.
    let facts = std::fs::metadata(path).map_err(refused)?;
    if facts.is_dir() {
        return Err(ReadFault::NotAFile("directory"));
    }
    if !facts.is_file() {
        return Err(ReadFault::NotAFile("pipe, socket or device"));
    }
    if facts.len() > largest {
        return Err(ReadFault::TooLarge {
            is: facts.len(),
            largest,
        });
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(refused)?;
    file.take(largest + 1)
        .read_to_end(&mut bytes)
        .map_err(refused)?;
    match bytes.len() as u64 {
        is if is > largest => Err(ReadFault::TooLarge { is, largest }),
        _ => Ok(bytes),
    }
}

/// Points at the first byte that is not UTF-8 and says what the file probably is.
fn not_utf8(shown: &str, short: &str, bytes: &[u8], valid: usize) -> Finding {
    let advice = "save the file as UTF-8 in your editor";
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Finding::about_file(shown, "the file is UTF-16, not UTF-8").help(advice);
    }
    let source = Source::new(shown, short, &String::from_utf8_lossy(bytes));
    let mark = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        3
    } else {
        0
    };
    let at = valid - mark.min(valid); // the lossy text is the same up to here
    let byte = bytes.get(valid).copied().unwrap_or_default();
    source
        .spot(at..at + '\u{fffd}'.len_utf8())
        .error(format!("byte 0x{byte:02x} is not UTF-8: the file is in an older encoding, such as Latin-1 or Windows-1251"))
        .help(advice)
}
