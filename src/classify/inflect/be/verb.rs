//! Verbs: infinitive or past to the whole conjugation, with the passive participle.

use super::super::paradigm::Paradigm;
use super::super::paradigm::before;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::super::paradigm::is_vowel;
use super::HARD;

/// The personal endings a stem takes.
#[derive(Clone, Copy)]
enum Conjugation {
    /// знаю, знаеш.
    FirstVowel,
    /// вазьму, возьмеш.
    First,
    /// гавару, гаворыш: after a hardened consonant.
    SecondHard,
    /// люблю, любіш.
    SecondSoft,
}
use Conjugation::First;
use Conjugation::FirstVowel;
use Conjugation::SecondHard;
use Conjugation::SecondSoft;

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
    ("йсці", "йшо", "йд", "йдз", First, ""),
    ("ехаць", "еха", "ед", "едз", First, ""),
    ("узяць", "узя", "вазьм", "возьм", First, "узят"),
    ("няць", "ня", "м", "м", First, "нят"),
    ("чаць", "ча", "чн", "чн", First, "чат"),
    ("стаць", "ста", "стан", "стан", First, ""),
    ("жыць", "жы", "жыв", "жыв", First, "жыт"),
    ("рваць", "рва", "рв", "рв", First, "рван"),
    ("браць", "бра", "бяр", "бяр", First, "бран"),
    ("слаць", "сла", "шл", "шл", First, "слан"),
    ("пісаць", "піса", "піш", "піш", First, "пісан"),
    ("казаць", "каза", "каж", "каж", First, "казан"),
    ("вязаць", "вяза", "вяж", "вяж", First, "вязан"),
    ("трымаць", "трыма", "трыма", "трыма", FirstVowel, "трыман"),
    ("маўчаць", "маўча", "маўч", "маўч", SecondHard, ""),
    ("крычаць", "крыча", "крыч", "крыч", SecondHard, ""),
    ("ляжаць", "ляжа", "ляж", "ляж", SecondHard, ""),
    ("стаяць", "стая", "ста", "ста", SecondSoft, ""),
    ("ляцець", "ляце", "ляч", "ляц", SecondSoft, ""),
    ("сядзець", "сядзе", "сядж", "сядз", SecondSoft, ""),
    ("глядзець", "глядзе", "глядж", "глядз", SecondSoft, ""),
    ("гледзець", "гледзе", "гледж", "гледз", SecondSoft, ""),
    ("гарэць", "гарэ", "гар", "гар", SecondHard, ""),
    ("біць", "бі", "б'", "б'", FirstVowel, "біт"),
    ("крыць", "кры", "кры", "кры", FirstVowel, "крыт"),
    ("весці", "вё", "вяд", "вядз", First, "ведзен"),
    ("везці", "вёз", "вяз", "вяз", First, "везен"),
    ("несці", "нёс", "няс", "няс", First, "несен"),
    ("расці", "рос", "раст", "расц", First, ""),
    ("магчы", "мог", "маг", "мож", First, ""),
    ("мерці", "мёр", "мр", "мр", First, ""),
];

const CLASSES: &[Row] = &[
    ("даваць", "дава", "да", "да", FirstVowel, ""),
    ("оўваць", "оўва", "оўва", "оўва", FirstVowel, "оўван"),
    ("ўваць", "ўва", "ўва", "ўва", FirstVowel, "ўван"),
    ("жваць", "жва", "жва", "жва", FirstVowel, "жван"),
    ("ліваць", "ліва", "ліва", "ліва", FirstVowel, "ліван"),
    ("іваць", "іва", "іва", "іва", FirstVowel, "іван"),
    ("ываць", "ыва", "ыва", "ыва", FirstVowel, "ыван"),
    ("аваць", "ава", "у", "у", FirstVowel, "аван"),
    ("яваць", "ява", "ю", "ю", FirstVowel, "яван"),
    ("аць", "а", "а", "а", FirstVowel, "ан"),
    ("яць", "я", "я", "я", FirstVowel, "ян"),
    ("эць", "э", "э", "э", FirstVowel, ""),
    ("ець", "е", "е", "е", FirstVowel, ""),
    ("нуць", "ну", "н", "н", First, "нут"),
    ("сціць", "сці", "шч", "сц", SecondSoft, "шчан"),
    ("біць", "бі", "бл", "б", SecondSoft, "блен"),
    ("віць", "ві", "ўл", "в", SecondSoft, "ўлен"),
    ("міць", "мі", "мл", "м", SecondSoft, "млен"),
    ("піць", "пі", "пл", "п", SecondSoft, "плен"),
    ("сіць", "сі", "ш", "с", SecondSoft, "шан"),
    ("зіць", "зі", "ж", "з", SecondSoft, "жан"),
    ("дзіць", "дзі", "дж", "дз", SecondSoft, "джан"),
    ("ціць", "ці", "ч", "ц", SecondSoft, "чан"),
    ("іць", "і", "", "", SecondSoft, "ен"),
    ("ыць", "ы", "", "", SecondHard, "аны ан"),
];

const NOUNS: &str = "смерць маць памяць сець чвэрць чэрць медзь пяць дзевяць дзесяць моладзь плоць гаць рунь рысь часць";

/// Adds the conjugation if the word looks like a verb; says whether it did.
pub(super) fn inflect(word: &str, into: &mut Paradigm) -> bool {
    let (base, reflexive) = reflexive_base(word);
    let Some(infinitive) = infinitive_of(&base) else {
        return false;
    };
    let start = into.len();
    conjugate(&infinitive, into);
    if reflexive {
        into.rewrite_from(start, |form| reflected(form).into_iter().collect());
    }
    true
}

fn reflexive_base(word: &str) -> (String, bool) {
    if let Some(stem) = word.strip_suffix("цца") {
        return (format!("{stem}ць"), true);
    }
    match word.strip_suffix("ся") {
        Some(base) if ends_in(base, "ў ла лі ло") => (base.to_owned(), true),
        _ => (word.to_owned(), false),
    }
}

fn reflected(form: &str) -> Option<String> {
    if ends_in(
        form,
        "ны на нага наму ным ная най ную наю нае ныя ных нымі ога ому ной ною ное ўшы",
    ) {
        return None;
    }
    if let Some(stem) = form.strip_suffix("ць") {
        return Some(format!("{stem}цца"));
    }
    let third = ends_in(form, "ае яе уе юе эе ее не");
    Some(match form.strip_suffix('е').filter(|_| third) {
        Some(stem) => format!("{stem}ецца"),
        None => format!("{form}ся"),
    })
}

fn infinitive_of(base: &str) -> Option<String> {
    if is_one_of(base, NOUNS) || base.chars().count() < 5 {
        return None;
    }
    if ends_in(base, "аць яць іць ыць ець эць уць") && !ends_in(base, "сць рць дзяць")
        || ROOTS
            .iter()
            .any(|row| ends_in(row.0, "ці чы") && base.ends_with(row.0))
    {
        return Some(base.to_owned());
    }
    for ending in [
        "авалі",
        "алі",
        "ялі",
        "ілі",
        "ылі",
        "улі",
        "аваў",
        "авала",
        "івала",
        "ывала",
    ] {
        if base.ends_with(ending) && !is_one_of(base, NOT_PASTS) {
            let stem = base
                .strip_suffix("лі")
                .or_else(|| base.strip_suffix("ла"))
                .or_else(|| base.strip_suffix('ў'))?;
            return Some(format!("{stem}ць"));
        }
    }
    let stem = base.strip_suffix("ла").or_else(|| base.strip_suffix('ў'))?;
    let prefixed = [
        "за", "па", "пры", "аб", "ад", "раз", "вы", "пад", "да", "з", "на", "пера", "пра", "с",
    ]
    .iter()
    .any(|p| stem.starts_with(p));
    (prefixed
        && stem.chars().count() > 5
        && ends_in(stem, "ма ры ці ча ша жа шчы ні дзі сі зі бі ві"))
    .then(|| format!("{stem}ць"))
}

const NOT_PASTS: &str =
    "дэталі медалі маралі вертыкалі спіралі педалі аўтамабілі профілі стылі фестывалі магістралі";

fn conjugate(infinitive: &str, into: &mut Paradigm) {
    into.add(infinitive);
    let row = ROOTS
        .iter()
        .find(|row| infinitive.strip_suffix(row.0).is_some_and(is_prefix))
        .or_else(|| {
            CLASSES
                .iter()
                .find(|row| before(infinitive, row.0).is_some())
        });
    let Some((end, past, first, other, conjugation, passive)) = row.copied() else {
        return;
    };
    let stem = &infinitive[..infinitive.len() - end.len()];
    past_forms(&format!("{stem}{past}"), into);
    present_forms(
        &format!("{stem}{first}"),
        &format!("{stem}{other}"),
        conjugation,
        into,
    );
    for middle in passive.split(' ').filter(|m| !m.is_empty()) {
        into.cross(stem, middle, HARD);
        into.cross(stem, middle, "а");
    }
}

fn is_prefix(text: &str) -> bool {
    text.is_empty()
        || is_one_of(
            text,
            "за па пры аб аба ад ада раз разы рас вы пад пада да з са с на у ў уз пера пра а не пры спа дапа вы пе па-",
        )
}

fn past_forms(stem: &str, into: &mut Paradigm) {
    if let Some(short) = stem.strip_suffix("йшо") {
        into.with(short, "йшоў йшла йшло йшлі йшоўшы");
    } else if stem.chars().next_back().is_some_and(is_vowel) {
        into.with(stem, "ў ла ло лі ўшы");
    } else {
        let open = stem
            .replace("нёс", "нес")
            .replace("вёз", "вез")
            .replace("рос", "рас")
            .replace("мог", "маг");
        into.add(stem);
        into.with(&open, "ла ло лі шы");
    }
}

fn present_forms(first: &str, other: &str, conjugation: Conjugation, into: &mut Paradigm) {
    match conjugation {
        FirstVowel => {
            into.with(first, "ю");
            into.with(other, "еш е ем еце юць й йце ючы");
        }
        First => {
            into.with(first, "у уць учы");
            into.with(
                other,
                if ends_in(other, "ж ш ч р") {
                    "аш а ам аце эш э эм ы ыце"
                } else {
                    "еш е ем еце і іце"
                },
            );
        }
        SecondSoft => {
            into.with(
                first,
                if ends_in(first, "ж ч ш шч дж") {
                    "у"
                } else {
                    "ю"
                },
            );
            if ends_in(other, "а") {
                into.with(other, "іш іць ім іце яць й йце ячы");
            } else {
                into.with(other, "іш іць ім іце яць і ь ьце ячы");
            }
        }
        SecondHard => {
            into.with(first, "у");
            into.with(other, "ыш ыць ым ыце аць ы - це ачы");
        }
    }
}
