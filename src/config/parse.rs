//! TOML text -> its spanned tree. A broken table is told and left out, so that the sound ones are still looked at.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::Error;

use crate::config::findings::Findings;
use crate::config::source::Source;

/// Whoever has more broken tables than this has pasted something else.
const MOST_FAULTS: usize = 20;

/// What could be read of a file.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// The sound tables.
    pub(super) tree: Spanned<DeTable<'a>>,
    /// Is nothing left out? Else what seems to be missing may stand in the broken part.
    pub(super) is_whole: bool,
}

/// Parses a file. One missing quote makes the parser stumble over everything up to the end, so of each broken table
/// only the first fault is told, and the rest of the file is read without that table.
pub(super) fn parse<'a>(source: &'a Source, findings: &mut Findings) -> Document<'a> {
    if let Ok(tree) = DeTable::parse(&source.text) {
        return Document {
            tree,
            is_whole: true,
        };
    }
    let sound = source.sound_part(|text| without_broken_tables(text, source, findings));
    let (tree, _) = DeTable::parse_recoverable(sound);
    Document {
        tree,
        is_whole: false,
    }
}

/// The same text with spaces instead of the broken tables: every place keeps its line and column.
fn without_broken_tables(text: &str, source: &Source, findings: &mut Findings) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST_FAULTS {
        let (_, faults) = DeTable::parse_recoverable(&text);
        let Some(fault) = faults.iter().min_by_key(|fault| start_of(fault)) else {
            return text;
        };
        let span = fault.span().unwrap_or_default();
        let (message, help) = in_plain_words(fault.message());
        findings.push(source.spot(span.clone()).error(message).maybe_help(help));
        blank(&mut text, table_around(&source.text, span.start));
    }
    String::new()
}

fn start_of(fault: &Error) -> usize {
    fault.span().unwrap_or_default().start
}

/// From the header that a byte stands under to the next one.
fn table_around(text: &str, byte: usize) -> Range<usize> {
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_header = line.starts_with('[') && line.trim_end().contains(']');
        if is_header && at > byte {
            return start..at;
        }
        if is_header {
            start = at;
        }
        at += line.len();
    }
    start..text.len()
}

fn blank(text: &mut String, range: Range<usize>) {
    let blanks: String = text
        .get(range.clone())
        .unwrap_or_default()
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(range, &blanks);
}

/// The parser speaks to people who know TOML; the common faults deserve plain words.
fn in_plain_words(message: &str) -> (String, Option<String>) {
    let has = |part: &str| message.contains(part);
    let (plain, advice) = if has("duplicate key") {
        (
            "this stands in the file a second time",
            "every key and every [table] may stand only once: join the two, or rename one",
        )
    } else if has("basic string") || has("literal string") && has("invalid") {
        (
            "this text has no closing quote",
            "text stands between quotes, on one line: \"like this\"",
        )
    } else if has("must be quoted") {
        (
            "this text has no quotes",
            "text stands between quotes: \"like this\"",
        )
    } else if has("missing comma") {
        (
            "a comma is missing before this",
            "the items of a list stand between commas: [\"one\", \"two\"]",
        )
    } else if has("extra comma") {
        ("there is nothing before this comma", "remove it")
    } else if has("unclosed array") {
        (
            "this list is not closed",
            "a list stands between brackets: [\"one\", \"two\"]",
        )
    } else if has("unclosed inline table") || has("missing inline table") {
        (
            "this table is not closed",
            "a table on one line stands between braces: { from = \"22:00\", to = \"06:00\" }",
        )
    } else if has("escape") {
        (
            "a backslash begins a special sign here, but not one that exists",
            "write the backslash twice, or put the text between single quotes: 'like this'",
        )
    } else if has("recursion") || has("recurse") {
        (
            "this is nested too deep",
            "lists and tables go 80 levels deep at the most",
        )
    } else {
        return (format!("this is not TOML: {message}"), None);
    };
    (plain.to_owned(), Some(advice.to_owned()))
}
