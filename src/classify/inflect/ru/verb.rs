//! Verbs: from any common form to the infinitive, and from there the whole conjugation with participles.

use super::super::paradigm::Paradigm;
use super::super::paradigm::before;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::adjective;
use super::conjugation::CLASSES;
use super::conjugation::Conjugation;
use super::conjugation::Conjugation::First;
use super::conjugation::Conjugation::FirstVowel;
use super::conjugation::Conjugation::Second;
use super::conjugation::ROOTS;

/// -тить that gives щ: запретить, but not заплатить.
const CHURCH_T: &str =
    "вратить кратить светить претить хитить сетить щитить бодить гатить вклютить мутить";

/// Nouns that look like infinitives.
const NOUNS: &str = "печать кровать тать рать знать мать стать благодать гладь нить сеть плеть нефть треть четверть смерть \
    ртуть муть суть путь прыть плоть копоть хоть пять рукоять девять десять опять память гать честь жесть месть лесть \
    весть шерсть повесть область власть часть пасть напасть снасть страсть пропасть горсть масть гость гвоздь кость \
    трость злость пластать отрасль лесть зять зыбь быть речь ночь дочь помощь мочь печь течь желчь вещь картечь опись \
    пядь тетрадь лошадь площадь ведь лебедь сельдь медь грудь нефтепечать плять локоть коготь ноготь деготь ломоть дёготь";

/// Nouns that look like pasts in -ли, -ла, -ло, and those in -л.
const NOT_PASTS: &str = "медали детали морали вертикали магистрали скрижали спирали педали вуали печали капитали фестивали \
    автомобили профили стили текстили цели модели отели недели параллели тоннели двигатели постели картели качели дели \
    пули апрели мели щели ели были сомали корабли роли воли боли соли доли земли рубли медалисты мебели метели колыбели \
    картели мотели капели фили гили или если пыли мили хили одеяло зеркало покрывало начало мало село дело тело мыло рыло \
    кадило светило горнило правило перила мерило сало забрало жало жила сила могила вила пила кобыла скала шкала акула школа \
    опала хвала похвала мгла игла стрела тарелка гитла зола смола пчела метла камбала каракала кабала сталла виола горилла \
    шиншилла кинозала акула хула фистула формула пустула пилюля белила чернила правила дела села тела мыла удила рецидивила \
    валгалла вилла текила мочила точила зала канцеляли закала накала";

/// Adds the conjugation if the word looks like a verb; says whether it did.
pub(super) fn inflect(word: &str, into: &mut Paradigm) -> bool {
    let (base, reflexive) = match word.strip_suffix("ся").or_else(|| word.strip_suffix("сь")) {
        Some(base) if base.chars().count() > 3 && is_verbal_end(base) => (base, true),
        _ => (word, false),
    };
    let Some(infinitive) = infinitive_of(base, reflexive) else {
        return false;
    };
    let before_reflexive = into.len();
    conjugate(&infinitive, into);
    if reflexive {
        into.rewrite_from(before_reflexive, |form| {
            reflected(form).into_iter().collect()
        });
    }
    true
}

fn is_verbal_end(base: &str) -> bool {
    ends_in(base, "ть ти чь л ла ло ли ют ут ат ят ет ит")
}

/// -ся after a consonant, -сь after a vowel, -ся in participles.
fn reflected(form: &str) -> Option<String> {
    let participle = ends_in(form, "ий ая ое ие его ему им ем ей ую ою ею их ими ее юю");
    let long_participle = participle
        && (form.contains("вш")
            || form.contains("ущ")
            || form.contains("ющ")
            || form.contains("ащ")
            || form.contains("ящ"));
    if form.contains("нн")
        || ends_in(
            form,
            "ный ного ному ным ном ная ной ную ное ные ных ными ен ена ено ены ан ана ано аны",
        )
    {
        return None;
    }
    let last = form.chars().next_back()?;
    let vowel = super::super::paradigm::is_vowel(last);
    Some(if vowel && !long_participle {
        format!("{form}сь")
    } else {
        format!("{form}ся")
    })
}

fn infinitive_of(base: &str, reflexive: bool) -> Option<String> {
    if !reflexive && is_one_of(base, NOUNS) {
        return None;
    }
    if ends_in(base, "ать ить еть уть ыть оть ять") {
        return (base.chars().count() > 3).then(|| base.to_owned());
    }
    if ROOTS
        .iter()
        .any(|row| base.ends_with(row.0) && !ends_in(row.0, "ать ить еть уть ыть оть ять"))
    {
        let root = base.to_owned();
        return (!ends_in(base, "честь смерти сети пропасть")).then_some(root);
    }
    past(base)
        .or_else(|| past_of_root(base))
        .or_else(|| present(base))
}

/// задержали -> задержать. The singular in -л is a noun's end too, so more is asked of it.
fn past(base: &str) -> Option<String> {
    if is_one_of(base, NOT_PASTS) || ends_in(base, "сила школа скала стрела зола")
    {
        return None;
    }
    if let Some(stem) = ["овал", "ывал", "ивал"]
        .iter()
        .find_map(|e| before(base, e).map(|_| &base[..base.len() - 'л'.len_utf8()]))
    {
        return Some(format!("{stem}ть"));
    }
    for ending in ["ли", "ла", "ло"] {
        let Some(stem) = base.strip_suffix(ending) else {
            continue;
        };
        if stem.chars().count() > 3
            && ends_in(stem, "а и я у ы")
            && (ending == "ли" || has_prefix(stem))
        {
            return Some(format!("{stem}ть"));
        }
    }
    None
}

/// пришли -> прийти, принесла -> принести: pasts whose stem is not the infinitive's.
fn past_of_root(base: &str) -> Option<String> {
    if let Some(prefix) = ["шли", "шла", "шло", "шёл", "шел"]
        .iter()
        .find_map(|e| base.strip_suffix(e))
    {
        let known = !prefix.is_empty() && is_prefix(prefix)
            || matches!(prefix, "произо" | "превзо" | "разо");
        return known.then(|| format!("{prefix}йти"));
    }
    let stem = ["ли", "ла", "ло"]
        .iter()
        .find_map(|e| base.strip_suffix(e))?;
    ROOTS.iter().find_map(|row| {
        let prefix = stem.strip_suffix(row.1)?;
        (row.1.chars().count() > 1 && !prefix.is_empty() && is_prefix(prefix))
            .then(|| format!("{prefix}{}", row.0))
    })
}

/// задерживают, арестуют -> задерживать, арестовать.
fn present(base: &str) -> Option<String> {
    for (ending, infinitive) in [
        ("ивают", "ивать"),
        ("ывают", "ывать"),
        ("ивает", "ивать"),
        ("ывает", "ывать"),
        ("уют", "овать"),
        ("ует", "овать"),
        ("яют", "ять"),
        ("яет", "ять"),
        ("ают", "ать"),
    ] {
        if let Some(stem) = base.strip_suffix(ending).filter(|s| s.chars().count() > 1) {
            return Some(format!("{stem}{infinitive}"));
        }
    }
    None
}

fn has_prefix(stem: &str) -> bool {
    [
        "за", "по", "при", "об", "от", "раз", "рас", "вы", "под", "до", "из", "ис", "на", "у", "о",
        "пере", "с", "про", "вз", "вос", "воз", "в",
    ]
    .iter()
    .any(|p| stem.starts_with(p))
}

fn conjugate(infinitive: &str, into: &mut Paradigm) {
    let row = ROOTS
        .iter()
        .find(|row| infinitive.ends_with(row.0) && fits_root(infinitive, row.0))
        .or_else(|| {
            CLASSES
                .iter()
                .find(|row| before(infinitive, row.0).is_some())
        });
    let Some((end, past, first, other, conjugation, passive)) = row.copied() else {
        return;
    };
    let stem = &infinitive[..infinitive.len() - end.len()];
    let first = if ends_in(infinitive, CHURCH_T) && first == "ч" {
        "щ"
    } else {
        first
    };
    into.add(infinitive);
    if ends_in(end, "давать знавать ставать") {
        into.with(stem, past);
        into.cross(stem, past, "й йте я ем");
    }
    past_forms(stem, past, into);
    present_forms(
        &format!("{stem}{first}"),
        &format!("{stem}{other}"),
        conjugation,
        into,
    );
    for middle in passive.split(' ').filter(|m| !m.is_empty()) {
        let middle = if first == "щ" && middle == "чен" {
            "щен"
        } else {
            middle
        };
        passive_forms(&format!("{stem}{middle}"), into);
    }
}

/// A root is met bare or after a prefix; "стать" must not catch "листать".
fn fits_root(infinitive: &str, root: &str) -> bool {
    let prefix = &infinitive[..infinitive.len() - root.len()];
    is_prefix(prefix) || root == "нять" && ends_in(prefix, "ри ред под от пред вос пере у по за")
}

fn is_prefix(text: &str) -> bool {
    text.is_empty()
        || is_one_of(
            text,
            "за по при об обо от ото раз рас разо вы под подо до из изо ис на у о пере с со про вз взо вс вос воз в во не недо \
             пред предо без обез пона надо над пре низ воспри перепод предпри изна вза произо превзо взо",
        )
}

fn past_forms(stem: &str, past: &str, into: &mut Paradigm) {
    let stem = format!("{stem}{past}");
    if let Some(short) = stem.strip_suffix("ше") {
        into.with(short, "шёл шла шло шли");
        into.cross(short, "шедш", adjective::HUSHING);
    } else if stem
        .chars()
        .next_back()
        .is_some_and(super::super::paradigm::is_vowel)
    {
        into.with(&stem, "л ла ло ли в вши");
        into.cross(&stem, "вш", adjective::HUSHING);
    } else {
        into.with(&stem, "- ла ло ли");
        into.cross(&stem, "ш", adjective::HUSHING);
    }
}

fn present_forms(first: &str, other: &str, conjugation: Conjugation, into: &mut Paradigm) {
    let hushing = ends_in(first, "ж ш ч щ");
    match conjugation {
        FirstVowel => {
            into.with(first, "ю");
            into.with(other, "ешь ет ем ете ют й йте я");
            into.cross(other, "ющ", adjective::HUSHING);
            into.cross(other, "ем", adjective::HARD);
        }
        First if ends_in(other, "ь о") => {
            into.with(other, "ю ешь ет ем ете ют");
            if let Some(stem) = other.strip_suffix('ь') {
                into.with(stem, "ей ейте");
            }
            into.cross(other, "ющ", adjective::HUSHING);
        }
        First => {
            let soft = ends_in(first, "л р") && !ends_in(first, "бер дер пр тр мр");
            into.with(first, if soft { "ю ют я" } else { "у ут" });
            into.with(other, "ешь ет ем ете");
            into.with(first, "и ите");
            if ends_in(other, "н ж ш ч щ м д") {
                into.with(other, "ь ьте");
            }
            into.cross(first, if soft { "ющ" } else { "ущ" }, adjective::HUSHING);
        }
        Second => {
            into.with(first, if hushing { "у" } else { "ю" });
            let hushing = ends_in(other, "ж ш ч щ");
            into.with(other, "ишь ит им ите и");
            into.with(
                other,
                if hushing {
                    "ат а ь ьте"
                } else {
                    "ят я ь ьте"
                },
            );
            into.cross(other, if hushing { "ащ" } else { "ящ" }, adjective::HUSHING);
            into.cross(other, "им", adjective::HARD);
            if ends_in(other, "о") {
                into.with(other, "й йте");
            }
        }
    }
}

/// задержанный with its short forms.
fn passive_forms(stem: &str, into: &mut Paradigm) {
    into.with(stem, "- а о ы");
    into.cross(
        stem,
        if stem.ends_with('т') { "-" } else { "н" },
        adjective::HARD,
    );
}
