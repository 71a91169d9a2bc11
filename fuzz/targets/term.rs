//! A term of a watchlist: read or refused, and what is read can be expanded.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wirewatch::classify::expand;
use wirewatch::classify::parse_term;
use wirewatch::model::dictionary::Dictionaries;

fuzz_target!(|term: &str| {
    if parse_term(term).is_ok() && term.len() < 200 {
        let _ = expand(term, None, &Dictionaries::default());
    }
});
