//! Full-text search over the archive: the words as data, never as FTS5's own language.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;
use url::Url;

use crate::model::digest::QuotePart;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::language::Language;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// What is looked for. All that is given must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchQuery {
    /// Words that must all stand in title or text; `"two words"` in that order, `word*` any ending. Without a word in it
    /// every article is meant.
    pub words: String,
    /// Only what matches this topic.
    pub topic: Option<TopicName>,
    /// Only of this feed.
    pub feed: Option<FeedName>,
    /// First seen then or later.
    pub since: Option<Timestamp>,
    /// At most so many.
    pub limit: usize,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// Its row.
    pub id: ArticleId,
    /// Where a reader goes.
    pub link: Option<Url>,
    /// Headline.
    pub title: String,
    /// Whose it is.
    pub feed: FeedName,
    /// The feed's claim.
    pub published: Option<Timestamp>,
    /// Our own knowledge.
    pub first_seen: Timestamp,
    /// If known.
    pub language: Option<Language>,
    /// Topics it meets.
    pub topics: Vec<TopicName>,
    /// Where it was placed.
    pub story: Option<StoryId>,
    /// A passage with the words in it.
    pub snippet: Vec<QuotePart>,
}

impl SearchHit {
    /// The passage as one plain text.
    #[must_use]
    pub fn plain_snippet(&self) -> String {
        self.snippet.iter().map(|part| part.text.as_str()).collect()
    }
}

impl View {
    /// Articles that hold the words and pass the filters, those seen last first. No input is an error.
    pub fn search(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, StoreError> {
        match phrases(&query.words) {
            Some(phrases) => self.search_words(&phrases, query),
            None if query.words.trim().is_empty() => self.search_all(query),
            // Something was asked for that no article can hold.
            None => Ok(Vec::new()),
        }
    }

    fn search_words(
        &self,
        phrases: &str,
        query: &SearchQuery,
    ) -> Result<Vec<SearchHit>, StoreError> {
        self.rows(
            "SELECT a.id, a.link, a.title, f.name AS feed, a.published, a.first_seen, a.language, p.story,
                    (SELECT json_group_array(m.topic) FROM matches m
                     WHERE m.article = a.id AND m.superseded_at IS NULL) AS topics,
                    snippet(articles_fts, -1, char(2), char(3), '…', 32) AS snippet
             FROM articles_fts
             CROSS JOIN articles a ON a.id = articles_fts.rowid
             JOIN feeds f ON f.id = a.feed
             LEFT JOIN placements p ON p.article = a.id
             WHERE articles_fts MATCH :phrases
               AND articles_fts.rowid >= CASE WHEN :since IS NULL THEN 0
                   ELSE coalesce((SELECT min(+id) FROM articles WHERE first_seen >= :since), 0) END
               AND (:since IS NULL OR a.first_seen >= :since)
               AND (:feed IS NULL OR f.name = :feed)
               AND (:topic IS NULL OR EXISTS (SELECT 1 FROM matches m
                                              WHERE m.article = a.id AND m.topic = :topic AND m.superseded_at IS NULL))
             ORDER BY articles_fts.rowid DESC
             LIMIT :limit",
            named_params! {
                ":phrases": phrases,
                ":since": Ms::of(query.since),
                ":feed": query.feed.as_ref().map(FeedName::as_str),
                ":topic": query.topic.as_ref().map(TopicName::as_str),
                ":limit": columns::limit(query.limit),
            },
            hit,
        )
    }

    fn search_all(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, StoreError> {
        self.rows(
            "SELECT a.id, a.link, a.title, f.name AS feed, a.published, a.first_seen, a.language, p.story,
                    (SELECT json_group_array(m.topic) FROM matches m
                     WHERE m.article = a.id AND m.superseded_at IS NULL) AS topics,
                    substr(a.text, 1, 200) AS snippet
             FROM articles a
             JOIN feeds f ON f.id = a.feed
             LEFT JOIN placements p ON p.article = a.id
             WHERE (:since IS NULL OR a.first_seen >= :since)
               AND (:feed IS NULL OR f.name = :feed)
               AND (:topic IS NULL OR EXISTS (SELECT 1 FROM matches m
                                              WHERE m.article = a.id AND m.topic = :topic AND m.superseded_at IS NULL))
             ORDER BY a.id DESC
             LIMIT :limit",
            named_params! {
                ":since": Ms::of(query.since),
                ":feed": query.feed.as_ref().map(FeedName::as_str),
                ":topic": query.topic.as_ref().map(TopicName::as_str),
                ":limit": columns::limit(query.limit),
            },
            hit,
        )
    }
}

/// The words as FTS5 strings, all of which must be there; `None` when there is no letter or digit to look for.
///
/// Every word stands in quotes, where FTS5 knows no operators; a quote inside is left out, a NUL would end the text.
fn phrases(words: &str) -> Option<String> {
    let mut phrases = Vec::new();
    // Odd pieces stood between two quotes: each is one phrase. Even ones are single words.
    for (index, piece) in words.split('"').enumerate() {
        if index % 2 == 1 {
            phrases.extend(phrase(piece));
        } else {
            phrases.extend(piece.split_whitespace().filter_map(phrase));
        }
    }
    (!phrases.is_empty()).then(|| phrases.join(" AND "))
}

fn phrase(piece: &str) -> Option<String> {
    if !piece.chars().any(char::is_alphanumeric) {
        return None;
    }
    let ending = if piece.ends_with('*') { " *" } else { "" };
    let plain: String = piece.chars().filter(|c| !c.is_control()).collect();
    Some(format!("\"{plain}\"{ending}"))
}

fn hit(row: &Row<'_>) -> rusqlite::Result<SearchHit> {
    let snippet: String = row.get("snippet")?;
    Ok(SearchHit {
        id: row.get("id")?,
        link: columns::maybe_text(row, "link")?,
        title: row.get("title")?,
        feed: columns::text(row, "feed")?,
        published: columns::maybe_time(row, "published")?,
        first_seen: columns::time(row, "first_seen")?,
        language: columns::language(row)?,
        topics: columns::list(row, "topics")?,
        story: row.get("story")?,
        snippet: marked(&snippet),
    })
}

/// Takes the passage apart at the two control characters that stand before and after each word that was found.
fn marked(snippet: &str) -> Vec<QuotePart> {
    let part = |text: &str, is_hit| QuotePart {
        text: text.to_owned(),
        is_hit,
    };
    let mut parts = Vec::new();
    for piece in snippet.split('\u{2}') {
        match piece.split_once('\u{3}') {
            Some((found, rest)) => parts.extend([part(found, true), part(rest, false)]),
            None => parts.push(part(piece, false)),
        }
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}
