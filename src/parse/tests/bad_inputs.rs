//! Hostile and broken feeds, by the numbers of our list of bad inputs: the first nineteen, about entities, sizes and charsets.

use std::thread;

use super::{base, kinds, read, rss, titles};
use crate::parse::NotAFeed;
use crate::parse::Source;
use crate::parse::parse;

#[test]
fn x01_internal_entities_are_not_expanded() {
    let feed = format!(
        "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\"><!ENTITY c \"&b;&b;\">]>{}",
        rss("<item><title>&c;</title></item>")
    );
    assert_eq!(titles(&read(feed).unwrap()), ["&c;"]);
}

#[test]
fn x02_one_long_entity_used_often_stays_short() {
    let feed = format!(
        "<!DOCTYPE rss [<!ENTITY a \"{}\">]>{}",
        "x".repeat(50_000),
        rss(&format!(
            "<item><description>{}</description></item>",
            "&a;".repeat(50_000)
        ))
    );
    let parsed = read(feed).unwrap();
    let summary = parsed.items[0].summary.as_ref().unwrap();
    assert!(summary.as_str().len() <= 150_000);
}

#[test]
fn x03_x04_external_entities_and_stylesheets_are_text_and_nothing_is_asked_for_them() {
    let feed = format!(
        "<?xml version='1.0'?><?xml-stylesheet href='https://x.test/x.xsl'?>\
         <!DOCTYPE rss SYSTEM 'https://x.test/x.dtd' [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>{}",
        rss("<item><title>a &e; b</title><xi:include href='file:///etc/passwd'/></item>")
    );
    assert_eq!(titles(&read(feed).unwrap()), ["a &e; b"]);
}

#[test]
fn x05_x06_x07_deep_nesting_is_refused_on_a_small_stack() {
    let small = thread::Builder::new().stack_size(2 << 20);
    let kinds = small.spawn(|| {
        let bombs = [
            rss(&format!("<item>{}</item>", "<e:a>".repeat(100_000))),
            rss(&"<x>".repeat(1_000_000)),
            rss(&format!(
                "<e:a xmlns:e='u'>{}{}</e:a>",
                "<e:a>".repeat(10_000),
                "</e:a>".repeat(10_000)
            )),
            format!("<feed><entry>{}", "<e:a>".repeat(100_000)),
            rss(&format!(
                "<item><title>{}</title></item>",
                "<b>".repeat(100_000)
            )),
            rss(&format!("<item>{}</item>", "<category>".repeat(100_000))),
        ];
        bombs.map(|bomb| read(bomb).map_or_else(|e| e.kind(), |_| "read"))
    });
    let kinds = kinds.unwrap().join().unwrap();
    assert_eq!(
        kinds,
        [
            "too-deep", "too-deep", "too-deep", "too-deep", "too-deep", "read"
        ]
    );
}

#[test]
fn x05_json_nested_deeply_is_refused() {
    let bomb = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{}",
        "[".repeat(100_000)
    );
    assert_eq!(read(bomb).unwrap_err().kind(), "not-a-feed");
}

#[test]
fn x08_a_tag_with_800_000_attributes_is_read() {
    let attributes: String = (0..800_000).map(|n| format!(" a{n}=''")).collect();
    let feed = rss(&format!("<item{attributes}><title>t</title></item>"));
    assert_eq!(titles(&read(feed).unwrap()), ["t"]);
}

#[test]
fn x09_a_tag_with_500_000_namespaces_is_read() {
    let spaces: String = (0..500_000).map(|n| format!(" xmlns:p{n}='u'")).collect();
    let feed = rss(&format!("<item{spaces}><title>t</title></item>"));
    assert_eq!(titles(&read(feed).unwrap()), ["t"]);
}

#[test]
fn x10_long_fields_are_cut_and_the_item_kept() {
    let long = "я".repeat(5_000_000);
    for field in [long.clone(), format!("<![CDATA[{long}]]>")] {
        let feed = rss(&format!(
            "<item a='{long}'><title>{field}</title><link>https://a.test/{field}</link><description>{field}</description></item>"
        ));
        let parsed = read(feed).unwrap();
        let item = &parsed.items[0];
        assert_eq!(item.title.as_ref().unwrap().len(), 1024);
        assert_eq!(item.link, None);
        assert_eq!(item.summary.as_ref().unwrap().as_str().len(), 256 * 1024);
        assert!(kinds(&parsed).contains(&"field-cut") && kinds(&parsed).contains(&"bad-link"));
    }
}

#[test]
fn x11_bytes_that_are_not_utf_8_are_replaced_and_the_item_kept() {
    let text = rss("<item><title>Дождж Xідзе</title></item>");
    let bytes: Vec<u8> = text
        .bytes()
        .map(|b| if b == b'X' { 0xe9 } else { b })
        .collect();
    let parsed = read(bytes).unwrap();
    assert_eq!(titles(&parsed), ["Дождж \u{fffd}ідзе"]);
    assert!(kinds(&parsed).contains(&"bad-bytes"));
}

#[test]
fn x12_control_characters_and_impossible_references_vanish() {
    let parsed = read(rss(
        "<item><title>a\0b\u{b}\u{1}c\u{fffe}d&#xD800;&#0;e</title></item>",
    ))
    .unwrap();
    assert_eq!(titles(&parsed), ["abcde"]);
    assert!(kinds(&parsed).contains(&"control-characters"));
}

#[test]
fn x13_utf_16_and_utf_32_are_read_with_and_without_a_mark() {
    let text = format!(
        "<?xml version='1.0' encoding='utf-8'?>{}",
        rss("<item><title>Ўчора 𝒳</title></item>")
    );
    let le16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let le32: Vec<u8> = text
        .chars()
        .flat_map(|c| u32::from(c).to_le_bytes())
        .collect();
    let be32: Vec<u8> = text
        .chars()
        .flat_map(|c| u32::from(c).to_be_bytes())
        .collect();
    for (name, mark, bytes) in [
        ("utf-16le", &[0xff, 0xfe][..], le16),
        ("utf-16be", &[0xfe, 0xff], be16),
        ("utf-32le", &[0xff, 0xfe, 0, 0], le32),
        ("utf-32be", &[0, 0, 0xfe, 0xff], be32),
    ] {
        for bytes in [bytes.clone(), [mark, &bytes].concat()] {
            let parsed = read(bytes).unwrap();
            assert_eq!(titles(&parsed), ["Ўчора 𝒳"]);
            assert_eq!(parsed.encoding, name);
        }
    }
}

#[test]
fn x14_utf_7_ebcdic_and_unknown_charsets_are_refused_by_name() {
    let utf7 = "<?xml version='1.0' encoding='UTF-7'?><rss>+ADw-script+AD4-</rss>";
    assert_eq!(read(utf7), Err(NotAFeed::Encoding("UTF-7".into())));
    assert_eq!(
        read([0x4c, 0x6f, 0xa7, 0x94, 0x93]).unwrap_err().kind(),
        "encoding"
    );
    assert_eq!(
        read(b"<?xml version='1.0' encoding='bogus'?><rss>\xe9</rss>")
            .unwrap_err()
            .kind(),
        "encoding"
    );

    let harmless = read(
        "<?xml version='1.0' encoding='bogus'?><rss><channel><title>é</title></channel></rss>",
    )
    .unwrap();
    assert_eq!(kinds(&harmless), ["unknown-charset"]);
}

#[test]
fn x15_mark_before_header_before_declaration_before_utf_8() {
    let text = "<?xml version='1.0' encoding='windows-1252'?><rss><channel><title>\u{41f}</title></channel></rss>";
    let cyrillic = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let title = |bytes: &[u8], header: Option<&str>| {
        let source = Source {
            bytes,
            base: &base(),
            content_type: header,
            encoding: None,
        };
        parse(&source).unwrap().channel.title.unwrap()
    };
    assert_eq!(title(&marked, Some("text/xml; charset=koi8-r")), "П");
    assert_eq!(
        title(&cyrillic, Some("text/xml; charset=windows-1251")),
        "П"
    );
    assert_eq!(title(&cyrillic, Some("text/xml")), "Ï");
    assert_eq!(
        title(text.as_bytes(), None),
        "П",
        "valid UTF-8 says more than a one-byte label"
    );
}

#[test]
fn x16_latin_1_means_windows_1252() {
    let parsed = read(b"<?xml version='1.0' encoding='ISO-8859-1'?><rss><channel><title>\x93q\x94 \x80</title></channel></rss>").unwrap();
    assert_eq!(parsed.channel.title.as_deref(), Some("“q” €"));
}

#[test]
fn x17_junk_before_the_root_is_skipped_and_told() {
    let feed = rss("<item><title>t</title></item>");
    for junk in [
        "\n \r\n<?xml version='1.0'?>",
        "<br />\n<b>Warning</b>: x<br />\n",
        "Notice: y in z.php ",
        "\u{feff}\u{feff}",
    ] {
        let parsed = read(format!("{junk}{feed}")).unwrap();
        assert_eq!(titles(&parsed), ["t"], "{junk}");
        assert_eq!(kinds(&parsed), ["junk-before-root"], "{junk}");
    }
    for clean in [
        "<!-- made by hand -->",
        "<?xml version='1.0'?>\n<!-- x > y --><?pi x?>\n",
    ] {
        assert_eq!(
            kinds(&read(format!("{clean}{feed}")).unwrap()),
            [""; 0],
            "{clean}"
        );
    }
}

#[test]
fn x18_bare_ampersands_and_less_than_signs_stay() {
    let parsed = read(rss(
        "<item><title>AT&T: 1 < 2 <3</title><link>https://a.test/?a=1&b=2&copy=3</link></item>",
    ))
    .unwrap();
    assert_eq!(titles(&parsed), ["AT&T: 1 < 2 <3"]);
    assert_eq!(
        parsed.items[0].link.as_ref().unwrap().as_str(),
        "https://a.test/?a=1&b=2&copy=3"
    );
    assert!(kinds(&parsed).contains(&"not-well-formed"));
}

#[test]
fn x19_html_entities_are_replaced_and_unknown_ones_kept() {
    let parsed = read(rss(
        "<item><title>Caf&eacute;&nbsp;&mdash; &bogus; &amp;hellip;</title></item>",
    ))
    .unwrap();
    assert_eq!(titles(&parsed), ["Café — &bogus; …"]);
}
