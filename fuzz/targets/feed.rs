//! Bytes of a feed: no panic, no more items than openings, only web links, and normalising takes whatever comes out.

#![no_main]

use libfuzzer_sys::fuzz_target;
use url::Url;
use wirewatch::parse::Source;
use wirewatch::parse::parse;

fuzz_target!(|bytes: &[u8]| {
    let base = Url::parse("https://feeds.example/all.xml").expect("a good address");
    let source = Source {
        bytes,
        base: &base,
        content_type: None,
        encoding: None,
    };
    let Ok(parsed) = parse(&source) else { return };
    let is_told = parsed.problems.iter().any(|problem| problem.kind == "partial");
    assert!(!parsed.partial || is_told, "partial and silent");
    for item in &parsed.items {
        assert!(item.title.as_ref().is_none_or(|title| title.len() <= 1024));
        if let Some(link) = &item.link {
            assert!(matches!(link.scheme(), "http" | "https"), "{link}");
        }
        for body in item.summary.iter().chain(&item.content) {
            let _ = wirewatch::normalise::plain_text(body);
        }
    }
});
