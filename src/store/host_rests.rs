//! Hosts that asked for rest, so that a restart does not wake them, and their feeds, which wait without being to blame.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::event::EventKind;
use crate::model::feed::Cause;
use crate::model::feed::FeedState;
use crate::model::host_rest::HostRest;
use crate::model::ids::FeedName;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;
use crate::store::feeds::turn;

impl Tx {
    /// Writes down a host's wish; of two wishes the longer one holds. Those whose time is over are forgotten.
    pub fn keep_host_rest(&mut self, rest: &HostRest, now: Timestamp) -> Result<(), StoreError> {
        self.forget_ended_rests(now)?;
        self.change(
            "INSERT INTO hosts (domain, rests_until) VALUES (:domain, :until)
             ON CONFLICT (domain) DO UPDATE SET rests_until = max(rests_until, excluded.rests_until)",
            named_params! { ":domain": rest.domain, ":until": Ms(rest.until) },
        )?;
        Ok(())
    }

    /// Forgets hosts that may be asked again; tells how many.
    pub fn forget_ended_rests(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        self.change(
            "DELETE FROM hosts WHERE rests_until <= :now",
            named_params! { ":now": Ms(now) },
        )
    }

    /// A feed that was not asked because its host rests: it is told why and is due when the rest is over. Its tries stay
    /// as they are, for it has not been tried. Gives the event to tell when its state is another one than before.
    pub fn rest_feed(
        &mut self,
        feed: &FeedName,
        cause: &Cause,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Option<EventKind>, StoreError> {
        let Some((before, is_removed)) = self.standing(feed)? else {
            return Err(StoreError::missing(format!("feed {feed}")));
        };
        if is_removed || matches!(before, FeedState::Paused | FeedState::Gone) {
            return Ok(None);
        }
        self.change(
            "UPDATE feeds
             SET since = CASE WHEN state = 'failing' THEN since ELSE :now END,
                 state = 'failing', cause_kind = :kind, cause_sentence = :sentence, next_poll = :until
             WHERE name = :name",
            named_params! {
                ":name": feed.as_str(),
                ":now": Ms(now),
                ":kind": cause.kind,
                ":sentence": cause.sentence,
                ":until": Ms(until),
            },
        )?;
        Ok(turn(before, FeedState::Failing))
    }
}

impl View {
    /// Hosts that still rest.
    pub fn host_rests(&self, now: Timestamp) -> Result<Vec<HostRest>, StoreError> {
        self.rows(
            "SELECT domain, rests_until FROM hosts WHERE rests_until > :now ORDER BY domain",
            named_params! { ":now": Ms(now) },
            |row| {
                Ok(HostRest {
                    domain: row.get("domain")?,
                    until: columns::time(row, "rests_until")?,
                })
            },
        )
    }
}
