//! HTML of a body to text in paragraphs, in one pass over the bytes. Reads tags as browsers' tokenizers do, keeps no
//! tree, and cannot be made to take long: every byte is looked at once or twice.

use crate::normalise::blanks;

/// Elements whose content is not for reading here.
pub(super) const UNREAD: [&str; 14] = [
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "audio", "video",
    "select", "textarea", "button", "head",
];

/// Elements that stand in paragraphs of their own.
const BLOCKS: [&str; 32] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "section",
    "article",
    "header",
    "footer",
    "figure",
    "figcaption",
    "hr",
    "aside",
    "main",
    "nav",
    "address",
    "details",
    "summary",
    "form",
    "fieldset",
    "center",
    "body",
    "html",
];

/// Elements that stand in lines of their own.
const LINES: [&str; 6] = ["br", "li", "tr", "dt", "dd", "caption"];

/// Elements between which a word ends.
const CELLS: [&str; 2] = ["td", "th"];

/// The words of `html`: lines parted by `\n`, paragraphs by an empty line, references decoded.
pub(super) fn to_text(html: &str) -> String {
    let text = without_tags(html);
    // Some feeds escape their HTML twice: the tags then come out as words.
    match !html.contains('<') && looks_like_html(&text) {
        true => without_tags(&text),
        false => text,
    }
}

fn without_tags(html: &str) -> String {
    let mut lines = Lines::with_room_for(html.len());
    let mut unclosed: Vec<String> = Vec::new();
    // Beyond the last `>` there are no tags; looking for their ends again and again would take the square of the length.
    let tags_end = html.rfind('>').map_or(0, |at| at + 1);
    let (mut rest, after_tags) = html.split_at(tags_end);
    while let Some(at) = rest.find('<') {
        lines.add(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = after_comment(comment);
            continue;
        }
        let Some(tag) = Tag::at_start_of(rest) else {
            lines.add("<");
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        lines.put(tag.border());
        if tag.is_end || !tag.is_among(&UNREAD) {
            continue;
        }
        let name = tag.name.to_ascii_lowercase();
        if !unclosed.contains(&name) {
            match after_element(rest, &name) {
                Some(after) => rest = after,
                None if matches!(name.as_str(), "script" | "style") => return lines.text,
                None => unclosed.push(name),
            }
        }
    }
    lines.add(rest);
    lines.add(after_tags);
    lines.text
}

/// What follows a comment; nothing, when it has no end.
pub(super) fn after_comment(comment: &str) -> &str {
    for empty in [">", "->"] {
        if let Some(after) = comment.strip_prefix(empty) {
            return after;
        }
    }
    comment.split_once("-->").map_or("", |(_, after)| after)
}

/// At least one closing tag or line break of the common kinds, and no `<` that could not begin a tag.
fn looks_like_html(text: &str) -> bool {
    let mut rest = text;
    let mut is_found = false;
    while let Some(at) = rest.find('<') {
        let Some(tag) = Tag::at_start_of(&rest[at..]) else {
            return false;
        };
        let is_common = tag.is_among(&BLOCKS)
            || tag.is_among(&LINES)
            || tag.is_among(&["a", "b", "i", "em", "strong", "img", "span"]);
        is_found |= is_common && (tag.is_end || tag.is_among(&["br", "img", "p"]));
        rest = &rest[at + tag.length..];
    }
    is_found
}

/// A tag as its bytes stand.
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) is_end: bool,
    pub(super) length: usize,
}

impl<'a> Tag<'a> {
    /// The tag that `text` begins with, if it is one: a letter, `/`, `!` or `?` follows, and a `>` outside quotes ends it.
    pub(super) fn at_start_of(text: &'a str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_end = bytes.get(1) == Some(&b'/');
        let begins = 1 + usize::from(is_end);
        let first = *bytes.get(begins)?;
        if !first.is_ascii_alphabetic() {
            let is_declaration = matches!(first, b'!' | b'?') && !is_end;
            return is_declaration.then(|| text.find('>'))?.map(|at| Self {
                name: "",
                is_end,
                length: at + 1,
            });
        }
        let name_length = bytes[begins..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':'))
            .count();
        Some(Self {
            name: &text[begins..begins + name_length],
            is_end,
            length: end_of_tag(bytes, begins + name_length)?,
        })
    }

    fn is_among(&self, names: &[&str]) -> bool {
        names
            .iter()
            .any(|name| self.name.eq_ignore_ascii_case(name))
    }

    fn border(&self) -> Border {
        if self.is_among(&BLOCKS) {
            Border::Paragraph
        } else if self.is_among(&LINES) {
            Border::Line
        } else if self.is_among(&CELLS) {
            Border::Space
        } else {
            Border::None
        }
    }
}

/// One past the `>`; a `>` between quotes does not count. A quote opens only as the start of a value.
fn end_of_tag(bytes: &[u8], from: usize) -> Option<usize> {
    let mut quote = None;
    let mut is_value = false;
    for (at, &byte) in bytes.iter().enumerate().skip(from) {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return Some(at + 1),
            None if is_value && matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None => {}
        }
        is_value = byte == b'=' || (is_value && byte.is_ascii_whitespace());
    }
    // An open quote swallowed the rest: take the first `>` for the end.
    bytes
        .iter()
        .skip(from)
        .position(|byte| *byte == b'>')
        .map(|at| from + at + 1)
}

/// What follows the closing tag of `name`, if there is one.
pub(super) fn after_element<'a>(rest: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = rest;
    loop {
        rest = &rest[rest.find("</")? + 2..];
        let is_it = rest
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name));
        let ends_name = rest
            .as_bytes()
            .get(name.len())
            .is_none_or(|byte| !byte.is_ascii_alphanumeric());
        if is_it && ends_name {
            return rest.find('>').map(|at| &rest[at + 1..]);
        }
    }
}

/// What parts two pieces of text; the strongest of several wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Border {
    #[default]
    None,
    Space,
    Line,
    Paragraph,
}

/// Text with collapsed white space, put together piece by piece.
struct Lines {
    text: String,
    border: Border,
}

impl Lines {
    fn with_room_for(bytes: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            border: Border::None,
        }
    }

    fn put(&mut self, border: Border) {
        self.border = self.border.max(border);
    }

    fn add(&mut self, piece: &str) {
        let decoded = htmlize::unescape(piece);
        let mut rest: &str = &decoded;
        loop {
            let words = rest.trim_start();
            if words.len() < rest.len() {
                self.put(Border::Space);
            }
            if words.is_empty() {
                return;
            }
            let (run, after) = words.split_at(blanks::even_run(words));
            self.push(run);
            rest = after;
        }
    }

    fn push(&mut self, run: &str) {
        if !self.text.is_empty() {
            self.text.push_str(match self.border {
                Border::None => "",
                Border::Space => " ",
                Border::Line => "\n",
                Border::Paragraph => "\n\n",
            });
        }
        self.border = Border::None;
        self.text.push_str(run);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stay_and_markup_goes() {
        for (html, text) in [
            ("<p>One</p><p>Two <b>bold</b>er</p>", "One\n\nTwo bolder"),
            ("a<br>b<br/>c", "a\nb\nc"),
            (
                "<ul><li>one</li>\n<li>two</li></ul>after",
                "one\ntwo\n\nafter",
            ),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a b\nc",
            ),
            ("<p>\n  much \t white\n space </p>", "much white space"),
            (
                "AT&amp;T &lt;b&gt; &nbsp;x &#1041;&#x435;&eacute &copy2026",
                "AT&T <b> x Беé ©2026",
            ),
            ("<img src=x alt='a > b'>pic", "pic"),
            ("a<!-- > hidden -->b<!-->c-->d", "abc-->d"),
            ("1 < 2 and 3 <4 > 2", "1 < 2 and 3 <4 > 2"),
            ("<scr<script>alert(1)</script>ipt>", "alert(1)ipt>"),
            (
                "x<script>if (a</b>) \"</p>\"</SCRIPT >y<style>p{}</style>z",
                "xyz",
            ),
            ("kept<noscript><img src=pixel></noscript> too", "kept too"),
            ("a<noscript>never closed", "anever closed"),
            ("a<script>never closed", "a"),
            ("a <b title=\"never closed>b</b> c", "a b c"),
            ("<a href=x onclick='a>b'>go</a>", "go"),
            ("<![CDATA[x]]> <?php echo ?>y", "y"),
            ("</>x</ p>", "</>x</ p>"),
            ("cut <a href=", "cut <a href="),
        ] {
            assert_eq!(to_text(html), text, "{html:?}");
        }
    }

    #[test]
    fn html_that_was_escaped_twice_is_read_once_more_and_talk_about_html_is_not() {
        assert_eq!(to_text("&lt;p&gt;One &amp;amp; two&lt;/p&gt;"), "One & two");
        assert_eq!(
            to_text("<p>Use &lt;p&gt; and &lt;/p&gt;</p>"),
            "Use <p> and </p>"
        );
        assert_eq!(
            to_text("when a &lt; b and &lt;b&gt; c"),
            "when a < b and <b> c"
        );
    }

    #[test]
    fn a_long_and_bad_body_takes_no_longer_than_a_good_one() {
        for piece in [
            "<",
            "<a ",
            "<!",
            "<!--",
            "<a b=\"",
            "<a b=\">",
            "<a b='\">",
            "<svg>",
            "<svg></a ",
            "<svg></svg ",
            "</",
            "&",
            "&amp",
            "&lt;a ",
        ] {
            for end in ["", ">"] {
                let body = piece.repeat((1 << 20) / piece.len()) + end;
                assert!(to_text(&body).len() <= body.len());
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(html in "(<|>|/|!|-|\"|'|=|&|;|script|p|li|\\PC| ){0,60}") {
            let _ = to_text(&html);
        }
    }
}
