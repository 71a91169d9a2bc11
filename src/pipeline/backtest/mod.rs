//! Two watchlists over one archive: what the new one would gain and lose.
//!
//! Like is compared with like: both lists judge now, by this program. What an older program or an older list wrote down
//! when an article came in plays no part, so that a difference is always one between the two lists.

mod letters;
mod tally;

use std::sync::Arc;

use jiff::Timestamp;

use crate::classify::Prepared;
use crate::classify::Text;
use crate::digest::quote;
use crate::model::ids::TopicName;
use crate::model::mark::Opinions;
use crate::model::matching::Match;
use crate::pipeline::Watch;
use crate::pipeline::sweep::Progress;
use crate::pipeline::sweep::sweep;
use crate::store::ArchiveRange;
use crate::store::Filed;
use crate::store::Store;
use crate::store::StoreError;

pub use letters::LetterPlan;
pub use tally::Change;
pub use tally::Example;
pub use tally::Rate;
pub use tally::Tally;
pub use tally::TopicTally;

use tally::Latest;

/// Both lists, and what is asked of them.
pub struct Backtest {
    /// In force now.
    pub before: Watch,
    /// To be tried.
    pub after: Watch,
    /// When the letters of the list in force are due in the range;
    pub letters_before: Vec<LetterPlan>,
    /// and those of the other.
    pub letters_after: Vec<LetterPlan>,
    /// Articles to show of each kind and topic.
    pub examples: usize,
    /// What readers think of articles.
    pub opinions: Opinions,
}

impl Backtest {
    /// Every topic of either list: those in force first, in their order.
    fn topics(&self) -> Vec<TopicName> {
        let mut topics = names(&self.before);
        topics.extend(
            names(&self.after)
                .into_iter()
                .filter(|name| self.before.watchlist.topic(name).is_none()),
        );
        topics
    }

    fn judge(&self, page: &[Filed], topics: &[TopicName]) -> Tally {
        let mut tally = Tally::new(self, topics);
        let mut latest = Latest::new(topics.len(), self.examples);
        for article in page {
            let prepared = Prepared::new(text_of(article));
            let before = self.before.classifier.classify_prepared(&prepared);
            let after = self.after.classifier.classify_prepared(&prepared);
            for (index, topic) in topics.iter().enumerate() {
                let (change, found) = match (of_topic(&before, topic), of_topic(&after, topic)) {
                    (None, None) => continue,
                    (None, Some(found)) => (Change::Gained, found),
                    (Some(found), None) => (Change::Lost, found),
                    (Some(_), Some(found)) => (Change::Kept, found),
                };
                tally.count(index, change, article, self);
                latest.keep(index, change, article, found);
            }
        }
        for (index, change, article, found) in latest.into_all() {
            let topic = &topics[index];
            let example = Example {
                article: article.id,
                feed: article.feed.clone(),
                title: article.title.clone(),
                link: article.link.clone(),
                first_seen: article.first_seen,
                story: article.story,
                score: found.score,
                quote: quote(&article.title, &article.text, &found.evidence),
                evidence: found.evidence.clone(),
                why_not: self.why_not(article, topic, change),
                marked: self.opinions.of(article.id, topic),
            };
            tally.topics[index].examples_mut(change).push(example);
        }
        tally
    }

    /// Why the list that does not match does not.
    fn why_not(&self, article: &Filed, topic: &TopicName, change: Change) -> Vec<String> {
        let (silent, words) = match change {
            Change::Gained => (&self.before, "the list in force has no such topic"),
            Change::Lost => (&self.after, "the new list has no such topic"),
            Change::Kept => return Vec::new(),
        };
        match silent.classifier.explain(&text_of(article), topic) {
            Some(explanation) => explanation
                .reasons
                .iter()
                .map(ToString::to_string)
                .chain(explanation.vetoed.iter().map(ToString::to_string))
                .collect(),
            None => vec![words.to_owned()],
        }
    }
}

/// Judges every article of the range by both lists. `tell` hears how far it has come.
///
/// # Errors
/// When the archive cannot be read.
pub async fn backtest(
    store: &Store,
    range: Option<ArchiveRange>,
    since: Timestamp,
    asked: Backtest,
    mut tell: impl FnMut(Progress),
) -> Result<Tally, StoreError> {
    let asked = Arc::new(asked);
    let topics: Arc<[TopicName]> = asked.topics().into();
    let mut whole = Tally::new(&asked, &topics);
    let Some(range) = range else {
        return Ok(whole);
    };
    let (judge, names) = (Arc::clone(&asked), Arc::clone(&topics));
    sweep(
        store,
        range,
        since,
        move |page| judge.judge(page, &names),
        |part, progress| {
            whole.add(part, asked.examples);
            tell(progress);
        },
    )
    .await?;
    Ok(whole)
}

fn names(watch: &Watch) -> Vec<TopicName> {
    let topics = watch.watchlist.topics.iter();
    topics.map(|topic| topic.name.clone()).collect()
}

fn of_topic<'a>(matches: &'a [Match], topic: &TopicName) -> Option<&'a Match> {
    matches.iter().find(|found| found.topic == *topic)
}

/// An article of the archive as a classifier reads it.
pub(super) fn text_of(article: &Filed) -> Text<'_> {
    Text {
        feed: Some(&article.feed),
        language: article.language,
        title: &article.title,
        text: &article.text,
    }
}
