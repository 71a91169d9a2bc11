//! Russian: which paradigms a word may belong to.
//!
//! Asked in this order: exceptions, names, adjectives, verbs, nouns. The first that claims the word has it.

mod adjective;
mod conjugation;
mod lexicon;
mod noun;
mod verb;

use super::Word;
use super::paradigm::Paradigm;

/// Adds the forms of a Russian word.
pub(super) fn inflect(word: Word<'_>, into: &mut Paradigm) {
    let text = word.text;
    if lexicon::exception(text, word.is_name, into) {
        return;
    }
    if word.is_acronym && !noun::acronym_declines(text) {
        return;
    }
    if word.is_name && noun::is_foreign_in_o(text) {
        return;
    }
    if word.is_name {
        noun::surname(text, into);
    }
    if adjective::inflect(text, word.is_name, into) || !word.is_name && verb::inflect(text, into) {
        return;
    }
    noun::inflect(text, word.is_name, into);
}
