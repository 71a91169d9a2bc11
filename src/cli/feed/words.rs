//! Feeds in words for people, safe for their terminals.

use crate::model::feed::FeedHealth;

/// A feed in one line for people, its cause below it.
pub(in crate::cli) fn line(feed: &FeedHealth) -> String {
    let name = feed.name.as_str();
    let mut line = format!(
        "{:<8} {name:<24} {:>6} articles  {}",
        feed.state.as_str(),
        feed.items,
        feed.url
    );
    if let Some(moved_to) = &feed.moved_to {
        line.push_str(&format!(
            "\n         has moved for good: write url = \"{moved_to}\" in its table of the watchlist"
        ));
    }
    if let Some(cause) = &feed.cause {
        line.push_str(&format!(
            "\n         since {}, {} tries: {}",
            feed.since,
            feed.tries,
            printable(&cause.sentence)
        ));
    }
    if feed.is_partial {
        line.push_str("\n         partial: its last body held more entries than could be read");
    }
    line
}

/// A stranger's text on one line, without what a terminal would obey or show in another order.
pub(in crate::cli) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        })
        .collect()
}
