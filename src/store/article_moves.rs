//! Articles that a second look moved from one story to another: they take their copies with them, and the old place stays
//! known. What letters told stays as it was told.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// An article that was in one story and is, or was after that, in another.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleMove {
    /// Which.
    pub article: ArticleId,
    /// Where it was.
    pub from: StoryId,
    /// Where it went.
    pub to: StoryId,
    /// How alike it was to the rest there.
    pub similarity: f64,
    /// The words that both had, strongest first.
    pub because: Vec<String>,
    /// When it was found out.
    pub at: Timestamp,
}

impl Tx {
    /// Opens a story for an article that was placed in another already, and moves it there with its copies.
    pub fn part_story(&mut self, article: ArticleId, at: Timestamp) -> Result<StoryId, StoreError> {
        let story = StoryId(self.insert(
            "INSERT INTO stories (title, opened, grew, articles)
             SELECT title, first_seen, first_seen, 0 FROM articles WHERE id = :article RETURNING id",
            named_params! { ":article": article },
        )?);
        self.move_article(article, story, 0.0, &[], at)?;
        self.change(
            "UPDATE placements SET similarity = NULL WHERE article = :article",
            named_params! { ":article": article },
        )?;
        Ok(story)
    }

    /// Moves a placed article, and all that are copies of it, to another story; gives the story it was in.
    pub fn move_article(
        &mut self,
        article: ArticleId,
        to: StoryId,
        similarity: f64,
        because: &[String],
        at: Timestamp,
    ) -> Result<StoryId, StoreError> {
        let from = self.story_of(article)?;
        let because = columns::json_list(because);
        self.change(
            "INSERT INTO article_moves (article, from_story, to_story, similarity, because, moved_at)
             WITH RECURSIVE moved (article) AS (
                 VALUES (:article)
                 UNION SELECT p.article FROM placements p JOIN moved m ON p.copy_of = m.article
                       WHERE p.story = :from
             )
             SELECT m.article, p.story, :to, :similarity, :because, :at
             FROM moved m JOIN placements p ON p.article = m.article
             WHERE p.story <> :to ORDER BY m.article",
            named_params! {
                ":article": article, ":from": from, ":to": to, ":similarity": similarity, ":because": because, ":at": Ms(at),
            },
        )?;
        self.change(
            "UPDATE placements SET similarity = :similarity, because = :because WHERE article = :article",
            named_params! { ":article": article, ":similarity": similarity, ":because": because },
        )?;
        let moved = self.change(
            "WITH RECURSIVE moved (article) AS (
                 VALUES (:article)
                 UNION SELECT p.article FROM placements p JOIN moved m ON p.copy_of = m.article
                       WHERE p.story = :from
             )
             UPDATE placements SET story = :to WHERE article IN (SELECT article FROM moved) AND story <> :to",
            named_params! { ":article": article, ":from": from, ":to": to },
        )?;
        if moved > 0 {
            self.count_anew(from)?;
            self.count_anew(to)?;
        }
        Ok(from)
    }

    /// Makes a story say how many articles it has, when they came, and what its first one says.
    fn count_anew(&mut self, story: StoryId) -> Result<(), StoreError> {
        self.change(
            "UPDATE stories AS s
             SET articles = n.articles, opened = coalesce(n.opened, s.opened), grew = coalesce(n.grew, s.grew)
             FROM (SELECT count(*) AS articles, min(a.first_seen) AS opened, max(a.first_seen) AS grew
                   FROM placements p JOIN articles a ON a.id = p.article WHERE p.story = :story) n
             WHERE s.id = :story",
            named_params! { ":story": story },
        )?;
        self.change(
            "UPDATE stories AS s
             SET title = coalesce((SELECT a.title FROM placements p JOIN articles a ON a.id = p.article
                                   WHERE p.story = s.id ORDER BY a.first_seen, a.id LIMIT 1), s.title)
             WHERE s.id = :story",
            named_params! { ":story": story },
        )?;
        // One of them opened it, as it is now.
        self.change(
            "UPDATE placements SET similarity = NULL, because = '[]'
             WHERE article = (SELECT p.article FROM placements p JOIN articles a ON a.id = p.article
                              WHERE p.story = :story ORDER BY a.first_seen, a.id LIMIT 1)
               AND copy_of IS NULL
               AND NOT EXISTS (SELECT 1 FROM placements q WHERE q.story = :story AND q.similarity IS NULL)",
            named_params! { ":story": story },
        )?;
        Ok(())
    }
}

impl View {
    /// The headline of an article.
    pub fn article_title(&self, article: ArticleId) -> Result<String, StoreError> {
        self.row(
            "SELECT title FROM articles WHERE id = :article",
            named_params! { ":article": article },
            |row| row.get("title"),
        )?
        .ok_or_else(|| StoreError::missing(format!("article {article}")))
    }

    /// The story has no article any more.
    pub fn is_empty_story(&self, story: StoryId) -> Result<bool, StoreError> {
        self.one(
            "SELECT NOT EXISTS (SELECT 1 FROM placements WHERE story = :story) AS is_empty",
            named_params! { ":story": story },
            |row| row.get("is_empty"),
        )
    }

    /// The moves out of a story and into it, in the order in which they were made.
    pub fn article_moves(&self, story: StoryId) -> Result<Vec<ArticleMove>, StoreError> {
        self.rows(
            "SELECT article, from_story, to_story, similarity, because, moved_at
             FROM article_moves WHERE from_story = :story OR to_story = :story ORDER BY id",
            named_params! { ":story": story },
            kept_move,
        )
    }
}

fn kept_move(row: &Row<'_>) -> rusqlite::Result<ArticleMove> {
    Ok(ArticleMove {
        article: row.get("article")?,
        from: row.get("from_story")?,
        to: row.get("to_story")?,
        similarity: row.get("similarity")?,
        because: columns::list(row, "because")?,
        at: columns::time(row, "moved_at")?,
    })
}
