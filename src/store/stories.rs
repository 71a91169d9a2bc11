//! Stories: opened, joined, shown with their articles.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::story::Story;
use crate::store::StoreError;
use crate::store::StoredArticle;
use crate::store::Tx;
use crate::store::View;
use crate::store::articles::WHOLE_ARTICLE;
use crate::store::articles::stored_article;
use crate::store::columns;
use crate::store::columns::Ms;

/// Where an article was placed.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptPlacement {
    /// Its story.
    pub story: StoryId,
    /// How alike they were; `None`: it opened the story.
    pub similarity: Option<f64>,
    /// The words that tied it in, strongest first.
    pub because: Vec<String>,
    /// The earlier article that it is a copy of.
    pub copy_of: Option<ArticleId>,
}

impl Tx {
    /// Opens a story with its first article. An article that was placed already is a [`StoreError::Conflict`].
    pub fn open_story(
        &mut self,
        article: ArticleId,
        title: &str,
        at: Timestamp,
    ) -> Result<StoryId, StoreError> {
        let story = self.insert(
            "INSERT INTO stories (title, opened, grew, articles) VALUES (:title, :at, :at, 1) RETURNING id",
            named_params! { ":title": title, ":at": Ms(at) },
        )?;
        let story = StoryId(story);
        self.place(story, article, None, &[], at)?;
        Ok(story)
    }

    /// Adds an article to a story that is there, with the words that tied it in.
    pub fn join_story(
        &mut self,
        story: StoryId,
        article: ArticleId,
        similarity: f64,
        because: &[String],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let grown = self.change(
            "UPDATE stories SET articles = articles + 1, grew = max(grew, :at) WHERE id = :story",
            named_params! { ":story": story, ":at": Ms(at) },
        )?;
        if grown == 0 {
            return Err(StoreError::missing(format!("story {story}")));
        }
        self.place(story, article, Some(similarity), because, at)
    }

    /// Notes that a placed article is a copy of an earlier one.
    pub fn keep_copy(&mut self, article: ArticleId, of: ArticleId) -> Result<(), StoreError> {
        self.change(
            "UPDATE placements SET copy_of = :of WHERE article = :article",
            named_params! { ":of": of, ":article": article },
        )?;
        Ok(())
    }

    fn place(
        &mut self,
        story: StoryId,
        article: ArticleId,
        similarity: Option<f64>,
        because: &[String],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO placements (article, story, similarity, because, placed_at)
             VALUES (:article, :story, :similarity, :because, :at)",
            named_params! {
                ":article": article,
                ":story": story,
                ":similarity": similarity,
                ":because": columns::json_list(because),
                ":at": Ms(at),
            },
        )?;
        Ok(())
    }
}

impl View {
    /// A story and its articles, in order of `first_seen`. The number of a story that was merged means the survivor.
    pub fn story(&self, id: StoryId) -> Result<Option<(Story, Vec<StoredArticle>)>, StoreError> {
        let id = self.survivor(id)?;
        let story = self.row(
            "SELECT id, title, opened, grew, articles FROM stories WHERE id = :id",
            named_params! { ":id": id },
            story_row,
        )?;
        let Some(story) = story else {
            return Ok(None);
        };
        let articles = self.rows(
            &format!(
                "{WHOLE_ARTICLE}
                 WHERE p.story = :id
                 ORDER BY a.first_seen, a.id"
            ),
            named_params! { ":id": id },
            stored_article,
        )?;
        Ok(Some((story, articles)))
    }

    /// The story of an article that was placed.
    pub fn story_of(&self, article: ArticleId) -> Result<StoryId, StoreError> {
        self.placement(article)?
            .map(|placement| placement.story)
            .ok_or_else(|| StoreError::missing(format!("the story of article {article}")))
    }

    /// Which story an article was placed in, and what tied it in.
    pub fn placement(&self, article: ArticleId) -> Result<Option<KeptPlacement>, StoreError> {
        self.row(
            "SELECT story, similarity, because, copy_of FROM placements WHERE article = :article",
            named_params! { ":article": article },
            |row| {
                Ok(KeptPlacement {
                    story: row.get("story")?,
                    similarity: row.get("similarity")?,
                    because: columns::list(row, "because")?,
                    copy_of: row.get("copy_of")?,
                })
            },
        )
    }
}

fn story_row(row: &Row<'_>) -> rusqlite::Result<Story> {
    Ok(Story {
        id: row.get("id")?,
        title: row.get("title")?,
        opened: columns::time(row, "opened")?,
        grew: columns::time(row, "grew")?,
        articles: columns::count(row, "articles")?,
    })
}
