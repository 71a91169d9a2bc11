//! What holds for all bytes.

use proptest::prelude::*;

use super::base;
use super::read;
use crate::parse::shape;
use crate::parse::strict;
use crate::parse::tolerant;

/// Pieces of feeds, whole and broken, to be put together in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<rss>"),
        Just("</rss>"),
        Just("<channel>"),
        Just("</channel>"),
        Just("<feed>"),
        Just("<entry>"),
        Just("</entry>"),
        Just("<item>"),
        Just("<item/>"),
        Just("</item>"),
        Just("<title>"),
        Just("</title>"),
        Just("<title type='xhtml'>"),
        Just("<link>"),
        Just("<link href='x'/>"),
        Just("</link>"),
        Just("<description>"),
        Just("</description>"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<!--"),
        Just("-->"),
        Just("<?"),
        Just("<!DOCTYPE"),
        Just("&"),
        Just("&amp;"),
        Just("&#x"),
        Just("<"),
        Just(">"),
        Just("\""),
        Just("='"),
        Just("é"),
        Just("Рџ"),
        Just(" xml:base='//b/'"),
        Just(" xmlns='u'"),
        Just("<dc:date>2026"),
        Just("<category>"),
        Just("<a b=\""),
        Just("<image>"),
        Just("</image>"),
        Just("word "),
        Just("<urlset>"),
        Just("<url>"),
        Just("<loc>"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// An item that the strict reader may have, in vocabularies that both understand.
fn clean_item() -> impl Strategy<Value = String> {
    let text = || {
        prop_oneof![
            "[A-Za-zА-Яа-яіўé’ ]{1,20}x",
            Just("a &amp;amp; b &lt;b&gt;c&lt;/b&gt; &#8217;".to_owned()),
            Just("<![CDATA[<p>a &nbsp; b</p>\n <br/>é]]>".to_owned()),
            Just(" \n<![CDATA[ a ]]> ".to_owned()),
            Just("РџСЂРёРІРµС‚ \u{a0} x  y".to_owned()),
        ]
    };
    let link = prop_oneof![
        Just("https://a.test"),
        Just("https://a.test/x/../y?a=1&amp;b=2#c"),
        Just("https://a.test//b.test/x"),
        Just("HTTPS://A.test:443/ö"),
        Just("http://b.test/x y"),
        Just(" https://a.test/n/1\n"),
    ];
    let guid = prop_oneof![
        Just(""),
        Just("<guid>17</guid>"),
        Just("<guid isPermaLink='false'>https://a.test/?p=1</guid>"),
        Just("<guid isPermaLink=\"true\"> https://a.test/n/2 </guid>"),
    ];
    let date = prop_oneof![
        Just("<pubDate>Thu, 01 Jan 2026 10:20:30 +0200</pubDate>"),
        Just("<pubDate>2 Feb 26 1:02 GMT</pubDate>"),
        Just("<dc:date>2026-01-02T03:04:05.678+03:00</dc:date>"),
    ];
    let author = prop_oneof![
        Just(""),
        Just("<author>a@b.test (Ann  B)</author>"),
        Just("<dc:creator><![CDATA[Ann B]]></dc:creator>"),
        Just("<itunes:author>Ян &lt;a@b.test&gt;</itunes:author>"),
    ];
    let marks = prop::collection::vec(
        prop_oneof![
            text().prop_map(|text| format!("<category domain='d'>{text}</category>")),
            Just("<enclosure url=\"https://a.test/1.mp3\" length='1' type='a/b'/>".to_owned()),
            Just("<media:content url='https://a.test/1.jpg'/>".to_owned()),
            Just("<other:thing a='b'>x</other:thing>".to_owned()),
        ],
        0..4,
    );
    (text(), link, guid, date, author, text(), text(), marks).prop_map(
        |(title, link, guid, date, author, teaser, body, marks)| {
            format!(
                "<item><title>{title}</title>\n<link>{link}</link>{guid}{date}{author}<description>{teaser}</description>\
                 <content:encoded>{body}</content:encoded>{}</item>\n",
                marks.concat()
            )
        },
    )
}

const OTHERS: &str = "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:content='http://purl.org/rss/1.0/modules/content/' \
    xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:media='http://search.yahoo.com/mrss/' xmlns:other='urn:other'";

proptest! {
    #[test]
    fn what_the_strict_reader_may_have_both_read_alike(items in prop::collection::vec(clean_item(), 1..5)) {
        let text = format!("<rss version='2.0' {OTHERS}><channel><title>t</title><link>https://a.test</link><description/>{}</channel></rss>", items.concat());
        let shape = shape::measure(&text);
        prop_assert!(shape.is_clean, "{}", text);
        let root = shape::find_root(&text).unwrap();
        let tolerant = tolerant::read(&text, &root, &base()).unwrap();
        let strict = strict::read(&text, shape.openings, &base());
        prop_assert_eq!(strict, Some(tolerant));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(bytes);
    }

    #[test]
    fn no_bytes_after_the_beginning_of_a_feed_make_it_panic(
        begin in prop_oneof![Just("<rss><channel><item>"), Just("<feed><entry><title>"), Just("{\"items\":[")],
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = read([begin.as_bytes(), &bytes].concat());
    }

    #[test]
    fn items_never_outnumber_openings_and_fewer_are_partial(begin in prop_oneof![Just("<rss>"), Just("<feed>")], rest in pieces()) {
        let text = format!("{begin}{rest}");
        if let Ok(parsed) = read(&text) {
            let openings = text.matches("<item").count() + text.matches("<entry").count() + text.matches("<url>").count();
            prop_assert!(parsed.items.len() <= openings);
            if parsed.partial {
                prop_assert!(parsed.problems.iter().any(|problem| problem.kind == "partial"));
            }
        }
    }

    #[test]
    fn links_are_web_links_whatever_stands_there(text in "\\PC{0,40}") {
        let feed = super::rss(&format!("<item><link><![CDATA[{text}]]></link></item>"));
        if let Ok(parsed) = read(feed) {
            for link in parsed.items.iter().filter_map(|item| item.link.as_ref()) {
                prop_assert!(matches!(link.scheme(), "http" | "https"));
            }
        }
    }

    #[test]
    fn a_plain_title_comes_back_as_it_was(title in "[A-Za-zА-Яа-яёўіŁłé0-9 ,.:;!?'\"()-]{1,60}") {
        let feed = super::rss(&format!("<item><title>{title}</title></item>"));
        let wanted = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let parsed = read(feed).unwrap();
        prop_assert_eq!(parsed.items[0].title.as_deref().unwrap_or_default(), wanted);
    }
}
