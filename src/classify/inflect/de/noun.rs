//! Nouns: class by suffix or by the last member of a compound. Matching folds umlauts, so they decide nothing.

use super::super::paradigm::Paradigm;
use super::super::paradigm::Row;
use super::super::paradigm::decline;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::lexicon;

const FEMININE_EN: &str = "- en";
const STRONG: &str = "- s es e en";
const PERSON: &str = "- en in innen s";
const FOREIGN: &str = "- s";

const ROWS: &[Row] = &[
    ("ung", "ung", FEMININE_EN, ""),
    ("heit", "heit", FEMININE_EN, ""),
    ("keit", "keit", FEMININE_EN, ""),
    ("schaft", "schaft", FEMININE_EN, ""),
    ("ion", "ion", FEMININE_EN, ""),
    ("tät", "tät", FEMININE_EN, ""),
    ("enz", "enz", FEMININE_EN, ""),
    ("anz", "anz", FEMININE_EN, ""),
    ("ik", "ik", FEMININE_EN, ""),
    ("atur", "atur", FEMININE_EN, ""),
    ("ktur", "ktur", FEMININE_EN, ""),
    ("zur", "zur", FEMININE_EN, ""),
    ("ei", "ei", FEMININE_EN, ""),
    ("rin", "rin", "- nen", ""),
    ("tin", "tin", "- nen s", ""),
    ("ogin", "ogin", "- nen", ""),
    ("ssin", "ssin", "- nen", ""),
    ("ein", "ein", STRONG, ""),
    ("in", "in", "- s e en nen", ""),
    ("nis", "nis", "- se ses sen", ""),
    ("ismus", "ism", "us en", ""),
    ("us", "us", "- se ses sen", ""),
    ("ium", "i", "um ums en", ""),
    ("eum", "e", "um ums en", ""),
    ("trum", "tr", "um ums en", ""),
    ("dum", "d", "um ums en a", ""),
    ("ment", "ment", STRONG, ""),
    ("ett", "ett", STRONG, "ette etten"),
    ("ist", "ist", "- en in innen", ""),
    ("ant", "ant", PERSON, ""),
    ("ent", "ent", "- en in innen s e es", ""),
    ("iat", "iat", STRONG, ""),
    ("ndat", "ndat", STRONG, ""),
    ("ldat", "ldat", "- en in innen", ""),
    ("at", "at", "- s es e en in innen", ""),
    ("krat", "krat", "- en in innen", ""),
    ("ot", "ot", STRONG, ""),
    ("oge", "og", "e en in innen", ""),
    ("sse", "ss", "e en in innen", ""),
    ("tor", "tor", "- s en in innen e", ""),
    ("sor", "sor", "- s en in innen", ""),
    ("iel", "iel", STRONG, ""),
    ("eel", "eel", STRONG, ""),
    ("ier", "ier", "- s es e en in innen", ""),
    ("eer", "eer", STRONG, ""),
    ("er", "er", "- s n in innen", ""),
    ("eur", "eur", "- s e en in innen", ""),
    ("är", "är", "- s e en in innen", ""),
    ("el", "el", "- s n", ""),
    ("chen", "chen", "- s", ""),
    ("ee", "ee", "- n s", ""),
    ("erte", "ert", "e en er em es in innen", ""),
    ("te", "te", "- n r m s", ""),
    ("gene", "gene", "- n r m s", ""),
    ("lle", "lle", "- n r m s", ""),
    ("sche", "sche", "- n r m s", ""),
    ("liche", "liche", "- n r m s", ""),
    ("nne", "nne", "- n", ""),
    ("e", "e", "- n s", ""),
    ("ma", "m", "a as en", ""),
    ("a", "a", "- s en", ""),
    ("o", "o", "- s", ""),
    ("i", "i", "- s", ""),
    ("u", "u", "- s en", ""),
    ("y", "y", "- s", ""),
    ("land", "l", "and ands andes ande änder ändern", ""),
];

/// Adds the forms of a noun or name.
pub(super) fn inflect(word: &str, into: &mut Paradigm) {
    if ends_in(word, "en") {
        in_en(word, into);
        return;
    }
    if lexicon::exception(word, into) {
        return;
    }
    if let Some(stem) = plural_of(word) {
        inflect(stem, into);
        return;
    }
    if let Some(adjective) = word
        .strip_suffix("er")
        .filter(|s| ends_in(s, "et igt gt zt angen oren rigt lich isch"))
        && !ends_in(word, "richter dichter wächter minister")
    {
        into.with(adjective, "er e en em es");
    }
    if decline(word, ROWS, into) {
        return;
    }
    if ends_in(word, "s ß x z") {
        into.with(word, "- es e en");
        if ends_in(word, "bus ss") {
            into.with(word, "ses se sen");
        }
        return;
    }
    into.with(word, STRONG);
}

/// -en is an infinitive made a noun, a place, or the plural of something.
fn in_en(word: &str, into: &mut Paradigm) {
    if lexicon::exception(word, into) {
        return;
    }
    for suffix in [
        "ungen", "heiten", "keiten", "schaften", "ionen", "täten", "isten", "anten", "enten",
        "oren", "innen", "eien",
    ] {
        if word.ends_with(suffix) {
            let cut = if suffix == "innen" { 3 } else { 2 };
            inflect(&word[..word.len() - cut], into);
            return;
        }
    }
    into.with(word, FOREIGN);
    if let Some(stem) = word.strip_suffix("en").filter(|s| prefixed(s)) {
        into.with(stem, "ung ungen");
    }
}

fn prefixed(stem: &str) -> bool {
    [
        "ein", "auf", "ab", "an", "aus", "be", "ent", "er", "fest", "ver", "zer", "um", "unter",
        "über", "vor", "nach", "zu",
    ]
    .iter()
    .any(|p| stem.strip_prefix(p).is_some_and(|rest| rest.len() > 3))
}

/// Plurals typed as terms, where the suffix is plain.
fn plural_of(word: &str) -> Option<&str> {
    if ends_in(word, "nisse") {
        return word.strip_suffix("se");
    }
    if ends_in(word, "mente ate") && !is_one_of(word, "karate rate debatte") {
        return word.strip_suffix('e');
    }
    None
}

/// The plural's vowel: the last a, o, u or au before the end.
pub(super) fn umlauted(stem: &str) -> String {
    let at = stem.rfind("au").or_else(|| stem.rfind(['a', 'o', 'u']));
    let Some(at) = at else {
        return stem.to_owned();
    };
    let (head, tail) = stem.split_at(at);
    let rest = &tail[1..];
    match tail.as_bytes()[0] {
        b'a' => format!("{head}ä{rest}"),
        b'o' => format!("{head}ö{rest}"),
        _ => format!("{head}ü{rest}"),
    }
}
