//! New articles -> their stories, in the transaction that admits them: merges first, then a placement each.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use crate::model::article::Article;
use crate::model::event::EventKind;
use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::pipeline::admit::tell;
use crate::pipeline::recall::Memory;
use crate::pipeline::recall::telling;
use crate::pipeline::recent::Arrival;
use crate::pipeline::recent::Recent;
use crate::pipeline::review::write_down;
use crate::store::StoreError;
use crate::store::Tx;
use crate::story::Merge;

/// Places articles that were admitted together; how many stories they opened.
pub(super) fn settle(
    tx: &mut Tx,
    memory: &Arc<Memory>,
    arrived: &[(ArticleId, &Article)],
    now: Timestamp,
) -> Result<usize, StoreError> {
    if arrived.is_empty() {
        return Ok(0);
    }
    let recent = &mut *memory.told(tx);
    let tellings: Vec<_> = arrived
        .iter()
        .map(|(id, article)| (*id, telling(article)))
        .collect();
    let review = recent.look_again(&tellings);
    write_down(tx, recent, &review, now)?;
    let settled = recent.settle(&tellings);
    for merge in &settled.merges {
        self::merge(tx, merge, now)?;
    }
    let mut opened = 0;
    for ((id, article), arrival) in arrived.iter().zip(&settled.arrivals) {
        let story = place(tx, recent, *id, article, arrival, now)?;
        let is_opened = matches!(arrival, Arrival::Opens(_));
        opened += usize::from(is_opened);
        let kind = if is_opened {
            EventKind::StoryOpened
        } else {
            EventKind::StoryGrew
        };
        let data = json!({ "article": id.0, "title": article.title });
        tell(tx, kind, &story, data, now)?;
    }
    Ok(opened)
}

pub(super) fn merge(tx: &mut Tx, merge: &Merge, now: Timestamp) -> Result<(), StoreError> {
    let Merge { from, into, tie } = merge;
    tx.merge_stories(*from, *into, tie.similarity, &tie.because, now)?;
    let data = json!({ "into": into.0, "similarity": tie.similarity, "because": tie.because });
    tell(tx, EventKind::StoryMerged, from, data, now)
}

fn place(
    tx: &mut Tx,
    recent: &mut Recent,
    id: ArticleId,
    article: &Article,
    arrival: &Arrival,
    now: Timestamp,
) -> Result<StoryId, StoreError> {
    let story = match arrival {
        Arrival::Opens(opening) => {
            let story = tx.open_story(id, &article.title, now)?;
            recent.number(*opening, story);
            story
        }
        Arrival::Joins(story, tie) => {
            tx.join_story(*story, id, tie.similarity, &tie.because, now)?;
            *story
        }
        Arrival::Follows(first, tie) => {
            let story = tx.story_of(*first)?;
            tx.join_story(story, id, tie.similarity, &tie.because, now)?;
            story
        }
        Arrival::Copies(copy) => {
            // The archive says, and not memory: the story may have been merged since.
            let story = tx.story_of(copy.of)?;
            let because = recent.shared(story, copy);
            tx.join_story(story, id, copy.containment, &because, now)?;
            tx.keep_copy(id, copy.of)?;
            story
        }
    };
    Ok(story)
}
