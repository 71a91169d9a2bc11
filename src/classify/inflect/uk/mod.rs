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

/// Endings of adjectives after a hard and after a soft consonant; of men's and women's names.
const HARD: &str = "ий ого ому им ім а ої ій у ою е і их ими";
const SOFT: &str = "ій ього ьому ім я ьої ій ю ьою є і іх іми";
const MASCULINE: &str = "ий ого ому ові им ім і их ими";
const FEMININE: &str = "а ої ій у ою";

/// Adds the forms of a Ukrainian word.
pub(super) fn inflect(word: Word<'_>, into: &mut Paradigm) {
    let text = word.text;
    if lexicon::exception(text, word.is_name, into) || word.is_acronym && !can_be_said(text) {
        return;
    }
    if word.is_name {
        noun::surname(text, into);
    }
    if adjective(text, word.is_name, into) || !word.is_name && verb::inflect(text, into) {
        return;
    }
    noun::inflect(text, word.is_name, into);
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
        if surname && ends_in(stem, "ськ цьк зьк") {
            into.with(stem, MASCULINE);
            return true;
        }
        into.with(stem, HARD);
        if ends_in(stem, "ован жен шен щен чен лен джен юван") {
            into.with(stem, "о");
        }
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
    if feminine_or_plural(word, into) {
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
        "овано",
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

/// Nouns that end as adjectives do in the feminine, the neuter or the plural.
const NOUNS: &str = "війна весна сосна княжна казна десна гривна кожна мова голова основа розмова промова умова змова корова церква \
    назва правда справа держава дні учні війні весні сосні казні пісні сотні кухні бійні двірні лазні книгарні лікарні друкарні \
    пекарні вбиральні їдальні спальні вітальні читальні студні голові мові розмові умові церкві назві справі державі кров крові \
    директорові міністрові синові левові батькові братові слова полова здорова обнова відмова намова вимова підкова вдова сова \
    заснова дубрава лава слава злива криві верстви верстві жертва жертві битва битві молитва молитві";

/// Верховна, державне, військові: the gender's and the number's short endings, after -н, -ов and -ш.
fn feminine_or_plural(word: &str, into: &mut Paradigm) -> bool {
    if is_one_of(word, NOUNS) {
        return false;
    }
    let Some(stem) = word.strip_suffix(['а', 'е', 'і']) else {
        return false;
    };
    let after_n = before(stem, "Cн").is_some() && !word.ends_with("нні") && !stem.ends_with("нн");
    let adjectival = (after_n
        || stem.ends_with("льн")
        || ends_in(stem, "ськов лов йов ков сов зов инов") && word.ends_with('і'))
        && stem.chars().count() > 3
        || is_one_of(
            word,
            "інші нові місцеві силові інша нова нове місцева місцеве силова народна",
        );
    if adjectival {
        into.with(stem, HARD);
    }
    adjectival
}
