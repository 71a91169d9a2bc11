//! Adjectives, participles and what is declined like them: surnames in -ский, nouns such as военный.

use super::super::paradigm::Paradigm;
use super::super::paradigm::before;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;

/// Endings after a hard consonant, after к г х, after ж ш ч щ, and after a soft consonant.
pub(super) const HARD: &str = "ый ого ому ым ом ая ой ую ою ое ые ых ыми";
const VELAR: &str = "ий ого ому им ом ая ой ую ою ое ие их ими";
pub(super) const HUSHING: &str = "ий его ему им ем ая ей ую ею ее ие их ими";
const SOFT: &str = "ий его ему им ем яя ей юю ею ее ие их ими";
const FEMININE: &str = "ая ой ую ою";
const FEMININE_HUSHING: &str = "ая ей ую ею";

/// Nouns in -ий and -ой which are no adjectives, by their ends.
const NOUNS: &str = "гений калий натрий магний алюминий кальций барий литий радий гелий плутоний стронций критерий \
    комментарий санаторий сценарий планетарий террорий лепрозорий мораторий аналитий гербарий инвентарий пролетарий \
    викарий функционарий парламентарий арий юбилей архиерий иерей протоирей герой бой строй застой слой покой рой зной \
    вой перебой отбой прибой убой разбой гобой ковбой настрой устой простой надой удой отстой плейбой водопой запой \
    изгой забой пробой подбой левой перестрой мятежой тройной евгений дмитрий юрий василий анатолий валерий григорий \
    геннадий аркадий виталий арсений алексий георгий сергий игнатий макарий терентий никодий лаврентий александрий \
    анатомий компендий консорцтий консорций президий стадий полоний уравний крематорий акваторий диспансерий";

/// Adjectives in consonant and -ние, -няя, -нее; the rest in -ние are nouns.
const SOFT_PLURALS: &str = "синие древние последние поздние ранние внешние внутренние нынешние прошние здешние \
    тогдашние вчерашние завтрашние сегодняшние домашние средние соседние летние зимние осенние весенние верхние нижние \
    крайние дальние ближние задние передние сторонние посторонние многолетние нескладние утренние вечерние давние \
    недавние искренние тогдашние бывшние лишние иногородние предпоследние прежние новогодние художние рождественние";

/// Neuters in -ие after a hushing consonant, where most words are plurals of adjectives.
const HUSHING_NEUTERS: &str = "оружие подножие величие наличие отличие различие безразличие приличие неприличие полномочие \
    обличие двуличие многоязычие двуязычие межличие безличие сверхвеличие равновеличие косноязычие";

/// Adds the paradigm if the word looks like an adjective in any of its long forms.
pub(super) fn inflect(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    if is_one_of(word, NOUNS) {
        return false;
    }
    if is_name && feminine_name(word, into) {
        return true;
    }
    if let Some(stem) = word.strip_suffix("ой").filter(|_| is_name) {
        into.with(stem, "ой ого ому ым ом ые ых ыми");
        return false;
    }
    let Some((stem, endings)) = stem_of(word) else {
        return false;
    };
    if ends_in(word, "ой") && !ends_in(word, "ыой") {
        into.add(format!("{stem}ой"));
    }
    into.with(stem, endings);
    true
}

/// A woman's surname, and nothing of her husband's.
fn feminine_name(word: &str, into: &mut Paradigm) -> bool {
    let Some(stem) = word.strip_suffix("ая") else {
        return false;
    };
    let hushing = ends_in(stem, "ж ш ч щ");
    into.with(stem, if hushing { FEMININE_HUSHING } else { FEMININE });
    true
}

fn stem_of(word: &str) -> Option<(&str, &'static str)> {
    let of = |ending: &str| before(word, ending).filter(|s| s.chars().count() > 1);
    for ending in ["ыми", "ого", "ому", "ые", "ых", "ый", "ым"] {
        if let Some(stem) = of(ending).filter(|s| adjectival(s, ending)) {
            return Some((stem, after(stem)));
        }
    }
    if let Some(stem) = of("ий") {
        return ends_in(stem, "к г х ж ш ч щ")
            .then_some((stem, after(stem)))
            .or_else(|| soft(stem));
    }
    for ending in ["ая", "ую", "ое", "ой"] {
        if let Some(stem) = of(ending).filter(|s| adjectival(s, ending)) {
            return Some((stem, after(stem)));
        }
    }
    for ending in ["ие", "ими", "их", "его", "ему", "ее", "яя", "юю"] {
        let Some(stem) = of(ending) else { continue };
        let velar = ends_in(stem, "ск цк нг к г х") && matches!(ending, "ие" | "ими" | "их");
        let hushing = ends_in(stem, "ж ш ч щ")
            && !is_one_of(word, HUSHING_NEUTERS)
            && !matches!(ending, "яя" | "юю" | "ее");
        if velar || hushing {
            return Some((stem, after(stem)));
        }
        if is_one_of(&format!("{stem}ие"), SOFT_PLURALS) {
            return Some((stem, SOFT));
        }
    }
    None
}

/// Does an ending that other kinds of words share mean an adjective after this stem?
fn adjectival(stem: &str, ending: &str) -> bool {
    match ending {
        "ый" => !ends_in(stem, "л") || stem.len() > 4,
        "ые" | "ая" | "ое" => true,
        "ыми" | "ых" | "ым" => {
            ends_in(stem, "н в нн ск т ческ л м") && stem.chars().count() > 3
        }
        "ую" => ends_in(stem, "ск н нн ов ев") && !ends_in(stem, "орган"),
        "ому" | "ого" => {
            !ends_in(stem, "д р итог ал л") || ends_in(stem, "бел крас добр стар")
        }
        "ой" => {
            ends_in(stem, "ск цк ск в")
                && !ends_in(stem, "доск тоск краск каск маск ласк сказк основ глав прав")
                && !ends_in(
                    stem,
                    "москв соков голов слав держав канав травы трав лав реформ литв",
                )
                || is_one_of(
                    stem,
                    "друг молод крут прост род больш плох чуж основн речн земн родн лесн степн морск городск мирск срочн \
                     ручн шоков цветн двойн тройн запасн входн выходн проходн выездн сквозн страхов передов боев \
                     миров биржев главн крупн наливн резервн штабн строев рядов торгов налогов трудов портов роков \
                     цен ударн дорог тверд ночн звуков головн подрывн нефтян газов силов взрывн волев \
                     кров земельн областн местн долгов правов финансов",
                )
        }
        _ => true,
    }
}

/// -ний after a consonant is soft; after a vowel it is a noun (гений), but for a few.
fn soft(stem: &str) -> Option<(&str, &'static str)> {
    let soft = ends_in(stem, "шн жн дн тн зн рн вн льн нн мн хн йн") || is_one_of(stem, "син кра");
    (stem.ends_with('н') && soft).then_some((stem, SOFT))
}

fn after(stem: &str) -> &'static str {
    if ends_in(stem, "к г х") {
        VELAR
    } else if ends_in(stem, "ж ш ч щ") {
        HUSHING
    } else {
        HARD
    }
}
