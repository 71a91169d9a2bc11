//! An explanation for people and for machines: what the archive wrote down, and what the watchlist in force says.

use std::fmt;

use serde_json::Value;
use serde_json::json;

use crate::classify::Explanation;
use crate::classify::Vetoed;
use crate::cli::explain::Stored;
use crate::cli::explain::Subject;
use crate::cli::explain_alert::AlertTold;
use crate::cli::explain_page;
use crate::cli::explain_since::Lists;
use crate::cli::json::lesson_value;
use crate::cli::json::match_value;
use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::model::ids::WatchlistVersion;
use crate::model::lesson::Lesson;
use crate::model::lesson::Moved;
use crate::model::mark::Mark;
use crate::model::mark::Marked;
use crate::model::matching::Evidence;
use crate::model::matching::Match;
use crate::store::StoredArticle;
use crate::store::StoredJudgement;

/// A topic's judgement: by its rules, and by what its marks say.
pub(super) struct Explained {
    pub(super) rules: Explanation,
    pub(super) lesson: Option<Lesson>,
}

impl Explained {
    /// Do both together let it into letters?
    fn is_match(&self) -> bool {
        match self.lesson.as_ref().and_then(|lesson| lesson.moved) {
            Some(Moved::Lifted) => true,
            Some(Moved::Hidden) => false,
            Some(Moved::Lowered) | None => self.rules.is_match,
        }
    }

    /// Why not; empty for a match.
    fn reasons(&self) -> Vec<String> {
        if self.is_match() {
            return Vec::new();
        }
        let rules = self.rules.reasons.iter().map(ToString::to_string);
        let lesson = self.lesson.iter().filter(|_| self.rules.is_match);
        rules.chain(lesson.map(ToString::to_string)).collect()
    }
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rules)?;
        match &self.lesson {
            Some(lesson) => write!(f, "\n  marks: {lesson}"),
            None => Ok(()),
        }
    }
}

/// Everything an explanation is made from.
pub(super) struct Told<'a> {
    pub(super) subject: &'a Subject,
    /// Only this topic was asked for.
    pub(super) topic: Option<&'a TopicName>,
    pub(super) explanations: &'a [Explained],
    /// In force now.
    pub(super) watchlist: &'a WatchlistVersion,
    /// What those that judged said, and what the one in force says.
    pub(super) lists: &'a Lists,
    /// Why it rang, or why it did not; empty where nothing asks for alerts.
    pub(super) alerts: Vec<AlertTold>,
}

impl Told<'_> {
    pub(super) fn value(&self) -> Value {
        let subject = self.subject;
        let stored = subject.stored.as_ref();
        let topics: Vec<_> = self.explanations.iter().map(topic_value).collect();
        json!({
            "id": stored.map(|stored| stored.article.id.0),
            "feed": subject.feed.as_ref().map(FeedName::as_str),
            "title": subject.title,
            "language": subject.language.map(|language| language.to_string()),
            "story": stored.map(|stored| stored.article.story.map(|story| story.0)),
            "backfill": stored.map(|stored| stored.article.is_backfill),
            "page": stored.and_then(|stored| stored.page.as_ref()).map(explain_page::value),
            "watchlist": self.watchlist.to_string(),
            "topics": topics,
            "stored": stored.and_then(|stored| self.stored_value(stored)),
            "alerts": stored.map(|_| self.alerts.iter().map(AlertTold::value).collect::<Vec<_>>()),
            "marks": stored.map(|stored| stored.marks.iter().map(Mark::value).collect::<Vec<_>>()),
        })
    }

    fn stored_value(&self, stored: &Stored) -> Option<Value> {
        let judgement = stored.judgement.as_ref()?;
        let matches: Vec<Value> = self
            .stored_matches(judgement)
            .map(|(found, by)| {
                let mut value = match_value(found);
                value["watchlist"] = Value::from(by.to_string());
                value["since"] = self.lists.value(found, by);
                value["learned"] = lesson_value(found.learned.as_ref());
                value
            })
            .collect();
        let hidden: Vec<Value> = self.hidden(stored).map(hidden_value).collect();
        Some(json!({ "watchlist": judgement.by.to_string(), "matches": matches, "hidden": hidden }))
    }

    fn stored_matches<'b>(
        &'b self,
        judgement: &'b StoredJudgement,
    ) -> impl Iterator<Item = &'b (Match, WatchlistVersion)> {
        let matches = judgement.matches.iter();
        matches.filter(|(found, _)| self.topic.is_none_or(|topic| *topic == found.topic))
    }

    fn hidden<'b>(&'b self, stored: &'b Stored) -> impl Iterator<Item = &'b Match> {
        let hidden = stored.hidden.iter();
        hidden.filter(|found| self.topic.is_none_or(|topic| *topic == found.topic))
    }

    pub(super) fn words(&self) -> String {
        let subject = self.subject;
        let language = subject
            .language
            .map_or("unknown".to_owned(), |language| language.to_string());
        let mut words = format!("{}\nlanguage: {language}\n", subject.title);
        if let Some(stored) = &subject.stored {
            words.push_str(&article_words(&stored.article));
            if let Some(page) = &stored.page {
                words.push_str(&format!("{}\n", explain_page::words(page)));
            }
            for mark in &stored.marks {
                words.push_str(&mark_words(mark));
            }
            words.push_str(&self.stored_words(stored));
            for found in self.hidden(stored) {
                words.push_str(&hidden_words(found));
            }
            for alert in &self.alerts {
                words.push_str(&alert.words());
            }
        }
        for explanation in self.explanations {
            words.push_str(&format!("\n{explanation}\n"));
        }
        words
    }

    /// The old judgement in full where today's differs; one line where it does not.
    fn stored_words(&self, stored: &Stored) -> String {
        let Some(judgement) = &stored.judgement else {
            return String::new();
        };
        if self.is_as_stored(judgement) {
            return format!(
                "judged by watchlist {} when it came in; {} judges the same\n{}",
                judgement.by,
                if judgement.by == *self.watchlist {
                    "it".to_owned()
                } else {
                    format!("the one in force now ({})", self.watchlist)
                },
                self.lists.words(self.stored_matches(judgement))
            );
        }
        let mut words = format!("\njudged by watchlist {} when it came in:\n", judgement.by);
        let mut is_empty = true;
        for (found, by) in self.stored_matches(judgement) {
            is_empty = false;
            let later = if *by == judgement.by {
                String::new()
            } else {
                format!(" (later, by watchlist {by})")
            };
            words.push_str(&format!(
                "  {}: matches, score {}{later}\n",
                found.topic, found.score
            ));
            if let Some(lesson) = &found.learned {
                words.push_str(&format!("    marks: {lesson}\n"));
            }
            for piece in &found.evidence {
                let change = self.lists.change(found, by, &piece.term);
                let change = change.map_or(String::new(), |since| format!("; {}", since.sentence));
                words.push_str(&format!(
                    "    because of '{}' (term '{}') at {} {}–{}{change}\n",
                    piece.form,
                    piece.term,
                    piece.field.as_str(),
                    piece.start,
                    piece.end
                ));
            }
        }
        if is_empty {
            words.push_str("  no match\n");
        }
        words.push_str(&format!("judged now by watchlist {}:\n", self.watchlist));
        words
    }

    /// The same topics with the same scores?
    fn is_as_stored(&self, judgement: &StoredJudgement) -> bool {
        let now = self.explanations.iter();
        let mut now: Vec<(&str, f64)> = now
            .filter(|explained| explained.is_match())
            .map(|explained| (explained.rules.topic.as_str(), explained.rules.score))
            .collect();
        let mut then: Vec<(&str, f64)> = self
            .stored_matches(judgement)
            .map(|(found, _)| (found.topic.as_str(), found.score))
            .collect();
        now.sort_by(|a, b| a.0.cmp(b.0));
        then.sort_by(|a, b| a.0.cmp(b.0));
        now == then
    }
}

fn topic_value(explained: &Explained) -> Value {
    let explanation = &explained.rules;
    json!({
        "topic": explanation.topic.as_str(),
        "matched": explained.is_match(),
        "score": explanation.score,
        "threshold": explanation.threshold,
        "reasons": explained.reasons(),
        "evidence": explanation.evidence.iter().map(Evidence::value).collect::<Vec<_>>(),
        "vetoed": explanation.vetoed.iter().map(vetoed_value).collect::<Vec<_>>(),
        "learned": lesson_value(explained.lesson.as_ref()),
    })
}

fn hidden_value(found: &Match) -> Value {
    let mut value = match_value(found);
    value["learned"] = lesson_value(found.learned.as_ref());
    value
}

/// Told also where it would be judged the same today: it is why nobody got the article.
fn hidden_words(found: &Match) -> String {
    let lesson = found.learned.as_ref();
    let lesson = lesson.map_or_else(String::new, ToString::to_string);
    format!(
        "{}: matched with score {} and stands in no letter: {lesson}\n",
        found.topic, found.score
    )
}

fn vetoed_value(vetoed: &Vetoed) -> Value {
    json!({ "hit": vetoed.hit.value(), "by": vetoed.by.value() })
}

fn article_words(stored: &StoredArticle) -> String {
    let story = stored
        .story
        .map_or("none".to_owned(), |story| story.to_string());
    let StoredArticle { id, article, .. } = stored;
    let mut words = format!(
        "article {id} of {}, story {story}, first seen {}\n",
        article.feed, article.first_seen
    );
    if stored.is_backfill {
        words.push_str(
            "It was in the feed's back catalogue when the feed was new: stored, not mailed.\n",
        );
    }
    words
}

fn mark_words(mark: &Mark) -> String {
    let what = match mark.said.marked {
        Marked::Article(_) => String::new(),
        Marked::Story(story) => format!(" with its story {story}"),
    };
    let topic = mark
        .said
        .topic
        .as_ref()
        .map_or(String::new(), |topic| format!(" for {topic}"));
    let note = mark
        .said
        .note
        .as_ref()
        .map_or(String::new(), |note| format!(": {note}"));
    format!(
        "marked {}{topic}{what} by {} at {}{note}\n",
        mark.said.judgement, mark.by, mark.at
    )
}
