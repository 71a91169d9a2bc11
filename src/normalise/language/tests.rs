//! Sentences of our own in many languages, not on the model's pages.

use proptest::prelude::*;

use super::*;

fn identified(title: &str) -> String {
    identify_language(title, "", None)
        .map_or_else(|| "none".to_owned(), |language| language.to_string())
}

#[test]
fn headlines_in_the_nine_languages_are_told_apart() {
    for (language, title) in [
        ("be", "Журналістку асудзілі на чатыры гады калоніі"),
        ("be", "У Мінску прайшоў суд над праваабаронцам"),
        ("de", "Neue Strafmaßnahmen gegen Minsk beschlossen"),
        ("de", "Opposition ruft zu Protesten auf"),
        ("en", "Journalist sentenced to four years in a penal colony"),
        ("en", "Lukashenka met Putin in Sochi, the Kremlin said"),
        ("fr", "Nouvelles sanctions contre la Biélorussie"),
        ("fr", "Quatre ans de prison pour une journaliste"),
        ("lt", "Lietuva sustiprino sienos su Baltarusija apsaugą"),
        ("lt", "Vilniuje sulaikytas šnipinėjimu įtariamas vyras"),
        ("lv", "Latvija slēdz robežpunktu uz Baltkrievijas robežas"),
        ("lv", "Rīgā aizturēts spiegošanā aizdomās turamais"),
        ("pl", "Dziennikarka skazana na cztery lata kolonii karnej"),
        ("pl", "Polska zamyka przejście graniczne"),
        ("ru", "Журналистку приговорили к четырём годам колонии"),
        ("ru", "В Минске прошёл суд над правозащитником"),
        ("uk", "Журналістку засудили до чотирьох років колонії"),
        ("uk", "У Мінську відбувся суд над правозахисником"),
    ] {
        assert_eq!(identified(title), language, "{title}");
    }
}

#[test]
fn a_headline_of_a_few_words_is_not_surely_in_another_language() {
    for title in [
        "EU extends Russia sanctions",
        "Russian drones violate airspace",
        "Court jails Minsk journalist",
        "Minsk court jails reporter",
        "Putin visits Minsk",
        "Tikhanovskaya addresses parliament",
        "Lukashenko pardons prisoners",
        "Latvia detains spy suspect",
        "Drones attack Moscow refinery",
        "Estonia expels diplomat",
    ] {
        for hint in [None, Some(Language::EN)] {
            let language = identify_language(title, "", hint);

            assert!(
                language.is_none_or(|language| language == Language::EN),
                "{title}: {language:?} with the hint {hint:?}"
            );
        }
    }
}

#[test]
fn what_is_not_sure_is_the_hint_or_nothing_and_still_a_guess() {
    let mut unsure = 0;

    for title in ["Radio", "Forum", "Konflikt", "Panorama", "Радар", "Протест"] {
        let guess = guess_language(title, "", None);
        let sure = identify_language(title, "", None);

        if sure.is_none() && guess.is_some() {
            unsure += 1;
            let hint = Some("cs".parse().unwrap());
            assert_eq!(identify_language(title, "", hint), hint, "{title}");
        } else {
            assert_eq!(sure, guess, "{title}");
        }
    }

    assert!(unsure > 0, "no such title is too short to be sure of");
}

#[test]
fn languages_beyond_the_nine_are_not_taken_for_one_of_them() {
    for (language, title) in [
        (
            "es",
            "El gobierno anunció ayer que las nuevas medidas entrarán en vigor el próximo mes de enero",
        ),
        (
            "it",
            "Il governo ha annunciato ieri che le nuove misure entreranno in vigore nel prossimo mese di gennaio",
        ),
        (
            "nl",
            "De regering heeft gisteren aangekondigd dat de nieuwe maatregelen volgende maand van kracht worden",
        ),
        (
            "tr",
            "Hükümet dün yaptığı açıklamada yeni önlemlerin gelecek ay yürürlüğe gireceğini duyurdu",
        ),
        ("zh", "政府昨天宣布，新措施将于下个月生效"),
        ("ja", "政府は昨日、新しい措置が来月から実施されると発表した"),
        (
            "ar",
            "أعلنت الحكومة أمس أن الإجراءات الجديدة ستدخل حيز التنفيذ الشهر المقبل",
        ),
        ("ka", "მთავრობამ გუშინ გამოაცხადა ახალი ზომების შესახებ"),
    ] {
        assert_eq!(identified(title), language, "{title}");
    }
}

#[test]
fn a_claim_decides_what_letters_do_not_and_nothing_else() {
    let claimed = |title: &str, claim: &str| {
        identify_language(title, "", Some(claim.parse().unwrap()))
            .unwrap()
            .to_string()
    };

    assert_eq!(claimed("Канада", "be"), "be");
    assert_eq!(claimed("Канада", "uk"), "uk");
    assert_eq!(claimed("12:30", "lt"), "lt");
    assert_eq!(claimed("", "es"), "es");
    assert_eq!(
        claimed("Журналістку асудзілі на чатыры гады калоніі", "ru"),
        "be"
    );
    assert_eq!(
        claimed("Journalist sentenced to four years in a penal colony", "ru"),
        "en"
    );
    assert_eq!(identify_language("12:30", "", None), None);
}

#[test]
fn a_foreign_name_does_not_make_a_foreign_text() {
    let mixed = "Łukaszenka meets Šimonytė in Kraków, says Gazeta Wyborcza";
    assert_eq!(guess_language(mixed, "", None), Some(Language::EN));
    let sure = identify_language(mixed, "", None);
    assert!(sure.is_none_or(|sure| sure == Language::EN), "{sure:?}");
    assert_eq!(
        identified("Компания Microsoft Windows Update Services сообщила об атаке"),
        "ru"
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(title in "\\PC{0,60}", text in "(\\PC|\\pM|\\pC){0,60}") {
        let _ = identify_language(&title, &text, None);
    }
}
