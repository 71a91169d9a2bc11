//! A watchlist as somebody typed it: an answer or sentences about it, never a panic, and every sentence shows a place.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(findings) = wirewatch::config::watchlist_from_text("watchlist.toml", text) {
        assert!(findings.has_errors());
    }
});
