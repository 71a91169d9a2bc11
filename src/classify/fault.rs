//! What is wrong with one term, before it is known where the term stands.

use crate::classify::TermFault;
use crate::model::watchlist::Place;
use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;

/// What is wrong with a term; where it stands is added by who knows it.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// The term of a name set that is at fault, when it is not the topic's own.
    pub(super) of_name: Option<(Place, String)>,
}

impl Fault {
    /// `help` may be empty.
    pub(super) fn new(message: impl Into<String>, help: &str) -> Self {
        Self {
            message: message.into(),
            help: (!help.is_empty()).then(|| help.to_owned()),
            of_name: None,
        }
    }

    /// The fault as its owner finds it.
    pub(super) fn in_topic(self, topic: &Topic, term: &Term) -> TermFault {
        let is_own = self.of_name.is_none();
        let (place, written) = self
            .of_name
            .unwrap_or_else(|| (term.place.clone(), term.written.clone()));
        TermFault {
            place,
            topic: is_own.then(|| topic.name.clone()),
            term: written,
            message: self.message,
            help: self.help,
        }
    }
}
