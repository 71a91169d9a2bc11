//! Subscriptions: which digest tells of which topic, and from which match on.
//!
//! A subscription remembers up to which match everything is dealt with. So the question for candidates looks at what came
//! since the last issue and never at the archive, and a new digest does not begin with the news of a whole year.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::ids::DigestName;
use crate::model::ids::TopicName;
use crate::model::watchlist::DigestDefinition;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::columns;
use crate::store::columns::Ms;

impl Tx {
    /// Makes the table say what the watchlist says. A digest that is new, or new to a topic, begins with the matches first
    /// seen at `since` or later; one that is known goes on where it was.
    pub fn sync_digests(
        &mut self,
        digests: &[DigestDefinition],
        since: Timestamp,
    ) -> Result<(), StoreError> {
        for digest in digests {
            for topic in &digest.topics {
                self.change(
                    "INSERT INTO subscriptions (digest_name, topic, settled_to, begun_after)
                     SELECT :digest, :topic, place, place
                     FROM (SELECT coalesce((SELECT min(id) - 1 FROM matches
                                            WHERE topic = :topic AND superseded_at IS NULL AND is_backfill = 0
                                              AND first_seen >= :since),
                                           (SELECT seq FROM sqlite_sequence WHERE name = 'matches'),
                                           0) AS place)
                     WHERE true
                     ON CONFLICT (digest_name, topic) DO NOTHING",
                    named_params! {
                        ":digest": digest.name.as_str(), ":topic": topic.as_str(), ":since": Ms(since),
                    },
                )?;
            }
            let topics = columns::json_list(digest.topics.iter().map(TopicName::as_str));
            self.change(
                "DELETE FROM subscriptions
                 WHERE digest_name = :digest AND topic NOT IN (SELECT value FROM json_each(:topics))",
                named_params! { ":digest": digest.name.as_str(), ":topics": topics },
            )?;
        }
        let names = columns::json_list(digests.iter().map(|digest| digest.name.as_str()));
        self.change(
            "DELETE FROM subscriptions
             WHERE digest_name NOT IN (SELECT value FROM json_each(:names))",
            named_params! { ":names": names },
        )?;
        Ok(())
    }

    /// Moves a digest's subscriptions up to just before the first match that it has still to tell.
    pub(super) fn move_subscriptions(&mut self, digest: &DigestName) -> Result<(), StoreError> {
        self.change(
            "UPDATE subscriptions
             SET settled_to = coalesce(
                 (SELECT m.id - 1 FROM matches m
                  WHERE m.topic = subscriptions.topic AND m.superseded_at IS NULL AND m.is_backfill = 0
                    AND m.id > subscriptions.settled_to
                    AND NOT EXISTS (SELECT 1 FROM digest_articles d
                                    WHERE d.digest_name = :digest AND d.is_alert = 0 AND d.article = m.article)
                  ORDER BY m.id
                  LIMIT 1),
                 (SELECT seq FROM sqlite_sequence WHERE name = 'matches'),
                 settled_to)
             WHERE digest_name = :digest",
            named_params! { ":digest": digest.as_str() },
        )?;
        Ok(())
    }
}
