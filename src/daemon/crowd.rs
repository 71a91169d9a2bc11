//! Feeds of a host with a long queue wait in the table and not in memory: ten thousand feeds of one host, asked one a
//! second, must not take the places of everybody else's.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;

use crate::model::feed::Feed;
use crate::model::ids::FeedName;
use crate::pipeline::Pipeline;
use crate::store::StoreError;

/// A feed that would wait longer for its host is due again when its turn has come.
const PATIENCE: Duration = Duration::from_secs(60);

/// What one look at the due feeds has started and put off.
#[derive(Default)]
pub(super) struct Crowd {
    /// Of each host, how many feeds were passed already: those that were started may not stand in its queue yet.
    passed: HashMap<String, u32>,
    put_off: Vec<(FeedName, Timestamp)>,
}

impl Crowd {
    /// Is this feed better asked later? Then it is, once [`Crowd::settle`] has written that down.
    pub(super) fn puts_off(&mut self, pipeline: &Pipeline, feed: &Feed, now: Timestamp) -> bool {
        let (queue, each) = pipeline.fetcher.queue_at(&feed.url);
        let host = feed.url.host_str().unwrap_or_default().to_owned();
        let passed = self.passed.entry(host).or_default();
        let wait = queue + each * *passed;
        *passed += 1;
        if wait <= PATIENCE {
            return false;
        }
        let later = now.checked_add(wait).unwrap_or(Timestamp::MAX);
        self.put_off.push((feed.name.clone(), later));
        true
    }

    /// Moves the due times of those that were put off; true when there were any, and so others may be due still.
    pub(super) async fn settle(self, pipeline: &Pipeline) -> Result<bool, StoreError> {
        if self.put_off.is_empty() {
            return Ok(false);
        }
        pipeline
            .store
            .write(move |tx| {
                for (name, later) in &self.put_off {
                    tx.poll_at(name, *later)?;
                }
                Ok(true)
            })
            .await
    }
}
