//! Mark: what a reader thought of an article or a story, said once and never overwritten; of two marks the newer counts.
//!
//! An article is named by its number (`4711`), as `search` and `digest show` print it; a story by its number after an
//! `s` (`s12`), the number that letters and the page show as "story 12".

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;

/// What is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Marked {
    /// One article.
    Article(ArticleId),
    /// All articles of a story, also those that join it later.
    Story(StoryId),
}

/// Neither an article's number nor a story's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is neither an article's number, such as 4711, nor a story's, such as s12; `wirewatch search` shows both"
)]
pub struct NotMarkable(String);

impl FromStr for Marked {
    type Err = NotMarkable;

    fn from_str(text: &str) -> Result<Self, NotMarkable> {
        let (digits, is_story) = match text.strip_prefix(['s', 'S']) {
            Some(digits) => (digits, true),
            None => (text, false),
        };
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number);
        match (number, is_story) {
            (Some(number), true) => Ok(Self::Story(StoryId(number))),
            (Some(number), false) => Ok(Self::Article(ArticleId(number))),
            (None, _) => Err(NotMarkable(text.to_owned())),
        }
    }
}

impl fmt::Display for Marked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(id) => write!(f, "{id}"),
            Self::Story(id) => write!(f, "s{id}"),
        }
    }
}

/// What the reader thought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judgement {
    /// This is what the topic is for.
    Useful,
    /// This is not what the topic is for.
    Noise,
}

impl Judgement {
    /// The word for tables, commands and machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Useful => "useful",
            Self::Noise => "noise",
        }
    }

    /// The judgement of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Useful, Self::Noise]
            .into_iter()
            .find(|judgement| judgement.as_str() == word)
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A mark to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMark {
    /// What is marked.
    pub marked: Marked,
    /// Seen from this topic only; `None` = from every topic it meets.
    pub topic: Option<TopicName>,
    /// What the reader thought.
    pub judgement: Judgement,
    /// In the reader's own words.
    pub note: Option<String>,
}

/// A mark as the archive has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What was said.
    pub said: NewMark,
    /// When.
    pub at: Timestamp,
    /// By whom: a user name, or whatever else is known of the way it came.
    pub by: String,
}

impl Mark {
    /// As machine forms have it: `{id, topic, judgement, note, at, by}`.
    #[must_use]
    pub fn value(&self) -> Value {
        json!({
            "id": self.said.marked.to_string(),
            "topic": self.said.topic.as_ref().map(TopicName::as_str),
            "judgement": self.said.judgement.as_str(),
            "note": self.said.note,
            "at": self.at.to_string(),
            "by": self.by,
        })
    }
}

/// What readers think of articles by now, for each topic.
#[derive(Clone, Debug, Default)]
pub struct Opinions {
    newest: HashMap<(ArticleId, Option<TopicName>), (u64, Judgement)>,
    heard: u64,
}

impl Opinions {
    /// With no marks yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a mark in, which overrules those taken in before. One on a story is taken in once for each of its articles.
    pub fn hear(&mut self, article: ArticleId, topic: Option<TopicName>, judgement: Judgement) {
        self.heard += 1;
        self.newest
            .insert((article, topic), (self.heard, judgement));
    }

    /// What is thought of the article, seen from that topic.
    #[must_use]
    pub fn of(&self, article: ArticleId, topic: &TopicName) -> Option<Judgement> {
        let general = self.newest.get(&(article, None));
        let special = self.newest.get(&(article, Some(topic.clone())));
        let newest = general
            .into_iter()
            .chain(special)
            .max_by_key(|(number, _)| *number);
        newest.map(|(_, judgement)| *judgement)
    }

    /// Does nobody think anything?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.newest.is_empty()
    }
}

/// Longer notes are articles of their own.
pub const LONGEST_NOTE: usize = 2000;

/// Why a line is no mark.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMarkLine {
    /// It names nothing that can be marked.
    #[error(transparent)]
    NotMarkable(#[from] NotMarkable),
    /// It does not say what to think of it.
    #[error("{0:?} is not a judgement: write `useful` or `noise` after the number")]
    NotAJudgement(String),
    /// Its note is a paste that went wrong.
    #[error("the note has more than {LONGEST_NOTE} characters")]
    NoteTooLong,
}

/// Reads `ID useful|noise [note]`; `None` for an empty line or one that begins with `#`.
///
/// # Errors
/// What is wrong with the line, without its number, which the caller knows.
pub fn read_line(line: &str) -> Option<Result<NewMark, BadMarkLine>> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    Some(mark_of(line))
}

fn mark_of(line: &str) -> Result<NewMark, BadMarkLine> {
    let (id, rest) = cut_word(line);
    let (word, note) = cut_word(rest);
    let marked = id.parse()?;
    let judgement =
        Judgement::from_word(word).ok_or_else(|| BadMarkLine::NotAJudgement(word.to_owned()))?;
    if note.chars().count() > LONGEST_NOTE {
        return Err(BadMarkLine::NoteTooLong);
    }
    Ok(NewMark {
        marked,
        topic: None,
        judgement,
        note: (!note.is_empty()).then(|| note.to_owned()),
    })
}

fn cut_word(text: &str) -> (&str, &str) {
    text.split_once(char::is_whitespace)
        .map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_number_a_judgement_and_perhaps_a_note() {
        let mark = |marked, judgement, note: Option<&str>| NewMark {
            marked,
            topic: None,
            judgement,
            note: note.map(str::to_owned),
        };
        let article = Marked::Article(ArticleId(12));
        for (line, wanted) in [
            ("12 useful", mark(article, Judgement::Useful, None)),
            (
                "  s7\tnoise  sport again \r",
                mark(
                    Marked::Story(StoryId(7)),
                    Judgement::Noise,
                    Some("sport again"),
                ),
            ),
        ] {
            assert_eq!(read_line(line), Some(Ok(wanted)), "{line:?}");
        }
        for empty in ["", "   ", "# 12 useful"] {
            assert_eq!(read_line(empty), None, "{empty:?}");
        }
    }

    #[test]
    fn the_newest_mark_that_concerns_a_topic_counts() {
        let topic = |name: &str| -> TopicName { name.parse().expect("a name") };
        let mut opinions = Opinions::new();
        opinions.hear(ArticleId(1), None, Judgement::Useful);
        opinions.hear(ArticleId(1), Some(topic("sport")), Judgement::Noise);
        opinions.hear(ArticleId(2), Some(topic("sport")), Judgement::Noise);
        opinions.hear(ArticleId(2), None, Judgement::Useful);

        let of = |article, name: &str| opinions.of(ArticleId(article), &topic(name));
        assert_eq!(of(1, "sport"), Some(Judgement::Noise));
        assert_eq!(of(1, "war"), Some(Judgement::Useful));
        assert_eq!(of(2, "sport"), Some(Judgement::Useful));
        assert_eq!(of(3, "sport"), None);
    }

    #[test]
    fn a_line_that_is_no_mark_says_why() {
        let long = format!("1 noise {}", "x".repeat(LONGEST_NOTE + 1));
        for (line, words) in [
            ("twelve useful", "\"twelve\""),
            ("-1 useful", "\"-1\""),
            ("s useful", "\"s\""),
            ("99999999999999999999 useful", "99999999999999999999"),
            ("12", "useful"),
            ("12 good", "\"good\""),
            (&long, "note"),
        ] {
            let Some(Err(bad)) = read_line(line) else {
                panic!("{line:?} is no mark");
            };
            assert!(bad.to_string().contains(words), "{line:?}: {bad}");
        }
    }
}
