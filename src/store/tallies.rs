//! Counts that are asked for again and again, as triggers keep them beside the rows; `db verify` counts again.

use rusqlite::named_params;

use crate::model::ids::TopicName;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;

/// Asked at every scrape.
pub(super) const MATCHES_BY_TOPIC: &str = "SELECT key AS topic, count AS matches FROM tallies WHERE kind = 'matches' AND count > 0 ORDER BY key";

impl View {
    /// How many articles of the archive meet each topic today, back catalogues left out.
    pub fn matches_by_topic(&self) -> Result<Vec<(TopicName, u64)>, StoreError> {
        self.rows(MATCHES_BY_TOPIC, [], |row| {
            Ok((
                columns::text(row, "topic")?,
                columns::count(row, "matches")?,
            ))
        })
    }

    /// Topics that an article of the archive meets or has met, also those that the watchlist has no more. One that only back
    /// catalogues meet is counted nowhere: it is among them where it is `asked` for.
    pub fn topics_ever_met(&self, asked: &[TopicName]) -> Result<Vec<TopicName>, StoreError> {
        let mut met: Vec<TopicName> = self.rows(
            "SELECT key FROM tallies WHERE kind = 'matches' ORDER BY key",
            [],
            |row| columns::text(row, "key"),
        )?;
        for topic in asked {
            if !met.contains(topic) && self.has_match(topic)? {
                met.push(topic.clone());
            }
        }
        Ok(met)
    }

    fn has_match(&self, topic: &TopicName) -> Result<bool, StoreError> {
        self.one(
            "SELECT EXISTS (SELECT 1 FROM matches WHERE topic = :topic AND superseded_at IS NULL) AS has_match",
            named_params! { ":topic": topic.as_str() },
            |row| row.get("has_match"),
        )
    }
}
