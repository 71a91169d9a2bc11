//! Pages of articles: waited for, claimed under a lease, read or given up. The attempt is counted before anything is asked,
//! so that a page that ends the process is not asked for ever.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;
use url::Url;

use crate::model::feed::Cause;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::language::Language;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// A page to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePage {
    /// Whose page it is.
    pub article: ArticleId,
    /// Says how to ask.
    pub feed: FeedName,
    /// Its address.
    pub link: Url,
    /// Earlier attempts.
    pub attempts: u32,
}

/// What became of an article's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageState {
    /// Still to be asked for, at this time or later.
    Due(Timestamp),
    /// Read: from this character of the article's text on, the words are the page's.
    Read(usize),
    /// Given up.
    Failed,
}

/// A page as the archive has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPage {
    /// What became of it.
    pub state: PageState,
    /// What the feed says by itself, where the article's text holds both.
    pub feed_text: Option<String>,
    /// How often it was asked for.
    pub attempts: u32,
    /// Why the last attempt gave nothing.
    pub cause: Option<Cause>,
}

impl Tx {
    /// Notes that the page of a new article is to be read.
    pub fn await_page(&mut self, article: ArticleId, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO pages (article, state, not_before) VALUES (:article, 'due', :now)",
            named_params! { ":article": article, ":now": Ms(now) },
        )?;
        Ok(())
    }

    /// Notes that the page of a new article is not going to be read, and why.
    pub fn skip_page(
        &mut self,
        article: ArticleId,
        cause: &Cause,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO pages (article, state, not_before, settled_at, cause_kind, cause_sentence)
             VALUES (:article, 'failed', :now, :now, :kind, :sentence)",
            named_params! {
                ":article": article, ":now": Ms(now), ":kind": cause.kind, ":sentence": cause.sentence,
            },
        )?;
        Ok(())
    }

    /// Takes a page that is due: counts the attempt and holds the row until the lease ends. Tells whether it was there to take.
    pub fn claim_page(
        &mut self,
        article: ArticleId,
        now: Timestamp,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        let ends = now.checked_add(lease).unwrap_or(Timestamp::MAX);
        let taken = self.change(
            "UPDATE pages SET attempts = attempts + 1, lease_until = :ends
             WHERE article = :article AND state = 'due' AND not_before <= :now
               AND (lease_until IS NULL OR lease_until <= :now)",
            named_params! { ":article": article, ":now": Ms(now), ":ends": Ms(ends) },
        )?;
        Ok(taken > 0)
    }

    /// Writes down that an attempt gave nothing; without a time to try again the page is given up.
    pub fn defer_page(
        &mut self,
        article: ArticleId,
        cause: &Cause,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "UPDATE pages
             SET state = CASE WHEN :again IS NULL THEN 'failed' ELSE 'due' END,
                 not_before = coalesce(:again, not_before), lease_until = NULL,
                 settled_at = CASE WHEN :again IS NULL THEN :now END,
                 cause_kind = :kind, cause_sentence = :sentence
             WHERE article = :article AND state = 'due'",
            named_params! {
                ":article": article,
                ":again": Ms::of(again),
                ":now": Ms(now),
                ":kind": cause.kind,
                ":sentence": cause.sentence,
            },
        )?;
        Ok(())
    }

    /// Takes back an attempt that came to no request: nobody was asked, and so nothing was refused. Without a time to try
    /// again the page stays held, and the next start lets go of it.
    pub fn unask_page(
        &mut self,
        article: ArticleId,
        again: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.change(
            "UPDATE pages
             SET attempts = max(attempts - 1, 0), not_before = coalesce(:again, not_before),
                 lease_until = CASE WHEN :again IS NULL THEN lease_until END
             WHERE article = :article AND state = 'due'",
            named_params! { ":article": article, ":again": Ms::of(again) },
        )?;
        Ok(())
    }

    /// Lets the other pages of a host wait as well, `origin` being the address up to its path; those that wait for longer
    /// already go on waiting. Tells how many there were.
    pub fn put_off_pages(&mut self, origin: &str, until: Timestamp) -> Result<usize, StoreError> {
        self.change(
            "UPDATE pages SET not_before = :until
             WHERE state = 'due' AND not_before < :until
               AND EXISTS (SELECT 1 FROM articles a
                           WHERE a.id = pages.article AND substr(a.link, 1, length(:origin)) = :origin)",
            named_params! { ":origin": format!("{origin}/"), ":until": Ms(until) },
        )
    }

    /// Gives an article the text that holds its feed's words and its page's; the feed's own are kept beside.
    pub fn keep_page(
        &mut self,
        article: ArticleId,
        feed_text: &str,
        text: &str,
        page_at: usize,
        language: Option<Language>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "UPDATE pages
             SET state = 'read', lease_until = NULL, feed_text = :feed_text, page_at = :page_at,
                 settled_at = coalesce(settled_at, :now), cause_kind = NULL, cause_sentence = NULL
             WHERE article = :article",
            named_params! {
                ":article": article,
                ":feed_text": feed_text,
                ":page_at": columns::limit(page_at),
                ":now": Ms(now),
            },
        )?;
        self.keep_first_words(article)?;
        self.change(
            "UPDATE articles SET text = :text, language = :language WHERE id = :article",
            named_params! {
                ":article": article, ":text": text, ":language": language.as_ref().map(Language::code),
            },
        )?;
        Ok(())
    }

    /// Lets go of pages that a process which is gone held: whoever has the archive for writing is alone with it.
    pub fn release_pages(&mut self) -> Result<(), StoreError> {
        self.change(
            "UPDATE pages SET lease_until = NULL WHERE state = 'due' AND lease_until IS NOT NULL",
            [],
        )?;
        Ok(())
    }
}

impl View {
    /// Pages whose time has come and that nobody holds, those that waited longest first.
    pub fn due_pages(&self, now: Timestamp, limit: usize) -> Result<Vec<DuePage>, StoreError> {
        self.rows(
            "SELECT p.article AS article, f.name AS feed, a.link AS link, p.attempts AS attempts
             FROM pages p
             JOIN articles a ON a.id = p.article
             JOIN feeds f ON f.id = a.feed
             WHERE p.state = 'due' AND p.not_before <= :now AND a.link IS NOT NULL
               AND (p.lease_until IS NULL OR p.lease_until <= :now)
             ORDER BY p.not_before, p.article
             LIMIT :limit",
            named_params! { ":now": Ms(now), ":limit": columns::limit(limit) },
            |row| {
                Ok(DuePage {
                    article: row.get("article")?,
                    feed: columns::text(row, "feed")?,
                    link: columns::text(row, "link")?,
                    attempts: row.get("attempts")?,
                })
            },
        )
    }

    /// What became of an article's page; `None` when it was never to be read.
    pub fn page(&self, article: ArticleId) -> Result<Option<KeptPage>, StoreError> {
        self.row(
            "SELECT state, not_before, page_at, feed_text, attempts, cause_kind, cause_sentence
             FROM pages WHERE article = :article",
            named_params! { ":article": article },
            kept_page,
        )
    }
}

fn kept_page(row: &Row<'_>) -> rusqlite::Result<KeptPage> {
    let not_before = columns::time(row, "not_before")?;
    let page_at: Option<i64> = row.get("page_at")?;
    let page_at = page_at.and_then(|at| usize::try_from(at).ok());
    let kind: Option<String> = row.get("cause_kind")?;
    let sentence: Option<String> = row.get("cause_sentence")?;
    Ok(KeptPage {
        state: columns::word(row, "state", |word| match (word, page_at) {
            ("due", _) => Some(PageState::Due(not_before)),
            ("read", Some(at)) => Some(PageState::Read(at)),
            ("failed", _) => Some(PageState::Failed),
            _ => None,
        })?,
        feed_text: row.get("feed_text")?,
        attempts: row.get("attempts")?,
        cause: kind
            .zip(sentence)
            .map(|(kind, sentence)| Cause { kind, sentence }),
    })
}
