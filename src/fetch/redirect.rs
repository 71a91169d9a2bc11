//! The way from the asked address to the one that answers: which redirects are followed, and what they mean. Pure.

use url::Url;

use crate::fetch::error::Fault;

/// A longer chain is a trap or a mistake.
const MOST_HOPS: usize = 10;

/// A longer address is an attack; no server of feeds needs it.
const LONGEST_ADDRESS: usize = 4 * 1024;

/// Where a request is on its way.
#[derive(Debug)]
pub(super) struct Route {
    /// As asked first, then every hop; the last one is to be asked now.
    hops: Vec<Url>,
    is_permanent: bool,
}

impl Route {
    /// A route that begins at `asked`.
    pub(super) fn from(asked: &Url) -> Result<Self, Fault> {
        Ok(Self {
            hops: vec![askable(asked.clone()).map_err(Fault::Address)?],
            is_permanent: true,
        })
    }

    /// What to ask now: http or https, with a host, without credentials and fragment.
    pub(super) fn here(&self) -> &Url {
        &self.hops[self.hops.len() - 1]
    }

    /// Are we still where the feed lives: scheme, host and port as asked first.
    pub(super) fn is_at_origin(&self) -> bool {
        self.here().origin() == self.hops[0].origin()
    }

    /// The address that the asked one moved to for good: every hop said so.
    pub(super) fn moved_to(&self) -> Option<Url> {
        (self.hops.len() > 1 && self.is_permanent).then(|| self.here().clone())
    }

    /// Takes the hop that an answer with this status and Location asks for.
    pub(super) fn follow(&mut self, status: u16, location: Option<&[u8]>) -> Result<(), Fault> {
        let refuse = |why: String| Err(Fault::Redirect(why));
        if !matches!(status, 301 | 302 | 303 | 307 | 308) {
            return refuse(format!("answered {status}, which leads nowhere"));
        }
        let Some(location) = location else {
            return refuse(format!("answered {status} without saying where to"));
        };
        let location = String::from_utf8_lossy(location);
        let Ok(target) = self.here().join(&location) else {
            return refuse("redirects to an address that is none".to_owned());
        };
        let target = match askable(target) {
            Ok(target) => target,
            Err(why) => return refuse(format!("redirects to {why}")),
        };
        if self.here().scheme() == "https" && target.scheme() == "http" {
            return refuse("redirects from https to unprotected http".to_owned());
        }
        if self.hops.contains(&target) {
            return refuse("redirects in a circle".to_owned());
        }
        if self.hops.len() > MOST_HOPS {
            return refuse(format!("redirects more than {MOST_HOPS} times"));
        }
        self.is_permanent &= matches!(status, 301 | 308);
        self.hops.push(target);
        Ok(())
    }
}

/// `url` without what is never sent, if it can be asked at all.
fn askable(mut url: Url) -> Result<Url, String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("a {}: address", url.scheme()));
    }
    if url.as_str().len() > LONGEST_ADDRESS {
        return Err("an address longer than 4 KiB".to_owned());
    }
    // Neither can fail: http and https addresses have a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(asked: &str) -> Route {
        Route::from(&Url::parse(asked).unwrap()).unwrap()
    }

    #[test]
    fn only_a_chain_of_permanent_redirects_is_a_move() {
        let mut moving = route("http://a.example/feed");
        assert_eq!(moving.moved_to(), None);
        moving.follow(301, Some(b"https://a.example/feed")).unwrap();
        moving.follow(308, Some(b"/rss")).unwrap();
        assert_eq!(moving.moved_to().unwrap().as_str(), "https://a.example/rss");

        moving.follow(302, Some(b"/today")).unwrap();
        assert_eq!(moving.moved_to(), None);
        assert_eq!(moving.here().path(), "/today");
    }

    #[test]
    fn other_schemes_downgrades_and_nowhere_are_refused() {
        for (status, location) in [
            (302, "file:///etc/passwd"),
            (302, "ftp://a.example/"),
            (302, "gopher://a.example/"),
            (302, "data:text/xml,<rss/>"),
            (302, "javascript:alert(1)"),
            (302, "http://a.example/"),
            (302, "http://["),
            (300, "/x"),
            (305, "/x"),
            (306, "/x"),
            (399, "/x"),
        ] {
            let got = route("https://a.example/feed").follow(status, Some(location.as_bytes()));
            assert!(
                matches!(got, Err(Fault::Redirect(_))),
                "{status} {location}"
            );
        }
        assert!(route("https://a.example/").follow(302, None).is_err());
    }

    /// H11.
    #[test]
    fn circles_and_long_chains_end() {
        let mut circling = route("http://a.example/a");
        circling.follow(302, Some(b"/b")).unwrap();
        assert!(circling.follow(302, Some(b"/a")).is_err());

        let mut wandering = route("http://a.example/0");
        let followed = (1..).take_while(|n| {
            wandering
                .follow(302, Some(format!("/{n}").as_bytes()))
                .is_ok()
        });
        assert_eq!(followed.count(), MOST_HOPS);
    }

    /// H40.
    #[test]
    fn credentials_and_fragments_never_travel() {
        let mut going = route("http://me:secret@a.example/feed#top");
        assert_eq!(going.here().as_str(), "http://a.example/feed");
        going
            .follow(302, Some(b"http://you:pass@b.example/#x"))
            .unwrap();
        assert_eq!(going.here().as_str(), "http://b.example/");
        assert!(!going.is_at_origin());
    }

    /// H40.
    #[test]
    fn addresses_that_cannot_be_asked_are_told_as_such() {
        let long = format!("http://a.example/{}", "x".repeat(LONGEST_ADDRESS));
        for asked in ["ftp://a.example/", "file:///etc/passwd", &long] {
            let got = Route::from(&Url::parse(asked).unwrap());
            assert!(matches!(got, Err(Fault::Address(_))), "{got:?}");
        }
    }
}
