//! Times that a clock which went ahead left in the feeds' rows. Set back, it makes them lie in the future: feeds would not be
//! asked until then, and their news of the days between would pass for old.

use jiff::Timestamp;
use rusqlite::named_params;

use crate::store::StoreError;
use crate::store::Tx;
use crate::store::columns::Ms;

impl Tx {
    /// Makes polls that were settled after `ahead`, a moment past `now` that no right clock has seen, polls of `now`: each
    /// feed is due as long after it as it was after that poll, neither early nor late. Tells how many feeds there were.
    pub fn take_back_polls(
        &mut self,
        now: Timestamp,
        ahead: Timestamp,
    ) -> Result<usize, StoreError> {
        self.change(
            "UPDATE feeds
             SET next_poll = CASE
                     WHEN next_poll > :now THEN :now + max(next_poll - max(coalesce(last_good, since), since), 0)
                     ELSE next_poll
                 END,
                 since = min(since, :now), last_good = min(last_good, :now), first_polled = min(first_polled, :now),
                 last_unconditional = min(last_unconditional, :now), last_news = min(last_news, :now),
                 decayed_at = min(decayed_at, :now), move_first = min(move_first, :now)
             WHERE max(coalesce(last_good, since), since) > :ahead",
            named_params! { ":now": Ms(now), ":ahead": Ms(ahead) },
        )
    }
}
