//! Articles: known or not, admitted, revised, found again.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;
use url::Url;

use crate::model::article::Article;
use crate::model::article::ContentHash;
use crate::model::article::Identity;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::ids::WatchlistVersion;
use crate::model::language::Language;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// An article as the archive has it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredArticle {
    /// Its row.
    pub id: ArticleId,
    /// With its words of today; older ones are its revisions.
    pub article: Article,
    /// Where it was placed; `None` only between admission and placement.
    pub story: Option<StoryId>,
    /// Back catalogue of a new feed: kept, never mailed.
    pub is_backfill: bool,
}

/// A headline, and the article that has it with the hash of its words.
type Titled = (String, (ArticleId, ContentHash));

/// The words an article had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Headline.
    pub title: String,
    /// Plain text.
    pub text: String,
    /// The feed's claim of when these words were new.
    pub updated: Option<Timestamp>,
    /// When we saw other words.
    pub replaced_at: Timestamp,
}

impl Tx {
    /// Writes a new article. Meets the unique identity: an article that is known already is a [`StoreError::Conflict`].
    pub fn admit(
        &mut self,
        article: &Article,
        is_backfill: bool,
        judged_by: &WatchlistVersion,
    ) -> Result<ArticleId, StoreError> {
        let feed = self.feed_row(&article.feed)?;
        let id = self.insert(
            "INSERT INTO articles (feed, key_kind, key, link, canonical_link, title, text, author, source, language,
                                   published, updated, first_seen, content_hash, is_backfill, watchlist_version)
             VALUES (:feed, :key_kind, :key, :link, :canonical_link, :title, :text, :author, :source, :language,
                     :published, :updated, :first_seen, :content_hash, :is_backfill, :watchlist_version)
             RETURNING id",
            named_params! {
                ":feed": feed,
                ":key_kind": article.identity.kind(),
                ":key": article.identity.key(),
                ":link": article.link.as_ref().map(Url::as_str),
                ":canonical_link": article.canonical_link,
                ":title": article.title,
                ":text": article.text,
                ":author": article.author,
                ":source": article.source,
                ":language": article.language.as_ref().map(Language::code),
                ":published": Ms::of(article.published),
                ":updated": Ms::of(article.updated),
                ":first_seen": Ms(article.first_seen),
                ":content_hash": article.content_hash.0,
                ":is_backfill": is_backfill,
                ":watchlist_version": judged_by.0,
            },
        )?;
        self.change(
            "UPDATE feeds
             SET items = items + 1, last_item = max(coalesce(last_item, :seen), :seen)
             WHERE id = :feed",
            named_params! { ":feed": feed, ":seen": Ms(article.first_seen) },
        )?;
        Ok(ArticleId(id))
    }

    /// Gives a known article the words it has now and keeps the ones it had. Identity, feed and `first_seen` stay.
    pub fn revise(
        &mut self,
        id: ArticleId,
        article: &Article,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let kept = self.change(
            "INSERT INTO revisions (article, title, text, updated, content_hash, replaced_at)
             SELECT id, title, text, updated, content_hash, :now FROM articles WHERE id = :id",
            named_params! { ":id": id, ":now": Ms(now) },
        )?;
        if kept == 0 {
            return Err(StoreError::missing(format!("article {id}")));
        }
        self.keep_first_words(id)?;
        self.change(
            "UPDATE articles
             SET link = :link, canonical_link = :canonical_link, title = :title, text = :text, author = :author,
                 source = :source, language = :language, updated = :updated, content_hash = :content_hash
             WHERE id = :id",
            named_params! {
                ":id": id,
                ":link": article.link.as_ref().map(Url::as_str),
                ":canonical_link": article.canonical_link,
                ":title": article.title,
                ":text": article.text,
                ":author": article.author,
                ":source": article.source,
                ":language": article.language.as_ref().map(Language::code),
                ":updated": Ms::of(article.updated),
                ":content_hash": article.content_hash.0,
            },
        )?;
        Ok(())
    }

    /// Follows a known article to the address it has now; its words are the same.
    pub fn relink(&mut self, id: ArticleId, article: &Article) -> Result<(), StoreError> {
        let is_moved = self.one(
            "SELECT EXISTS (SELECT 1 FROM articles WHERE id = :id AND :canonical_link IS NOT NULL
                                                     AND canonical_link IS NOT :canonical_link) AS is_moved",
            named_params! { ":id": id, ":canonical_link": article.canonical_link },
            |row| row.get::<_, bool>("is_moved"),
        )?;
        if !is_moved {
            return Ok(());
        }
        self.keep_first_words(id)?;
        self.change(
            "UPDATE articles SET link = :link, canonical_link = :canonical_link WHERE id = :id",
            named_params! {
                ":id": id,
                ":link": article.link.as_ref().map(Url::as_str),
                ":canonical_link": article.canonical_link,
            },
        )?;
        Ok(())
    }

    /// Knows an article by another identity from now on. The identity must be nobody's.
    pub fn rename(&mut self, id: ArticleId, identity: &Identity) -> Result<(), StoreError> {
        self.change(
            "UPDATE articles SET key_kind = :kind, key = :key WHERE id = :id",
            named_params! { ":id": id, ":kind": identity.kind(), ":key": identity.key() },
        )?;
        Ok(())
    }
}

impl View {
    /// The article of this identity, and what its words were when we last looked.
    pub fn known(
        &self,
        feed: &FeedName,
        identity: &Identity,
    ) -> Result<Option<(ArticleId, ContentHash)>, StoreError> {
        self.row(
            "SELECT a.id AS id, a.content_hash AS content_hash
             FROM articles a JOIN feeds f ON f.id = a.feed
             WHERE f.name = :feed AND a.key_kind = :kind AND a.key = :key",
            named_params! { ":feed": feed.as_str(), ":kind": identity.kind(), ":key": identity.key() },
            id_and_hash,
        )
    }

    /// The article of its feed that has the same canonical link and the same headline: what a feed that gives its entries
    /// new guids at every answer is known by. Of several the one with the same words, else with the same date, else the
    /// latest.
    pub fn known_by_link_and_title(
        &self,
        article: &Article,
        canonical_link: &str,
    ) -> Result<Option<(ArticleId, ContentHash)>, StoreError> {
        self.row(
            "SELECT a.id AS id, a.content_hash AS content_hash
             FROM articles a JOIN feeds f ON f.id = a.feed
             WHERE a.canonical_link = :link AND f.name = :feed AND a.title = :title
             ORDER BY a.content_hash = :hash DESC, a.published IS :published DESC, a.id DESC
             LIMIT 1",
            named_params! {
                ":link": canonical_link,
                ":feed": article.feed.as_str(),
                ":title": article.title,
                ":hash": article.content_hash.0,
                ":published": Ms::of(article.published),
            },
            id_and_hash,
        )
    }

    /// The article of this feed with the same headline at the same time: what one that moved is known by.
    pub fn known_by_title_and_date(
        &self,
        feed: &FeedName,
        title: &str,
        published: Timestamp,
    ) -> Result<Option<(ArticleId, ContentHash)>, StoreError> {
        self.row(
            "SELECT a.id AS id, a.content_hash AS content_hash
             FROM articles a
             WHERE a.feed = (SELECT id FROM feeds WHERE name = :feed) AND a.published = :published AND a.title = :title
             ORDER BY a.id DESC
             LIMIT 1",
            named_params! { ":feed": feed.as_str(), ":published": Ms(published), ":title": title },
            id_and_hash,
        )
    }

    /// The headlines that a feed told last, the latest last.
    pub fn latest_titles(&self, feed: &FeedName, limit: usize) -> Result<Vec<Titled>, StoreError> {
        let mut titles = self.rows(
            "SELECT a.title AS title, a.id AS id, a.content_hash AS content_hash
             FROM articles a
             WHERE a.feed = (SELECT id FROM feeds WHERE name = :feed)
             ORDER BY a.id DESC
             LIMIT :limit",
            named_params! { ":feed": feed.as_str(), ":limit": columns::limit(limit) },
            |row| Ok((row.get("title")?, id_and_hash(row)?)),
        )?;
        titles.reverse();
        Ok(titles)
    }

    /// One article, whole.
    pub fn article(&self, id: ArticleId) -> Result<Option<StoredArticle>, StoreError> {
        self.row(
            &format!(
                "{WHOLE_ARTICLE}
             WHERE a.id = :id"
            ),
            named_params! { ":id": id },
            stored_article,
        )
    }

    /// The first article with this canonical link, whichever feed brought it.
    pub fn article_by_link(
        &self,
        canonical_link: &str,
    ) -> Result<Option<StoredArticle>, StoreError> {
        self.row(
            &format!(
                "{WHOLE_ARTICLE}
             WHERE a.canonical_link = :link
             ORDER BY a.id
             LIMIT 1"
            ),
            named_params! { ":link": canonical_link },
            stored_article,
        )
    }

    /// The articles that came last, the latest first.
    pub fn latest_articles(&self, limit: usize) -> Result<Vec<StoredArticle>, StoreError> {
        self.rows(
            &format!(
                "{WHOLE_ARTICLE}
             ORDER BY a.id DESC
             LIMIT :limit"
            ),
            named_params! { ":limit": columns::limit(limit) },
            stored_article,
        )
    }

    /// The words an article had before, the latest last.
    pub fn revisions(&self, id: ArticleId) -> Result<Vec<Revision>, StoreError> {
        self.rows(
            "SELECT title, text, updated, replaced_at FROM revisions WHERE article = :id ORDER BY id",
            named_params! { ":id": id },
            |row| {
                Ok(Revision {
                    title: row.get("title")?,
                    text: row.get("text")?,
                    updated: columns::maybe_time(row, "updated")?,
                    replaced_at: columns::time(row, "replaced_at")?,
                })
            },
        )
    }
}

fn id_and_hash(row: &Row<'_>) -> rusqlite::Result<(ArticleId, ContentHash)> {
    Ok((row.get("id")?, ContentHash(row.get("content_hash")?)))
}

/// How every question for whole articles begins; its conditions follow.
pub(super) const WHOLE_ARTICLE: &str = "
    SELECT a.id, f.name AS feed, a.key_kind, a.key, a.link, a.canonical_link, a.title, a.text, a.author, a.source,
           a.language, a.published, a.updated, a.first_seen, a.content_hash, a.is_backfill, p.story
    FROM articles a
    JOIN feeds f ON f.id = a.feed
    LEFT JOIN placements p ON p.article = a.id";

/// Reads what [`WHOLE_ARTICLE`] names.
pub(super) fn stored_article(row: &Row<'_>) -> rusqlite::Result<StoredArticle> {
    Ok(StoredArticle {
        id: row.get("id")?,
        article: Article {
            feed: columns::text(row, "feed")?,
            identity: identity(row)?,
            link: columns::maybe_text(row, "link")?,
            canonical_link: row.get("canonical_link")?,
            title: row.get("title")?,
            text: row.get("text")?,
            author: row.get("author")?,
            source: row.get("source")?,
            language: columns::language(row)?,
            published: columns::maybe_time(row, "published")?,
            updated: columns::maybe_time(row, "updated")?,
            first_seen: columns::time(row, "first_seen")?,
            content_hash: ContentHash(row.get("content_hash")?),
        },
        story: row.get("story")?,
        is_backfill: row.get("is_backfill")?,
    })
}

fn identity(row: &Row<'_>) -> rusqlite::Result<Identity> {
    let key: String = row.get("key")?;
    columns::word(row, "key_kind", |kind| Identity::of(kind, &key))
}
