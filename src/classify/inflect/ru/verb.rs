//! Verbs: from any common form to the infinitive, and from there the whole conjugation with participles.

use super::super::paradigm::Paradigm;
use super::super::paradigm::before;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::adjective;

/// The personal endings a stem takes.
#[derive(Clone, Copy)]
enum Conjugation {
    /// знаю, знаешь: after a vowel.
    FirstVowel,
    /// возьму, возьмёшь: after a consonant.
    First,
    /// говорю, говоришь; the stem of the first person may differ.
    Second,
}
use Conjugation::First;
use Conjugation::FirstVowel;
use Conjugation::Second;

/// How an infinitive ends, then in its place: the stem of the past, of the first person, of the other
/// persons, and of the passive participle (several divided by blanks; none if empty).
type Row = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Conjugation,
    &'static str,
);

/// Roots that no rule tells, with any prefix before them.
const ROOTS: &[Row] = &[
    ("быть", "бы", "буд", "буд", First, ""),
    ("идти", "ше", "ид", "ид", First, ""),
    ("йти", "ше", "йд", "йд", First, ""),
    ("ехать", "еха", "ед", "ед", First, ""),
    ("дать", "да", "дад", "дад", First, "дан"),
    ("взять", "взя", "возьм", "возьм", First, "взят"),
    ("нять", "ня", "ним", "ним", First, "нят"),
    ("начать", "нача", "начн", "начн", First, "начат"),
    ("стать", "ста", "стан", "стан", First, ""),
    ("встать", "вста", "встан", "встан", First, ""),
    ("жить", "жи", "жив", "жив", First, "жит"),
    ("плыть", "плы", "плыв", "плыв", First, ""),
    ("звать", "зва", "зов", "зов", First, "зван"),
    ("рвать", "рва", "рв", "рв", First, "рван"),
    ("брать", "бра", "бер", "бер", First, "бран"),
    ("драть", "дра", "дер", "дер", First, "дран"),
    ("ждать", "жда", "жд", "жд", First, ""),
    ("слать", "сла", "шл", "шл", First, "слан"),
    ("гнать", "гна", "гон", "гон", Second, "гнан"),
    ("писать", "писа", "пиш", "пиш", First, "писан"),
    ("казать", "каза", "каж", "каж", First, "казан"),
    ("вязать", "вяза", "вяж", "вяж", First, "вязан"),
    ("резать", "реза", "реж", "реж", First, "резан"),
    ("искать", "иска", "ищ", "ищ", First, "искан"),
    ("скакать", "скака", "скач", "скач", First, ""),
    ("плакать", "плака", "плач", "плач", First, ""),
    ("прятать", "прята", "пряч", "пряч", First, "прятан"),
    ("колебать", "колеба", "колебл", "колебл", First, "колеблен"),
    ("хватать", "хвата", "хвата", "хвата", FirstVowel, ""),
    ("держать", "держа", "держ", "держ", Second, "держан"),
    ("лежать", "лежа", "леж", "леж", Second, ""),
    ("бежать", "бежа", "бег", "беж", Second, ""),
    ("слышать", "слыша", "слыш", "слыш", Second, "слышан"),
    ("молчать", "молча", "молч", "молч", Second, ""),
    ("кричать", "крича", "крич", "крич", Second, ""),
    ("звучать", "звуча", "звуч", "звуч", Second, ""),
    ("стоять", "стоя", "сто", "сто", Second, ""),
    ("бояться", "боя", "бо", "бо", Second, ""),
    ("смотреть", "смотре", "смотр", "смотр", Second, "смотрен"),
    ("видеть", "виде", "виж", "вид", Second, "виден"),
    ("сидеть", "сиде", "сиж", "сид", Second, ""),
    ("гореть", "горе", "гор", "гор", Second, ""),
    ("лететь", "лете", "леч", "лет", Second, ""),
    ("терпеть", "терпе", "терпл", "терп", Second, ""),
    ("висеть", "висе", "виш", "вис", Second, ""),
    ("велеть", "веле", "вел", "вел", Second, ""),
    ("хотеть", "хоте", "хоч", "хот", Second, ""),
    ("петь", "пе", "по", "по", First, "пет"),
    ("бить", "би", "бь", "бь", First, "бит"),
    ("пить", "пи", "пь", "пь", First, "пит"),
    ("шить", "ши", "шь", "шь", First, "шит"),
    ("крыть", "кры", "кро", "кро", FirstVowel, "крыт"),
    ("мыть", "мы", "мо", "мо", FirstVowel, "мыт"),
    ("рыть", "ры", "ро", "ро", FirstVowel, "рыт"),
    ("переть", "пер", "пр", "пр", First, "перт"),
    ("мереть", "мер", "мр", "мр", First, ""),
    ("тереть", "тер", "тр", "тр", First, "терт"),
    ("бороть", "боро", "бор", "бор", First, "борот"),
    ("колоть", "коло", "кол", "кол", First, "колот"),
    ("вести", "ве", "вед", "вед", First, "веден"),
    ("везти", "вез", "вез", "вез", First, "везен"),
    ("нести", "нес", "нес", "нес", First, "несен"),
    ("ползти", "полз", "полз", "полз", First, ""),
    ("спасти", "спас", "спас", "спас", First, "спасен"),
    ("расти", "рос", "раст", "раст", First, ""),
    ("пасть", "па", "пад", "пад", First, ""),
    ("красть", "кра", "крад", "крад", First, "краден"),
    ("сесть", "се", "сяд", "сяд", First, ""),
    ("класть", "кла", "клад", "клад", First, ""),
    ("брести", "бре", "бред", "бред", First, ""),
    ("честь", "че", "чт", "чт", First, "чтен"),
    ("обрести", "обре", "обрет", "обрет", First, "обретен"),
    ("мочь", "мог", "мог", "мож", First, ""),
    ("лечь", "лег", "ляг", "ляж", First, ""),
    ("беречь", "берег", "берег", "береж", First, "бережен"),
    ("стеречь", "стерег", "стерег", "стереж", First, ""),
    ("жечь", "жег", "жг", "жж", First, "жжен"),
    ("влечь", "влек", "влек", "влеч", First, "влечен"),
    ("сечь", "сек", "сек", "сеч", First, "сечен"),
    ("течь", "тек", "тек", "теч", First, ""),
    ("речь", "рек", "рек", "реч", First, "речен"),
    ("прячь", "пряг", "пряг", "пряж", First, "пряжен"),
    ("стигнуть", "стиг", "стигн", "стигн", First, "стигнут"),
    ("гибнуть", "гиб", "гибн", "гибн", First, ""),
    ("вергнуть", "верг", "вергн", "вергн", First, "вергнут"),
    ("никнуть", "ник", "никн", "никн", First, ""),
    ("вторгнуть", "вторг", "вторгн", "вторгн", First, ""),
    ("торгнуть", "торг", "торгн", "торгн", First, "торгнут"),
    ("исчезнуть", "исчез", "исчезн", "исчезн", First, ""),
    ("зать", "за", "ж", "ж", First, "зан"),
];

/// The productive classes, by the end of the infinitive.
const CLASSES: &[Row] = &[
    ("давать", "дава", "да", "да", FirstVowel, ""),
    ("знавать", "знава", "зна", "зна", FirstVowel, ""),
    ("ставать", "става", "ста", "ста", FirstVowel, ""),
    ("овать", "ова", "у", "у", FirstVowel, "ован"),
    ("цевать", "цева", "цу", "цу", FirstVowel, "цеван"),
    ("шевать", "шева", "шу", "шу", FirstVowel, "шеван"),
    ("чевать", "чева", "чу", "чу", FirstVowel, "чеван"),
    ("жевать", "жева", "жу", "жу", FirstVowel, "жеван"),
    ("оевать", "оева", "ою", "ою", FirstVowel, "оеван"),
    ("евать", "ева", "ева", "ева", FirstVowel, "еван"),
    ("ать", "а", "а", "а", FirstVowel, "ан"),
    ("сеять", "сея", "се", "се", FirstVowel, "сеян"),
    ("ять", "я", "я", "я", FirstVowel, "ян"),
    ("еть", "е", "е", "е", FirstVowel, ""),
    ("нуть", "ну", "н", "н", First, "нут"),
    ("стить", "сти", "щ", "ст", Second, "щен"),
    ("бить", "би", "бл", "б", Second, "блен"),
    ("вить", "ви", "вл", "в", Second, "влен"),
    ("мить", "ми", "мл", "м", Second, "млен"),
    ("пить", "пи", "пл", "п", Second, "плен"),
    ("фить", "фи", "фл", "ф", Second, "флен"),
    ("сить", "си", "ш", "с", Second, "шен"),
    ("зить", "зи", "ж", "з", Second, "жен"),
    ("дить", "ди", "ж", "д", Second, "жен жден"),
    ("тить", "ти", "ч", "т", Second, "чен"),
    ("ить", "и", "", "", Second, "ен"),
];

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
        into.rewrite_from(before_reflexive, reflected);
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
    if ends_in(base, "ать ить еть уть ыть оть ять") && (reflexive || !ends_in(base, "жать."))
    {
        return (base.chars().count() > 3).then(|| base.to_owned());
    }
    if ROOTS
        .iter()
        .any(|row| base.ends_with(row.0) && !ends_in(row.0, "ать ить еть уть ыть оть ять"))
    {
        let root = base.to_owned();
        return (!ends_in(base, "честь помочь. смерти сети пропасть")).then_some(root);
    }
    past(base).or_else(|| present(base))
}

/// задержали -> задержать. The singular in -л is a noun's end too, so more is asked of it.
fn past(base: &str) -> Option<String> {
    if is_one_of(base, NOT_PASTS) {
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
    prefix.is_empty()
        || is_one_of(
            prefix,
            "за по при об обо от ото раз рас разо вы под подо до из изо ис на у о пере с со про вз взо вс вос воз в во не недо \
             пред предо без обез пона надо над пре низ воспри пред перепод предпри",
        )
        || root == "нять" && ends_in(prefix, "ри ред под от пред вос пере у по за")
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
