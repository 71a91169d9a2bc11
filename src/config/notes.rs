//! Notes taken while the files are walked: what was found, and what is said about things that may stand further down.

use crate::config::findings::Findings;
use crate::config::source::Spot;

/// Something named at a place, to be looked up when everything is read.
#[derive(Clone, Debug)]
pub(super) struct Mention<'a> {
    /// The name, or a pattern of names.
    pub(super) name: String,
    /// Where it is named.
    pub(super) spot: Spot<'a>,
}

/// What one walk over all files notes down.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    /// What is wrong so far.
    pub(super) findings: Findings,
    /// `@name` in terms.
    pub(super) names: Vec<Mention<'a>>,
    /// Feed names and patterns in topics.
    pub(super) feeds: Vec<Mention<'a>>,
    /// Topic names in digests.
    pub(super) topics: Vec<Mention<'a>>,
    /// Webhooks in digests.
    pub(super) webhooks: Vec<Mention<'a>>,
}

impl Notes<'_> {
    /// Drops what was to be looked up, when a part of the files could not be read.
    pub(super) fn forget_mentions(&mut self) {
        self.names.clear();
        self.feeds.clear();
        self.topics.clear();
        self.webhooks.clear();
    }
}
