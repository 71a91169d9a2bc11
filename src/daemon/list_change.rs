//! What a watchlist has gained and lost against the one before it: for people in a sentence, for machines whole. Pure.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;

/// Changes that the sentence names one by one.
const MOST_NAMED: usize = 6;

/// A difference between two lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ListChange {
    topics: Difference,
    feeds: Difference,
    digests: Difference,
    /// Name sets as a whole, and those in both with other spellings.
    names: Difference,
    spellings: BTreeMap<String, Difference>,
    /// Of topics in both lists: terms with the part they play.
    terms: BTreeMap<String, Difference>,
    /// Topics in both lists with other rules beside their terms.
    rules: BTreeSet<String>,
    /// Feeds in both lists with another address.
    moved: BTreeSet<String>,
}

/// What is only in the new list, and what was only in the old one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Difference {
    gained: BTreeSet<String>,
    lost: BTreeSet<String>,
}

impl Difference {
    fn of(old: BTreeSet<String>, new: BTreeSet<String>) -> Self {
        Self {
            gained: new.difference(&old).cloned().collect(),
            lost: old.difference(&new).cloned().collect(),
        }
    }

    fn is_none(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty()
    }

    fn value(&self) -> Value {
        json!({ "gained": self.gained, "lost": self.lost })
    }

    /// "topic goats added", "feed farm removed".
    fn words(&self, noun: &str) -> Vec<String> {
        let one = |what: &'static str| move |name: &String| format!("{noun} {name} {what}");
        let gained = self.gained.iter().map(one("added"));
        gained.chain(self.lost.iter().map(one("removed"))).collect()
    }
}

impl ListChange {
    pub(super) fn between(old: &Watchlist, new: &Watchlist) -> Self {
        let mut change = Self {
            topics: Difference::of(
                old.topics.iter().map(|t| t.name.to_string()).collect(),
                new.topics.iter().map(|t| t.name.to_string()).collect(),
            ),
            feeds: Difference::of(
                old.feeds.iter().map(|f| f.name.to_string()).collect(),
                new.feeds.iter().map(|f| f.name.to_string()).collect(),
            ),
            digests: Difference::of(
                old.digests.iter().map(|d| d.name.to_string()).collect(),
                new.digests.iter().map(|d| d.name.to_string()).collect(),
            ),
            names: Difference::of(
                old.names.keys().cloned().collect(),
                new.names.keys().cloned().collect(),
            ),
            ..Self::default()
        };
        for topic in &new.topics {
            if let Some(before) = old.topic(&topic.name) {
                let terms = Difference::of(terms_of(before), terms_of(topic));
                if !terms.is_none() {
                    change.terms.insert(topic.name.to_string(), terms);
                }
                if rules_of(before) != rules_of(topic) {
                    change.rules.insert(topic.name.to_string());
                }
            }
        }
        for (name, spellings) in &new.names {
            if let Some(before) = old.names.get(name) {
                let spellings = Difference::of(written(before), written(spellings));
                if !spellings.is_none() {
                    change.spellings.insert(name.clone(), spellings);
                }
            }
        }
        for feed in &new.feeds {
            if old
                .feed(&feed.name)
                .is_some_and(|before| before.url != feed.url)
            {
                change.moved.insert(feed.name.to_string());
            }
        }
        change
    }

    /// Everything, for the stream.
    pub(super) fn value(&self) -> Value {
        let inside = |differences: &BTreeMap<String, Difference>| -> Value {
            differences
                .iter()
                .map(|(name, difference)| (name.clone(), difference.value()))
                .collect::<serde_json::Map<_, _>>()
                .into()
        };
        json!({
            "topics": self.topics.value(),
            "feeds": self.feeds.value(),
            "digests": self.digests.value(),
            "names": self.names.value(),
            "terms": inside(&self.terms),
            "spellings": inside(&self.spellings),
            "rules_changed": self.rules,
            "feeds_moved": self.moved,
        })
    }

    /// The changes that matter most, one by one, and how many more there are.
    pub(super) fn words(&self) -> String {
        let mut parts = self.topics.words("topic");
        parts.extend(self.feeds.words("feed"));
        parts.extend(self.digests.words("digest"));
        parts.extend(self.names.words("name set"));
        let inside = self
            .terms
            .iter()
            .map(|(topic, terms)| ("topic", topic, terms));
        let spelled = self
            .spellings
            .iter()
            .map(|(name, all)| ("name set", name, all));
        for (noun, name, difference) in inside.chain(spelled) {
            parts.push(format!("{noun} {name} {}", gains(difference)));
        }
        let rules = self
            .rules
            .iter()
            .filter(|topic| !self.terms.contains_key(*topic));
        parts.extend(rules.map(|topic| format!("topic {topic} has other rules")));
        parts.extend(
            self.moved
                .iter()
                .map(|feed| format!("feed {feed} has another address")),
        );
        if parts.is_empty() {
            return "settings of feeds or digests changed".to_owned();
        }
        let more = parts.len().saturating_sub(MOST_NAMED);
        parts.truncate(MOST_NAMED);
        match more {
            0 => parts.join(", "),
            more => format!("{} and {more} more changes", parts.join(", ")),
        }
    }
}

/// "gained "ship" and lost "bank"", or how many there are.
fn gains(difference: &Difference) -> String {
    let told = |what: &str, terms: &BTreeSet<String>| {
        let mut all = terms.iter();
        match (all.next(), all.next()) {
            (None, _) => None,
            (Some(only), None) => Some(format!("{what} \"{only}\"")),
            _ => Some(format!("{what} {} terms", terms.len())),
        }
    };
    let parts = [
        told("gained", &difference.gained),
        told("lost", &difference.lost),
    ];
    parts
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" and ")
}

fn written(terms: &[Term]) -> BTreeSet<String> {
    terms.iter().map(|term| term.written.clone()).collect()
}

/// Each term with the part that it plays, where that is not the usual one.
fn terms_of(topic: &Topic) -> BTreeSet<String> {
    let with = |part: &'static str| move |term: &Term| format!("{part}{}", term.written);
    let wanted = topic.groups.iter().flatten().map(with(""));
    wanted
        .chain(topic.none.iter().map(with("none: ")))
        .chain(topic.none_article.iter().map(with("none_article: ")))
        .chain(topic.boost.iter().map(with("boost: ")))
        .collect()
}

/// All else that says how a topic judges and is told, as a text to compare.
fn rules_of(topic: &Topic) -> String {
    let weights: Vec<_> = [&topic.none, &topic.none_article, &topic.boost]
        .into_iter()
        .chain(&topic.groups)
        .map(|terms| {
            let of = |term: &Term| (term.written.clone(), term.weight.to_string(), term.language);
            terms.iter().map(of).collect::<Vec<_>>()
        })
        .collect();
    format!(
        "{:?}",
        (
            (&topic.title, topic.near, topic.threshold, &topic.languages),
            (&topic.feeds, topic.priority, topic.alert, topic.burst),
            (topic.learn, weights),
        )
    )
}
