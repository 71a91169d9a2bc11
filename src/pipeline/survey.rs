//! survey: all feeds' rates -> how often the whole list is asked. Done at a start and every hour; between two of them
//! every poll is settled by the same curve, so that a poll costs no look at the others.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::rhythm;
use crate::pipeline::rhythm::Census;
use crate::pipeline::rhythm::Curve;
use crate::store::StoreError;

/// The curve in force.
#[derive(Debug, Default)]
pub struct Tempo(Mutex<Curve>);

impl Tempo {
    /// How intervals follow from rates now.
    #[must_use]
    pub fn curve(&self) -> Curve {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, curve: Curve) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = curve;
    }
}

/// Counts all feeds without a fixed interval and sets the curve that their budget allows.
///
/// # Errors
///
/// When the database fails.
pub async fn survey(pipeline: &Pipeline, watch: &Arc<Watch>) -> Result<(), StoreError> {
    let feeds = watch.watchlist.feeds.iter();
    let fixed: HashSet<String> = feeds
        .filter(|feed| feed.every.is_some())
        .map(|feed| feed.name.as_str().to_owned())
        .collect();
    let now = pipeline.clock.now();
    let census = pipeline
        .store
        .read(move |view| {
            let mut census = Census::default();
            view.news_seen(|name, seen| {
                if !fixed.contains(name) {
                    census.count(rhythm::rate(&seen, now));
                }
            })?;
            Ok(census)
        })
        .await?;
    let curve = census.curve();
    tracing::debug!(
        feeds = census.feeds(),
        polls_a_day = census.polls_a_day(curve).round(),
        "a feed with one item a day is asked every {} minutes",
        curve.one_item_a_day.as_secs() / 60
    );
    pipeline.tempo.set(curve);
    Ok(())
}
