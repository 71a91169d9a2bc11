//! Verbs: infinitive or past to the whole conjugation, with the passive participle and its form in -но.

use super::super::paradigm::Paradigm;
use super::super::paradigm::before;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::super::paradigm::is_vowel;
use super::HARD;

/// The personal endings a stem takes.
#[derive(Clone, Copy)]
enum Conjugation {
    /// знаю, знаєш.
    FirstVowel,
    /// візьму, візьмеш.
    First,
    /// говорю, говориш; labials insert л in the first person and the plural's third.
    Second,
}
use Conjugation::First;
use Conjugation::FirstVowel;
use Conjugation::Second;

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
    ("йти", "йшо", "йд", "йд", First, ""),
    ("їхати", "їха", "їд", "їд", First, ""),
    ("давати", "дава", "да", "да", FirstVowel, "даван"),
    ("дати", "да", "да", "да", FirstVowel, "дан"),
    ("взяти", "взя", "візьм", "візьм", First, "взят"),
    ("йняти", "йня", "йм", "йм", First, "йнят"),
    ("няти", "ня", "нім", "нім", First, "нят"),
    ("чати", "ча", "чн", "чн", First, "чат"),
    ("стати", "ста", "стан", "стан", First, ""),
    ("жити", "жи", "жив", "жив", First, "жит"),
    ("звати", "зва", "зв", "зв", First, "зван"),
    ("кликати", "клика", "клич", "клич", First, "кликан"),
    ("рвати", "рва", "рв", "рв", First, "рван"),
    ("брати", "бра", "бер", "бер", First, "бран"),
    ("слати", "сла", "шл", "шл", First, "слан"),
    ("гнати", "гна", "жен", "жен", First, "гнан"),
    ("писати", "писа", "пиш", "пиш", First, "писан"),
    ("казати", "каза", "каж", "каж", First, "казан"),
    ("в'язати", "в'яза", "в'яж", "в'яж", First, "в'язан"),
    ("різати", "різа", "ріж", "ріж", First, "різан"),
    ("держати", "держа", "держ", "держ", Second, "держан"),
    ("лежати", "лежа", "леж", "леж", Second, ""),
    ("мовчати", "мовча", "мовч", "мовч", Second, ""),
    ("кричати", "крича", "крич", "крич", Second, ""),
    ("стояти", "стоя", "сто", "сто", Second, ""),
    ("боятися", "боя", "бо", "бо", Second, ""),
    ("летіти", "леті", "леч", "лет", Second, ""),
    ("сидіти", "сиді", "сидж", "сид", Second, ""),
    ("горіти", "горі", "гор", "гор", Second, ""),
    ("терпіти", "терпі", "терпл", "терп", Second, ""),
    ("бити", "би", "б'", "б'", FirstVowel, "бит"),
    ("крити", "кри", "кри", "кри", FirstVowel, "крит"),
    ("мити", "ми", "ми", "ми", FirstVowel, "мит"),
    ("боронити", "борони", "борон", "борон", Second, "боронен"),
    ("боротися", "боро", "бор", "бор", First, ""),
    ("вести", "ве", "вед", "вед", First, "веден"),
    ("везти", "віз", "вез", "вез", First, "везен"),
    ("нести", "ніс", "нес", "нес", First, "несен"),
    ("рости", "ріс", "рост", "рост", First, ""),
    ("пасти", "па", "пад", "пад", First, ""),
    ("красти", "кра", "крад", "крад", First, "краден"),
    ("сісти", "сі", "сяд", "сяд", First, ""),
    ("могти", "міг", "мож", "мож", First, ""),
    ("берегти", "беріг", "береж", "береж", First, "бережен"),
    ("мерти", "мер", "мр", "мр", First, ""),
    ("перти", "пер", "пр", "пр", First, "перт"),
    ("сягти", "сяг", "сягн", "сягн", First, ""),
    ("бігти", "біг", "біж", "біж", Second, ""),
    ("лягти", "ліг", "ляж", "ляж", First, ""),
    ("тягти", "тяг", "тягн", "тягн", First, "тягнут"),
];

const CLASSES: &[Row] = &[
    ("овувати", "овува", "ову", "ову", FirstVowel, "овуван"),
    ("увати", "ува", "у", "у", FirstVowel, "ован уван"),
    ("ювати", "юва", "ю", "ю", FirstVowel, "йован ьован юван"),
    ("давати", "дава", "да", "да", FirstVowel, ""),
    ("ати", "а", "а", "а", FirstVowel, "ан"),
    ("яти", "я", "я", "я", FirstVowel, "ян"),
    ("їти", "ї", "ї", "ї", FirstVowel, ""),
    ("іти", "і", "і", "і", FirstVowel, ""),
    ("нути", "ну", "н", "н", First, "нут нен"),
    ("стити", "сти", "щ", "ст", Second, "щен"),
    ("здити", "зди", "ждж", "зд", Second, "жджен"),
    ("бити", "би", "бл", "б", Second, "блен"),
    ("вити", "ви", "вл", "в", Second, "влен"),
    ("мити", "ми", "мл", "м", Second, "млен"),
    ("пити", "пи", "пл", "п", Second, "плен"),
    ("фити", "фи", "фл", "ф", Second, "флен"),
    ("сити", "си", "ш", "с", Second, "шен"),
    ("зити", "зи", "ж", "з", Second, "жен"),
    ("дити", "ди", "дж", "д", Second, "джен"),
    ("тити", "ти", "ч", "т", Second, "чен"),
    ("оїти", "ої", "о", "о", Second, "оєн"),
    ("ити", "и", "", "", Second, "ен"),
];

/// Plurals of nouns and the like that end as infinitives do.
const NOUNS: &str = "депутати солдати адвокати результати делегати дати втрати виплати гранати палати плати зарплати кандидати \
    формати мандати сенати апарати автомати атестати дипломати хати кредити ліміти еліти сателіти інститути статути \
    маршрути парашути факти мати діти квіти світи заповіти звіти привіти совіти ради депозити візити титулати агрегати \
    комбінати каземати аристократи демократи бюрократи автократи пірати шахраї магнати оплати утрати санкції \
    фанати карти парти жарти чорти порти аеропорти паспорти спорти сорти експорти імпорти удари газети ракети бюджети \
    пакети портрети секрети дебюти валюти актити титри сити бандити паразити метеорити бойскаути реквізити транзити";

/// Adds the conjugation if the word looks like a verb; says whether it did.
pub(super) fn inflect(word: &str, into: &mut Paradigm) -> bool {
    let (base, reflexive) = match word.strip_suffix("ся").or_else(|| word.strip_suffix("сь")) {
        Some(base) if ends_in(base, "ти в ла ло ли ть") && base.chars().count() > 3 => {
            (base, true)
        }
        _ => (word, false),
    };
    let Some(infinitive) = infinitive_of(base) else {
        return false;
    };
    let start = into.len();
    conjugate(&infinitive, reflexive, into);
    if reflexive {
        into.rewrite_from(start, reflected);
    }
    true
}

/// Every form but the participles takes -ся; after a vowel -сь is as good.
fn reflected(form: &str) -> Vec<String> {
    if ends_in(form, "ий ого ому ими их")
        || ends_in(form, "ений аний ена ена ені ене ану ені ано ено")
    {
        return Vec::new();
    }
    if ends_in(form, "є е") {
        return vec![format!("{form}ться")];
    }
    let mut forms = vec![format!("{form}ся")];
    if form
        .chars()
        .next_back()
        .is_some_and(|last| is_vowel(last) || last == 'в')
    {
        forms.push(format!("{form}сь"));
    }
    forms
}

fn infinitive_of(base: &str) -> Option<String> {
    if is_one_of(base, NOUNS) {
        return None;
    }
    if ends_in(base, "ати ити іти їти ути яти")
        || ROOTS
            .iter()
            .any(|row| base.ends_with(row.0) && base.len() > row.0.len())
            && base.ends_with("ти")
    {
        return (base.chars().count() > 3).then(|| base.to_owned());
    }
    for ending in [
        "ували",
        "ювали",
        "ували",
        "или",
        "али",
        "яли",
        "іли",
        "ули",
        "ував",
        "ювала",
        "ювали",
        "увала",
    ] {
        if base.ends_with(ending) && base.chars().count() > 5 && !is_one_of(base, NOT_PASTS) {
            let stem = base
                .strip_suffix("ли")
                .or_else(|| base.strip_suffix("ла"))
                .or_else(|| base.strip_suffix('в'))?;
            return Some(format!("{stem}ти"));
        }
    }
    let stem = base.strip_suffix("ла").or_else(|| base.strip_suffix('в'))?;
    let prefixed = [
        "за", "по", "при", "об", "від", "роз", "ви", "під", "до", "з", "на", "пере", "про", "с",
    ]
    .iter()
    .any(|p| stem.starts_with(p));
    (prefixed
        && stem.chars().count() > 4
        && ends_in(stem, "ма ри ти ча ша жа щи ни ди")
        && !is_one_of(base, NOT_PASTS))
    .then(|| format!("{stem}ти"))
}

const NOT_PASTS: &str = "канали журнали сигнали матеріали генерали скандали арсенали термінали філіали метали фінали вокзали обвали \
    провали підвали інтервали кримінали капітали мобіли сили могили автомобілі акули формули титули стали правили";

fn conjugate(infinitive: &str, reflexive: bool, into: &mut Paradigm) {
    into.add(infinitive);
    future_forms(infinitive, into);
    let full = if reflexive {
        format!("{infinitive}ся")
    } else {
        infinitive.to_owned()
    };
    let row = ROOTS
        .iter()
        .find(|row| {
            let fits = |whole: &str, root: &str| whole.strip_suffix(root).is_some_and(is_prefix);
            fits(infinitive, row.0) || fits(&full, row.0)
        })
        .or_else(|| {
            CLASSES
                .iter()
                .find(|row| before(infinitive, row.0).is_some())
        });
    let Some((end, past, first, other, conjugation, passive)) = row.copied() else {
        return;
    };
    let end = end.strip_suffix("ся").unwrap_or(end);
    let stem = &infinitive[..infinitive.len() - end.len()];
    past_forms(&format!("{stem}{past}"), into);
    present_forms(
        &format!("{stem}{first}"),
        &format!("{stem}{other}"),
        conjugation,
        into,
    );
    if end == "дати" {
        into.with(stem, "дам даси дасть дамо дасте дадуть");
    }
    for middle in passive.split(' ').filter(|m| !m.is_empty()) {
        into.cross(stem, middle, HARD);
        into.cross(stem, middle, "о");
    }
}

/// The future in one word, which imperfective verbs have.
fn future_forms(infinitive: &str, into: &mut Paradigm) {
    into.with(infinitive, "му меш ме мем мемо мете муть");
}

fn is_prefix(text: &str) -> bool {
    text.is_empty()
        || is_one_of(
            text,
            "за по при об обі від віді роз розі ви під піді до з зі із на у в уві пере про с о ви не недо пред над спо допо на \
             ство поза по",
        )
}

fn past_forms(stem: &str, into: &mut Paradigm) {
    if let Some(short) = stem.strip_suffix("йшо") {
        into.with(short, "йшов йшла йшло йшли йшовши");
    } else if stem.chars().next_back().is_some_and(is_vowel) {
        into.with(stem, "в ла ло ли вши");
    } else {
        let open = stem
            .replace("ніс", "нес")
            .replace("віз", "вез")
            .replace("ріс", "рос")
            .replace("міг", "мог");
        into.add(stem);
        into.with(&open, "ла ло ли ши");
    }
}

fn present_forms(first: &str, other: &str, conjugation: Conjugation, into: &mut Paradigm) {
    match conjugation {
        FirstVowel => {
            into.with(first, "ю");
            into.with(other, "єш є ємо єте ють й ймо йте ючи");
        }
        First => {
            into.with(first, "у уть учи и імо ім іть");
            into.with(other, "еш е емо ете");
            if ends_in(first, "н м") {
                into.with(first, "ь ьте ьмо");
            }
        }
        Second => {
            let hushing = ends_in(first, "ж ч ш щ");
            into.with(first, if hushing { "у" } else { "ю" });
            if ends_in(other, "о") {
                into.with(other, "їш їть їмо їте ять й ймо йте ячи");
                return;
            }
            into.with(other, "иш ить имо ите и імо ім іть");
            let labial = ends_in(first, "бл вл мл пл фл");
            let plural = if labial { first } else { other };
            into.with(
                plural,
                if ends_in(other, "ж ч ш щ") {
                    "ать ачи"
                } else {
                    "ять ячи"
                },
            );
            into.with(other, "ь ьте ьмо - те мо");
        }
    }
}
