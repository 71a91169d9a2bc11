//! An explanation for people and for machines: what the archive wrote down, and what the watchlist in force says.

use serde_json::Value;
use serde_json::json;

use crate::classify::Explanation;
use crate::classify::Vetoed;
use crate::cli::explain::Stored;
use crate::cli::explain::Subject;
use crate::cli::explain_page;
use crate::cli::explain_since::Lists;
use crate::cli::json::evidence_value;
use crate::cli::json::mark_value;
use crate::cli::json::match_value;
use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::model::ids::WatchlistVersion;
use crate::model::mark::Mark;
use crate::model::mark::Marked;
use crate::model::matching::Match;
use crate::store::StoredArticle;
use crate::store::StoredJudgement;

/// Everything an explanation is made from.
pub(super) struct Told<'a> {
    pub(super) subject: &'a Subject,
    /// Only this topic was asked for.
    pub(super) topic: Option<&'a TopicName>,
    pub(super) explanations: &'a [(&'a TopicName, Explanation)],
    /// In force now.
    pub(super) watchlist: &'a WatchlistVersion,
    /// What those that judged said, and what the one in force says.
    pub(super) lists: &'a Lists,
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
            "marks": stored.map(|stored| stored.marks.iter().map(mark_value).collect::<Vec<_>>()),
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
                value
            })
            .collect();
        Some(json!({ "watchlist": judgement.by.to_string(), "matches": matches }))
    }

    fn stored_matches<'b>(
        &'b self,
        judgement: &'b StoredJudgement,
    ) -> impl Iterator<Item = &'b (Match, WatchlistVersion)> {
        let matches = judgement.matches.iter();
        matches.filter(|(found, _)| self.topic.is_none_or(|topic| *topic == found.topic))
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
        }
        for (_, explanation) in self.explanations {
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
            .filter(|(_, explanation)| explanation.is_match)
            .map(|(topic, explanation)| (topic.as_str(), explanation.score))
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

fn topic_value((name, explanation): &(&TopicName, Explanation)) -> Value {
    json!({
        "topic": name.as_str(),
        "matched": explanation.is_match,
        "score": explanation.score,
        "threshold": explanation.threshold,
        "reasons": explanation.reasons.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "evidence": explanation.evidence.iter().map(evidence_value).collect::<Vec<_>>(),
        "vetoed": explanation.vetoed.iter().map(vetoed_value).collect::<Vec<_>>(),
    })
}

fn vetoed_value(vetoed: &Vetoed) -> Value {
    json!({ "hit": evidence_value(&vetoed.hit), "by": evidence_value(&vetoed.by) })
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
