//! Belarusian (official orthography): which paradigms a word may belong to, and adjectives.

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

/// Endings of adjectives after a hard consonant, after к г х, and after a soft consonant; of women's names.
/// Stressed endings have о for а.
const HARD: &str = "ы ага аму ым ая ай ую аю ае ыя ых ымі а ога ому ой ою ое";
const VELAR: &str = "і ага аму ім ая ай ую аю ае ія іх імі а ога ому ой ою ое";
const SOFT: &str = "і яга яму ім яя яй юю яю яе ія іх імі";
const FEMININE: &str = "ая ай ую аю ой ою";

/// Adds the forms of a Belarusian word.
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
    noun::inflect(text, into);
}

/// Acronyms in a consonant with a vowel before it are declined as nouns.
fn can_be_said(acronym: &str) -> bool {
    vowels(acronym) > 0
        && !acronym.chars().next_back().is_some_and(is_vowel)
        && acronym.chars().count() > 2
}

/// Adjectives in -кі, -гі and -хі; other words with that end are plurals of nouns.
const VELAR_ADJECTIVES: &str = "вялікі высокі шырокі глыбокі далёкі блізкі нізкі лёгкі кароткі цяжкі рэзкі мяккі вузкі гнуткі гібкі \
    дарагі строгі другі доўгі ціхі глухі сухі вадкі жорсткі хуткі рэдкі гладкі горкі салодкі брыдкі";

/// Plurals of nouns that look like adjectives in -ны and -вы.
const NOUNS: &str = "законы рэгіёны раёны планы зоны тэлефоны мільёны чалавекі войны раны саны краіны галіны прычыны \
    мужчыны жанчыны паловы дамовы мовы ўмовы умовы галовы асновы размовы пастановы праявы справы заявы выставы правы \
    ўдзельнікі дроны кланы органы арганізмы машыны хвіліны гадзіны тоны паны раны краны экраны ветэраны тыраны кордоны персоны карцёны батальёны слоны іконы \
    экраны ветэраны ўрадлівы скрыні віны цэны сцены змены вяршыні абарона тэрміны нормы пленумы клавы славы ўправы расправы \
    паправы дзяржавы сілавы навіны выбары фарміраванні гарачы бурштыны ураганы партызаны";

/// An adjective or participle in a form that nouns do not share.
fn adjective(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    if is_one_of(word, NOUNS) {
        return false;
    }
    for ending in ["ская", "цкая", "зкая"] {
        if is_name && word.ends_with(ending) {
            into.with(&word[..word.len() - "ая".len()], FEMININE);
            return true;
        }
    }
    if let Some(stem) = word
        .strip_suffix("ні")
        .filter(|s| ends_in(s, "ш ж д т з р в ь л м") && s.chars().count() > 2)
    {
        into.with(&format!("{stem}н"), SOFT);
        return true;
    }
    for ending in [
        "ыя", "ага", "аму", "ую", "ымі", "ія", "ае", "ых", "іх", "імі", "ога", "ому", "ое",
    ] {
        let Some(stem) = before(word, ending).filter(|s| s.chars().count() > 2) else {
            continue;
        };
        let noun = match ending {
            "ыя" => ends_in(stem, "ц р з д т м ф ч") || !ends_in(stem, "н в л ж ш х к г р с"),
            "ія" => !ends_in(stem, "ск цк к"),
            "ую" | "ае" => !ends_in(stem, "н к ч"),
            "ага" | "аму" | "ога" | "ому" => !ends_in(stem, "н в к ч ш л т д"),
            "ых" => !ends_in(stem, "н в ч ш"),
            _ => !ends_in(stem, "ск цк"),
        };
        if !noun {
            into.with(stem, after(stem));
            return true;
        }
    }
    if let Some(stem) = word.strip_suffix("ая").filter(|s| s.chars().count() > 2) {
        into.with(stem, after(stem));
        return true;
    }
    if let Some(stem) = word
        .strip_suffix('і')
        .filter(|s| is_name && ends_in(s, "ск цк"))
    {
        into.with(stem, "і ага аму ім ія іх імі ога ому");
        return true;
    }
    if ends_in(word, "скі цкі") || is_one_of(word, VELAR_ADJECTIVES) {
        into.with(&word[..word.len() - 'і'.len_utf8()], VELAR);
        return true;
    }
    let Some(stem) = word.strip_suffix('ы').filter(|s| s.chars().count() > 2) else {
        return false;
    };
    let consonant_before_n = before(word, "Cны").is_some() || ends_in(word, "ьны йны");
    let participle = ends_in(word, "аны яны ены ёны уты няты");
    if consonant_before_n
        || participle
        || ends_in(
            word,
            "овы авы явы івы ачы ючы ячы чэйшы лейшы бочы дчы эйшы ейшы шчы хлы вслы",
        )
    {
        into.with(stem, HARD);
        return true;
    }
    if is_one_of(
        word,
        "следчы рабочы новы стары малады малы вялікі свежы чужы святы багаты другі трэці жывы круглы цвёрды залаты сівы гэты самы цэлы белы смелы чысты просты",
    ) {
        into.with(stem, HARD);
        return true;
    }
    false
}

fn after(stem: &str) -> &'static str {
    if ends_in(stem, "к г х") {
        VELAR
    } else {
        HARD
    }
}
