//! Marks: kept, and read with the articles and matches they are about. Of two marks the newer counts.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::mark::Judgement;
use crate::model::mark::Mark;
use crate::model::mark::Marked;
use crate::model::mark::NewMark;
use crate::model::mark::Opinions;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

impl Tx {
    /// Adds a mark. False when there is no such article or story; nothing is added then.
    pub fn keep_mark(
        &mut self,
        mark: &NewMark,
        by: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (article, story) = match mark.marked {
            Marked::Article(article) => (Some(article), None),
            Marked::Story(story) => (None, Some(self.survivor(story)?)),
        };
        let kept = self.change(
            "INSERT INTO marks (article, story, topic, judgement, note, marked_at, marked_by)
             SELECT :article, :story, :topic, :judgement, :note, :now, :by
             WHERE EXISTS (SELECT 1 FROM articles WHERE id = :article)
                OR EXISTS (SELECT 1 FROM stories WHERE id = :story)",
            named_params! {
                ":article": article,
                ":story": story,
                ":topic": mark.topic.as_ref().map(TopicName::as_str),
                ":judgement": mark.judgement.as_str(),
                ":note": mark.note,
                ":now": Ms(now),
                ":by": by,
            },
        )?;
        Ok(kept > 0)
    }
}

impl View {
    /// What readers think by now: every mark there is, those on stories for each of their articles.
    pub fn opinions(&self) -> Result<Opinions, StoreError> {
        let heard = self.rows(
            "SELECT coalesce(k.article, p.article) AS article, k.topic, k.judgement
             FROM marks k LEFT JOIN placements p ON p.story = k.story
             WHERE k.article IS NOT NULL OR p.article IS NOT NULL
             ORDER BY k.id",
            [],
            |row| {
                Ok((
                    row.get("article")?,
                    columns::maybe_text(row, "topic")?,
                    columns::word(row, "judgement", Judgement::from_word)?,
                ))
            },
        )?;
        let mut opinions = Opinions::new();
        for (article, topic, judgement) in heard {
            opinions.hear(article, topic, judgement);
        }
        Ok(opinions)
    }

    /// The marks on an article and on its story, the newest first.
    pub fn marks_of_article(&self, article: ArticleId) -> Result<Vec<Mark>, StoreError> {
        self.rows(
            "SELECT article, story, topic, judgement, note, marked_at, marked_by FROM marks
             WHERE article = :article OR story = (SELECT story FROM placements WHERE article = :article)
             ORDER BY id DESC",
            named_params! { ":article": article },
            mark,
        )
    }

    /// The marks on a story and on its articles, the newest first.
    pub fn marks_of_story(&self, story: StoryId) -> Result<Vec<Mark>, StoreError> {
        self.rows(
            "SELECT article, story, topic, judgement, note, marked_at, marked_by FROM marks
             WHERE story = :story OR article IN (SELECT article FROM placements WHERE story = :story)
             ORDER BY id DESC",
            named_params! { ":story": story },
            mark,
        )
    }
}

fn mark(row: &Row<'_>) -> rusqlite::Result<Mark> {
    let article: Option<ArticleId> = row.get("article")?;
    let marked = match article {
        Some(article) => Marked::Article(article),
        None => Marked::Story(row.get("story")?),
    };
    Ok(Mark {
        said: NewMark {
            marked,
            topic: columns::maybe_text(row, "topic")?,
            judgement: columns::word(row, "judgement", Judgement::from_word)?,
            note: row.get("note")?,
        },
        at: columns::time(row, "marked_at")?,
        by: row.get("marked_by")?,
    })
}
