//! What is measured: articles with the entry of a feed that each comes from, invented or read from a file.

use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;
use url::Url;
use wirewatch::model::item::Item;
use wirewatch::model::item::Markup;
use wirewatch::model::language::Language;

/// An article, and the entry of a feed that becomes it.
pub(crate) struct Story {
    pub(crate) item: Item,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) language: Option<Language>,
}

impl Story {
    /// The entry has the text as publishers send it: paragraphs, a link, references.
    pub(crate) fn new(title: String, text: String, language: Option<Language>) -> Self {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        let paragraphs = escaped.split("\n\n").map(|paragraph| {
            let linked = match paragraph.split_once(' ') {
                Some((first, rest)) => {
                    format!("<a href=\"https://wire.example/about?a=1&amp;b=2\">{first}</a> {rest}")
                }
                None => paragraph.to_owned(),
            };
            format!("<p>{linked}</p>\n")
        });
        let number = text.len();
        let item = Item {
            guid: Some(format!("https://wire.example/?p={number}")),
            title: Some(title.clone()),
            link: Url::parse(&format!(
                "https://wire.example/news/{number}?utm_source=rss"
            ))
            .ok(),
            published: Some(Timestamp::UNIX_EPOCH),
            content: Some(Markup::Html(paragraphs.collect())),
            ..Item::default()
        };
        Self {
            item,
            title,
            text,
            language,
        }
    }

    /// What its reader gets.
    pub(crate) fn bytes(&self) -> usize {
        self.title.len() + self.text.len()
    }
}

/// Lines `{title, text, language?}` of a file.
pub(crate) fn read(file: &Path) -> Vec<Story> {
    let text =
        std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let story = |line: &str| {
        let line: Value = serde_json::from_str(line).ok()?;
        let said = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        Some(Story::new(
            said("title"),
            said("text"),
            said("language").parse().ok(),
        ))
    };
    text.lines().filter_map(story).collect()
}
