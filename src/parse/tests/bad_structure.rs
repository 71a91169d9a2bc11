//! Hostile and broken feeds, by the numbers of our list of bad inputs: from the twentieth on, which are about structure.

use super::{kinds, read, rss, titles};
use crate::model::item::Format;
use crate::model::item::Markup;
use crate::parse::NotAFeed;

#[test]
fn x20_unclosed_and_wrongly_nested_elements_lose_no_item() {
    let parsed = read(rss(
        "<item><title>one<link>https://a.test/1</link><item><b><title>two</title></item></b>\
         <item><description>x<pubDate>1 Jan 2026</pubDate><title>three</titel><guid>g</guid></channel>",
    ))
    .unwrap();
    assert_eq!(titles(&parsed), ["one", "two", "three"]);
    assert!(!parsed.partial && parsed.items[2].published.is_some());
    assert!(kinds(&parsed).contains(&"unclosed"));
}

#[test]
fn x21_the_half_item_at_the_end_is_left_out_and_told() {
    let parsed =
        read("<rss><channel><item><title>a</title></item><item><title>b</title><link>https://a.te")
            .unwrap();
    assert_eq!(titles(&parsed), ["a"]);
    assert!(parsed.partial);
    assert_eq!(kinds(&parsed), ["truncated", "partial"]);
}

#[test]
fn x22_a_feed_without_items_is_a_feed() {
    for feed in [
        "<rss><channel/></rss>",
        "<feed/>",
        "<rss version='2.0'><channel></channel></rss>",
    ] {
        let parsed = read(feed).unwrap();
        assert!(parsed.items.is_empty() && !parsed.partial, "{feed}");
    }
}

#[test]
fn x23_empty_items_are_counted() {
    let parsed = read(rss(
        "<item/><item></item><item><description>d</description></item>",
    ))
    .unwrap();
    assert_eq!(parsed.items.len(), 3);
    let empty = parsed
        .problems
        .iter()
        .find(|problem| problem.kind == "empty-item");
    assert_eq!(empty.unwrap().detail, "2 items say nothing at all");
}

#[test]
fn x28_of_too_many_items_the_newest_are_kept() {
    let items: String = (0..6000)
        .map(|n| {
            format!(
                "<item><title>{n}</title><pubDate>{}</pubDate></item>",
                1_000_000_000 + n
            )
        })
        .collect();
    let parsed = read(rss(&items)).unwrap();
    assert_eq!(parsed.items.len(), 5000);
    assert_eq!(parsed.items[0].title.as_deref(), Some("1000"));
    assert!(kinds(&parsed).contains(&"too-many-items"));
}

#[test]
fn x30_x31_impossible_dates_are_told_and_far_ones_believed() {
    let parsed = read(rss(
        "<item><title>a</title><pubDate>32 Foo</pubDate></item><item><title>b</title><pubDate>1 Jan 2099</pubDate></item>",
    ))
    .unwrap();
    assert_eq!(parsed.items[0].published, None);
    assert_eq!(
        parsed.items[1].published.unwrap().to_string(),
        "2099-01-01T00:00:00Z"
    );
    assert_eq!(kinds(&parsed), ["bad-date"]);
}

#[test]
fn x33_x34_links_are_resolved_or_dropped_and_the_item_kept() {
    let feed = "<feed xml:base='//b.test/x/'><entry xml:base='y/'><title>a</title><link href=' z\n'/></entry>\
        <entry><title>b</title><link href=' jAvAsCrIpT:alert(1)'/></entry></feed>";
    let parsed = read(feed).unwrap();
    assert_eq!(
        parsed.items[0].link.as_ref().unwrap().as_str(),
        "https://b.test/x/y/z"
    );
    assert_eq!(parsed.items[1].link, None);
    assert_eq!(kinds(&parsed), ["bad-link"]);
}

#[test]
fn x35_x37_every_form_is_told_by_its_root() {
    for (feed, format) in [
        ("<rss/>", Format::Rss),
        ("<rdf:RDF xmlns:rdf='x'><item/></rdf:RDF>", Format::Rdf),
        ("<RDF><channel/></RDF>", Format::Rdf),
        (
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>",
            Format::Atom,
        ),
        (
            "<feed xmlns='http://wrong.test/'><title>t</title></feed>",
            Format::Atom,
        ),
        ("<CHANNEL/>", Format::Cdf),
        ("<urlset/>", Format::Sitemap),
        (
            "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[]}",
            Format::Json,
        ),
    ] {
        assert_eq!(read(feed).unwrap().format, format, "{feed}");
    }
    assert_eq!(read("<sitemapindex/>").unwrap_err().kind(), "sitemap-index");
}

#[test]
fn x36_of_two_titles_the_first_counts_and_of_two_links_the_last() {
    let parsed = read(rss(
        "<item><title>a</title><title>b</title><link>https://a.test/1</link><link>https://a.test/2</link></item>",
    ))
    .unwrap();
    assert_eq!(titles(&parsed), ["a"]);
    assert_eq!(parsed.items[0].link.as_ref().unwrap().path(), "/2");
}

#[test]
fn x37_a_prefix_bound_twice_means_what_it_was_bound_to_last() {
    let parsed = read(
        "<rss xmlns:p='http://purl.org/dc/elements/1.1/'><item xmlns:p='urn:other'><p:title>a</p:title></item>\
         <item><p:title>b</p:title></item></rss>",
    )
    .unwrap();
    assert_eq!(titles(&parsed), ["", "b"]);
}

#[test]
fn x38_mad_enclosures_are_passed_over() {
    let item = "<title>t</title><link>https://a.test/</link><pubDate>1 Jan 2026</pubDate>\
        <enclosure url='x' length='-1e400' type='text/html;&lt;script>'/>";
    assert_eq!(
        titles(&read(rss(&format!("<item>{item}</item>"))).unwrap()),
        ["t"]
    );
}

#[test]
fn x39_instructions_long_comments_and_stray_ends_of_cdata_are_passed_over() {
    let comment = "-".repeat(5_000_000);
    let parsed = read(rss(&format!(
        "<?php echo 1 ?><!--{comment}--><item><title>a ]]> b</title></item><item><title>c</title></item>"
    )))
    .unwrap();
    assert_eq!(titles(&parsed), ["a ]]> b", "c"]);
}

#[test]
fn h28_h35_what_is_no_feed_is_refused_with_its_beginning_and_its_feeds() {
    assert_eq!(read(" \n").unwrap_err(), NotAFeed::Empty);
    let page = "<!doctype html><html><head><base href='/b/'><title>Log in</title>\
        <link rel='alternate stylesheet' type='text/css' href='no.css'>\
        <link rel='ALTERNATE' type='application/rss+xml' href='feed?a=1&amp;b=2'></head><body><rss></body></html>";
    let refusal = read(page).unwrap_err();
    assert_eq!(refusal.kind(), "not-a-feed");
    assert_eq!(
        refusal.feeds()[0].url.as_str(),
        "https://feeds.test/b/feed?a=1&b=2"
    );
    assert_eq!(refusal.feeds().len(), 1);
    assert!(
        refusal
            .to_string()
            .starts_with("no feed, it begins with \"<!doctype html>")
    );
    assert_eq!(
        read("plain\u{1b}[2J text").unwrap_err().to_string(),
        "no feed, it begins with \"plain[2J text\""
    );
    assert_eq!(read("{\"error\":\"no\"}").unwrap_err().kind(), "not-a-feed");
}

#[test]
fn no_text_makes_it_read_again_and_again() {
    // Each of these was quadratic in some reader: it would run for minutes.
    for piece in [
        "<a ",
        "<?",
        "<!DOCTYPE [",
        "<!--",
        "<![CDATA[",
        "<description><title>",
        "<a b='",
        "&",
        "<title>&#",
    ] {
        for place in ["<item>", "<item><title>", "<item><description>"] {
            let _ = read(rss(&format!("{place}{}", piece.repeat(50_000))));
            let _ = read(format!(
                "<feed><entry><content type='text'>{}",
                piece.repeat(100_000)
            ));
        }
    }
}

#[test]
fn a_description_is_html_only_when_it_holds_markup() {
    let parsed = read(rss(
        "<item><description>a</description></item><item><description>&lt;p></description></item>",
    ))
    .unwrap();
    assert_eq!(parsed.items[0].summary, Some(Markup::Text("a".into())));
    assert_eq!(parsed.items[1].summary, Some(Markup::Html("<p>".into())));
}
