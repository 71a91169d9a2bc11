//! What has been read of a feed and of the item that is being read, and the rules by which one telling beats another.
//!
//! The nearer to the item an element stands, the more it counts: a title inside an item's image is its title only when
//! it has no other. Of two equally near titles the first counts, of links and dates the last one that can be read.

use jiff::Timestamp;
use url::Url;

use crate::model::item::Item;
use crate::model::item::Markup;
use crate::model::problem::Problem;
use crate::parse::date;
use crate::parse::limits;
use crate::parse::link;
use crate::parse::link::Link;
use crate::parse::text::Line;

/// How little a telling counts: its depth below the item, and a lot more for what only stands in for another.
pub(super) type Rank = usize;

/// A rank for tellings that give way to any other.
pub(super) const FALLBACK: Rank = 1000;

/// A value and how little it counts.
pub(super) struct Ranked<T>(Option<(Rank, T)>);

impl<T> Default for Ranked<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Ranked<T> {
    /// Keeps the first of equals.
    pub(super) fn first(&mut self, rank: Rank, value: Option<T>) {
        if let Some(value) = value
            && self.0.as_ref().is_none_or(|(held, _)| rank < *held)
        {
            self.0 = Some((rank, value));
        }
    }

    /// Keeps the last of equals.
    pub(super) fn last(&mut self, rank: Rank, value: Option<T>) {
        if let Some(value) = value
            && self.0.as_ref().is_none_or(|(held, _)| rank <= *held)
        {
            self.0 = Some((rank, value));
        }
    }

    /// Whether a value is held that stands directly in the item.
    pub(super) fn is_direct(&self) -> bool {
        self.0.as_ref().is_some_and(|(rank, _)| *rank == 0)
    }

    pub(super) fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

/// Repairs and losses, counted while reading and told once each.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) cut: usize,
    pub(super) links: usize,
    pub(super) dates: usize,
    pub(super) unclosed: usize,
    addresses: link::Reader,
}

impl Tally {
    /// The line, its cutting counted.
    pub(super) fn line(&mut self, line: Option<Line>) -> Option<String> {
        let (text, is_cut) = line?;
        self.cut += usize::from(is_cut);
        Some(text)
    }

    /// The body, its cutting counted.
    pub(super) fn body(&mut self, body: Option<(Markup, bool)>) -> Option<Markup> {
        let (markup, is_cut) = body?;
        self.cut += usize::from(is_cut);
        Some(markup)
    }

    /// The date, counted when it is none.
    pub(super) fn date(&mut self, text: &str) -> Option<Timestamp> {
        let moment = date::read(text);
        self.dates += usize::from(moment.is_none() && !text.trim().is_empty());
        moment
    }

    /// The address, counted when it leads nowhere we go.
    pub(super) fn link(&mut self, base: &Url, text: &str) -> Option<Link> {
        let link = self.addresses.read(base, text);
        self.links += usize::from(link.is_none() && !text.trim().is_empty());
        link
    }

    /// One problem for each kind that was met.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let told = [
            (
                "field-cut",
                self.cut,
                "texts were longer than we keep and were cut",
            ),
            (
                "bad-link",
                self.links,
                "links were not http(s) addresses and were left out",
            ),
            (
                "bad-date",
                self.dates,
                "dates could not be read and were left out",
            ),
            (
                "unclosed",
                self.unclosed,
                "elements were not closed and ended where the next one began",
            ),
        ];
        told.into_iter()
            .filter(|(_, count, _)| *count > 0)
            .map(|(kind, count, what)| Problem::new(kind, format!("{count} {what}")))
            .collect()
    }
}

/// An item while it is being read.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) guid: Ranked<String>,
    /// The guid as a link, when it does not say that it is none.
    pub(super) permalink: Option<String>,
    pub(super) title: Ranked<String>,
    pub(super) link: Ranked<Link>,
    pub(super) published: Option<Timestamp>,
    pub(super) updated: Option<Timestamp>,
    /// dc:date: what RSS 1.0 has for both.
    pub(super) dated: Option<Timestamp>,
    pub(super) created: Option<Timestamp>,
    pub(super) author: Ranked<String>,
    pub(super) summary: Ranked<Markup>,
    pub(super) content: Option<Markup>,
    pub(super) categories: Vec<String>,
    pub(super) language: Option<String>,
    pub(super) source: Option<String>,
}

impl Draft {
    /// Keeps the longest body.
    pub(super) fn set_content(&mut self, content: Option<Markup>) {
        let length = |markup: &Option<Markup>| markup.as_ref().map_or(0, |m| m.as_str().len());
        if length(&content) > length(&self.content) {
            self.content = content;
        }
    }

    pub(super) fn add_category(&mut self, name: Option<String>) {
        if let Some(name) = name
            && self.categories.len() < limits::CATEGORIES
            && !self.categories.contains(&name)
        {
            self.categories.push(name);
        }
    }

    /// The item as published.
    pub(super) fn finish(self, base: &Url) -> Item {
        let permalink = match self.link.is_direct() {
            true => None,
            false => self.permalink.and_then(|guid| link::read(base, &guid)),
        };
        // The link of an item's image is a worse one than its permalink.
        let link = permalink.or(self.link.take());
        let (link, link_as_written) =
            link.map_or((None, None), |link| (Some(link.url), link.as_written));
        Item {
            guid: self.guid.take(),
            title: self.title.take(),
            link,
            link_as_written,
            published: self.published.or(self.dated).or(self.created),
            updated: self.updated,
            author: self.author.take(),
            summary: self.summary.take(),
            content: self.content,
            categories: self.categories,
            language: self.language,
            source: self.source,
        }
    }
}

/// A guid trimmed and cut; `None` when blank.
pub(super) fn guid(text: &str) -> Option<String> {
    let text = limits::cut(text.trim(), limits::GUID_BYTES);
    (!text.is_empty()).then(|| text.to_owned())
}

/// A language as declared, if it is short enough to be one.
pub(super) fn language(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= 35).then(|| text.to_owned())
}

/// The name in `mail@example.org (Name)` and `Name <mail@example.org>`; the text itself otherwise.
pub(super) fn author_name(text: &str) -> String {
    let text = text.trim();
    if let Some((mail, name)) = text.split_once('(')
        && mail.contains('@')
        && let Some(name) = name.trim_end().strip_suffix(')')
        && !name.trim().is_empty()
    {
        return name.trim().to_owned();
    }
    if let Some((name, mail)) = text.split_once('<')
        && mail.contains('@')
        && !name.trim().is_empty()
    {
        return name.trim().trim_matches('"').to_owned();
    }
    text.to_owned()
}
