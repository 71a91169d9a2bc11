//! Outlet: who speaks at an address. Sections of one site are one outlet, however many feeds it has.

use url::Url;

/// Hosts where many publish, each under the first part of the path.
const SHARED_HOSTS: [&str; 12] = [
    "dzen.ru",
    "facebook.com",
    "instagram.com",
    "medium.com",
    "ok.ru",
    "reddit.com",
    "t.me",
    "telegra.ph",
    "twitter.com",
    "vk.com",
    "x.com",
    "youtube.com",
];

/// Hosts that lead on to other outlets: their links do not say whose they are.
const FORWARDERS: [&str; 3] = [
    "feedproxy.google.com",
    "feeds.feedburner.com",
    "news.google.com",
];

/// What tells the outlets of two links apart: the host without `www.` and the like, and on a host that many share the
/// first part of the path. `None` where the link does not say.
#[must_use]
pub fn outlet_of(link: &Url) -> Option<String> {
    let host = link.host_str()?.trim_end_matches('.');
    let host = ["www.", "m.", "amp."]
        .iter()
        .find_map(|front| host.strip_prefix(front).filter(|rest| rest.contains('.')))
        .unwrap_or(host);
    if FORWARDERS.contains(&host) {
        return None;
    }
    if !SHARED_HOSTS.contains(&host) {
        return Some(host.to_owned());
    }
    // t.me/s/name is the channel t.me/name as a page.
    let mut parts = link
        .path_segments()?
        .filter(|part| !matches!(*part, "" | "s" | "c" | "r"));
    Some(format!("{host}/{}", parts.next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(link: &str) -> Option<String> {
        outlet_of(&link.parse().unwrap())
    }

    #[test]
    fn sections_and_mobile_pages_of_a_site_are_one_outlet() {
        for link in [
            "https://www.paper.example/world/1",
            "https://paper.example/politics/1",
            "http://m.paper.example/1",
        ] {
            assert_eq!(of(link).as_deref(), Some("paper.example"), "{link}");
        }
        assert_ne!(
            of("https://blog.paper.example/1"),
            of("https://paper.example/1")
        );
    }

    #[test]
    fn channels_of_one_platform_are_outlets_of_their_own() {
        assert_eq!(of("https://t.me/s/desk/12").as_deref(), Some("t.me/desk"));
        assert_eq!(of("https://t.me/desk/12"), of("https://t.me/s/desk"));
        assert_ne!(of("https://t.me/desk/12"), of("https://t.me/wire/12"));
        assert_eq!(of("https://news.google.com/rss/articles/abc"), None);
    }
}
