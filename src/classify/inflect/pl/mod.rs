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
    if lexicon::exception(text, into) {
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

/// Plurals of nouns that look like adjectives.
const NOUNS: &str = "plany zmiany drony strony ceny tony obrony ochrony zasłony telefony balony fony regiony rejony miliony \
    bariony bataliony kolumny ustawy sprawy głowy rozmowy umowy mowy zmowy odmowy namowy przemowy wymowy budowy podstawy \
    obawy wystawy dostawy zabawy potrawy uprawy poprawy rozprawy wyprawy przeprawy prawy ławy sławy obławy nawy lawy kawy \
    krowy połowy osnowy odnowy siły szkoły pszczoły stodoły skały chwały pochwały uchwały kabały tablice rany kobiety wojny \
    godziny rodziny przyczyny dziewczyny krainy ruiny maszyny pustyny gminy miny winy kopaliny dziedziny wieczory żony opony \
    barany ekrany łany organy persony kanony zgony wagony balkony kartony szczyty banki granice czyny terminy reżimy \
    władcy sprawcy najemcy mieszkańcy wyborcy jeńcy ukraińcy niemcy kierowcy przywódcy dowódcy obrońcy uchodźcy wydawcy \
    klucze talerzy żołnierzy dziennikarzy lekarzy piłkarzy lekarzy wieży rzeczy mszy duszy myszy ciszy paszy wrzawy kobry";

/// An adjective or participle, by an ending that nouns seldom have.
fn adjective(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    if is_one_of(word, NOUNS) {
        return false;
    }
    if let Some(stem) = word.strip_suffix('a').filter(|s| ends_in(s, "sk ck dzk")) {
        if is_name && stem.chars().count() > 4 && word != "polska" {
            into.with(stem, FEMININE);
            return true;
        }
        if !is_one_of(
            word,
            "deska troska łaska maska laska kolska wioska kreska wstążka klęska polska taska płaska miska bliska kaska nazwiska",
        ) {
            adjective_forms(stem, into);
            return true;
        }
        return false;
    }
    for ending in [
        "iego", "iemu", "skie", "ckie", "ego", "emu", "skich", "ckich", "skim", "skimi", "scy",
        "ccy",
    ] {
        let Some(stem) = before(word, ending).filter(|s| s.chars().count() > 1) else {
            continue;
        };
        let middle = match ending {
            "skie" | "skich" | "skim" | "skimi" | "scy" => "sk",
            "ckie" | "ckich" | "ccy" => "ck",
            "iego" | "iemu" if ends_in(stem, "k g") => "",
            "iego" | "iemu" => "i",
            _ if ends_in(word, "kolego jego") => continue,
            _ => "",
        };
        adjective_forms(&format!("{stem}{middle}"), into);
        return true;
    }
    if let Some(stem) = word.strip_suffix("ki").or_else(|| word.strip_suffix("gi")) {
        if ends_in(word, "ski cki dzki")
            && !ends_in(
                word,
                "nazwiski wioski deski troski maski naciski uciski zyski",
            )
            && stem.chars().count() > 1
            || is_one_of(
                word,
                "wielki wysoki szeroki głęboki daleki bliski niski lekki krótki szybki ciężki wszelki jaki taki drogi długi srogi \
                drugi ubogi nagi wrogi brzydki gorzki gładki rzadki słodki czeski",
            )
        {
            adjective_forms(&word[..word.len() - 1], into);
            return true;
        }
        return false;
    }
    if ends_in(word, "dni tni rni łni zni żni pni wni śni ź. cni")
        && word.chars().count() > 4
        && !ends_in(word, "dni wrześni więźni jezdni wni")
        || is_one_of(
            word,
            "ostatni średni wschodni zachodni sąsiedni poprzedni bezpośredni pośredni odpowiedni główni letni samochodni \
            południowi zachodni nadrzędni głupi tani powszechni wspólni przedni tylni",
        )
    {
        adjective_forms(word, into);
        return true;
    }
    let Some(stem) = word.strip_suffix('y').filter(|s| s.chars().count() > 2) else {
        return false;
    };
    let adjectival = ends_in(
        stem,
        "n ow iw aw ł cz szcz ęt uwał arł art ąc iast liw ejsz szy rwsz łuż duż cudz obc ońsk ższ wsz",
    ) && !ends_in(
        stem,
        "rzecz ąłł łuż. mecz miecz klucz powszecz wycz prac tac spraw staw praw zabaw szkoł sił uchwał skał artykuł \
            kanał sygnał materiał generał skandał oddział wydział przedział udział podział szpital kryminał terminał tytuł żywioł \
            start żart azart ofert",
    );
    if adjectival
        || is_one_of(
            word,
            "zabity ubity pobity rozbity odkryty zakryty ukryty zdobyty użyty przeżyty zużyty stary dobry chory ostry mądry młody nowy żywy zdrowy prosty częsty czysty gęsty tłusty pusty biały cały mały święty bogaty żółty",
        )
    {
        adjective_forms(stem, into);
        return true;
    }
    false
}
