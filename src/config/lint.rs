//! The lint of `check`: notes of `classify` and of the watchlist's own order, each at its place in the file.
//!
//! Reads the files a second time, for their lines alone; what they mean was found out before. Nothing here is an error.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use crate::classify::lint::About;
use crate::classify::lint::Note;
use crate::classify::lint::acronyms;
use crate::config::findings::Finding;
use crate::config::findings::Findings;
use crate::config::packs::packs;
use crate::config::parse::Document;
use crate::config::parse::parse;
use crate::config::source::Source;
use crate::config::source::Spot;
use crate::config::table::Key;
use crate::config::table::Table;
use crate::config::watchlist_from_text;
use crate::config::watchlist_sources;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Place;
use crate::model::watchlist::Term;
use crate::model::watchlist::Watchlist;

/// What is probably not meant in the files at `path` (one watchlist, or a folder), which have been read as `watchlist`.
#[must_use]
pub fn lint(path: &Path, watchlist: &Watchlist) -> Findings {
    let mut findings = Findings::default();
    let sources = watchlist_sources(path, &mut Findings::default());
    let notes = crate::classify::lint::lint(watchlist, &acronyms_of_packs());
    let documents: Vec<Document<'_>> = sources
        .iter()
        .map(|source| parse(source, &mut Findings::default()))
        .collect();
    let places = Places::of(&sources, &documents);
    for note in &notes {
        findings.extend(places.finding(note, &sources));
    }
    findings.extend(unused_names(&places, watchlist));
    findings.extend(unheard_feeds(&places, watchlist));
    let files: Vec<String> = sources.iter().map(|source| source.shown.clone()).collect();
    findings.sort(&files);
    findings
}

/// Warnings about terms of the files at `path`, found out elsewhere: each with its word for machines and its advice.
#[must_use]
pub fn point_at_terms(path: &Path, told: &[(&Term, &'static str, String, String)]) -> Findings {
    let mut findings = Findings::default();
    let sources = watchlist_sources(path, &mut Findings::default());
    for (term, code, message, help) in told {
        let at = 0..term.written.len();
        let spot = spot_of_term(&term.place, &term.written, &at, &sources);
        findings.extend(spot.map(|spot| spot.warning(message).code(code).help(help)));
    }
    findings
}

/// What the packs write in capitals, so that `ofac` is known for what it is in a list that names no pack.
fn acronyms_of_packs() -> BTreeSet<String> {
    let names: Vec<String> = packs()
        .iter()
        .map(|pack| format!("{:?}", pack.name))
        .collect();
    let text = format!(
        "packs = [{}]\n[topic.a]\nany = [\"word\"]\n",
        names.join(", ")
    );
    watchlist_from_text("packs", &text)
        .map_or_else(|_| BTreeSet::new(), |(list, _, _)| acronyms(&list))
}

/// Where the owner defines what; the packs' own tables are not among them, as nobody can mend those.
struct Places<'a> {
    names: BTreeMap<&'a str, Spot<'a>>,
    feeds: BTreeMap<&'a str, Spot<'a>>,
    topics: BTreeMap<&'a str, (Spot<'a>, Table<'a>)>,
}

impl<'a> Places<'a> {
    fn of(sources: &'a [Source], documents: &'a [Document<'a>]) -> Self {
        let mut places = Self {
            names: BTreeMap::new(),
            feeds: BTreeMap::new(),
            topics: BTreeMap::new(),
        };
        for (source, document) in sources.iter().zip(documents) {
            let mut root = Table::root(source, &document.tree);
            let mut nothing = Findings::default();
            let spot = |(key, _): &(Key<'a>, _)| (key.text, key.spot);
            let names = root.table("names", &mut nothing);
            places.names.extend(names.entries().iter().map(spot));
            let feeds = root.table("feed", &mut nothing);
            places
                .feeds
                .extend(feeds.entries().iter().map(|(key, node)| {
                    let language = node.as_table().and_then(|mut table| table.take("language"));
                    (key.text, language.map_or(key.spot, |node| node.spot))
                }));
            let topics = root.table("topic", &mut nothing);
            places.topics.extend(
                topics
                    .entries()
                    .iter()
                    .filter_map(|(key, node)| Some((key.text, (key.spot, node.as_table()?)))),
            );
        }
        places
    }

    fn finding(&self, note: &Note, sources: &[Source]) -> Option<Finding> {
        let finding = match &note.about {
            About::Term { place, written, at } => {
                spot_of_term(place, written, at, sources)?.warning(&note.message)
            }
            About::Topic { name, key } => {
                let (spot, table) = self.topics.get(name.as_str())?;
                let keys = table.entries().iter();
                let found = keys.map(|(key, _)| key).find(|found| found.text == *key);
                found.map_or(*spot, |key| key.spot).warning(&note.message)
            }
        };
        Some(finding.code(note.code).help(&note.help))
    }
}

fn spot_of_term<'a>(
    place: &Place,
    written: &str,
    at: &Range<usize>,
    sources: &'a [Source],
) -> Option<Spot<'a>> {
    let source = sources.iter().find(|source| source.short == place.file)?;
    let start = source.byte_of(place);
    let raw = source.text.get(start..)?;
    let spot = source.spot(start..start + length_in_file(raw, written));
    Some(if *at == (0..written.len()) {
        spot
    } else {
        spot.within(at)
    })
}

/// How long the TOML string or bare key is that a text begins with.
fn length_in_file(raw: &str, written: &str) -> usize {
    let quotes = raw.chars().take_while(|c| *c == '"' || *c == '\'').count();
    let quotes = if quotes >= 3 { 3 } else { quotes.min(1) };
    if raw
        .get(quotes..)
        .is_some_and(|rest| rest.starts_with(written))
    {
        return written.len() + 2 * quotes;
    }
    // Written with escapes: up to the quote that closes it.
    let Some(quote) = raw.chars().next().filter(|_| quotes == 1) else {
        return written.len().min(raw.len());
    };
    let mut is_escaped = false;
    let close = raw.char_indices().skip(1).find(|(_, c)| {
        let is_close = *c == quote && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped && quote == '"';
        is_close
    });
    close.map_or(raw.len(), |(at, _)| at + 1)
}

fn unused_names(places: &Places<'_>, watchlist: &Watchlist) -> Vec<Finding> {
    let mut used = BTreeSet::new();
    let of_topics = watchlist.topics.iter().flat_map(|topic| {
        let lists = topic
            .groups
            .iter()
            .chain([&topic.none, &topic.none_article, &topic.boost]);
        lists.flatten()
    });
    of_topics
        .chain(watchlist.names.values().flatten())
        .for_each(|term| mark_used(&term.pattern, &mut used));
    let unused = places
        .names
        .iter()
        .filter(|(name, _)| !used.contains(**name));
    unused
        .map(|(name, spot)| {
            spot.warning(format!("no term uses the name set \"{name}\""))
                .code("name-unused")
                .help(format!(
                    "write \"@{name}\" into the list of a topic, or remove the set"
                ))
        })
        .collect()
}

fn mark_used<'p>(pattern: &'p Pattern, used: &mut BTreeSet<&'p str>) {
    match pattern {
        Pattern::Name(name) => {
            used.insert(name);
        }
        Pattern::Title(inner) => mark_used(inner, used),
        Pattern::Near { left, right, .. } => {
            mark_used(left, used);
            mark_used(right, used);
        }
        Pattern::Words(_) | Pattern::Acronym(_) | Pattern::Exact(_) | Pattern::Regex(_) => {}
    }
}

/// Feeds in a language that every topic leaves out.
fn unheard_feeds(places: &Places<'_>, watchlist: &Watchlist) -> Vec<Finding> {
    let topics = &watchlist.topics;
    if topics.is_empty() || topics.iter().any(|topic| topic.languages.is_empty()) {
        return Vec::new();
    }
    let feeds = watchlist.feeds.iter().filter_map(|feed| {
        let language = feed.language?;
        let is_heard = topics
            .iter()
            .any(|topic| topic.languages.contains(&language));
        let spot = places.feeds.get(feed.name.as_str()).filter(|_| !is_heard)?;
        let message = format!(
            "no topic reads \"{language}\", the language of the feed \"{}\"",
            feed.name
        );
        let help =
            format!("add \"{language}\" to the \"languages\" of a topic, or remove the feed");
        Some(spot.warning(message).code("feed-unheard").help(help))
    });
    feeds.collect()
}
