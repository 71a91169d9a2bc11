//! Addresses that a text cites, and its own, as keys: who cites another's address tells of what that tells. Without scheme,
//! `www.`, fragment and what counts readers, for the same page is cited with and without these.

use std::ops::Range;

use crate::story::words::key;

/// Addresses of one text that are looked at.
const MOST: usize = 16;
/// Bytes of one that are shown.
const LONGEST: usize = 120;
/// An address with a shorter path is that of an outlet or a section, which everybody cites.
const SHORTEST_PATH: usize = 6;
/// Parameters that say where readers came from: the names of some,
const COUNTING: [&str; 6] = ["fbclid", "gclid", "yclid", "from", "ref", "source"];
/// and what the names of others begin with.
const COUNTING_BEGIN: [&str; 2] = ["utm_", "at_"];

/// An address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) key: u64,
    /// As the text cites it; empty: it is the article's own.
    pub(super) cited: Box<str>,
}

impl Link {
    /// It is the article's own.
    pub(super) fn is_own(&self) -> bool {
        self.cited.is_empty()
    }
}

/// An article's own address first, then those that its text cites.
pub(super) fn links(own: Option<&str>, text: &str) -> Box<[Link]> {
    let own = own.and_then(key_of).map(|key| Link {
        key,
        cited: Box::default(),
    });
    let mut links: Vec<Link> = own.into_iter().collect();
    for place in cited(text).take(MOST) {
        let cited = &text[place];
        if let Some(key) = key_of(cited).filter(|key| links.iter().all(|one| one.key != *key)) {
            let cited = &cited[..cited.floor_char_boundary(LONGEST)];
            links.push(Link {
                key,
                cited: cited.into(),
            });
        }
    }
    links.into()
}

/// The address by which one of them cites the other, as it is cited.
pub(super) fn citing<'a>(a: &'a [Link], b: &'a [Link]) -> Option<&'a str> {
    let mut pairs = a
        .iter()
        .flat_map(|one| b.iter().map(move |other| (one, other)));
    let (one, other) =
        pairs.find(|(one, other)| one.key == other.key && one.is_own() != other.is_own())?;
    Some(if one.is_own() {
        &other.cited
    } else {
        &one.cited
    })
}

/// Where the addresses that a text cites stand in it.
pub(super) fn cited(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + begin(&text[from..])?;
        let ends = |letter: char| letter.is_whitespace() || "\"<>«»“”)]".contains(letter);
        let end = text[start..]
            .find(ends)
            .map_or(text.len(), |end| start + end);
        from = end;
        let told = text[start..end].trim_end_matches(|letter| ".,;:!?'’…".contains(letter));
        Some(start..start + told.len())
    })
}

fn begin(text: &str) -> Option<usize> {
    text.match_indices("://").find_map(|(at, _)| {
        let schemes = ["https", "http"];
        let scheme = schemes.iter().find(|one| text[..at].ends_with(**one))?;
        Some(at - scheme.len())
    })
}

fn key_of(address: &str) -> Option<u64> {
    let (_, address) = address.split_once("://")?;
    let (address, _) = address.split_once('#').unwrap_or((address, ""));
    let (page, parameters) = address.split_once('?').unwrap_or((address, ""));
    let (host, path) = page.split_once('/')?;
    let path = path.trim_end_matches('/');
    let told: Vec<&str> = parameters
        .split('&')
        .filter(|one| !one.is_empty() && !is_counting(one))
        .collect();
    if path.len() + told.iter().map(|one| one.len()).sum::<usize>() < SHORTEST_PATH {
        return None;
    }
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    Some(key(&format!("{host}/{path}?{}", told.join("&"))))
}

/// Does a parameter only count readers? `source_id=5` may be the page's own number.
fn is_counting(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default();
    COUNTING.contains(&name) || COUNTING_BEGIN.iter().any(|begin| name.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(own: Option<&str>, text: &str) -> Vec<u64> {
        links(own, text).iter().map(|link| link.key).collect()
    }

    #[test]
    fn the_same_page_is_cited_with_and_without_what_counts_readers() {
        let own = keys(Some("https://paper.example/news/bridge"), "");
        for text in [
            "See https://www.paper.example/news/bridge.",
            "(http://paper.example/news/bridge/)",
            "https://PAPER.example/news/bridge?utm_source=tg&from=x#top",
        ] {
            assert_eq!(keys(None, text), own, "{text}");
        }
        for parameter in ["id=7", "source_id=7", "refid=7", "fromage=7"] {
            let other = format!("https://paper.example/news/bridge?{parameter}");
            assert_ne!(keys(None, &other), own, "{parameter}");
        }
        assert!(
            keys(
                Some("https://paper.example/"),
                "https://paper.example/ru https:// http://x"
            )
            .is_empty()
        );
    }

    #[test]
    fn two_that_cite_a_third_do_not_cite_each_other() {
        let third = "https://paper.example/news/bridge";
        let a = links(Some("https://a.example/article"), third);
        let b = links(Some("https://b.example/article"), third);
        let cited = links(Some(third), "");

        assert_eq!(citing(&a, &b), None);
        assert_eq!(citing(&a, &cited), Some(third));
        assert_eq!(citing(&cited, &b), Some(third));
    }
}
