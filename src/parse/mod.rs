//! Bytes of a feed -> its Channel, its Items and the Problems found: whatever form, charset or damage they came in.
//!
//! This file only detects and dispatches. Nothing here waits, reads a clock or writes a log, and no bytes make it panic.
//! The way of the bytes: `decode` to clean text, `shape` (what is it, is it safe and clean enough for the strict
//! reader), then `strict` (the `rss` crate) where it is sure to lose nothing and is not slow, `tolerant` otherwise, `json`
//! for JSON Feed. The readers share one opinion of texts (`text`), references (`refs`), links (`link`) and dates (`date`).

mod attributes;
mod base64;
mod capture;
mod channel;
mod charset;
mod clean;
mod date;
mod decode;
mod discover;
mod element;
mod entities;
mod error;
mod fields;
mod finish;
mod html;
mod json;
mod limits;
mod link;
mod mojibake;
mod names;
mod opml;
mod page;
mod refs;
mod shape;
mod strict;
mod tags;
mod text;
mod tolerant;

use url::Url;

use crate::model::item::Parsed;
use crate::model::problem::Problem;
use crate::parse::shape::Root;

pub use discover::Offer;
pub use discover::usual_places;
pub use error::NotAFeed;
pub use opml::Listed;
pub use opml::Opml;
pub use opml::Unlisted;
pub use opml::opml;
pub use page::NotAPage;
pub use page::page;

/// Bytes, and what those who handed them over said about them.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The body as it arrived, content coding removed.
    pub bytes: &'a [u8],
    /// The address the bytes came from, after redirects: relative links are resolved against it.
    pub base: &'a Url,
    /// The Content-Type header; only its charset is believed.
    pub content_type: Option<&'a str>,
    /// The charset that the watchlist says the feed is really in.
    pub encoding: Option<&'a str>,
}

/// Reads a feed of any form.
///
/// # Errors
///
/// When nothing in the bytes is a feed that we read; a feed that is merely broken is read as far as it goes.
pub fn parse(source: &Source<'_>) -> Result<Parsed, NotAFeed> {
    let decoded = decode::decode(source)?;
    let text = decoded.text.as_ref();
    let mut parsed = if text.trim_start().starts_with('{') {
        json::read(text, source.base)?
    } else {
        read_xml(text, source.base)?
    };
    parsed.encoding = decoded.encoding;
    parsed.problems.splice(0..0, decoded.problems);
    Ok(parsed)
}

/// Finds the root element and gives the text to the first reader that is sure to lose nothing of it.
fn read_xml(text: &str, base: &Url) -> Result<Parsed, NotAFeed> {
    let root = shape::find_root(text).ok_or_else(|| discover::refusal(text, base))?;
    let mut parsed = match strictly(text, &root, base) {
        Some(parsed) => parsed,
        None => tolerant::read(text, &root, base)?,
    };
    if root.has_junk_before {
        let detail = "something stood before the beginning of the feed and was skipped";
        let problem = Problem::new("junk-before-root", detail);
        parsed.problems.insert(0, problem);
    }
    Ok(parsed)
}

/// The strict reading, where the shape of the text promises that it is complete and it keeps that promise.
fn strictly(text: &str, root: &Root<'_>, base: &Url) -> Option<Parsed> {
    if !root.is_plain_rss {
        return None;
    }
    // Without its prolog: `rss` would decode what we have decoded already, by the declaration.
    let text = &text[root.at..];
    let shape = shape::measure(text);
    if !shape.is_clean {
        return None;
    }
    strict::read(text, shape.openings, base)
}

#[cfg(test)]
mod tests;
