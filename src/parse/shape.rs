//! What a text looks like before anyone reads it: its root, how deep it nests, and whether the strict reader may have it.

use crate::model::item::Format;
use crate::parse::attributes;
use crate::parse::limits;
use crate::parse::names;
use crate::parse::tags::Kind;
use crate::parse::tags::Tag;
use crate::parse::tags::Tags;

/// The root element of a feed.
pub(super) struct Root<'a> {
    pub(super) format: Format,
    /// Its qualified name.
    pub(super) name: &'a str,
    /// Where its `<` stands.
    pub(super) at: usize,
    /// Something else than declarations and comments stood before it.
    pub(super) has_junk_before: bool,
    /// `<rss>` without prefix that declares no other vocabularies: what the `rss` crate reads quickly. Elements of others
    /// it keeps as maps of maps, which takes it longer than we take to read what they tell.
    pub(super) is_plain_rss: bool,
}

/// The first element that is the root of a feed; anything before it is junk, but a page of HTML is a page.
pub(super) fn find_root(text: &str) -> Option<Root<'_>> {
    let mut tags = Tags::new(text, 0);
    let mut has_junk_before = false;
    while let Some(tag) = tags.next() {
        let local = tag.name.rsplit(':').next().unwrap_or(tag.name);
        let format = match local.to_ascii_lowercase().as_str() {
            "rss" => Format::Rss,
            "rdf" => Format::Rdf,
            "feed" => Format::Atom,
            "channel" => Format::Cdf,
            "urlset" | "sitemapindex" => Format::Sitemap,
            "html" | "body" => return None,
            _ => {
                has_junk_before = true;
                continue;
            }
        };
        if tag.kind == Kind::End {
            continue;
        }
        has_junk_before |= tags.is_damaged || has_text_before(&text[..tag.at]);
        return Some(Root {
            format,
            name: tag.name,
            at: tag.at,
            has_junk_before,
            is_plain_rss: tag.name == "rss" && !speaks_others(tag.attributes),
        });
    }
    None
}

/// Whether other vocabularies than RSS are declared.
fn speaks_others(attributes: &str) -> bool {
    attributes::each(attributes).any(|(name, _)| name.starts_with("xmlns"))
}

/// Whether the prolog has white space before its declaration, or text of its own.
fn has_text_before(prolog: &str) -> bool {
    let begins_late = prolog.find("<?xml ").is_some_and(|at| at > 0);
    let begins_with_text = !prolog.trim_start().is_empty() && !prolog.trim_start().starts_with('<');
    begins_late || begins_with_text
}

/// What the strict reader's chances depend on.
pub(super) struct Shape {
    /// Openings of items.
    pub(super) openings: usize,
    /// Well-formed as far as the tags and references go, every item with one title, one link and a date, nothing that
    /// only the tolerant reader understands.
    pub(super) is_clean: bool,
}

/// Looks at every tag of an RSS text once, and stops at the first thing that the strict reader cannot do.
pub(super) fn measure(text: &str) -> Shape {
    let mut tags = Tags::new(text, 0);
    let mut gauge = Gauge::default();
    let mut seen_to = 0;
    let next_reference = |from: usize| {
        let found = memchr::memchr(b'&', &text.as_bytes()[from..]);
        found.map_or(usize::MAX, |length| from + length)
    };
    let mut reference = next_reference(0);
    while let Some(tag) = tags.next() {
        let mut is_clean = !tags.is_damaged && gauge.take(&tag);
        if is_clean && reference < tag.end {
            is_clean = !has_odd_reference(&text[seen_to..tag.end]);
            reference = next_reference(tag.end);
        }
        if !is_clean {
            return gauge.shape(false);
        }
        seen_to = tag.end;
    }
    let is_clean = gauge.open.is_empty() && !tags.is_damaged;
    gauge.shape(is_clean)
}

#[derive(Default)]
struct Gauge<'a> {
    open: Vec<&'a str>,
    openings: usize,
    item: Option<ItemShape>,
    prefixes: Vec<&'a str>,
}

#[derive(Clone, Copy, Default)]
struct ItemShape {
    titles: u8,
    links: u8,
    dates: u8,
}

impl<'a> Gauge<'a> {
    /// Whether the strict reader can still have the text after this tag.
    fn take(&mut self, tag: &Tag<'a>) -> bool {
        match tag.kind {
            Kind::End => self.close(tag.name),
            Kind::Start => {
                let is_clean = self.start(tag);
                self.open.push(tag.name);
                // `rss` recurses: too deep a feed would end the process, not only its reading.
                is_clean && self.open.len() <= limits::DEPTH
            }
            Kind::Empty => tag.name != "item" && self.start(tag),
        }
    }

    fn start(&mut self, tag: &Tag<'a>) -> bool {
        if !tag.attributes.is_empty() && !self.take_attributes(tag.attributes) {
            return false;
        }
        let parent = self.open.last().copied().unwrap_or_default();
        if tells_field(parent) {
            return false;
        }
        if let Some((prefix, local)) = tag.name.split_once(':') {
            // What is not declared, `rss` drops; titles by other names are a matter for the tolerant reader.
            return self.prefixes.contains(&prefix)
                && !matches!(local, "item" | "entry")
                && (parent != "item" || !matches!(local, "title" | "updated" | "published"))
                && self.count_date(parent, local);
        }
        match (parent, tag.name) {
            ("item", "item") | (_, "entry") => return false,
            (_, "item") if !matches!(parent, "channel" | "rss") => return false,
            (_, "item") => {
                self.openings += 1;
                if self.openings > limits::ITEMS {
                    // `rss` would hold all of them at a time.
                    return false;
                }
                self.item = Some(ItemShape::default());
            }
            ("item", name) => return self.count(name),
            _ => {}
        }
        true
    }

    /// Counts what an item must have exactly once.
    fn count(&mut self, name: &str) -> bool {
        let Some(item) = &mut self.item else {
            return false;
        };
        match name {
            "title" => item.titles = item.titles.saturating_add(1),
            "link" => item.links = item.links.saturating_add(1),
            "pubDate" => item.dates = item.dates.saturating_add(1),
            "pubdate" | "PubDate" | "lastBuildDate" | "summary" | "content" | "updated"
            | "published" => {
                return false;
            }
            _ => {}
        }
        item.titles <= 1 && item.links <= 1
    }

    fn count_date(&mut self, parent: &str, local: &str) -> bool {
        if parent == "item" && local == "date" {
            return self.count("pubDate");
        }
        true
    }

    /// Namespaces are noted; `xml:base` and references in values are for the tolerant reader.
    fn take_attributes(&mut self, attributes: &'a str) -> bool {
        for (name, _) in attributes::each(attributes) {
            if name == "xml:base" || name == "xmlns" {
                return false;
            }
            if let Some(prefix) = name.strip_prefix("xmlns:") {
                if self.prefixes.len() >= limits::NAMESPACES {
                    return false;
                }
                self.prefixes.push(prefix);
            }
        }
        true
    }

    fn close(&mut self, name: &str) -> bool {
        if self.open.pop() != Some(name) {
            return false;
        }
        if name != "item" {
            return true;
        }
        self.item
            .take()
            .is_some_and(|item| item.titles == 1 && item.links == 1 && item.dates > 0)
    }

    fn shape(&self, is_clean: bool) -> Shape {
        Shape {
            openings: self.openings,
            is_clean,
        }
    }
}

/// Whether an element of this name tells a field: `rss` drops the elements inside such a one, `author/name` too.
fn tells_field(name: &str) -> bool {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    names::field(names::space_of_prefix(prefix), local).is_some()
}

/// Whether a piece of text holds a `&` that is none of XML's own references, or a number that means windows-1252.
fn has_odd_reference(text: &str) -> bool {
    let bytes = text.as_bytes();
    // References inside CDATA sections are text.
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'&', b'<', &bytes[at..]) {
        let rest = &bytes[at + found..];
        at += found + 1;
        if rest.starts_with(b"<![CDATA[") {
            at += memchr::memmem::find(rest, b"]]>").unwrap_or(0);
        } else if rest.starts_with(b"<!--") {
            at += memchr::memmem::find(rest, b"-->").unwrap_or(0);
        } else if rest[0] == b'&' && !is_plain_reference(&rest[1..]) {
            return true;
        }
    }
    false
}

fn is_plain_reference(after: &[u8]) -> bool {
    const NAMED: [&[u8]; 5] = [b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"];
    if NAMED.iter().any(|name| after.starts_with(name)) {
        return true;
    }
    let Some(digits) = after.strip_prefix(b"#") else {
        return false;
    };
    let Some(length) = digits.iter().take(7).position(|b| *b == b';') else {
        return false;
    };
    let digits = std::str::from_utf8(&digits[..length]).unwrap_or_default();
    let number = match digits.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    number.is_ok_and(|n| n >= 0xa0 || matches!(n, 9 | 10 | 13 | 32..=126))
}
