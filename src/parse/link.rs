//! Addresses as feeds write them to absolute http(s) ones.

use url::Url;

use crate::parse::limits;

/// The address made absolute against `base`; `None` for every scheme but http and https, however it is spelt.
pub(super) fn resolve(base: &Url, written: &str) -> Option<Url> {
    let written = written.trim();
    if written.is_empty() || written.len() > limits::URL_BYTES {
        return None;
    }
    let url = base.join(written).ok()?;
    is_web(&url).then_some(url)
}

/// Whether the text says by itself where it leads.
pub(super) fn is_absolute(written: &str) -> bool {
    let scheme = |name: &str| {
        written
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    scheme("http://") || scheme("https://")
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x33_relative_links_are_resolved_and_x34_only_web_links_are_links() {
        let base = Url::parse("https://news.test/feeds/all.xml").unwrap();
        for (written, wanted) in [
            ("/a?b=1&c=2", Some("https://news.test/a?b=1&c=2")),
            (" //cdn.test/x \n", Some("https://cdn.test/x")),
            ("a\n b", Some("https://news.test/feeds/a%20b")),
            ("HTTP://Other.test/", Some("http://other.test/")),
            ("javascript:alert(1)", None),
            (" jAvAsCrIpT:alert(1)", None),
            ("java\tscript:alert(1)", None),
            ("data:text/html,x", None),
            ("file:///etc/passwd", None),
            ("vbscript:x", None),
            ("mailto:a@b.test", None),
            ("http://", None),
            ("", None),
        ] {
            let got = resolve(&base, written).map(String::from);
            assert_eq!(got.as_deref(), wanted, "{written:?}");
        }
        assert_eq!(resolve(&base, &"a".repeat(5000)), None);
    }
}
