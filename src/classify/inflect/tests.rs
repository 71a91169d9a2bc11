//! What the tables promise together: whole paradigms of chosen words, and properties that hold for any text.

use std::collections::HashSet;

use proptest::prelude::*;

use super::forms;
use crate::model::language::Language;

/// Of each word every form listed must be given, and none of those behind the bar; tells all faults at once.
fn check(language: Language, rows: &[(&str, &str)]) {
    let mut faults = Vec::new();
    for (word, wanted) in rows {
        let (wanted, unwanted) = wanted.split_once('|').unwrap_or((wanted, ""));
        let given: HashSet<String> = forms(word, language).into_iter().collect();
        for form in wanted
            .split_whitespace()
            .filter(|form| !given.contains(*form))
        {
            faults.push(format!("{word}: no {form} among {given:?}"));
        }
        for form in unwanted
            .split_whitespace()
            .filter(|form| given.contains(*form))
        {
            faults.push(format!("{word}: {form} is no form of it"));
        }
    }
    assert!(faults.is_empty(), "{language}:\n{}", faults.join("\n"));
}

#[test]
fn russian_stems_change_as_they_should() {
    check(
        Language::RU,
        &[
            (
                "подросток",
                "подростка подростку подростком подростки подростков | подростока",
            ),
            ("восток", "востока востоку востоком | востка"),
            ("доброволец", "добровольца добровольцев добровольцами"),
            ("мудрец", "мудреца мудрецов | мудрца"),
            ("полковник", "полковника полковники полковников"),
            ("станица", "станицы станиц станицами"),
            ("копейка", "копейки копеек копейками"),
            ("заседание", "заседания заседаний заседаниями"),
            ("племя", "племени племенем племена"),
            ("Астана", "астаны астане астану астаной"),
            (
                "Кузнецов",
                "кузнецова кузнецову кузнецовым кузнецове кузнецовой",
            ),
            ("Ермошина", "ермошиной ермошину"),
            ("Луговская", "луговской луговскую | луговский луговского"),
            ("Толстой", "толстого толстому толстым"),
            ("Порошенко", "порошенко | порошенка"),
            ("казахстанцы", "казахстанец казахстанцев казахстанцами"),
        ],
    );
}

#[test]
fn a_russian_verb_brings_its_participles_from_any_common_form() {
    for word in ["захватить", "захватили", "захватила"] {
        check(
            Language::RU,
            &[(
                word,
                "захватить захватил захватила захватят захвачен захвачены захваченный захваченного захвативший",
            )],
        );
    }
    check(
        Language::RU,
        &[(
            "штурмовать",
            "штурмует штурмовали штурмующих штурмовавшие штурмуемого",
        )],
    );
    check(
        Language::RU,
        &[(
            "бороться",
            "борется боролся боролись борющихся борясь | боролсься",
        )],
    );
    check(
        Language::RU,
        &[("допросить", "допрошу допросят допрошен допрошенного")],
    );
}

#[test]
fn ukrainian_stems_change_as_they_should() {
    check(
        Language::UK,
        &[
            ("перехід", "переходу переходом переходи переходів"),
            ("доброволець", "добровольця добровольцеві добровольців"),
            ("спадок", "спадку спадком"),
            ("книга", "книги книзі книгу книгою книг"),
            ("незалежність", "незалежності незалежністю"),
            ("засідання", "засіданню засіданням засідань"),
            ("Ковальчук", "ковальчука ковальчуку ковальчуком"),
            ("Забужко", "забужка забужку"),
            ("слідчий", "слідчого слідчому слідчих"),
            (
                "захопити",
                "захопив захопили захоплять захоплено захоплений",
            ),
            ("штурмували", "штурмувати штурмує штурмують"),
        ],
    );
}

#[test]
fn belarusian_stems_change_as_they_should() {
    check(
        Language::BE,
        &[
            ("палкоўнік", "палкоўніка палкоўнікі палкоўнікаў"),
            ("добраахвотнік", "добраахвотніка добраахвотнікамі"),
            ("украінец", "украінца украінцы украінцаў"),
            ("падлетак", "падлетка падлеткі падлеткаў"),
            ("сустрэча", "сустрэчы сустрэчу сустрэч"),
            ("газета", "газеты газеце газету газетай"),
            ("незалежнасць", "незалежнасці незалежнасцю"),
            ("пасяджэнне", "пасяджэння пасяджэнню пасяджэннем"),
            ("Быкаў", "быкава быкаву быкавым"),
        ],
    );
    check(
        Language::BE,
        &[(
            "арыштавалі",
            "арыштаваць арыштаваў арыштуюць арыштаваны арыштаванага",
        )],
    );
}

#[test]
fn polish_stems_change_as_they_should() {
    check(
        Language::PL,
        &[
            ("student", "studenta studencie studenci studentów"),
            ("urzędnik", "urzędnika urzędnikiem urzędnicy urzędników"),
            ("mieszkaniec", "mieszkańca mieszkańcy mieszkańców"),
            ("rynek", "rynku rynkiem rynki"),
            ("błąd", "błędu błędzie błędów"),
            ("powód", "powodu powodem powody"),
            ("droga", "drogi drodze drogę"),
            ("stacja", "stacji stację stacje"),
            ("posiedzenie", "posiedzenia posiedzeń posiedzeniami"),
            ("radość", "radości radością"),
            ("niemiecki", "niemieckiego niemieccy niemiecką"),
            ("Kowalska", "kowalskiej kowalską | kowalski"),
            ("Wałęsa", "wałęsy wałęsie wałęsę"),
            ("zdobyć", "zdobył zdobyli zdobyty zdobycie"),
            ("skazali", "skazać skazał skazany skazano skazanie"),
        ],
    );
}

#[test]
fn baltic_stems_change_as_they_should() {
    check(
        Language::LT,
        &[
            ("studentas", "studento studentui studentai studentų"),
            ("medis", "medžio medyje medžiai medžių"),
            ("valstietis", "valstiečio valstiečiai valstietį"),
            ("svarbus", "svarbaus svarbi svarbesnis svarbiausias"),
            (
                "lietuviškas",
                "lietuviško lietuviškos lietuviškesnis lietuviškiausias lietuviškasis",
            ),
            ("įmonė", "įmonės įmonių įmonėms"),
            (
                "organizuoti",
                "organizuoja organizavo organizuos organizuotas organizuoto",
            ),
        ],
    );
    check(
        Language::LV,
        &[
            ("students", "studenta studenti studente"),
            ("skolotājs", "skolotāja skolotāji skolotājas"),
            ("brālis", "brāļa brāļi brāļu"),
            ("lācis", "lāča lāči lāču"),
            ("upe", "upes upju upēm"),
            ("pils", "pilij pilī piļu"),
            ("latvisks", "latviska latviskais latviskāks"),
            ("organizēt", "organizē organizēja organizēts organizētais"),
        ],
    );
}

#[test]
fn german_nouns_and_verbs_follow_their_last_member() {
    check(
        Language::DE,
        &[
            ("Landesverrat", "landesverrats landesverrates"),
            ("Grenzübergang", "grenzübergänge grenzübergängen"),
            ("Bundesland", "bundesländer bundesländern"),
            ("Lehrer", "lehrers lehrern lehrerin lehrerinnen"),
            ("Zeitung", "zeitungen | zeitungs"),
            ("Zeugnis", "zeugnisse zeugnisses"),
            ("Studium", "studien studiums"),
            ("Sprecherin", "sprecherinnen"),
            ("stark", "starke stärker stärksten"),
            ("politischen", "politisch politische politischer"),
            (
                "aufnehmen",
                "aufnimmt aufnahm aufgenommen aufzunehmen aufgenommenen",
            ),
            (
                "beschießen",
                "beschießt beschoss beschossen beschossenen | gebeschossen",
            ),
            ("protestieren", "protestiert protestierten protestierende"),
            ("festgenommen", "festnehmen festnimmt"),
            ("bewaffnet", "bewaffnen bewaffnete bewaffneten"),
        ],
    );
}

#[test]
fn english_and_french_words_are_joined_as_noun_and_verb() {
    check(
        Language::EN,
        &[
            ("bomb", "bombs bombed bombing"),
            ("invaded", "invade invades invading | invad"),
            ("detained", "detain detains detaining"),
            ("stopping", "stop stops stopped"),
            ("fly", "flies flew flown flying"),
            ("policy", "policies"),
            ("woman", "women"),
            ("large", "larger largest"),
            ("Ukrainian", "ukrainians"),
            ("Warsaw", "warsaw | warsaws warsawed"),
            ("nation", "nations | nationed"),
        ],
    );
    check(
        Language::FR,
        &[
            ("général", "généraux générale"),
            ("acteur", "acteurs actrice actrices"),
            ("lycéen", "lycéenne lycéennes"),
            ("bureau", "bureaux"),
            ("menacer", "menace menaçait menacé menacées menacera"),
            ("envahir", "envahit envahissent envahi envahies"),
            ("détruire", "détruit détruisent détruites"),
            ("appeler", "appelle appelons appellera"),
            ("manifestations", "manifestation"),
        ],
    );
}

#[test]
fn the_dictionary_form_comes_first() {
    assert_eq!(forms("Ракета", Language::RU)[0], "ракета");
    assert_eq!(forms("sanctions", Language::EN)[0], "sanction");
}

#[test]
fn what_is_no_word_and_what_has_no_tables_stands_for_itself() {
    assert_eq!(forms("Т-72", Language::RU), ["т-72"]);
    let spanish = "es".parse().expect("es is a language");
    assert_eq!(forms("palabra", spanish), ["palabra"]);
    assert!(forms("  ", Language::PL).is_empty());
}

#[test]
fn the_last_part_of_a_compound_is_inflected() {
    check(
        Language::RU,
        &[(
            "премьер-министр",
            "премьер-министра премьер-министру премьер-министры",
        )],
    );
    check(Language::PL, &[("eks-premier", "eks-premiera")]);
}

#[test]
fn a_name_is_declined_as_a_name_and_not_as_what_it_looks_like() {
    check(
        Language::RU,
        &[
            ("Крым", "крыма крыму крымом крыме | края крый крому"),
            ("крым", "крыма крыму | края"),
            ("Надым", "надыма надыму | надого"),
            ("Минская", "минской минскую"),
            ("Крымского", "крымского крымскому крымский"),
            ("Львов", "львова львове львовом | льва львы"),
            ("Припять", "припяти припятью | припну припнут"),
            ("Цхинвали", "| цхинвал цхинвать цхинвала"),
            ("Сумы", "сумам сумах | сумму суму сумой"),
        ],
    );
    check(
        Language::UK,
        &[
            ("Андрій", "андрія андрію андрієм | андроя андроєм"),
            ("Матвій", "матвія матвієм | матвоя"),
            ("Григорій", "григорія | григороя"),
            ("спокій", "спокою спокоєм | спокія"),
            ("двобій", "двобою двобої"),
            ("Суми", "сум сумам сумами сумах | суму сума сумою"),
            ("Ігор", "ігоря ігорем | ігора"),
        ],
    );
    check(Language::BE, &[("Львоў", "львова львове | льва львы")]);
    check(
        Language::PL,
        &[
            ("Lwów", "lwowa lwowie lwowem | lwa lwem"),
            ("Kim", "kima kimem | kto kogo komu"),
            ("Stany", "stanów stanach | stanego"),
            ("Zjednoczone", "zjednoczonych zjednoczonymi"),
        ],
    );
    check(
        Language::LV,
        &[
            ("Daugavpils", "daugavpilī daugavpilij"),
            ("Ventspils", "ventspilī"),
        ],
    );
}

#[test]
fn common_words_that_no_ending_tells_have_their_forms() {
    check(
        Language::PL,
        &[
            ("aktywa", "aktywów aktywami"),
            ("władze", "władz władzom władzami władza"),
            ("Władze", "władz władzom"),
            ("łódź", "łodzi łodzią łodzie"),
            ("powódź", "powodzi powodzią"),
        ],
    );
    for word in ["blacklist", "whitelist", "delist"] {
        let past = format!("{word}ed {word}ing {word}s");
        check(Language::EN, &[(word, past.as_str())]);
    }
    check(
        Language::EN,
        &[("journalist", "journalists | journalisted")],
    );
}

fn any_language() -> impl Strategy<Value = Language> {
    proptest::sample::select(Language::INFLECTED.to_vec())
}

proptest! {
    #[test]
    fn any_text_keeps_itself_and_stays_within_bounds(text in "\\PC{1,24}", language in any_language()) {
        let given = forms(&text, language);

        if !text.trim().is_empty() {
            prop_assert!(given.contains(&text.trim().to_lowercase()));
        }
        prop_assert!(given.len() < 400);
        prop_assert!(given.iter().all(|form| !form.is_empty()));
    }

    #[test]
    fn likely_words_keep_themselves_without_doubles(
        stem in "[а-яёіїєўa-ząćęłńóśżźčšžāēīūģķļņäöüßéèçœ]{1,9}",
        ending in proptest::sample::select(vec![
            "ать", "ить", "ся", "ий", "ость", "ець", "ув", "аць", "цца", "ować", "ić", "ąć", "ti", "uoti", "is", "us", "ēt", "ties",
            "en", "ieren", "t", "ung", "ing", "ed", "ies", "er", "ir", "é", "aux", "eur", "y", "i", "a", "о", "ы",
        ]),
        capital in proptest::bool::ANY,
        language in any_language(),
    ) {
        let mut word = format!("{stem}{ending}");
        if capital {
            let mut letters = word.chars();
            word = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        }

        let given = forms(&word, language);

        prop_assert!(given.contains(&word.to_lowercase()));
        prop_assert!(given.len() < 400);
        let once: HashSet<&String> = given.iter().collect();
        prop_assert_eq!(once.len(), given.len());
        prop_assert!(given.iter().all(|form| !form.is_empty()));
    }
}
