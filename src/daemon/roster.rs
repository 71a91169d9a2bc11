//! Roster: finds a feed of the watchlist by its name; with a hundred thousand of them looking through the list is slow.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::feed::Feed;
use crate::model::ids::FeedName;
use crate::pipeline::Watch;

/// A watchlist and where its feeds stand in it.
pub(super) struct Roster {
    watch: Arc<Watch>,
    places: HashMap<FeedName, usize>,
}

impl Roster {
    pub(super) fn new(watch: Arc<Watch>) -> Self {
        let feeds = watch.watchlist.feeds.iter().enumerate();
        let places = feeds
            .map(|(place, feed)| (feed.name.clone(), place))
            .collect();
        Self { watch, places }
    }

    /// Takes up another watchlist, if it is another one.
    pub(super) fn follow(&mut self, watch: Arc<Watch>) {
        if !Arc::ptr_eq(&self.watch, &watch) {
            *self = Self::new(watch);
        }
    }

    /// The watchlist.
    pub(super) fn watch(&self) -> &Arc<Watch> {
        &self.watch
    }

    /// The feed of that name, unless it is off the watchlist.
    pub(super) fn feed(&self, name: &FeedName) -> Option<&Feed> {
        let place = self.places.get(name)?;
        self.watch.watchlist.feeds.get(*place)
    }
}
