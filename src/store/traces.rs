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

    /// Forgets what feeds have not shown for `patience` before they were last read; tells how many traces that were.
    pub fn drop_traces(&mut self, patience: SignedDuration) -> Result<usize, StoreError> {
        self.change(
            "DELETE FROM traces
             WHERE shown < (SELECT f.decayed_at FROM feeds f WHERE f.id = traces.feed) - :patience",
            named_params! { ":patience": i64::try_from(patience.as_millis()).unwrap_or(i64::MAX) },
        )
    }
}

impl View {
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
