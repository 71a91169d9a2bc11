//! Counts for metrics: matches by topic.

use crate::model::ids::TopicName;
use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;

impl View {
    /// How many articles of the archive meet each topic today, back catalogues left out.
    pub fn matches_by_topic(&self) -> Result<Vec<(TopicName, u64)>, StoreError> {
        self.rows(
            "SELECT topic, count(*) AS matches FROM matches
             WHERE superseded_at IS NULL AND is_backfill = 0
             GROUP BY topic ORDER BY topic",
            [],
            |row| {
                Ok((
                    columns::text(row, "topic")?,
                    columns::count(row, "matches")?,
                ))
            },
        )
    }
}
