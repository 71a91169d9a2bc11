//! Rhythms: what is remembered of when each feed publishes, kept beside its row as one fact.

use crate::model::ids::FeedName;
use crate::model::rhythm::Rhythm;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

impl Tx {
    /// Keeps a feed's rhythm; one that is as it was costs no write.
    pub(super) fn keep_rhythm(
        &mut self,
        feed: &FeedName,
        rhythm: &Rhythm,
    ) -> Result<(), StoreError> {
        let Ok(text) = serde_json::to_string(rhythm) else {
            return Ok(()); // Only a map with odd keys cannot be written, and there is none in it.
        };
        let key = key(feed);
        if self.fact(&key)?.as_deref() != Some(text.as_str()) {
            self.keep_fact(&key, &text)?;
        }
        Ok(())
    }
}

impl View {
    /// A feed's rhythm. One that cannot be read is learnt anew, which costs some polls and no news.
    pub(super) fn rhythm(&self, feed: &FeedName) -> Result<Rhythm, StoreError> {
        let text = self.fact(&key(feed))?;
        Ok(text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }
}

fn key(feed: &FeedName) -> String {
    format!("feed.{feed}.rhythm")
}
