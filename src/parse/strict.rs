//! Plain, well-formed RSS by the `rss` crate, believed only when it gave every item that was opened, whole.

use std::collections::BTreeMap;

use rss::extension::Extension;
use url::Url;

use crate::model::item::Format;
use crate::model::item::Item;
use crate::model::item::Markup;
use crate::model::item::Parsed;
use crate::parse::channel;
use crate::parse::channel::ChannelDraft;
use crate::parse::fields;
use crate::parse::fields::Draft;
use crate::parse::fields::FALLBACK;
use crate::parse::fields::Tally;
use crate::parse::html;
use crate::parse::limits;
use crate::parse::link;
use crate::parse::names::Field;
use crate::parse::names::field;
use crate::parse::names::space_of_prefix;
use crate::parse::text;

/// Reads the feed; `None` when anything of the `openings` items is missing.
pub(super) fn read(text: &str, openings: usize, base: &Url) -> Option<Parsed> {
    let mut feed = rss::Channel::read_from(text.as_bytes()).ok()?;
    if feed.items.len() != openings || feed.title.is_empty() {
        return None;
    }
    let mut tally = Tally::default();
    let mut items = Vec::with_capacity(openings);
    for entry in std::mem::take(&mut feed.items) {
        let item = item(entry, base, &mut tally);
        if item.title.is_none() || item.link.is_none() || item.published.is_none() {
            return None;
        }
        items.push(item);
    }
    Some(Parsed {
        format: Format::Rss,
        encoding: "utf-8",
        channel: channel_of(&feed, base).finish(),
        items,
        partial: false,
        problems: tally.problems(),
    })
}

fn item(entry: rss::Item, base: &Url, tally: &mut Tally) -> Item {
    let mut draft = Draft::default();
    draft.guid.first(
        0,
        entry
            .guid
            .as_ref()
            .and_then(|guid| fields::guid(&guid.value)),
    );
    draft.title.first(0, line(entry.title.as_deref(), tally));
    let url = entry.link.as_deref().filter(|link| link::is_absolute(link));
    draft
        .link
        .first(0, url.and_then(|url| link::read(base, url)));
    draft.published = entry.pub_date.as_deref().and_then(|date| tally.date(date));
    let author = entry.author.as_deref().map(fields::author_name);
    draft.author.first(0, line(author.as_deref(), tally));
    draft.summary.first(0, body(entry.description, tally));
    let content = body(entry.content, tally);
    draft.set_content(content);
    for category in &entry.categories {
        draft.add_category(line(Some(&category.name), tally));
    }
    let source = entry
        .source
        .as_ref()
        .and_then(|source| source.title.as_deref());
    draft.source = line(source, tally);
    if let Some(itunes) = &entry.itunes_ext {
        let author = itunes.author.as_deref().map(fields::author_name);
        draft.author.first(FALLBACK, line(author.as_deref(), tally));
        draft
            .summary
            .first(FALLBACK, body(itunes.summary.clone(), tally));
        draft
            .summary
            .first(FALLBACK, body(itunes.subtitle.clone(), tally));
    }
    if let Some(core) = &entry.dublin_core_ext {
        for name in &core.creators {
            draft
                .author
                .first(0, line(Some(&fields::author_name(name)), tally));
        }
        for date in &core.dates {
            draft.dated = tally.date(date).or(draft.dated);
        }
        for subject in &core.subjects {
            draft.add_category(line(Some(subject), tally));
        }
        draft.language = core
            .languages
            .first()
            .and_then(|language| fields::language(language));
        draft
            .summary
            .first(0, body(core.descriptions.first().cloned(), tally));
    }
    for (prefix, elements) in &entry.extensions {
        tell_extensions(&mut draft, prefix, elements, tally);
    }
    draft.finish(base)
}

/// What `rss` keeps by prefix without knowing what it means.
fn tell_extensions(
    draft: &mut Draft,
    prefix: &str,
    elements: &BTreeMap<String, Vec<Extension>>,
    tally: &mut Tally,
) {
    let space = space_of_prefix(prefix);
    for (name, found) in elements {
        for value in found.iter().filter_map(|element| element.value.as_deref()) {
            match field(space, name) {
                Some(Field::Published) => draft.published = draft.published.or(tally.date(value)),
                Some(Field::Updated) => draft.updated = tally.date(value).or(draft.updated),
                Some(Field::Dated) => draft.dated = tally.date(value).or(draft.dated),
                Some(Field::MediaSummary) => draft
                    .summary
                    .first(FALLBACK, body(Some(value.to_owned()), tally)),
                Some(Field::Content) => {
                    let content = body(Some(value.to_owned()), tally);
                    draft.set_content(content);
                }
                Some(Field::Category) => {
                    for keyword in value.split(',') {
                        draft.add_category(line(Some(keyword), tally));
                    }
                }
                _ => {}
            }
        }
    }
}

fn channel_of(feed: &rss::Channel, base: &Url) -> ChannelDraft {
    let mut draft = ChannelDraft::default();
    draft.set_title(text::line(&html::to_text(&feed.title)).map(|(title, _)| title));
    draft.link.first(0, link::resolve(base, &feed.link));
    if let Some(language) = &feed.language {
        draft.set_language(0, language);
    }
    draft.ttl = feed.ttl.as_deref().and_then(channel::minutes);
    if let Some(syndication) = &feed.syndication_ext {
        draft.period = channel::period(&syndication.period().to_string());
        draft.frequency = Some(syndication.frequency());
    }
    for hour in &feed.skip_hours {
        draft.skip_hour(hour);
    }
    for day in &feed.skip_days {
        draft.skip_day(day);
    }
    let links = feed
        .extensions
        .iter()
        .filter(|(prefix, _)| prefix.starts_with('a'))
        .filter_map(|(_, elements)| elements.get("link"))
        .flatten();
    for element in links {
        let rel = element
            .attrs
            .get("rel")
            .map(String::as_str)
            .unwrap_or_default();
        let href = element.attrs.get("href");
        draft.add_link(rel, href.and_then(|href| link::resolve(base, href)));
    }
    draft
}

fn line(html: Option<&str>, tally: &mut Tally) -> Option<String> {
    let html = limits::cut(html?, limits::RAW_TITLE_BYTES);
    tally.line(text::line(&html::to_text(html)))
}

fn body(html: Option<String>, tally: &mut Tally) -> Option<Markup> {
    tally.body(text::body(html?.into(), true))
}
