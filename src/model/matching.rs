//! Match: an article meets a topic, with a score and the Evidence that says so.

use serde_json::Value;
use serde_json::json;

use crate::model::ids::TopicName;
use crate::model::lesson::Lesson;

/// Which text of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The headline; a hit there counts double.
    Title,
    /// The body.
    Text,
}

impl Field {
    /// The word for tables and machine forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "text",
        }
    }

    /// The field of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Title, Self::Text]
            .into_iter()
            .find(|field| field.as_str() == word)
    }
}

/// One place in an article that speaks for a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The term as the watchlist writes it.
    pub term: String,
    /// What stands in the article, as it stands there.
    pub form: String,
    /// In which text.
    pub field: Field,
    /// First character, in Unicode scalar values from the start of the field.
    pub start: usize,
    /// Just past the last character, counted likewise.
    pub end: usize,
    /// What the term adds to the score, before a title hit doubles it.
    pub weight: f64,
}

impl Evidence {
    /// As machine forms and the archive have it: `{term, form, field, start, end, weight}`.
    #[must_use]
    pub fn value(&self) -> Value {
        json!({
            "term": self.term,
            "form": self.form,
            "field": self.field.as_str(),
            "start": self.start,
            "end": self.end,
            "weight": self.weight,
        })
    }
}

/// An article meets a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Which topic.
    pub topic: TopicName,
    /// Sum over distinct terms of weight, a title hit counted double.
    pub score: f64,
    /// In order of field, then place; never empty.
    pub evidence: Vec<Evidence>,
    /// What the topic's marks say of it; `None` where nothing was learnt.
    pub learned: Option<Lesson>,
}
