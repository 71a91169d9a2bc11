//! The inside of an element, as written, to what it says: a line of plain text, a body, a bare word.

use std::borrow::Cow;

use crate::model::item::Markup;
use crate::parse::base64;
use crate::parse::html;
use crate::parse::limits;
use crate::parse::mojibake;
use crate::parse::refs;

/// How an element's inside is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// HTML, escaped or in CDATA: what RSS means.
    Html,
    /// Text in which a `<` is a less-than sign, unless it is plainly HTML all the same.
    Text,
    /// Markup that stands there as elements.
    Xhtml,
    /// Base64 of HTML or text.
    Base64,
}

impl Form {
    /// What Atom's `type` and `mode` say, `default` when they are silent.
    pub(super) fn of_attributes(kind: Option<&str>, mode: Option<&str>, default: Self) -> Self {
        if mode.is_some_and(|mode| mode.eq_ignore_ascii_case("base64")) {
            return Self::Base64;
        }
        let Some(kind) = kind.map(str::trim).filter(|kind| !kind.is_empty()) else {
            return default;
        };
        let is = |name: &str| kind.eq_ignore_ascii_case(name);
        if is("html") || is("text/html") {
            Self::Html
        } else if is("xhtml") || ends_with(kind, "xml") {
            // Atom 0.3 may say xhtml and escape it all the same.
            if mode.is_some_and(|mode| mode.eq_ignore_ascii_case("escaped")) {
                Self::Html
            } else {
                Self::Xhtml
            }
        } else if is("text") || is("plain") || starts_with(kind, "text/") {
            Self::Text
        } else if kind.contains('/') {
            Self::Base64
        } else {
            default
        }
    }
}

fn starts_with(text: &str, start: &str) -> bool {
    let found = text.as_bytes().get(..start.len());
    found.is_some_and(|found| found.eq_ignore_ascii_case(start.as_bytes()))
}

fn ends_with(text: &str, end: &str) -> bool {
    let at = text.len().checked_sub(end.len());
    at.is_some_and(|at| text.as_bytes()[at..].eq_ignore_ascii_case(end.as_bytes()))
}

/// The inside of an element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inside<'a> {
    /// As written, tags and all.
    pub(super) raw: &'a str,
    /// Tags stand in it that are not in CDATA.
    pub(super) has_tags: bool,
}

impl<'a> Inside<'a> {
    /// Text with references replaced once and CDATA unwrapped, trimmed; the inside of elements too when there are any.
    pub(super) fn word(&self) -> Cow<'a, str> {
        trimmed(character_data(self.raw))
    }

    /// The text as HTML, or as the plain text it is.
    fn markup(&self, form: Form) -> (Cow<'a, str>, bool) {
        match form {
            _ if self.has_tags => (unwrapped(self.raw, form == Form::Xhtml), true),
            Form::Html => (character_data(self.raw), true),
            // Text that claims to be XHTML and has no element in it is mere text, or was escaped by mistake.
            Form::Text | Form::Xhtml => {
                let text = character_data(self.raw);
                let is_html = html::looks_like_html(&text);
                (text, is_html)
            }
            Form::Base64 => {
                let text = character_data(self.raw);
                match base64::to_text(&text) {
                    Some(decoded) => (Cow::Owned(decoded), true),
                    None => (text, false),
                }
            }
        }
    }

    /// One line of plain text; `None` when nothing is left of it.
    pub(super) fn line(&self, form: Form) -> Option<Line> {
        let raw = limits::cut(self.raw, limits::RAW_TITLE_BYTES);
        if raw.len() < self.raw.len() {
            let (text, _) = Self { raw, ..*self }.line(form)?;
            return Some((text, true));
        }
        if self.has_tags && form == Form::Html {
            // Bare tags around escaped ones: all of them are markup.
            return line(&html::to_text(&character_data(self.raw)));
        }
        let (text, is_html) = self.markup(form);
        if is_html {
            line(&html::to_text(&text))
        } else {
            line(&text)
        }
    }

    /// A body; `None` when it is blank. The flag tells whether it was cut.
    pub(super) fn body(&self, form: Form) -> Option<(Markup, bool)> {
        let (text, is_html) = self.markup(form);
        body(text, is_html)
    }
}

/// A line of text and whether it was cut.
pub(super) type Line = (String, bool);

/// White space collapsed, double encoding undone, cut at the cap.
pub(super) fn line(text: &str) -> Option<Line> {
    // Before white space is collapsed: one byte in ten of doubly encoded Cyrillic looks like a no-break space.
    let repaired = mojibake::undone(text);
    let text = repaired.as_deref().unwrap_or(text);
    if text.len() <= limits::TITLE_BYTES && is_collapsed(text) {
        return Some((text.to_owned(), false));
    }
    let mut words = text.split_whitespace();
    let first = words.next()?;
    let mut out = String::with_capacity(text.len().min(limits::TITLE_BYTES + 64));
    out.push_str(first);
    for word in words {
        out.push(' ');
        out.push_str(word);
        if out.len() > limits::TITLE_BYTES * 4 {
            break;
        }
    }
    let kept = limits::cut(&out, limits::TITLE_BYTES).len();
    let is_cut = kept < out.len();
    out.truncate(kept);
    Some((out, is_cut))
}

/// Whether collapsing its white space would leave the text as it is.
fn is_collapsed(text: &str) -> bool {
    let mut before = b' ';
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let is_blank = match byte {
            b' ' => before == b' ',
            // What the white space of other scripts begins with, and much else.
            0xc2 | 0xe1..=0xe3 => text[at..].starts_with(char::is_whitespace),
            _ => byte < b' ',
        };
        if is_blank {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// A body as markup or text, cut at the cap; `None` when it is blank.
pub(super) fn body(text: Cow<'_, str>, is_html: bool) -> Option<(Markup, bool)> {
    let inside = text.trim();
    if inside.is_empty() {
        return None;
    }
    let kept = limits::cut(inside, limits::BODY_BYTES);
    let is_cut = kept.len() < inside.len();
    let kept = match mojibake::undone(kept) {
        Some(repaired) => repaired,
        None => {
            let (start, end) = (text.len() - text.trim_start().len(), kept.len());
            owned_part(text, start, end)
        }
    };
    let has_markup = memchr::memchr2(b'<', b'&', kept.as_bytes()).is_some();
    let markup = if is_html && has_markup {
        Markup::Html(kept)
    } else {
        Markup::Text(kept)
    };
    Some((markup, is_cut))
}

/// The `length` bytes from `start` on, copied only where they are borrowed.
fn owned_part(text: Cow<'_, str>, start: usize, length: usize) -> String {
    match text {
        Cow::Borrowed(text) => text[start..start + length].to_owned(),
        Cow::Owned(mut text) => {
            text.truncate(start + length);
            text.drain(..start);
            text
        }
    }
}

/// Character data: references replaced, CDATA unwrapped, comments dropped, other `<` kept.
pub(super) fn character_data(raw: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr2(b'<', b'&', raw.as_bytes()) else {
        return Cow::Borrowed(raw);
    };
    if memchr::memchr(b'<', &raw.as_bytes()[first..]).is_none() {
        return refs::decode(raw, refs::Within::Xml);
    }
    if let Some(only) = only_cdata(raw) {
        return Cow::Borrowed(only);
    }
    let mut out = String::with_capacity(raw.len());
    each_piece(raw, |piece| match piece {
        Piece::Cdata(text) => out.push_str(text),
        Piece::Text(text) => out.push_str(&refs::decode(text, refs::Within::Xml)),
    });
    Cow::Owned(out)
}

/// Markup with its CDATA sections unwrapped; escaped first where they are text among elements.
fn unwrapped(raw: &str, is_text: bool) -> Cow<'_, str> {
    if memchr::memmem::find(raw.as_bytes(), b"<!").is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    each_piece(raw, |piece| match piece {
        Piece::Cdata(text) if is_text => {
            out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
        }
        Piece::Cdata(text) | Piece::Text(text) => out.push_str(text),
    });
    Cow::Owned(out)
}

/// The section when there is exactly one and nothing but white space around it.
fn only_cdata(raw: &str) -> Option<&str> {
    let inside = raw.trim().strip_prefix("<![CDATA[")?.strip_suffix("]]>")?;
    let bytes = inside.as_bytes();
    let is_one = memchr::memchr_iter(b']', bytes).all(|at| !bytes[at..].starts_with(b"]]>"));
    is_one.then_some(inside)
}

enum Piece<'a> {
    Cdata(&'a str),
    Text(&'a str),
}

/// Parts text from CDATA and leaves out comments; a section that is never closed goes on to the end.
fn each_piece<'a>(raw: &'a str, mut take: impl FnMut(Piece<'a>)) {
    let mut rest = raw;
    let mut from = 0;
    let mut comments_are_closed = true;
    while let Some(found) = memchr::memmem::find(&rest.as_bytes()[from..], b"<!") {
        let at = from + found;
        let here = &rest[at..];
        if let Some(inside) = here.strip_prefix("<![CDATA[") {
            take(Piece::Text(&rest[..at]));
            let (section, after) = inside.split_once("]]>").unwrap_or((inside, ""));
            take(Piece::Cdata(section));
            (rest, from) = (after, 0);
        } else if comments_are_closed && here.starts_with("<!--") {
            let Some(length) = memchr::memmem::find(here.as_bytes(), b"-->") else {
                comments_are_closed = false;
                continue;
            };
            take(Piece::Text(&rest[..at]));
            (rest, from) = (&here[length + 3..], 0);
        } else {
            from = at + 2;
        }
    }
    take(Piece::Text(rest));
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(raw: &str) -> Inside<'_> {
        let has_tags = raw.replace("<![CDATA[", "").contains("</") && !raw.contains("CDATA");
        Inside { raw, has_tags }
    }

    #[test]
    fn a_line_is_plain_in_every_form() {
        for (raw, form, wanted) in [
            ("AT&amp;T", Form::Html, "AT&T"),
            ("AT&amp;amp;T", Form::Html, "AT&T"),
            (" a\n <![CDATA[<b>b</b> & c]]> ", Form::Html, "a b & c"),
            (
                "<![CDATA[one]]><![CDATA[ &amp; two]]>",
                Form::Html,
                "one & two",
            ),
            ("a &lt;blink&gt; tag", Form::Text, "a <blink> tag"),
            ("it&amp;#8217;s", Form::Text, "it’s"),
            ("<div>a &lt;b&gt; <i>c</i></div>", Form::Xhtml, "a <b> c"),
            ("SGk8Yj4h PC9iPg==", Form::Base64, "Hi!"),
            ("evil", Form::Base64, "evil"),
            ("one <b>two</b> three", Form::Html, "one two three"),
            (
                "<b>&lt;i>one&lt;/i> &amp;amp; two</b>",
                Form::Html,
                "one & two",
            ),
        ] {
            let got = inside(raw).line(form).map(|(text, _)| text);
            assert_eq!(got.as_deref(), Some(wanted), "{raw}");
        }
        assert_eq!(inside(" <!-- x --> ").line(Form::Html), None);
    }

    #[test]
    fn x10_a_long_line_is_cut_between_characters() {
        let long = "é".repeat(2000);
        let (text, is_cut) = line(&long).unwrap();
        assert!(is_cut && text.len() == 1024 && text.chars().all(|c| c == 'é'));
    }
}
