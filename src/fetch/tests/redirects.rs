//! Where redirects lead, what travels with them and what is remembered of them.

use super::*;

/// H13.
#[tokio::test]
async fn a_chain_of_permanent_redirects_says_where_the_feed_moved_to() {
    let origin = Origin::serving(|path| match path {
        "/old" => Reply::redirect(301, "/newer"),
        "/newer" => Reply::redirect(308, "/newest"),
        "/today" => Reply::redirect(302, "/old"),
        _ => Reply::http(200, &[], FEED.as_bytes()),
    })
    .await;

    let moved = payload(&origin.url("/old")).await;
    assert_eq!(moved.moved_to.unwrap().as_str(), origin.url("/newest"));
    let for_now = payload(&origin.url("/today")).await;
    assert_eq!(for_now.moved_to, None);
    assert_eq!(for_now.url.as_str(), origin.url("/newest"));
}

/// H15.
#[tokio::test]
async fn the_owners_headers_do_not_follow_to_another_origin() {
    let other = Origin::serving(|_| Reply::http(200, &[], FEED.as_bytes())).await;
    let elsewhere = other.url("/feed");
    let origin = Origin::serving(move |path| match path {
        "/feed" => Reply::redirect(302, "/inner"),
        _ => Reply::redirect(302, &elsewhere),
    })
    .await;
    let mut request = request(&origin.url("/feed"));
    request.headers = vec![
        ("Authorization".to_owned(), "Bearer secret".to_owned()),
        ("X-Key".to_owned(), "secret".to_owned()),
    ];

    fetcher(&settings()).fetch(&request).await.unwrap();

    assert!(
        origin
            .asked()
            .iter()
            .all(|asked| asked.contains("x-key: secret"))
    );
    let abroad = &other.asked()[0];
    assert!(
        !abroad.contains("secret") && !abroad.contains("referer"),
        "{abroad}"
    );
}

/// H11, H12, H16, H17, H18, H19.
#[tokio::test]
async fn redirects_that_lead_nowhere_good_are_faults() {
    for (status, to, kind) in [
        (302, "/feed", "redirect"),
        (302, "file:///etc/passwd", "redirect"),
        (302, "javascript:alert(1)", "redirect"),
        (300, "/other", "redirect"),
        (399, "/other", "redirect"),
        (302, "http://10.0.0.1/", "blocked"),
        (302, "http://0x7f.2/", "blocked"),
        (302, "http://[::ffff:169.254.169.254]/latest/", "blocked"),
    ] {
        let origin = Origin::serving(move |_| Reply::redirect(status, to)).await;
        let error = fetched(&origin.url("/feed")).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{status} {to}: {error}");
    }
    assert_eq!(
        kind_of("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n").await,
        "redirect"
    );
}

/// H11.
#[tokio::test]
async fn an_endless_chain_is_left_after_ten_hops() {
    let origin = Origin::serving(|path| Reply::redirect(302, &format!("{path}x"))).await;

    let error = fetched(&origin.url("/feed")).await.unwrap_err();

    assert_eq!(error.kind(), "redirect");
    assert_eq!(origin.asked().len(), 11);
}
