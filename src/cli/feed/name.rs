//! Names for new feeds, and when two addresses are one feed.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use url::Host;
use url::Url;

use crate::model::ids::FeedName;
use crate::model::watchlist::Watchlist;

/// Letters of a name; a list stays readable, and a number fits behind it.
const LONGEST: usize = 32;

/// Titles that say nothing of whose feed it is.
const EMPTY_WORDS: [&str; 18] = [
    "rss",
    "feed",
    "feeds",
    "atom",
    "news",
    "home",
    "index",
    "blog",
    "all",
    "latest",
    "main",
    "the",
    "xml",
    "channel",
    "untitled",
    "headlines",
    "top",
    "stories",
];

/// Parts of a host that stand before or behind its own name.
const HOST_PARTS: [&str; 16] = [
    "www", "www2", "feeds", "feed", "rss", "m", "com", "co", "org", "net", "gov", "gob", "ac",
    "edu", "info", "news",
];

/// Names in use, growing as names are given.
pub(super) struct Names {
    taken: HashSet<String>,
    addresses: HashSet<String>,
}

impl Names {
    pub(super) fn of(watchlist: &Watchlist) -> Self {
        let feeds = &watchlist.feeds;
        Self {
            taken: feeds.iter().map(|feed| feed.name.to_string()).collect(),
            addresses: feeds.iter().map(|feed| address(&feed.url)).collect(),
        }
    }

    /// Takes an address; false when there is a feed of it.
    pub(super) fn take_address(&mut self, url: &Url) -> bool {
        self.addresses.insert(address(url))
    }

    /// A free name: this one, else from the title, else from the host; with a number where it is taken.
    pub(super) fn take(
        &mut self,
        wanted: Option<&str>,
        title: Option<&str>,
        url: &Url,
    ) -> Option<FeedName> {
        let wanted = wanted.filter(|name| name.parse::<FeedName>().is_ok());
        let root = wanted
            .map(str::to_owned)
            .or_else(|| title.and_then(of_title))
            .unwrap_or_else(|| of_host(url));
        let numbered = (2..).map(|number| {
            let room: String = root.chars().take(56).collect();
            format!("{room}-{number}")
        });
        let free = std::iter::once(root.clone())
            .chain(numbered)
            .find(|name| !self.taken.contains(name))?;
        let name = free.parse().ok()?;
        self.taken.insert(free);
        Some(name)
    }
}

/// What the addresses of one feed share: scheme, `www.`, fragment and a slash at the end make no other feed.
pub(super) fn address(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let port = url.port().map_or(String::new(), |port| format!(":{port}"));
    let path = url.path().trim_end_matches('/');
    let query = url
        .query()
        .map_or(String::new(), |query| format!("?{query}"));
    format!("{host}{port}{path}{query}")
}

/// The words of a title in Latin letters; `None` for other scripts and for titles that say nothing.
fn of_title(title: &str) -> Option<String> {
    let mut slug = String::new();
    let plain = title.nfkd().filter(|c| !is_combining_mark(*c));
    for c in plain.flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ł' => slug.push('l'),
            'ø' => slug.push('o'),
            'đ' => slug.push('d'),
            'ß' => slug.push_str("ss"),
            '\'' | '’' => {}
            _ if c.is_alphabetic() => return None,
            _ if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let mut name = String::new();
    for word in slug.split('-').filter(|word| !word.is_empty()) {
        if !name.is_empty() && name.len() + 1 + word.len() > LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(word.get(..LONGEST).unwrap_or(word));
    }
    let says_something = name
        .split('-')
        .any(|word| word.len() > 1 && !EMPTY_WORDS.contains(&word));
    says_something.then_some(name)
}

/// `news.bbc.co.uk` is `bbc`.
fn of_host(url: &Url) -> String {
    let Some(Host::Domain(host)) = url.host() else {
        return "feed".to_owned();
    };
    let host = host.to_ascii_lowercase();
    let labels: Vec<&str> = host.split('.').collect();
    let own = &labels[..labels.len().saturating_sub(1)];
    let name = own.iter().rev().find(|label| !HOST_PARTS.contains(label));
    let name = name
        .or(own.last())
        .or(labels.first())
        .copied()
        .unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(LONGEST)
        .collect();
    let name = name.trim_matches('-');
    if name.is_empty() {
        "feed".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_whose_feed_it_is() {
        let mut names = Names::of(&Watchlist::default());
        for (title, url, wanted) in [
            (
                Some("BBC News - World"),
                "https://feeds.bbci.co.uk/x",
                "bbc-news-world",
            ),
            (
                Some("Żółw & Łódź’s ęcho"),
                "https://a.pl",
                "zolw-lodzs-echo",
            ),
            (Some("Зеркало"), "https://news.zerkalo.io/rss", "zerkalo"),
            (Some("RSS feed"), "https://www.gov.uk/feed", "gov"),
            (Some("News"), "https://news.bbc.co.uk/", "bbc"),
            (None, "http://127.0.0.1:8080/x", "feed"),
            (None, "https://127.0.0.2/x", "feed-2"),
            (
                Some("\u{1b}[31m\"quoted\"\n] x"),
                "https://x.test/",
                "31m-quoted-x",
            ),
            (
                Some("BBC News - World"),
                "https://x.test/",
                "bbc-news-world-2",
            ),
            (
                Some("one two three four five six seven eight"),
                "https://x.test/",
                "one-two-three-four-five-six",
            ),
        ] {
            let name = names.take(None, title, &Url::parse(url).unwrap()).unwrap();
            assert_eq!(name.as_str(), wanted, "{title:?} {url}");
        }
    }

    #[test]
    fn one_feed_has_several_spellings() {
        let key = |url: &str| address(&Url::parse(url).unwrap());
        for other in ["http://www.a.test/feed/", "https://A.test:443/feed#x"] {
            assert_eq!(key(other), key("https://a.test/feed"), "{other}");
        }
        for other in [
            "https://a.test/feed?x=1",
            "https://b.test/feed",
            "https://a.test:8443/feed",
            "https://a.test/Feed",
        ] {
            assert_ne!(key(other), key("https://a.test/feed"), "{other}");
        }
    }
}
