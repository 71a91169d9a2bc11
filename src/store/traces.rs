//! Traces: the entries of articles that were dropped, known as long as their feeds show them.

use jiff::SignedDuration;
use jiff::Timestamp;
use rusqlite::named_params;

use crate::model::article::Article;
use crate::model::ids::FeedName;
use crate::model::trace::Trace;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;
use crate::store::columns;
use crate::store::columns::Ms;

/// That an entry was shown is written down so often at most: nobody asks more exactly.
const TO_A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// Of a trace, beside its own feed.
const UNSHOWN: &str =
    "shown < (SELECT f.decayed_at FROM feeds f WHERE f.id = traces.feed) - :patience";

/// A trace in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TraceKey {
    feed: i64,
    trace: Trace,
}

impl TraceKey {
    /// Before all of them.
    pub const FIRST: Self = Self {
        feed: i64::MIN,
        trace: Trace([0; 16]),
    };
}

/// A look at the next traces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unshown {
    /// Those that may go.
    pub keys: Vec<TraceKey>,
    /// The last one looked at; `None` when there are none after these.
    pub last: Option<TraceKey>,
}

impl Tx {
    /// Which of these entries of one feed are known by a trace: one answer an entry. That they were shown is noted.
    pub fn find_traces(
        &mut self,
        feed: &FeedName,
        articles: &[&Article],
        now: Timestamp,
    ) -> Result<Vec<bool>, StoreError> {
        let row = self.feed_row(feed)?;
        if !self.has_traces(row)? {
            return Ok(vec![false; articles.len()]);
        }
        let mut found = Vec::with_capacity(articles.len());
        for article in articles {
            found.push(self.find_trace(row, article, now)?);
        }
        Ok(found)
    }

    fn find_trace(
        &mut self,
        feed: i64,
        article: &Article,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let words = Trace::of_words(
            article.canonical_link.as_deref(),
            &article.title,
            article.published,
        );
        let traces = [Some(Trace::of_identity(&article.identity)), words];
        let before = now.checked_sub(TO_A_DAY).unwrap_or(Timestamp::MIN);
        let mut is_found = false;
        for trace in traces.into_iter().flatten() {
            let shown = self.row(
                "SELECT shown FROM traces WHERE feed = :feed AND trace = :trace",
                named_params! { ":feed": feed, ":trace": trace.0 },
                |row| columns::time(row, "shown"),
            )?;
            is_found |= shown.is_some();
            if shown.is_some_and(|shown| shown < before) {
                self.leave_trace(feed, trace, now)?;
            }
        }
        Ok(is_found)
    }

    /// Leaves a trace, or notes that its entry was shown.
    pub(super) fn leave_trace(
        &mut self,
        feed: i64,
        trace: Trace,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO traces (feed, trace, shown) VALUES (:feed, :trace, :now)
             ON CONFLICT (feed, trace) DO UPDATE SET shown = max(shown, excluded.shown)",
            named_params! { ":feed": feed, ":trace": trace.0, ":now": Ms(now) },
        )?;
        Ok(())
    }

    /// Forgets those of these traces that feeds still have not shown for `patience` before they were last read; tells how
    /// many.
    pub fn drop_traces(
        &mut self,
        keys: &[TraceKey],
        patience: SignedDuration,
    ) -> Result<usize, StoreError> {
        let mut dropped = 0;
        for key in keys {
            dropped += self.change(
                &format!("DELETE FROM traces WHERE feed = :feed AND trace = :trace AND {UNSHOWN}"),
                named_params! { ":feed": key.feed, ":trace": key.trace.0, ":patience": millis(patience) },
            )?;
        }
        Ok(dropped)
    }
}

fn millis(patience: SignedDuration) -> i64 {
    i64::try_from(patience.as_millis()).unwrap_or(i64::MAX)
}

impl View {
    /// Looks at `limit` traces after `after` for those that feeds have not shown for `patience` before they were last read.
    pub fn unshown(
        &self,
        patience: SignedDuration,
        after: TraceKey,
        limit: usize,
    ) -> Result<Unshown, StoreError> {
        let looked_at = self.rows(
            &format!(
                "SELECT feed, trace, {UNSHOWN} AS is_unshown FROM traces
                 WHERE (feed, trace) > (:feed, :trace) ORDER BY feed, trace LIMIT :limit"
            ),
            named_params! {
                ":feed": after.feed,
                ":trace": after.trace.0,
                ":patience": millis(patience),
                ":limit": columns::limit(limit),
            },
            |row| {
                let key = TraceKey {
                    feed: row.get("feed")?,
                    trace: Trace(row.get("trace")?),
                };
                // A feed that was never read has shown nothing and hidden nothing.
                Ok((key, row.get::<_, Option<bool>>("is_unshown")?))
            },
        )?;
        let last = looked_at.last().map(|(key, _)| *key);
        let keys = looked_at
            .into_iter()
            .filter(|(_, is_unshown)| *is_unshown == Some(true))
            .map(|(key, _)| key)
            .collect();
        Ok(Unshown { keys, last })
    }

    /// How many traces there are.
    pub fn trace_count(&self) -> Result<u64, StoreError> {
        self.one("SELECT count(*) AS traces FROM traces", [], |row| {
            columns::count(row, "traces")
        })
    }

    fn has_traces(&self, feed: i64) -> Result<bool, StoreError> {
        self.one(
            "SELECT EXISTS (SELECT 1 FROM traces WHERE feed = :feed) AS has_traces",
            named_params! { ":feed": feed },
            |row| row.get("has_traces"),
        )
    }
}
