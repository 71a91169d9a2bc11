//! Dictionary: an installed spelling dictionary, and the forms that it adds to words of a watchlist.

use std::collections::BTreeMap;

use crate::model::language::Language;

/// One that was asked, with what it had to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dictionary {
    /// Whose words it has.
    pub language: Language,
    /// `ru_RU`.
    pub name: String,
    /// The path of its `.dic` file.
    pub path: String,
    /// By word (in lower case), the forms that the program's own tables do not give, in lower case and in order. A word
    /// without such forms is not in it.
    pub added: BTreeMap<String, Vec<String>>,
}

impl Dictionary {
    /// How many forms it adds to all words together.
    #[must_use]
    pub fn form_count(&self) -> usize {
        self.added.values().map(Vec::len).sum()
    }
}

/// Those that a watchlist was read with, at most one a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionaries(pub Vec<Dictionary>);

impl Dictionaries {
    /// What is added to a word (in lower case) of a language.
    #[must_use]
    pub fn added(&self, word: &str, language: Language) -> &[String] {
        let of_language = self
            .0
            .iter()
            .filter(|dictionary| dictionary.language == language);
        of_language
            .filter_map(|dictionary| dictionary.added.get(word))
            .next()
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}
