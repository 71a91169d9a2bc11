//! Addresses: settling one twice is settling it once, and what is settled is an address still.

#![no_main]

use libfuzzer_sys::fuzz_target;
use url::Url;
use wirewatch::normalise::canonical_link;

fuzz_target!(|text: &str| {
    let base = Url::parse("https://feeds.example/all.xml").expect("a good address");
    let Ok(url) = base.join(text) else { return };
    if !matches!(url.scheme(), "http" | "https") {
        return;
    }
    let once = canonical_link(&url);
    let settled = Url::parse(&once).expect("a settled address is an address");
    assert_eq!(canonical_link(&settled), once);
});
