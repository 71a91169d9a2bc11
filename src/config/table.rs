//! Walks a TOML file as written: every key asked for once, the rest refused by name.

use toml::Spanned;
use toml::de::DeTable;

use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::source::Source;
use crate::config::source::Spot;
use crate::config::suggest;

/// A key as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key<'a> {
    /// Without quotes.
    pub(super) text: &'a str,
    /// Where it stands.
    pub(super) spot: Spot<'a>,
}

/// A table as written, its entries in the order of the file.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// Its header, or the whole of it when it stands in braces.
    pub(super) spot: Spot<'a>,
    entries: Vec<(Key<'a>, Node<'a>)>,
    asked: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// The table of a whole file.
    pub(super) fn root(source: &'a Source, root: &'a Spanned<DeTable<'a>>) -> Self {
        Self::new(source.spot(0..0), root.get_ref())
    }

    pub(super) fn new(spot: Spot<'a>, table: &'a DeTable<'a>) -> Self {
        let source = spot.source;
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| {
                let key = Key {
                    text: key.get_ref(),
                    spot: source.spot(key.span()),
                };
                let node = Node::new(key.text, source.spot(value.span()), value.get_ref());
                (key, node)
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.spot.start); // toml keeps them by name
        Self {
            spot,
            entries,
            asked: Vec::new(),
        }
    }

    /// Asks for a key that may be there.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Node<'a>> {
        self.asked.push(key);
        self.entries
            .iter()
            .find(|(found, _)| found.text == key)
            .map(|(_, node)| *node)
    }

    /// Takes out a key that must not be here, for a finding of its own.
    pub(super) fn take_out(&mut self, key: &str) -> Option<Key<'a>> {
        let at = self
            .entries
            .iter()
            .position(|(found, _)| found.text == key)?;
        Some(self.entries.remove(at).0)
    }

    /// Every entry, for tables whose keys the owner chooses.
    pub(super) fn entries(&self) -> &[(Key<'a>, Node<'a>)] {
        &self.entries
    }

    /// Is a key there? Does not count as asking for it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(found, _)| found.text == key)
    }

    /// The table under a key, empty where there is none.
    pub(super) fn table(&mut self, key: &'static str, findings: &mut Findings) -> Table<'a> {
        self.take(key)
            .and_then(|node| node.table(findings))
            .unwrap_or(Table {
                spot: self.spot,
                entries: Vec::new(),
                asked: Vec::new(),
            })
    }

    /// Refuses every key that nobody asked for. `owner` is what the keys belong to, such as `[web]`.
    pub(super) fn finish(&self, owner: &str, findings: &mut Findings) {
        for (key, _) in &self.entries {
            if !self.asked.contains(&key.text) {
                let advice = suggest::advice(key.text, self.asked.iter().copied());
                findings.push(
                    key.spot
                        .error(format!("{owner} has no key \"{}\"", key.text))
                        .maybe_help(advice),
                );
            }
        }
    }
}
