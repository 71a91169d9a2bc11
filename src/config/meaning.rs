//! What a watchlist's names and topics meant, as a text that is kept under the list's version; and what has become of a
//! term since. Feeds and digests are not in it: they judge nothing, and their addresses and headers may be secrets.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::config::version;
use crate::model::ids::TopicName;
use crate::model::watchlist::Watchlist;

/// Spellings of a name set that a sentence lists.
const MOST_LISTED: usize = 5;
/// A name set in a name set in a name set … deeper than this is not read.
const DEEPEST_NAMES: usize = 8;

/// The text to keep: the names and topics of the form that the version is a hash of.
#[must_use]
pub fn meaning(watchlist: &Watchlist) -> String {
    version::meaning(watchlist)
}

/// The terms of a kept text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    topics: BTreeMap<String, Vec<Said>>,
    names: BTreeMap<String, Vec<Said>>,
}

/// A term as a list said it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    /// The key of the version's form: `term`, `none`, `none_article`, `boost`, `spelling`.
    role: String,
    written: String,
    language: String,
    weight: String,
}

/// What has become of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermChange {
    /// A short word for machines: `topic-gone`, `term-gone`, `term-changed` or `names-changed`.
    pub kind: &'static str,
    /// A sentence for people.
    pub sentence: String,
}

impl Meaning {
    /// Reads a kept text; `None` where it is not one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut this = Self::default();
        let mut open: Option<&mut Vec<Said>> = None;
        let mut rest = text;
        while !rest.is_empty() {
            let (key, value, after) = line(rest)?;
            rest = after;
            match key {
                "topic" => open = Some(this.topics.entry(value.to_owned()).or_default()),
                "name" => open = Some(this.names.entry(value.to_owned()).or_default()),
                "term" | "none" | "none_article" | "boost" | "spelling" => {
                    open.as_deref_mut()?.push(Said {
                        role: key.to_owned(),
                        written: value.to_owned(),
                        ..Said::default()
                    });
                }
                "lang" => open.as_deref_mut()?.last_mut()?.language = value.to_owned(),
                "weight" => open.as_deref_mut()?.last_mut()?.weight = value.to_owned(),
                _ => {}
            }
        }
        Some(this)
    }

    /// What has become of a term of this list's topic in a later one; `None` where it means what it meant.
    #[must_use]
    pub fn change(&self, later: &Self, topic: &TopicName, term: &str) -> Option<TermChange> {
        let told = |kind, sentence| Some(TermChange { kind, sentence });
        let Some(topic_now) = later.topics.get(topic.as_str()) else {
            return told("topic-gone", "the topic has gone since".to_owned());
        };
        let then = said_of(self.topics.get(topic.as_str())?, term);
        let now = said_of(topic_now, term);
        if now.is_empty() {
            return told(
                "term-gone",
                "the term has gone from the topic since".to_owned(),
            );
        }
        if then != now {
            let sentence = format!(
                "the term has changed since: it was {} and is {}",
                words(&then),
                words(&now)
            );
            return told("term-changed", sentence);
        }
        told("names-changed", self.names_changed(later, term)?)
    }

    /// Which spellings the name sets of a term have lost and gained.
    fn names_changed(&self, later: &Self, term: &str) -> Option<String> {
        let (then, now) = (self.spellings(term, 0), later.spellings(term, 0));
        let changes = [
            ("lost", then.difference(&now)),
            ("gained", now.difference(&then)),
        ];
        let changes: Vec<String> = changes
            .into_iter()
            .filter_map(|(what, spellings)| {
                let spellings: Vec<&String> = spellings.collect();
                (!spellings.is_empty()).then(|| format!("{what} {}", listed(&spellings)))
            })
            .collect();
        (!changes.is_empty()).then(|| format!("{term} has {} since", changes.join(" and ")))
    }

    fn spellings(&self, term: &str, depth: usize) -> BTreeSet<String> {
        let names = term.split('@').skip(1).map(|rest| {
            let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
            &rest[..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())]
        });
        let mut spellings = BTreeSet::new();
        for said in names.filter_map(|name| self.names.get(name)).flatten() {
            if said.written.contains('@') && depth < DEEPEST_NAMES {
                spellings.append(&mut self.spellings(&said.written, depth + 1));
            } else {
                spellings.insert(said.written.clone());
            }
        }
        spellings
    }
}

/// One `key length value` and what follows it.
fn line(text: &str) -> Option<(&str, &str, &str)> {
    let (key, rest) = text.split_once(' ')?;
    let (length, rest) = rest.split_once(' ')?;
    let length: usize = length.parse().ok()?;
    let (value, rest) = rest.split_at_checked(length)?;
    Some((key, value, rest.strip_prefix('\n')?))
}

fn said_of<'a>(topic: &'a [Said], term: &str) -> BTreeSet<&'a Said> {
    topic.iter().filter(|said| said.written == term).collect()
}

/// "wanted (ru) with weight 3, and a boost with weight 1".
fn words(said: &BTreeSet<&Said>) -> String {
    let one = |said: &&Said| {
        let role = match said.role.as_str() {
            "none" => "a `none` term",
            "none_article" => "a `none_article` term",
            "boost" => "a boost",
            _ => "wanted",
        };
        let language = said.language.strip_prefix("Some(");
        let language = language
            .and_then(|rest| rest.strip_suffix(')'))
            .map_or(String::new(), |code| format!(" in {code}"));
        format!("{role}{language} with weight {}", said.weight)
    };
    let all: Vec<String> = said.iter().map(one).collect();
    all.join(", and ")
}

fn listed(spellings: &[&String]) -> String {
    let shown: Vec<String> = spellings
        .iter()
        .take(MOST_LISTED)
        .map(|spelling| format!("'{spelling}'"))
        .collect();
    let more = spellings.len().saturating_sub(MOST_LISTED);
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", shown.join(", "))
}
