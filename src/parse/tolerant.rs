//! The reader for everything that is not plain, well-formed RSS: one pass over the tags, names by vocabulary, elements
//! ended where they must have ended. Reads RSS 0.9x–2.0, RDF, Atom 0.3 and 1.0, CDF and sitemaps, broken or not.

use memchr::memmem::Finder;
use url::Url;

use crate::model::item::Channel;
use crate::model::item::Format;
use crate::model::item::Parsed;
use crate::model::problem::Problem;
use crate::parse::NotAFeed;
use crate::parse::attributes;
use crate::parse::capture;
use crate::parse::capture::Ahead;
use crate::parse::capture::Around;
use crate::parse::capture::Captured;
use crate::parse::capture::End;
use crate::parse::capture::Holds;
use crate::parse::channel::ChannelDraft;
use crate::parse::discover;
use crate::parse::element;
use crate::parse::fields;
use crate::parse::fields::Draft;
use crate::parse::fields::Tally;
use crate::parse::finish::Items;
use crate::parse::limits;
use crate::parse::link;
use crate::parse::names;
use crate::parse::names::Field;
use crate::parse::names::Space;
use crate::parse::names::Spaces;
use crate::parse::refs;
use crate::parse::shape::Root;
use crate::parse::tags::Kind;
use crate::parse::tags::Tag;
use crate::parse::tags::Tags;

/// Reads the feed whose root element is `root`.
pub(super) fn read(text: &str, root: &Root<'_>, base: &Url) -> Result<Parsed, NotAFeed> {
    if root.name.to_ascii_lowercase().ends_with("sitemapindex") {
        return Err(discover::sitemap_index(text, base));
    }
    let mut reader = Reader::new(text, root, base);
    while let Some(tag) = reader.tags.next() {
        match tag.kind {
            Kind::End => reader.close(tag.name),
            Kind::Start | Kind::Empty => reader.open(&tag)?,
        }
    }
    Ok(reader.finish())
}

/// The item that is being read.
struct OpenItem<'a> {
    draft: Draft,
    name: &'a str,
    /// How many elements are open around it.
    depth: usize,
}

struct Reader<'a> {
    text: &'a str,
    tags: Tags<'a>,
    spaces: Spaces<'a>,
    format: Format,
    /// What the root element is called.
    root: &'a str,
    /// Names of the open elements that tell no field.
    stack: Vec<&'a str>,
    /// Bases that xml:base set, each with the depth of its element.
    bases: Vec<(usize, Url)>,
    base: &'a Url,
    item: Option<OpenItem<'a>>,
    items: Items,
    openings: usize,
    /// End tags of items seen.
    item_ends: usize,
    channel: ChannelDraft,
    /// The depth of an element whose inside is not about the feed: its image, its search box.
    aside: Option<usize>,
    is_truncated: bool,
    tally: Tally,
    ahead: Ahead,
    /// Finds what xmlns, xml:base and xml:lang have in common.
    xml: Finder<'static>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, root: &Root<'a>, base: &'a Url) -> Self {
        Self {
            text,
            tags: Tags::new(text, root.at),
            spaces: Spaces::new(root.name),
            format: root.format,
            root: root.name,
            stack: Vec::with_capacity(16),
            bases: Vec::new(),
            base,
            item: None,
            items: Items::default(),
            openings: 0,
            item_ends: 0,
            channel: ChannelDraft::default(),
            aside: None,
            is_truncated: false,
            tally: Tally::default(),
            ahead: Ahead::new(text.len()),
            xml: Finder::new("xml"),
        }
    }

    fn base(&self) -> &Url {
        self.bases.last().map_or(self.base, |(_, base)| base)
    }

    fn open(&mut self, tag: &Tag<'a>) -> Result<(), NotAFeed> {
        if !tag.attributes.is_empty() {
            self.note_attributes(tag.name, tag.attributes);
        }
        let (space, local) = self.spaces.resolve(tag.name);
        if space == Space::Core && self.is_item(local) {
            self.open_item(tag);
        } else if self.aside.is_none()
            && let Some(field) = self.wanted_field(space, local)
        {
            return self.take(field, space, tag);
        } else if space == Space::Core
            && self.item.is_none()
            && self.aside.is_none()
            && names::is_aside(local)
        {
            self.aside = Some(self.stack.len());
        } else if self.format == Format::Cdf && names::is_cdf_link(local) {
            self.take_href(tag, 0);
        }
        self.push(tag)
    }

    /// The field that an element tells here; in a sitemap's `url` hardly anything is one.
    fn wanted_field(&self, space: Space, local: &str) -> Option<Field> {
        let field = names::field(space, local)?;
        let is_for_channel = matches!(
            field,
            Field::Ttl
                | Field::UpdatePeriod
                | Field::UpdateFrequency
                | Field::SkipHour
                | Field::SkipDay
        );
        (!is_for_channel || self.item.is_none()).then_some(field)
    }

    fn push(&mut self, tag: &Tag<'a>) -> Result<(), NotAFeed> {
        if tag.kind == Kind::Empty || names::is_void(tag.name) {
            self.leave(self.stack.len());
            if tag.kind == Kind::Empty
                && self
                    .item
                    .as_ref()
                    .is_some_and(|i| i.depth == self.stack.len())
            {
                self.end_item();
            }
            return Ok(());
        }
        self.stack.push(tag.name);
        if self.stack.len() > limits::DEPTH {
            return Err(NotAFeed::TooDeep(limits::DEPTH));
        }
        Ok(())
    }

    /// Namespaces, xml:base and the feed's language, which may stand on any element.
    fn note_attributes(&mut self, element: &'a str, attributes: &'a str) {
        if self.xml.find(attributes.as_bytes()).is_none() {
            return;
        }
        let depth = self.stack.len();
        self.spaces.declare(depth, element, attributes);
        for (name, value) in attributes::each(attributes) {
            if name == "xml:base" {
                let value = refs::decode(value, refs::Within::Xml);
                if let Some(base) = link::resolve(self.base(), &value) {
                    self.bases.push((depth, base));
                }
            } else if name == "xml:lang" && depth == 0 {
                self.channel.set_language(1, value);
            }
        }
    }

    fn is_item(&self, local: &str) -> bool {
        match self.format {
            Format::Sitemap => local.eq_ignore_ascii_case("url"),
            _ => local.eq_ignore_ascii_case("item") || local.eq_ignore_ascii_case("entry"),
        }
    }

    fn open_item(&mut self, tag: &Tag<'a>) {
        if let Some(item) = &self.item {
            // An item inside an item: the outer one was not closed.
            self.tally.unclosed += 1;
            let depth = item.depth;
            self.end_item();
            self.leave(depth);
        }
        self.openings += 1;
        self.aside = None;
        let mut draft = Draft::default();
        if let Some(about) = attributes::value(tag.attributes, "about") {
            draft.guid.first(
                fields::FALLBACK,
                fields::guid(&refs::decode(about, refs::Within::Xml)),
            );
        }
        draft.language = attributes::value(tag.attributes, "lang").and_then(fields::language);
        self.item = Some(OpenItem {
            draft,
            name: tag.name,
            depth: self.stack.len(),
        });
        if self.format == Format::Cdf {
            self.take_href(tag, 0);
        }
    }

    /// CDF's way: `<ITEM HREF="…" LASTMOD="…">` and `<A HREF="…">`.
    fn take_href(&mut self, tag: &Tag<'a>, rank: usize) {
        let href = attributes::value(tag.attributes, "href")
            .map(|href| refs::decode(href, refs::Within::Xml));
        let link = href.and_then(|href| {
            let base = self.bases.last().map_or(self.base, |(_, base)| base);
            self.tally.link(base, &href)
        });
        let date =
            attributes::value(tag.attributes, "lastmod").and_then(|date| self.tally.date(date));
        match &mut self.item {
            Some(item) => {
                item.draft.link.first(rank, link);
                item.draft.updated = item.draft.updated.or(date);
            }
            None => self.channel.link.first(rank, link.map(|link| link.url)),
        }
    }

    /// Reads an element that tells a field, to its end.
    fn take(&mut self, field: Field, space: Space, tag: &Tag<'a>) -> Result<(), NotAFeed> {
        let captured = self.captured(field, tag)?;
        if captured.end == End::Truncated {
            self.is_truncated = true;
        }
        if captured.end == End::Implied {
            self.tally.unclosed += 1;
        }
        let is_structure =
            captured.inside.has_tags && matches!(field, Field::Category | Field::OutletName);
        if is_structure {
            // A category with elements in it is a container like any other.
            self.tags.at = tag.end;
            return self.push(tag);
        }
        let depth = self.stack.len();
        let base = self.bases.last().map_or(self.base, |(_, base)| base);
        let telling = element::Telling {
            field,
            space,
            attributes: tag.attributes,
            inside: captured.inside,
            base,
            is_atom: self.format == Format::Atom,
        };
        match &mut self.item {
            Some(item) => {
                let rank = depth.saturating_sub(item.depth + 1);
                element::tell_item(&mut item.draft, &telling, rank, &mut self.tally);
            }
            None => self.channel.tell(&telling, depth, &mut self.tally),
        }
        self.leave(depth);
        Ok(())
    }

    fn captured(&mut self, field: Field, tag: &Tag<'a>) -> Result<Captured<'a>, NotAFeed> {
        if tag.kind == Kind::Empty {
            return Ok(Captured {
                inside: crate::parse::text::Inside {
                    raw: "",
                    has_tags: false,
                },
                end: End::Closed,
            });
        }
        let around = Around {
            text: self.text,
            spaces: &self.spaces,
            item_name: self.item.as_ref().map(|item| item.name),
            holds: Holds::of(field, tag),
        };
        capture::capture(&mut self.tags, &around, tag, &mut self.ahead)
    }

    /// An end tag ends the nearest open element of its name and all within; one that has no such element means nothing.
    fn close(&mut self, name: &str) {
        let Some(depth) = self
            .stack
            .iter()
            .rposition(|open| open.eq_ignore_ascii_case(name))
        else {
            return;
        };
        if let Some(item) = &self.item
            && depth <= item.depth
        {
            if depth == item.depth {
                self.item_ends += 1;
            } else {
                self.tally.unclosed += 1;
            }
            self.end_item();
        }
        self.leave(depth);
    }

    /// Forgets what elements from `depth` on declared.
    fn leave(&mut self, depth: usize) {
        self.stack.truncate(depth);
        self.spaces.forget(depth);
        while self.bases.last().is_some_and(|(at, _)| *at >= depth) {
            self.bases.pop();
        }
        if self.aside.is_some_and(|at| at >= depth) {
            self.aside = None;
        }
    }

    fn end_item(&mut self) {
        if let Some(item) = self.item.take() {
            let finished = item.draft.finish(self.base());
            self.items.push(finished);
        }
    }

    fn finish(mut self) -> Parsed {
        let mut problems = Vec::new();
        if self.item.is_some() {
            // Half an item is told again, whole, next time; where no item is ever closed, the last is as good as any.
            if self.is_truncated || self.item_ends > 0 {
                self.item = None;
                let detail = "the feed ends inside an item, which was left out";
                problems.push(Problem::new("truncated", detail));
            } else {
                self.end_item();
            }
        } else if self.stack.first() == Some(&self.root) {
            problems.push(Problem::new(
                "truncated",
                "the feed ends before its root element does",
            ));
        }
        let partial = self.items.count() != self.openings;
        if partial {
            let detail = format!(
                "{} items were opened and {} read",
                self.openings,
                self.items.count()
            );
            problems.push(Problem::new("partial", detail));
        }
        if self.tags.is_damaged {
            let detail = "it is not well-formed XML and was read as far as it makes sense";
            problems.push(Problem::new("not-well-formed", detail));
        }
        problems.extend(self.tally.problems());
        let channel: Channel = self.channel.finish();
        let items = self.items.finish(&mut problems);
        Parsed {
            format: self.format,
            encoding: "utf-8",
            channel,
            items,
            partial,
            problems,
        }
    }
}
