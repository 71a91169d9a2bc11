//! All watchlist files and the packs they name -> one Watchlist.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::classify::asked_words;
use crate::config::cross;
use crate::config::digest;
use crate::config::digest::Draft;
use crate::config::feed;
use crate::config::feed::Machine;
use crate::config::findings::Findings;
use crate::config::hunspell;
use crate::config::hunspell::Choice;
use crate::config::names;
use crate::config::names::NameSets;
use crate::config::node::Node;
use crate::config::notes::Notes;
use crate::config::packs::Pack;
use crate::config::packs::packs;
use crate::config::parse::Document;
use crate::config::parse::parse;
use crate::config::source::Source;
use crate::config::source::Spot;
use crate::config::suggest;
use crate::config::table::Key;
use crate::config::table::Table;
use crate::config::topic;
use crate::config::version;
use crate::model::feed::Feed;
use crate::model::ids::TopicName;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;

/// What this program reads; a later language will count up.
const SCHEMA: u32 = 1;

/// A watchlist that was read, and whether it is whole enough to be compiled.
#[derive(Debug)]
pub(super) struct Reading {
    /// As much as could be read.
    pub(super) watchlist: Watchlist,
    /// What is wrong.
    pub(super) findings: Findings,
    /// Do all names resolve? Compiling would only repeat these faults.
    pub(super) has_sound_names: bool,
}

/// Everything of one kind, with where each was defined.
#[derive(Debug, Default)]
struct Collected<'a> {
    names: NameSets<'a>,
    topics: Vec<(Spot<'a>, Topic)>,
    feeds: Vec<(Spot<'a>, Feed)>,
    digests: Vec<(Spot<'a>, Draft)>,
    defined: HashMap<(&'static str, &'a str), Spot<'a>>,
    dictionaries: Option<Choice>,
}

/// Reads the owner's files in order, then the packs they name, which never override the owner. Where a file could not
/// be read (`is_complete` is false) or a part of one is broken, nobody is told that a name is missing: it may stand there.
pub(super) fn read(sources: &[Source], machine: Machine<'_>, is_complete: bool) -> Reading {
    let mut findings = Findings::default();
    let documents: Vec<_> = sources
        .iter()
        .map(|source| parse(source, &mut findings))
        .collect();
    let (named, has_all_packs) = named_packs(sources, &documents, &mut findings);
    let pack_sources: Vec<Source> = named.iter().map(|pack| pack.source()).collect();
    let pack_documents: Vec<_> = pack_sources
        .iter()
        .map(|source| parse(source, &mut findings))
        .collect();

    let mut notes = Notes {
        findings,
        ..Notes::default()
    };
    let mut collected = Collected::default();
    for (source, document) in sources.iter().zip(&documents) {
        collect(
            Table::root(source, &document.tree),
            machine,
            &mut collected,
            &mut notes,
        );
    }
    for (source, document) in pack_sources.iter().zip(&pack_documents) {
        add_pack(
            Table::root(source, &document.tree),
            &mut collected,
            &mut notes,
        );
    }
    let is_whole =
        is_complete && documents.iter().all(|document| document.is_whole) && has_all_packs;
    if !is_whole {
        notes.forget_mentions();
    }
    if let Some(known) = machine.webhooks {
        cross::check_mentioned_webhooks(known, &mut notes);
    }
    let has_sound_names = names::check(&collected.names, &mut notes) && is_whole;
    let whole = sources.first().map(|source| source.spot(0..0));
    let choice = collected.dictionaries.take().unwrap_or_default();
    let mut watchlist = assemble(collected, whole, &mut notes);
    if has_sound_names {
        let words = asked_words(&watchlist);
        watchlist.dictionaries = hunspell::ask(&words, &choice, machine, &mut notes.findings);
    }
    watchlist.version = version::of(&watchlist);
    Reading {
        watchlist,
        findings: notes.findings,
        has_sound_names,
    }
}

/// `packs = [...]` of every file, each pack once; and whether all of them exist.
fn named_packs<'a>(
    sources: &'a [Source],
    documents: &'a [Document<'a>],
    findings: &mut Findings,
) -> (Vec<&'static Pack>, bool) {
    let mut named: Vec<&'static Pack> = Vec::new();
    let mut has_all = true;
    for (source, document) in sources.iter().zip(documents) {
        let Some(node) = Table::root(source, &document.tree).take("packs") else {
            continue;
        };
        for (item, text) in node.texts(findings) {
            let all = packs();
            match all.iter().find(|pack| pack.name == text) {
                Some(pack) if named.iter().any(|known| known.name == pack.name) => {}
                Some(pack) => named.push(pack),
                None => {
                    has_all = false;
                    let advice = suggest::advice(text, all.iter().map(|pack| pack.name));
                    findings.push(
                        item.spot
                            .error(format!("there is no pack \"{text}\""))
                            .maybe_help(advice),
                    );
                }
            }
        }
    }
    (named, has_all)
}

fn collect<'a>(
    mut root: Table<'a>,
    machine: Machine<'_>,
    into: &mut Collected<'a>,
    notes: &mut Notes<'a>,
) {
    if let Some(node) = root.take("schema") {
        check_schema(node, &mut notes.findings);
    }
    root.take("packs");
    if let Some(node) = root.take("hunspell") {
        if into.dictionaries.is_some() {
            let finding = node
                .spot
                .error("another file of this watchlist says \"hunspell\" already");
            notes
                .findings
                .push(finding.help("say it once, in watchlist.toml"));
        }
        into.dictionaries = hunspell::choice(node, machine, &mut notes.findings);
    }
    for (key, node) in table_of(&mut root, "names", notes) {
        if define("name set", key, into, &mut notes.findings) {
            let set = names::read(key, node, notes);
            into.names.insert(key.text.to_owned(), set);
        }
    }
    for (key, node) in table_of(&mut root, "topic", notes) {
        if define("topic", key, into, &mut notes.findings) {
            into.topics
                .extend(topic::read(key, node, notes).map(|topic| (key.spot, topic)));
        }
    }
    for (key, node) in table_of(&mut root, "feed", notes) {
        if define("feed", key, into, &mut notes.findings) {
            into.feeds.extend(
                feed::read(key, node, machine, &mut notes.findings).map(|feed| (key.spot, feed)),
            );
        }
    }
    for (key, node) in table_of(&mut root, "digest", notes) {
        if define("digest", key, into, &mut notes.findings) {
            into.digests
                .extend(digest::read(key, node, notes).map(|draft| (key.spot, draft)));
        }
    }
    refuse_settings_tables(&mut root, &mut notes.findings);
    root.finish("a watchlist", &mut notes.findings);
}

fn table_of<'a>(
    root: &mut Table<'a>,
    key: &'static str,
    notes: &mut Notes<'a>,
) -> Vec<(Key<'a>, Node<'a>)> {
    root.table(key, &mut notes.findings).entries().to_vec()
}

/// True when the name is new; a second definition is told with the place of the first.
fn define<'a>(
    kind: &'static str,
    key: Key<'a>,
    into: &mut Collected<'a>,
    findings: &mut Findings,
) -> bool {
    match into.defined.insert((kind, key.text), key.spot) {
        None => true,
        Some(first) => {
            let place = first.seen_from(&key.spot);
            let finding = key.spot.error(format!(
                "there are two {kind}s \"{}\": the first is in {place}",
                key.text
            ));
            findings.push(finding.help("join the two, or give this one another name"));
            into.defined.insert((kind, key.text), first);
            false
        }
    }
}

fn check_schema(node: Node<'_>, findings: &mut Findings) {
    if let Some(schema) = node.whole(1..=9999, findings)
        && schema != SCHEMA
    {
        let finding = node.spot.error(format!(
            "this watchlist is written in schema {schema}; this wirewatch reads schema {SCHEMA}"
        ));
        findings.push(finding.help("install a newer wirewatch, or write schema = 1"));
    }
}

fn refuse_settings_tables(root: &mut Table<'_>, findings: &mut Findings) {
    for name in ["relay", "store", "web", "fetch", "retention", "log"] {
        if let Some(key) = root.take_out(name) {
            let finding = key
                .spot
                .error(format!("[{name}] belongs in wirewatch.toml"));
            findings.push(finding.help("watchlist.toml is about what to watch, wirewatch.toml about the machine: move it there"));
        }
    }
}

/// A pack's names and topics, except those that the owner defines.
fn add_pack<'a>(mut root: Table<'a>, into: &mut Collected<'a>, notes: &mut Notes<'a>) {
    root.take("title");
    for (key, node) in table_of(&mut root, "names", notes) {
        if !into.names.contains_key(key.text) {
            let set = names::read(key, node, notes);
            into.names.insert(key.text.to_owned(), set);
        }
    }
    for (key, node) in table_of(&mut root, "topic", notes) {
        if let Entry::Vacant(free) = into.defined.entry(("topic", key.text)) {
            free.insert(key.spot);
            into.topics
                .extend(topic::read(key, node, notes).map(|topic| (key.spot, topic)));
        }
    }
    root.finish("a pack", &mut notes.findings);
}

fn assemble<'a>(
    collected: Collected<'a>,
    whole: Option<Spot<'a>>,
    notes: &mut Notes<'a>,
) -> Watchlist {
    let Collected {
        names,
        topics,
        feeds,
        digests,
        ..
    } = collected;
    let (topic_spots, topics): (Vec<_>, Vec<_>) = topics.into_iter().unzip();
    let (feed_spots, feeds): (Vec<_>, Vec<_>) = feeds.into_iter().unzip();
    let all_topics: Vec<TopicName> = topics
        .iter()
        .map(|topic: &Topic| topic.name.clone())
        .collect();
    let digests = digests.into_iter().map(|(_, draft)| {
        let mut definition = draft.definition;
        if draft.wants_all_topics {
            definition.topics.clone_from(&all_topics);
        }
        definition
    });
    let watchlist = Watchlist {
        names: names
            .into_iter()
            .map(|(name, set)| (name, set.terms))
            .collect(),
        topics,
        feeds,
        digests: digests.collect(),
        ..Watchlist::default()
    };
    cross::check(&watchlist, &topic_spots, &feed_spots, whole, notes);
    watchlist
}

/// A table's key as a name; a fault is told at the key.
pub(super) fn name<N>(key: Key<'_>, findings: &mut Findings) -> Option<N>
where
    N: std::str::FromStr,
    N::Err: std::fmt::Display,
{
    key.text
        .parse()
        .map_err(|reason: N::Err| findings.push(key.spot.error(reason.to_string())))
        .ok()
}
