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

/// What a trace says of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traced {
    /// Nothing: there is none.
    Unknown,
    /// Its article was dropped, and it is no news.
    Known,
    /// The same, but it met no topic, nobody was told, and it has other words than when it was last looked at.
    Reworded,
}

impl Tx {
    /// What traces say of these entries of one feed: one answer an entry. That they were shown is noted.
    pub fn find_traces(
        &mut self,
        feed: &FeedName,
        articles: &[&Article],
        now: Timestamp,
    ) -> Result<Vec<Traced>, StoreError> {
        let row = self.feed_row(feed)?;
        if !self.has_traces(row)? {
            return Ok(vec![Traced::Unknown; articles.len()]);
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
    ) -> Result<Traced, StoreError> {
        let before = now.checked_sub(TO_A_DAY).unwrap_or(Timestamp::MIN);
        let content = Trace::of_content(&article.content_hash);
        let (mut is_found, mut is_same) = (false, false);
        for trace in traces_of(article) {
            let kept = self.row(
                "SELECT shown, words FROM traces WHERE feed = :feed AND trace = :trace",
                named_params! { ":feed": feed, ":trace": trace.0 },
                |row| {
                    let words: Option<[u8; 16]> = row.get("words")?;
                    Ok((columns::time(row, "shown")?, words))
                },
            )?;
            let Some((shown, words)) = kept else {
                continue;
            };
            is_found = true;
            // One that may not be judged again counts as one that says the same.
            is_same |= words.is_none_or(|words| words == content.0);
            if shown < before {
                self.change(
                    "UPDATE traces SET shown = :now WHERE feed = :feed AND trace = :trace",
                    named_params! { ":feed": feed, ":trace": trace.0, ":now": Ms(now) },
                )?;
            }
        }
        Ok(match (is_found, is_same) {
            (false, _) => Traced::Unknown,
            (true, true) => Traced::Known,
            (true, false) => Traced::Reworded,
        })
    }

    /// The entry was looked at with the words that it has now.
    pub fn reword_trace(&mut self, feed: &FeedName, article: &Article) -> Result<(), StoreError> {
        let row = self.feed_row(feed)?;
        let content = Trace::of_content(&article.content_hash);
        for trace in traces_of(article) {
            self.change(
                "UPDATE traces SET words = :words WHERE feed = :feed AND trace = :trace AND words IS NOT NULL",
                named_params! { ":feed": row, ":trace": trace.0, ":words": content.0 },
            )?;
        }
        Ok(())
    }

    /// Leaves a trace, with what its article said where other words are to be judged again.
    pub(super) fn leave_trace(
        &mut self,
        feed: i64,
        trace: Trace,
        content: Option<Trace>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.change(
            "INSERT INTO traces (feed, trace, shown, words) VALUES (:feed, :trace, :now, :words)
             ON CONFLICT (feed, trace) DO UPDATE SET shown = max(shown, excluded.shown), words = excluded.words",
            named_params! {
                ":feed": feed, ":trace": trace.0, ":now": Ms(now), ":words": content.map(|content| content.0),
            },
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

/// Those that an entry may have left.
fn traces_of(article: &Article) -> impl Iterator<Item = Trace> {
    let words = Trace::of_words(
        article.canonical_link.as_deref(),
        &article.title,
        article.published,
    );
    [Some(Trace::of_identity(&article.identity)), words]
        .into_iter()
        .flatten()
}
