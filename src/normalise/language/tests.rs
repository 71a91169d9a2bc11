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
fn a_long_article_beyond_the_nine_is_told_by_all_that_is_read_of_it() {
    for (language, text) in [
        (
            "es",
            "El ministro explicó que las obras del puente empezarán en otoño y durarán dos años. Los vecinos temen que las tiendas \
             de la calle pierdan clientes mientras tanto. El ayuntamiento prometió ayudas a los comerciantes y una línea de \
             autobuses que rodeará el barrio. La oposición dijo que el dinero no llegaría para todos y pidió un debate en el pleno.",
        ),
        (
            "pt",
            "O presidente da câmara disse que a ponte será fechada durante o verão para obras de reparação. Os moradores queixam-se \
             de que ninguém os avisou a tempo e receiam perder clientes. A empresa garante que os trabalhos vão acabar antes do \
             inverno e que haverá autocarros gratuitos. A oposição quer saber quanto vai custar tudo isto aos cidadãos.",
        ),
        (
            "nl",
            "De burgemeester zei dat de brug in de zomer dicht gaat omdat de pijlers moeten worden vernieuwd. Bewoners klagen dat \
             niemand hun op tijd iets heeft verteld en vrezen voor hun winkels. Het bedrijf belooft dat het werk voor de winter \
             klaar zal zijn. De oppositie wil weten hoeveel dit de stad gaat kosten en vraagt om een openbaar debat.",
        ),
        (
            "cs",
            "Starosta řekl, že most bude v létě uzavřen, protože je třeba opravit pilíře. Obyvatelé si stěžují, že je nikdo včas \
             neupozornil, a bojí se o své obchody. Firma slibuje, že práce skončí ještě před zimou a že autobusy budou zdarma. \
             Opozice chce vědět, kolik to bude město stát, a žádá veřejnou debatu o celé věci.",
        ),
        (
            "sv",
            "Borgmästaren sade att bron kommer att stängas i sommar eftersom pelarna måste lagas. De boende klagar över att ingen \
             har berättat något i tid och är oroliga för sina butiker. Företaget lovar att arbetet ska vara klart före vintern. \
             Oppositionen vill veta vad det kommer att kosta staden och kräver en öppen debatt om saken.",
        ),
        (
            "ro",
            "Primarul a spus că podul va fi închis în timpul verii, deoarece stâlpii trebuie reparați. Locuitorii se plâng că nu \
             i-a anunțat nimeni la timp și se tem că își vor pierde clienții. Firma promite că lucrările se vor încheia înainte de \
             iarnă. Opoziția vrea să știe cât va costa totul și cere o dezbatere publică.",
        ),
        (
            "bg",
            "Кметът каза, че мостът ще бъде затворен през лятото, защото стълбовете трябва да се ремонтират. Жителите се оплакват, \
             че никой не ги е предупредил навреме, и се страхуват за магазините си. Фирмата обещава, че работата ще приключи преди \
             зимата. Опозицията иска да знае колко ще струва това на града и настоява за открит дебат.",
        ),
        (
            "sr",
            "Градоначелник је рекао да ће мост бити затворен током лета јер стубови морају да се поправе. Становници се жале да их \
             нико није на време обавестио и брину се за своје радње. Предузеће обећава да ће радови бити завршени пре зиме. \
             Опозиција жели да зна колико ће то коштати град и тражи јавну расправу.",
        ),
    ] {
        let names = "Reuters, John Smith, Anna Kowalska";
        for title in ["", names] {
            let found = identify_language(title, text, None);
            assert_eq!(
                found.map(|found| found.to_string()).as_deref(),
                Some(language),
                "{title} {text}"
            );
        }
    }
}

#[test]
fn an_article_that_begins_with_odd_names_is_in_the_language_of_the_rest() {
    let title = "Xhaka, Szczęsny, Nguyễn Thị Hằng, Þórðarson, Etxebarria, Çalhanoğlu";
    let text = "The five of them will play for the club again next year, the manager said after the match on Sunday. They had \
                been offered more money elsewhere but wanted to stay together, and the town would not have forgiven them.";

    assert_eq!(identify_language(title, text, None), Some(Language::EN));
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
