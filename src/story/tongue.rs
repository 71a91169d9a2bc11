//! Which languages an article may be in: so far as two articles cannot be in the same one, their words say nothing, and
//! only names and numbers are compared.

use crate::model::language::Language;

/// A set of languages, a bit each; empty where nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tongues(u16);

/// Those that share words enough for a short text of one to be taken for another's: of one script, by their bits.
const CYRILLIC: [Language; 3] = [Language::BE, Language::RU, Language::UK];
/// Words from which on a text's language is known.
const KNOWN: usize = 20;

impl Tongues {
    /// Of a text of so many words that is taken to be in this language. A headline may be in any that is written so.
    pub(super) fn of(language: Option<Language>, words: usize) -> Self {
        let Some(language) = language.filter(|one| Language::INFLECTED.contains(one)) else {
            return Self::default();
        };
        let is_cyrillic = CYRILLIC.contains(&language);
        let may_be = |other: &Language| {
            *other == language || (words < KNOWN && CYRILLIC.contains(other) == is_cyrillic)
        };
        let bits = (0..)
            .zip(&Language::INFLECTED)
            .filter(|(_, other)| may_be(other));
        Self(bits.fold(0, |all, (bit, _)| all | 1 << bit))
    }

    /// Those of both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// They cannot be in one language.
    pub(super) fn are_foreign(self, other: Self) -> bool {
        self.0 != 0 && other.0 != 0 && self.0 & other.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_texts_of_two_languages_are_foreign_and_headlines_only_when_they_are_written_in_other_letters()
     {
        let of = |language, words| Tongues::of(Some(language), words);

        assert!(of(Language::RU, 64).are_foreign(of(Language::UK, 64)));
        assert!(!of(Language::RU, 8).are_foreign(of(Language::UK, 64)));
        assert!(of(Language::RU, 8).are_foreign(of(Language::PL, 8)));
        assert!(!of(Language::RU, 64).are_foreign(of(Language::RU, 64)));
        assert!(!of(Language::RU, 64).are_foreign(Tongues::of(None, 64)));
    }
}
