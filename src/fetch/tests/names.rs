//! Names, proxies and the addresses behind them.

use std::io;
use std::net::IpAddr;

use super::*;

/// A fetcher whose world has these names in it.
fn among(
    names: &'static [(&'static str, &'static [&'static str])],
    settings: &FetchSettings,
) -> Fetcher {
    let lookup: resolver::Lookup = Arc::new(move |name| {
        let found = names.iter().find(|(known, _)| *known == name);
        let answer = found
            .map(|(_, addresses)| {
                addresses
                    .iter()
                    .map(|a| a.parse::<IpAddr>().unwrap())
                    .collect()
            })
            .ok_or_else(|| io::Error::other("no such name"));
        Box::pin(async move { answer })
    });
    let outside = Outside {
        lookup,
        roots: Vec::new(),
    };
    Fetcher::within(settings, clock(), outside).unwrap()
}

#[tokio::test]
async fn a_name_is_asked_at_its_allowed_addresses_only() {
    let origin = Origin::serving(|_| Reply::http(200, &[], FEED.as_bytes())).await;
    let fetcher = among(
        &[
            ("mixed.example", &["10.0.0.1", "127.0.0.1"]),
            ("inner.example", &["10.0.0.1", "::ffff:169.254.169.254"]),
        ],
        &settings(),
    );
    let ask = async |name: &str| {
        let url = format!("http://{name}:{}/feed", origin.port());
        fetcher.fetch(&request(&url)).await
    };

    assert!(matches!(
        ask("mixed.example").await,
        Ok(Fetched::Payload(_))
    ));
    let blocked = ask("inner.example").await.unwrap_err();
    assert_eq!(blocked.kind(), "blocked");
    assert!(
        blocked
            .sentence()
            .starts_with("inner.example is 10.0.0.1, a private network"),
        "{blocked}"
    );
    let unknown = ask("nowhere.example").await.unwrap_err();
    assert_eq!(unknown.kind(), "dns");
    assert!(unknown.sentence().contains("no such name"), "{unknown}");
}

#[tokio::test]
async fn localhost_and_literals_are_blocked_unless_listed() {
    let closed = FetchSettings {
        allow_private: AllowPrivate::default(),
        ..settings()
    };
    let fetcher = fetcher(&closed);
    for url in [
        "http://localhost/",
        "http://2130706433/",
        "http://[::1]/",
        "http://169.254.169.254/",
    ] {
        let error = fetcher.fetch(&request(url)).await.unwrap_err();
        assert_eq!(error.kind(), "blocked", "{error}");
        let is_metadata = url.contains("169.254");
        assert_eq!(
            error.sentence().contains("allow_private"),
            !is_metadata,
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_proxy_is_asked_for_the_whole_address_and_guards_stand_before_it() {
    let proxy = Origin::serving(|_| Reply::http(200, &[], FEED.as_bytes())).await;
    let fetcher = among(
        &[("gate.example", &["127.0.0.1"])],
        &FetchSettings {
            allow_private: AllowPrivate::default(),
            ..settings()
        },
    );
    let via = format!("http://user:pass@gate.example:{}", proxy.port());
    let ask = async |url: &str| {
        let mut request = request(url);
        request.via = Some(via.parse().unwrap());
        fetcher.fetch(&request).await
    };

    assert!(matches!(
        ask("http://news.example/feed").await,
        Ok(Fetched::Payload(_))
    ));
    assert!(proxy.asked()[0].starts_with("GET http://news.example/feed HTTP/1.1"));
    for url in [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://metadata.google.internal/",
    ] {
        assert_eq!(ask(url).await.unwrap_err().kind(), "blocked", "{url}");
    }
    assert_eq!(proxy.asked().len(), 1);
}

#[tokio::test]
async fn a_proxy_that_is_none_is_told_without_its_password() {
    let mut request = request("http://news.example/feed");
    for via in [
        "ftp://me:secret@127.0.0.1:1/",
        "socks5h://me:secret@127.0.0.1:1",
        "http://me:secret@127.0.0.1:1",
    ] {
        request.via = Some(via.parse().unwrap());
        let error = fetcher(&settings()).fetch(&request).await.unwrap_err();
        assert_eq!(error.kind(), "proxy", "{via}: {error}");
        assert!(
            !format!("{error} {error:?}").contains("secret"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_socks_proxy_that_gets_addresses_gets_guarded_ones() {
    let fetcher = among(&[("inner.example", &["10.0.0.1"])], &settings());
    let mut request = request("http://inner.example/feed");
    request.via = Some("socks5://127.0.0.1:1".parse().unwrap());

    let error = fetcher.fetch(&request).await.unwrap_err();

    assert_eq!(error.kind(), "blocked", "{error}");
}
