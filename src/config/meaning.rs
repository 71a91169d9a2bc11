//! What a watchlist's names and topics meant, as a text that is kept under the list's version; and what has become of a
//! term since. Feeds and digests are not in it: they judge nothing, and their addresses and headers may be secrets.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::config::version;
use crate::model::ids::TopicName;
use crate::model::watchlist::Watchlist;

/// Spellings or forms that a sentence lists.
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
    /// By word: the forms that installed dictionaries added, each with its language.
    added: BTreeMap<String, BTreeSet<Added>>,
}

/// A language's code, and a form.
type Added = (String, String);

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
    /// A short word for machines: `topic-gone`, `term-gone`, `term-changed`, `names-changed` or
    /// `dictionary-changed`.
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
        let (mut dictionary, mut word) = ("", "");
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
                "dictionary" => dictionary = value,
                "word" => word = value,
                "form" => {
                    let forms = this.added.entry(word.to_owned()).or_default();
                    forms.insert((dictionary.to_owned(), value.to_owned()));
                }
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
        if let Some(sentence) = self.names_changed(later, term) {
            return told("names-changed", sentence);
        }
        told("dictionary-changed", self.dictionary_changed(later, term)?)
    }

    /// Which forms the words of a term have lost and gained by other dictionaries on the machine.
    fn dictionary_changed(&self, later: &Self, term: &str) -> Option<String> {
        let (then, now) = (self.added_to(term), later.added_to(term));
        let changes = changes(&then, &now, |(language, form)| {
            format!("'{form}' ({language})")
        })?;
        Some(format!(
            "the spelling dictionaries of this machine have changed since: {term} has {changes}"
        ))
    }

    /// What dictionaries add to the words of a term and of its name sets.
    fn added_to(&self, term: &str) -> BTreeSet<&Added> {
        let spellings = self.spellings(term, 0);
        let texts = spellings.iter().map(String::as_str).chain([term]);
        let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        let added = words.filter_map(|word| self.added.get(&word.to_lowercase()));
        added.flatten().collect()
    }

    /// Which spellings the name sets of a term have lost and gained.
    fn names_changed(&self, later: &Self, term: &str) -> Option<String> {
        let (then, now) = (self.spellings(term, 0), later.spellings(term, 0));
        let changes = changes(&then, &now, |spelling| format!("'{spelling}'"))?;
        Some(format!("{term} has {changes} since"))
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

/// "lost 'a' and gained 'b', 'c' and 4 more"; `None` where both are the same.
fn changes<T: Ord>(
    then: &BTreeSet<T>,
    now: &BTreeSet<T>,
    quoted: impl Fn(&T) -> String,
) -> Option<String> {
    let changes = [
        ("lost", then.difference(now)),
        ("gained", now.difference(then)),
    ];
    let changes: Vec<String> = changes
        .into_iter()
        .map(|(what, items)| (what, items.map(&quoted).collect::<Vec<String>>()))
        .filter(|(_, items)| !items.is_empty())
        .map(|(what, items)| format!("{what} {}", listed(&items)))
        .collect();
    (!changes.is_empty()).then(|| changes.join(" and "))
}

/// The first few, and how many more.
fn listed(items: &[String]) -> String {
    let shown = &items[..items.len().min(MOST_LISTED)];
    let more = match items.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", shown.join(", "))
}
