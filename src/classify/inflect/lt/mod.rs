//! Lithuanian: which paradigms a word may belong to.

mod adjective;
mod noun;
mod verb;

use super::Word;
use super::paradigm::Paradigm;
use super::paradigm::is_one_of;

const NEVER: &str = "nato metro euro kino taksi interviu embargo biuro depo fojė ragu tabu žiuri maksi buvo yra bus taip prieš tarp \
    prie baku oslo peru kongo mali haiti tbilisi";

/// Adds the forms of a Lithuanian word.
pub(super) fn inflect(word: Word<'_>, into: &mut Paradigm) {
    let text = word.text;
    if is_one_of(text, NEVER) || word.is_acronym {
        return;
    }
    if noun::exception(text, word.is_name, into)
        || adjective::inflect(text, word.is_name, into)
        || !word.is_name && verb::inflect(text, into)
    {
        return;
    }
    noun::inflect(text, word.is_name, into);
}
