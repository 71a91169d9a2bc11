//! Names, proxies and the addresses behind them.

use std::io;
use std::net::IpAddr;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

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

/// H22.
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

/// H16, H18, H20.
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

/// A fetcher whose names are looked up by this function, told how often it was asked before.
fn answering(
    settings: &FetchSettings,
    answer: impl Fn(usize) -> io::Result<Vec<IpAddr>> + Send + Sync + 'static,
) -> (Fetcher, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let lookup: resolver::Lookup = Arc::new(move |_| {
        let answer = answer(count.fetch_add(1, Ordering::SeqCst));
        Box::pin(async move { answer })
    });
    let outside = Outside {
        lookup,
        roots: Vec::new(),
    };
    let fetcher = Fetcher::within(settings, clock(), outside).unwrap();
    (fetcher, asked)
}

fn addresses(these: &[&str]) -> io::Result<Vec<IpAddr>> {
    Ok(these.iter().map(|a| a.parse().unwrap()).collect())
}

/// H21. 127.0.0.1 stands for the public address here, as it is allowed; 127.0.0.2 for the inner one.
#[tokio::test]
async fn a_name_that_leads_elsewhere_the_second_time_gains_nothing() {
    let origin = Origin::serving(|_| Reply::http(200, &[], FEED.as_bytes())).await;
    let inner = tokio::net::TcpListener::bind(("127.0.0.2", origin.port())).await;
    let inner = inner.unwrap();
    let (fetcher, asked) = answering(&settings(), |before| match before {
        0 => addresses(&["127.0.0.1"]),
        _ => addresses(&["127.0.0.2"]),
    });
    let request = request(&format!("http://rebound.example:{}/feed", origin.port()));

    let first = fetcher.fetch(&request).await;
    assert!(matches!(first, Ok(Fetched::Payload(_))));
    assert_eq!(
        asked.load(Ordering::SeqCst),
        1,
        "asked once, connected to that"
    );

    let second = fetcher.fetch(&request).await.unwrap_err();
    assert_eq!(second.kind(), "blocked", "{second}");
    assert_eq!(origin.asked().len(), 1);
    let knock = tokio::time::timeout(Duration::from_millis(1), inner.accept()).await;
    assert!(knock.is_err(), "nobody came to the inner address");
}

/// H39: NXDOMAIN, SERVFAIL and an empty answer are told as DNS's; the same process reads the feed when DNS is back.
#[tokio::test]
async fn names_that_cannot_be_looked_up_are_told_and_asked_again_without_a_restart() {
    let origin = Origin::serving(|_| Reply::http(200, &[], FEED.as_bytes())).await;
    let (fetcher, _) = answering(&settings(), |before| match before {
        0 => Err(io::Error::other("Name or service not known")),
        1 => Err(io::Error::other("Temporary failure in name resolution")),
        2 => addresses(&[]),
        _ => addresses(&["127.0.0.1"]),
    });
    let request = request(&format!("http://news.example:{}/feed", origin.port()));

    for _ in 0..3 {
        let error = fetcher.fetch(&request).await.unwrap_err();
        assert_eq!(error.kind(), "dns", "{error}");
    }
    assert!(matches!(
        fetcher.fetch(&request).await,
        Ok(Fetched::Payload(_))
    ));
}

/// H39: a DNS that never answers, as with a CNAME loop or an empty resolv.conf.
#[tokio::test(start_paused = true)]
async fn a_dns_that_never_answers_is_left_at_the_deadline_and_told_as_dns() {
    let lookup: resolver::Lookup = Arc::new(|_| Box::pin(std::future::pending()));
    let outside = Outside {
        lookup,
        roots: Vec::new(),
    };
    let fetcher = Fetcher::within(&settings(), clock(), outside).unwrap();

    let asked = fetcher.fetch(&request("http://news.example/feed")).await;

    let error = asked.unwrap_err();
    assert_eq!(error.kind(), "dns", "{error}");
    assert!(error.sentence().contains("no answer in time"), "{error}");
}

/// H18: also when somebody lists it as allowed, and behind every spelling of it.
#[tokio::test]
async fn a_metadata_service_is_never_asked_by_name_either() {
    let generous = FetchSettings {
        allow_private: AllowPrivate(addresses(&["169.254.169.254", "fd00:ec2::254"]).unwrap()),
        ..settings()
    };
    for address in ["169.254.169.254", "::ffff:a9fe:a9fe", "fd00:ec2::254"] {
        let (fetcher, _) = answering(&generous, move |_| addresses(&[address]));
        let asked = fetcher.fetch(&request("http://cloud.example/feed")).await;
        assert_eq!(asked.unwrap_err().kind(), "blocked", "{address}");
    }
}
