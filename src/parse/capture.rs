//! From the start of an element that tells a field to its end, or to where it must have ended had it been closed.

use crate::parse::NotAFeed;
use crate::parse::limits;
use crate::parse::names::Field;
use crate::parse::names::Spaces;
use crate::parse::names::field;
use crate::parse::tags::Kind;
use crate::parse::tags::Tag;
use crate::parse::tags::Tags;
use crate::parse::text::Inside;

/// What an element held.
pub(super) struct Captured<'a> {
    pub(super) inside: Inside<'a>,
    /// How it ended.
    pub(super) end: End,
}

/// How an element ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// By its own end tag.
    Closed,
    /// A tag came that cannot stand inside it; that tag is the next one to be read.
    Implied,
    /// The text ended.
    Truncated,
}

/// What may stand inside an element that tells a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A line: the start of any other field ends it.
    Line,
    /// A body or a structure, in which elements called like fields may stand.
    Markup,
}

impl Holds {
    /// By the field and what its element says of its type.
    pub(super) fn of(field: Field, tag: &Tag<'_>) -> Self {
        match field {
            Field::Summary
            | Field::MediaSummary
            | Field::Content
            | Field::Author
            | Field::Source
            | Field::Category => Self::Markup,
            Field::Title if tag.attributes.contains("xhtml") || tag.attributes.contains("xml") => {
                Self::Markup
            }
            _ => Self::Line,
        }
    }
}

/// Where an element stands.
#[derive(Clone, Copy)]
pub(super) struct Around<'a, 's> {
    pub(super) text: &'a str,
    pub(super) spaces: &'s Spaces<'a>,
    /// What the item it belongs to is called.
    pub(super) item_name: Option<&'a str>,
    pub(super) holds: Holds,
}

/// Looks ahead for end tags, as far as there are bytes left to spend on it: no text may make us read it again and again.
pub(super) struct Ahead {
    bytes: usize,
}

impl Ahead {
    /// Enough for every honest text of this length.
    pub(super) fn new(length: usize) -> Self {
        Self {
            bytes: length.saturating_mul(limits::LOOKS_AHEAD),
        }
    }

    /// Whether an element's end tag comes before its item's: then what stands between is its own.
    fn closes_before_item(&mut self, text: &str, name: &str, item_name: Option<&str>) -> bool {
        let rest = text.as_bytes();
        let mut at = 0;
        while self.bytes > 0
            && let Some(found) = memchr::memmem::find(&rest[at..], b"</")
        {
            self.bytes = self.bytes.saturating_sub(found + 2);
            let end = &rest[at + found + 2..];
            let is = |wanted: &str| {
                end.starts_with(wanted.as_bytes())
                    && end
                        .get(wanted.len())
                        .is_none_or(|b| !b.is_ascii_alphanumeric())
            };
            if is(name) {
                return true;
            }
            if item_name.is_some_and(is) || is("channel") || is("feed") || is("rss") {
                return false;
            }
            at += found + 2;
        }
        self.bytes = self.bytes.saturating_sub(rest.len() - at);
        false
    }
}

/// Reads on from the start tag `open` to the end of its element.
pub(super) fn capture<'a>(
    tags: &mut Tags<'a>,
    around: &Around<'a, '_>,
    open: &Tag<'a>,
    ahead: &mut Ahead,
) -> Result<Captured<'a>, NotAFeed> {
    let Around {
        text,
        spaces,
        item_name,
        holds,
    } = *around;
    let mut has_tags = false;
    let (mut nested, mut depth) = (0_usize, 0_usize);
    let mut is_known_to_close = false;
    let captured = |to: usize, has_tags: bool, end: End| Captured {
        inside: Inside {
            raw: &text[open.end..to],
            has_tags,
        },
        end,
    };
    while let Some(tag) = tags.next() {
        if tag.kind == Kind::End {
            if tag.name == open.name || tag.name.eq_ignore_ascii_case(open.name) {
                if nested == 0 {
                    return Ok(captured(tag.at, has_tags, End::Closed));
                }
                nested -= 1;
            } else if ends_all(tag.name, item_name) {
                tags.at = tag.at;
                return Ok(captured(tag.at, has_tags, End::Implied));
            }
            depth = depth.saturating_sub(1);
            has_tags = true;
            continue;
        }
        let is_sibling = item_name == Some(tag.name)
            || (!is_known_to_close && is_field(spaces, &tag, open, holds));
        if is_sibling {
            is_known_to_close = holds == Holds::Markup
                && ahead.closes_before_item(&text[tag.at..], open.name, item_name);
            if !is_known_to_close {
                tags.at = tag.at;
                return Ok(captured(tag.at, has_tags, End::Implied));
            }
        }
        has_tags = true;
        if tag.kind == Kind::Start && !needs_no_end(tag.name) {
            depth += 1;
            nested += usize::from(tag.name == open.name);
            if depth > limits::DEPTH {
                return Err(NotAFeed::TooDeep(limits::DEPTH));
            }
        }
    }
    Ok(captured(text.len(), has_tags, End::Truncated))
}

/// HTML elements that need no end, and so say nothing about depth.
fn needs_no_end(name: &str) -> bool {
    matches!(
        name,
        "br" | "img"
            | "hr"
            | "input"
            | "meta"
            | "link"
            | "p"
            | "li"
            | "td"
            | "tr"
            | "source"
            | "embed"
            | "wbr"
    )
}

fn ends_all(name: &str, item_name: Option<&str>) -> bool {
    item_name == Some(name)
        || matches!(
            name,
            "item" | "entry" | "channel" | "rss" | "feed" | "rdf:RDF"
        )
}

/// Whether a start tag is that of another field of the item; bodies may hold HTML's own `title`, `link` and `source`.
fn is_field<'a>(spaces: &Spaces<'a>, tag: &Tag<'a>, open: &Tag<'a>, holds: Holds) -> bool {
    if holds == Holds::Line && tag.name == open.name {
        return true;
    }
    if tag.name.len() < 2 {
        return false;
    }
    let (space, local) = spaces.resolve(tag.name);
    field(space, local).is_some()
}
