//! What each kind of term finds.

use super::*;

#[test]
fn a_term_finds_what_the_contract_says() {
    let table = [
        (
            "sanction",
            "en",
            "New SANCTIONS; presanction sanctions’ sanctioned",
            "SANCTIONS|sanctions|sanctioned",
        ),
        (
            "asset freeze",
            "en",
            "An asset  freeze, asset-freeze. Asset. Freeze",
            "asset  freeze|asset-freeze",
        ),
        ("asset freeze", "en", "the asset, freeze", ""),
        ("Ukraine", "fr", "L’Ukraine et d'Ukraine", "Ukraine|Ukraine"),
        ("Lukashenko", "en", "Lukashenko's men", "Lukashenko"),
        ("OFAC", "en", "OFAC ofac Ofac OFACs", "OFAC"),
        ("US", "en", "Tell us what US-led means", "US"),
        ("AT&T", "en", "AT&T at&t at T", "AT&T"),
        (
            "=Wagner Group",
            "en",
            "Wagner Group, wagner group, Wagner group",
            "Wagner Group",
        ),
        ("=C++", "en", "C, c++ and C++", "C++"),
        ("=«Минск»", "ru", "газета «Минск» вышла", "«Минск»"),
        ("=(Minsk)", "en", "(Minsk)", "(Minsk)"),
        ("=Минск»", "ru", "«Минск»", "Минск»"),
        (
            "sanction*",
            "en",
            "sanctionable sanctio resanction",
            "sanctionable",
        ),
        (
            "organi?ation",
            "en",
            "organisation organization organiation",
            "organisation|organization",
        ),
        ("post-sov*", "en", "post-Soviet and Soviet", "post-Soviet"),
        (
            "arrest ~2 Minsk",
            "en",
            "Minsk police arrest one; arrest a b c Minsk",
            "Minsk police arrest",
        ),
        ("arrest >2 Minsk", "en", "Minsk police arrest", ""),
        (
            "arrest >2 Minsk",
            "en",
            "Arrest in old Minsk",
            "Arrest in old Minsk",
        ),
        (
            "re:iskand[ae]r-?m",
            "en",
            "ISKANDER-M, Iskanderm",
            "ISKANDER-M|Iskanderm",
        ),
        ("re:самолёт", "ru", "самолет и самолёт", "самолет|самолёт"),
        (
            "U.S. Treasury",
            "en",
            "the U.S. Treasury, U. S. Treasury",
            "U.S. Treasury|U. S. Treasury",
        ),
        ("Łukaszenka", "en", "Lukaszenka", "Lukaszenka"),
        ("ещё", "ru", "еще ЕЩЁ", "еще|ЕЩЁ"),
        ("аб'ява", "be", "Аб’ява абява", "Аб’ява|абява"),
        ("об'яв*", "uk", "Об’ява й обява", "Об’ява|обява"),
        ("зв'яз*", "uk", "звʼязок, зв", "звʼязок"),
        ("п'ят?", "uk", "п'ять", "п'ять"),
        ("з'езд*", "be", "З’езду", "З’езду"),
        (r"re:зв'яз\w+", "uk", "зв'язок", "зв'язок"),
        (r"re:don't", "en", "don't", "don't"),
        (
            "EU ~9 restrictions ~9 Belarus",
            "en",
            "New restrictions on Belarus were agreed by the EU",
            "restrictions on Belarus were agreed by the EU",
        ),
        (
            "alpha ~2 beta ~2 gamma",
            "en",
            "beta gamma z alpha",
            "beta gamma z alpha",
        ),
        (
            "alpha ~5 beta ~1 gamma",
            "en",
            "alpha x x gamma x x beta",
            "",
        ),
        ("alpha ~2 beta >2 gamma", "en", "beta gamma z alpha", ""),
        ("制裁", "zh", "美国对俄制裁升级", "制裁"),
        ("คว่ำบาตร", "th", "การคว่ำบาตรรัสเซีย", "คว่ำบาตร"),
        ("제재", "ko", "대북제재를 강화", "제재"),
        ("عقوبات", "ar", "فرض عُقوبات جديدة", "عُقوبات"),
    ];

    for (written, language, title, forms) in table {
        assert_eq!(
            found(written, language, title),
            forms,
            "{written} in {title}"
        );
    }
}

#[test]
fn offsets_count_characters_of_the_text_as_written() {
    let matches = compiled(vec![topic("t", &[&["Minsk"]])]).classify(&text(
        "en",
        "Ё—\u{200b}👩 Minsk",
        "a\r\n\r\nMinsk",
    ));

    let places: Vec<_> = matches[0]
        .evidence
        .iter()
        .map(|e| (e.field, e.start, e.end))
        .collect();
    assert_eq!(places, [(Field::Title, 5, 10), (Field::Text, 5, 10)]);
}

#[test]
fn german_compounds_end_in_a_term() {
    let sanction = || in_language("Sanktion", Language::DE);

    assert_eq!(
        found_by(sanction(), "de", "Neue Wirtschaftssanktionen"),
        "Wirtschaftssanktionen"
    );
    assert_eq!(
        found("Sanktion", "de", "EU-Sanktionen und Finanzsanktion"),
        "Sanktionen|Finanzsanktion"
    );
    assert_eq!(found_by(sanction(), "en", "Wirtschaftssanktionen"), "");
    assert_eq!(found_by(sanction(), "de", "sie wirtschaftssanktionen"), "");
    assert_eq!(
        found_by(in_language("Haft", Language::DE), "de", "Die Gesellschaft"),
        ""
    );
}

#[test]
fn a_german_compound_is_told_from_a_word_that_only_ends_so() {
    let declared = |written: &str| in_language(written, Language::DE);

    assert_eq!(found("Putin", "de", "Rasputin und Putin"), "Putin");
    assert_eq!(found("Union", "de", "Die Kommunion der Union"), "Union");
    assert_eq!(
        found_by(declared("Liste"), "de", "Journalisten auf Terrorlisten"),
        "Terrorlisten"
    );
    assert_eq!(
        found_by(declared("Aktion"), "de", "Redaktion und Polizeiaktion"),
        "Polizeiaktion"
    );
    assert_eq!(
        found_by(declared("Nation"), "de", "Detonation, Industrienation"),
        "Industrienation"
    );
}

#[test]
fn plain_latin_terms_are_read_in_the_languages_their_topic_asks_for() {
    let said = |language: &str, title: &str| {
        let written = ["wojna", "Rosja", "agresja", "granica", "Moskwa", "port"];
        let topic = Topic {
            languages: ["en", "ru", "be", "uk", "pl", "fr"]
                .map(|code| code.parse().unwrap())
                .to_vec(),
            ..topic("t", &[&written])
        };
        let matches = compiled(vec![topic]).classify(&text(language, title, ""));
        let forms: Vec<String> = matches
            .into_iter()
            .flat_map(|m| m.evidence)
            .map(|e| e.form)
            .collect();
        forms.join("|")
    };

    assert_eq!(
        said(
            "pl",
            "Skutki wojny i agresji Rosji na granicy obwodu Moskwy"
        ),
        "wojny|agresji|Rosji|granicy|Moskwy"
    );
    assert_eq!(said("en", "wojny Moskwy"), "");
    assert_eq!(said("fr", "La porte du port"), "port");
}

#[test]
fn signs_between_and_around_the_words_of_a_term_are_read_as_print() {
    assert_eq!(
        found("Johnson & Johnson", "en", "Johnson & Johnson sued"),
        "Johnson & Johnson"
    );
    assert_eq!(
        found("Black & Decker", "en", "Black, Decker"),
        "",
        "only the term's own sign joins its words"
    );
    assert_eq!(
        found("«Новая газета»", "ru", "редактора «Новой газеты»"),
        "Новой газеты"
    );
    assert_eq!(
        found("\"Гродно Азот\"", "ru", "на «Гродно Азоте»"),
        "Гродно Азоте"
    );
    assert_eq!(found("санкция.", "ru", "санкциями"), "санкциями");
}

#[test]
fn another_languages_short_forms_do_not_count_but_the_written_word_always_does() {
    let ban = || in_language("ban", Language::PL);

    assert_eq!(found_by(ban(), "pl", "ban bany"), "ban|bany");
    assert_eq!(found_by(ban(), "fr", "ban bany"), "ban");
    assert_eq!(found("sanction", "fr", "Les sanctions"), "sanctions");
    assert_eq!(
        found_by(in_language("мир", Language::RU), "en", "мира"),
        "мира"
    );
}

#[test]
fn expanding_a_term_gives_its_forms_the_written_one_first() {
    let forms = expand("asset freeze", Some(Language::EN), &Dictionaries::default());
    assert_eq!(forms[0], "asset freeze");
    assert!(forms.contains(&"assets freeze".to_owned()), "{forms:?}");

    assert_eq!(expand("OFAC", None, &Dictionaries::default()), ["OFAC"]);
    assert_eq!(
        expand("san*tion", None, &Dictionaries::default()),
        Vec::<String>::new()
    );
}

#[test]
fn a_distance_reaches_from_the_title_into_the_text_and_shows_both_places() {
    let pair = |written: &str, title: &str, body: &str| {
        let matches = compiled(vec![topic("t", &[&[written]])]).classify(&text("en", title, body));
        let evidence = matches.into_iter().flat_map(|m| m.evidence);
        let forms: Vec<String> = evidence
            .map(|e| format!("{:?} {}", e.field, e.form))
            .collect();
        forms.join("|")
    };

    assert_eq!(
        pair(
            "yacht ~6 oligarch",
            "Marseille court keeps yacht",
            "Its owner, an oligarch, sued."
        ),
        "Title yacht|Text oligarch"
    );
    assert_eq!(
        pair(
            "oligarch >6 yacht",
            "Marseille court keeps yacht",
            "Its owner, an oligarch, sued."
        ),
        ""
    );
    assert_eq!(pair("yacht ~2 oligarch", "The yacht", "Oligarch sued."), "");
    assert_eq!(
        pair("title:yacht ~9 oligarch", "The yacht", "Oligarch sued."),
        ""
    );
}

#[test]
fn a_pair_over_title_and_text_is_killed_by_what_overlaps_either_word() {
    let vetoed = |none: &str| {
        let topic = Topic {
            none: terms(&[none]),
            ..topic("t", &[&["Minsk ~9 talks"]])
        };
        score_of(topic, "A night in Minsk", "The talks went on.").is_none()
    };

    assert!(vetoed("night in Minsk"));
    assert!(vetoed("talks went"));
    assert!(!vetoed("night in"));
}

#[test]
fn a_short_stem_in_the_list_of_a_language_counts_there_and_where_the_language_is_unknown() {
    let war = || in_language("kar*", Language::LT);

    assert_eq!(found_by(war(), "lt", "karo karui"), "karo|karui");
    assert_eq!(found_by(war(), "en", "karate"), "");
    assert_eq!(found_by(war(), "", "karas"), "karas");
    assert_eq!(
        found_by(in_language("kariuomen*", Language::LT), "en", "kariuomene"),
        "kariuomene"
    );
    assert_eq!(found("kar*", "en", "karate"), "karate");
}

#[test]
fn belarusian_words_are_the_same_after_a_vowel() {
    assert_eq!(found("улада", "be", "ва ўладзе, улады"), "ўладзе|улады");
    assert_eq!(found("ўлад*", "be", "Улады і ўладныя"), "Улады|ўладныя");
}

#[test]
fn a_wildcard_without_a_letter_before_it_is_refused() {
    for written in ["anti-*", "post-?ov"] {
        let topic = Topic {
            groups: vec![terms(&[written])],
            ..topic("t", &[])
        };

        let faults = Classifier::compile(&watchlist(vec![topic])).unwrap_err();

        assert!(
            faults[0]
                .message
                .contains("has no letter before its wildcard"),
            "{faults:?}"
        );
    }
}
