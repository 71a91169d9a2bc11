//! Texts made to be read again and again, or to fill the memory: each of these took minutes or gigabytes in some reader.

use super::{kinds, read, rss, titles};

#[test]
fn a_title_of_tags_that_never_end_is_looked_through_once() {
    for piece in ["<a \"", "<a b='", "<script>", "<!--", "<", "&lt;a \"", "&"] {
        let long = piece.repeat(2_000_000 / piece.len());
        for end in ["", "</a", "</b>"] {
            let json = serde_json::json!({
                "version": "https://jsonfeed.org/version/1",
                "items": [{ "id": 1, "title": format!("&lt;{long}{end}") }],
            });
            assert_eq!(read(json.to_string()).unwrap().items.len(), 1);
            let item = format!(
                "<title><![CDATA[{long}{end}]]></title><link>https://a.test/</link><pubDate>1 Jan 2026</pubDate>"
            );
            let feed = rss(&format!("<link/><description/><item>{item}</item>"));
            assert_eq!(read(feed).unwrap().items.len(), 1);
        }
    }
}

#[test]
fn x38_numbers_that_no_machine_holds_do_not_cost_a_json_feed() {
    let feed = r#"{"version":"https://jsonfeed.org/version/1","title":"1e999 \" 1e999","items":[
        {"id":1,"title":"a","attachments":[{"size_in_bytes":1e400,"x":-1E+99999,"y":1.5e2}]}]}"#;
    let parsed = read(feed).unwrap();
    assert_eq!(titles(&parsed), ["a"]);
    assert_eq!(parsed.channel.title.as_deref(), Some("1e999 \" 1e999"));
}

#[test]
fn half_an_emoji_does_not_cost_a_json_feed_and_whole_ones_stay() {
    let feed = r#"{"version":"https://jsonfeed.org/version/1","items":[
        {"id":1,"title":"cut \ud83d"},{"id":2,"title":"whole \ud83d\ude00 \\ud83d"},{"id":3,"title":"\ude00\ud83dx"}]}"#;

    let parsed = read(feed).unwrap();

    assert_eq!(
        titles(&parsed),
        [
            "cut \u{fffd}",
            "whole \u{1f600} \\ud83d",
            "\u{fffd}\u{fffd}x"
        ]
    );
}

#[test]
fn json_of_more_values_than_any_feed_has_is_no_feed() {
    let flood = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[],\"x\":[0{}]}}",
        ",0".repeat(3_000_000)
    );
    assert_eq!(read(flood).unwrap_err().kind(), "not-a-feed");
}

#[test]
fn x28_a_million_items_are_counted_and_the_newest_kept() {
    let parsed = read(rss(&"<item/>".repeat(1_000_000))).unwrap();
    assert_eq!(parsed.items.len(), 5000);
    assert!(!parsed.partial);
    assert_eq!(kinds(&parsed), ["empty-item", "too-many-items"]);
}

#[test]
fn structures_within_structures_are_not_read_once_a_level() {
    let inside = "<b/>".repeat(250_000);
    for name in ["category", "author", "source", "description", "x:y"] {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let nested = format!("{}{inside}{}", open.repeat(100), close.repeat(100));
        let parsed = read(rss(&format!("<item>{nested}<title>t</title></item>"))).unwrap();
        assert_eq!(parsed.items.len(), 1, "{name}");
    }
}
