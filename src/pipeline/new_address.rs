//! A feed that moved for good is read at its new address, which a stranger named: the owner's headers and login stay with
//! the origin that the watchlist names, and letters say so without the secrets that an address may hold.

use url::Url;

use crate::fetch::Fault;
use crate::fetch::FetchError;
use crate::fetch::redacted;
use crate::model::access::Access;
use crate::model::feed::Cause;
use crate::model::feed::Feed;

/// The owner's headers and access, as far as they are meant for this address.
pub(super) fn meant_for(feed: &Feed, url: &Url) -> (Vec<(String, String)>, Access) {
    if is_own(feed, url) {
        return (feed.headers.clone(), feed.access.clone());
    }
    // Whom the owner trusts is no secret, and redirects were followed on that trust.
    let access = Access {
        auth: None,
        ..feed.access.clone()
    };
    (Vec::new(), access)
}

/// Why asking came to nothing.
pub(super) fn cause(feed: &Feed, url_now: Option<&Url>, error: &FetchError) -> Cause {
    let left = url_now.and_then(|url| missed(feed, url, error.fault()));
    Cause {
        kind: error.kind(),
        sentence: error.sentence() + &left.unwrap_or_default(),
    }
}

/// A server that refuses us at the new address may miss what stayed behind.
fn missed(feed: &Feed, url: &Url, fault: &Fault) -> Option<String> {
    let is_refused = matches!(
        fault,
        Fault::Status {
            status: 400..=499,
            ..
        }
    );
    (is_refused && leaves_behind(feed, url))
        .then(|| format!("; it was asked at {}, {LEFT_BEHIND}", redacted(url)))
}

/// What the letter says of a move.
pub(super) fn told(to: &Url, feed: Option<&Feed>) -> Cause {
    let shown = redacted(to);
    let advice = match shown == to.as_str() {
        true => format!("write url = \"{to}\" in its table of the watchlist"),
        // All recipients read this, and what follows the path may be a key.
        false => format!(
            "it begins with {shown}, `wirewatch feed list` shows it whole, and it belongs into the feed's table of the \
             watchlist"
        ),
    };
    let left = match feed {
        Some(feed) if leaves_behind(feed, to) => format!(", {LEFT_BEHIND}"),
        _ => String::new(),
    };
    Cause {
        kind: "moved".to_owned(),
        sentence: format!("it has moved for good and is read at its new address{left}; {advice}"),
    }
}

const LEFT_BEHIND: &str = "which is another site and is not told the headers and the login that its table of the watchlist \
                           holds";

fn leaves_behind(feed: &Feed, url: &Url) -> bool {
    let has_any = !feed.headers.is_empty() || feed.access.auth.is_some();
    has_any && !is_own(feed, url)
}

fn is_own(feed: &Feed, url: &Url) -> bool {
    url.origin() == feed.url.origin()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::model::access::Authority;
    use crate::model::access::BasicAuth;
    use crate::model::secret::Secret;

    fn feed() -> Feed {
        Feed {
            name: "desk".parse().unwrap(),
            url: "https://desk.example/feed".parse().unwrap(),
            every: None,
            language: None,
            label: None,
            via: None,
            headers: vec![("X-Key".to_owned(), "secret".to_owned())],
            access: Access {
                auth: Some(BasicAuth {
                    username: "me".to_owned(),
                    password: Secret::new("pw"),
                }),
                authority: Some(Authority("PEM".into())),
            },
            full_text: false,
            expect: None,
            encoding: None,
            backfill: Duration::ZERO,
            is_paused: false,
        }
    }

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn headers_and_login_go_to_the_origin_that_the_watchlist_names_and_to_no_other() {
        let (headers, access) = meant_for(&feed(), &url("https://desk.example/new"));
        assert_eq!((headers, access), (feed().headers, feed().access));

        for other in ["https://elsewhere.example/feed", "http://desk.example/feed"] {
            let (headers, access) = meant_for(&feed(), &url(other));
            assert_eq!((headers.len(), access.auth), (0, None), "{other}");
            assert!(access.authority.is_some(), "trust is no secret");
        }
    }

    #[test]
    fn a_refusal_at_the_new_address_says_what_stayed_behind() {
        let to = url("https://elsewhere.example/feed?key=k");
        let refused = |status| {
            let fault = Fault::Status {
                status,
                retry_after: None,
            };
            missed(&feed(), &to, &fault)
        };

        let sentence = refused(401).unwrap();
        let shown = "https://elsewhere.example/feed?…, which is another site";
        assert!(sentence.contains(shown), "{sentence}");
        assert!(!sentence.contains("key"), "{sentence}");
        assert_eq!(refused(500), None);
    }
}
