//! The bytes of an article's page -> clean text with its tags: what charset it is in, and whether it is HTML at all.
//! What the page says is none of this room's business.

use url::Url;

use crate::parse::Source;
use crate::parse::charset;
use crate::parse::decode;

/// A page names its charset near its beginning; browsers look no further than the first kilobyte, publishers do.
const HEAD: usize = 8 * 1024;

/// Types that pages are served as; those that say nothing are told by their beginning.
const TYPES: [&str; 6] = [
    "text/html",
    "application/xhtml+xml",
    "application/xml",
    "text/xml",
    "text/plain",
    "application/octet-stream",
];

/// Why bytes are no page that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPage {
    /// Something else was served: a picture, a PDF, a feed.
    #[error("what the link leads to is not a page of text but {0}")]
    NotHtml(String),
    /// No charset could be found that its bytes are in.
    #[error("the page is empty or in a charset that is not read")]
    Unreadable,
}

/// Decodes a page. Order of belief: BOM, HTTP header, `<meta charset>`, UTF-8; valid UTF-8 overrules a one-byte label.
///
/// # Errors
///
/// When it is no HTML, or in no charset that is read.
pub fn page(bytes: &[u8], base: &Url, content_type: Option<&str>) -> Result<String, NotAPage> {
    let essence = content_type.map(essence).unwrap_or_default();
    if !essence.is_empty() && !TYPES.contains(&essence.as_str()) {
        return Err(NotAPage::NotHtml(essence));
    }
    let header = content_type.and_then(charset::of_content_type);
    let meta = header.is_none().then(|| of_meta(bytes)).flatten();
    let decoded = [meta.as_deref(), None].into_iter().find_map(|encoding| {
        let source = Source {
            bytes,
            base,
            content_type,
            encoding,
        };
        decode::decode(&source).ok()
    });
    let text = decoded.ok_or(NotAPage::Unreadable)?.text.into_owned();
    match looks_like_html(&text) {
        true => Ok(text),
        false => Err(NotAPage::NotHtml("something without HTML in it".to_owned())),
    }
}

fn essence(content_type: &str) -> String {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence
        .chars()
        .take(60)
        .collect::<String>()
        .to_ascii_lowercase()
}

/// A tag of the usual kinds, and no root of a feed.
fn looks_like_html(text: &str) -> bool {
    let head: String = text.chars().take(64 * 1024).collect();
    let head = head.to_ascii_lowercase();
    let is_html = ["<html", "<body", "<p", "<div", "<article", "<main", "<br"]
        .iter()
        .any(|tag| head.contains(tag));
    let is_feed = ["<rss", "<feed", "<rdf:rdf"]
        .iter()
        .any(|root| head.contains(root));
    is_html && (!is_feed || head.contains("<html"))
}

/// The label in `<meta charset=…>` or `<meta http-equiv content="…; charset=…">`.
fn of_meta(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    head.match_indices("<meta").find_map(|(at, _)| {
        let tag = head[at..].split('>').next().unwrap_or_default();
        let (_, after) = tag.split_once("charset")?;
        let value = after.trim_start().strip_prefix('=')?;
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | '/'));
        let label = &value[..end.unwrap_or(value.len())];
        (!label.is_empty()).then(|| label.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], content_type: Option<&str>) -> Result<String, NotAPage> {
        page(
            bytes,
            &"https://desk.example/1".parse().unwrap(),
            content_type,
        )
    }

    /// "Минск" in windows-1251.
    const MINSK: &[u8] = b"\xcc\xe8\xed\xf1\xea";

    fn minsk_behind(head: &str) -> Vec<u8> {
        [head.as_bytes(), b"<p>", MINSK, b"</p>"].concat()
    }

    #[test]
    fn the_charset_is_told_by_header_or_meta_or_the_bytes_themselves() {
        for (head, content_type) in [
            ("<meta charset=windows-1251>", None),
            ("<META Charset = 'cp1251' />", Some("text/html")),
            (
                "<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">",
                None,
            ),
            (
                "<meta charset=utf-8>",
                Some("text/html; charset=windows-1251"),
            ),
            ("<meta charset=bogus>", Some("text/html; charset=win-1251")),
        ] {
            let text = read(&minsk_behind(head), content_type).unwrap();
            assert!(
                text.contains("<p>Минск</p>"),
                "{head} {content_type:?}: {text}"
            );
        }
        let text = read("<meta charset=windows-1251><p>Минск".as_bytes(), None).unwrap();
        assert!(text.ends_with("Минск"), "{text}");
        let text = read(b"<p>caf\xe9", Some("text/html; charset=ISO-8859-1")).unwrap();
        assert_eq!(text, "<p>café");
    }

    #[test]
    fn what_is_no_page_is_refused() {
        assert!(read(b"<p>x", Some("application/pdf")).is_err());
        assert!(read(b"<p>x", Some("image/svg+xml")).is_err());
        assert!(read(b"%PDF-1.7 \x01\x02", None).is_err());
        assert!(read(b"{\"a\": 1}", Some("text/plain")).is_err());
        assert!(read(b"<?xml version='1.0'?><rss><item><p/></item></rss>", None).is_err());
        assert!(read(b"", None).is_err());
    }
}
