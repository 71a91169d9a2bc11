//! A page made harmless before a tree is built of it: nested no deeper than sound pages are, every element closed,
//! without scripts, without the small tags that a hostile page makes browsers repeat, and with few attributes.
//!
//! One pass over the bytes with a short stack. What is left out is markup; no word for reading goes.

use crate::normalise::html::Tag;
use crate::normalise::html::UNREAD;
use crate::normalise::html::after_comment;
use crate::normalise::html::after_element;

/// Sound pages stand at 20 to 50. The time to find an article grows with depth times size.
const DEEPEST: usize = 60;

/// Elements kept; from there on words come without tags.
pub(super) const MOST_ELEMENTS: usize = 15_000;

/// Attributes that say whether an element is the article or hides it.
const TELLING: [&str; 7] = [
    "class",
    "id",
    "role",
    "itemprop",
    "hidden",
    "aria-hidden",
    "style",
];

/// Of each attribute so many bytes.
const LONGEST_VALUE: usize = 160;

/// Bytes of a tag that are looked at for attributes.
const LONGEST_TAG: usize = 4096;

/// Elements whose place in the tree says something about the words in them.
const KEPT: [&str; 41] = [
    "a",
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements without content.
const EMPTY: [&str; 2] = ["br", "hr"];

/// Elements that end the one before them.
const SIBLINGS: [&str; 7] = ["p", "li", "dt", "dd", "td", "th", "tr"];

/// The page with balanced tags and nothing that could hurt.
pub(super) fn tidy(html: &str) -> String {
    let mut page = Page::default();
    let mut unclosed: Vec<String> = Vec::new();
    // Beyond the last `>` there are no tags.
    let tags_end = html.rfind('>').map_or(0, |at| at + 1);
    let (mut rest, after_tags) = html.split_at(tags_end);
    while let Some(at) = rest.find('<') {
        page.out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = after_comment(comment);
            continue;
        }
        let Some(tag) = Tag::at_start_of(rest) else {
            page.out.push_str("&lt;");
            rest = &rest[1..];
            continue;
        };
        let whole = &rest[..tag.length];
        rest = &rest[tag.length..];
        let name = tag.name.to_ascii_lowercase();
        if UNREAD.contains(&name.as_str()) {
            if tag.is_end || unclosed.contains(&name) {
                continue;
            }
            match after_element(rest, &name) {
                Some(after) => rest = after,
                None if matches!(name.as_str(), "script" | "style") => rest = "",
                None => unclosed.push(name),
            }
            continue;
        }
        match tag.is_end {
            true => page.close(&name),
            false => page.open(&name, whole),
        }
    }
    page.out.push_str(rest);
    page.out.push_str(&after_tags.replace('<', "&lt;"));
    page.end()
}

#[derive(Default)]
struct Page {
    out: String,
    open: Vec<&'static str>,
    elements: usize,
}

impl Page {
    fn open(&mut self, name: &str, whole: &str) {
        if let Some(empty) = EMPTY.iter().find(|empty| **empty == name) {
            self.elements += 1;
            if self.elements < MOST_ELEMENTS {
                self.out.push_str(&format!("<{empty}>"));
            } else {
                self.out.push(' ');
            }
            return;
        }
        let Some(name) = KEPT.iter().find(|kept| **kept == name).copied() else {
            return;
        };
        if SIBLINGS.contains(&name) && self.open.last() == Some(&name) {
            self.close(name);
        }
        let is_wild = self.open.len() >= DEEPEST
            || self.elements >= MOST_ELEMENTS
            || (name == "a" && self.open.contains(&"a"));
        if is_wild {
            self.out.push(' ');
            return;
        }
        self.elements += 1;
        self.out.push('<');
        self.out.push_str(name);
        self.add_attributes(whole);
        self.out.push('>');
        self.open.push(name);
    }

    /// Ends the nearest element of that name, and what stands open inside it.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| *open == name) else {
            return;
        };
        while self.open.len() > at {
            if let Some(open) = self.open.pop() {
                self.out.push_str(&format!("</{open}>"));
            }
        }
    }

    fn add_attributes(&mut self, whole: &str) {
        let cut = whole.floor_char_boundary(LONGEST_TAG.min(whole.len()));
        for (name, value) in Attributes(&whole[..cut]) {
            let name = name.to_ascii_lowercase();
            if !TELLING.contains(&name.as_str()) {
                continue;
            }
            let end = value.floor_char_boundary(LONGEST_VALUE.min(value.len()));
            let value = value[..end].replace(['"', '&'], " ");
            self.out.push_str(&format!(" {name}=\"{value}\""));
        }
    }

    fn end(mut self) -> String {
        while let Some(open) = self.open.pop() {
            self.out.push_str(&format!("</{open}>"));
        }
        self.out
    }
}

/// Names and values of a tag's attributes, as they stand.
struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        // The first word is the tag's name; after it, each word begins an attribute.
        let start = self.0.find(|c: char| c.is_ascii_whitespace() || c == '/')?;
        let rest =
            self.0[start..].trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/' | '>'))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            self.0 = after;
            return match name.is_empty() {
                true => None,
                false => Some((name, "")),
            };
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => {
                let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>');
                value.split_at(end.unwrap_or(value.len()))
            }
        };
        self.0 = after;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_markup_stays_and_everything_is_closed() {
        for (given, wanted) in [
            ("<p>a<p>b", "<p>a</p><p>b</p>"),
            (
                "<div class='x y' onclick=z><b>bold</b>er</div>",
                "<div class=\"x y\">bolder</div>",
            ),
            ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"),
            ("a<script>if (a<b) \"</p>\"</script>b", "ab"),
            ("a<!-- <p> -->b<br/>c", "ab<br>c"),
            ("</p>a < b", "a &lt; b"),
            ("<a href=x><a href=y>z</a>", "<a> z</a>"),
            (
                "<div id=main hidden>x</div>y",
                "<div id=\"main\" hidden=\"\">x</div>y",
            ),
            ("<p>cut <a href=", "<p>cut &lt;a href=</p>"),
        ] {
            assert_eq!(tidy(given), wanted, "{given:?}");
        }
    }

    #[test]
    fn no_page_is_nested_deeper_or_has_more_elements_than_is_sound() {
        let deep = tidy(&"<div>x".repeat(100_000));
        assert_eq!(deep.matches("<div>").count(), DEEPEST);
        assert_eq!(deep.matches("</div>").count(), DEEPEST);
        assert_eq!(deep.matches('x').count(), 100_000);

        let long = tidy(&"<p>x</p><br>".repeat(100_000));
        assert!(long.matches("<p>").count() <= MOST_ELEMENTS);
        assert_eq!(long.matches('x').count(), 100_000);
    }
}
