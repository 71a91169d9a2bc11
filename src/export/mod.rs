//! Matched articles -> a text for spreadsheets, programs, reports and feed readers.
//!
//! Takes one article after the other, in the order they shall stand, and gives the text of each, so that an archive of any size
//! passes through: what comes [`before`](Export::before) the first, [`each`](Export::each), and what comes
//! [`after`](Export::after) the last. Whatever strangers wrote, the whole is valid in its form, and no cell of it is a formula.
//! Knows no archive and no output.

mod csv;
mod json;
mod markdown;
mod syndication;
mod words;
mod xml;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use url::Url;

use crate::model::ids::TopicName;
use crate::model::matched::MatchedArticle;

/// What the text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Spreadsheets: RFC 4180, a row for each article and topic.
    Csv,
    /// Programs: a JSON object a line, one an article.
    Jsonl,
    /// Reports: a heading a day (UTC), an article a point.
    Markdown,
    /// Feed readers: RSS 2.0.
    Rss,
    /// Feed readers: Atom (RFC 4287).
    Atom,
}

/// Where a feed comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Where its own link leads.
    pub home: Url,
    /// What the archive is known by: no two have the same name.
    pub archive: String,
}

/// An export under way.
#[derive(Clone, Debug)]
pub struct Export {
    form: Form,
    /// What feeds and reports are called; empty: every topic.
    topics: Vec<TopicName>,
    with_audit: bool,
    origin: Origin,
    /// Of the article before.
    last: Option<Timestamp>,
}

impl Export {
    /// Begins one. `with_audit` adds columns to tables, which have them in every row; elsewhere an article's own audit decides.
    #[must_use]
    pub fn new(form: Form, topics: Vec<TopicName>, with_audit: bool, origin: Origin) -> Self {
        Self {
            form,
            topics,
            with_audit,
            origin,
            last: None,
        }
    }

    /// What stands before the first article.
    #[must_use]
    pub fn before(&self) -> String {
        match self.form {
            Form::Csv => csv::header(self.with_audit),
            Form::Jsonl => String::new(),
            Form::Markdown => markdown::heading(&self.topics),
            Form::Rss => syndication::rss_head(&self.topics, &self.origin),
            Form::Atom => syndication::atom_head(&self.topics, &self.origin),
        }
    }

    /// The next article.
    pub fn each(&mut self, article: &MatchedArticle) -> String {
        let before = self.last.replace(article.first_seen);
        match self.form {
            Form::Csv => csv::rows(article),
            Form::Jsonl => format!("{}\n", json::value(article)),
            Form::Markdown => markdown::point(article, before),
            Form::Rss => syndication::rss_item(article, &self.origin),
            Form::Atom => syndication::atom_entry(article, &self.origin),
        }
    }

    /// What stands after the last article. A feed was changed when its last article was first seen; one without articles, `now`.
    #[must_use]
    pub fn after(&self, now: Timestamp) -> String {
        let changed = self.last.unwrap_or(now);
        match self.form {
            Form::Csv | Form::Jsonl => String::new(),
            Form::Markdown if self.last.is_none() => markdown::NOTHING.to_owned(),
            Form::Markdown => String::new(),
            Form::Rss => syndication::rss_tail(changed),
            Form::Atom => syndication::atom_tail(changed),
        }
    }
}
