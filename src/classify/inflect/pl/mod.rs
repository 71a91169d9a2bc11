//! Polish: which paradigms a word may belong to, and adjectives.
//!
//! Matching folds diacritics, so that ó/o and ś/s alternations are written but need no care; ą/ę and k/c do.

mod lexicon;
mod noun;
mod verb;

use super::Word;
use super::paradigm::Paradigm;
use super::paradigm::before;
use super::paradigm::ends_in;
use super::paradigm::is_consonant;
use super::paradigm::is_one_of;

/// Adjectives after a hard consonant, and after k, g or a soft one; without the masculine personal plural.
pub(super) const HARD: &str = "y ego emu ym a ej ą e ych ymi";
const VELAR: &str = "i iego iemu im a iej ą ie ich imi";
const SOFT: &str = "i iego iemu im ia iej ią ie ich imi";
const FEMININE: &str = "a iej ą";

/// The last consonants of a stem before the personal plural's ending, and what they become with it.
const PERSONAL: &[(&str, &str)] = &[
    ("sk", "scy"),
    ("ck", "ccy"),
    ("k", "cy"),
    ("g", "dzy"),
    ("ch", "si"),
    ("sz", "si"),
    ("on", "eni"),
    ("st", "ści"),
    ("rz", "rzy"),
    ("cz", "czy"),
    ("ż", "zi"),
    ("dz", "dzy"),
    ("c", "cy"),
    ("r", "rzy"),
    ("t", "ci"),
    ("d", "dzi"),
    ("ł", "li"),
    ("sn", "śni"),
    ("n", "ni"),
    ("w", "wi"),
    ("p", "pi"),
    ("m", "mi"),
    ("b", "bi"),
    ("z", "zi"),
    ("s", "si"),
];

/// Adds the forms of a Polish word.
pub(super) fn inflect(word: Word<'_>, into: &mut Paradigm) {
    let text = word.text;
    if lexicon::exception(text, word.is_name, into) {
        return;
    }
    if word.is_acronym {
        if text.chars().next_back().is_some_and(is_consonant) {
            into.add(text);
        }
        return;
    }
    if adjective(text, word.is_name, into) || !word.is_name && verb::inflect(text, into) {
        return;
    }
    noun::inflect(text, word.is_name, into);
}

/// The whole adjective for its stem (without ending).
pub(super) fn adjective_forms(stem: &str, into: &mut Paradigm) {
    if ends_in(stem, "k g") {
        into.with(stem, VELAR);
    } else if ends_in(stem, "ni si zi ci pi bi wi mi") || stem.ends_with('l') {
        let stem = stem.strip_suffix('i').unwrap_or(stem);
        into.with(
            stem,
            if stem.ends_with('l') {
                "i ego emu im a ej ą e ich imi"
            } else {
                SOFT
            },
        );
        return;
    } else {
        into.with(stem, HARD);
    }
    if let Some((end, personal)) = PERSONAL.iter().find(|(end, _)| stem.ends_with(end)) {
        into.with(&stem[..stem.len() - end.len()], personal);
        if *end == "on" {
            into.with(stem, "i");
        }
    }
    if ends_in(stem, "sk ck") {
        into.with(stem, "u o");
    } else if ends_in(stem, "ow iw") {
        into.with(stem, "o");
    } else if stem.ends_with('n') && !stem.ends_with("on") && !stem.ends_with("an") {
        into.with(stem, "ie");
    }
}

/// Adjectives whose ending does not tell.
const PLAIN: &str = "zabity ubity pobity rozbity odkryty zakryty ukryty zdobyty użyty przeżyty zużyty piąty szósty czwarty kruchy cichy \
    suchy głuchy stary dobry chory ostry mądry młody nowy żywy zdrowy prosty częsty czysty gęsty tłusty pusty biały cały mały święty \
    bogaty żółty zły były jedyny ciekawy prawy krwawy stromy łagodny twardy blady gruby słaby luby \
    wielki wysoki szeroki głęboki daleki bliski niski śliski lekki krótki szybki ciężki wszelki jaki taki długi srogi drugi ubogi nagi \
    wrogi brzydki gorzki gładki rzadki słodki dziki płaski ludzki \
    ostatni średni wschodni zachodni sąsiedni poprzedni bezpośredni pośredni odpowiedni letni południowi nadrzędni głupi tani przedni \
    tylni trzeci dolni górni";

/// Nouns that end as an adjective's masculine, or as its personal plural.
const NOUNS: &str = "plany zmiany ściany rany barany ekrany łany organy kasztany drony strony ceny tony obrony ochrony zasłony telefony \
    balony regiony rejony miliony bataliony kolumny szpony żony opony persony kanony zgony wagony balkony kartony korony zony \
    ustawy sprawy głowy rozmowy umowy mowy zmowy odmowy namowy przemowy wymowy budowy podstawy obawy wystawy dostawy zabawy potrawy \
    uprawy poprawy rozprawy wyprawy przeprawy ławy sławy obławy nawy lawy kawy krowy połowy osnowy odnowy wdowy sowy klucze \
    kanały sygnały materiały generały skandały oddziały wydziały przedziały udziały podziały terminały tytuły żywioły artykuły \
    starty żarty azarty oferty karty partie czarty siły szkoły pszczoły stodoły skały chwały pochwały uchwały kabały zespoły \
    kościoły anioły stoły osły doły woły szczegóły zapały zawały wały działy strzały rzeczy mszy duszy ciszy prace mecze \
    mieczy wojny panny wanny fontanny trumny grzywny ojczyzny wiosny sosny bawełny wełny fale księżny więźni wrześni \
    dni tygodni jezdni sieni zbrodni pochodni godni studni kopalni księgarni drukarni stajni kuchni";

/// Nouns that end as an adjective's feminine, neuter or personal plural.
const GENDERED_NOUNS: &str = "rozmowa umowa mowa głowa zmowa odmowa namowa przemowa wymowa budowa przebudowa odbudowa zabudowa połowa osnowa \
    odnowa krowa sowa wdowa królowa wojna panna wanna fontanna ściana wełna bawełna ojczyzna wiosna sosna trumna kolumna grzywna \
    rozmowie umowie głowie mowie budowie połowie wojnie kolumnie wiośnie sośnie trumnie słowie ołowie zdrowie ostrowie krakowie \
    lwowie stanowi deska troska łaska maska laska wioska kreska klęska taska miska kaska polska";

/// An adjective or participle, by an ending that nouns seldom have.
fn adjective(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    if is_one_of(word, NOUNS) || is_one_of(word, GENDERED_NOUNS) {
        return false;
    }
    if let Some(stem) = word
        .strip_suffix('a')
        .filter(|s| is_name && ends_in(s, "sk ck") && s.chars().count() > 4)
    {
        into.with(stem, FEMININE);
        return true;
    }
    let Some(stem) = masculine(word)
        .or_else(|| other_gender(word))
        .or_else(|| oblique(word))
    else {
        return false;
    };
    adjective_forms(&stem, into);
    true
}

/// The stem of an adjective in -y or -i.
fn masculine(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix('y').filter(|s| s.chars().count() > 2) {
        let telling = before(stem, "Cn").is_some()
            || ends_in(
                stem,
                "an on ow iw aw ł cz szcz ęt arł art ąc iast liw ejsz epsz rwsz łuż duż cudz obc ższ wsz arsz",
            ) && !ends_in(stem, "rzecz mecz miecz klucz");
        return (telling || is_one_of(word, PLAIN)).then(|| stem.to_owned());
    }
    let stem = word.strip_suffix('i')?;
    if ends_in(stem, "k g") {
        let telling = ends_in(stem, "sk ck")
            && !ends_in(
                stem,
                "isk nacisk ucisk zysk wiosk desk trosk mask łask bank nazwisk",
            );
        return (telling || is_one_of(word, PLAIN)).then(|| stem.to_owned());
    }
    is_one_of(word, PLAIN).then(|| word.to_owned())
}

/// Graniczna, zbrojne, wojskowi: the end of a stem that is an adjective's whatever its gender.
fn other_gender(word: &str) -> Option<String> {
    let stem = word
        .strip_suffix(['a', 'e', 'i'])
        .filter(|s| s.chars().count() > 2)?;
    let hard = is_one_of(&format!("{stem}y"), PLAIN);
    let velar = stem.strip_suffix('i').unwrap_or(stem);
    let soft = ends_in(velar, "k g") && is_one_of(&format!("{velar}i"), PLAIN);
    if soft && !word.ends_with('i') {
        return Some(velar.to_owned());
    }
    let telling = ends_in(
        stem,
        "czn ln jn wn żn dn bn ow śn ejsz epsz arsz rwsz sk ck czon żon szon",
    ) && !ends_in(stem, "isk ysk")
        || before(stem, "Cn").is_some();
    let long = stem.chars().count() > 4 && !stem.ends_with("cn");
    (hard || telling && long).then(|| stem.to_owned())
}

/// Oblique forms that no noun has.
fn oblique(word: &str) -> Option<String> {
    for ending in [
        "iego", "iemu", "ego", "emu", "skie", "ckie", "skich", "ckich", "skim", "skimi", "scy",
        "ccy",
    ] {
        let Some(stem) = before(word, ending).filter(|s| s.chars().count() > 1) else {
            continue;
        };
        if is_one_of(word, "jego niego kolego swego tego czego niczego") {
            return None;
        }
        let middle = match ending {
            "iego" | "iemu" if !ends_in(stem, "k g") => "i",
            "skie" | "skich" | "skim" | "skimi" | "scy" => "sk",
            "ckie" | "ckich" | "ccy" => "ck",
            _ => "",
        };
        return Some(format!("{stem}{middle}"));
    }
    None
}
