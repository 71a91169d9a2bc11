//! What a page of HTML says of its feeds, and what is nearly a feed and is none.

use url::Url;

use crate::parse::Offer;
use crate::parse::discover::refusal;
use crate::parse::usual_places;

fn offers(page: &str) -> Vec<Offer> {
    let base = Url::parse("https://news.test/world/").unwrap();
    refusal(page, &base).feeds().to_vec()
}

fn addresses(page: &str) -> Vec<String> {
    offers(page)
        .into_iter()
        .map(|offer| offer.url.into())
        .collect()
}

#[test]
fn link_elements_are_found_in_every_spelling() {
    for (link, wanted) in [
        (
            "<link rel=alternate type=application/rss+xml href=/feed/>",
            "https://news.test/feed/",
        ),
        (
            "<link rel=alternate type=application/rss+xml href=/feed />",
            "https://news.test/feed",
        ),
        (
            "<LINK HREF='a.xml' TYPE='Application/RSS+XML; charset=utf-8' REL='home ALTERNATE'>",
            "https://news.test/world/a.xml",
        ),
        (
            "<link\n type=\"application/atom+xml\"\n href=\"//b.test/atom\" crossorigin rel=\"alternate\" />",
            "https://b.test/atom",
        ),
        (
            "<link rel='alternate' type='text/xml' href='?a=1&amp;b=2'>",
            "https://news.test/world/?a=1&b=2",
        ),
        ("<link rel='feed' href='/f'>", "https://news.test/f"),
        (
            "<link rel='alternate' type='application/feed+json' href='/f.json#x'>",
            "https://news.test/f.json",
        ),
    ] {
        assert_eq!(
            addresses(&format!("<html><head>{link}</head>")),
            [wanted],
            "{link}"
        );
    }
}

#[test]
fn what_is_no_feed_of_the_page_is_left_alone() {
    for link in [
        "<link rel='alternate stylesheet' type='text/css' href='no.css'>",
        "<link rel='alternate' hreflang='be' href='/be/'>",
        "<link rel='alternate' type='application/json' href='/wp-json/wp/v2/pages/1'>",
        "<link rel='alternate' type='application/json+oembed' href='/oembed?format=json'>",
        "<!-- <link rel='alternate' type='application/rss+xml' href='/old'> -->",
        "<script>x = \"<link rel='alternate' type='application/rss+xml' href='/script'>\"</script>",
        "<link rel='alternate' type='application/rss+xml' href='javascript:alert(1)'>",
        "<link rel='alternate' type='application/rss+xml' href='file:///etc/passwd'>",
        "<link rel='alternate' type='application/rss+xml'>",
        "<a href='/about'>About our feed</a>",
    ] {
        assert_eq!(
            addresses(&format!("<html><body>{link}</body>")),
            [""; 0],
            "{link}"
        );
    }
}

#[test]
fn the_feed_of_news_stands_before_that_of_comments_and_base_counts_wherever_it_stands() {
    let page = "<html><head>\
        <link rel=alternate type=application/rss+xml title='News &raquo; Comments Feed' href='comments/feed/'>\
        <link rel=alternate type=application/json title=J href='f.json'>\
        <link rel=alternate type=application/rss+xml hreflang=ru title='Новости\n &#x202e;мира' href='feed/'>\
        <link rel=alternate type=application/rss+xml href='feed/'>\
        <base href='https://cdn.test/x/'><base href='https://no.test/'>";

    let offers = offers(page);

    let urls: Vec<_> = offers.iter().map(|offer| offer.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://cdn.test/x/feed/",
            "https://cdn.test/x/f.json",
            "https://cdn.test/x/comments/feed/"
        ]
    );
    assert_eq!(offers[0].title.as_deref(), Some("Новости мира"));
    assert_eq!(offers[0].language.as_deref(), Some("ru"));
}

#[test]
fn links_of_the_text_are_offered_only_when_nothing_is_declared() {
    let links = "<a href='/about'>About</a><a href='/service/rss-page'> <b>RSS</b> </a>\
        <a href='/export/rss.xml'><img src=x></a><a class=x href='/blog?feed=rss2'>x</a>";
    assert_eq!(
        addresses(&format!("<body>{links}")),
        [
            "https://news.test/export/rss.xml",
            "https://news.test/blog?feed=rss2",
            "https://news.test/service/rss-page"
        ]
    );
    let declared = "<link rel=alternate type=application/rss+xml href=/f>";
    assert_eq!(
        addresses(&format!("<body>{links}{declared}")),
        ["https://news.test/f"]
    );
}

#[test]
fn the_usual_places_are_few_and_begin_below_the_page() {
    let page = Url::parse("https://news.test/blog/?x=1#y").unwrap();
    let places: Vec<String> = usual_places(&page).into_iter().map(String::from).collect();
    assert_eq!(places[0], "https://news.test/blog/feed");
    assert_eq!(places.last().unwrap(), "https://news.test/?feed=rss2");
    assert_eq!(places.len(), 9);
    assert_eq!(
        usual_places(&Url::parse("https://news.test").unwrap()).len(),
        8
    );
}

#[test]
fn a_page_of_one_piece_repeated_is_read_once() {
    for piece in [
        "<script>",
        "<a href=/rss>",
        "<style",
        "<link rel=alternate type=application/rss+xml href=x",
        "</a",
    ] {
        let _ = offers(&format!("<html>{}", piece.repeat(100_000)));
    }
}
