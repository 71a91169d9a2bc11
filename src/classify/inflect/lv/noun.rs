//! Nouns: six declensions by ending, the palatalisation of the second and fifth, and women's counterparts.

use std::sync::LazyLock;

use super::super::paradigm::Lines;
use super::super::paradigm::Paradigm;
use super::super::paradigm::Row;
use super::super::paradigm::decline;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;

const FIRST: &str = "a am u ā - i iem us os";
const SECOND: &str = "is im i ī";
const SECOND_PALATAL: &str = "a i u iem us os";
const THIRD: &str = "us um u ū i iem os";
const FOURTH: &str = "a as ai u ā ām ās";
const FIFTH: &str = "e es ei i ē ēm ēs";
const SIXTH: &str = "s ij i ī is īm īs";
const DIMINUTIVE: &str = "ītis īša ītim īti ītī īši īšu īšiem īšus īšos";

const ROWS: &[Row] = &[
    ("us", "", THIRD, ""),
    ("as", "", FOURTH, ""),
    ("es", "", FIFTH, ""),
    ("ies", "", "ies os", ""),
    ("s", "", FIRST, "s"),
    ("š", "", FIRST, "š"),
    ("a", "", FOURTH, ""),
    ("i", "", "i u iem us os a am ā s", ""),
];

/// What the last consonants become before the endings of the second declension and in the fifth's genitive.
const PALATAL: &[(&str, &str)] = &[
    ("sn", "šņ"),
    ("zn", "žņ"),
    ("sl", "šļ"),
    ("zl", "žļ"),
    ("ln", "ļņ"),
    ("ll", "ļļ"),
    ("nn", "ņņ"),
    ("kst", "kst"),
    ("st", "st"),
    ("dz", "dž"),
    ("b", "bj"),
    ("m", "mj"),
    ("p", "pj"),
    ("v", "vj"),
    ("f", "fj"),
    ("t", "š"),
    ("d", "ž"),
    ("c", "č"),
    ("s", "š"),
    ("z", "ž"),
    ("n", "ņ"),
    ("l", "ļ"),
];

/// Sixth declension: feminines in -s.
const SIXTH_WORDS: &str = "nakts valsts pils uguns krāsns zivs govs sirds cilts vēsts plīts klēts telts acs auss debess dzelzs balss \
    izkapts pults smilts zoss nāss olnīcas pirts kūts dakts lielvalsts mātesvalsts dalībvalsts tiesībvalsts kaimiņvalsts \
    savienotājvalsts pilsētvalsts salusvalsts maksts krūts šalts azots krants asins";

const PLURAL_ONLY: &str = "vēlēšanas mācības sarunas brīvdienas finanses nemieri pārrunas kāzas bēres manevri dati asinis durvis ļaudis \
    bikses brilles svētki vārti meli bruņas pārvēlēšanas važas līdzekļi ieņēmumi izdevumi debates";

const WHOLE: &str = "\
suns suņa sunim suni sunī suņi suņu suņiem suņus suņos
akmens akmeņa akmenim akmeni akmenī akmeņi akmeņu akmeņiem akmeņus akmeņos
ūdens ūdeņa ūdenim ūdeni ūdenī ūdeņi ūdeņu ūdeņiem ūdeņus ūdeņos
asmens asmeņa asmenim asmeni asmenī asmeņi asmeņu asmeņiem asmeņus asmeņos
zibens zibens zibeņa zibenim zibeni zibenī zibeņi zibeņu zibeņiem zibeņus zibeņos
rudens rudens rudenim rudeni rudenī rudeņi rudeņu rudeņiem rudeņus rudeņos
mēness mēness mēnesim mēnesi mēnesī mēneši mēnešu mēnešiem
mēnesis mēneša mēnesim mēnesi mēnesī mēneši mēnešu mēnešiem mēnešus mēnešos
diena dienas dienai dienu dienā dienām dienās
cilvēks cilvēka cilvēkam cilvēku cilvēkā cilvēki cilvēkiem cilvēkus cilvēkos cilvēk
bērns bērna bērnam bērnu bērnā bērni bērniem bērnus bērnos bērn
ļaudis ļaužu ļaudīm ļaudīs
asinis asins asiņu asinīm asinīs
durvis durvju durvīm durvīs
dati datu datiem datus datos
svētki svētku svētkiem svētkus svētkos
lauks lauka laukam lauku laukā lauki laukiem laukus laukos
viss visa visam visu visā visi visiem visus visos visas visai visām visās
divi divas divu diviem divām divus divos divās
tēvs tēva tēvam tēvu tēvā tēvi tēviem tēvus tēvos tēv
būt esmu esi ir esam esat biju biji bija bijām bijāt būšu būsi būs būsim būsiet būtu jābūt bijis bijusi bijuši bijušais bijušā
viesis viesa viesim viesi viesī viesi viesu viesiem viesus viesos
tētis tēta tētim tēti tētī tēti tētu tētiem
gads gada gadam gadu gadā gadi gadiem gadus gados
karš kara karam karu karā kari kariem karus karos kar
ceļš ceļa ceļam ceļu ceļā ceļi ceļiem ceļus ceļos ceļ
vējš vēja vējam vēju vējā vēji vējiem vējus vējos vēj
eiropa eiropas eiropai eiropu eiropā";

static LINES: LazyLock<Lines> = LazyLock::new(|| Lines::of(WHOLE));

/// Words that no ending tells; says whether this is one.
pub(super) fn exception(word: &str, is_name: bool, into: &mut Paradigm) -> bool {
    let Some(line) = LINES.line(word, is_name) else {
        return false;
    };
    into.with("", line);
    true
}

/// Adds the forms of a noun.
pub(super) fn inflect(word: &str, is_name: bool, into: &mut Paradigm) {
    if is_one_of(word, PLURAL_ONLY) {
        plural_only(word, into);
        return;
    }
    if is_one_of(word, SIXTH_WORDS) || word.ends_with("pils") {
        let stem = word.strip_suffix('s').unwrap_or(word);
        into.with(stem, SIXTH);
        into.with(&palatal(stem), "u");
        into.with(stem, "u");
        return;
    }
    if let Some(stem) = word.strip_suffix("is") {
        second(word, stem, into);
        return;
    }
    if let Some(stem) = word.strip_suffix('e') {
        fifth(stem, into);
        return;
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|_| !is_name) {
        into.add(format!("{stem}ies"));
        into.with(stem, "os");
        return;
    }
    decline(word, ROWS, into);
    if !is_name {
        counterpart(word, into);
    }
    if word.ends_with('i')
        && !is_name
        && let Some(hard) = unpalatal(&word[..word.len() - 1])
    {
        into.with(&hard, SECOND);
    }
}

fn second(word: &str, stem: &str, into: &mut Paradigm) {
    into.with(stem, SECOND);
    let keeps = ends_in(word, "tētis viesis skatis astis")
        || stem.chars().count() < 3 && ends_in(stem, "t d");
    let soft = if keeps {
        stem.to_owned()
    } else {
        palatal(stem)
    };
    into.with(&soft, SECOND_PALATAL);
    if ends_in(stem, "st sk") {
        into.with(stem, SECOND_PALATAL);
    }
    if ends_in(word, "etis ietis tis") && !ends_in(stem, "st") {
        into.with(stem, "e es ei i ē ēm ēs");
        into.with(&soft, "u");
    } else if ends_in(word, "eris onis opis iķis ulis atis oris eklis ķis") {
        into.with(stem, FIFTH);
    }
    into.with(stem, DIMINUTIVE);
}

fn fifth(stem: &str, into: &mut Paradigm) {
    into.with(stem, FIFTH);
    into.with(&palatal(stem), "u");
    into.with(stem, "u");
}

/// A woman who is what the word says: aktīvists, aktīviste.
fn counterpart(word: &str, into: &mut Paradigm) {
    let Some(stem) = word.strip_suffix('s') else {
        return;
    };
    if let Some(base) = stem.strip_suffix("niek") {
        into.with(base, "niece nieces niecei nieci niecē niecēm niecēs nieču");
    } else if ends_in(stem, "tāj ēj cēj šaj") && !ends_in(stem, "vēj") {
        into.with(stem, FOURTH);
    } else if ends_in(
        stem,
        "ist ant ent tor sor zor nār log ministr stār ror dor kār strant dent",
    ) {
        into.with(stem, FIFTH);
        into.with(&palatal(stem), "u");
    }
}

fn plural_only(word: &str, into: &mut Paradigm) {
    for (ending, all) in [
        ("as", "as u ām ās"),
        ("es", "es u ēm ēs"),
        ("i", "i u iem us os"),
        ("is", "is u īm īs"),
    ] {
        if let Some(stem) = word.strip_suffix(ending) {
            into.with(stem, all);
            if matches!(ending, "es" | "is") {
                into.with(&palatal(stem), "u");
            }
            return;
        }
    }
}

fn palatal(stem: &str) -> String {
    match PALATAL.iter().find(|(hard, _)| stem.ends_with(hard)) {
        Some((hard, soft)) => format!("{}{soft}", &stem[..stem.len() - hard.len()]),
        None => stem.to_owned(),
    }
}

fn unpalatal(stem: &str) -> Option<String> {
    PALATAL
        .iter()
        .find(|(hard, soft)| hard != soft && stem.ends_with(soft) && !matches!(*hard, "d" | "s"))
        .map(|(hard, soft)| format!("{}{hard}", &stem[..stem.len() - soft.len()]))
}
