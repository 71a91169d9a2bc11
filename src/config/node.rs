//! A value as written: read as what a key wants, or told what it is instead.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::Time;
use toml::de::DeValue;

use crate::config::findings::Findings;
use crate::config::quantity;
use crate::config::source::Spot;
use crate::config::suggest;
use crate::config::table::Table;

/// A value as written, with the key it belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'a> {
    /// The key it stands under, for the words of a finding.
    pub(super) key: &'a str,
    /// Where it stands.
    pub(super) spot: Spot<'a>,
    value: &'a DeValue<'a>,
}

impl<'a> Node<'a> {
    /// A value under a key.
    pub(super) fn new(key: &'a str, spot: Spot<'a>, value: &'a DeValue<'a>) -> Self {
        Self { key, spot, value }
    }

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
                self.wants(&format!("a time from \"{from}\" to \"{to}\""), findings)
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
                self.wants(&format!("a size from \"{from}\" to \"{to}\""), findings)
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
                .map(|item| Self::new(self.key, self.spot.source.spot(item.span()), item.get_ref()))
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
            DeValue::String(text) if text.chars().count() <= 20 => format!("the text \"{text}\""),
            DeValue::String(_) => "this text".to_owned(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::Boolean(flag) => flag.to_string(),
            DeValue::Datetime(_) => "a date or time".to_owned(),
            DeValue::Array(_) => "a list".to_owned(),
            DeValue::Table(_) => "a table".to_owned(),
        };
        let message = format!("\"{}\" wants {wanted}, not {is}", self.key);
        findings.push(self.spot.error(message));
        None
    }
}
