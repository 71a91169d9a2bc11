//! What comes back when an answer is good, coded, cut, endless or nothing.

use std::io::Write as _;

use super::*;

#[tokio::test]
async fn a_feed_comes_back_whole_with_what_its_headers_say() {
    let headers = [
        "ETag: W/\"a-1\"",
        "Last-Modified: whenever",
        "Content-Type: text/html",
        "Cache-Control: max-age=300",
        "Set-Cookie: a=b",
    ];
    let origin = Origin::serving(move |_| Reply::http(200, &headers, FEED.as_bytes())).await;

    let got = payload(&origin.url("/feed#top")).await;

    assert_eq!(got.bytes, FEED.as_bytes());
    assert_eq!(got.url.as_str(), origin.url("/feed"));
    assert_eq!(got.content_type.as_deref(), Some("text/html"));
    assert_eq!(got.validators.etag.as_deref(), Some(&b"W/\"a-1\""[..]));
    assert_eq!(
        got.validators.last_modified.as_deref(),
        Some(&b"whenever"[..])
    );
    assert_eq!(got.hints.fresh_for, Some(Duration::from_secs(300)));
    assert_eq!(got.moved_to, None);
    let asked = &origin.asked()[0];
    assert!(
        asked.contains("user-agent: wirewatch/test (+https://watch.example/)\r\n"),
        "{asked}"
    );
    assert!(
        asked.contains("accept-encoding: gzip, br, zstd, deflate\r\n"),
        "{asked}"
    );
    assert!(!asked.contains("if-none-match"), "{asked}");
}

/// H40, H41.
#[tokio::test]
async fn credentials_in_the_address_are_never_sent_and_cookies_never_kept() {
    let origin = Origin::serving(|_| Reply::http(200, &["Set-Cookie: a=b"], FEED.as_bytes())).await;
    let url = origin.url("/feed").replace("://", "://me:secret@");
    let fetcher = fetcher(&settings());

    for _ in 0..2 {
        fetcher.fetch(&request(&url)).await.unwrap();
    }

    for asked in origin.asked() {
        let asked = asked.to_ascii_lowercase();
        assert!(
            !asked.contains("authorization") && !asked.contains("cookie"),
            "{asked}"
        );
    }
}

/// H25.
#[tokio::test]
async fn not_modified_is_believed_only_of_a_conditional_request() {
    let origin =
        Origin::serving(|_| Reply::http(304, &["ETag: \"2\"", "Cache-Control: max-age=60"], b""))
            .await;
    let fetcher = fetcher(&settings());
    let mut conditional = request(&origin.url("/feed"));
    conditional.validators.etag = Some(b"\"\xff1\"".to_vec());

    let unchanged = fetcher.fetch(&conditional).await.unwrap();
    let Fetched::NotModified(told) = unchanged else {
        panic!("{unchanged:?}")
    };
    assert_eq!(told.hints.fresh_for, Some(Duration::from_secs(60)));

    let error = fetcher
        .fetch(&request(&origin.url("/feed")))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), "protocol");
}

/// H26, H29.
#[tokio::test]
async fn no_content_is_no_change_and_a_304_may_carry_a_body() {
    let origin = Origin::serving(|path| match path {
        "/204" => Reply::bytes("HTTP/1.1 204 No Content\r\n\r\n"),
        _ => Reply::http(304, &[], b"surprise"),
    })
    .await;
    let fetcher = fetcher(&settings());
    for path in ["/204", "/304"] {
        let mut request = request(&origin.url(path));
        request.validators.last_modified = Some(b"x".to_vec());
        let got = fetcher.fetch(&request).await.unwrap();
        assert!(matches!(got, Fetched::NotModified(_)), "{path}: {got:?}");
    }
}

/// H05, H06.
#[tokio::test]
async fn coded_bodies_are_undone_once_and_only_once() {
    let gzipped = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let once = gzipped(FEED.as_bytes());
    let twice = gzipped(&once);
    let origin = Origin::serving(move |path| match path {
        "/once" => Reply::http(200, &["Content-Encoding: gzip"], &once),
        "/identity" => Reply::http(200, &["Content-Encoding: identity"], FEED.as_bytes()),
        "/twice" => Reply::http(200, &["Content-Encoding: gzip, gzip"], &twice),
        "/two-lines" => Reply::http(
            200,
            &["Content-Encoding: gzip", "Content-Encoding: gzip"],
            &twice,
        ),
        "/plain" => Reply::http(200, &["Content-Encoding: gzip"], FEED.as_bytes()),
        "/cut" => Reply::http(200, &["Content-Encoding: gzip"], &once[..once.len() / 2]),
        _ => Reply::http(200, &["Content-Encoding: rot13"], &once),
    })
    .await;

    assert_eq!(payload(&origin.url("/once")).await.bytes, FEED.as_bytes());
    assert_eq!(
        payload(&origin.url("/identity")).await.bytes,
        FEED.as_bytes()
    );
    for path in ["/twice", "/two-lines", "/plain", "/cut", "/unknown"] {
        let error = fetched(&origin.url(path)).await.unwrap_err();
        assert_eq!(error.kind(), "decode", "{path}: {error}");
    }
}

/// H03, H04.
#[tokio::test]
async fn a_body_beyond_the_cap_is_given_up_announced_or_not_coded_or_not() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![0; 64 << 20]).unwrap();
    let bomb = encoder.finish().unwrap();
    let origin = Origin::serving(move |path| match path {
        "/announced" => {
            Reply::bytes("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n").then_hanging()
        }
        "/endless" => Reply::bytes("HTTP/1.1 200 OK\r\n\r\n").then_forever(&[b'x'; 4096]),
        "/endless-chunks" => Reply::bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            .then_forever(format!("400\r\n{}\r\n", "x".repeat(0x400)).as_bytes()),
        _ => Reply::http(200, &["Content-Encoding: gzip"], &bomb),
    })
    .await;
    for path in ["/announced", "/endless", "/endless-chunks", "/bomb"] {
        let error = fetched(&origin.url(path)).await.unwrap_err();
        assert_eq!(error.kind(), "too-large", "{path}: {error}");
    }
}

/// H07, H10.
#[tokio::test]
async fn a_cut_body_is_incomplete_and_never_taken_for_a_whole_one() {
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss><channel></channel></rss>";
    assert_eq!(kind_of(cut).await, "incomplete");
    let cut_chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n";
    assert_eq!(kind_of(cut_chunks).await, "incomplete");
    let cut_chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n60\r\n<rss/>";
    assert_eq!(kind_of(cut_chunk).await, "incomplete");
}

/// H28.
#[tokio::test]
async fn an_empty_body_is_told_as_such() {
    assert_eq!(
        kind_of("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await,
        "empty"
    );
    assert_eq!(kind_of("HTTP/1.1 200 OK\r\n\r\n").await, "empty");
    let coded = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n";
    assert_eq!(kind_of(coded).await, "empty");
}

/// H08.
#[tokio::test]
async fn a_length_shorter_than_the_body_is_what_is_read() {
    let raw = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>HTTP/1.1 200 Smuggled\r\n\r\n";
    let origin = Origin::serving(move |_| Reply::bytes(raw)).await;

    assert_eq!(payload(&origin.url("/feed")).await.bytes, b"<rss/>");
}

/// H32.
#[tokio::test]
async fn oversized_validators_are_not_kept() {
    let long = format!("ETag: \"{}\"", "x".repeat(2000));
    let origin = Origin::serving(move |_| Reply::http(200, &[&long], FEED.as_bytes())).await;

    assert_eq!(
        payload(&origin.url("/feed")).await.validators,
        Validators::default()
    );
}
