//! One pass over the tags of markup that need not be XML: comments, CDATA, declarations and lone `<` are stepped over.
//!
//! Linear whatever the bytes: a closing mark that was once looked for in vain is not looked for again.

use memchr::memmem::Finder;

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `<a>`
    Start,
    /// `<a/>`
    Empty,
    /// `</a>`
    End,
}

/// One tag as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    pub(super) kind: Kind,
    /// The qualified name, `dc:date`.
    pub(super) name: &'a str,
    /// Everything between the name and the end of the tag.
    pub(super) attributes: &'a str,
    /// Where its `<` stands.
    pub(super) at: usize,
    /// Where the text after it begins.
    pub(super) end: usize,
}

/// The tags of a text, from any place in it.
pub(super) struct Tags<'a> {
    text: &'a str,
    /// Where the next look begins; may be set back to a tag that somebody else should see.
    pub(super) at: usize,
    /// Something was not XML: a lone `<`, a mark that is never closed.
    pub(super) is_damaged: bool,
    cdata_open: Finder<'static>,
    cdata_close: Finder<'static>,
    /// The next `]]>`, once found: (from where it was sought, where it is).
    known_cdata_close: Option<(usize, Option<usize>)>,
    comments_are_closed: bool,
    instructions_are_closed: bool,
    is_doctype_seen: bool,
    quotes_are_closed: [bool; 2],
}

impl<'a> Tags<'a> {
    /// The tags of `text` from byte `at` on.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self {
            text,
            at,
            is_damaged: false,
            cdata_open: Finder::new("<![CDATA["),
            cdata_close: Finder::new("]]>"),
            known_cdata_close: None,
            comments_are_closed: true,
            instructions_are_closed: true,
            is_doctype_seen: false,
            quotes_are_closed: [true, true],
        }
    }

    /// The next tag, if there is one.
    pub(super) fn next(&mut self) -> Option<Tag<'a>> {
        let bytes = self.text.as_bytes();
        loop {
            let at = self.at + memchr::memchr(b'<', bytes.get(self.at..)?)?;
            match bytes.get(at + 1).copied() {
                Some(b'/') => return Some(self.end_tag(at)),
                Some(b'!') => self.step_over_declaration(at),
                Some(b'?') => self.step_over_instruction(at),
                Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80..) => {
                    if let Some(tag) = self.start_tag(at) {
                        self.at = tag.end;
                        return Some(tag);
                    }
                    self.is_damaged = true;
                    self.at = at + 1;
                }
                _ => {
                    self.is_damaged = true;
                    self.at = last_of_run(bytes, at + 1);
                }
            }
        }
    }

    /// `</name>`; one that lacks its `>` ends before the next `<` or with the text.
    fn end_tag(&mut self, at: usize) -> Tag<'a> {
        let bytes = self.text.as_bytes();
        // `</ link>` is told as `</link>`: nothing else can be meant.
        let spaces = bytes[at + 2..]
            .iter()
            .take(8)
            .take_while(|b| b.is_ascii_whitespace());
        let name_start = at + 2 + spaces.count();
        let name_end = name_end(bytes, name_start);
        self.is_damaged |= name_start > at + 2;
        let (end, is_whole) = end_of_end_tag(bytes, name_end);
        self.is_damaged |= !is_whole;
        self.at = end;
        Tag {
            kind: Kind::End,
            name: &self.text[name_start..name_end],
            attributes: "",
            at,
            end,
        }
    }

    /// `<name …>`; `None` where a `<` or the end of the text comes before the `>`.
    fn start_tag(&mut self, at: usize) -> Option<Tag<'a>> {
        let bytes = self.text.as_bytes();
        let name_end = name_end(bytes, at + 1);
        let close = match bytes.get(name_end) {
            Some(b'>') => name_end,
            // An item whose tag lacks its `>` is an item; of other words we cannot tell.
            Some(b'<') if matches!(&bytes[at + 1..name_end], b"item" | b"entry") => {
                self.is_damaged = true;
                return Some(Tag {
                    kind: Kind::Start,
                    name: &self.text[at + 1..name_end],
                    attributes: "",
                    at,
                    end: name_end,
                });
            }
            _ => self.tag_close(name_end)?,
        };
        let is_empty = bytes[close - 1] == b'/';
        let inside_end = if is_empty { close - 1 } else { close };
        Some(Tag {
            kind: if is_empty { Kind::Empty } else { Kind::Start },
            name: &self.text[at + 1..name_end.min(inside_end)],
            attributes: &self.text[name_end.min(inside_end)..inside_end],
            at,
            end: close + 1,
        })
    }

    /// Where the `>` of a tag is, quoted ones not counted; `None` where a `<` comes first.
    fn tag_close(&mut self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = from;
        let mut bound = at + memchr::memchr2(b'<', b'>', &bytes[at..])?;
        loop {
            let Some(quote) = memchr::memchr2(b'"', b'\'', &bytes[at..bound]) else {
                return (bytes[bound] == b'>').then_some(bound);
            };
            let quote = at + quote;
            at = match self.value_close(quote, bound) {
                Some(close) => close + 1,
                None => quote + 1,
            };
            if at > bound {
                bound = at + memchr::memchr2(b'<', b'>', &bytes[at..])?;
            }
        }
    }

    /// The quote that ends the value begun by the quote at `open`; `None` when that begins no value or is never ended.
    /// At `bound` stands the first `<` or `>` after `open`.
    fn value_close(&mut self, open: usize, bound: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let quote = bytes[open];
        let memo = usize::from(quote == b'"');
        if !self.quotes_are_closed[memo] || !bytes[..open].trim_ascii_end().ends_with(b"=") {
            self.is_damaged = true;
            return None;
        }
        let Some(length) = memchr::memchr(quote, &bytes[open + 1..]) else {
            self.quotes_are_closed[memo] = false;
            self.is_damaged = true;
            return None;
        };
        let close = open + 1 + length;
        if bound < close && memchr::memchr(b'<', &bytes[bound..close]).is_some() {
            self.is_damaged = true;
            // A quote was forgotten, or the value really holds markup: then the tag goes on properly after it.
            let after = bytes.get(close + 1).copied().unwrap_or(b'>');
            if !matches!(after, b' ' | b'\n' | b'\r' | b'\t' | b'/' | b'>') {
                return None;
            }
        }
        Some(close)
    }

    fn step_over_declaration(&mut self, at: usize) {
        let rest = &self.text[at..];
        if rest.starts_with("<![CDATA[") {
            let inside = at + 9;
            self.at = self.cdata_end(inside).map_or(inside, |close| close + 3);
        } else if rest.starts_with("<!--") && self.comments_are_closed {
            match memchr::memmem::find(&rest.as_bytes()[4..], b"-->") {
                Some(length) => self.at = at + 4 + length + 3,
                None => {
                    self.comments_are_closed = false;
                    self.is_damaged = true;
                    self.at = at + 4;
                }
            }
        } else if !self.is_doctype_seen && is_doctype(rest) {
            self.is_doctype_seen = true;
            self.at = at + doctype_length(rest);
        } else {
            self.is_damaged = true;
            self.at = at + 2;
        }
    }

    fn step_over_instruction(&mut self, at: usize) {
        self.at = at + 2;
        if !self.instructions_are_closed {
            return;
        }
        match memchr::memchr(b'>', &self.text.as_bytes()[at..]) {
            Some(close) => self.at = at + close + 1,
            None => {
                self.instructions_are_closed = false;
                self.is_damaged = true;
            }
        }
    }

    /// Where the CDATA section that begins at `inside` ends; `None` when it is never closed.
    ///
    /// A section that runs over the end of its item into another section's beginning was not closed where it should be.
    pub(super) fn cdata_end(&mut self, inside: usize) -> Option<usize> {
        let close = self.next_cdata_close(inside);
        let Some(close) = close else {
            self.is_damaged = true;
            return None;
        };
        let section = &self.text.as_bytes()[inside..close];
        if let Some(inner) = self.cdata_open.find(section) {
            let before = &section[..inner];
            let runs_over = [&b"</item"[..], b"</entry"]
                .iter()
                .any(|end| memchr::memmem::find(before, end).is_some());
            if runs_over {
                self.is_damaged = true;
                return None;
            }
        }
        Some(close)
    }

    fn next_cdata_close(&mut self, from: usize) -> Option<usize> {
        if let Some((sought, found)) = self.known_cdata_close
            && from >= sought
            && found.is_none_or(|found| found >= from)
        {
            return found;
        }
        let found = self
            .cdata_close
            .find(&self.text.as_bytes()[from..])
            .map(|length| from + length);
        self.known_cdata_close = Some((from, found));
        found
    }
}

/// Of the `<` that stand side by side from `at` on only the last can begin anything.
fn last_of_run(bytes: &[u8], at: usize) -> usize {
    let run = bytes[at..].iter().take_while(|byte| **byte == b'<').count();
    at + run.saturating_sub(1)
}

/// Where the text after an end tag begins, and whether the tag has its `>`.
fn end_of_end_tag(bytes: &[u8], name_end: usize) -> (usize, bool) {
    if bytes.get(name_end) == Some(&b'>') {
        return (name_end + 1, true);
    }
    match memchr::memchr2(b'>', b'<', &bytes[name_end..]) {
        Some(found) if bytes[name_end + found] == b'>' => (name_end + found + 1, true),
        Some(found) => (name_end + found, false),
        None => (bytes.len(), false),
    }
}

fn name_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..]
        .iter()
        .position(|byte| ENDS_NAME[usize::from(*byte)])
        .map_or(bytes.len(), |length| from + length)
}

/// The bytes that a name cannot go on over.
const ENDS_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let ends = b" \n\r\t/><\"'=";
    let mut at = 0;
    while at < ends.len() {
        table[ends[at] as usize] = true;
        at += 1;
    }
    table
};

fn is_doctype(text: &str) -> bool {
    let word = text.as_bytes().get(2..9);
    word.is_some_and(|word| word.eq_ignore_ascii_case(b"doctype"))
}

/// Bytes of `<!DOCTYPE …>`, an internal subset included: its entities are not read, let alone expanded.
fn doctype_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let Some(close) = memchr::memchr(b'>', bytes) else {
        return bytes.len();
    };
    match memchr::memchr(b'[', &bytes[..close]) {
        None => close + 1,
        Some(_) => memchr::memmem::find(bytes, b"]>")
            .map(|end| end + 2)
            .or_else(|| subset_end(bytes))
            .unwrap_or(close + 1),
    }
}

/// `] >` with white space between.
fn subset_end(bytes: &[u8]) -> Option<usize> {
    let bracket = memchr::memchr(b']', bytes)?;
    let close = memchr::memchr(b'>', &bytes[bracket..])?;
    Some(bracket + close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let mut tags = Tags::new(text, 0);
        std::iter::from_fn(|| tags.next())
            .map(|tag| match tag.kind {
                Kind::Start => tag.name.to_owned(),
                Kind::Empty => format!("{}/", tag.name),
                Kind::End => format!("/{}", tag.name),
            })
            .collect()
    }

    #[test]
    fn only_tags_are_tags() {
        let cases: [(&str, &[&str]); 12] = [
            ("<a><b x='1'/></a>", &["a", "b/", "/a"]),
            ("<a>1 < 2 <3 x<y</a>", &["a", "/a"]),
            ("<a><![CDATA[<b>]]><!-- <c> --></a>", &["a", "/a"]),
            (
                "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a '>'>]><r/>",
                &["r/"],
            ),
            ("<a t=\"x>y\">", &["a"]),
            ("<a t=\"<b/>\">", &["a"]),
            ("<a t=\"x><b u=\"y\">", &["a", "b"]),
            ("<a t=x\">t</a>", &["a", "/a"]),
            ("</a<b>", &["/a", "b"]),
            ("</rss", &["/rss"]),
            ("<a><!-- never closed <b>", &["a", "b"]),
            ("<a", &[]),
        ];
        for (given, wanted) in cases {
            assert_eq!(names(given), wanted, "{given}");
        }
    }

    #[test]
    fn a_cdata_section_that_runs_into_the_next_item_is_closed_for_it() {
        let text = "<item><d><![CDATA[one</d></item><item><d><![CDATA[two]]></d></item>";
        assert_eq!(
            names(text),
            ["item", "d", "/d", "/item", "item", "d", "/d", "/item"]
        );
    }
}
