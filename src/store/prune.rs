//! Pruning: articles and events are dropped a few at a time, and the file gives back the room they took.
//!
//! What may go is asked without the writer; a batch looks again before it drops, for a match may have come in between.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::article::ContentHash;
use crate::model::article::Identity;
use crate::model::ids::ArticleId;
use crate::model::trace::Trace;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// Which articles may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropRule {
    /// Articles that never met a topic, first seen before this.
    pub unmatched_before: Timestamp,
    /// Articles that did, first seen before this; `None`: none of them.
    pub matched_before: Option<Timestamp>,
}

/// A look at the next articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// Those that may go.
    pub droppable: Vec<ArticleId>,
    /// The last one looked at; `None` when there is nothing to look at after these.
    pub last: Option<ArticleId>,
}

/// How the file stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileSize {
    /// Of the file.
    pub bytes: u64,
    /// Of these, not in use: room for new rows, or to be given back.
    pub free_bytes: u64,
    /// One page.
    pub page_bytes: u64,
}

/// Marked articles and stories stay, for they are a reader's work; what a digest still has to tell stays, and so does
/// what a page or a letter is on its way for.
const DROPPABLE: &str = "
    NOT EXISTS (SELECT 1 FROM marks k WHERE k.article = a.id)
    AND NOT EXISTS (SELECT 1 FROM placements p JOIN marks k ON k.story = p.story WHERE p.article = a.id)
    AND NOT EXISTS (SELECT 1 FROM pages g WHERE g.article = a.id AND g.state = 'due')
    AND CASE WHEN EXISTS (SELECT 1 FROM matches m WHERE m.article = a.id)
        THEN a.first_seen < :matched_before
             AND NOT EXISTS (SELECT 1 FROM matches m JOIN subscriptions s ON s.topic = m.topic
                             WHERE m.article = a.id AND m.superseded_at IS NULL AND m.is_backfill = 0
                               AND m.id > s.settled_to)
             AND NOT EXISTS (SELECT 1 FROM digest_articles d JOIN deliveries l ON l.digest = d.number
                             WHERE d.article = a.id AND l.status = 'queued')
        ELSE a.first_seen < :unmatched_before END";

impl DropRule {
    /// Nothing that was first seen at this time or later goes.
    fn latest(&self) -> Timestamp {
        self.matched_before
            .map_or(self.unmatched_before, |at| at.max(self.unmatched_before))
    }

    fn matched_before(&self) -> Ms {
        Ms(self.matched_before.unwrap_or(Timestamp::MIN))
    }
}

impl View {
    /// Looks at `limit` articles after `after`, the oldest first.
    pub fn droppable(
        &self,
        rule: &DropRule,
        after: ArticleId,
        limit: usize,
    ) -> Result<Sweep, StoreError> {
        let looked_at = self.rows(
            &format!(
                "SELECT a.id, a.first_seen < :latest AS is_old, {DROPPABLE} AS is_droppable
                 FROM articles a WHERE a.id > :after ORDER BY a.id LIMIT :limit"
            ),
            named_params! {
                ":after": after,
                ":limit": columns::limit(limit),
                ":latest": Ms(rule.latest()),
                ":unmatched_before": Ms(rule.unmatched_before),
                ":matched_before": rule.matched_before(),
            },
            |row| {
                Ok((
                    row.get::<_, ArticleId>("id")?,
                    row.get::<_, bool>("is_old")?,
                    row.get::<_, bool>("is_droppable")?,
                ))
            },
        )?;
        let has_old = looked_at.iter().any(|(_, is_old, _)| *is_old);
        let last = looked_at.last().map(|(id, ..)| *id).filter(|_| has_old);
        let droppable = looked_at
            .into_iter()
            .filter(|(.., is_droppable)| *is_droppable)
            .map(|(id, ..)| id)
            .collect();
        Ok(Sweep { droppable, last })
    }

    /// The events written before `before`.
    pub fn old_events(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.one(
            "SELECT count(*) AS events FROM events WHERE at < :before",
            named_params! { ":before": Ms(before) },
            |row| columns::count(row, "events"),
        )
    }

    /// When the latest article was first seen.
    pub fn latest_seen(&self) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT max(first_seen) AS latest FROM articles",
            [],
            |row| columns::maybe_time(row, "latest"),
        )
    }

    /// How large the file is.
    pub fn file_size(&self) -> Result<FileSize, StoreError> {
        self.one(
            "SELECT (SELECT page_count FROM pragma_page_count) AS pages,
                    (SELECT freelist_count FROM pragma_freelist_count) AS free,
                    (SELECT page_size FROM pragma_page_size) AS page_size",
            [],
            |row| {
                let page_bytes = columns::count(row, "page_size")?;
                Ok(FileSize {
                    bytes: columns::count(row, "pages")? * page_bytes,
                    free_bytes: columns::count(row, "free")? * page_bytes,
                    page_bytes,
                })
            },
        )
    }
}

/// Every table that refers to a story is asked: the last word has the foreign key, and it would undo the whole batch.
pub(super) const DROP_EMPTY_STORY: &str = "DELETE FROM stories
     WHERE id = :story AND articles = 0
       AND NOT EXISTS (SELECT 1 FROM placements WHERE story = :story)
       AND NOT EXISTS (SELECT 1 FROM marks WHERE story = :story)
       AND NOT EXISTS (SELECT 1 FROM digest_stories WHERE story = :story)
       AND NOT EXISTS (SELECT 1 FROM digest_articles WHERE story = :story)
       AND NOT EXISTS (SELECT 1 FROM story_merges
                       WHERE story = :story OR merged_into = :story OR survivor = :story)
       AND NOT EXISTS (SELECT 1 FROM story_moves WHERE story = :story OR into_story = :story)
       AND NOT EXISTS (SELECT 1 FROM article_moves WHERE from_story = :story OR to_story = :story)";

impl Tx {
    /// Drops those of these articles that the rule still lets go, with all that hangs on them, and leaves their traces;
    /// tells how many went.
    pub fn drop_articles(
        &mut self,
        rule: &DropRule,
        ids: &[ArticleId],
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut dropped = 0;
        let mut stories = BTreeSet::new();
        for id in ids {
            let Some(leaving) = self.leaving(rule, *id)? else {
                continue;
            };
            for trace in leaving.traces {
                self.leave_trace(leaving.feed, trace, leaving.content, now)?;
            }
            self.leave_story(leaving.story)?;
            stories.extend(leaving.story);
            self.change(
                "DELETE FROM articles WHERE id = :id",
                named_params! { ":id": id },
            )?;
            self.change(
                "UPDATE feeds SET items = max(items - 1, 0) WHERE id = :feed",
                named_params! { ":feed": leaving.feed },
            )?;
            dropped += 1;
        }
        for story in stories {
            self.drop_empty_story(story)?;
        }
        // The numbers of revisions that went with them are given out again: none of the next ones may pass for looked at.
        self.change(
            "UPDATE facts
             SET value = CAST((SELECT coalesce(max(id), 0) FROM revisions) AS TEXT)
             WHERE key LIKE 'digest.%.edits'
               AND CAST(value AS INTEGER) > (SELECT coalesce(max(id), 0) FROM revisions)",
            [],
        )?;
        Ok(dropped)
    }

    fn leaving(&self, rule: &DropRule, id: ArticleId) -> Result<Option<Leaving>, StoreError> {
        self.row(
            &format!(
                "SELECT a.feed, a.key_kind, a.key, a.canonical_link, a.title, a.published, a.content_hash,
                        a.is_backfill OR EXISTS (SELECT 1 FROM matches m WHERE m.article = a.id) AS is_settled,
                        (SELECT story FROM placements WHERE article = a.id) AS story
                 FROM articles a WHERE a.id = :id AND {DROPPABLE}"
            ),
            named_params! {
                ":id": id,
                ":unmatched_before": Ms(rule.unmatched_before),
                ":matched_before": rule.matched_before(),
            },
            leaving,
        )
    }

    fn leave_story(&mut self, story: Option<i64>) -> Result<(), StoreError> {
        self.change(
            "UPDATE stories SET articles = max(articles - 1, 0) WHERE id = :story",
            named_params! { ":story": story },
        )?;
        Ok(())
    }

    /// A story without articles goes, unless a letter told it or a trace of others leads through it.
    fn drop_empty_story(&mut self, story: i64) -> Result<(), StoreError> {
        self.change(DROP_EMPTY_STORY, named_params! { ":story": story })?;
        Ok(())
    }

    /// Drops at most `limit` events written before `before`, the oldest first; tells how many went.
    pub fn drop_events(&mut self, before: Timestamp, limit: usize) -> Result<usize, StoreError> {
        self.change(
            "DELETE FROM events
             WHERE id IN (SELECT id FROM events WHERE at < :before ORDER BY at LIMIT :limit)",
            named_params! { ":before": Ms(before), ":limit": columns::limit(limit) },
        )
    }

    /// Works on about so many pages of the search index, which keeps what was dropped until its parts are merged into one;
    /// `begins` orders that. Tells whether there is more to do.
    pub fn merge_search(&mut self, pages: i32, begins: bool) -> Result<bool, StoreError> {
        let before = self.connection().total_changes();
        self.change(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('merge', :pages)",
            named_params! { ":pages": if begins { -pages } else { pages } },
        )?;
        // As the documentation of FTS5 has it: a change beside the command's own row.
        Ok(self.connection().total_changes() - before >= 2)
    }

    /// Gives at most so many unused pages at the end of the file back to the disk. In a file that was not made for that,
    /// such as one that `sqlite3 .recover` wrote, nothing happens.
    pub fn give_room_back(&mut self, pages: u64) -> Result<(), StoreError> {
        // A pragma takes no parameters; it frees a page each time it is stepped.
        let sql = format!("PRAGMA incremental_vacuum({pages})");
        self.rows(&sql, [], |_| Ok(()))?;
        Ok(())
    }
}

/// An article about to go.
struct Leaving {
    feed: i64,
    story: Option<i64>,
    traces: Vec<Trace>,
    /// What it said, where it may be told one day: it met no topic, and is no back catalogue.
    content: Option<Trace>,
}

fn leaving(row: &Row<'_>) -> rusqlite::Result<Leaving> {
    let key: String = row.get("key")?;
    let identity = columns::word(row, "key_kind", |kind| Identity::of(kind, &key))?;
    let link: Option<String> = row.get("canonical_link")?;
    let title: String = row.get("title")?;
    let published = columns::maybe_time(row, "published")?;
    let words = Trace::of_words(link.as_deref(), &title, published);
    let is_settled: bool = row.get("is_settled")?;
    let content = ContentHash(row.get("content_hash")?);
    Ok(Leaving {
        feed: row.get("feed")?,
        story: row.get("story")?,
        traces: [Some(Trace::of_identity(&identity)), words]
            .into_iter()
            .flatten()
            .collect(),
        content: (!is_settled).then(|| Trace::of_content(&content)),
    })
}
