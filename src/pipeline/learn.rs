//! learn: marks in the archive -> what each learning topic was taught, kept in the [`Watch`] that judges from then on.
//!
//! Never on an article's way: learning is asked for when a watchlist is taken up and when there are newer marks.

use std::sync::Arc;

use tokio::task::JoinError;

use crate::classify::Prepared;
use crate::classify::Text;
use crate::classify::learn::Example;
use crate::classify::learn::Learned;
use crate::classify::learn::Model;
use crate::classify::learn::NotYet;
use crate::model::ids::TopicName;
use crate::model::lesson::Learning;
use crate::model::mark::Judgement;
use crate::pipeline::Watch;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::View;

/// Marked articles of a topic that are learnt from, the newest: enough for any desk, and a bound on time.
const MOST_EXAMPLES: usize = 10_000;

/// One topic's examples.
struct Lessons {
    topic: TopicName,
    learning: Learning,
    examples: Vec<Example>,
}

/// The same watchlist with what its marks teach by now.
///
/// # Errors
///
/// When the archive cannot be read.
pub async fn learn(store: &Store, watch: &Arc<Watch>) -> Result<Arc<Watch>, StoreError> {
    if learning_topics(watch).next().is_none() {
        return Ok(Arc::clone(watch));
    }
    let asked = Arc::clone(watch);
    let (lessons, up_to) = store
        .read(move |view| {
            let lessons = learning_topics(&asked).map(|(topic, learning)| {
                Ok(Lessons {
                    topic: topic.clone(),
                    learning,
                    examples: examples(view, &asked, topic)?,
                })
            });
            let lessons = lessons.collect::<Result<Vec<_>, StoreError>>()?;
            Ok((lessons, view.newest_mark()?))
        })
        .await?;
    let learning = tokio::task::spawn_blocking(move || learned(&lessons, up_to));
    let learned = learning.await.map_err(|error| failed(&error))?;
    Ok(Arc::new(Watch {
        watchlist: watch.watchlist.clone(),
        classifier: watch.classifier.clone(),
        learned,
    }))
}

/// Are there marks that the watch has not learnt from?
///
/// # Errors
///
/// When the archive cannot be read.
pub async fn has_newer_marks(store: &Store, watch: &Watch) -> Result<bool, StoreError> {
    if learning_topics(watch).next().is_none() {
        return Ok(false);
    }
    let newest = store.read(View::newest_mark).await?;
    Ok(newest != watch.learned.up_to)
}

/// The articles marked for a topic, as its rules see them now.
///
/// # Errors
///
/// When the archive cannot be read.
pub fn examples(view: &View, watch: &Watch, topic: &TopicName) -> Result<Vec<Example>, StoreError> {
    let mut examples = Vec::new();
    for marked in view.marked_for(topic, MOST_EXAMPLES)? {
        let Some(stored) = view.article(marked.article)? else {
            continue;
        };
        let article = &stored.article;
        let text = Text {
            feed: Some(&article.feed),
            language: article.language,
            title: &article.title,
            text: &article.text,
        };
        let sight = watch.classifier.sight(&Prepared::new(text), topic);
        examples.extend(sight.map(|sight| Example {
            sight,
            is_useful: marked.judgement == Judgement::Useful,
            story: match marked.story {
                // Without a story it is one of its own; no story has a number below 0.
                0 => -marked.article.0,
                story => story,
            },
        }));
    }
    Ok(examples)
}

/// Which of the watchlist's learning topics wait, and for what; judges nothing, so that it can be asked often.
///
/// # Errors
///
/// When the archive cannot be read.
pub fn waiting(
    view: &View,
    topics: &[TopicName],
) -> Result<Vec<(TopicName, Option<NotYet>)>, StoreError> {
    let mut waiting = Vec::new();
    for topic in topics {
        let marked = view.marked_for(topic, MOST_EXAMPLES)?;
        let is_useful = marked
            .iter()
            .filter(|marked| marked.judgement == Judgement::Useful);
        let useful = is_useful.count();
        waiting.push((topic.clone(), NotYet::of(useful, marked.len() - useful)));
    }
    Ok(waiting)
}

fn learning_topics(watch: &Watch) -> impl Iterator<Item = (&TopicName, Learning)> {
    let topics = watch.watchlist.topics.iter();
    topics
        .filter(|topic| topic.learn.is_on())
        .map(|topic| (&topic.name, topic.learn))
}

fn learned(lessons: &[Lessons], up_to: i64) -> Learned {
    let mut learned = Learned {
        up_to,
        ..Learned::default()
    };
    for Lessons {
        topic,
        learning,
        examples,
    } in lessons
    {
        match Model::learn((topic, *learning), examples, up_to) {
            Ok(model) => learned.models.push(model),
            Err(not_yet) => learned.waiting.push((topic.clone(), not_yet)),
        }
    }
    learned
}

/// Learning does nothing that can fail but by our own fault.
fn failed(error: &JoinError) -> StoreError {
    StoreError::Abandoned {
        what: format!("learning from marks broke off: {error}"),
    }
}
