//! Stand-in for the classify room until it is merged: the signatures, and a parser that is good enough to load lists.

use std::ops::Range;

use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::model::language::Language;
use crate::model::matching::Match;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Place;
use crate::model::watchlist::Watchlist;
use crate::model::watchlist::Word;

/// What is classified.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Which feed.
    pub feed: Option<&'a FeedName>,
    /// Which language.
    pub language: Option<Language>,
    /// Headline.
    pub title: &'a str,
    /// Body.
    pub text: &'a str,
}

/// A term that cannot be compiled.
#[derive(Clone, Debug)]
pub struct TermFault {
    /// Where.
    pub place: Place,
    /// Whose.
    pub topic: Option<TopicName>,
    /// As written.
    pub term: String,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
}

/// A term that cannot be read.
#[derive(Clone, Debug)]
pub struct ParseFault {
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
    /// Bytes of the term.
    pub at: Range<usize>,
}

impl std::fmt::Display for Explanation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no reason")
    }
}

/// Compiled list.
#[derive(Debug)]
pub struct Classifier;

/// Why, and why not.
#[derive(Clone, Debug)]
pub struct Explanation;

impl Classifier {
    /// Compiles.
    pub fn compile(_: &Watchlist) -> Result<Self, Vec<TermFault>> {
        Ok(Self)
    }

    /// Classifies.
    #[must_use]
    pub fn classify(&self, _: &Text<'_>) -> Vec<Match> {
        Vec::new()
    }

    /// Explains.
    #[must_use]
    pub fn explain(&self, _: &Text<'_>, _: &TopicName) -> Option<Explanation> {
        None
    }
}

/// Reads a term.
pub fn parse_term(written: &str) -> Result<Pattern, ParseFault> {
    if written.trim().is_empty() {
        return Err(ParseFault {
            message: "the term is empty".into(),
            help: None,
            at: 0..written.len(),
        });
    }
    if let Some(name) = written.strip_prefix('@') {
        return Ok(Pattern::Name(name.into()));
    }
    Ok(Pattern::Words(
        written
            .split_whitespace()
            .map(|word| Word::Inflected(word.into()))
            .collect(),
    ))
}
