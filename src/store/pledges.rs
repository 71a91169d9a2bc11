//! Pledges: what feeds offer, what hubs have promised, and when they are to be asked.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::named_params;
use url::Url;

use crate::model::ids::FeedName;
use crate::model::pledge::Offer;
use crate::model::pledge::Pledge;
use crate::model::pledge::PledgeStatus;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

impl Tx {
    /// Keeps what a feed offers now in place of what it offered before.
    pub fn keep_offer(&mut self, feed: &FeedName, offer: Option<&Offer>) -> Result<(), StoreError> {
        let row = self.feed_row(feed)?;
        match offer {
            None => self.change(
                "DELETE FROM hub_offers WHERE feed = :feed",
                named_params! { ":feed": row },
            )?,
            Some(offer) => self.change(
                "INSERT INTO hub_offers (feed, hub, topic) VALUES (:feed, :hub, :topic)
                 ON CONFLICT (feed) DO UPDATE SET hub = excluded.hub, topic = excluded.topic",
                named_params! { ":feed": row, ":hub": offer.hub.as_str(), ":topic": offer.topic.as_str() },
            )?,
        };
        Ok(())
    }

    /// Writes a pledge as it is now.
    pub fn keep_pledge(&mut self, pledge: &Pledge) -> Result<(), StoreError> {
        let feed = self.feed_row(&pledge.offer.feed)?;
        self.change(
            "INSERT INTO pledges (token, feed, hub, topic, callback, status, is_signed, attempts, next_ask, asked_at,
                                  verified_at, lease_until, last_push, last_knock, missed, last_reason)
             VALUES (:token, :feed, :hub, :topic, :callback, :status, :is_signed, :attempts, :next_ask, :asked_at,
                     :verified_at, :lease_until, :last_push, :last_knock, :missed, :last_reason)
             ON CONFLICT (token) DO UPDATE
             SET status = excluded.status, is_signed = excluded.is_signed, attempts = excluded.attempts,
                 next_ask = excluded.next_ask, asked_at = excluded.asked_at, verified_at = excluded.verified_at,
                 lease_until = excluded.lease_until, last_push = excluded.last_push, last_knock = excluded.last_knock,
                 missed = excluded.missed, last_reason = excluded.last_reason",
            named_params! {
                ":token": pledge.token,
                ":feed": feed,
                ":hub": pledge.offer.hub.as_str(),
                ":topic": pledge.offer.topic.as_str(),
                ":callback": pledge.callback.as_str(),
                ":status": pledge.status.as_str(),
                ":is_signed": pledge.is_signed,
                ":attempts": pledge.attempts,
                ":next_ask": Ms(pledge.next_ask),
                ":asked_at": Ms::of(pledge.asked_at),
                ":verified_at": Ms::of(pledge.verified_at),
                ":lease_until": Ms::of(pledge.lease_until),
                ":last_push": Ms::of(pledge.last_push),
                ":last_knock": Ms::of(pledge.last_knock),
                // One a miss in archives of older versions, which asks for one push.
                ":missed": pledge.owed,
                ":last_reason": pledge.last_reason,
            },
        )?;
        Ok(())
    }

    /// Forgets a pledge and what came under it.
    pub fn drop_pledge(&mut self, token: &str) -> Result<(), StoreError> {
        self.change(
            "DELETE FROM pledges WHERE token = :token",
            named_params! { ":token": token },
        )?;
        Ok(())
    }
}

impl View {
    /// What a feed offered when it was last read.
    pub fn offer(&self, feed: &FeedName) -> Result<Option<Offer>, StoreError> {
        self.row(
            "SELECT f.name AS feed, o.hub AS hub, o.topic AS topic
             FROM hub_offers o JOIN feeds f ON f.id = o.feed
             WHERE f.name = :feed",
            named_params! { ":feed": feed.as_str() },
            offer,
        )
    }

    /// The offers of all feeds that are being asked.
    pub fn offers(&self) -> Result<Vec<Offer>, StoreError> {
        self.rows(
            "SELECT f.name AS feed, o.hub AS hub, o.topic AS topic
             FROM hub_offers o JOIN feeds f ON f.id = o.feed
             WHERE f.is_removed = 0 AND f.state NOT IN ('paused', 'gone')
             ORDER BY f.id",
            [],
            offer,
        )
    }

    /// Every pledge, in the order of their feeds.
    pub fn pledges(&self) -> Result<Vec<Pledge>, StoreError> {
        self.rows(
            "SELECT p.token, f.name AS feed, p.hub, p.topic, p.callback, p.status, p.is_signed, p.attempts, p.next_ask,
                    p.asked_at, p.verified_at, p.lease_until, p.last_push, p.last_knock, p.missed, p.last_reason
             FROM pledges p JOIN feeds f ON f.id = p.feed
             ORDER BY p.feed, p.token",
            [],
            pledge,
        )
    }

    /// The pledge whose callback ends in `token`.
    pub fn pledge(&self, token: &str) -> Result<Option<Pledge>, StoreError> {
        self.row(
            "SELECT p.token, f.name AS feed, p.hub, p.topic, p.callback, p.status, p.is_signed, p.attempts, p.next_ask,
                    p.asked_at, p.verified_at, p.lease_until, p.last_push, p.last_knock, p.missed, p.last_reason
             FROM pledges p JOIN feeds f ON f.id = p.feed
             WHERE p.token = :token",
            named_params! { ":token": token },
            pledge,
        )
    }

    /// The pledge that a feed's news may come by.
    pub fn pledge_of(&self, feed: &FeedName) -> Result<Option<Pledge>, StoreError> {
        self.row(
            "SELECT p.token, f.name AS feed, p.hub, p.topic, p.callback, p.status, p.is_signed, p.attempts, p.next_ask,
                    p.asked_at, p.verified_at, p.lease_until, p.last_push, p.last_knock, p.missed, p.last_reason
             FROM pledges p JOIN feeds f ON f.id = p.feed
             WHERE f.name = :feed AND p.status <> 'leaving'",
            named_params! { ":feed": feed.as_str() },
            pledge,
        )
    }

    /// Tokens of pledges whose hub is to be asked, the longest overdue first.
    pub fn due_pledges(&self, now: Timestamp, limit: usize) -> Result<Vec<String>, StoreError> {
        self.rows(
            "SELECT token FROM pledges WHERE next_ask <= :now ORDER BY next_ask, token LIMIT :limit",
            named_params! { ":now": Ms(now), ":limit": columns::limit(limit) },
            |row| row.get("token"),
        )
    }

    /// Tokens of promises whose time is over.
    pub fn lapsed_pledges(&self, now: Timestamp) -> Result<Vec<String>, StoreError> {
        self.rows(
            "SELECT token FROM pledges WHERE status = 'verified' AND lease_until <= :now ORDER BY token",
            named_params! { ":now": Ms(now) },
            |row| row.get("token"),
        )
    }

    /// When a hub is to be asked next or a promise ends, if any is.
    pub fn next_pledge_work(&self) -> Result<Option<Timestamp>, StoreError> {
        self.one(
            "SELECT min(CASE WHEN status = 'verified' THEN min(next_ask, lease_until) ELSE next_ask END) AS next
             FROM pledges",
            [],
            |row| columns::maybe_time(row, "next"),
        )
    }
}

fn offer(row: &Row<'_>) -> rusqlite::Result<Offer> {
    Ok(Offer {
        feed: columns::text(row, "feed")?,
        hub: columns::text::<Url>(row, "hub")?,
        topic: columns::text::<Url>(row, "topic")?,
    })
}

fn pledge(row: &Row<'_>) -> rusqlite::Result<Pledge> {
    Ok(Pledge {
        token: row.get("token")?,
        offer: offer(row)?,
        callback: columns::text(row, "callback")?,
        status: columns::word(row, "status", PledgeStatus::from_word)?,
        is_signed: row.get("is_signed")?,
        attempts: row.get("attempts")?,
        next_ask: columns::time(row, "next_ask")?,
        asked_at: columns::maybe_time(row, "asked_at")?,
        verified_at: columns::maybe_time(row, "verified_at")?,
        lease_until: columns::maybe_time(row, "lease_until")?,
        last_push: columns::maybe_time(row, "last_push")?,
        last_knock: columns::maybe_time(row, "last_knock")?,
        owed: row.get("missed")?,
        last_reason: row.get("last_reason")?,
    })
}
