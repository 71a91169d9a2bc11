//! A source that needs attention, as strings in place.

use crate::digest::clean;
use crate::digest::view::LONGEST_SENTENCE;
use crate::digest::view::more;
use crate::digest::words;
use crate::model::digest::Digest;
use crate::model::digest::SourceTrouble;
use crate::model::feed::FeedState;

const MOST_SOURCES: usize = 20;

/// A source that needs attention.
pub(super) struct SourceView {
    pub(super) outlet: String,
    pub(super) state: &'static str,
    /// Feed, since when, how often tried.
    pub(super) facts: String,
    pub(super) sentence: String,
}

/// The first of them.
pub(super) fn sources(digest: &Digest) -> Vec<SourceView> {
    let sources = digest.sources.iter().take(MOST_SOURCES);
    sources.map(|one| source(digest, one)).collect()
}

/// How many more there are.
pub(super) fn more_sources(digest: &Digest) -> Option<String> {
    more(digest.sources.len(), MOST_SOURCES).map(|more| format!("{more}: see wirewatch feed list"))
}

fn source(digest: &Digest, source: &SourceTrouble) -> SourceView {
    let since = words::time_near(source.since, digest.until, &digest.tz);
    let outlet = clean::name(&source.outlet);
    let mut facts = vec![source.feed.to_string(), format!("since {since}")];
    if source.tries > 1 && source.state == FeedState::Failing {
        facts.push(format!(
            "{} tries",
            words::thousands(u64::from(source.tries))
        ));
    }
    if outlet.is_empty() || outlet == source.feed.as_str() {
        facts.remove(0);
    }
    SourceView {
        outlet: if outlet.is_empty() {
            source.feed.to_string()
        } else {
            outlet
        },
        state: words::state(source.state),
        facts: facts.join(" · "),
        sentence: clean::one_line(&source.cause.sentence, LONGEST_SENTENCE),
    }
}
