//! German compounds: which terms are found at a word's end, and which words only look as if they ended in one.
//!
//! Takes a term's word and its languages, or the two parts of a folded token; says yes or no. German declares its
//! nouns by a capital, and so do all names: without more to go by, Putin would be found in Rasputin.

use crate::classify::tongue::LanguageSet;
use crate::classify::tongue::Tongues;
use crate::model::language::Language;

/// Shorter endings are everywhere: "Haft" in "Gesellschaft".
pub(super) const SHORTEST_TAIL: usize = 5;
/// "Wirtschafts|sanktionen": letters before the tail.
const SHORTEST_HEAD: usize = 3;
/// Ends of nouns that are German for certain, whatever language the term may be in.
const GERMAN_ENDS: [&str; 12] = [
    "ung", "ungen", "heit", "keit", "schaft", "ktion", "ktionen", "ismus", "tnis", "griff",
    "griffe", "krieg",
];
/// What stands before another word that is no compound of it: prefixes, and beginnings from Latin (Red|aktion).
const NOT_HEADS: [&str; 36] = [
    "ver", "zer", "ent", "emp", "auf", "aus", "ein", "vor", "nach", "hin", "her", "weg", "miss",
    "unter", "red", "trans", "inter", "kontr", "extr", "attr", "abstr", "subtr", "satisf", "kom",
    "komm", "kont", "artef", "ras", "manife", "prote", "resig", "sub", "dis", "kon", "per", "pro",
];

/// May the term's word be found at the end of a longer one?
pub(super) fn may_end_compounds(word: &str, tongues: Tongues, declared: Option<Language>) -> bool {
    if declared == Some(Language::DE) {
        return true;
    }
    let is_german = tongues.home.meets(LanguageSet::only(Language::DE))
        || GERMAN_ENDS.iter().any(|end| word.ends_with(end));
    is_german && word.starts_with(char::is_uppercase)
}

/// Is the token a compound of these two, and not one word that happens to end so?
pub(super) fn is_compound(head: &str, tail: &str) -> bool {
    let ends_in_vowel = head.ends_with(['a', 'e', 'i', 'o', 'u']) && !head.ends_with("ie");
    // Journa|listen, Deto|nation, Ope|ration.
    let is_suffix = ends_in_vowel
        && ["list", "nation", "ration"]
            .iter()
            .any(|start| tail.starts_with(start));
    head.chars().count() >= SHORTEST_HEAD && !NOT_HEADS.contains(&head) && !is_suffix
}
