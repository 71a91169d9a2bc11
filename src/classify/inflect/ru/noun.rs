//! Nouns: the declensions by ending, with fleeting vowels, and surnames.

use super::super::paradigm::Paradigm;
use super::super::paradigm::Row;
use super::super::paradigm::decline;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::super::paradigm::is_vowel;
use super::super::paradigm::vowels;

const M_HARD: &str = "- а у ом е ы ов ам ами ах";
const M_VELAR: &str = "- а у ом е и ов ам ами ах";
const M_HUSHING: &str = "- а у ем ом е и ей ам ами ах";
const M_TS: &str = "а у ем ом е ы ев ов ам ами ах";
const M_SOFT: &str = "ь я ю ем е и ей ям ями ях";
const M_FLEETING: &str = "а у ом е и ов ам ами ах";
const M_J: &str = "й я ю ем е и ев ям ями ях";
const F_HARD: &str = "а ы е у ой ою - ам ами ах";
const F_VELAR: &str = "а и е у ой ою - ам ами ах";
const F_FLEETING: &str = "а и е у ой ою ам ами ах";
const F_HUSHING: &str = "а и е у ей ой ею ою - ам ами ах";
const F_TS: &str = "а ы е у ей ой ею - ам ами ах";
const F_SOFT: &str = "я и е ю ей ею ь ям ями ях";
const F_IYA: &str = "я и ю ей ею й ям ями ях";
const F_THIRD: &str = "ь и ью ей ям ями ях";
const F_THIRD_HUSHING: &str = "ь и ью ей ам ами ах";
const N_HARD: &str = "о а у ом е - ам ами ах";
const N_HUSHING: &str = "е а у ем - ам ами ах";
const N_IE: &str = "ие ия ию ием ии ий иям иями иях ье ья ью ьем ьи ьям ьями ьях";
/// Where masculine and feminine cannot be told from a plural.
const ANY_HARD: &str = "ы - а у ом е ов ам ами ах ой ою";
const ANY_VELAR: &str = "и - а у ом е ов ам ами ах ой ою";
const ANY_SOFT: &str = "ь я и е ю ем ей ею ью ям ями ях";

/// Consonant and -ец, after which the vowel stays: dropping it would leave a cluster nobody can say.
const STABLE_ETS: &[Row] = &[
    ("CCец", "ец", "- а у ом ем е ы ов ам ами ах", ""),
    ("жрец", "жрец", M_HARD, ""),
];

const MASCULINE: &[Row] = &[
    ("анин", "ан", "ин ина ину ином ине е - ам ами ах", ""),
    ("янин", "ян", "ин ина ину ином ине е - ам ами ах", ""),
    ("онок", "он", "ок ка ку ком ке ки", "ата ат атам атами атах"),
    ("ёнок", "ён", "ок ка ку ком ке ки", "ята ят ятам ятами ятах"),
    ("лец", "льц", M_TS, "лец"),
    ("Vец", "йц", M_TS, "ец"),
    ("ец", "ц", M_TS, "ец"),
    ("Vц", "ц", M_TS, "ц"),
    ("Cц", "ц", M_TS, "ц"),
    ("ий", "и", M_J, ""),
    ("ей", "е", M_J, "ья ью ьём ье ьи ьёв ьям ьями ьях"),
    ("й", "", M_J, ""),
    ("Vк", "к", M_VELAR, ""),
    ("к", "к", M_VELAR, ""),
    ("г", "г", M_VELAR, ""),
    ("х", "х", M_VELAR, ""),
    ("ж", "ж", M_HUSHING, ""),
    ("ш", "ш", M_HUSHING, ""),
    ("ч", "ч", M_HUSHING, ""),
    ("щ", "щ", M_HUSHING, ""),
];

const FEMININE: &[Row] = &[
    ("йка", "йк", F_FLEETING, "ек йк"),
    ("ька", "ьк", F_FLEETING, "ек"),
    ("жка", "жк", F_FLEETING, "жек"),
    ("шка", "шк", F_FLEETING, "шек"),
    ("чка", "чк", F_FLEETING, "чек"),
    ("ска", "ск", F_VELAR, "сок"),
    ("Cка", "к", F_FLEETING, "ок"),
    ("ка", "к", F_VELAR, ""),
    ("га", "г", F_VELAR, ""),
    ("ха", "х", F_VELAR, ""),
    ("жа", "ж", F_HUSHING, ""),
    ("ша", "ш", F_HUSHING, ""),
    ("ча", "ч", F_HUSHING, ""),
    ("ща", "щ", F_HUSHING, ""),
    ("ьца", "ьц", F_TS, "ец"),
    ("Cца", "ц", F_TS, "ец"),
    ("ца", "ц", F_TS, ""),
    ("льба", "льб", F_HARD, "леб"),
    ("йма", "йм", F_HARD, "ем"),
    ("рьма", "рьм", F_HARD, "рем"),
    ("а", "", F_HARD, ""),
    ("ия", "и", F_IYA, "ье ьею ьи ью ья"),
    ("ья", "ь", "я и е ю ей ею ям ями ях", "ей ий"),
    ("Vя", "", "я и е ю ей ею й ям ями ях", ""),
    ("льня", "льн", F_SOFT, "лен"),
    ("йня", "йн", F_SOFT, "ен"),
    ("Cня", "н", F_SOFT, "ен"),
    ("мля", "мл", F_SOFT, "мель"),
    ("пля", "пл", F_SOFT, "пель"),
    ("бля", "бл", F_SOFT, "бель"),
    ("вля", "вл", F_SOFT, "вель"),
    ("я", "", F_SOFT, ""),
];

const NEUTER: &[Row] = &[
    ("ство", "ств", N_HARD, ""),
    ("ьмо", "ьм", N_HARD, "ем"),
    ("ьцо", "ьц", N_HARD, "ец"),
    ("льно", "льн", N_HARD, "лен"),
    ("сло", "сл", N_HARD, "сел сл"),
    ("кно", "кн", N_HARD, "кон"),
    ("кло", "кл", N_HARD, "кол"),
    ("гло", "гл", N_HARD, "гол"),
    ("дро", "др", N_HARD, "дер"),
    ("бро", "бр", N_HARD, "бер"),
    ("тло", "тл", N_HARD, "тел"),
    ("Cно", "н", N_HARD, "ен он"),
    ("ко", "к", "о а у ом е и ов ок - ам ами ах", ""),
    ("о", "", N_HARD, ""),
    ("ие", "", N_IE, ""),
    ("ье", "ь", "е я ю ем и ям ями ях", "ий ьев"),
    ("ьё", "ь", "ё я ю ём е и", ""),
    ("рце", "рц", N_HUSHING, "рдец рец"),
    ("Cце", "ц", N_HUSHING, "ец"),
    ("ще", "щ", N_HUSHING, ""),
    ("же", "ж", N_HUSHING, ""),
    ("ще", "щ", N_HUSHING, ""),
    ("ле", "л", "е я ю ем ей ь ям ями ях", ""),
    ("ре", "р", "е я ю ем ей ям ями ях", ""),
    ("мя", "м", "я ени енем ена ён енам енами енах", ""),
];

const SOFT_SIGN: &[Row] = &[
    ("ость", "ост", F_THIRD, ""),
    ("есть", "ест", F_THIRD, ""),
    ("тель", "тел", M_SOFT, ""),
    ("арь", "ар", M_SOFT, ""),
    ("жь", "ж", F_THIRD_HUSHING, ""),
    ("шь", "ш", F_THIRD_HUSHING, ""),
    ("чь", "ч", F_THIRD_HUSHING, ""),
    ("щь", "щ", F_THIRD_HUSHING, ""),
    ("Vдь", "д", ANY_SOFT, ""),
    ("вь", "в", ANY_SOFT, ""),
    ("знь", "зн", F_THIRD, ""),
    ("сь", "с", ANY_SOFT, ""),
    ("ь", "", ANY_SOFT, ""),
];

/// Plurals typed as terms. A neuter, a feminine or a masculine lies behind them.
const PLURAL: &[Row] = &[
    ("ости", "ост", F_THIRD, ""),
    ("тели", "тел", M_SOFT, ""),
    ("ари", "ар", M_SOFT, ""),
    ("ии", "и", F_IYA, ""),
    ("ьи", "ь", "я и е ю ей ею ям ями ях", "ей"),
    ("еи", "е", "я й и е ю ей ею ем ев ям ями ях", ""),
    ("аи", "а", "я й и е ю ей ею ем ев ям ями ях", ""),
    ("ои", "о", "й я и е ю ем ев ям ями ях", ""),
    ("ане", "ан", "ин ина ину ином ине е - ам ами ах", ""),
    ("яне", "ян", "ин ина ину ином ине е - ам ами ах", ""),
    ("льцы", "льц", M_TS, "лец"),
    ("йцы", "йц", M_TS, "ец"),
    ("Cцы", "ц", M_TS, "ец"),
    ("ицы", "иц", F_TS, ""),
    ("цы", "ц", F_TS, ""),
    ("шки", "шк", "и а у ом е ов ам ами ах ой ою", "шек шка"),
    ("жки", "жк", "и а у ом е ов ам ами ах ой ою", "жек жка"),
    ("чки", "чк", "и а у ом е ов ам ами ах ой ою", "чек чка"),
    ("йки", "йк", F_FLEETING, "ек"),
    ("ьки", "ьк", F_FLEETING, "ек"),
    ("тки", "тк", "и а у ом е ов ам ами ах ой ою", "ток"),
    ("Cки", "к", ANY_VELAR, "ок"),
    ("ки", "к", M_VELAR, ""),
    ("ги", "г", ANY_VELAR, ""),
    ("хи", "х", ANY_VELAR, ""),
    ("чи", "ч", "и - а у ем ом е ей ою ью ь ам ами ах", ""),
    ("щи", "щ", "и - а у ем ом е ей ью ь ам ами ах", ""),
    ("жи", "ж", "и - а у ем ом е ей ью ам ами ах", ""),
    ("ши", "ш", "и - а у ем ом е ей ью ам ами ах", ""),
    ("ы", "", ANY_HARD, ""),
    ("и", "", ANY_SOFT, ""),
    ("ения", "ени", "е я ю ем и й ям ями ях", ""),
    ("ания", "ани", "е я ю ем и й ям ями ях", ""),
    ("тия", "ти", "е я ю ем и й ям ями ях ей ею", ""),
    ("ства", "ств", N_HARD, ""),
];

/// Nouns that have a plural only; in the plural's forms the singular of another word must not lie.
const PLURAL_ONLY: &str = "выборы переговоры дебаты финансы боеприпасы беспорядки власти недра джунгли \
    каникулы похороны роды сутки поминки оковы узы козни хлопоты перевыборы довыборы деньги очки ножницы ворота \
    нары кандалы будни заморозки сливки алименты консервы припасы дрожжи духи шахматы мемуары сумерки прения \
    кадры титры руины доходы";

/// Places in the plural: a capital tells Сумы from the sums of money.
const PLURAL_PLACES: &str = "сумы броды черкассы прилуки лубны ромны бровары карпаты балканы филиппины нидерланды афины альпы анды \
    гималаи химки мытищи люберцы чебоксары клинцы ессентуки луки горки";

/// Adds the forms of a noun; anything that has letters is one.
pub(super) fn inflect(word: &str, is_name: bool, into: &mut Paradigm) {
    if is_one_of(word, PLURAL_ONLY) || is_name && is_one_of(word, PLURAL_PLACES) {
        plural_only(word, into);
        return;
    }
    let Some(last) = word.chars().next_back() else {
        return;
    };
    match last {
        'о' | 'е' | 'ё' => neuter(word, is_name, into),
        'а' if !is_name && ends_in(word, "ства") => {
            decline(word, PLURAL, into);
        }
        'я' if ends_in(word, "мя") && word.chars().count() < 7 && !ends_in(word, "емья") => {
            decline(word, NEUTER, into);
        }
        'я' if !is_name && ends_in(word, "ения ания тия") && !is_feminine_in_ia(word) =>
        {
            decline(word, PLURAL, into);
        }
        'а' | 'я' => {
            decline(word, FEMININE, into);
        }
        'ь' => {
            decline(word, SOFT_SIGN, into);
        }
        'ы' | 'и' => {
            decline(word, PLURAL, into);
        }
        'у' | 'ю' | 'э' => {}
        _ => masculine(word, into),
    }
}

/// -ания and -тия of the first declension; the rest in lower case are plurals of neuters.
fn is_feminine_in_ia(word: &str) -> bool {
    ends_in(
        word,
        "кампания компания мания дания тания артия партия династия симпатия антипатия эпатия гарантия амнистия \
        изотия демократия бюрократия автократия кратия патия хартия мантия армения ения.. терапия металлургия",
    )
}

fn plural_only(word: &str, into: &mut Paradigm) {
    let cut = word.chars().count() - 1;
    let stem: String = word.chars().take(cut).collect();
    match word.chars().next_back() {
        Some('ы') => into.with(&stem, "ы ов ам ами ах -"),
        Some('и') if ends_in(word, "щи") => into.with(&stem, "и - ам ами ах"),
        Some('и') if ends_in(word, "ти ли жи ни") => into.with(&stem, "и ей ь ям ями ях"),
        Some('и') => {
            into.with(&stem, "и ов ам ами ах");
            if let Some(base) = stem.strip_suffix('к') {
                into.with(base, "ок ек");
            }
        }
        Some('я') => into.with(&stem, "я й ям ями ях"),
        _ => into.with(&stem, "а - ам ами ах"),
    }
}

fn neuter(word: &str, is_name: bool, into: &mut Paradigm) {
    if is_indeclinable(word) {
        return;
    }
    if is_name && ends_in(word, "ане яне") {
        decline(word, PLURAL, into);
        return;
    }
    if ends_in(word, "ане яне") {
        decline(word, PLURAL, into);
    } else {
        decline(word, NEUTER, into);
    }
}

fn masculine(word: &str, into: &mut Paradigm) {
    if ends_in(word, "ец")
        && (vowels(word) > 1 || ends_in(word, "жрец"))
        && decline(word, STABLE_ETS, into)
    {
        return;
    }
    if let Some(stem) = word.strip_suffix("ец").filter(|_| vowels(word) < 2) {
        into.with(&format!("{stem}ец"), M_HARD);
        return;
    }
    if let Some(stem) = word.strip_suffix("ок").filter(|_| drops_o(word)) {
        into.add(word);
        into.with(&format!("{stem}к"), M_FLEETING);
        return;
    }
    if let Some(stem) = word
        .strip_suffix("ек")
        .filter(|_| vowels(word) > 1 && ends_in(word, "чек шек жек щек"))
    {
        into.add(word);
        into.with(&format!("{stem}к"), M_FLEETING);
        return;
    }
    if !decline(word, MASCULINE, into) {
        into.with(word, M_HARD);
    }
}

/// -ок with a vowel that is the root's and stays.
const STABLE_OK: &str = "урок срок порок зарок оброк пророк игрок восток поток исток приток отток водосток сток кровоток знаток блок \
    шок электрошок сок бок волок ездок ходок видеоблок энергоблок моноблок рок";

/// -ок loses its vowel, unless it is the root's: восток, срок, поток.
fn drops_o(word: &str) -> bool {
    vowels(word) > 1 && !is_one_of(word, STABLE_OK) && !ends_in(word, "восток поток блок")
}

/// Acronyms decline when they can be said as a word and end in a consonant: МИД, ОМОН, but not США or ФСБ.
pub(super) fn acronym_declines(word: &str) -> bool {
    let last_is_vowel = word.chars().next_back().is_some_and(is_vowel);
    vowels(word) > 0 && !last_is_vowel && word.chars().count() > 2
}

/// Names in -о are not declined in Russian: Лукашенко, Бордо; those in -ово, -ино, -ство may be.
pub(super) fn is_foreign_in_o(word: &str) -> bool {
    ends_in(word, "о е")
        && !ends_in(
            word,
            "ово ево ино ыно ского цкого ье ие ое ее ане яне ство море поле озеро",
        )
}

/// Loans in vowels, and -о after a vowel.
fn is_indeclinable(word: &str) -> bool {
    ends_in(word, "ио ео ао уо эо тро метро") && !ends_in(word, "утро нутро ведро ядро")
        || ends_in(
            word,
            "эмбарго досье ателье кофе кафе шоссе бюро депо кино пальто авто фото видео резюме кредо либретто нетто брутто \
             торнадо гестапо евро динамо табло кимоно домино казино портье крупье атташе протеже турне интермеццо \
             реноме филе купе тире клише алиби инкогнито вето лобби жюри ралли такси монпансье коммюнике каноэ помело \
             сальдо конто трио соло манго танго лото политбюро стерео рандеву статус-кво либидо эго",
        )
}

/// Surnames in -ов, -ев, -ин, -ын: the instrumental in -ым, the woman's and the family's forms.
pub(super) fn surname(word: &str, into: &mut Paradigm) {
    if ends_in(word, "ов ев ёв ин ын") && word.chars().count() > 3 {
        into.add(word);
        into.with(word, "а у ым ом е ой ою ы ых ыми");
    }
    if let Some(stem) = word
        .strip_suffix('а')
        .filter(|s| ends_in(s, "ов ев ёв ин ын") && s.chars().count() > 3)
    {
        into.with(stem, "а ой у ою ы ы е");
    }
}
