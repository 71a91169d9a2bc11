//! Nouns: five declensions by ending, t and d softened before i and a back vowel, plurals typed as terms.

use std::sync::LazyLock;

use super::super::paradigm::Lines;
use super::super::paradigm::Paradigm;
use super::super::paradigm::Row;
use super::super::paradigm::decline;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;

const AS: &str = "as o ui ą u e ai ų ams us ais uose am";
const AS_NAME: &str = "as o ui ą u e ai";
const JAS: &str = "as o ui ą u uje yje y au ai ų ams us ais uose am";
/// Of -is and -ys: after the stem as it is, and after the softened stem.
const IS: &str = "is į yje y i";
const YS: &str = "ys į yje y i";
const IS_SOFT: &str = "io iui iu iai ių iams ius iais iuose iam";
const IS_THIRD: &str = "is ies į imi yje y ie ys ims im imis yse";
const IS_THIRD_SOFT: &str = "iai ių ia";
const US: &str = "us aus ui ų umi uje au ūs ums um us umis uose";
const IUS: &str = "us aus ui ų umi u uje uj au ai ams am us ais uose";
const A: &str = "a os ai ą oje oj om oms as omis ose ų";
const E: &str = "ė ės ei ę e ėje ėj ėms ėm es ėmis ėse";
const UO: &str = "s iui į iu imi yje y ie ys ų ims im is imis yse";

const ROWS: &[Row] = &[
    ("ėjas", "ėj", JAS, ""),
    ("tojas", "toj", JAS, ""),
    ("jas", "j", JAS, ""),
    ("ias", "i", JAS, "yje y"),
    ("as", "", AS, ""),
    ("ius", "i", IUS, ""),
    ("jus", "j", IUS, ""),
    ("us", "", US, ""),
    ("a", "", A, ""),
    ("tė", "t", E, "čių"),
    ("dė", "d", E, "džių"),
    ("ė", "", E, "ių"),
    ("muo", "men", UO, "muo"),
    ("duo", "den", UO, "duo"),
    ("uo", "en", UO, "uo"),
    (
        "i",
        "",
        "i ios iai ią ia ioje ioj ių ioms iom ias iomis iose",
        "",
    ),
];

/// Plurals typed as terms.
const PLURAL: &[Row] = &[
    ("iai", "i", "ai ų ams am us ais uose o ui u", "is ys į yje"),
    ("jai", "j", "ai ų ams us ais uose as o ui ą u au uje", ""),
    ("ai", "", "ai ų ams am us ais uose as o ui ą u e", ""),
    ("os", "", "os ų oms om as omis ose a ai ą oje oj", ""),
    ("ės", "", "ės ių ėms ėm es ėmis ėse ė ei ę e ėje", ""),
    ("ūs", "", "ūs ų ums us umis uose aus ui umi uje au", ""),
];

const PLURAL_ONLY: &str = "rinkimai mokymai pinigai pratybos varžybos derybos lenktynės žirklės vestuvės atostogos riaušės skerdynės \
    miltai drabužiai marškiniai vartai durys kelnės akiniai neramumai rūmai finansai grumtynės gaudynės žudynės išlaidos pajamos \
    santykiai deryboms duomenys perrinkimai atliekos kapinės griuvėsiai nuostatai sukaktuvės";

/// The third declension: feminine, but for a few.
const THIRD: &str = "sutartis valtis mintis vertis mirtis viltis išeitis atmintis ateitis praeitis dalis šalis sritis pilis naktis širdis \
    žuvis ugnis akis ausis nosis krosnis žvėris krūtis kaltis vagis dantis debesis pirtis rūšis antis šaknis iškiltis lytis \
    ištartis išimtis būtis tapatybis atvirutis išlaidis gentis pirštis sąmonis šventis grėsmis išpažintis nuotis sąlytis \
    paskirtis išmintis nedalis apysakis stotis įeitis galimybis akistatis pažintis padalis įmonis plytis kovis vinis kirtis avis \
    atitiktis priklausomybis grindis slėptis durtis ietis įtampis girdis sudėtis nuodis buitis";

const WHOLE: &str = "\
žmogus žmogaus žmogui žmogų žmogumi žmoguje žmoguj žmogums žmogumis žmoguose žmogau žmonės žmonių žmonėms žmones žmonėmis žmonėse
šuo šuns šuniui šunį šunimi šuniu šunyje šunie šunys šunų šunims šunis šunimis šunyse
sesuo sesers seseriai seserį seseria seserimi seseryje seserie seserys seserų seserims seseris seserimis seseryse
duktė dukters dukteriai dukterį dukteria dukterimi dukteryje dukterie dukterys dukterų dukterims dukteris dukterimis dukteryse
mėnuo mėnesio mėnesiui mėnesį mėnesiu mėnesyje mėnesiai mėnesių mėnesiams mėnesius mėnesiais mėnesiuose mėnesis
viešpats viešpaties viešpačiui viešpatį viešpačiu viešpatyje viešpatie
pats paties pačiam patį pačiu pati pačios pačiai pačią patys pačių patiems pačius
marti marčios marčiai marčią marčia marčioje marčios marčių marčioms marčias
diena dienos dienai dieną dienoje dienoj dienų dienoms dienas dienomis dienose
metai metų metams metus metais metuose
duomenys duomenų duomenims duomenis duomenimis duomenyse
žmona žmonos žmonai žmoną žmonoje žmonų žmonoms žmonas žmonomis žmonose
visas viso visam visą visu visame visi visų visiems visus visais visuose visa visos visai visoje visoms visas visomis visose
trys trijų trims tris trimis trijose
du dvi dviejų dviem dvejų
būti esu esi yra esame esate buvau buvai buvo buvome buvote būsiu būsi bus būsime būsite būčiau būtum būtų buvęs buvusi buvę
duoti duodu duodi duoda duodame duodate daviau davei davė davėme davėte duos duotų duotas duota duoti duotos
durys durų durims duris durimis duryse";

static LINES: LazyLock<Lines> = LazyLock::new(|| Lines::of(WHOLE));

/// t and d before a softened ending.
pub(super) fn softened(stem: &str) -> String {
    if let Some(base) = stem.strip_suffix('t') {
        format!("{base}č")
    } else if let Some(base) = stem.strip_suffix('d') {
        format!("{base}dž")
    } else {
        stem.to_owned()
    }
}

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
    if let Some(stem) = word.strip_suffix("is") {
        is_or_ys(word, stem, IS, is_name, into);
    } else if let Some(stem) = word.strip_suffix("ys") {
        is_or_ys(word, stem, YS, is_name, into);
    } else if is_name && ends_in(word, "as") && !ends_in(word, "ėjas tojas ias kas tis") {
        let stem = &word[..word.len() - 2];
        into.with(stem, AS_NAME);
        if !ends_in(stem, "in ov ev") {
            into.with(stem, AS);
        }
    } else if ends_in(word, "ai os ės ūs") {
        plural(word, is_name, into);
    } else if ends_in(word, "e i o") && is_name {
        into.add(word);
    } else {
        decline(word, ROWS, into);
    }
}

/// -is and -ys: the first declension softens throughout; the third is given too where the word may be of it.
fn is_or_ys(word: &str, stem: &str, endings: &str, is_name: bool, into: &mut Paradigm) {
    let soft = softened(stem);
    let third = is_one_of(word, THIRD) || ends_in(word, "eitis mintis vertis");
    if third {
        into.with(stem, IS_THIRD);
        into.with(&soft, IS_THIRD_SOFT);
        if ends_in(word, "vagis dantis debesis žvėris") {
            into.with(&soft, "iui io iu");
        }
        return;
    }
    into.with(stem, endings);
    into.with(&soft, IS_SOFT);
    if endings == IS && ends_in(stem, "j") {
        into.with(stem, "o ui u ai ų ams us ais uose");
    }
    if is_name || endings == IS {
        into.with(stem, "i");
    }
}

fn plural(word: &str, is_name: bool, into: &mut Paradigm) {
    if is_name {
        plural_only(word, into);
        return;
    }
    if let Some(stem) = word
        .strip_suffix("čiai")
        .or_else(|| word.strip_suffix("džiai"))
    {
        let hard = if word.ends_with("džiai") { "d" } else { "t" };
        let soft = if hard == "d" { "dž" } else { "č" };
        into.with(
            &format!("{stem}{soft}"),
            "iai iams iam ių ius iais iuose io iui iu",
        );
        into.with(&format!("{stem}{hard}"), "is į yje ys");
        return;
    }
    decline(word, PLURAL, into);
}

fn plural_only(word: &str, into: &mut Paradigm) {
    for (ending, all) in [
        ("iai", "iai ių iams iam ius iais iuose"),
        ("ai", "ai ų ams am us ais uose"),
        ("os", "os ų oms om as omis ose"),
        ("ės", "ės ių ėms ėm es ėmis ėse"),
        ("ys", "ys ų ims im is imis yse"),
    ] {
        if let Some(stem) = word.strip_suffix(ending) {
            into.with(stem, all);
            return;
        }
    }
}
