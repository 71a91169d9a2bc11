//! News seen: of every feed that is asked, what its rate follows from, in one walk through the table.

use jiff::Timestamp;

use crate::store::StoreError;
use crate::store::View;
use crate::store::columns;

/// What is kept of a feed's news, as far as its rate goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewsSeen {
    /// From when on its news are known.
    pub known_from: Option<Timestamp>,
    /// New articles, older ones counting less and less.
    pub decayed_items: f64,
    /// To when that was reckoned.
    pub decayed_at: Option<Timestamp>,
}

impl View {
    /// Shows every feed that was asked before and will be again to `each`, by its name. Nothing is gathered: at a
    /// hundred thousand feeds a list of them would cost ten megabytes.
    pub fn news_seen(&self, mut each: impl FnMut(&str, NewsSeen)) -> Result<(), StoreError> {
        self.rows(
            "SELECT feeds.name AS name, first_polled, decayed_items, decayed_at,
                    CASE WHEN json_valid(facts.value) THEN facts.value ->> '$.since' END AS since
             FROM feeds
             LEFT JOIN facts ON facts.key = 'feed.' || feeds.name || '.rhythm'
             WHERE next_poll IS NOT NULL AND first_polled IS NOT NULL",
            [],
            |row| {
                // A rhythm that cannot be read is learnt anew, from the first poll on.
                let since: Option<String> = row.get("since")?;
                let since = since.and_then(|text| text.parse().ok());
                let seen = NewsSeen {
                    known_from: since.or(columns::maybe_time(row, "first_polled")?),
                    decayed_items: row.get("decayed_items")?,
                    decayed_at: columns::maybe_time(row, "decayed_at")?,
                };
                each(row.get_ref("name")?.as_str()?, seen);
                Ok(())
            },
        )?;
        Ok(())
    }
}
