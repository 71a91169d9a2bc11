//! Events: the stream of what happened, told once, read in order.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;

use crate::model::event::Event;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::ids::EventId;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

impl Tx {
    /// Writes a line of the stream, in the transaction of what it tells of.
    pub fn tell(&mut self, event: &NewEvent, now: Timestamp) -> Result<EventId, StoreError> {
        let id = self.insert(
            "INSERT INTO events (at, kind, subject, data) VALUES (:at, :kind, :subject, :data) RETURNING id",
            named_params! {
                ":at": Ms(now),
                ":kind": event.kind.as_str(),
                ":subject": event.subject,
                ":data": event.data.to_string(),
            },
        )?;
        Ok(EventId(id))
    }
}

impl View {
    /// The lines after `after`, in order.
    pub fn events_since(&self, after: EventId, limit: usize) -> Result<Vec<Event>, StoreError> {
        self.rows(
            "SELECT id, at, kind, subject, data FROM events WHERE id > :after ORDER BY id LIMIT :limit",
            named_params! { ":after": after, ":limit": columns::limit(limit) },
            event,
        )
    }

    /// The latest lines, in order.
    pub fn latest_events(&self, limit: usize) -> Result<Vec<Event>, StoreError> {
        let mut events = self.rows(
            "SELECT id, at, kind, subject, data FROM events ORDER BY id DESC LIMIT :limit",
            named_params! { ":limit": columns::limit(limit) },
            event,
        )?;
        events.reverse();
        Ok(events)
    }

    /// The lines of one kind written after `from` and up to `until`, in order.
    pub fn events_of(
        &self,
        kind: EventKind,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Event>, StoreError> {
        self.rows(
            "SELECT id, at, kind, subject, data FROM events
             WHERE kind = :kind AND at > :from AND at <= :until
             ORDER BY id",
            named_params! { ":kind": kind.as_str(), ":from": Ms(from), ":until": Ms(until) },
            event,
        )
    }

    /// What went wrong among the last fifty thousand lines, the latest first: feeds, letters, refused watchlists.
    pub fn latest_errors(&self, limit: usize) -> Result<Vec<Event>, StoreError> {
        self.rows(
            "SELECT id, at, kind, subject, data FROM events
             WHERE id > (SELECT coalesce(max(id), 0) FROM events) - 50000
               AND (kind IN ('feed.failed', 'letter.failed')
                    OR kind = 'watchlist.changed' AND data ->> 'accepted' = 0)
             ORDER BY id DESC LIMIT :limit",
            named_params! { ":limit": columns::limit(limit) },
            event,
        )
    }

    /// Where the stream ends; 0 before its first line.
    pub fn last_event(&self) -> Result<EventId, StoreError> {
        self.one("SELECT coalesce(max(id), 0) AS id FROM events", [], |row| {
            row.get("id")
        })
    }
}

fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let data: String = row.get("data")?;
    Ok(Event {
        id: row.get("id")?,
        at: columns::time(row, "at")?,
        kind: columns::word(row, "kind", EventKind::from_word)?,
        subject: row.get("subject")?,
        data: serde_json::from_str(&data).map_err(columns::unreadable)?,
    })
}
