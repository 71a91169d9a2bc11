//! The words of a watchlist with an open place, those of each language apart: which of them may a token be?

use std::collections::BTreeMap;

use crate::classify::affix::Affixes;
use crate::classify::affix::Gates;
use crate::classify::lexicon::Reader;
use crate::classify::lexicon::WordId;
use crate::classify::outer::End;
use crate::classify::tongue::LanguageSet;

/// A word with an open place.
#[derive(Clone, Debug)]
pub(super) struct Glob {
    pub(super) word: WordId,
    /// Phrases are looked for where it stands.
    pub(super) is_anchor: bool,
    /// Folded; `?` is one letter, `*` at the end any number of them.
    pub(super) pattern: Box<str>,
    /// Nothing but a beginning: what begins so matches.
    pub(super) is_open: bool,
}

/// All words with an open place.
#[derive(Clone, Debug)]
pub(super) struct Globs {
    /// Those that count in articles of one language, and in all where none is named.
    pub(super) all: Vec<(LanguageSet, Affixes<Glob>)>,
    /// Before those that count in articles of one language,
    of_language: Vec<(LanguageSet, Gates)>,
    /// of a language that has none of its own,
    of_others: Gates,
    /// and of one that is not known.
    of_any: Gates,
}

impl Globs {
    /// Of wildcards with their languages and fixed beginnings.
    pub(super) fn of(globs: Vec<(LanguageSet, String, Glob)>) -> Self {
        let mut lots: BTreeMap<u16, Vec<(String, Glob)>> = BTreeMap::new();
        for (only, fixed, glob) in globs {
            lots.entry(only.bits()).or_default().push((fixed, glob));
        }
        let lots = lots.into_iter().map(|(only, lot)| {
            let affixes = Affixes::build(End::Beginning, lot);
            (LanguageSet::of_bits(only), affixes)
        });
        let all: Vec<_> = lots.collect();
        let gates = |language: LanguageSet| {
            let read = all
                .iter()
                .filter(|(only, _)| only.is_empty() || *only == language);
            Gates::of(read.map(|(_, affixes)| affixes))
        };
        let own = all.iter().map(|(only, _)| *only);
        Self {
            of_language: own.map(|only| (only, gates(only))).collect(),
            of_others: gates(LanguageSet::default()),
            of_any: Gates::of(all.iter().map(|(_, affixes)| affixes)),
            all,
        }
    }

    /// Before those that an article's language lets count.
    pub(super) fn gates(&self, reader: Reader) -> &Gates {
        let Some(language) = reader.language else {
            return &self.of_any;
        };
        let mut known = self.of_language.iter();
        let own = known.find(|(only, _)| *only == language);
        own.map_or(&self.of_others, |(_, gates)| gates)
    }
}

/// `pattern` is folded; `?` is one letter, `*` at the end any number of them.
pub(super) fn glob_matches(token: &str, pattern: &str) -> bool {
    let mut letters = token.chars();
    for wanted in pattern.chars() {
        match (wanted, letters.next()) {
            ('*', _) => return true,
            ('?', Some(_)) => {}
            (_, letter) if letter == Some(wanted) => {}
            _ => return false,
        }
    }
    letters.next().is_none()
}
