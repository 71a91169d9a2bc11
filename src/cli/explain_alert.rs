//! Why an article rang, or why it did not, for people and for machines.

use serde_json::Value;
use serde_json::json;

use crate::cli::waiting::held_words;
use crate::model::alert::AlertState;
use crate::model::alert::KeptAlert;
use crate::model::alert::PassedBy;
use crate::model::ids::ArticleId;
use crate::model::ids::DigestName;
use crate::model::ids::TopicName;
use crate::model::lesson::Moved;
use crate::model::matching::Match;
use crate::model::recipient::Recipient;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;
use crate::store::StoreError;
use crate::store::StoredArticle;
use crate::store::View;

/// What the archive knows of an article as an alert.
pub(super) struct Rung {
    kept: Vec<KeptAlert>,
    copy_of: Option<ArticleId>,
    /// It came after its feed was first read.
    came_as_news: bool,
}

impl Rung {
    pub(super) fn of(view: &View, article: ArticleId) -> Result<Self, StoreError> {
        Ok(Self {
            kept: view.alerts_of(article)?,
            copy_of: view.placement(article)?.and_then(|placed| placed.copy_of),
            came_as_news: view.came_as_news(article)?,
        })
    }
}

/// One answer.
pub(super) struct AlertTold {
    pub(super) topic: TopicName,
    /// `None`: the article did not ring at all.
    digest: Option<DigestName>,
    /// `None`: all of its readers, but for those who have an answer of their own.
    to: Option<Recipient>,
    state: &'static str,
    sentence: String,
}

impl AlertTold {
    pub(super) fn value(&self) -> Value {
        json!({
            "topic": self.topic.as_str(),
            "digest": self.digest.as_ref().map(DigestName::as_str),
            "to": self.to.as_ref().map(Recipient::as_str),
            "state": self.state,
            "sentence": self.sentence,
        })
    }

    pub(super) fn words(&self) -> String {
        let digest = match (&self.digest, &self.to) {
            (Some(digest), Some(to)) => format!(" to digest {digest}'s reader {}", to.masked()),
            (Some(digest), None) => format!(" to digest {digest}'s readers"),
            (None, _) => String::new(),
        };
        format!("alert on {}{digest}: {}\n", self.topic, self.sentence)
    }
}

/// An answer a digest where it rang, else one a topic that it meets and that asks for alerts by score.
pub(super) fn told(
    rung: &Rung,
    article: &StoredArticle,
    matches: &[&Match],
    watchlist: &Watchlist,
) -> Vec<AlertTold> {
    let rang = rung.kept.iter().map(kept);
    let silent = matches
        .iter()
        .filter(|found| !rung.kept.iter().any(|kept| kept.topic == found.topic))
        .filter_map(|found| {
            let topic = watchlist.topic(&found.topic)?;
            let min_score = topic.alert?.min_score?;
            Some(AlertTold {
                topic: found.topic.clone(),
                digest: None,
                to: None,
                state: "none",
                sentence: why_silent(rung, article, found, topic, min_score),
            })
        });
    rang.chain(silent).collect()
}

fn kept(alert: &KeptAlert) -> AlertTold {
    let at = alert.settled.unwrap_or(alert.noticed);
    let (state, sentence) = match alert.state {
        AlertState::Told(number) => ("told", format!("told by letter {number} at {at}")),
        AlertState::Waiting(held) => ("waiting", format!("waits, {}", held_words(held))),
        AlertState::Passed(passed) => ("passed", passed_words(passed).to_owned()),
    };
    AlertTold {
        topic: alert.topic.clone(),
        digest: Some(alert.digest.clone()),
        to: alert.to.clone(),
        state,
        sentence,
    }
}

fn passed_words(passed: PassedBy) -> &'static str {
    match passed {
        PassedBy::Told => "no letter of its own, for another letter of this digest had told it",
        PassedBy::Elsewhere => "no letter, for its readers had it by another digest's letter",
        PassedBy::Quiet => "no letter, for it came in quiet hours and alerts = \"drop\"",
        PassedBy::Old => "no letter, for it could not be told within a day",
        PassedBy::Unasked => "no letter, for the watchlist did not ask for it any more",
    }
}

fn why_silent(
    rung: &Rung,
    article: &StoredArticle,
    found: &Match,
    topic: &Topic,
    min_score: f64,
) -> String {
    let is_lowered = found
        .learned
        .as_ref()
        .is_some_and(|lesson| lesson.moved == Some(Moved::Lowered));
    if found.score < min_score {
        return format!(
            "score {} is less than the {min_score} it asks for",
            found.score
        );
    }
    if is_lowered {
        return "marks take it for noise".to_owned();
    }
    if let Some(original) = rung.copy_of {
        return format!("it is a copy of article {original}");
    }
    if article.is_backfill || !rung.came_as_news {
        return "its feed showed it when it was first read, or as back catalogue".to_owned();
    }
    format!(
        "it was more than six hours old when it came, or came before {} asked for alerts or a digest told of it",
        topic.name
    )
}
