//! Verbs: infinitive or past to the whole conjugation, participles and verbal noun included.

use super::super::paradigm::Paradigm;
use super::super::paradigm::before;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::adjective_forms;

/// The personal endings a stem takes.
#[derive(Clone, Copy)]
enum Conjugation {
    /// -am, -asz.
    Am,
    /// -em, -esz: rozumieć.
    Em,
    /// -ę, -esz.
    E,
    /// -ę, -isz.
    I,
    /// -ę, -ysz.
    Y,
}
use Conjugation::Am;
use Conjugation::E;
use Conjugation::Em;
use Conjugation::I;
use Conjugation::Y;

/// How an infinitive ends, then in its place the stems of past, first person, other persons, and the passive.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Conjugation,
    &'static str,
);

const ROOTS: &[Row] = &[
    ("iść", "sze", "id", "idzi", E, ""),
    ("jść", "sze", "jd", "jdzi", E, ""),
    ("jechać", "jecha", "jad", "jedzi", E, ""),
    ("dać", "da", "da", "da", Am, "dan"),
    ("być", "by", "będ", "będzi", E, "byt"),
    ("wziąć", "wzią", "wezm", "weźmi", E, "wzięt"),
    ("jąć", "ją", "jm", "jmi", E, "jęt"),
    ("cząć", "czą", "czn", "czni", E, "częt"),
    ("stać", "sta", "stan", "stani", E, ""),
    ("żyć", "ży", "żyj", "żyj", E, "żyt"),
    ("bić", "bi", "bij", "bij", E, "bit"),
    ("pić", "pi", "pij", "pij", E, "pit"),
    ("kryć", "kry", "kryj", "kryj", E, "kryt"),
    ("zwać", "zwa", "zw", "zwi", E, "zwan"),
    ("rwać", "rwa", "rw", "rwi", E, "rwan"),
    ("brać", "bra", "bior", "bierz", E, "bran"),
    ("słać", "sła", "śl", "śl", E, "słan"),
    ("gnać", "gna", "gna", "gna", Am, "gnan"),
    ("pisać", "pisa", "pisz", "pisz", E, "pisan"),
    ("kazać", "kaza", "każ", "każ", E, "kazan"),
    ("wiązać", "wiąza", "wiąż", "wiąż", E, "wiązan"),
    ("łamać", "łama", "łami", "łami", E, "łaman"),
    ("kłamać", "kłama", "kłami", "kłami", E, ""),
    ("karać", "kara", "karz", "karz", E, "karan"),
    ("leżeć", "leża", "leż", "leż", Y, ""),
    ("milczeć", "milcza", "milcz", "milcz", Y, ""),
    ("krzyczeć", "krzycza", "krzycz", "krzycz", Y, ""),
    ("słyszeć", "słysza", "słysz", "słysz", Y, "słyszan"),
    ("należeć", "należa", "należ", "należ", Y, ""),
    ("widzieć", "widzia", "widz", "widz", I, "widzian"),
    ("wiedzieć", "wiedzia", "wi", "wi", Em, "wiedzian"),
    ("siedzieć", "siedzia", "siedz", "siedz", I, ""),
    ("lecieć", "lecia", "lec", "lec", I, ""),
    ("cierpieć", "cierpia", "cierpi", "cierp", I, ""),
    ("musieć", "musia", "musz", "mus", I, ""),
    ("chcieć", "chcia", "chc", "chc", E, ""),
    ("mieć", "mia", "ma", "ma", Am, ""),
    ("stać", "sta", "stoj", "sto", I, ""),
    ("bać", "ba", "boj", "bo", I, ""),
    ("śmiać", "śmia", "śmiej", "śmiej", E, ""),
    ("wieść", "wiód", "wiod", "wiedzi", E, "wiedzion"),
    ("wieźć", "wióz", "wioz", "wiezi", E, "wiezion"),
    ("nieść", "niós", "nios", "niesi", E, "niesion"),
    ("rosnąć", "rós", "rosn", "rośni", E, ""),
    ("paść", "pad", "padn", "padni", E, ""),
    ("kraść", "krad", "kradn", "kradni", E, "kradzion"),
    ("siąść", "siad", "siąd", "siądzi", E, ""),
    ("znaleźć", "znalaz", "znajd", "znajdzi", E, "znalezion"),
    ("trzeć", "tar", "tr", "trz", E, "tart"),
    ("przeć", "par", "pr", "prz", E, "part"),
    ("mrzeć", "mar", "mr", "mrz", E, ""),
];

const CLASSES: &[Row] = &[
    ("dawać", "dawa", "daj", "daj", E, "dawan"),
    ("znawać", "znawa", "znaj", "znaj", E, "znawan"),
    ("owywać", "owywa", "owuj", "owuj", E, "owywan"),
    ("ywać", "ywa", "uj", "uj", E, "ywan"),
    ("iwać", "iwa", "uj", "uj", E, "iwan"),
    ("ować", "owa", "uj", "uj", E, "owan"),
    ("iać", "ia", "ia", "ia", Am, "ian"),
    ("ać", "a", "a", "a", Am, "an"),
    ("nąć", "ną", "n", "ni", E, "nięt"),
    ("ieć", "ia", "iej", "iej", E, ""),
    ("eć", "a", "ej", "ej", E, ""),
    ("ścić", "ści", "szcz", "ści", I, "szczon"),
    ("ździć", "ździ", "żdż", "ździ", I, "żdżon"),
    ("sić", "si", "sz", "s", I, "szon"),
    ("zić", "zi", "ż", "z", I, "żon"),
    ("dzić", "dzi", "dz", "dz", I, "dzon"),
    ("cić", "ci", "c", "c", I, "con"),
    ("oić", "oi", "oj", "o", I, "ojon"),
    ("lić", "li", "l", "l", I, "lon"),
    ("nić", "ni", "ni", "n", I, "nion"),
    ("bić", "bi", "bi", "b", I, "bion"),
    ("wić", "wi", "wi", "w", I, "wion"),
    ("pić", "pi", "pi", "p", I, "pion"),
    ("mić", "mi", "mi", "m", I, "mion"),
    ("ić", "i", "i", "", I, "ion"),
    ("yć", "y", "", "", Y, "on"),
];

const PAST_VOWEL: &str = "ł ła ło li ły łem łam łeś łaś liśmy łyśmy liście łyście łby łaby łoby liby łyby łbym łabym łbyś łabyś \
    libyśmy łybyśmy libyście łybyście wszy";

const NOUNS: &str = "śmierć nić sieć chęć płeć pamięć pięć dziewięć dziesięć część wieść treść cześć gość kość maść kiść przepaść liść żołądź \
    zięć łokieć paznokieć kapeć ćwierć żerdź radość zieleń odpowiedź krać postać zdobycz opowieść powieść boleść zawiść nienawiść";

/// Nouns and names that look like pasts.
const NOT_PASTS: &str = "kanał sygnał materiał generał skandal oddział wydział przedział udział podział arsenał kryminał terminał szpital \
    kapitał finał trybunał personał żywiał wał zawał nawał chorał minerał ideał pedał specjał tytuł artykuł skała chwała pochwała \
    uchwała siła mogiła chwila szyła biała cała mała akali moskali detali medali";

/// Adds the conjugation if the word looks like a verb; says whether it did.
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
    let Some((end, past, first, other, conjugation, passive)) = row.copied() else {
        return false;
    };
    let stem = &infinitive[..infinitive.len() - end.len()];
    into.add(infinitive.as_str());
    past_forms(&format!("{stem}{past}"), into);
    present_forms(
        &format!("{stem}{first}"),
        &format!("{stem}{other}"),
        conjugation,
        into,
    );
    if !passive.is_empty() {
        passive_forms(&format!("{stem}{passive}"), into);
    }
    true
}

fn infinitive_of(word: &str) -> Option<String> {
    if is_one_of(word, NOUNS) || word.chars().count() < 4 {
        return None;
    }
    if ends_in(word, "ać eć ić yć ąć")
        || !ends_in(word, "ość")
            && ROOTS.iter().any(|row| {
                ends_in(row.0, "ść źć") && word.strip_suffix(row.0).is_some_and(is_prefix)
            })
    {
        return Some(word.to_owned());
    }
    if is_one_of(word, NOT_PASTS) {
        return None;
    }
    for ending in ["liśmy", "łem", "łam", "li", "ła", "no", "ł"] {
        let Some(stem) = word.strip_suffix(ending).filter(|s| s.chars().count() > 3) else {
            continue;
        };
        let verbal = ends_in(stem, "owa ywa iwa yma aza iczy ożyli cza ma")
            || ending == "li" && ends_in(stem, "a i y")
            || ending == "no" && ends_in(stem, "a");
        if verbal {
            return Some(format!("{stem}ć"));
        }
    }
    None
}

fn is_prefix(text: &str) -> bool {
    text.is_empty()
        || is_one_of(
            text,
            "zdo za po przy ob obe o od ode roz roze wy pod pode do z ze s ś na na u w we prze prz pro wz wez ws nie współ przed są po do- \
             upo zapo wypo odna s prze zaprze",
        )
}

fn past_forms(stem: &str, into: &mut Paradigm) {
    if let Some(short) = stem.strip_suffix("sze") {
        into.with(
            short,
            "szedł szła szło szli szły szedłem szłam szliśmy szedłszy",
        );
        return;
    }
    into.with(stem, PAST_VOWEL);
    if let Some(short) = stem.strip_suffix('ą') {
        into.with(&format!("{short}ę"), "ła ło li ły łam łaś liśmy łyśmy");
    }
    if let Some(short) = stem.strip_suffix("ia") {
        into.with(short, "ieli ieliśmy ieliście ieliby");
    }
    if ends_in(stem, "d s z r") {
        let open = stem
            .replace("niós", "nios")
            .replace("wiód", "wiod")
            .replace("wióz", "wioz");
        into.with(&open, "ła ło ły łam");
        into.with(
            &stem
                .replace("niós", "nieś")
                .replace("wiód", "wied")
                .replace("wióz", "wieź"),
            "li liśmy",
        );
    }
}

fn present_forms(first: &str, other: &str, conjugation: Conjugation, into: &mut Paradigm) {
    match conjugation {
        Am => {
            into.with(first, "m sz - my cie ją j jmy jcie jąc");
            adjective_forms(&format!("{first}jąc"), into);
        }
        Em => into.with(first, "em esz e emy ecie edzą edz edzcie edząc"),
        E => {
            into.with(first, "ę ą ąc");
            into.with(other, "esz e emy ecie");
            let bare = other.strip_suffix('i').unwrap_or(other);
            into.with(bare, "- my cie ij ijmy ijcie");
            if let Some(vowel) = other.strip_suffix('n').or_else(|| other.strip_suffix("ni")) {
                into.with(vowel, "ń ńmy ńcie nij");
            }
            adjective_forms(&format!("{first}ąc"), into);
        }
        I => {
            into.with(first, "ę ą ąc");
            let other = other.strip_suffix('i').unwrap_or(other);
            into.with(other, "isz i imy icie - cie my");
            adjective_forms(&format!("{first}ąc"), into);
        }
        Y => {
            into.with(first, "ę ą ąc");
            into.with(other, "ysz y ymy ycie - cie my");
            adjective_forms(&format!("{first}ąc"), into);
        }
    }
}

/// zatrzymany, zatrzymano and zatrzymanie.
fn passive_forms(stem: &str, into: &mut Paradigm) {
    adjective_forms(stem, into);
    into.with(stem, "o");
    let noun = match stem.strip_suffix("on") {
        Some(base) => format!("{base}eni"),
        None => match stem.strip_suffix('t') {
            Some(base) => format!("{base}ci"),
            None => format!("{stem}i"),
        },
    };
    into.with(&noun, "e a u em om ami ach");
    let zero = match noun.strip_suffix("ci") {
        Some(base) => format!("{base}ć"),
        None => format!("{}ń", noun.strip_suffix("ni").unwrap_or(&noun)),
    };
    into.add(zero);
}
