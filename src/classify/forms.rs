//! The forms a word of a term stands for, folded, each with the languages that made it.
//!
//! A written word may be several tokens ("премьер-министр", "O'Brien"): each gets the forms that stand in its place.

use crate::classify::fold::Folded;
use crate::classify::fold::fold;
use crate::classify::fold::fold_into;
use crate::classify::hunspell;
use crate::classify::inflect;
use crate::classify::tongue::LanguageSet;
use crate::classify::tongue::Tongues;
use crate::model::dictionary::Dictionaries;
use crate::model::language::Language;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Word;

/// One folded form in one place of a word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    /// Folded.
    pub(super) text: String,
    /// As the owner wrote it: counts in every language.
    pub(super) is_written: bool,
    /// Which languages' tables gave it, of those the term is surely in.
    pub(super) home: LanguageSet,
    /// And of those it may be in.
    pub(super) guessed: LanguageSet,
}

/// The word without the quotation marks and stops that its owner wrote around it, which are no part of its forms.
pub(super) fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// For each token of a written word, all forms that may stand there.
pub(super) fn forms_of_word(
    word: &str,
    tongues: Tongues,
    dictionaries: &Dictionaries,
) -> Vec<Vec<Form>> {
    let written = fold(word);
    let mut places: Vec<Vec<Form>> = written
        .words()
        .map(|token| vec![Form::written(token)])
        .collect();
    let mut folded = Folded::default();
    for language in tongues.all().languages() {
        let set = LanguageSet::only(language);
        for form in forms_in(bare(word), language, dictionaries) {
            fold_into(&form, &mut folded);
            if folded.tokens.len() == places.len() {
                for (place, token) in places.iter_mut().zip(folded.words()) {
                    place.push(Form::inflected(token, set, tongues));
                }
            }
        }
    }
    places.into_iter().map(merge).collect()
}

/// By our own tables, and what a dictionary of the machine adds to them.
fn forms_in(word: &str, language: Language, dictionaries: &Dictionaries) -> Vec<String> {
    let mut forms = inflect::forms(word, language);
    if let Some(asked) = hunspell::asked_as(word, language) {
        forms.extend_from_slice(dictionaries.added(&asked, language));
    }
    forms
}

impl Form {
    fn written(token: &str) -> Self {
        let none = LanguageSet::default();
        Self {
            text: token.to_owned(),
            is_written: true,
            home: none,
            guessed: none,
        }
    }

    fn inflected(token: &str, language: LanguageSet, tongues: Tongues) -> Self {
        let is_home = tongues.home.meets(language);
        let none = LanguageSet::default();
        Self {
            text: token.to_owned(),
            is_written: false,
            home: if is_home { language } else { none },
            guessed: if is_home { none } else { language },
        }
    }
}

/// Equal texts become one form of all their languages.
fn merge(mut forms: Vec<Form>) -> Vec<Form> {
    forms.sort_unstable();
    forms.dedup_by(|next, kept| {
        let is_same = next.text == kept.text;
        if is_same {
            kept.is_written |= next.is_written;
            kept.home = kept.home.with(next.home);
            kept.guessed = kept.guessed.with(next.guessed);
        }
        is_same
    });
    forms
}

/// A phrase of several inflected words has a form for each combination; a reader wants some, not all.
const MOST_COMBINED: usize = 2000;

/// The unfolded forms of a pattern, the written one first.
pub(super) fn readable_forms(
    pattern: &Pattern,
    language: Option<Language>,
    dictionaries: &Dictionaries,
) -> Vec<String> {
    match pattern {
        Pattern::Words(words) => combine(words, language, dictionaries),
        Pattern::Acronym(text) | Pattern::Exact(text) => vec![text.clone()],
        Pattern::Title(inner) => readable_forms(inner, language, dictionaries),
        Pattern::Near { left, right, .. } => {
            let mut both = readable_forms(left, language, dictionaries);
            both.extend(readable_forms(right, language, dictionaries));
            both
        }
        Pattern::Regex(source) => vec![format!("re:{source}")],
        Pattern::Name(name) => vec![format!("@{name}")],
    }
}

fn combine(words: &[Word], language: Option<Language>, dictionaries: &Dictionaries) -> Vec<String> {
    let phrase: Vec<&str> = words.iter().map(written_word).collect();
    let tongues = Tongues::of(&phrase.join(" "), language, &[]);
    let mut phrases = vec![String::new()];
    for word in words {
        let forms = match word {
            Word::Inflected(word) => unfolded_forms(word, tongues, dictionaries),
            Word::Wildcard(word) => vec![word.clone()],
        };
        phrases = forms
            .iter()
            .flat_map(|form| {
                phrases
                    .iter()
                    .map(move |phrase| format!("{phrase} {form}").trim().to_owned())
            })
            .take(MOST_COMBINED)
            .collect();
    }
    phrases
}

fn unfolded_forms(word: &str, tongues: Tongues, dictionaries: &Dictionaries) -> Vec<String> {
    let mut forms = vec![word.to_lowercase()];
    for language in tongues.all().languages() {
        for form in forms_in(bare(word), language, dictionaries) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// The word as it was written.
pub(super) fn written_word(word: &Word) -> &str {
    match word {
        Word::Inflected(text) | Word::Wildcard(text) => text,
    }
}
