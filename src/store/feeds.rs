//! Feeds: what the watchlist says of them, when they are due, how they are, what the next poll must know.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;
use url::Url;

use crate::model::event::EventKind;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::feed::FeedHealth;
use crate::model::feed::FeedState;
use crate::model::feed::Validators;
use crate::model::ids::FeedName;
use crate::model::rhythm::Rhythm;
use crate::store::FeedMemory;
use crate::store::MoveSeen;
use crate::store::PollResult;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

impl Tx {
    /// Makes the table say what the watchlist says: new feeds are due at once, a new address is asked without memory of the
    /// old one, vanished feeds are not asked any more and keep their articles.
    pub fn sync_feeds(&mut self, feeds: &[Feed], now: Timestamp) -> Result<(), StoreError> {
        let known = self.watchlisted()?;
        for feed in feeds {
            match known.get(feed.name.as_str()) {
                Some(row) if row.agrees(feed) => {}
                None if !feed.is_paused => self.add_feed(feed, now)?,
                _ => self.sync_feed(feed, now)?,
            }
        }
        let names = columns::json_list(feeds.iter().map(|feed| feed.name.as_str()));
        self.change(
            "UPDATE feeds
             SET is_removed = 1, next_poll = NULL
             WHERE is_removed = 0 AND name NOT IN (SELECT value FROM json_each(:names))",
            named_params! { ":names": names },
        )?;
        Ok(())
    }

    fn sync_feed(&mut self, feed: &Feed, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO feeds (name, url, since, next_poll) VALUES (:name, :url, :now, :now)
             ON CONFLICT (name) DO NOTHING",
            named_params! { ":name": feed.name.as_str(), ":url": feed.url.as_str(), ":now": Ms(now) },
        )?;
        // What the old address offered is not the new one's offer.
        self.change(
            "DELETE FROM hub_offers WHERE feed = (SELECT id FROM feeds WHERE name = :name AND url <> :url)",
            named_params! { ":name": feed.name.as_str(), ":url": feed.url.as_str() },
        )?;
        self.change(
            "UPDATE feeds
             SET url = :url, etag = NULL, last_modified = NULL, body_hash = NULL, last_unconditional = NULL,
                 url_now = NULL, move_to = NULL, move_times = NULL, move_first = NULL,
                 state = 'ok', since = :now, cause_kind = NULL, cause_sentence = NULL, tries = 0, next_poll = :now,
                 is_removed = 0
             WHERE name = :name AND url <> :url",
            named_params! { ":name": feed.name.as_str(), ":url": feed.url.as_str(), ":now": Ms(now) },
        )?;
        // Whoever takes a feed up again knows something that its last answer, "gone for good", did not say.
        self.change(
            "UPDATE feeds
             SET is_removed = 0, next_poll = CASE WHEN state = 'paused' THEN NULL ELSE :now END,
                 since = CASE WHEN state = 'gone' THEN :now ELSE since END,
                 cause_kind = CASE WHEN state = 'gone' THEN NULL ELSE cause_kind END,
                 cause_sentence = CASE WHEN state = 'gone' THEN NULL ELSE cause_sentence END,
                 tries = CASE WHEN state = 'gone' THEN 0 ELSE tries END,
                 state = CASE WHEN state = 'gone' THEN 'ok' ELSE state END
             WHERE name = :name AND is_removed = 1",
            named_params! { ":name": feed.name.as_str(), ":now": Ms(now) },
        )?;
        let sql = if feed.is_paused {
            "UPDATE feeds
             SET label = :label, next_poll = NULL, cause_kind = NULL, cause_sentence = NULL,
                 since = CASE WHEN state = 'paused' THEN since ELSE :now END, state = 'paused'
             WHERE name = :name"
        } else {
            "UPDATE feeds
             SET label = :label,
                 next_poll = CASE WHEN state = 'paused' THEN :now ELSE next_poll END,
                 since = CASE WHEN state = 'paused' THEN :now ELSE since END,
                 state = CASE WHEN state = 'paused' THEN 'ok' ELSE state END
             WHERE name = :name"
        };
        self.change(
            sql,
            named_params! { ":name": feed.name.as_str(), ":label": feed.label, ":now": Ms(now) },
        )?;
        Ok(())
    }

    /// Writes down what the next poll must know; how the feed is and when it is due belong to [`Tx::settle_poll`].
    pub fn keep_feed_memory(
        &mut self,
        feed: &FeedName,
        memory: &FeedMemory,
    ) -> Result<(), StoreError> {
        let moved = memory.move_seen.as_ref();
        let touched = self.change(
            "UPDATE feeds
             SET title = :title, language = :language, etag = :etag, last_modified = :last_modified,
                 body_hash = :body_hash, last_unconditional = :last_unconditional, url_now = :url_now,
                 move_to = :move_to, move_times = :move_times, move_first = :move_first,
                 first_polled = :first_polled, last_news = :last_news,
                 decayed_items = :decayed_items, decayed_at = :decayed_at
             WHERE name = :name",
            named_params! {
                ":name": feed.as_str(),
                ":title": memory.title,
                ":language": memory.language,
                ":etag": memory.validators.etag,
                ":last_modified": memory.validators.last_modified,
                ":body_hash": memory.body_hash,
                ":last_unconditional": Ms::of(memory.last_unconditional),
                ":url_now": memory.url_now.as_ref().map(Url::as_str),
                ":move_to": moved.map(|moved| moved.to.as_str()),
                ":move_times": moved.map(|moved| moved.times),
                ":move_first": moved.map(|moved| Ms(moved.first)),
                ":first_polled": Ms::of(memory.first_polled),
                ":last_news": Ms::of(memory.last_news),
                ":decayed_items": memory.decayed_items,
                ":decayed_at": Ms::of(memory.decayed_at),
            },
        )?;
        found(touched, feed)?;
        self.keep_rhythm(feed, &memory.rhythm)
    }

    /// Moves a feed's state after a poll; gives the event to tell when the state is another one than before.
    /// A feed that was paused or taken off the watchlist while it was asked stays so.
    pub fn settle_poll(
        &mut self,
        feed: &FeedName,
        result: &PollResult,
    ) -> Result<Option<EventKind>, StoreError> {
        let Some((before, is_removed)) = self.standing(feed)? else {
            return Err(StoreError::missing(format!("feed {feed}")));
        };
        if is_removed || before == FeedState::Paused {
            return Ok(None);
        }
        let is_asked = !matches!(result.state, FeedState::Paused | FeedState::Gone);
        self.change(
            "UPDATE feeds
             SET since = CASE WHEN state = :state THEN since ELSE :at END,
                 state = :state,
                 cause_kind = :cause_kind, cause_sentence = :cause_sentence,
                 tries = CASE WHEN :is_good THEN 0 ELSE tries + 1 END,
                 next_poll = :next_poll,
                 last_good = CASE WHEN :is_good THEN :at ELSE last_good END,
                 is_partial = coalesce(:is_partial, is_partial)
             WHERE name = :name",
            named_params! {
                ":name": feed.as_str(),
                ":state": result.state.as_str(),
                ":at": Ms(result.at),
                ":cause_kind": result.cause.as_ref().map(|cause| &cause.kind),
                ":cause_sentence": result.cause.as_ref().map(|cause| &cause.sentence),
                ":is_good": is_good(result.state),
                ":next_poll": Ms::of(result.next_poll.filter(|_| is_asked)),
                ":is_partial": result.is_partial,
            },
        )?;
        Ok(turn(before, result.state))
    }

    /// Makes a feed due, unless it is paused, gone or off the watchlist; tells whether it was done.
    pub fn poll_at(&mut self, feed: &FeedName, at: Timestamp) -> Result<bool, StoreError> {
        let touched = self.change(
            "UPDATE feeds SET next_poll = :at
             WHERE name = :name AND is_removed = 0 AND state NOT IN ('paused', 'gone')",
            named_params! { ":name": feed.as_str(), ":at": Ms(at) },
        )?;
        Ok(touched > 0)
    }

    /// Makes a feed due at `at` at the latest. One that is being asked now is due again then, as its answer may have been
    /// made before what the caller has heard of.
    pub fn poll_by(
        &mut self,
        feed: &FeedName,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "UPDATE feeds SET next_poll = :at
             WHERE name = :name AND (next_poll > :at OR next_poll <= :now)",
            named_params! { ":name": feed.as_str(), ":at": Ms(at), ":now": Ms(now) },
        )?;
        Ok(())
    }
}

impl View {
    /// Feeds whose time has come, the longest overdue first.
    pub fn due_feeds(&self, now: Timestamp, limit: usize) -> Result<Vec<FeedName>, StoreError> {
        self.rows(
            "SELECT name FROM feeds
             WHERE next_poll IS NOT NULL AND next_poll <= :now
             ORDER BY next_poll, id
             LIMIT :limit",
            named_params! { ":now": Ms(now), ":limit": columns::limit(limit) },
            |row| columns::text(row, "name"),
        )
    }

    /// When the next feed is due; may lie in the past.
    pub fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT min(next_poll) AS next_poll FROM feeds WHERE next_poll IS NOT NULL",
            [],
            |row| columns::maybe_time(row, "next_poll"),
        )
    }

    /// When the next feed falls due that is not due yet: those that are may be under way already.
    pub fn next_due_after(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT min(next_poll) AS next_poll FROM feeds WHERE next_poll > :now",
            named_params! { ":now": Ms(now) },
            |row| columns::maybe_time(row, "next_poll"),
        )
    }

    /// What is remembered of a feed; `None` for a name that never stood in a watchlist.
    pub fn feed_memory(&self, feed: &FeedName) -> Result<Option<FeedMemory>, StoreError> {
        let memory = self.row(
            "SELECT state, since, tries, next_poll, title, language, etag, last_modified, body_hash, last_unconditional,
                    url_now, move_to, move_times, move_first, first_polled, last_news, decayed_items, decayed_at
             FROM feeds WHERE name = :name",
            named_params! { ":name": feed.as_str() },
            memory,
        )?;
        let Some(memory) = memory else {
            return Ok(None);
        };
        let rhythm = self.rhythm(feed)?;
        Ok(Some(FeedMemory { rhythm, ..memory }))
    }

    /// Every feed of the watchlist and how it is, in the order in which they first stood there.
    pub fn feed_health(&self) -> Result<Vec<FeedHealth>, StoreError> {
        self.rows(
            "SELECT name, url, url_now, title, label, state, cause_kind, cause_sentence, since, tries, next_poll, last_item,
                    is_partial, items
             FROM feeds
             WHERE is_removed = 0
             ORDER BY id",
            [],
            health,
        )
    }

    /// Is this still the watchlist's address of the feed? What another one answered meanwhile says nothing of it.
    pub fn is_at(&self, feed: &FeedName, url: &Url) -> Result<bool, StoreError> {
        let at = self.row(
            "SELECT 1 AS is_at FROM feeds WHERE name = :name AND url = :url",
            named_params! { ":name": feed.as_str(), ":url": url.as_str() },
            |row| row.get::<_, bool>("is_at"),
        )?;
        Ok(at.is_some())
    }

    /// State, and whether it is off the watchlist.
    pub(super) fn standing(
        &self,
        feed: &FeedName,
    ) -> Result<Option<(FeedState, bool)>, StoreError> {
        self.row(
            "SELECT state, is_removed FROM feeds WHERE name = :name",
            named_params! { ":name": feed.as_str() },
            |row| {
                Ok((
                    columns::word(row, "state", FeedState::from_word)?,
                    row.get("is_removed")?,
                ))
            },
        )
    }

    /// The row of a feed.
    pub(super) fn feed_row(&self, feed: &FeedName) -> Result<i64, StoreError> {
        self.row(
            "SELECT id FROM feeds WHERE name = :name",
            named_params! { ":name": feed.as_str() },
            |row| row.get("id"),
        )?
        .ok_or_else(|| StoreError::missing(format!("feed {feed}")))
    }
}

fn is_good(state: FeedState) -> bool {
    matches!(state, FeedState::Ok | FeedState::Quiet)
}

/// What a change of state means to those who follow the stream.
pub(super) fn turn(before: FeedState, after: FeedState) -> Option<EventKind> {
    match after {
        _ if before == after => None,
        FeedState::Ok => Some(EventKind::FeedRecovered),
        FeedState::Quiet => Some(EventKind::FeedQuiet),
        FeedState::Failing | FeedState::Gone => Some(EventKind::FeedFailed),
        FeedState::Paused => None,
    }
}

fn found(touched: usize, feed: &FeedName) -> Result<(), StoreError> {
    if touched == 0 {
        return Err(StoreError::missing(format!("feed {feed}")));
    }
    Ok(())
}

fn memory(row: &Row<'_>) -> rusqlite::Result<FeedMemory> {
    let move_seen = match columns::maybe_text(row, "move_to")? {
        Some(to) => Some(MoveSeen {
            to,
            times: row.get("move_times")?,
            first: columns::time(row, "move_first")?,
        }),
        None => None,
    };
    Ok(FeedMemory {
        state: columns::word(row, "state", FeedState::from_word)?,
        since: columns::time(row, "since")?,
        tries: row.get("tries")?,
        next_poll: columns::maybe_time(row, "next_poll")?,
        title: row.get("title")?,
        language: row.get("language")?,
        validators: Validators {
            etag: row.get("etag")?,
            last_modified: row.get("last_modified")?,
        },
        body_hash: row.get("body_hash")?,
        last_unconditional: columns::maybe_time(row, "last_unconditional")?,
        url_now: columns::maybe_text(row, "url_now")?,
        move_seen,
        first_polled: columns::maybe_time(row, "first_polled")?,
        last_news: columns::maybe_time(row, "last_news")?,
        decayed_items: row.get("decayed_items")?,
        decayed_at: columns::maybe_time(row, "decayed_at")?,
        rhythm: Rhythm::default(),
    })
}

fn health(row: &Row<'_>) -> rusqlite::Result<FeedHealth> {
    let kind: Option<String> = row.get("cause_kind")?;
    let sentence: Option<String> = row.get("cause_sentence")?;
    Ok(FeedHealth {
        name: columns::text(row, "name")?,
        url: columns::text(row, "url")?,
        moved_to: columns::maybe_text(row, "url_now")?,
        title: row.get("title")?,
        label: row.get("label")?,
        state: columns::word(row, "state", FeedState::from_word)?,
        cause: kind
            .zip(sentence)
            .map(|(kind, sentence)| Cause { kind, sentence }),
        since: columns::time(row, "since")?,
        tries: row.get("tries")?,
        next_poll: columns::maybe_time(row, "next_poll")?,
        last_item: columns::maybe_time(row, "last_item")?,
        is_partial: row.get("is_partial")?,
        items: columns::count(row, "items")?,
    })
}
