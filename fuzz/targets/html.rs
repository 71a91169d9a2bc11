//! HTML of a body to text: no panic, no longer than it was by more than references can make it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wirewatch::model::item::Markup;
use wirewatch::normalise::plain_text;

fuzz_target!(|html: &str| {
    let text = plain_text(&Markup::Html(html.to_owned()));
    assert!(text.len() <= html.len() * 4 + 16);
    let again = plain_text(&Markup::Text(text.clone()));
    assert!(again.len() <= text.len() * 4 + 16);
});
