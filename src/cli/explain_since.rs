//! What has become, since, of the terms that made an old match: the list of then, as it was kept, beside the one in force.

use std::collections::BTreeSet;
use std::collections::HashMap;

use serde_json::Value;
use serde_json::json;

use crate::config::Meaning;
use crate::config::TermChange;
use crate::model::ids::WatchlistVersion;
use crate::model::matching::Match;

/// The lists that judged an article, and the one in force.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Those of them that the archive kept.
    pub(super) then: HashMap<WatchlistVersion, Meaning>,
    pub(super) now: Meaning,
}

impl Lists {
    /// What has become of a match's term since the list that judged; `None` where it means what it meant.
    pub(super) fn change(
        &self,
        found: &Match,
        by: &WatchlistVersion,
        term: &str,
    ) -> Option<TermChange> {
        self.then.get(by)?.change(&self.now, &found.topic, term)
    }

    /// A line for each term of these matches that has changed.
    pub(super) fn words<'a>(
        &self,
        matches: impl Iterator<Item = &'a (Match, WatchlistVersion)>,
    ) -> String {
        let lines = matches.flat_map(|(found, by)| {
            let changes = self.changes(found, by);
            changes.into_iter().map(move |(term, change)| {
                format!("  {}, '{term}': {}\n", found.topic, change.sentence)
            })
        });
        lines.collect()
    }

    /// For machines: `null` where the list that judged was not kept.
    pub(super) fn value(&self, found: &Match, by: &WatchlistVersion) -> Value {
        if !self.then.contains_key(by) {
            return Value::Null;
        }
        let changes = self.changes(found, by);
        changes
            .into_iter()
            .map(|(term, change)| {
                json!({ "term": term, "change": change.kind, "sentence": change.sentence })
            })
            .collect()
    }

    fn changes<'a>(&self, found: &'a Match, by: &WatchlistVersion) -> Vec<(&'a str, TermChange)> {
        let terms: BTreeSet<&str> = found.evidence.iter().map(|one| one.term.as_str()).collect();
        terms
            .into_iter()
            .filter_map(|term| Some((term, self.change(found, by, term)?)))
            .collect()
    }
}
