//! Stories that turned out to be one: the older number survives, the younger one leads to it for ever.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::ids::StoryId;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// A story that is now part of another.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptMerge {
    /// Its old number.
    pub story: StoryId,
    /// The headline it was opened under.
    pub title: String,
    /// What it was merged into then.
    pub into: StoryId,
    /// How alike they were.
    pub similarity: f64,
    /// The words that both had, strongest first.
    pub because: Vec<String>,
    /// When it was found out.
    pub at: Timestamp,
    /// It was not merged by news: stories were made anew, and `similarity` is the share of its articles that went there.
    pub is_rebuilt: bool,
}

impl Tx {
    /// Gives a story's articles and marks to another. What letters told stays as it was told: they keep the old number,
    /// which from now on means the survivor.
    pub fn merge_stories(
        &mut self,
        from: StoryId,
        into: StoryId,
        similarity: f64,
        because: &[String],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let both = named_params! { ":from": from, ":into": into };
        let moved = self.change(
            "UPDATE placements SET story = :into WHERE story = :from",
            both,
        )?;
        if moved == 0 {
            return Err(StoreError::missing(format!("story {from}")));
        }
        self.change(
            "UPDATE stories AS s
             SET articles = s.articles + gone.articles, opened = min(s.opened, gone.opened), grew = max(s.grew, gone.grew)
             FROM stories gone WHERE s.id = :into AND gone.id = :from",
            both,
        )?;
        self.change(
            "UPDATE stories SET articles = 0 WHERE id = :from",
            named_params! { ":from": from },
        )?;
        self.change("UPDATE marks SET story = :into WHERE story = :from", both)?;
        self.change(
            "UPDATE story_merges SET survivor = :into WHERE survivor = :from",
            both,
        )?;
        self.change(
            "INSERT INTO story_merges (story, merged_into, survivor, similarity, because, merged_at)
             VALUES (:from, :into, :into, :similarity, :because, :at)",
            named_params! {
                ":from": from,
                ":into": into,
                ":similarity": similarity,
                ":because": columns::json_list(because),
                ":at": Ms(at),
            },
        )?;
        Ok(())
    }
}

impl View {
    /// What a story's number means today: itself, unless it was merged into another.
    pub fn survivor(&self, story: StoryId) -> Result<StoryId, StoreError> {
        let survivor = self.row(
            "SELECT survivor FROM story_merges WHERE story = :story",
            named_params! { ":story": story },
            |row| row.get("survivor"),
        )?;
        Ok(survivor.unwrap_or(story))
    }

    /// The stories that are now part of this one, in the order in which they were merged.
    pub fn merged_into(&self, story: StoryId) -> Result<Vec<KeptMerge>, StoreError> {
        self.rows(
            "SELECT m.story, s.title, m.merged_into, m.similarity, m.because, m.merged_at, m.rebuild IS NOT NULL AS is_rebuilt
             FROM story_merges m JOIN stories s ON s.id = m.story
             WHERE m.survivor = :story
             ORDER BY m.merged_at, m.story",
            named_params! { ":story": story },
            |row| {
                Ok(KeptMerge {
                    story: row.get("story")?,
                    title: row.get("title")?,
                    into: row.get("merged_into")?,
                    similarity: row.get("similarity")?,
                    because: columns::list(row, "because")?,
                    at: columns::time(row, "merged_at")?,
                    is_rebuilt: row.get("is_rebuilt")?,
                })
            },
        )
    }
}
