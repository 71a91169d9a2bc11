//! What holds for all bytes.

use proptest::prelude::*;

use super::read;

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

proptest! {
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
