//! Servers that say no, say nonsense, or say nothing.

use super::*;

/// H09, H10, H24, H38.
#[tokio::test]
async fn what_is_no_http_is_a_protocol_fault() {
    for raw in [
        "220 mail.example ESMTP\r\n".to_owned(),
        "SSH-2.0-OpenSSH_9.2\r\n".to_owned(),
        "<rss></rss>".to_owned(),
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef".to_owned(),
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc".to_owned(),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc".to_owned(),
        format!(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;{}\r\nabc",
            "x".repeat(1 << 20)
        ),
        format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(1 << 20)),
        format!("HTTP/1.1 200 OK\r\n{}\r\n", "X: y\r\n".repeat(10_000)),
        String::new(),
    ] {
        let told = raw.chars().take(60).collect::<String>();
        assert_eq!(kind_of(raw).await, "protocol", "{told}");
    }
}

/// H09.
#[tokio::test]
async fn a_length_beside_chunks_gives_no_wrong_body() {
    let raw = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n0\r\n\r\n";
    let origin = Origin::serving(move |_| Reply::bytes(raw)).await;

    match fetched(&origin.url("/")).await {
        Ok(Fetched::Payload(payload)) => assert_eq!(payload.bytes, b"<rss/>"),
        Ok(other) => panic!("{other:?}"),
        Err(error) => assert_eq!(error.kind(), "protocol"),
    }
}

/// H01, H02.
#[tokio::test]
async fn a_server_that_never_ends_is_left_at_the_deadline() {
    let origin = Origin::serving(|path| match path {
        "/silent" => Reply::bytes("").then_hanging(),
        "/loris" => {
            Reply::bytes("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n").then_dripping()
        }
        "/half-head" => Reply::bytes("HTTP/1.1 200 OK\r\nX-").then_hanging(),
        _ => Reply::bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<rss").then_hanging(),
    })
    .await;
    let fetcher = fetcher(&impatient());
    for path in ["/silent", "/half-head", "/half-body", "/loris"] {
        let began = Instant::now();
        let error = fetcher
            .fetch(&request(&origin.url(path)))
            .await
            .unwrap_err();
        assert_eq!(error.kind(), "timeout", "{path}: {error}");
        assert!(began.elapsed() < DEADLINE * 4, "{path}");
    }
}

#[tokio::test]
async fn redirects_share_one_deadline() {
    let origin = Origin::serving(|path| match path {
        "/first" => Reply::redirect(302, "/second"),
        _ => Reply::bytes("").then_hanging(),
    })
    .await;

    let error = fetcher(&impatient())
        .fetch(&request(&origin.url("/first")))
        .await
        .unwrap_err();

    assert_eq!(error.kind(), "timeout");
}

/// H29, H30.
#[tokio::test]
async fn a_status_that_is_no_feed_names_itself() {
    for status in [206_u16, 226, 401, 403, 404, 410, 451, 500, 503, 599, 999] {
        let origin = Origin::serving(move |_| Reply::http(status, &[], FEED.as_bytes())).await;
        let error = fetched(&origin.url("/feed")).await.unwrap_err();
        assert_eq!(error.kind(), format!("http-{status}"), "{error}");
        assert_eq!(error.is_gone(), status == 410);
    }
}

/// H31.
#[tokio::test]
async fn a_host_that_asks_for_rest_gets_it_for_all_its_feeds() {
    let origin = Origin::serving(|_| Reply::http(429, &["Retry-After: 120"], b"")).await;
    let fetcher = fetcher(&settings());

    let told = fetcher
        .fetch(&request(&origin.url("/a")))
        .await
        .unwrap_err();
    let spared = fetcher
        .fetch(&request(&origin.url("/b")))
        .await
        .unwrap_err();

    assert_eq!(told.kind(), "rate-limited");
    assert_eq!(told.retry_after(), Some(Duration::from_secs(120)));
    assert_eq!(spared.kind(), "rate-limited");
    assert!(spared.retry_after().unwrap() > Duration::from_secs(100));
    assert_eq!(origin.asked().len(), 1);
}

#[tokio::test]
async fn nobody_there_is_a_connect_fault() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/feed", gone.local_addr().unwrap());
    drop(gone);

    let error = fetched(&url).await.unwrap_err();

    assert_eq!(error.kind(), "connect");
    assert!(
        error.sentence().contains("it refuses connections"),
        "{error}"
    );
}

/// H01.
#[tokio::test]
async fn one_hanging_feed_holds_up_no_other() {
    let origin = Origin::serving(|path| match path {
        "/hang" => Reply::bytes("").then_hanging(),
        _ => Reply::http(200, &[], FEED.as_bytes()),
    })
    .await;
    let fetcher = fetcher(&settings());
    let hanging = tokio::spawn({
        let (fetcher, request) = (fetcher.clone(), request(&origin.url("/hang")));
        async move { fetcher.fetch(&request).await }
    });

    let got = fetcher.fetch(&request(&origin.url("/feed"))).await;

    assert!(matches!(got, Ok(Fetched::Payload(_))));
    assert!(!hanging.is_finished());
}
