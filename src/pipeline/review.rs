//! What a second look at the last articles found -> the archive: stories merged, articles moved, each with its evidence.
//! Letters stay as they were sent; an article told once is not told again, for digests remember articles and not stories.

use jiff::Timestamp;
use serde_json::json;

use crate::model::event::EventKind;
use crate::pipeline::admit::tell;
use crate::pipeline::recent::Recent;
use crate::pipeline::settle::merge;
use crate::store::StoreError;
use crate::store::Tx;
use crate::story::Destination;
use crate::story::Review;

/// Writes it down, in the transaction of those who came next.
pub(super) fn write_down(
    tx: &mut Tx,
    recent: &mut Recent,
    review: &Review,
    now: Timestamp,
) -> Result<(), StoreError> {
    for found in &review.merges {
        merge(tx, found, now)?;
    }
    for moved in &review.moves {
        let tie = &moved.tie;
        let from = tx.story_of(moved.article)?;
        let (kind, to) = match moved.to {
            Destination::Opens => {
                let story = tx.part_story(moved.article, now)?;
                recent.number_parted(moved.article, story);
                (EventKind::StoryOpened, story)
            }
            Destination::Story(story) => (EventKind::StoryGrew, story),
            Destination::Follows(opener) => (EventKind::StoryGrew, tx.story_of(opener)?),
        };
        if kind == EventKind::StoryGrew {
            tx.move_article(moved.article, to, tie.similarity, &tie.because, now)?;
        }
        let data = json!({
            "article": moved.article.0,
            "title": tx.article_title(moved.article)?,
            "moved_from": from.0,
        });
        tell(tx, kind, &to, data, now)?;
    }
    for end in &review.ends {
        if tx.is_empty_story(end.from)? {
            merge(tx, end, now)?;
        }
    }
    Ok(())
}
