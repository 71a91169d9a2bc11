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

/// What makes another word, by what stands behind the letters that both share.
enum Derivation {
    /// It ends so.
    Ends(&'static [&'static str]),
    /// It is one of these, for words that end so.
    Is(&'static str, &'static [&'static str]),
    /// It begins so.
    Begins(&'static [&'static str]),
}

/// English and German derivation, Latvian diminutives, and the adverbs of Slavic adjectives.
fn derivation(language: Language) -> Option<Derivation> {
    Some(match language {
        Language::EN => Derivation::Ends(&[
            "able", "ables", "ably", "er", "ers", "or", "ors", "ive", "ives", "ion", "ions", "th",
            "ly", "ness", "nesses", "ment", "ments", "en", "ens", "ings", "ity",
        ]),
        Language::DE => Derivation::Ends(&[
            "in", "innen", "lich", "liche", "licher", "liches", "lichem", "lichen", "bar", "bare",
            "barer", "bares", "barem", "baren", "ung", "ungen", "keit", "keiten", "heit", "heiten",
            "los", "lose", "loser", "loses", "losem", "losen",
        ]),
        Language::LV => Derivation::Begins(&["iņ", "īt"]),
        Language::RU => Derivation::Is("й", &["", "о", "е"]),
        Language::UK => Derivation::Is("ий", &["о"]),
        Language::PL => Derivation::Is("y", &["o"]),
        _ => return None,
    })
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
    if form == word {
        return true;
    }
    let tail = form.get(shared..).unwrap_or_default();
    !derivation(language).is_some_and(|derivation| match derivation {
        Derivation::Ends(endings) => endings.iter().any(|ending| tail.ends_with(ending)),
        Derivation::Is(of, tails) => word.ends_with(of) && tails.contains(&tail),
        Derivation::Begins(beginnings) => beginnings
            .iter()
            .any(|beginning| tail.starts_with(beginning)),
    })
}
