//! Nouns: the declensions by ending, і/о and fleeting vowels, and surnames.

use super::super::paradigm::Paradigm;
use super::super::paradigm::Row;
use super::super::paradigm::decline;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::super::paradigm::vowels;

const M_HARD: &str = "- а у ові ом і е и ів ам ами ах";
const M_OBLIQUE: &str = "а у ові ом і е и ів ам ами ах";
const M_VELAR: &str = "а у ові ом и ів ам ами ах";
const M_HUSHING: &str = "- а у еві ем і е у ів ам ами ах ові ом";
const M_SOFT: &str = "ь я ю еві ем і ів ям ями ях";
const M_SOFT_OBLIQUE: &str = "я ю еві ем і ів ям ями ях";
const M_J: &str = "й я ю єві єм ї їв ям ями ях";
const F_HARD: &str = "а и у ою о і - ам ами ах";
const F_FLEETING: &str = "а и у ою о ам ами ах";
const F_HUSHING: &str = "а і у ею е - ам ами ах";
const F_SOFT: &str = "я і ю ею е ь ям ями ях";
const F_IYA: &str = "я ї ю єю є й ям ями ях";
const N_HARD: &str = "о а у ові ом і - ам ами ах";
const N_LONG: &str = "я ю ям і ями ях";

/// і that becomes о (or е) when an ending follows: the closed syllable opens.
const OPENED: &[Row] = &[
    ("хід", "ход", M_OBLIQUE, "хід"),
    ("бір", "бор", M_OBLIQUE, "бір"),
    ("вір", "вор", M_OBLIQUE, "вір"),
    ("посіб", "пособ", M_OBLIQUE, "посіб"),
    ("спосіб", "способ", M_OBLIQUE, "спосіб"),
    ("засіб", "засоб", M_OBLIQUE, "засіб"),
    ("ріг", "рог", M_VELAR, "ріг розі роже"),
    ("тік", "ток", M_VELAR, "тік тоці"),
    ("гін", "гон", M_OBLIQUE, "гін"),
    ("стіл", "стол", M_OBLIQUE, "стіл"),
    ("рід", "род", M_OBLIQUE, "рід"),
    ("звід", "звод", M_OBLIQUE, "звід"),
    ("ивід", "ивод", M_OBLIQUE, "ивід"),
    ("овід", "овод", M_OBLIQUE, "овід"),
    ("авід", "авод", M_OBLIQUE, "авід"),
    ("івід", "івод", M_OBLIQUE, "івід"),
    ("ліз", "лоз", M_OBLIQUE, "ліз"),
    ("віз", "воз", M_OBLIQUE, "віз"),
    ("ніс", "нос", M_OBLIQUE, "ніс"),
    ("зріст", "зрост", M_OBLIQUE, "зріст"),
    ("ріст", "рост", M_OBLIQUE, "ріст"),
    ("дзвін", "дзвон", M_OBLIQUE, "дзвін"),
    ("острів", "остров", M_OBLIQUE, "острів"),
    ("їв", "єв", M_OBLIQUE, "їв"),
    ("лів", "лов", M_OBLIQUE, "лів"),
    ("нів", "нов", M_OBLIQUE, "нів"),
    ("ків", "ков", M_OBLIQUE, "ків"),
    ("гів", "гов", M_OBLIQUE, "гів"),
    ("чів", "чев", M_OBLIQUE, "чів"),
    ("вів", "вов", M_OBLIQUE, "вів"),
    ("тів", "тов", M_OBLIQUE, "тів"),
];

/// -ій that is -ою in the genitive. Names keep their і: Андрій, Матвій.
const OPENED_J: &str = "рій стрій устрій розстрій настрій крій покрій сувій завій напій водопій запій спокій неспокій упокій \
    постій простій застій набій двобій відбій розбій перебій прибій гній перегній лій";

const MASCULINE: &[Row] = &[
    (
        "анин",
        "ан",
        "ин ина инові ину ином ині ине и - ам ами ах",
        "",
    ),
    (
        "янин",
        "ян",
        "ин ина инові ину ином ині ине и - ам ами ах",
        "",
    ),
    ("лець", "льц", M_SOFT_OBLIQUE, "лець льче"),
    ("єць", "йц", M_SOFT_OBLIQUE, "єць йче"),
    ("CCець", "ець", "", "ець ця цю цеві цем ці ців цям цями цях"),
    ("ець", "ц", M_SOFT_OBLIQUE, "ець че"),
    ("єць", "йц", M_SOFT_OBLIQUE, "єць йче"),
    ("ток", "тк", M_VELAR, "ток тче"),
    ("к", "к", M_VELAR, "к че ку ці"),
    ("г", "г", M_VELAR, "г же зі"),
    ("х", "х", M_VELAR, "х ше сі"),
    ("ж", "ж", M_HUSHING, ""),
    ("ш", "ш", M_HUSHING, ""),
    ("ч", "ч", M_HUSHING, ""),
    ("щ", "щ", M_HUSHING, ""),
    (
        "ар",
        "ар",
        "- я ю еві ем і ів ям ями ях а у ові ом е и ам ами ах",
        "",
    ),
    (
        "ир",
        "ир",
        "- я ю еві ем і ів ям ями ях а у ові ом е и ам ами ах",
        "",
    ),
    ("ій", "і", M_J, ""),
    ("й", "", M_J, ""),
    ("тель", "тел", M_SOFT, ""),
    ("ель", "ел", M_SOFT, "еллю елей елі"),
    ("нь", "н", M_SOFT, "нню ней"),
    ("зь", "з", M_SOFT, "ззю зей"),
    ("ль", "л", M_SOFT, "ллю лей"),
    ("ць", "ц", M_SOFT, "ццю цей"),
    ("сь", "с", M_SOFT, "ссю сей се"),
    ("дь", "д", M_SOFT, "ддю дей"),
    ("сть", "ст", "ь і и ю е ей ям ями ях", ""),
    ("рть", "рт", "ь і и ю е ей ям ями ях", ""),
    ("ть", "т", M_SOFT, "ттю тей"),
    ("ь", "", M_SOFT, ""),
];

const FEMININE: &[Row] = &[
    ("йка", "йк", F_FLEETING, "йці йок"),
    ("ька", "ьк", F_FLEETING, "ьці ьок"),
    ("ска", "ск", F_FLEETING, "сці сок ск"),
    ("Cка", "к", F_FLEETING, "ці ок"),
    ("ка", "к", F_FLEETING, "ці к"),
    ("га", "г", F_FLEETING, "зі г"),
    ("ха", "х", F_FLEETING, "сі х"),
    ("жа", "ж", F_HUSHING, ""),
    ("ша", "ш", F_HUSHING, ""),
    ("ча", "ч", F_HUSHING, ""),
    ("ща", "щ", F_HUSHING, ""),
    ("йна", "йн", F_HARD, "єн ен"),
    ("сна", "сн", F_HARD, "сен"),
    ("рма", "рм", F_HARD, "рем"),
    ("а", "", F_HARD, ""),
    ("ія", "і", F_IYA, ""),
    ("р'я", "р'", "я ю ям ї ями ях їв", ""),
    ("'я", "'", "я ї ю єю є ям ями ях", "ей їв"),
    ("ʼя", "ʼ", "я ї ю єю є ям ями ях", "ей їв"),
    ("’я", "’", "я ї ю єю є ям ями ях", "ей їв"),
    ("Vя", "", F_IYA, ""),
    ("Cння", "нн", N_LONG, ""),
    ("ння", "нн", N_LONG, "нь"),
    ("ття", "тт", N_LONG, "ть ттів тей"),
    ("лля", "лл", N_LONG, "ль ллів"),
    ("сся", "сс", N_LONG, "сь"),
    ("ззя", "зз", N_LONG, "зь"),
    ("ддя", "дд", N_LONG, "дь"),
    ("ччя", "чч", N_LONG, "ч"),
    ("жжя", "жж", N_LONG, "ж"),
    ("Cня", "н", F_SOFT, "ень"),
    ("ця", "ц", F_SOFT, ""),
    ("я", "", F_SOFT, ""),
];

const NEUTER: &[Row] = &[
    ("ство", "ств", N_HARD, ""),
    ("сло", "сл", N_HARD, "сел"),
    ("кно", "кн", N_HARD, "кон"),
    ("гно", "гн", N_HARD, "гон"),
    ("дро", "др", N_HARD, "дер"),
    ("бро", "бр", N_HARD, "бер"),
    ("ко", "к", "о а у ові ом ам ами ах и ів", "к ок ці"),
    ("го", "г", "о а у ові ом і - ам ами ах", ""),
    ("о", "", N_HARD, ""),
    ("рце", "рц", "е я ю ем і ям ями ях", "рдець"),
    ("це", "ц", "е я ю ем і ь ям ями ях", "ець"),
    ("ще", "щ", "е а у ем і - ам ами ах", ""),
    ("же", "ж", "е а у ем і - ам ами ах", ""),
    ("ле", "л", "е я ю ем і ь ям ями ях", ""),
    ("ре", "р", "е я ю ем і ів ям ями ях", ""),
];

/// Plurals typed as terms; a feminine or a masculine lies behind them.
const PLURAL: &[Row] = &[
    ("ості", "ост", "і ей ям ями ях", "ість істю"),
    ("ії", "і", F_IYA, ""),
    ("анці", "анц", "і ів ям ями ях я ю еві ем", "анець"),
    ("енці", "енц", "і ів ям ями ях я ю еві ем", "енець"),
    ("льці", "льц", "і ів ям ями ях я ю еві ем", "лець"),
    ("йці", "йц", "і ів ям ями ях я ю еві ем", "єць"),
    ("вці", "вц", "і ів ям ями ях я ю еві ем", "вець"),
    ("ці", "ц", "і я ю ею ем ь ям ями ях ів еві", ""),
    (
        "ани",
        "ан",
        "ин ина инові ину ином ині и - ам ами ах",
        "а ану ану аном ани анів",
    ),
    ("яни", "ян", "ин ина инові ину ином ині и - ам ами ах", ""),
    ("Cки", "к", "и а у ові ом ою о ів ам ами ах -", "ок ці"),
    ("ки", "к", "и а у ові ом ою о ів ам ами ах -", "ці"),
    ("ги", "г", "и а у ові ом ою о ів ам ами ах -", "зі"),
    ("хи", "х", "и а у ові ом ою о ів ам ами ах -", "сі"),
    ("и", "", "и - а у ові ом ою о і ів ам ами ах", ""),
    ("ї", "", "ї й я ю єм єю їв ям ями ях", ""),
    ("і", "", "і ь - я а ю у ею ем ів ей ям ями ях ам ами ах", ""),
    ("ства", "ств", N_HARD, ""),
];

/// Nouns that have a plural only.
const PLURAL_ONLY: &str = "вибори переговори дебати фінанси кайдани наручники похорони перевибори довибори заворушення \
    канікули роковини ножиці пологи збори гроші двері ворота надра ласощі припаси боєприпаси праймеріз консерви мемуари";

/// Places in the plural: a capital tells Суми from the sums of money.
const PLURAL_PLACES: &str = "суми броди черкаси прилуки лубни ромни бровари карпати балкани філіппіни нідерланди афіни альпи анди \
    сокиряни кобеляки";

/// -о and -е that never change.
const INDECLINABLE: &str = "ембарго кіно метро бюро депо радіо авто фото відео шосе кафе резюме досьє турне ательє кашне євро \
    вето лобі таксі журі кредо динамо гестапо торнадо табло інкогніто нетто брутто реноме тире кліше соло танго манго алібі";

/// Adds the forms of a noun.
pub(super) fn inflect(word: &str, is_name: bool, into: &mut Paradigm) {
    if is_one_of(word, INDECLINABLE) || ends_in(word, "іо ео ао уо") {
        return;
    }
    if is_one_of(word, PLURAL_ONLY) || is_name && is_one_of(word, PLURAL_PLACES) {
        plural_only(word, into);
        return;
    }
    match word.chars().next_back() {
        Some('а') if ends_in(word, "ства") => {
            decline(word, PLURAL, into);
        }
        Some('а' | 'я') => {
            decline(word, FEMININE, into);
        }
        Some('о' | 'е') => {
            decline(word, NEUTER, into);
        }
        Some('и' | 'і' | 'ї') => {
            decline(word, PLURAL, into);
        }
        Some('у' | 'ю' | 'є') | None => {}
        _ => masculine(word, into),
    }
}

fn plural_only(word: &str, into: &mut Paradigm) {
    if let Some(stem) = word.strip_suffix('и') {
        into.with(stem, "и ів - ам ами ах");
    } else if let Some(stem) = word.strip_suffix('і') {
        into.with(stem, "і ей ів ь - ям ями ях ам ами ах има");
    } else if let Some(stem) = word.strip_suffix('а') {
        into.with(stem, "а - ам ами ах");
    } else {
        decline(word, FEMININE, into);
    }
}

fn masculine(word: &str, into: &mut Paradigm) {
    if let Some(stem) = word.strip_suffix("ість") {
        into.with(stem, "ість ості ости істю осте остей остям остями остях");
        return;
    }
    if let Some(stem) = word
        .strip_suffix("ій")
        .filter(|_| is_one_of(word, OPENED_J))
    {
        into.add(word);
        into.with(&format!("{stem}о"), "ю я єві єм ї їв ям ями ях");
        return;
    }
    let opens = !ends_in(word, "вік лік нік розвій сервіс");
    if opens && vowels(word) > 0 && decline(word, OPENED, into) {
        return;
    }
    if let Some(stem) = word.strip_suffix("ок").filter(|_| drops_o(word)) {
        into.add(word);
        into.with(stem, "че ці");
        into.with(&format!("{stem}к"), M_VELAR);
        return;
    }
    if !decline(word, MASCULINE, into) {
        into.with(word, M_HARD);
    }
}

/// -ок with a vowel that is the root's and stays.
const STABLE_OK: &str =
    "крок строк урок пророк порок вирок зарок оброк рок блок шок знавок електрошок відеоблок";

/// -ок loses its vowel, unless it is the root's: крок, строк.
fn drops_o(word: &str) -> bool {
    vowels(word) > 1 && !is_one_of(word, STABLE_OK) && !word.ends_with("блок")
}

/// Surnames: -ко is declined for men, -ов and -ін have -им and a woman's forms, -ська is an adjective.
pub(super) fn surname(word: &str, into: &mut Paradigm) {
    if ends_in(word, "ов ев єв ін їн ин") && word.chars().count() > 3 {
        into.add(word);
        into.with(word, "а у ові им ом і ої ій ою и их ими");
    }
    if let Some(stem) = word
        .strip_suffix('а')
        .filter(|s| ends_in(s, "ов ев єв ін їн") && s.chars().count() > 3)
    {
        into.with(stem, "а ої ій у ою");
    }
}
