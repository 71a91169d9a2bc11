//! Stories as people ask for them: a list, and one with every article, its outlet and what tied it in.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;
use url::Url;

use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::outlet::outlet_of;
use crate::model::timeline::Telling;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// Which stories to list.
#[derive(Clone, Debug)]
pub struct StoryQuery {
    /// Told at this time or later.
    pub since: Timestamp,
    /// Of which an article meets this topic.
    pub topic: Option<TopicName>,
    /// At most so many.
    pub limit: usize,
}

/// A story of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedStory {
    /// Its public number.
    pub id: StoryId,
    /// The headline of its first article.
    pub title: String,
    /// When its first article was first seen.
    pub opened: Timestamp,
    /// When its latest article was first seen.
    pub grew: Timestamp,
    /// Copies included.
    pub articles: u64,
    /// Of these.
    pub copies: u64,
    /// How many feeds told it.
    pub feeds: u64,
}

/// An article of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryArticle {
    /// Its row.
    pub id: ArticleId,
    /// Who told it.
    pub feed: FeedName,
    /// As the watchlist labels this feed: "state media", "independent".
    pub label: Option<String>,
    /// Plain text.
    pub title: String,
    /// Where a reader goes.
    pub link: Option<String>,
    /// Two letters.
    pub language: Option<String>,
    /// The feed's claim.
    pub published: Option<Timestamp>,
    /// Our own knowledge.
    pub first_seen: Timestamp,
    /// How alike it was to the rest of the story; `None`: it opened one.
    pub similarity: Option<f64>,
    /// The words that tied it in, strongest first.
    pub because: Vec<String>,
    /// The earlier article that it is a copy of.
    pub copy_of: Option<ArticleId>,
    /// The original is of the same outlet: its own text at a second address, or in a second feed.
    pub is_own_copy: bool,
    /// How often its words were changed.
    pub revisions: u64,
    /// When they last were.
    pub revised: Option<Timestamp>,
}

impl StoryArticle {
    /// As far as the story's timeline is concerned.
    #[must_use]
    pub fn telling(&self) -> Telling {
        Telling {
            article: self.id,
            feed: self.feed.clone(),
            label: self.label.clone(),
            first_seen: self.first_seen,
            published: self.published,
            is_copy: self.copy_of.is_some(),
        }
    }
}

impl View {
    /// Stories, the one told last first.
    pub fn story_list(&self, query: &StoryQuery) -> Result<Vec<ListedStory>, StoreError> {
        self.rows(
            "SELECT s.id, s.title, s.opened, s.grew, s.articles,
                    (SELECT count(p.copy_of) FROM placements p WHERE p.story = s.id) AS copies,
                    (SELECT count(DISTINCT a.feed) FROM placements p JOIN articles a ON a.id = p.article
                     WHERE p.story = s.id) AS feeds
             FROM stories s
             WHERE s.grew >= :since AND s.articles > 0
               AND (:topic IS NULL
                    OR EXISTS (SELECT 1 FROM placements p JOIN matches m ON m.article = p.article
                               WHERE p.story = s.id AND m.topic = :topic AND m.superseded_at IS NULL))
             ORDER BY s.grew DESC, s.id DESC
             LIMIT :limit",
            named_params! {
                ":since": Ms(query.since),
                ":topic": query.topic.as_ref().map(TopicName::as_str),
                ":limit": columns::limit(query.limit),
            },
            |row| {
                Ok(ListedStory {
                    id: row.get("id")?,
                    title: row.get("title")?,
                    opened: columns::time(row, "opened")?,
                    grew: columns::time(row, "grew")?,
                    articles: columns::count(row, "articles")?,
                    copies: columns::count(row, "copies")?,
                    feeds: columns::count(row, "feeds")?,
                })
            },
        )
    }

    /// The articles of a story in order of `first_seen`, with what tied each in.
    pub fn told_in(&self, story: StoryId) -> Result<Vec<StoryArticle>, StoreError> {
        self.rows(
            "SELECT a.id, f.name AS feed, f.label, a.title, a.link, a.language, a.published, a.first_seen,
                    p.similarity, p.because, p.copy_of, o.feed IS a.feed AS is_of_one_feed, o.link AS original_link,
                    (SELECT count(*) FROM revisions r WHERE r.article = a.id) AS revisions,
                    (SELECT max(r.replaced_at) FROM revisions r WHERE r.article = a.id) AS revised
             FROM placements p
             JOIN articles a ON a.id = p.article
             JOIN feeds f ON f.id = a.feed
             LEFT JOIN articles o ON o.id = p.copy_of
             WHERE p.story = :story
             ORDER BY a.first_seen, a.id",
            named_params! { ":story": story },
            story_article,
        )
    }
}

fn story_article(row: &Row<'_>) -> rusqlite::Result<StoryArticle> {
    let copy_of: Option<ArticleId> = row.get("copy_of")?;
    let link: Option<String> = row.get("link")?;
    let original: Option<String> = row.get("original_link")?;
    let is_own =
        row.get("is_of_one_feed")? || are_of_one_outlet(link.as_deref(), original.as_deref());
    Ok(StoryArticle {
        id: row.get("id")?,
        feed: columns::text(row, "feed")?,
        label: row.get("label")?,
        title: row.get("title")?,
        link,
        language: row.get("language")?,
        published: columns::maybe_time(row, "published")?,
        first_seen: columns::time(row, "first_seen")?,
        similarity: row.get("similarity")?,
        because: columns::list(row, "because")?,
        copy_of,
        is_own_copy: copy_of.is_some() && is_own,
        revisions: columns::count(row, "revisions")?,
        revised: columns::maybe_time(row, "revised")?,
    })
}

fn are_of_one_outlet(link: Option<&str>, other: Option<&str>) -> bool {
    let outlet = |link: Option<&str>| outlet_of(&Url::parse(link?).ok()?);
    outlet(link).is_some_and(|one| Some(one) == outlet(other))
}
