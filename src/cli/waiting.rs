//! Which topics that shall learn have too few marks for it, and why alerts wait: nothing waits in silence.

use crate::classify::learn::NotYet;
use crate::cli::Failure;
use crate::cli::open::ask;
use crate::model::alert::HeldBy;
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

/// Why an alert waits.
pub(super) fn held_words(held: Option<HeldBy>) -> &'static str {
    match held {
        None => "on its way",
        Some(HeldBy::Quiet) => "held: quiet hours",
        Some(HeldBy::Rate) => "held: the topic's letters of this hour are used up",
        Some(HeldBy::Story) => "held: its story was told less than 3 hours ago",
    }
}
