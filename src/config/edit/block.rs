//! New feeds as TOML, and where in a file they go.

use toml_edit::Key;
use toml_edit::Value;
use url::Url;

use crate::config::edit::lines;
use crate::config::edit::lines::Splice;
use crate::config::edit::locate::Found;
use crate::config::edit::locate::Located;
use crate::model::ids::FeedName;
use crate::model::language::Language;

/// A feed to be written into a watchlist file. What is `None` or `false` is left to its default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFeed {
    /// The table's key.
    pub name: FeedName,
    /// Where it is asked.
    pub url: Url,
    /// As [`crate::model::feed::Feed::label`].
    pub label: Option<String>,
    /// A hint.
    pub language: Option<Language>,
    /// As an owner writes it: "10m".
    pub every: Option<String>,
    /// As [`crate::model::feed::Feed::full_text`].
    pub full_text: bool,
}

impl NewFeed {
    fn values(&self) -> Vec<(&'static str, Value)> {
        let mut values = vec![("url", Value::from(self.url.as_str()))];
        if let Some(label) = &self.label {
            values.push(("label", Value::from(label.as_str())));
        }
        if let Some(language) = &self.language {
            values.push(("language", Value::from(language.code())));
        }
        if let Some(every) = &self.every {
            values.push(("every", Value::from(every.as_str())));
        }
        if self.full_text {
            values.push(("full_text", Value::from(true)));
        }
        values
    }

    fn written(&self, between: &str) -> String {
        let values: Vec<String> = self
            .values()
            .into_iter()
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        values.join(between)
    }
}

/// The feeds as tables below the last feed of the file, or at its end; as elements where all feeds stand in braces.
pub(super) fn insertion(text: &str, located: &Located, feeds: &[NewFeed]) -> Splice {
    if let Some(braces) = &located.braces {
        let elements: Vec<String> = feeds
            .iter()
            .map(|feed| format!("{} = {{ {} }}", key(feed), feed.written(", ")))
            .collect();
        let elements = elements.join(", ");
        let last = located.feeds.iter().filter_map(Found::last_value_end).max();
        return match last {
            Some(last) => Splice::inserting(last, format!(", {elements}")),
            None => Splice::inserting(braces.start + 1, format!(" {elements} ")),
        };
    }
    let last = located.feeds.iter().filter_map(Found::section_end).max();
    let at = last.map_or(text.len(), |last| {
        lines::with_comments_below(text, lines::end(text, last))
    });
    let ending = lines::ending(text, at);
    let (above, below) = text.split_at(at);
    let mut written = String::new();
    if !above.is_empty() && !above.ends_with('\n') {
        written.push_str(ending);
    }
    let is_open_above = above.is_empty()
        || above.trim_end_matches('\r').ends_with("\n\n")
        || above.ends_with("\n\r\n");
    if !is_open_above {
        written.push_str(ending);
    }
    let blocks: Vec<String> = feeds
        .iter()
        .map(|feed| {
            format!(
                "[feed.{}]{ending}{}{ending}",
                key(feed),
                feed.written(ending)
            )
        })
        .collect();
    written.push_str(&blocks.join(ending));
    let next = below.lines().next().unwrap_or_default();
    if !next.trim().is_empty() {
        written.push_str(ending);
    }
    Splice::inserting(at, written)
}

fn key(feed: &NewFeed) -> String {
    Key::new(feed.name.as_str()).to_string()
}

/// What the feeds mean, for the proof that the text says it.
pub(super) fn put_into(table: &mut toml::Table, feeds: &[NewFeed]) {
    for feed in feeds {
        let mut values = toml::Table::new();
        for (key, value) in feed.values() {
            let value = match value.as_bool() {
                Some(flag) => toml::Value::Boolean(flag),
                None => toml::Value::String(value.as_str().unwrap_or_default().to_owned()),
            };
            values.insert(key.to_owned(), value);
        }
        table.insert(feed.name.to_string(), toml::Value::Table(values));
    }
}
