//! Which topics that shall learn have too few marks for it: nothing waits in silence.

use crate::classify::learn::NotYet;
use crate::cli::Failure;
use crate::cli::open::ask;
use crate::model::ids::TopicName;
use crate::model::settings::Settings;
use crate::model::watchlist::Watchlist;
use crate::pipeline::learn::waiting;

/// Every topic that shall learn, and what it waits for; `None` for one that has what it needs. Asks the archive only where
/// there is such a topic.
pub(super) fn learning(
    settings: &Settings,
    watchlist: &Watchlist,
) -> Result<Vec<(TopicName, Option<NotYet>)>, Failure> {
    let topics = watchlist.topics.iter();
    let topics: Vec<TopicName> = topics
        .filter(|topic| topic.learn.is_on())
        .map(|topic| topic.name.clone())
        .collect();
    if topics.is_empty() {
        return Ok(Vec::new());
    }
    ask(settings, move |view| waiting(view, &topics))
}
