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
/// A woman's surname, and nothing of her husband's.
const FEMININE: &str = "ая ой ую ою";

/// A man's surname and his family's.
const MASCULINE: &str = "ий ого ому им ом ие их ими";

/// Nouns in -ий, -ой and the like which are no adjectives.
const NOUNS: &str = "гений калий натрий магний алюминий кальций барий литий радий гелий плутоний стронций критерий комментарий \
    санаторий сценарий планетарий мораторий крематорий гербарий пролетарий викарий парламентарий евгений дмитрий юрий василий \
    анатолий валерий григорий геннадий аркадий виталий арсений алексий георгий сергий игнатий макарий терентий консорций \
    герой бой строй застой слой покой рой зной вой перебой отбой прибой убой разбой гобой ковбой настрой устой надой удой \
    отстой плейбой водопой запой изгой забой пробой подбой конвой перекрой покрой крой много итого того этого кого никого дым \
    оружие подножие величие наличие отличие различие безразличие приличие неприличие полномочие обличие двуличие многоязычие \
    двуязычие косноязычие";

/// Soft adjectives in -ние after a vowel; the rest in vowel and -ние are nouns.
const SOFT_AFTER_VOWEL: &str = "синий ранний давний недавний древний";

/// Stems whose short forms and comparative are in common use.
const QUALITATIVE: &str = "свободн независим национальн крупн нов стар молод высок низк сильн слаб опасн безопасн важн жесток тяжел \
    открыт закрыт известн готов популярн демократичн справедлив законн незаконн легитимн нелегитимн вооружен активн агрессивн \
    мирн верн виновн невиновн жив мертв здоров болен бедн богат беден силен строг главн сложн серьезн серьёзн жёстк жестк ответственн";

/// Adds the paradigm if the word looks like an adjective in any of its long forms.
pub(super) fn inflect(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    if is_one_of(word, NOUNS) {
        return false;
    }
    if let Some(active) = word
        .strip_suffix("ся")
        .filter(|w| ends_in(w, "щий щая щее щие щих вший вшая вшие вших"))
    {
        let start = into.len();
        inflect(active, false, into);
        into.rewrite_from(start, |form| vec![format!("{form}ся")]);
        return true;
    }
    if is_name {
        if let Some(stem) = word.strip_suffix("ая") {
            let hushing = ends_in(stem, "ж ш ч щ");
            into.with(
                stem,
                if hushing {
                    "ая ей ую ею"
                } else {
                    FEMININE
                },
            );
            return true;
        }
        if let Some(stem) = word.strip_suffix("ий").filter(|s| ends_in(s, "ск цк")) {
            into.with(stem, MASCULINE);
            return true;
        }
        if let Some(stem) = word.strip_suffix("ой") {
            into.with(stem, "ой ого ому ым ом ые ых ыми");
            return false;
        }
    }
    if let Some(participle) = participle_of_short(word) {
        into.with(&participle, HARD);
        short_forms(&participle, into);
        return true;
    }
    let Some((stem, endings)) =
        stem_of(word).filter(|(stem, _)| !is_name || may_be_named(word, stem))
    else {
        return false;
    };
    if word.ends_with("ой") {
        into.add(word);
        if endings == HUSHING {
            into.with(stem, "ого ому ом ою ое");
        }
    }
    into.with(stem, endings);
    short_forms(stem, into);
    true
}

/// Names stand in the nominative: Крым and Нарым are no adjectives' instrumentals. -ского is nothing else's end.
fn may_be_named(word: &str, stem: &str) -> bool {
    ends_in(word, "ый ий ой ая яя ое ее ые ие") || ends_in(stem, "ск цк")
}

/// арестованы -> арестованн, where no noun ends so.
fn participle_of_short(word: &str) -> Option<String> {
    let short = word.strip_suffix(['ы', 'а', 'о']).unwrap_or(word);
    let telling = ends_in(
        short,
        "ован ирован ржан ждён жден щён щен влён влен блен млен",
    ) && !word.starts_with("вселен")
        || short.len() < word.len() && ends_in(short, "чён чен шён шен ужен ряжен");
    (telling && short.chars().count() > 5).then(|| format!("{short}н"))
}

/// Short forms of passive participles and of adjectives that have them in use.
fn short_forms(stem: &str, into: &mut Paradigm) {
    let participle = ends_in(
        stem,
        "ованн ированн ённ женн шенн щенн ченн жденн вленн мленн бленн занн данн санн ранн жанн танн",
    ) && !ends_in(stem, "странн избранн собранн военн совершенн")
        || ends_in(stem, "бранн");
    if participle {
        if let Some(short) = stem.strip_suffix('н') {
            into.with(short, "- а о ы");
        }
    } else if is_one_of(stem, QUALITATIVE)
        || ends_in(stem, "альн ельн ивн ичн имн озн ясн им ем ожн езн удн")
    {
        into.with(
            stem,
            if ends_in(stem, "к г") {
                "а о и"
            } else {
                "а о ы ее ей"
            },
        );
        match stem
            .strip_suffix('н')
            .filter(|s| !s.ends_with('е') && !s.ends_with('н'))
        {
            Some(base) => into.with(base.strip_suffix('ь').unwrap_or(base), "ен"),
            None => into.add(
                stem.strip_suffix("нн")
                    .map_or_else(|| stem.to_owned(), |base| format!("{base}нен")),
            ),
        }
    }
}

fn stem_of(word: &str) -> Option<(&str, &'static str)> {
    let of = |ending: &str| before(word, ending).filter(|s| s.chars().count() > 1);
    for ending in [
        "ыми", "ого", "ому", "ые", "ых", "ый", "ым", "ая", "ую", "ое", "ой",
    ] {
        if let Some(stem) = of(ending).filter(|s| !s.ends_with(['а', 'о', 'у', 'и', 'э', 'ю']))
        {
            return Some((stem, after(stem)));
        }
    }
    if let Some(stem) = of("ий") {
        return ends_in(stem, "к г х ж ш ч щ")
            .then_some((stem, after(stem)))
            .or_else(|| soft(stem));
    }
    for ending in ["ие", "ими", "их", "его", "ему", "ее", "яя", "юю"] {
        let Some(stem) = of(ending) else { continue };
        let velar = ends_in(stem, "к г х") && matches!(ending, "ие" | "ими" | "их");
        let hushing = ends_in(stem, "ж ш ч щ") && !matches!(ending, "яя" | "юю" | "ее");
        if velar || hushing {
            return Some((stem, after(stem)));
        }
        if let Some(found) = soft(stem) {
            return Some(found);
        }
    }
    None
}

/// -ний after a consonant is soft; after a vowel it is a noun's (гений, задание), but for a few.
fn soft(stem: &str) -> Option<(&str, &'static str)> {
    let after_consonant = before(stem, "Cн").is_some() || ends_in(stem, "льн");
    let known = is_one_of(&format!("{stem}ий"), SOFT_AFTER_VOWEL) || stem.ends_with("сторонн");
    (after_consonant || known).then_some((stem, SOFT))
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
