//! HTML of a single line (a title, an author) to plain text. Bodies are made plain elsewhere, later.

use std::borrow::Cow;

use crate::parse::refs;

/// Elements after which a word is over; all others may stand inside one.
const BLOCKS: [&str; 22] = [
    "br",
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "tr",
    "td",
    "th",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
    "pre",
    "dd",
    "dt",
    "dl",
];
/// Elements whose text is not for reading.
const UNREAD: [&str; 4] = ["script", "style", "applet", "iframe"];

/// Text without tags, comments and scripts, references replaced. White space is left as it is.
pub(super) fn to_text(html: &str) -> Cow<'_, str> {
    if memchr::memchr(b'<', html.as_bytes()).is_none() {
        return refs::decode(html, refs::Within::Html);
    }
    let bare = without_tags(html);
    Cow::Owned(refs::decode(&bare, refs::Within::Html).into_owned())
}

fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    // Beyond the last `>` there are no tags; looking for their ends again and again would take the square of the length.
    let tags_end = memchr::memrchr(b'>', html.as_bytes()).map_or(0, |at| at + 1);
    let (mut rest, after_tags) = html.split_at(tags_end);
    // The same holds for scripts that are never closed.
    let mut unread_are_closed = true;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inside) = rest.strip_prefix("<!--") {
            rest = inside.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let Some(length) = tag_length(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        let name = tag_name(&rest[..length]);
        if BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block)) {
            out.push(' ');
        }
        let is_unread = UNREAD
            .iter()
            .any(|unread| name.eq_ignore_ascii_case(unread));
        let is_open = !rest.starts_with("</") && !rest[..length].ends_with("/>");
        rest = &rest[length..];
        if is_unread && is_open && unread_are_closed {
            match after_element(rest, name) {
                Some(after) => rest = after,
                None => unread_are_closed = false,
            }
        }
    }
    out.push_str(rest);
    out.push_str(after_tags);
    out
}

/// Bytes of the tag that begins here, when it is one: a letter, `/` or `!` follows and a `>` ends it.
pub(super) fn tag_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let begins = matches!(bytes.get(1)?, b'a'..=b'z' | b'A'..=b'Z' | b'!' | b'/' | b'?');
    if !begins {
        return None;
    }
    let mut at = 1;
    while let Some(found) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        let here = at + found;
        if bytes[here] == b'>' {
            return Some(here + 1);
        }
        at = here + 1;
        let opens_value = bytes[..here].trim_ascii_end().ends_with(b"=");
        if let Some(close) = memchr::memchr(bytes[here], &bytes[at..]).filter(|_| opens_value) {
            at += close + 1;
        }
    }
    memchr::memchr(b'>', bytes).map(|end| end + 1)
}

fn tag_name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != ':');
    &name[..end.unwrap_or(name.len())]
}

/// What follows the end tag of `name`; `None` when there is none.
fn after_element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("</") {
        let is_ours = after
            .as_bytes()
            .get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        if is_ours {
            return Some(after.split_once('>').map_or("", |(_, after)| after));
        }
        rest = after;
    }
    None
}

/// Whether a text that claims to be plain is HTML all the same: it closes an element or holds a reference.
pub(super) fn looks_like_html(text: &str) -> bool {
    const CLOSED: [&str; 14] = [
        "</b>",
        "</i>",
        "</em>",
        "</a>",
        "</p>",
        "</strong>",
        "</span>",
        "</div>",
        "</font>",
        "</u>",
        "</sup>",
        "</sub>",
        "<br>",
        "<br/>",
    ];
    if memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        return false;
    }
    let has_reference = memchr::memchr_iter(b'&', text.as_bytes())
        .any(|at| is_reference(&text.as_bytes()[at + 1..]));
    has_reference || CLOSED.iter().any(|tag| text.contains(tag))
}

/// Whether what follows a `&` is a name or a number with its semicolon.
fn is_reference(after: &[u8]) -> bool {
    let name = after.strip_prefix(b"#").unwrap_or(after);
    let length = name
        .iter()
        .take(10)
        .take_while(|byte| byte.is_ascii_alphanumeric())
        .count();
    length > 0 && name.get(length) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_stay() {
        let cases = [
            (
                "Breaking <b>Belarus</b> sanctions",
                "Breaking Belarus sanctions",
            ),
            ("one<br/>two<p>three</p>", "one two three "),
            ("a < b and c > d", "a < b and c > d"),
            ("x <3 y", "x <3 y"),
            ("<img alt=\"cat<br />dog\" src=x>end", "end"),
            ("<a href=http://x/\">link</a>", "link"),
            (
                "safe<script>alert('<b>')</script> text<!-- no -->",
                "safe text",
            ),
            ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
            ("<!DOCTYPE ~", "<!DOCTYPE ~"),
        ];
        for (given, wanted) in cases {
            assert_eq!(to_text(given), wanted, "{given}");
        }
    }
}
