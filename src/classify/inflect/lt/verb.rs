//! Verbs: from the infinitive the stems of present and past, and from these the tenses and participles.

use super::super::paradigm::Paradigm;
use super::super::paradigm::before;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::adjective::PRONOMINAL;
use super::adjective::SIMPLE;

/// How an infinitive ends, and in its place the third persons of present and past.
type Row = (&'static str, &'static str, &'static str);

/// Primary verbs, with any prefix.
const ROOTS: &[Row] = &[
    ("imti", "ima", "ėmė"),
    ("mirti", "miršta", "mirė"),
    ("žūti", "žūva", "žuvo"),
    ("vykti", "vyksta", "vyko"),
    ("kviesti", "kviečia", "kvietė"),
    ("skelbti", "skelbia", "skelbė"),
    ("pulti", "puola", "puolė"),
    ("dirbti", "dirba", "dirbo"),
    ("kelti", "kelia", "kėlė"),
    ("kilti", "kyla", "kilo"),
    ("vesti", "veda", "vedė"),
    ("vežti", "veža", "vežė"),
    ("nešti", "neša", "nešė"),
    ("mesti", "meta", "metė"),
    ("rasti", "randa", "rado"),
    ("kristi", "krinta", "krito"),
    ("siųsti", "siunčia", "siuntė"),
    ("spausti", "spaudžia", "spaudė"),
    ("drausti", "draudžia", "draudė"),
    ("leisti", "leidžia", "leido"),
    ("keisti", "keičia", "keitė"),
    ("teisti", "teisia", "teisė"),
    ("skųsti", "skundžia", "skundė"),
    ("riboti", "riboja", "ribojo"),
    ("kovoti", "kovoja", "kovojo"),
    ("gauti", "gauna", "gavo"),
    ("šauti", "šauna", "šovė"),
    ("griauti", "griauna", "griovė"),
    ("pjauti", "pjauna", "pjovė"),
    ("eiti", "eina", "ėjo"),
    ("joti", "joja", "jojo"),
    ("likti", "lieka", "liko"),
    ("sekti", "seka", "sekė"),
    ("rinkti", "renka", "rinko"),
    ("pirkti", "perka", "pirko"),
    ("bėgti", "bėga", "bėgo"),
    ("baigti", "baigia", "baigė"),
    ("dengti", "dengia", "dengė"),
    ("stabdyti", "stabdo", "stabdė"),
    ("gelbėti", "gelbsti", "gelbėjo"),
    ("mušti", "muša", "mušė"),
    ("tirti", "tiria", "tyrė"),
    ("gerti", "geria", "gėrė"),
    ("degti", "dega", "degė"),
    ("sprogti", "sprogsta", "sprogo"),
    ("pradėti", "pradeda", "pradėjo"),
    ("dėti", "deda", "dėjo"),
    ("stoti", "stoja", "stojo"),
    ("laikyti", "laiko", "laikė"),
    ("sakyti", "sako", "sakė"),
    ("rodyti", "rodo", "rodė"),
    ("rašyti", "rašo", "rašė"),
    ("daryti", "daro", "darė"),
    ("matyti", "mato", "matė"),
    ("mokyti", "moko", "mokė"),
    ("prašyti", "prašo", "prašė"),
    ("klausyti", "klauso", "klausė"),
    ("žudyti", "žudo", "žudė"),
    ("statyti", "stato", "statė"),
    ("turėti", "turi", "turėjo"),
    ("norėti", "nori", "norėjo"),
    ("galėti", "gali", "galėjo"),
    ("žiūrėti", "žiūri", "žiūrėjo"),
    ("kalbėti", "kalba", "kalbėjo"),
    ("žinoti", "žino", "žinojo"),
    ("ieškoti", "ieško", "ieškojo"),
    ("bijoti", "bijo", "bijojo"),
    ("saugoti", "saugo", "saugojo"),
    ("tęsti", "tęsia", "tęsė"),
    ("remti", "remia", "rėmė"),
    ("gimti", "gimsta", "gimė"),
    ("vogti", "vagia", "vogė"),
    ("kirsti", "kerta", "kirto"),
    ("versti", "verčia", "vertė"),
    ("švęsti", "švenčia", "šventė"),
    ("slėpti", "slepia", "slėpė"),
    ("siekti", "siekia", "siekė"),
    ("veikti", "veikia", "veikė"),
    ("reikšti", "reiškia", "reiškė"),
    ("tremti", "tremia", "trėmė"),
    ("virsti", "virsta", "virto"),
    ("grįžti", "grįžta", "grįžo"),
    ("verti", "veria", "vėrė"),
    ("tarti", "taria", "tarė"),
    ("skirti", "skiria", "skyrė"),
    ("dingti", "dingsta", "dingo"),
    ("lieti", "lieja", "liejo"),
    ("rengti", "rengia", "rengė"),
    ("pilti", "pila", "pylė"),
    ("minti", "mina", "mynė"),
    ("ginti", "gina", "gynė"),
    ("traukti", "traukia", "traukė"),
    ("plėsti", "plečia", "plėtė"),
    ("jungti", "jungia", "jungė"),
];

const CLASSES: &[Row] = &[
    ("uoti", "uoja", "avo"),
    ("iauti", "iauja", "iavo"),
    ("auti", "auja", "avo"),
    ("inti", "ina", "ino"),
    ("enti", "ena", "eno"),
    ("yti", "o", "ė"),
    ("ėti", "ėja", "ėjo"),
    ("oti", "oja", "ojo"),
    ("sti", "sta", "so"),
    ("ti", "a", "o"),
];

const NOUNS: &str = "pati marti";

/// Adds the conjugation if the word is an infinitive or a past that tells its infinitive.
pub(super) fn inflect(word: &str, into: &mut Paradigm) -> bool {
    let Some(infinitive) = infinitive_of(word) else {
        return false;
    };
    let row = ROOTS
        .iter()
        .find(|row| infinitive.strip_suffix(row.0).is_some_and(is_prefix))
        .or_else(|| {
            CLASSES
                .iter()
                .find(|row| before(&infinitive, row.0).is_some())
        });
    let Some((end, present, past)) = row.copied() else {
        return false;
    };
    let stem = &infinitive[..infinitive.len() - end.len()];
    into.add(infinitive.as_str());
    present_forms(&format!("{stem}{present}"), into);
    past_forms(&format!("{stem}{past}"), into);
    infinitive_forms(&infinitive[..infinitive.len() - "ti".len()], into);
    true
}

fn infinitive_of(word: &str) -> Option<String> {
    if is_one_of(word, NOUNS) || word.chars().count() < 4 {
        return None;
    }
    if ends_in(word, "ti") {
        return Some(word.to_owned());
    }
    for (ending, infinitive) in [
        ("avo", "uoti"),
        ("uoja", "uoti"),
        ("ino", "inti"),
        ("ojo", "oti"),
        ("ėjo", "ėti"),
    ] {
        if let Some(stem) = word.strip_suffix(ending).filter(|s| s.chars().count() > 2) {
            return Some(format!("{stem}{infinitive}"));
        }
    }
    let stem = word
        .strip_suffix('ė')
        .filter(|s| ends_in(s, "laik sak rod raš dar mok žud stat stabd praš"))?;
    Some(format!("{stem}yti"))
}

fn is_prefix(text: &str) -> bool {
    text.is_empty()
        || is_one_of(
            text,
            "su už pa pri per pra ap api at ati iš į nu par ne nebe be ant per persi susi už atsi iš pasi nusi",
        )
}

fn present_forms(third: &str, into: &mut Paradigm) {
    into.add(third);
    if let Some(stem) = third.strip_suffix('o') {
        into.with(stem, "au ai ome ote ąs antis ančio ančiam antį ančiu anti ančios ančiai ančią antys ančių antiems ančius ant");
        into.cross(stem, "om", SIMPLE);
    } else if let Some(stem) = third.strip_suffix('i') {
        into.with(stem, "iu i ime ite įs intis inčio inčiam intį inti inčios inčią intys inčių intiems inčius int");
        into.cross(stem, "im", SIMPLE);
    } else if let Some(stem) = third.strip_suffix('a') {
        let first = stem
            .strip_suffix("či")
            .map(|s| format!("{s}t"))
            .or_else(|| stem.strip_suffix("dži").map(|s| format!("{s}d")));
        into.with(stem, "u ame ate ąs antis ančio ančiam antį ančiu anti ančios ančiai ančią antys ančių antiems ančius ant");
        into.with(
            first
                .as_deref()
                .unwrap_or(stem.strip_suffix('i').unwrap_or(stem)),
            "i",
        );
        into.cross(stem, "am", SIMPLE);
    }
}

fn past_forms(third: &str, into: &mut Paradigm) {
    into.add(third);
    if let Some(stem) = third.strip_suffix('o') {
        into.with(stem, "au ai ome ote ęs usi usio usiam usį usiu usios usiai usią ę usių usiems usius usiais usiose us");
    } else if let Some(stem) = third.strip_suffix('ė') {
        let soft = super::noun::softened(stem);
        into.with(&soft, "iau");
        into.with(stem, "ei ėme ėte ęs usi usio usiam usį usiu usios usiai usią ę usių usiems usius usiais usiose us");
    }
}

/// Future, conditional, imperative, the habitual past and the passive participle are made from the infinitive.
fn infinitive_forms(stem: &str, into: &mut Paradigm) {
    let future = match stem.chars().next_back() {
        Some('s' | 'z') => format!("{}s", &stem[..stem.len() - 1]),
        Some('š') => stem
            .strip_suffix('š')
            .map(|s| format!("{s}š"))
            .unwrap_or_default(),
        Some('ž') => stem
            .strip_suffix('ž')
            .map(|s| format!("{s}š"))
            .unwrap_or_default(),
        _ => format!("{stem}s"),
    };
    into.with(&future, "iu i - ime ite");
    into.with(
        stem,
        "čiau tum tumei tų tume tumėme tumėte davo davau davai davome davote damas dama dami damos",
    );
    let imperative = stem.strip_suffix(['k', 'g']).unwrap_or(stem);
    into.with(imperative, "k kime kite ki");
    into.cross(stem, "t", SIMPLE);
    into.cross(stem, "t", PRONOMINAL);
}
