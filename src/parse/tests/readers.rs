//! The strict and the tolerant reader: one feed, one reading; and what the door says of it.

use super::{base, kinds, read, rss, titles};
use crate::model::item::Parsed;
use crate::parse::Source;
use crate::parse::parse;
use crate::parse::shape;
use crate::parse::strict;
use crate::parse::tolerant;

/// What both readers make of a text that the shape calls clean.
fn both(text: &str) -> (Parsed, Parsed) {
    let root = shape::find_root(text).unwrap();
    let text = &text[root.at..];
    let shape = shape::measure(text);
    assert!(shape.is_clean, "{text}");
    let root = shape::find_root(text).unwrap();
    let strict = strict::read(text, shape.openings, &base()).unwrap();
    (strict, tolerant::read(text, &root, &base()).unwrap())
}

#[test]
fn both_readers_read_a_plain_feed_alike() {
    let text = include_str!("../../../tests/feeds/rss20_plain.xml");
    let (strict, tolerant) = both(text);

    assert_eq!(strict, tolerant);
}

#[test]
fn both_readers_understand_the_same_extensions() {
    let text = "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
        xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
        xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel><title>a &amp;amp; b</title>\
        <link>https://a.test</link><description/><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>\
        <item><title>One &#8211; &#xe9;</title><link>https://a.test</link><dc:date>2026-01-02T03:04:05Z</dc:date>\
        <itunes:author>Ann</itunes:author><itunes:summary>s &lt;b></itunes:summary><dc:subject>x</dc:subject>\
        <media:keywords>a, b</media:keywords><dc:language>fr</dc:language><foo><bar>baz</bar></foo></item></channel></rss>";
    let (strict, tolerant) = both(text);

    assert_eq!(strict, tolerant);
    assert_eq!(
        strict.items[0].link_as_written.as_deref(),
        Some("https://a.test")
    );
}

#[test]
fn what_the_strict_reader_would_lose_is_not_given_to_it() {
    let one = "<title>t</title><link>https://a.test/</link><pubDate>1 Jan 2026</pubDate>";
    for (why, item) in [
        (
            "title with an element",
            "<title>a <b>b</b> c</title><link>https://a.test/</link><pubDate>1 Jan 2026</pubDate>"
                .to_owned(),
        ),
        (
            "author with a name inside",
            format!("{one}<author><name>Ann</name></author>"),
        ),
        ("two titles", format!("{one}<title>u</title>")),
        (
            "no date",
            "<title>t</title><link>https://a.test/</link>".to_owned(),
        ),
        (
            "no link",
            "<title>t</title><pubDate>1 Jan 2026</pubDate>".to_owned(),
        ),
        ("undeclared prefix", format!("{one}<dc:date>2026</dc:date>")),
        (
            "named entity",
            format!("{one}<description>caf&eacute;</description>"),
        ),
        (
            "bare ampersand",
            format!("{one}<description>AT&T</description>"),
        ),
        (
            "windows-1252 reference",
            format!("{one}<description>&#146;</description>"),
        ),
        ("nested item", format!("{one}<item>{one}</item>")),
        ("stray end", format!("{one}</p>")),
        (
            "xml:base",
            format!("{one}<description xml:base='https://b.test/'>x</description>"),
        ),
    ] {
        let text = rss(&format!("<item>{item}</item>"));
        let shape = shape::measure(&text);
        assert!(!shape.is_clean, "{why}");
    }
    let text = rss(&format!("<item>{one}</item>"));
    assert!(shape::measure(&text).is_clean);
}

#[test]
fn rss_in_other_vocabularies_than_its_own_is_read_by_our_own_reader() {
    for (root, is_plain) in [
        ("<rss version='2.0'>", true),
        ("<rss>", true),
        (
            "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'>",
            false,
        ),
        (
            "<rss xmlns='http://backend.userland.com/rss2' version='2.0'>",
            false,
        ),
        ("<r:rss xmlns:r='http://backend.userland.com/rss2'>", false),
    ] {
        assert_eq!(
            shape::find_root(root).unwrap().is_plain_rss,
            is_plain,
            "{root}"
        );
    }
}

#[test]
fn a_relative_link_is_not_left_to_the_strict_reader() {
    let text = rss("<item><title>t</title><link>/x</link><pubDate>1 Jan 2026</pubDate></item>");
    assert!(strict::read(&text, 1, &base()).is_none());

    let parsed = read(&text).unwrap();
    assert_eq!(
        parsed.items[0].link.as_ref().unwrap().as_str(),
        "https://feeds.test/x"
    );
}

#[test]
fn a_feed_whose_last_item_is_cut_is_partial_and_says_so() {
    let parsed =
        read(&rss("<item><title>a</title></item><item><title>b</title><link>https://x")[..90])
            .unwrap();

    assert!(parsed.partial);
    assert_eq!(titles(&parsed), ["a"]);
    assert!(kinds(&parsed).contains(&"partial") && kinds(&parsed).contains(&"truncated"));
}

#[test]
fn the_watchlists_charset_overrules_header_and_declaration() {
    let text =
        "<?xml version='1.0' encoding='koi8-r'?><rss><channel><title>Мир</title></channel></rss>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let parsed = parse(&Source {
        bytes: &bytes,
        base: &base(),
        content_type: Some("text/xml; charset=iso-8859-5"),
        encoding: Some("windows-1251"),
    })
    .unwrap();

    assert_eq!(parsed.channel.title.as_deref(), Some("Мир"));
    assert_eq!(parsed.encoding, "windows-1251");
}

#[test]
fn quick_xml_does_not_decode_html_entities_by_itself() {
    // Its table of them is wrong in 421 places, and the feature would switch `rss` to it as well.
    assert!(quick_xml::escape::unescape("&eacute;").is_err());
}
