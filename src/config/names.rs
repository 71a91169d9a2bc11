//! `[names]`: one name, all its spellings; and the sets that go round in a circle.

use std::collections::BTreeMap;

use crate::config::node::Node;
use crate::config::notes::Notes;
use crate::config::source::Spot;
use crate::config::suggest;
use crate::config::table::Key;
use crate::config::terms;
use crate::model::ids::TopicName;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;

/// A name set and where it is defined.
#[derive(Debug)]
pub(super) struct NameSet<'a> {
    /// Its key.
    pub(super) spot: Spot<'a>,
    /// All its spellings.
    pub(super) terms: Vec<Term>,
}

/// All name sets of all files.
pub(super) type NameSets<'a> = BTreeMap<String, NameSet<'a>>;

/// Reads one set.
pub(super) fn read<'a>(key: Key<'a>, node: Node<'a>, notes: &mut Notes<'a>) -> NameSet<'a> {
    if key.text.parse::<TopicName>().is_err() {
        let finding = key
            .spot
            .error(format!("\"{}\" cannot be used as \"@name\"", key.text));
        notes.findings.push(
            finding.help("use letters, digits, \"-\" and \"_\", beginning with a letter or digit"),
        );
    }
    let spellings = terms::group(node, notes);
    if node.is_empty_list() {
        notes.findings.push(
            key.spot
                .warning(format!("the name set \"{}\" has no spelling", key.text)),
        );
    }
    NameSet {
        spot: key.spot,
        terms: spellings,
    }
}

/// Refuses names that nobody defined and sets that contain themselves. True when all is well.
pub(super) fn check(sets: &NameSets<'_>, notes: &mut Notes<'_>) -> bool {
    let mut is_sound = true;
    for mention in &notes.names {
        if !sets.contains_key(&mention.name) {
            is_sound = false;
            let near = suggest::nearest(&mention.name, sets.keys().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean \"@{near}\"?"),
                None => format!(
                    "write {} = [\"…\"] under [names], or name the pack that has it in packs = […]",
                    mention.name
                ),
            };
            notes.findings.push(
                mention
                    .spot
                    .error(format!("there is no name set \"{}\"", mention.name))
                    .help(help),
            );
        }
    }
    for circle in circles(sets) {
        is_sound = false;
        let Some(set) = circle.first().and_then(|name| sets.get(*name)) else {
            continue;
        };
        let round: Vec<String> = circle
            .iter()
            .chain(circle.first())
            .map(|name| format!("@{name}"))
            .collect();
        let finding = set.spot.error(format!(
            "this name set goes round in a circle: {}",
            round.join(" → ")
        ));
        notes
            .findings
            .push(finding.help("take one of these references out"));
    }
    is_sound
}

/// Every circle once, told from its first name by the alphabet.
fn circles<'s>(sets: &'s NameSets<'_>) -> Vec<Vec<&'s str>> {
    let mut found = Vec::new();
    let mut done = std::collections::HashSet::new();
    for start in sets.keys() {
        let mut path: Vec<(&str, std::vec::IntoIter<&str>)> =
            vec![(start, references(sets, start).into_iter())];
        while let Some((name, rest)) = path.last_mut() {
            let name = *name;
            match rest.next() {
                None => {
                    done.insert(name);
                    path.pop();
                }
                Some(next) if done.contains(next) => {}
                Some(next) => match path.iter().position(|(on_path, _)| *on_path == next) {
                    Some(at) => found.push(from_smallest(
                        path.iter().skip(at).map(|(name, _)| *name).collect(),
                    )),
                    None => path.push((next, references(sets, next).into_iter())),
                },
            }
        }
    }
    found
}

fn from_smallest(mut circle: Vec<&str>) -> Vec<&str> {
    let smallest = circle
        .iter()
        .enumerate()
        .min_by_key(|(_, name)| **name)
        .map_or(0, |(at, _)| at);
    circle.rotate_left(smallest);
    circle
}

fn references<'s>(sets: &'s NameSets<'_>, name: &str) -> Vec<&'s str> {
    let mut names = Vec::new();
    for term in sets
        .get(name)
        .map(|set| set.terms.as_slice())
        .unwrap_or_default()
    {
        collect(&term.pattern, &mut names);
    }
    names
}

fn collect<'s>(pattern: &'s Pattern, names: &mut Vec<&'s str>) {
    match pattern {
        Pattern::Name(name) => names.push(name),
        Pattern::Near { left, right, .. } => {
            collect(left, names);
            collect(right, names);
        }
        Pattern::Title(inner) => collect(inner, names),
        Pattern::Words(_) | Pattern::Acronym(_) | Pattern::Exact(_) | Pattern::Regex(_) => {}
    }
}
