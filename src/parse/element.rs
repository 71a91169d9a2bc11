//! One element of an item: what it tells, in each vocabulary.

use url::Url;

use crate::parse::attributes;
use crate::parse::fields;
use crate::parse::fields::Draft;
use crate::parse::fields::FALLBACK;
use crate::parse::fields::Rank;
use crate::parse::fields::Tally;
use crate::parse::names::Field;
use crate::parse::names::Space;
use crate::parse::refs;
use crate::parse::tags::Kind;
use crate::parse::tags::Tags;
use crate::parse::text::Form;
use crate::parse::text::Inside;
use crate::parse::text::line;

/// An element that tells a field.
pub(super) struct Telling<'a, 'b> {
    pub(super) field: Field,
    pub(super) space: Space,
    pub(super) attributes: &'a str,
    pub(super) inside: Inside<'a>,
    pub(super) base: &'b Url,
    /// Atom's texts are plain unless they say otherwise, everybody else's are HTML.
    pub(super) is_atom: bool,
}

impl Telling<'_, '_> {
    /// How the inside is to be read.
    pub(super) fn form(&self) -> Form {
        let is_plain = self.is_atom && self.space == Space::Core;
        let default = if is_plain { Form::Text } else { Form::Html };
        if self.attributes.is_empty() {
            return default;
        }
        Form::of_attributes(
            attributes::value(self.attributes, "type"),
            attributes::value(self.attributes, "mode"),
            default,
        )
    }
}

/// Writes what the element tells into the draft.
pub(super) fn tell_item(
    draft: &mut Draft,
    telling: &Telling<'_, '_>,
    rank: Rank,
    tally: &mut Tally,
) {
    let inside = telling.inside;
    match telling.field {
        Field::Title => draft
            .title
            .first(rank, tally.line(inside.line(telling.form()))),
        Field::MediaTitle => {
            let title = tally.line(inside.line(telling.form()));
            draft.title.first(rank + FALLBACK, title);
        }
        Field::Link => tell_link(draft, telling, rank, tally),
        Field::Id => tell_id(draft, telling, rank),
        Field::Published => draft.published = tally.date(&inside.word()).or(draft.published),
        Field::Updated => draft.updated = tally.date(&inside.word()).or(draft.updated),
        Field::Dated => draft.dated = tally.date(&inside.word()).or(draft.dated),
        Field::Created => draft.created = tally.date(&inside.word()).or(draft.created),
        Field::Author => draft.author.first(rank, tally.line(author(&inside))),
        Field::Summary => draft
            .summary
            .first(rank, tally.body(inside.body(telling.form()))),
        Field::MediaSummary => {
            let summary = tally.body(inside.body(telling.form()));
            draft.summary.first(rank + FALLBACK, summary);
        }
        Field::Content => {
            let content = tally.body(inside.body(telling.form()));
            draft.set_content(content);
        }
        Field::Category => tell_categories(draft, telling, tally),
        Field::Source => draft.source = draft.source.take().or(tally.line(source(&inside))),
        Field::OutletName => {
            draft.source = tally.line(inside.line(Form::Html)).or(draft.source.take());
        }
        Field::Language => {
            draft.language = fields::language(&inside.word()).or(draft.language.take());
        }
        Field::Ttl
        | Field::UpdatePeriod
        | Field::UpdateFrequency
        | Field::SkipHour
        | Field::SkipDay => {}
    }
}

/// RSS writes the address inside, Atom in `href`; only Atom's alternates are the item's page.
fn tell_link(draft: &mut Draft, telling: &Telling<'_, '_>, rank: Rank, tally: &mut Tally) {
    if let Some(href) = href(telling.attributes) {
        let how = alternate_rank(telling.attributes);
        if let Some(how) = how {
            let url = tally.link(telling.base, &href);
            draft.link.last(rank + how, url);
        }
        return;
    }
    let text = telling.inside.word();
    if telling.inside.has_tags || text.is_empty() {
        return;
    }
    let url = tally.link(telling.base, &text);
    draft.link.last(rank, url);
}

/// The `href` of an element, references replaced.
pub(super) fn href(attributes: &str) -> Option<std::borrow::Cow<'_, str>> {
    let href = attributes::value(attributes, "href")?;
    Some(refs::decode(href, refs::Within::Xml))
}

/// How well a link with these attributes stands for the page itself; `None` when it is about something else.
pub(super) fn alternate_rank(attributes: &str) -> Option<Rank> {
    let rel = attributes::value(attributes, "rel").map_or("alternate", str::trim);
    // RFC 4287, 4.2.7.2: the registered name and its IRI are the same.
    let rel = rel
        .strip_prefix("http://www.iana.org/assignments/relation/")
        .unwrap_or(rel);
    if !rel.is_empty() && !rel.eq_ignore_ascii_case("alternate") {
        return None;
    }
    let kind = attributes::value(attributes, "type").unwrap_or_default();
    let is_page = kind.is_empty() || kind.contains("html");
    Some(if is_page { 0 } else { FALLBACK })
}

fn tell_id(draft: &mut Draft, telling: &Telling<'_, '_>, rank: Rank) {
    let text = telling.inside.word();
    // Beside a link of its own an item needs no other.
    if !telling.is_atom && !draft.link.is_direct() && is_permalink(telling.attributes, &text) {
        draft.permalink = Some(text.clone().into_owned());
    }
    draft.guid.first(rank, fields::guid(&text));
}

/// Whether a guid is an address, by what it says of itself.
fn is_permalink(attributes: &str, text: &str) -> bool {
    match attributes::value(attributes, "ispermalink") {
        Some(says) => says.trim().eq_ignore_ascii_case("true"),
        // Many say nothing and write a number; an address shows by itself.
        None => crate::parse::link::is_absolute(text) || text.starts_with('/'),
    }
}

/// RSS's text, or the first `name` inside.
fn author(inside: &Inside<'_>) -> Option<crate::parse::text::Line> {
    let (name, is_cut) = if inside.has_tags {
        child(inside.raw, "name")
            .and_then(|name| name.line(Form::Text))
            .or_else(|| child(inside.raw, "email").and_then(|mail| mail.line(Form::Text)))?
    } else {
        inside.line(Form::Html)?
    };
    if !is_cut && name.is_ascii() && !name.contains(['(', '<']) {
        // A line of nothing but a name is one already.
        return Some((name, is_cut));
    }
    line(&fields::author_name(&name)).map(|(name, _)| (name, is_cut))
}

/// RSS's text, or the title of the feed that Atom's `source` describes.
fn source(inside: &Inside<'_>) -> Option<crate::parse::text::Line> {
    if inside.has_tags {
        return child(inside.raw, "title")?.line(Form::Text);
    }
    inside.line(Form::Html)
}

/// The inside of the first element with this local name.
fn child<'a>(raw: &'a str, name: &str) -> Option<Inside<'a>> {
    let mut tags = Tags::new(raw, 0);
    while let Some(tag) = tags.next() {
        let local = tag.name.rsplit(':').next().unwrap_or_default();
        if tag.kind != Kind::Start || !local.eq_ignore_ascii_case(name) {
            continue;
        }
        let mut has_tags = false;
        while let Some(next) = tags.next() {
            if next.kind == Kind::End && next.name == tag.name {
                return Some(Inside {
                    raw: &raw[tag.end..next.at],
                    has_tags,
                });
            }
            has_tags = true;
        }
    }
    None
}

/// Atom's `term` or `label`, RSS's text; keywords by commas.
fn tell_categories(draft: &mut Draft, telling: &Telling<'_, '_>, tally: &mut Tally) {
    let written = attributes::value(telling.attributes, "label")
        .or_else(|| attributes::value(telling.attributes, "term"))
        .filter(|value| !value.trim().is_empty());
    if let Some(value) = written {
        let name = tally.line(line(&refs::decode(value, refs::Within::Xml)));
        draft.add_category(name);
        return;
    }
    let Some(text) = tally.line(telling.inside.line(Form::Html)) else {
        return;
    };
    let has_many = matches!(telling.space, Space::Media | Space::Itunes | Space::News);
    if !has_many {
        draft.add_category(Some(text));
        return;
    }
    for name in text.split(',') {
        draft.add_category(tally.line(line(name)));
    }
}
