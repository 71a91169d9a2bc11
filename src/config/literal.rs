//! From a place in the text that a TOML string stands for to the place in the file where it is written.

use std::ops::Range;

use crate::config::source::Spot;

impl<'a> Spot<'a> {
    /// The part of the file that writes these bytes of the text which the string or key here stands for.
    pub(super) fn within(&self, meant: &Range<usize>) -> Spot<'a> {
        let raw = self
            .source
            .text
            .get(self.start..self.end)
            .unwrap_or_default();
        let written = written_at(raw, meant);
        self.source
            .spot(self.start + written.start..self.start + written.end)
    }
}

/// The bytes of `raw` (a TOML string with its quotes, or a bare key) that write the bytes `meant` of its text.
fn written_at(raw: &str, meant: &Range<usize>) -> Range<usize> {
    let body = body_of(raw);
    let escapes = raw.starts_with('"');
    let mut read = 0; // bytes of the text so far
    let mut start = None;
    let mut at = body.start;
    while at < body.end {
        if read >= meant.end {
            break;
        }
        let rest = raw.get(at..body.end).unwrap_or_default();
        let (taken, given) = next_piece(rest, escapes);
        if start.is_none() && read >= meant.start && given > 0 {
            start = Some(at);
        }
        at += taken;
        read += given;
    }
    start.unwrap_or(at)..at
}

/// Without the quotes and the line break that directly follows three of them.
fn body_of(raw: &str) -> Range<usize> {
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") {
        3
    } else {
        usize::from(raw.starts_with(['"', '\'']))
    };
    let inner = raw.get(quotes..).unwrap_or_default();
    let skipped = match quotes {
        3 if inner.starts_with("\r\n") => 2,
        3 if inner.starts_with('\n') => 1,
        _ => 0,
    };
    let start = quotes + skipped;
    start..raw.len().saturating_sub(quotes).max(start)
}

/// How many bytes the next character takes in the file, and how many it gives to the text.
fn next_piece(rest: &str, escapes: bool) -> (usize, usize) {
    let mut chars = rest.chars();
    let Some(first) = chars.next() else {
        return (1, 0);
    };
    if first != '\\' || !escapes {
        return (first.len_utf8(), first.len_utf8());
    }
    match chars.next() {
        Some(kind @ ('u' | 'U' | 'x')) => {
            let digits = match kind {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            let code = rest
                .get(2..2 + digits)
                .and_then(|hex| u32::from_str_radix(hex, 16).ok());
            let given = code.and_then(char::from_u32).map_or(1, char::len_utf8);
            (2 + digits, given)
        }
        Some(c) if c.is_whitespace() => {
            let joined = rest.get(1..).unwrap_or_default();
            (1 + joined.len() - joined.trim_start().len(), 0)
        }
        Some(c) => (1 + c.len_utf8(), 1),
        None => (1, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::written_at;

    #[test]
    fn a_place_in_the_text_is_found_in_the_file() {
        for (raw, meant, written) in [
            (r#""abc""#, 1..2, "b"),
            ("'abc'", 0..3, "abc"),
            (r#""a\"bc""#, 2..3, "b"),
            (r#""\u044fbc""#, 2..3, "b"),
            (r#""\u044fbc""#, 0..2, r"\u044f"),
            ("\"\"\"\nabc\"\"\"", 0..1, "a"),
            ("\"\"\"a\\\n   bc\"\"\"", 1..2, "b"),
            ("bare-key", 0..4, "bare"),
            (r#""санкция""#, 2..4, "а"),
        ] {
            let found = written_at(raw, &meant);

            assert_eq!(
                raw.get(found.clone()),
                Some(written),
                "{raw} {meant:?} {found:?}"
            );
        }
    }
}
