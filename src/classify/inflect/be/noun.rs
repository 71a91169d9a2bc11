//! Nouns: the declensions by ending, with fleeting vowels, softening before -е, and surnames.

use super::super::paradigm::Paradigm;
use super::super::paradigm::Row;
use super::super::paradigm::decline;
use super::super::paradigm::ends_in;
use super::super::paradigm::is_one_of;
use super::super::paradigm::vowels;

const M_HARD: &str = "- а у ам ом е ы аў оў амі ах";
const M_STOP: &str = "а у ам ом ы аў оў амі ах";
const M_VELAR: &str = "а у ам ом і аў оў амі ах";
const M_HUSHING: &str = "а у ам ом ы аў оў амі ах эй";
const M_SOFT: &str = "ь я ю ем ём і яў ёў ям ямі ях ей";
const M_J: &str = "й я ю ем ём і яў ёў ям ямі ях";
const F_HARD: &str = "а ы у ай аю ой ою - аў ам амі ах";
const F_VELAR: &str = "а і у ай аю ой ою аў ам амі ах";
const F_HUSHING: &str = "а ы у ай аю ой ою э - аў ам амі ах";
const F_SOFT: &str = "я і ю яй яю ёй ёю ь яў ям ямі ях";
const F_IYA: &str = "я і ю яй яю й яў ям ямі ях";
const N_HARD: &str = "а о у ам ом е ы - аў ам амі ах";
const N_LONG: &str = "е я ю ем і яў ям ямі ях";

const MASCULINE: &[Row] = &[
    ("анін", "ан", "ін іна іну інам іне е - аў ам амі ах ы", ""),
    ("янін", "ян", "ін іна іну інам іне е - аў ам амі ах ы", ""),
    ("лец", "льц", M_STOP, "лец"),
    ("еец", "ейц", M_STOP, "еец"),
    ("аец", "айц", M_STOP, "аец"),
    ("іец", "ійц", M_STOP, "іец"),
    ("CCец", "ец", "- а у ам ом ы аў оў амі ах", ""),
    ("вец", "ўц", M_STOP, "вец"),
    ("ец", "ц", M_STOP, "ец"),
    ("ц", "ц", M_STOP, "ц"),
    ("Cт", "", "т та ту там том ты таў тоў тамі тах це", ""),
    ("т", "", "т та ту там том ты таў тоў тамі тах це", ""),
    ("д", "", "д да ду дам дом ды даў доў дамі дах дзе", ""),
    ("аў", "а", "ў ва ву вам вым ве вы ваў вамі вах", ""),
    ("еў", "е", "ў ва ву вам вым ве вы ваў вамі вах", ""),
    ("яў", "я", "ў ва ву вам вым ве вы ваў вамі вах", ""),
    ("оў", "о", "ў ва ву вам вом вым ве вы ваў воў вамі вах", ""),
    ("ў", "", "ў ва ву вам ве вы ваў вамі вах", ""),
    ("к", "к", M_VELAR, "к"),
    ("г", "г", M_VELAR, "г зе"),
    ("х", "х", M_VELAR, "х се"),
    ("ж", "ж", M_HUSHING, "ж жу"),
    ("ш", "ш", M_HUSHING, "ш"),
    ("ч", "ч", M_HUSHING, "ч"),
    ("р", "р", M_HUSHING, "р ры"),
    ("й", "", M_J, ""),
    ("ель", "ел", M_SOFT, ""),
];

const FEMININE: &[Row] = &[
    ("ўка", "ўк", F_VELAR, "вак ўцы"),
    ("йка", "йк", F_VELAR, "ек йцы"),
    ("ька", "ьк", F_VELAR, "ек ьцы"),
    ("Cка", "к", F_VELAR, "ак цы"),
    ("ка", "к", F_VELAR, "цы цэ к"),
    ("га", "г", F_VELAR, "зе зэ г"),
    ("ха", "х", F_VELAR, "се сэ х"),
    ("Cта", "т", F_HARD, "це"),
    ("та", "т", F_HARD, "це"),
    ("да", "д", F_HARD, "дзе"),
    ("ра", "р", "а ы у ай аю ой ою э - аў ам амі ах", ""),
    ("жа", "ж", F_HUSHING, ""),
    ("ша", "ш", F_HUSHING, ""),
    ("ча", "ч", F_HUSHING, ""),
    ("льба", "льб", F_HARD, "льбе"),
    ("ца", "ц", F_HUSHING, ""),
    ("Cва", "в", "а ы у ай аю ой ою е аў ам амі ах", ""),
    (
        "ва",
        "",
        "ва вы ву вай ваю вой вою ве ў ваў вам вамі вах",
        "",
    ),
    ("йна", "йн", F_HARD, "йне ен"),
    ("рма", "рм", F_HARD, "рме рэм"),
    ("а", "", F_HARD, "е"),
    ("ыя", "ы", F_IYA, ""),
    ("ія", "і", F_IYA, ""),
    ("Vя", "", F_IYA, ""),
    ("'я", "'", "я і ю ёй ёю ей ям ямі ях яў", ""),
    ("’я", "’", "я і ю ёй ёю ей ям ямі ях яў", ""),
    ("ця", "ц", F_SOFT, ""),
    ("Cня", "н", F_SOFT, "ень няў"),
    ("я", "", F_SOFT, ""),
];

/// Those in -ства, -цтва and a few others are neuters.
const NEUTER: &[Row] = &[
    ("ства", "ств", N_HARD, ""),
    ("цтва", "цтв", N_HARD, ""),
    ("ска", "ск", "а о у ам ом і аў - амі ах", "сак"),
    ("ка", "к", "а о у ам ом і аў - амі ах", ""),
    ("та", "т", N_HARD, "це"),
    ("а", "", N_HARD, "е"),
    ("о", "", "о а у ом е ы аў - ам амі ах", ""),
    ("нне", "нн", N_LONG, ""),
    ("ццё", "цц", "ё я ю ём і", ""),
    ("ллё", "лл", "ё я ю ём і", ""),
    ("ннё", "нн", "ё я ю ём і", ""),
    ("лле", "лл", N_LONG, ""),
    ("цце", "цц", N_LONG, ""),
    ("ссе", "сс", N_LONG, ""),
    ("ззе", "зз", N_LONG, ""),
    ("ддзе", "ддз", N_LONG, ""),
    ("ччэ", "чч", "э а у ам ы аў амі ах", ""),
    ("жжа", "жж", "а у ам ы", ""),
    ("шча", "шч", "а у ам ы аў амі ах", "шч"),
    ("е", "", "е я ю ем і яў ям ямі ях", ""),
    ("э", "", "э а у ам ы аў амі ах", ""),
];

const SOFT_SIGN: &[Row] = &[
    ("сць", "сц", "ь і ю ей яў ям ямі ях", ""),
    ("рць", "рц", "ь і ю ей яў ям ямі ях", ""),
    ("тэль", "тэл", M_SOFT, ""),
    ("нь", "н", M_SOFT, "нню"),
    ("сь", "с", M_SOFT, "ссю"),
    ("зь", "з", M_SOFT, "ззю"),
    ("ль", "л", M_SOFT, "ллю"),
    ("дзь", "дз", M_SOFT, "ддзю"),
    ("ць", "ц", M_SOFT, "ццю"),
    ("ь", "", M_SOFT, ""),
];

/// Plurals typed as terms.
const PLURAL: &[Row] = &[
    ("ыі", "ы", F_IYA, ""),
    ("іі", "і", F_IYA, ""),
    ("Vі", "", "і й я ю ем яй яю яў ям ямі ях", ""),
    ("льцы", "льц", M_STOP, "лец"),
    ("йцы", "йц", M_STOP, "ец"),
    ("ўцы", "ўц", M_STOP, "вец"),
    ("анцы", "анц", M_STOP, "анец"),
    ("енцы", "енц", M_STOP, "енец"),
    ("Cцы", "ц", M_STOP, "ец"),
    ("цы", "ц", "ы а у ай аю - аў ам амі ах", ""),
    ("ты", "т", M_HARD, "та тай таю тою це"),
    ("ды", "д", M_HARD, "да дай даю дзе"),
    ("ўкі", "ўк", F_VELAR, "вак ўцы"),
    ("Cкі", "к", "і а у ам ай аю аў амі ах -", "ак цы"),
    ("кі", "к", "і а у ам ай аю аў амі ах -", "цы"),
    ("гі", "г", "і а у ам ай аю аў амі ах -", "зе"),
    ("хі", "х", "і а у ам ай аю аў амі ах -", "се"),
    ("сці", "сц", "ь і ю ей яў ям ямі ях", ""),
    ("нні", "нн", N_LONG, ""),
    ("і", "", "і ь я ю ем яй яю яў ям ямі ях", ""),
    ("вы", "", "вы ў ва ву вам вай ве ваў вамі вах", ""),
    ("ы", "", "ы - а у ам ай аю е аў амі ах", ""),
];

const NEUTERS: &str = "войска права слова месца дрэва жыта золата блага неба мяса шчасце лета пяро медыя цела пытанне імя срэбра \
    вока вуха поле мора сонца сэрца лякарства багацце балота палена прозвішча відовішча яйка яблыка далёка возера вуголле \
    крэсла чысло слоўца масла мыла пекла начыння";

const INDECLINABLE: &str = "эмбарга кіно метро бюро дэпо радыё аўто фота відэа шасэ кафэ рэзюмэ дасье еўра вета лобі таксі журы крэда \
    дынама тарнада інкогніта танга аліби";

const PLURAL_ONLY: &str = "выбары перамовы перагаворы дэбаты фінансы вучэнні беспарадкі боепрыпасы зносіны грошы дзверы вароты нетры \
    сродкі канікулы хаўтуры наручнікі дровы нажніцы паводзіны адносіны весткі санкцыіі даходы";

/// Adds the forms of a noun.
pub(super) fn inflect(word: &str, into: &mut Paradigm) {
    if is_one_of(word, INDECLINABLE) {
        return;
    }
    if is_one_of(word, PLURAL_ONLY) {
        plural_only(word, into);
        return;
    }
    let last = word.chars().next_back();
    match last {
        Some('а')
            if is_one_of(word, NEUTERS)
                || ends_in(word, "ства цтва шча") && !ends_in(word, "польшча плошча") =>
        {
            decline(word, NEUTER, into);
        }
        Some('я') if ends_in(word, "ння лля цця") => {
            let base = word.strip_suffix('я').unwrap_or(word);
            into.with(base, N_LONG);
        }
        Some('а' | 'я') => {
            decline(word, FEMININE, into);
        }
        Some('о' | 'е' | 'э' | 'ё') => {
            decline(word, NEUTER, into);
        }
        Some('ы' | 'і') => {
            decline(word, PLURAL, into);
        }
        Some('ь') => {
            decline(word, SOFT_SIGN, into);
        }
        Some('у' | 'ю') | None => {}
        _ => masculine(word, into),
    }
}

fn plural_only(word: &str, into: &mut Paradigm) {
    if let Some(stem) = word.strip_suffix('ы') {
        into.with(stem, "ы аў эй ам амі ах -");
    } else if let Some(stem) = word.strip_suffix('і') {
        into.with(stem, "і яў аў ям ямі ях ам амі ах");
    }
}

fn masculine(word: &str, into: &mut Paradigm) {
    if ends_in(word, "ноч моц печ рэч гарэліч подарож дапамоч помач") && !ends_in(word, "памоц")
    {
        let last = word.chars().next_back().unwrap_or_default();
        into.with(word, "- ы у ай эй аў ам амі ах");
        into.with(word, &format!("{last}у"));
        return;
    }
    if let Some(stem) = word.strip_suffix("ак").filter(|_| drops_a(word)) {
        into.add(word);
        into.with(&format!("{stem}к"), M_VELAR);
        return;
    }
    if let Some(stem) = word
        .strip_suffix("ок")
        .filter(|s| vowels(word) > 1 && ends_in(s, "н л"))
    {
        into.add(word);
        into.with(&format!("{stem}к"), M_VELAR);
        return;
    }
    if !decline(word, MASCULINE, into) {
        into.with(word, M_HARD);
    }
}

/// -ак that is stressed, or a root's, and stays.
const STABLE_AK: &str = "казак знак адзнак брак сваяк мастак кулак лайдак ваяк палак судак кабак табак мантак атак рак дурак барак чвартак \
    вурдалак жабрак рыбак чумак бурак дзівак";

/// Unstressed -ак is Russian -ок and loses its vowel: рынак, участак.
fn drops_a(word: &str) -> bool {
    vowels(word) > 1
        && ends_in(word, "нак так лак рак сак дак вак зак бак")
        && !is_one_of(word, STABLE_AK)
}

/// Surnames in -аў, -оў, -еў, -ін, -ын, and those in -ка which men share.
pub(super) fn surname(word: &str, into: &mut Paradigm) {
    if let Some(stem) = word
        .strip_suffix('ў')
        .filter(|s| ends_in(s, "а о е ё я") && s.chars().count() > 2)
    {
        into.add(word);
        into.with(&format!("{stem}в"), "а у ым е ай аю ой ою ы ых ымі");
    }
    if ends_in(word, "ін ын") && word.chars().count() > 3 {
        into.add(word);
        into.with(word, "а у ым ам е ай аю ы ых ымі");
    }
    if let Some(stem) = word
        .strip_suffix("энка")
        .or_else(|| word.strip_suffix("енка"))
    {
        let middle = &word[stem.len()..word.len() - 'а'.len_utf8()];
        into.add(word);
        into.with(&format!("{stem}{middle}"), "у ам ай і авы аў амі ах");
        let softened = &middle[..middle.len() - 'к'.len_utf8()];
        into.with(&format!("{stem}{softened}"), "цы");
    }
    if let Some(stem) = word
        .strip_suffix('а')
        .filter(|s| ends_in(s, "ав ов ев яв ін ын") && s.chars().count() > 3)
    {
        into.with(stem, "а ай у аю ой ою");
    }
}
