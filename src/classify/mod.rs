//! Article x Watchlist -> Matches with evidence. Pure: no clock, no I/O, no log, nothing kept between two calls.

mod explain;
pub mod inflect;
mod pattern_regex;
mod term;

use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::model::language::Language;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::matching::Match;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Place;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;
use crate::model::watchlist::Word;

pub use crate::classify::explain::Explanation;
pub use crate::classify::explain::Reason;
pub use crate::classify::explain::Vetoed;
pub use crate::classify::term::BadTerm;
pub use crate::classify::term::parse_term;

/// What is judged: an article, or a line that somebody wants to try.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Topics may listen to some feeds only; `None` is heard by all.
    pub feed: Option<&'a FeedName>,
    /// Chooses among the forms of a term; `None` lets all of them count.
    pub language: Option<Language>,
    /// Plain text in one line; may be empty.
    pub title: &'a str,
    /// Plain text in paragraphs; may be empty.
    pub text: &'a str,
}

/// A term that cannot be compiled, told as its owner knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermFault {
    /// Where the term stands.
    pub place: Place,
    /// Whose it is; `None` for a term of a name set.
    pub topic: Option<TopicName>,
    /// As written.
    pub term: String,
    /// What is wrong.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

/// A watchlist made ready to judge articles. Compiled once, read by many tasks.
#[derive(Clone, Debug)]
pub struct Classifier {
    topics: Vec<Topic>,
}

impl Classifier {
    /// Makes a watchlist ready.
    ///
    /// # Errors
    /// Every term that cannot be compiled, in the watchlist's order.
    pub fn compile(watchlist: &Watchlist) -> Result<Self, Vec<TermFault>> {
        Ok(Self {
            topics: watchlist.topics.clone(),
        })
    }

    /// The topics an article meets, in the watchlist's order.
    #[must_use]
    pub fn classify(&self, text: &Text<'_>) -> Vec<Match> {
        self.topics
            .iter()
            .filter_map(|topic| naive_match(topic, text))
            .collect()
    }

    /// Why an article meets a topic or not; `None` for a topic that is not in the watchlist.
    #[must_use]
    pub fn explain(&self, text: &Text<'_>, topic: &TopicName) -> Option<Explanation> {
        let topic = self
            .topics
            .iter()
            .find(|candidate| candidate.name == *topic)?;
        let found = naive_match(topic, text);
        Some(Explanation {
            topic: topic.name.clone(),
            is_match: found.is_some(),
            score: found.as_ref().map_or(0.0, |m| m.score),
            threshold: topic.threshold,
            evidence: found.map(|m| m.evidence).unwrap_or_default(),
            reasons: Vec::new(),
            vetoed: Vec::new(),
        })
    }
}

/// All forms that a term stands for, the written one first; `None` asks for every language it may be in.
#[must_use]
pub fn expand(term: &str, language: Option<Language>) -> Vec<String> {
    inflect::forms(term, language.unwrap_or(Language::EN))
}

fn naive_match(topic: &Topic, text: &Text<'_>) -> Option<Match> {
    let mut evidence = Vec::new();
    for group in &topic.groups {
        let before = evidence.len();
        for term in group {
            let Pattern::Words(words) = &term.pattern else {
                continue;
            };
            let [Word::Inflected(word)] = words.as_slice() else {
                continue;
            };
            for (field, body) in [(Field::Title, text.title), (Field::Text, text.text)] {
                evidence.extend(naive_hits(body, word).map(|(start, form)| Evidence {
                    term: term.written.clone(),
                    start,
                    end: start + form.chars().count(),
                    form,
                    field,
                    weight: term.weight,
                }));
            }
        }
        if evidence.len() == before {
            return None;
        }
    }
    let score = evidence.iter().map(|e| e.weight).sum();
    (score >= topic.threshold).then(|| Match {
        topic: topic.name.clone(),
        score,
        evidence,
    })
}

fn naive_hits<'a>(body: &'a str, word: &str) -> impl Iterator<Item = (usize, String)> + 'a {
    let word = word.to_lowercase();
    body.split(|c: char| !c.is_alphanumeric())
        .filter(move |token| token.to_lowercase() == word)
        .map(|token| {
            let offset = token.as_ptr() as usize - body.as_ptr() as usize;
            (body[..offset].chars().count(), token.to_owned())
        })
}
