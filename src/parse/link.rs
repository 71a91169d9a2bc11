//! Addresses as feeds write them to absolute http(s) ones.

use url::Position;
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

/// An item's page.
pub(super) struct Link {
    pub(super) url: Url,
    /// The spelling of the feed, where it was an address by itself and ours is another.
    pub(super) as_written: Option<String>,
}

/// The address made absolute, and its own spelling where that differs.
pub(super) fn read(base: &Url, written: &str) -> Option<Link> {
    Some(link(resolve(base, written)?, written))
}

/// Reads the addresses of one feed, nearly all of which lead to one site: its name is checked once.
#[derive(Default)]
pub(super) struct Reader {
    /// An address read before.
    known: Option<Url>,
}

impl Reader {
    /// As [`read`].
    pub(super) fn read(&mut self, base: &Url, written: &str) -> Option<Link> {
        let trimmed = written.trim();
        if let Some(url) = self.known.as_ref().and_then(|known| beside(known, trimmed)) {
            return Some(link(url, trimmed));
        }
        let url = resolve(base, trimmed)?;
        if is_absolute(trimmed) {
            self.known = Some(url.clone());
        }
        Some(link(url, trimmed))
    }
}

/// The address, when it is spelt as `known` is up to the path and its path begins in the common way; `//` and what
/// browsers take for it would begin another site's name.
fn beside(known: &Url, written: &str) -> Option<Url> {
    let path = written.strip_prefix(&known[..Position::BeforePath])?;
    let [b'/', first, ..] = path.as_bytes() else {
        return None;
    };
    let is_common = first.is_ascii_alphanumeric() && written.len() <= limits::URL_BYTES;
    if !is_common || !known[..Position::BeforeHost].ends_with("://") {
        return None;
    }
    known.join(path).ok()
}

fn link(url: Url, written: &str) -> Link {
    let written = written.trim();
    let differs = written != url.as_str()
        && is_absolute(written)
        && written.bytes().all(|byte| byte.is_ascii_graphic());
    Link {
        as_written: differs.then(|| written.to_owned()),
        url,
    }
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

    #[test]
    fn an_address_is_read_alike_after_any_other() {
        let base = Url::parse("https://news.test/feeds/all.xml").unwrap();
        let written = [
            "https://a.test",
            "https://a.test/",
            "https://a.test/x/../y?q=1#z",
            "https://a.test//b.test/x",
            "https://a.test/\\b.test/x",
            "https://a.test/\t/b.test/x",
            "https://a.test/x\n/y z",
            "https://a.test:443/x",
            "https://a.test:8443/x",
            "https://a.test:8443/x/ö?ö",
            "https://A.test/x",
            "https://a.test.evil.test/x",
            "https://a.testx/y",
            "https://a.test@b.test/x",
            "https://a.test@b.test/y",
            "https://u:p@a.test/x",
            "http://a.test/x",
            "/a/b",
            "c?d",
            "//a.test/x",
            "mailto:a@a.test",
        ];
        for first in written {
            for second in written {
                let mut reader = Reader::default();
                reader.read(&base, first);
                let got = reader
                    .read(&base, second)
                    .map(|link| (link.url, link.as_written));
                let wanted = read(&base, second).map(|link| (link.url, link.as_written));
                assert_eq!(got, wanted, "{second:?} after {first:?}");
            }
        }
    }
}
