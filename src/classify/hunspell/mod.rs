//! An installed Hunspell dictionary -> the forms that its affix rules make of the words of a watchlist.
//!
//! Takes the texts of an `.aff` and a `.dic` file and the words asked for; gives their forms. Nothing else of the
//! dictionary is kept: it is read once for the entries and once for what is an entry of its own. What folders and
//! encodings are is not known here. Read after hunspell(5); no code of Hunspell's is used.

mod affixes;
mod condition;
mod derive;
mod entries;
mod flags;
mod kin;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::classify::fold::fold;
use crate::classify::hunspell::derive::Deriver;
use crate::classify::hunspell::entries::entries;
use crate::classify::inflect;
use crate::classify::word_hash::WordHash;
use crate::model::language::Language;

pub use crate::classify::hunspell::affixes::Affixes;

/// A line of a dictionary's file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl Fault {
    fn new(index: usize, message: impl Into<String>) -> Self {
        Self {
            line: index + 1,
            message: message.into(),
        }
    }
}

/// Letters of a word that means something by itself.
const SHORTEST_WORD: usize = 4;

/// Bytes of a longer word are no word's.
const LONGEST_WORD: usize = 120;

/// A spelling is the entry of no more words than this, were it noun, verb and name at once.
const MOST_HOMOGRAPHS: usize = 16;

/// By word, the forms that the dictionary makes of it.
type Found = BTreeMap<String, BTreeSet<String>>;

/// How a dictionary is asked for a word of a term; `None` for what is left to our tables: names (and so the nouns of
/// German), acronyms, compounds with a hyphen, what is no word, and little words, which stand in phrases as they are and
/// are spelt as something else is ("bez" is without, and lilac).
pub(super) fn asked_as(word: &str, language: Language) -> Option<String> {
    let is_inflected = Language::INFLECTED.contains(&language);
    let is_common = word.chars().all(is_small_letter) && word.len() <= LONGEST_WORD;
    let is_long_enough = word.chars().count() >= SHORTEST_WORD;
    (is_inflected && is_common && is_long_enough).then(|| word.to_owned())
}

fn is_small_letter(c: char) -> bool {
    c.is_lowercase() || matches!(c, '\'' | '’' | 'ʼ')
}

/// What a dictionary has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// By word, the forms beside those of our own tables: in lower case, sorted. A word that is no entry, or has no such
    /// form, is not in it.
    pub added: BTreeMap<String, Vec<String>>,
    /// Its rules cost more work than any honest dictionary's, and the last words were not asked for.
    pub is_cut: bool,
}

/// Asks a dictionary of `language` for words as [`crate::classify::AskedWords`] gives them.
#[must_use]
pub fn ask(
    affixes: &Affixes,
    dictionary: &str,
    words: &BTreeSet<String>,
    language: Language,
) -> Answer {
    let (found, is_cut) = look_up(affixes, dictionary, words, language);
    let added = found.into_iter().map(|(word, forms)| {
        let own: HashSet<String> = inflect::forms(&word, language)
            .iter()
            .map(|form| fold(form).text)
            .collect();
        let is_new = |form: &String| !own.contains(&fold(form).text);
        (word, forms.into_iter().filter(is_new).collect())
    });
    let added = added.filter(|(_, forms): &(_, Vec<_>)| !forms.is_empty());
    Answer {
        added: added.collect(),
        is_cut,
    }
}

fn look_up(
    affixes: &Affixes,
    dictionary: &str,
    words: &BTreeSet<String>,
    language: Language,
) -> (Found, bool) {
    let asked = spellings(words);
    let mut found = Found::new();
    let mut seen: HashMap<&str, usize, WordHash> = HashMap::default();
    let mut deriver = Deriver::new(affixes, kin::prefixes(language));
    for entry in entries(dictionary) {
        let Some(word) = asked.get(entry.word) else {
            continue;
        };
        let count = seen.entry(word).or_default();
        *count += 1;
        if *count > MOST_HOMOGRAPHS {
            continue;
        }
        let stem = affixes.heeded(entry.word);
        let flags = affixes.flags(entry.flags);
        let forms = deriver.forms(&stem, &flags);
        let is_own =
            |form: &String| form.chars().all(is_small_letter) && kin::is_of(&stem, form, language);
        let own = forms.into_iter().filter(is_own);
        found.entry((*word).to_owned()).or_default().extend(own);
    }
    without_other_entries(&mut found, dictionary);
    (found, deriver.is_exhausted())
}

/// How the entries that are asked for may be spelt -> the word as it was asked for.
fn spellings(words: &BTreeSet<String>) -> HashMap<String, &str, WordHash> {
    let mut spellings = HashMap::default();
    for word in words {
        for apostrophe in ["'", "’", "ʼ"] {
            let spelt = word.replace(['\'', '’', 'ʼ'], apostrophe);
            spellings.insert(spelt, word.as_str());
        }
    }
    spellings
}

/// Takes out what is another word of the dictionary: "building" is one, though "build" makes it.
fn without_other_entries(found: &mut Found, dictionary: &str) {
    let mut made: HashSet<&str, WordHash> = HashSet::default();
    for (word, forms) in &*found {
        let others = forms.iter().filter(|form| plain(form) != plain(word));
        made.extend(others.map(String::as_str));
    }
    let others: HashSet<&str, WordHash> = entries(dictionary)
        .filter(|entry| !entry.flags.is_empty() && made.contains(entry.word))
        .map(|entry| entry.word)
        .collect();
    for forms in found.values_mut() {
        forms.retain(|form| !others.contains(form.as_str()));
    }
}

/// Without what may differ between the word that was asked for and its entry.
fn plain(word: &str) -> String {
    word.replace(['’', 'ʼ'], "'")
}
