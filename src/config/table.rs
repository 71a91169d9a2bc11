//! Walks a TOML file as written: every value with its place, every key asked for once, the rest refused by name.

use std::fmt::Display;
use std::ops::Range;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::Time;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::config::findings::Findings;
use crate::config::literal;
use crate::config::quantity;
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

/// A value as written, with the key it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    /// The key it stands under, for the words of a finding.
    pub(super) key: &'a str,
    /// Where it stands.
    pub(super) spot: Spot<'a>,
    value: &'a DeValue<'a>,
}

/// A table as written, its entries in the order of the file.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// Its header, or the whole of it when it stands in braces.
    pub(super) spot: Spot<'a>,
    entries: Vec<(Key<'a>, Node<'a>)>,
    asked: Vec<&'static str>,
}

/// Parses a file; whatever can be read of a broken one is read, so that its other faults are told as well.
pub(super) fn parse<'a>(source: &'a Source, findings: &mut Findings) -> Spanned<DeTable<'a>> {
    let (root, faults) = DeTable::parse_recoverable(&source.text);
    for fault in faults {
        let span = fault.span().unwrap_or_default();
        let (message, help) = in_plain_words(fault.message());
        findings.push(source.spot(span).error(message).maybe_help(help));
    }
    root
}

/// The parser's words are for people who know TOML; the common faults deserve advice.
fn in_plain_words(message: &str) -> (String, Option<String>) {
    let advice = match message {
        m if m.starts_with("duplicate key") => {
            "every key and every [table] may stand only once: join the two, or rename one"
        }
        m if m.contains("invalid basic string") || m.contains("string values must be quoted") => {
            "text stands between quotes, on one line: \"like this\""
        }
        m if m.contains("unclosed array") || m.contains("missing comma") => {
            "a list stands between brackets, with commas between its items: [\"one\", \"two\"]"
        }
        m if m.contains("extra comma") => "remove the comma that has nothing before it",
        m if m.contains("escape") => {
            "write a backslash twice (\"\\\\\"), or put the text between single quotes ('…')"
        }
        m if m.contains("recursion limit") => "tables inside tables go 80 deep at the most",
        _ => return (format!("this is not TOML: {message}"), None),
    };
    (
        format!("this is not TOML: {message}"),
        Some(advice.to_owned()),
    )
}

impl<'a> Table<'a> {
    /// The table of a whole file.
    pub(super) fn root(source: &'a Source, root: &'a Spanned<DeTable<'a>>) -> Self {
        Self::new(source.spot(0..0), root.get_ref())
    }

    fn new(spot: Spot<'a>, table: &'a DeTable<'a>) -> Self {
        let source = spot.source;
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| {
                let key = Key {
                    text: key.get_ref(),
                    spot: source.spot(key.span()),
                };
                let node = Node {
                    key: key.text,
                    spot: source.spot(value.span()),
                    value: value.get_ref(),
                };
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

    /// Refuses every key that nobody asked for. `owner` is what the keys belong to, such as "[web]".
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

impl<'a> Node<'a> {
    /// A text between quotes.
    pub(super) fn text(&self, findings: &mut Findings) -> Option<&'a str> {
        match self.value {
            DeValue::String(text) => Some(text),
            _ => self.wants("a text between quotes", findings),
        }
    }

    /// A text, if it is one.
    pub(super) fn as_text(&self) -> Option<&'a str> {
        match self.value {
            DeValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, findings: &mut Findings) -> Option<bool> {
        match self.value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => self.wants("true or false", findings),
        }
    }

    /// `true` or `false`, if it is one.
    pub(super) fn as_flag(&self) -> Option<bool> {
        match self.value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A number, whole or not.
    pub(super) fn number(
        &self,
        allowed: RangeInclusive<f64>,
        findings: &mut Findings,
    ) -> Option<f64> {
        let number = match self.value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .ok()
                .map(|n| n as f64),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => return self.wants("a number", findings),
        };
        match number.filter(|number| allowed.contains(number)) {
            Some(number) => Some(number),
            None => self.wants(
                &format!("a number from {} to {}", allowed.start(), allowed.end()),
                findings,
            ),
        }
    }

    /// A whole number.
    pub(super) fn whole(
        &self,
        allowed: RangeInclusive<u32>,
        findings: &mut Findings,
    ) -> Option<u32> {
        let wanted = format!(
            "a whole number from {} to {}",
            allowed.start(),
            allowed.end()
        );
        let DeValue::Integer(number) = self.value else {
            return self.wants(&wanted, findings);
        };
        match u32::from_str_radix(number.as_str(), number.radix())
            .ok()
            .filter(|number| allowed.contains(number))
        {
            Some(number) => Some(number),
            None => self.wants(&wanted, findings),
        }
    }

    /// A duration within limits, such as "10m".
    pub(super) fn duration(
        &self,
        allowed: RangeInclusive<Duration>,
        findings: &mut Findings,
    ) -> Option<Duration> {
        let DeValue::String(text) = self.value else {
            return self.wants(
                "a duration between quotes, such as \"10m\", \"6h\" or \"30d\"",
                findings,
            );
        };
        match quantity::duration(text) {
            Ok(duration) if allowed.contains(&duration) => Some(duration),
            Ok(_) => {
                let (from, to) = (
                    quantity::written(*allowed.start()),
                    quantity::written(*allowed.end()),
                );
                self.wants(&format!("from \"{from}\" to \"{to}\""), findings)
            }
            Err(reason) => {
                let finding = self
                    .spot
                    .error(format!("\"{}\" is not a duration: {reason}", self.key));
                findings.push(finding.help("write it like \"90s\", \"10m\", \"6h\" or \"30d\""));
                None
            }
        }
    }

    /// A size within limits, such as "10MiB", in bytes.
    pub(super) fn size(
        &self,
        allowed: RangeInclusive<u64>,
        findings: &mut Findings,
    ) -> Option<u64> {
        let size = match self.value {
            DeValue::String(text) => quantity::size(text),
            DeValue::Integer(number) => quantity::size(number.as_str()),
            _ => return self.wants("a size between quotes, such as \"10MiB\"", findings),
        };
        match size {
            Ok(size) if allowed.contains(&size) => Some(size),
            Ok(_) => {
                let mebibytes = |bytes: u64| format!("{}KiB", bytes >> 10);
                let (from, to) = (mebibytes(*allowed.start()), mebibytes(*allowed.end()));
                self.wants(&format!("from \"{from}\" to \"{to}\""), findings)
            }
            Err(reason) => {
                let finding = self
                    .spot
                    .error(format!("\"{}\" is not a size: {reason}", self.key));
                findings.push(finding.help("write it like \"10MiB\" or \"500KiB\""));
                None
            }
        }
    }

    /// A time of day: "07:30", or TOML's own 07:30:00.
    pub(super) fn time_of_day(&self, findings: &mut Findings) -> Option<Time> {
        let written = match self.value {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(time) if time.date.is_none() && time.offset.is_none() => {
                time.to_string()
            }
            _ => return self.wants("a time of day between quotes, such as \"07:30\"", findings),
        };
        match quantity::time_of_day(&written) {
            Some(time) => Some(time),
            None => {
                let finding = self
                    .spot
                    .error(format!("\"{written}\" is not a time of day"));
                findings.push(finding.help("write hours and minutes, \"00:00\" to \"23:59\""));
                None
            }
        }
    }

    /// A text that its type can read; the type's own error says what is wrong.
    pub(super) fn read<T>(&self, findings: &mut Findings) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        let text = self.text(findings)?;
        text.parse()
            .map_err(|reason: T::Err| findings.push(self.spot.error(reason.to_string())))
            .ok()
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(
        &self,
        known: &[(&'static str, T)],
        findings: &mut Findings,
    ) -> Option<T> {
        let text = self.text(findings)?;
        if let Some((_, meaning)) = known.iter().find(|(word, _)| *word == text) {
            return Some(*meaning);
        }
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        let near = suggest::nearest(text, words.iter().copied());
        let advice = match near {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("write one of {}", suggest::listed(&words)),
        };
        findings.push(
            self.spot
                .error(format!("\"{}\" cannot be \"{text}\"", self.key))
                .help(advice),
        );
        None
    }

    /// The items of a list; a single value is a list of one.
    pub(super) fn list(&self) -> Vec<Node<'a>> {
        match self.value {
            DeValue::Array(items) => items
                .iter()
                .map(|item| Node {
                    key: self.key,
                    spot: self.spot.source.spot(item.span()),
                    value: item.get_ref(),
                })
                .collect(),
            _ => vec![*self],
        }
    }

    /// Is it a list?
    pub(super) fn is_list(&self) -> bool {
        matches!(self.value, DeValue::Array(_))
    }

    /// The texts of a list of texts.
    pub(super) fn texts(&self, findings: &mut Findings) -> Vec<(Node<'a>, &'a str)> {
        let items = self.list();
        items
            .into_iter()
            .filter_map(|item| Some((item, item.text(findings)?)))
            .collect()
    }

    /// A table.
    pub(super) fn table(&self, findings: &mut Findings) -> Option<Table<'a>> {
        match self.as_table() {
            Some(table) => Some(table),
            None => self.wants("a table", findings),
        }
    }

    /// A table, if it is one.
    pub(super) fn as_table(&self) -> Option<Table<'a>> {
        match self.value {
            DeValue::Table(table) => Some(Table::new(self.spot, table)),
            _ => None,
        }
    }

    /// Is it a list that was written without items?
    pub(super) fn is_empty_list(&self) -> bool {
        matches!(self.value, DeValue::Array(items) if items.is_empty())
    }

    /// Says what should stand here instead.
    pub(super) fn wants<T>(&self, wanted: &str, findings: &mut Findings) -> Option<T> {
        let is = match self.value {
            DeValue::String(_) => "this text",
            DeValue::Integer(_) | DeValue::Float(_) => "this number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        findings.push(
            self.spot
                .error(format!("\"{}\" wants {wanted}, not {is}", self.key)),
        );
        None
    }
}

impl<'a> Spot<'a> {
    /// The part of the file that writes these bytes of the text which the string or key here stands for.
    pub(super) fn within(&self, meant: &Range<usize>) -> Spot<'a> {
        let raw = self
            .source
            .text
            .get(self.start..self.end)
            .unwrap_or_default();
        let written = literal::written_at(raw, meant);
        self.source
            .spot(self.start + written.start..self.start + written.end)
    }
}
