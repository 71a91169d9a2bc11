//! Nouns: the declensions by ending, with softening, fleeting e and ą/ę.

use super::super::paradigm::Paradigm;
use super::super::paradigm::Row;
use super::super::paradigm::decline;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::super::paradigm::vowels;

const M: &str = "- a u owi em y ów owie om ami ach";
const M_K: &str = "- a u owi iem i ów owie om ami ach";
const M_CH: &str = "- a u owi em y ów owie om ami ach";
const M_HUSHING: &str = "- a u owi em e y ów owie om ami ach";
const M_EC: &str = "a owi em u e y ów om ami ach";
const M_EK: &str = "a u owi iem i ów owie om ami ach";
const M_SOFT: &str = "a u owi em e ów owie ą om ami ach -";
const M_L: &str = "- a u owi em e i ów owie ą om ami ach";
const F: &str = "a y ę ą o om ami ach -";
const F_K: &str = "a i ę ą o om ami ach";
const F_HUSHING: &str = "a y ę ą o e om ami ach -";
const F_I: &str = "a ę ą o e i om ami ach -";
const N: &str = "o a u em om ami ach -";
const N_SOFT: &str = "e a em u om ami ach";

const MASCULINE: &[Row] = &[
    (
        "anin",
        "an",
        "in ina inowi inem inie ie - om ami ach in ów",
        "",
    ),
    ("niec", "ńc", M_EC, "niec ńcze"),
    ("ciec", "jc", M_EC, "ciec jcze jcowie"),
    ("rzec", "rc", M_EC, "rzec rcze"),
    ("dziec", "dźc", M_EC, "dziec"),
    ("iec", "c", M_EC, "iec cze"),
    ("lec", "lc", M_EC, "lec lcze"),
    ("iek", "iek", M_K, ""),
    (
        "ster",
        "str",
        "a u owi em y ów owie om ami ach",
        "ster strze strzy",
    ),
    ("zeł", "zł", "a u owi em y ów om ami ach owie", "zeł źle"),
    ("seł", "sł", "a u owi em y ów om ami ach owie", "seł śle"),
    ("sień", "śni", M_SOFT, "sień"),
    ("zień", "źni", M_SOFT, "zień"),
    ("dzień", "dni", M_SOFT, "dzień"),
    (
        "cień",
        "tni",
        M_SOFT,
        "cień cieni cienia cieniem cieniu cienie",
    ),
    ("czeń", "czni", M_SOFT, "czeń"),
    ("rzeń", "rzni", M_SOFT, "rzeń"),
    ("pień", "pni", M_SOFT, "pień"),
    ("wień", "wni", M_SOFT, "wień"),
    ("bień", "bni", M_SOFT, "bień"),
    ("mień", "mieni", M_SOFT, "mień"),
    ("ów", "ow", "- a u owi em ie y ów ami om ach ią i", "ów"),
    ("st", "st", M, "ście ści"),
    ("zd", "zd", M, "ździe ździ"),
    ("sł", "sł", M, "śle śli"),
    ("zł", "zł", M, "źle źli"),
    ("sn", "sn", M, "śnie śni"),
    ("ch", "ch", M_CH, "si sze"),
    ("sz", "sz", M_HUSHING, "szą"),
    ("cz", "cz", M_HUSHING, "czą"),
    ("rz", "rz", M_HUSHING, "rzą"),
    ("dz", "dz", M_HUSHING, ""),
    (
        "ąż",
        "ęż",
        "a owi em u owie ów om ami ach e y ą",
        "ąż ąży ążą",
    ),
    ("ż", "ż", M_HUSHING, "żą"),
    ("c", "c", M_HUSHING, "cą"),
    ("t", "t", M, "cie ci"),
    ("d", "d", M, "dzie dzi"),
    ("s", "s", M, "sie si"),
    ("z", "z", M, "zie zi"),
    ("ł", "ł", M, "le li"),
    ("r", "r", M, "rze rzy"),
    ("n", "n", M, "nie ni"),
    ("m", "m", M, "mie mi"),
    ("p", "p", M, "pie pi"),
    ("b", "b", M, "bie bi"),
    ("w", "w", M, "wie wi wią"),
    ("v", "v", M, "vie"),
    ("f", "f", M, "fie fi"),
    ("k", "k", M_K, "cy"),
    ("g", "g", M_K, "dzy"),
    ("x", "x", M, "ksie"),
    ("h", "h", M_CH, "że"),
    ("ość", "ości", "- ą om ami ach", "ość"),
    ("ść", "ści", M_SOFT, "ść"),
    ("ć", "ci", M_SOFT, "ć"),
    ("dź", "dzi", M_SOFT, "dź"),
    ("ź", "zi", M_SOFT, "ź"),
    ("ś", "si", M_SOFT, "ś"),
    ("ń", "ni", M_SOFT, "ń"),
    ("ęgiel", "ęgl", M_L, "ęgiel"),
    ("l", "l", M_L, ""),
    ("ej", "ej", M_L, "ei"),
    ("j", "j", M_L, ""),
];

/// ą that becomes ę when an ending follows; in rząd, sąd, ciąg and the like it stays.
const NASAL: &[Row] = &[
    ("błąd", "błęd", M, "błąd błędzie"),
    ("urząd", "urzęd", M, "urząd urzędzie"),
    ("ząb", "zęb", M, "ząb zębie"),
    ("dąb", "dęb", M, "dąb dębie"),
    (
        "gląd",
        "ględ",
        M,
        "gląd glądu glądy glądów glądzie glądom glądami glądach glądem glądowi",
    ),
    ("zględ", "zględ", M, "zględzie"),
    ("krąg", "kręg", M_K, "krąg"),
    ("siąc", "siąc", "- a owi em u e y ów om ami ach", "sięcy"),
    (
        "niądz",
        "niądz",
        "- a owi em u e y om ami ach",
        "niędzy niędzmi",
    ),
    ("ąd", "ąd", M, "ądzie"),
];

const FEMININE: &[Row] = &[
    ("ysta", "yst", "a y ę ą o om ami ach ów", "yście yści"),
    ("ista", "ist", "a y ę ą o om ami ach ów -", "iście iści"),
    ("yta", "yt", "a y ę ą o om ami ach ów -", "ycie yci"),
    ("eta", "et", F, "ecie"),
    ("ata", "at", "a y ę ą o om ami ach ów -", "acie aci"),
    ("sta", "st", F, "ście"),
    ("zda", "zd", F, "ździe"),
    ("sła", "sł", F, "śle seł"),
    ("sna", "sn", F, "śnie sen"),
    ("zna", "zn", F, "źnie"),
    ("jna", "jn", F, "jnie jen"),
    ("Cna", "n", F, "nie ien"),
    ("rwa", "rw", F, "rwie rew"),
    ("ta", "t", F, "cie"),
    ("da", "d", F, "dzie"),
    ("sa", "s", F, "sie"),
    ("dza", "dz", F_HUSHING, ""),
    ("cza", "cz", F_HUSHING, ""),
    ("sza", "sz", F_HUSHING, ""),
    ("rza", "rz", F_HUSHING, ""),
    ("ża", "ż", F_HUSHING, ""),
    ("Cca", "c", "a y ę ą o ów om ami ach e", ""),
    ("ca", "c", "a y ę ą o e om ami ach - ów", ""),
    ("za", "z", F, "zie"),
    ("ła", "ł", F, "le"),
    ("ra", "r", F, "rze"),
    ("na", "n", F, "nie"),
    ("ma", "m", F, "mie"),
    ("pa", "p", F, "pie"),
    ("ba", "b", F, "bie"),
    ("wa", "w", F, "wie"),
    ("fa", "f", F, "fie"),
    ("jka", "jk", F_K, "jek jce"),
    ("Cka", "k", F_K, "ek ce"),
    ("ka", "k", F_K, "ce k"),
    ("ga", "g", F_K, "dze g"),
    ("cha", "ch", F, "sze"),
    ("ha", "h", F, "ze że"),
    ("cja", "cj", F_I, "cyj"),
    ("sja", "sj", F_I, "syj"),
    ("zja", "zj", F_I, "zyj"),
    ("eja", "ej", F_I, "ei"),
    ("Vja", "", "ja i ję ją jo je j jom jami jach", ""),
    ("ja", "j", F_I, ""),
    ("ynia", "yn", "ia i ię ią io ie iom iami iach", "yń"),
    ("lnia", "ln", "ia i ię ią io ie iom iami iach", "lń len"),
    ("nia", "n", "ia i ii ię ią io ie iom iami iach", "ń"),
    (
        "dzia",
        "dz",
        "ia i iego iemu ię ią iom iami iach iowie iów",
        "",
    ),
    ("ia", "", "ia ii i ię ią io ie ij yj iom iami iach", ""),
    ("la", "l", F_I, ""),
    ("ea", "e", "a i ę ą o e om ami ach", ""),
    ("a", "", F, ""),
];

const NEUTER: &[Row] = &[
    ("sto", "st", N, "ście"),
    ("sło", "sł", N, "śle seł"),
    ("stwo", "stw", N, "stwie"),
    ("ctwo", "ctw", N, "ctwie"),
    ("kno", "kn", N, "knie kien"),
    ("sno", "sn", N, "śnie sen"),
    ("dło", "dł", N, "dle deł"),
    ("tło", "tł", N, "tle teł"),
    ("Cko", "k", "o a u iem om ami ach -", "ek"),
    ("ko", "k", "o a u iem om ami ach -", ""),
    ("go", "g", "o a u iem om ami ach -", ""),
    ("to", "t", N, "cie"),
    ("do", "d", N, "dzie"),
    ("so", "s", N, "sie"),
    ("ło", "ł", N, "le"),
    ("ro", "r", N, "rze er"),
    ("no", "n", N, "nie en"),
    ("mo", "m", N, "mie em"),
    ("po", "p", N, "pie"),
    ("bo", "b", N, "bie"),
    ("wo", "w", N, "wie"),
    ("o", "", N, ""),
    ("nie", "ni", N_SOFT, "ń"),
    ("ście", "ści", N_SOFT, "ść"),
    ("cie", "ci", N_SOFT, "ć"),
    ("sie", "si", N_SOFT, ""),
    ("ie", "i", N_SOFT, "i"),
    ("e", "", "e a em u om ami ach -", ""),
    ("ię", "i", "ę enia eniu eniem ona on onom onami onach", ""),
    ("ę", "ę", "- cia ciu ciem ta tom tami tach", "ąt"),
    ("eum", "e", "um a ów om ami ach", ""),
    ("ium", "i", "um a ów om ami ach", ""),
    ("um", "", "um a ów om ami ach", ""),
];

/// Plurals typed as terms.
const PLURAL: &[Row] = &[
    ("ości", "ości", "- ą om ami ach", "ość"),
    ("iści", "ist", "a y ę ą o om ami ach ów", "iście iści"),
    ("yści", "yst", "a y ę ą o om ami ach ów", "yście yści"),
    ("nci", "nt", M, "ncie nci"),
    ("aci", "at", M, "acie aci ata atę atą ato"),
    ("ici", "it", M, "icie ici"),
    ("ńcy", "ńc", M_EC, "niec"),
    ("wcy", "wc", M_EC, "wiec wca wcę wcą wco"),
    ("dcy", "dc", "a y ę ą o ów om ami ach", ""),
    ("źcy", "źc", "a y ę ą o ów om ami ach", ""),
    ("jcy", "jc", "a y ę ą o ów om ami ach", ""),
    ("rcy", "rc", "a y ę ą o ów om ami ach", ""),
    ("icy", "ik", M_K, "icy"),
    ("ycy", "yk", M_K, "ycy"),
    ("acy", "ak", M_K, "acy"),
    ("rzy", "r", M, "rze rzy"),
    ("owie", "", M, "owie"),
    (
        "anie",
        "ani",
        "e a em u om ami ach",
        "anin anina aninem aninowi an ań",
    ),
    ("ki", "k", "i - a u owi iem ów om ami ach ę ą o", "ce ek cy"),
    ("gi", "g", "i - a u owi iem ów om ami ach ę ą o", "dze"),
    ("chy", "ch", "y - a u owi em ów om ami ach ę ą o", "sze"),
    ("ty", "t", "y - a u owi em ów om ami ach ę ą o", "cie"),
    ("dy", "d", "y - a u owi em ów om ami ach ę ą o", "dzie"),
    ("sty", "st", "y - a u owi em ów om ami ach ę ą o", "ście"),
    ("ry", "r", "y - a u owi em ów om ami ach ę ą o", "rze"),
    ("ły", "ł", "y - a u owi em ów om ami ach ę ą o", "le"),
    ("ce", "c", "e - a u owi em y ów om ami ach ę ą o", ""),
    ("cy", "c", "y a ę ą o e ów om ami ach", ""),
    ("czy", "cz", "y - a u em e ą om ami ach", ""),
    ("ży", "ż", "y - a u em e ą om ami ach", ""),
    ("y", "", "y - a u owi em ów om ami ach ę ą o ie", ""),
    ("ni", "ni", "- ą om ami ach e ę a o", "ń"),
    ("i", "i", "- ą om ami ach e ę a o", ""),
    ("cje", "cj", F_I, "cyj"),
    ("zje", "zj", F_I, "zyj"),
    ("sje", "sj", F_I, "syj"),
    ("le", "l", "e - a u em i ów om ami ach ę ą o", ""),
    ("rze", "rz", "e - a u owi em y ów om ami ach ę ą o", ""),
    ("sze", "sz", "e - a u owi em y ów om ami ach ę ą o", ""),
    ("że", "ż", "e - a u owi em y ów om ami ach ę ą o", ""),
    ("cze", "cz", "e - a u owi em y ów om ami ach ę ą o", ""),
];

const PLURAL_ONLY: &str = "wybory finanse zasoby negocjacje drzwi urodziny ferie wakacje nożyce kajdanki obrady rozmówki wrota usta \
    zaślubiny chrzciny szachy spodnie okulary obchody dożynki manowce włości chiny suwałki katowice \
    kielce gliwice indie ateny alpy tatry karpaty andy bałkany filipiny kurile dardanele prawybory";

/// Adds the forms of a noun.
pub(super) fn inflect(word: &str, is_name: bool, into: &mut Paradigm) {
    if is_one_of(word, PLURAL_ONLY) {
        plural_only(word, into);
        return;
    }
    let Some(last) = word.chars().next_back() else {
        return;
    };
    match last {
        'a' if !is_name
            && ends_in(word, "stwa ctwa enia ania iska")
            && !ends_in(word, "litania kampania kompania hiszpania mania bania") =>
        {
            let stem = &word[..word.len() - 1];
            into.with(stem, "a u em om ami ach - o e");
            if stem.ends_with('w') {
                into.with(stem, "ie");
            } else if let Some(base) = stem.strip_suffix("ni") {
                into.with(base, "ń");
            }
        }
        'a' => {
            decline(word, FEMININE, into);
        }
        'o' if is_name && ends_in(word, "ko") => {
            let stem = &word[..word.len() - "ko".len()];
            into.with(stem, "ko ki ce kę ką kowie ków kom kami kach");
        }
        'o' | 'ę' => {
            decline(word, NEUTER, into);
        }
        'm' if ends_in(word, "eum ium cum rum dum tum num lum") && vowels(word) > 1 => {
            decline(word, NEUTER, into);
        }
        'e' if is_name && ends_in(word, "owie icy ice") => plural_only(word, into),
        'e' if !ends_in(word, "zdrowie")
            && ends_in(word, "cje zje sje rze sze że cze owie le ice dze")
            && !ends_in(
                word,
                "morze serce pole słońce miejsce wybrzeże zboże loże łoże",
            ) =>
        {
            decline(word, PLURAL, into);
        }
        'e' => {
            decline(word, NEUTER, into);
            if ends_in(word, "anie") && is_name {
                decline(word, PLURAL, into);
            }
        }
        'y' | 'i' if is_name && !ends_in(word, "ści nci cy ty ki gi rzy dy ry ny") => {
            let stem = word.strip_suffix('y').unwrap_or(word);
            into.with(
                stem,
                if last == 'y' {
                    "y ego emu ym"
                } else {
                    "- ego emu m"
                },
            );
        }
        'y' | 'i' => {
            decline(word, PLURAL, into);
        }
        'u' | 'é' | 'ą' => {}
        _ => masculine(word, into),
    }
}

fn plural_only(word: &str, into: &mut Paradigm) {
    let cut = word.len() - word.chars().next_back().map_or(0, char::len_utf8);
    let stem = &word[..cut];
    into.add(word);
    into.with(stem, "om ami ach ów -");
    if ends_in(word, "i je ie le") {
        into.with(stem, "i");
    }
    if let Some(base) = stem.strip_suffix('k') {
        into.with(base, "ek");
    }
}

fn masculine(word: &str, into: &mut Paradigm) {
    if decline(word, NASAL, into) {
        return;
    }
    if let Some(stem) = word
        .strip_suffix("ek")
        .filter(|_| vowels(word) > 1 && !ends_in(word, "wiek człek stek"))
    {
        into.add(word);
        let stem = stem.strip_suffix('i').unwrap_or(stem);
        into.with(&format!("{stem}k"), M_EK);
        into.with(stem, "cy");
        return;
    }
    if let Some(stem) = opened(word) {
        into.add(word);
        decline(&stem, MASCULINE, into);
        return;
    }
    if !decline(word, MASCULINE, into) {
        into.with(word, M);
    }
}

/// ó before a last consonant is o once an ending follows. With diacritics folded both read alike, but the
/// form that is shown should be right.
fn opened(word: &str) -> Option<String> {
    let last = word.chars().next_back()?;
    let before_last = &word[..word.len() - last.len_utf8()];
    let stem = before_last.strip_suffix('ó')?;
    let keeps = ends_in(word, "skrót król ból chór wór tłum cór mól");
    (!keeps && !word.ends_with("ów")).then(|| format!("{stem}o{last}"))
}
