//! Ukrainian: which paradigms a word may belong to, and adjectives.

mod lexicon;
mod noun;
mod verb;

use super::Word;
use super::paradigm::Paradigm;
use super::paradigm::before;
use super::paradigm::ends_in;
use super::paradigm::is_one_of;
use super::paradigm::is_vowel;
use super::paradigm::vowels;

/// Endings of adjectives after a hard and after a soft consonant; of women's names.
const HARD: &str = "ий ого ому им ім а ої ій у ою е і их ими";
const SOFT: &str = "ій ього ьому ім я ьої ій ю ьою є і іх іми";
const FEMININE: &str = "а ої ій у ою";

/// Adds the forms of a Ukrainian word.
pub(super) fn inflect(word: Word<'_>, into: &mut Paradigm) {
    let text = word.text;
    if lexicon::exception(text, into) || word.is_acronym && !can_be_said(text) {
        return;
    }
    if word.is_name {
        noun::surname(text, into);
    }
    if adjective(text, word.is_name, into) || !word.is_name && verb::inflect(text, into) {
        return;
    }
    noun::inflect(text, into);
}

/// Acronyms in a consonant with a vowel before it are declined as nouns.
fn can_be_said(acronym: &str) -> bool {
    vowels(acronym) > 0
        && !acronym.chars().next_back().is_some_and(is_vowel)
        && acronym.chars().count() > 2
}

/// An adjective or participle in a form that nouns do not share.
fn adjective(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    for ending in ["ська", "цька", "зька"] {
        if let Some(stem) = word.strip_suffix('а').filter(|_| word.ends_with(ending)) {
            into.with(stem, if is_name { FEMININE } else { HARD });
            return true;
        }
    }
    for ending in ["ий", "ого", "ому", "ими", "их"] {
        let Some(stem) = before(word, ending).filter(|s| s.chars().count() > 1) else {
            continue;
        };
        if ending == "ого" && ends_in(word, "того")
            || ending == "их" && !ends_in(stem, "н ськ зьк цьк т в к")
        {
            continue;
        }
        let surname = is_name && ending == "ий";
        into.with(stem, HARD);
        if surname {
            into.with(stem, "ові");
        }
        return true;
    }
    if let Some(stem) = word
        .strip_suffix("ній")
        .filter(|s| !ends_in(s, "ге а о") && ends_in(s, "ш ж д т з р в ь н м х й ч и ро"))
    {
        into.with(&format!("{stem}н"), SOFT);
        return true;
    }
    for ending in [
        "ська",
        "ське",
        "ські",
        "цьке",
        "цькі",
        "зьке",
        "зькі",
        "ічні",
        "ична",
        "ичні",
        "ічна",
        "овані",
        "ована",
        "льні",
        "льна",
        "льне",
        "ичне",
        "ічне",
        "оване",
        "чені",
        "жені",
        "шені",
        "щені",
        "лені",
        "дені",
    ] {
        if word.ends_with(ending) && !is_one_of(word, "спальна") {
            let stem = &word[..word.len() - 'а'.len_utf8()];
            into.with(stem, HARD);
            return true;
        }
    }
    false
}
