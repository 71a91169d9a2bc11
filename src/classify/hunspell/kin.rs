//! Which forms are of the asked word, and not another word made from it.
//!
//! A spelling dictionary saves room by making whole families from one entry: "arrest" makes "arrester" there, "detain"
//! "detainment", and a Polish verb its negation. A watchlist means the word. So a prefix counts only where it makes a
//! form of the same word, and a suffix not where it is one that makes another; what stands in the dictionary as an entry
//! of its own is another word as well, wherever it comes from.

use crate::model::language::Language;

/// Prefixes of forms: the Latvian debitive and superlative, the Polish, Ukrainian and Belarusian superlative.
pub(super) fn prefixes(language: Language) -> &'static [&'static str] {
    match language {
        Language::LV => &["jā", "vis"],
        Language::PL => &["naj"],
        Language::UK | Language::BE => &["най"],
        Language::DE => &["ge"],
        _ => &[],
    }
}

/// What makes another word: an ending of the word asked for, and one of what would be its form.
///
/// English and German derivation, women's and small forms; adverbs of Russian and Ukrainian adjectives.
fn derivations(language: Language) -> (&'static str, &'static [&'static str]) {
    match language {
        Language::EN => (
            "",
            &[
                "'s", "able", "ables", "ably", "er", "ers", "or", "ors", "ive", "ives", "ion",
                "ions", "th", "ly", "ness", "nesses", "ment", "ments", "en", "ens", "ings", "ity",
            ],
        ),
        Language::DE => (
            "",
            &[
                "in", "innen", "chen", "chens", "lich", "liche", "licher", "liches", "lichem",
                "lichen", "bar", "bare", "barer", "bares", "barem", "baren", "ung", "ungen",
                "keit", "keiten", "heit", "heiten", "los", "lose", "loser", "loses", "losem",
                "losen", "schaft", "schaften",
            ],
        ),
        Language::LV => (
            "",
            &[
                "iņ", "iņš", "iņa", "iņam", "iņu", "iņā", "iņi", "iņiem", "iņus", "iņos", "iņai",
                "iņas", "iņām", "iņās", "īt", "īti", "ītis", "īte",
            ],
        ),
        Language::RU => ("ий", &[""]),
        Language::UK => ("ий", &["о"]),
        _ => ("", &[]),
    }
}

/// Is `form` one of `word`, as far as its ending tells?
pub(super) fn is_of(word: &str, form: &str, language: Language) -> bool {
    let mut shared = word
        .char_indices()
        .zip(form.chars())
        .find(|((_, ours), theirs)| ours != theirs)
        .map_or(word.len().min(form.len()), |((at, _), _)| at);
    if form.len() > shared && word.get(..shared).is_some_and(|same| same.ends_with('e')) {
        shared -= 1; // "use" and "user" differ by "er"
    }
    let tail = form.get(shared..).unwrap_or_default();
    let (of, endings) = derivations(language);
    let is_another = |ending: &str| tail == ending || (of.is_empty() && tail.ends_with(ending));
    let is_part = form.contains('-') && !word.contains('-'); // what compounds begin with
    !is_part && !(word.ends_with(of) && endings.iter().any(|ending| is_another(ending)))
}
