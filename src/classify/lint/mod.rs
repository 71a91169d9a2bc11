//! What in a watchlist is allowed but probably not meant: terms that can never count, that others cover, that are too
//! short, misspelt in a way that shows, or in letters that are not theirs.
//!
//! Takes a watchlist that compiles and gives notes with the very bytes of the term. Only what can be decided from the
//! watchlist itself is told: where two readings are possible, nothing is. How often a term is found is not known here.

mod cover;
mod expression;
mod probe;
mod reach;
mod shadow;
mod spelling;
#[cfg(test)]
mod tests;
mod tongue;

use std::collections::BTreeSet;
use std::collections::HashSet;
use std::ops::Range;

use crate::classify::lint::cover::Shapes;
use crate::classify::lint::shadow::Kind;
use crate::classify::lint::spelling::Standing;
use crate::model::ids::TopicName;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Place;
use crate::model::watchlist::Term;
use crate::model::watchlist::Watchlist;

pub use crate::classify::lint::probe::probes;

/// Nobody reads more; a machine-made list can hold one a term.
const MOST_NOTES: usize = 1000;

/// Something that is probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// A short word for machines, such as `too-short`.
    pub code: &'static str,
    /// What it is about.
    pub about: About,
    /// What is the matter.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

/// What a [`Note`] is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A part of a term.
    Term {
        /// Where the term stands.
        place: Place,
        /// The term as written.
        written: String,
        /// Which bytes of it.
        at: Range<usize>,
    },
    /// A key of a topic.
    Topic {
        /// Its name.
        name: TopicName,
        /// Its key.
        key: &'static str,
    },
}

impl Note {
    /// About a term as a whole.
    fn of(term: &Term, code: &'static str, message: String, help: impl Into<String>) -> Self {
        Self::within(term, 0..term.written.len(), code, message, help)
    }

    /// About some bytes of a term.
    fn within(
        term: &Term,
        at: Range<usize>,
        code: &'static str,
        message: String,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            about: About::Term {
                place: term.place.clone(),
                written: term.written.clone(),
                at,
            },
            message,
            help: help.into(),
        }
    }
}

/// Looks at every term by itself, at every list, and at every topic. `acronyms` are known beside the watchlist's own.
#[must_use]
pub fn lint(watchlist: &Watchlist, acronyms: &BTreeSet<String>) -> Vec<Note> {
    let mut acronyms = acronyms.clone();
    all_lists(watchlist)
        .flatten()
        .for_each(|term| collect_acronyms(&term.pattern, &mut acronyms));
    let mut shapes = Shapes::new(watchlist);
    let mut notes = Vec::new();
    for term in all_lists(watchlist).flatten() {
        expression::look_at(term, &mut notes);
    }
    for term in watchlist.names.values().flatten() {
        spelling::look_at(term, Standing::InNames, &acronyms, &mut notes);
    }
    for topic in &watchlist.topics {
        let standing = match topic.groups.len() {
            1 => Standing::Alone,
            _ => Standing::Narrowed,
        };
        let vetoes = [&topic.none, &topic.none_article, &topic.boost];
        for term in topic.groups.iter().chain(vetoes).flatten() {
            spelling::look_at(term, standing, &acronyms, &mut notes);
            tongue::look_at(term, &topic.languages, &mut notes);
        }
    }
    for list in watchlist.names.values() {
        shadow::look_at(list, Kind::Weighs, &[], &mut shapes, &mut notes);
    }
    for topic in &watchlist.topics {
        let groups = topic.groups.iter().map(|list| (list, Kind::Weighs));
        let vetoes = [
            (&topic.none, Kind::Vetoes),
            (&topic.none_article, Kind::Vetoes),
        ];
        for (list, kind) in groups.chain(vetoes) {
            shadow::look_at(list, kind, &topic.languages, &mut shapes, &mut notes);
            if notes.len() > MOST_NOTES {
                return told_once(notes);
            }
        }
        reach::look_at(topic, watchlist, &mut shapes, &mut notes);
    }
    told_once(notes)
}

/// Acronyms of a watchlist: what `ofac` is compared with.
#[must_use]
pub fn acronyms(watchlist: &Watchlist) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    all_lists(watchlist)
        .flatten()
        .for_each(|term| collect_acronyms(&term.pattern, &mut found));
    found
}

fn collect_acronyms(pattern: &Pattern, into: &mut BTreeSet<String>) {
    match pattern {
        Pattern::Acronym(text) => {
            into.insert(text.clone());
        }
        Pattern::Title(inner) => collect_acronyms(inner, into),
        Pattern::Near { left, right, .. } => {
            collect_acronyms(left, into);
            collect_acronyms(right, into);
        }
        _ => {}
    }
}

fn all_lists(watchlist: &Watchlist) -> impl Iterator<Item = &Vec<Term>> {
    let of_topics = watchlist.topics.iter().flat_map(|topic| {
        topic
            .groups
            .iter()
            .chain([&topic.none, &topic.none_article, &topic.boost])
    });
    watchlist.names.values().chain(of_topics)
}

fn told_once(mut notes: Vec<Note>) -> Vec<Note> {
    let mut seen = HashSet::new();
    notes.retain(|note| match &note.about {
        About::Term { place, at, .. } => seen.insert((
            note.code,
            place.file.clone(),
            place.line,
            place.column + at.start as u32,
        )),
        About::Topic { .. } => true,
    });
    notes.truncate(MOST_NOTES);
    notes
}
