//! The headers of one request: who we are, what we read, what we have already, and what the owner adds for this feed.

use reqwest::header::ACCEPT;
use reqwest::header::ACCEPT_ENCODING;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use reqwest::header::IF_MODIFIED_SINCE;
use reqwest::header::IF_NONE_MATCH;

use crate::fetch::coding;
use crate::fetch::error::Fault;
use crate::model::feed::FeedRequest;

/// Feeds first; some servers answer 406 to those who do not take everything.
const FEEDS: &str = "application/rss+xml, application/atom+xml, application/feed+json, \
                     application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, \
                     application/json;q=0.7, text/html;q=0.3, */*;q=0.1";

/// Longer validators are neither kept nor sent.
pub(super) const LONGEST_VALIDATOR: usize = 1024;

/// Headers that carry the message rather than the wish: an owner who set them would break the exchange.
const OURS: [&str; 8] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "keep-alive",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// What is sent to one hop; the owner's headers go to the feed's own origin and no further.
pub(super) fn headers(request: &FeedRequest, is_at_origin: bool) -> Result<HeaderMap, Fault> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(FEEDS));
    if is_at_origin {
        add_owners(&mut headers, &request.headers)?;
    }
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(coding::ACCEPTED));
    let validators = [
        (IF_NONE_MATCH, &request.validators.etag),
        (IF_MODIFIED_SINCE, &request.validators.last_modified),
    ];
    for (name, bytes) in validators {
        if let Some(value) = bytes.as_deref().and_then(validator) {
            headers.insert(name, value);
        }
    }
    Ok(headers)
}

/// Does a request with these headers allow the answer "not modified".
pub(super) fn is_conditional(headers: &HeaderMap) -> bool {
    headers.contains_key(IF_NONE_MATCH) || headers.contains_key(IF_MODIFIED_SINCE)
}

fn add_owners(headers: &mut HeaderMap, owners: &[(String, String)]) -> Result<(), Fault> {
    for (name, value) in owners {
        let not_one = || Fault::Address(format!("header {name:?} is not one that HTTP can carry"));
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| not_one())?;
        let mut value = HeaderValue::from_str(value).map_err(|_| not_one())?;
        if OURS.contains(&name.as_str()) {
            return Err(Fault::Address(format!(
                "header {name:?} is not ours to set"
            )));
        }
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(())
}

/// A validator as it may be sent: byte for byte what the server gave, if it is a header value at all.
fn validator(bytes: &[u8]) -> Option<HeaderValue> {
    let is_sound = !bytes.is_empty() && bytes.len() <= LONGEST_VALIDATOR;
    is_sound.then(|| HeaderValue::from_bytes(bytes).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::access::Access;
    use crate::model::feed::Validators;

    fn request(headers: &[(&str, &str)], etag: Option<&[u8]>) -> FeedRequest {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        FeedRequest {
            feed: "desk".parse().unwrap(),
            url: "http://a.example/".parse().unwrap(),
            validators: Validators {
                etag: etag.map(<[u8]>::to_vec),
                last_modified: None,
            },
            headers: headers.iter().map(owned).collect(),
            access: Access::default(),
            via: None,
        }
    }

    /// H32, H33.
    #[test]
    fn validators_go_back_byte_for_byte_if_they_are_header_values() {
        for etag in [
            &b"W/\"a b\""[..],
            b"unquoted",
            b"\"\xd0\xb0\"",
            &[b'x'; 1024],
        ] {
            let sent = headers(&request(&[], Some(etag)), true).unwrap();
            assert_eq!(sent[IF_NONE_MATCH].as_bytes(), etag);
            assert!(is_conditional(&sent));
        }
        for etag in [&b"a\r\nEvil: 1"[..], b"a\0b", b"", &[b'x'; 1025]] {
            let sent = headers(&request(&[], Some(etag)), true).unwrap();
            assert!(!is_conditional(&sent), "{etag:?}");
        }
    }

    #[test]
    fn the_owners_headers_stay_at_the_feeds_origin() {
        let request = request(&[("X-Key", "secret"), ("Accept", "text/xml")], None);

        let home = headers(&request, true).unwrap();
        assert_eq!(home["x-key"], "secret");
        assert_eq!(home[ACCEPT], "text/xml");

        let abroad = headers(&request, false).unwrap();
        assert!(!abroad.contains_key("x-key"));
        assert_eq!(abroad[ACCEPT], FEEDS);
    }

    #[test]
    fn headers_that_would_break_the_exchange_are_told() {
        for header in [
            ("Ho st", "x"),
            ("X", "a\nb"),
            ("Host", "b.example"),
            ("Content-Length", "5"),
        ] {
            let got = headers(&request(&[header], None), true);
            assert!(matches!(got, Err(Fault::Address(_))), "{header:?}");
        }
    }
}
