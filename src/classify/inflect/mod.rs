//! All forms of a word in its language, made when a watchlist is compiled; nothing is stemmed when matching.
//!
//! Takes a word and its language and gives surface forms in lower case with their real diacritics. The
//! endings are tables, a folder or file a language, with short lexicons for what no ending tells. It knows
//! neither phrases nor folding nor matching. Where a word's kind is not plain from its ending, the likely
//! paradigms are joined: a form too many that is no word at all harms nobody, a form too few loses news.

mod be;
mod paradigm;
mod pl;
mod ru;
mod uk;

use crate::model::language::Language;

/// All surface forms (lower-case, unfolded spelling with real diacritics; the dictionary form first) of one word.
///
/// A capital at the beginning says that it may be a name. The word as written is always among the forms; a
/// language without tables, or anything that is not a word of letters, yields it alone.
#[must_use]
pub fn forms(word: &str, language: Language) -> Vec<String> {
    let word = word.trim();
    let lower = word.to_lowercase();
    if lower.is_empty() {
        return Vec::new();
    }
    let given = Word {
        text: &lower,
        is_name: starts_with_capital(word),
        is_acronym: is_acronym(word),
    };
    if !is_word_of_letters(&lower) {
        return vec![lower];
    }
    let mut paradigm = paradigm::Paradigm::new();
    match language {
        Language::BE => be::inflect(given, &mut paradigm),
        Language::PL => pl::inflect(given, &mut paradigm),
        Language::RU => ru::inflect(given, &mut paradigm),
        Language::UK => uk::inflect(given, &mut paradigm),
        _ => {}
    }
    paradigm.finish(&lower)
}

/// A word as the languages get it.
#[derive(Clone, Copy)]
struct Word<'a> {
    /// In lower case.
    text: &'a str,
    /// It began with a capital: a name, or a noun of German.
    is_name: bool,
    /// It was capitals throughout.
    is_acronym: bool,
}

fn starts_with_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1
        && word
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase)
}

/// Tables speak of words of two letters and more; the longest word of a language stays far below the bound.
fn is_word_of_letters(word: &str) -> bool {
    let letters = word.chars().count();
    (2..=60).contains(&letters)
        && word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | 'ʼ' | '-' | '\u{0301}'))
}
