//! What the forms of feed say in words of their own, and writers say in none: links, titles, namespaces, charsets.

use super::{kinds, read, rss, titles};
use crate::model::item::Parsed;

/// The links of the items, in order.
fn links(parsed: &Parsed) -> Vec<&str> {
    let links = parsed.items.iter().map(|item| item.link.as_ref());
    links
        .map(|link| link.map_or("", |link| link.as_str()))
        .collect()
}

#[test]
fn a_guid_that_is_said_to_be_a_permalink_is_a_link_however_short_it_is() {
    for (guid, link) in [
        (
            "<guid isPermaLink='true'>story?id=1</guid>",
            "https://feeds.test/news/story?id=1",
        ),
        (
            "<guid isPermaLink=' TRUE '>/1</guid>",
            "https://feeds.test/1",
        ),
        ("<guid>/1</guid>", "https://feeds.test/1"),
        ("<guid>https://a.test/1</guid>", "https://a.test/1"),
        ("<guid isPermaLink='true'>tag:a.test,2026:1</guid>", ""),
        ("<guid isPermaLink='false'>https://a.test/1</guid>", ""),
        ("<guid>4711</guid>", ""),
    ] {
        let parsed = read(rss(&format!("<item>{guid}</item>"))).unwrap();
        assert_eq!(links(&parsed), [link], "{guid}");
    }
}

#[test]
fn the_link_of_an_items_image_is_worse_than_its_permalink_and_better_than_none() {
    let image = "<image><link>https://a.test/image</link></image>";
    let with_guid = read(rss(&format!(
        "<item>{image}<guid>https://a.test/1</guid></item><item>{image}</item>"
    )));
    assert_eq!(
        links(&with_guid.unwrap()),
        ["https://a.test/1", "https://a.test/image"]
    );
}

#[test]
fn the_registered_name_of_a_relation_is_the_same_as_its_iri() {
    let parsed = read(
        "<feed><entry><link rel='self' href='https://a.test/self'/>\
         <link rel='http://www.iana.org/assignments/relation/alternate' href='https://a.test/1'/></entry></feed>",
    )
    .unwrap();
    assert_eq!(links(&parsed), ["https://a.test/1"]);
}

#[test]
fn xhtml_without_an_element_in_it_is_text() {
    for (title, wanted) in [
        (
            "History of the &lt;blink&gt; tag",
            "History of the <blink> tag",
        ),
        ("2 &lt; 4", "2 < 4"),
        ("A &lt;b&gt;bold&lt;/b&gt; move", "A bold move"),
        (
            "<div xmlns='http://www.w3.org/1999/xhtml'>The &lt;blink&gt; <i>tag</i></div>",
            "The <blink> tag",
        ),
    ] {
        let feed = format!("<feed><entry><title type='xhtml'>{title}</title></entry></feed>");
        assert_eq!(titles(&read(feed).unwrap()), [wanted], "{title}");
    }
}

#[test]
fn a_channel_without_a_title_goes_by_that_of_its_media() {
    let parsed = read(
        "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><media:title>Films</media:title><item/></channel></rss>",
    );
    assert_eq!(parsed.unwrap().channel.title.as_deref(), Some("Films"));
}

#[test]
fn a_frame_in_an_unknown_namespace_is_the_feeds_own() {
    let rdf = "<rdf:RDF xmlns='http://unknown.test/' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
        <channel><title>T</title></channel><item rdf:about='https://a.test/1'><title>one</title></item></rdf:RDF>";
    let parsed = read(rdf).unwrap();
    assert_eq!(titles(&parsed), ["one"]);
    assert_eq!(parsed.channel.title.as_deref(), Some("T"));

    let item = "<item xmlns='http://unknown.test/'><title>one</title><x xmlns='urn:x'><title>no</title></x></item>";
    assert_eq!(titles(&read(rss(item)).unwrap()), ["one"]);
}

#[test]
fn a_tag_that_lacks_its_end_still_opens_and_closes_an_item() {
    let parsed = read(rss(
        "<item<title>one</title><link>https://a.test/1</ link><title>no</title></item><item><title>two</title></item>",
    ))
    .unwrap();
    assert_eq!(titles(&parsed), ["one", "two"]);
    assert_eq!(links(&parsed), ["https://a.test/1", ""]);
    assert!(!parsed.partial && kinds(&parsed).contains(&"not-well-formed"));
}

#[test]
fn the_last_change_of_an_rss_item_may_have_the_channels_name() {
    let parsed = read(rss(
        "<item><title>a</title><lastBuildDate>Thu, 01 Jan 2026 10:00:00 ET</lastBuildDate></item>",
    ))
    .unwrap();
    assert_eq!(
        parsed.items[0].updated.unwrap().to_string(),
        "2026-01-01T15:00:00Z"
    );
}

#[test]
fn valid_utf_8_beats_the_label_of_a_charset_of_two_bytes_too() {
    let text = "<?xml version='1.0' encoding='gbk'?><rss><channel><title>中国新闻</title><item><title>北京消息</title></item></channel></rss>";
    let parsed = read(text).unwrap();
    assert_eq!(titles(&parsed), ["北京消息"]);
    assert_eq!(kinds(&parsed), ["charset-mislabelled"]);

    let (honest, _, _) = encoding_rs::GBK.encode(text);
    assert_eq!(titles(&read(honest).unwrap()), ["北京消息"]);
}

#[test]
fn every_charset_that_news_is_written_in_is_read_by_its_label() {
    for (label, word) in [
        ("windows-1250", "łódź"),
        ("windows-1251", "ўчора"),
        ("windows-1252", "café"),
        ("windows-1253", "Ελλάδα"),
        ("windows-1254", "şğıİ"),
        ("windows-1255", "שלום"),
        ("windows-1256", "مرحبا"),
        ("windows-1257", "ąčęėį"),
        ("iso-8859-2", "łódź"),
        ("iso-8859-4", "ēģķ"),
        ("iso-8859-5", "привет"),
        ("iso-8859-7", "Ελλάδα"),
        ("iso-8859-13", "ąčęėį"),
        ("iso-8859-15", "€ Š"),
        ("koi8-r", "привет"),
        ("koi8-u", "привіт"),
        ("gb2312", "中国新闻"),
        ("gb18030", "中国新聞"),
        ("big5", "臺灣新聞"),
        ("shift_jis", "日本語"),
        ("euc-jp", "日本語"),
        ("iso-2022-jp", "日本語"),
        ("euc-kr", "한국어"),
        ("windows-874", "สวัสดี"),
        ("macintosh", "café"),
    ] {
        let text = format!(
            "<?xml version='1.0' encoding='{label}'?>{}",
            rss(&format!("<item><title>{word}</title></item>"))
        );
        let charset = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let (bytes, _, is_strange) = charset.encode(&text);
        assert!(!is_strange, "{label} has no {word}");
        let parsed = read(bytes).unwrap();
        assert_eq!(titles(&parsed), [word], "{label}");
        assert!(parsed.problems.is_empty(), "{label}: {:?}", parsed.problems);
    }
}
