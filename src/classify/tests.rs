//! The contract of terms and topics, sentence by sentence.

use std::sync::LazyLock;
use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::model::matching::Evidence;
use crate::model::matching::Field;
use crate::model::watchlist::FeedFilter;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Priority;
use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;

fn term(written: &str) -> Term {
    Term {
        written: written.to_owned(),
        pattern: parse_term(written).unwrap(),
        language: None,
        weight: 1.0,
        place: Place::default(),
    }
}

fn in_language(written: &str, language: Language) -> Term {
    Term {
        language: Some(language),
        ..term(written)
    }
}

fn weighing(written: &str, weight: f64) -> Term {
    Term {
        weight,
        ..term(written)
    }
}

fn terms(list: &[&str]) -> Vec<Term> {
    list.iter().map(|written| term(written)).collect()
}

fn topic(name: &str, groups: &[&[&str]]) -> Topic {
    Topic {
        name: name.parse().unwrap(),
        title: name.to_owned(),
        groups: groups.iter().map(|group| terms(group)).collect(),
        near: None,
        none: Vec::new(),
        none_article: Vec::new(),
        boost: Vec::new(),
        threshold: 1.0,
        languages: Vec::new(),
        feeds: FeedFilter::default(),
        priority: Priority::Normal,
        alert: None,
        burst: false,
        tests: Vec::new(),
    }
}

fn watchlist(topics: Vec<Topic>) -> Watchlist {
    Watchlist {
        topics,
        ..Watchlist::default()
    }
}

fn compiled(topics: Vec<Topic>) -> Classifier {
    Classifier::compile(&watchlist(topics)).unwrap()
}

fn text<'a>(language: &str, title: &'a str, text: &'a str) -> Text<'a> {
    Text {
        feed: None,
        language: language.parse().ok(),
        title,
        text,
    }
}

/// The forms that one term finds in a title, joined by `|`.
fn found_by(term: Term, language: &str, title: &str) -> String {
    let topic = Topic {
        groups: vec![vec![term]],
        ..topic("t", &[])
    };
    let matches = compiled(vec![topic]).classify(&text(language, title, ""));
    let forms: Vec<String> = matches
        .into_iter()
        .flat_map(|m| m.evidence)
        .map(|e| e.form)
        .collect();
    forms.join("|")
}

fn found(written: &str, language: &str, title: &str) -> String {
    found_by(term(written), language, title)
}

fn score_of(topic: Topic, title: &str, body: &str) -> Option<f64> {
    compiled(vec![topic])
        .classify(&text("en", title, body))
        .first()
        .map(|m| m.score)
}

fn told(topic: Topic, language: &str, title: &str, body: &str) -> String {
    let name = topic.name.clone();
    compiled(vec![topic])
        .explain(&text(language, title, body), &name)
        .unwrap()
        .to_string()
}

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
fn tricks_with_characters_hide_no_word() {
    let table = [
        (
            "sanction",
            "san\u{ad}c\u{200b}ti\u{202e}ons",
            "san\u{ad}c\u{200b}ti\u{202e}ons",
        ),
        ("sanction", "ｓａｎｃｔｉｏｎ", "ｓａｎｃｔｉｏｎ"),
        ("sanction", "sаnсtiоn", "sаnсtiоn"),
        (
            "istanbul",
            "İSTANBUL Istanbul ıstanbul",
            "İSTANBUL|Istanbul|ıstanbul",
        ),
        ("Straße", "STRASSE straße STRAẞE", "STRASSE|straße|STRAẞE"),
        ("Minsk", "👩‍👩‍👧Minsk🇧🇾", "Minsk"),
        ("Brest", "Bre\u{301}st\u{301}!", "Bre\u{301}st\u{301}"),
    ];

    for (written, title, forms) in table {
        assert_eq!(found(written, "en", title), forms, "{written} in {title:?}");
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
fn a_name_set_stands_for_all_its_spellings_and_is_one_term() {
    let mut list = watchlist(vec![topic("t", &[&["@boss"]])]);
    list.names.insert(
        "boss".into(),
        terms(&["Lukashenko", "Лукашенко", "title:KGB"]),
    );
    let classifier = Classifier::compile(&list).unwrap();

    let matches = classifier.classify(&text("ru", "KGB", "Лукашенко, Lukashenko; KGB"));

    assert_eq!(matches[0].score, 2.0);
    let evidence: Vec<_> = matches[0]
        .evidence
        .iter()
        .map(|e| (e.term.as_str(), e.form.as_str()))
        .collect();
    assert_eq!(
        evidence,
        [
            ("@boss", "KGB"),
            ("@boss", "Лукашенко"),
            ("@boss", "Lukashenko")
        ]
    );
}

#[test]
fn a_name_set_finds_the_spellings_of_the_other_script() {
    let mut list = watchlist(vec![topic("t", &[&["@adviser"]])]);
    list.names.insert("adviser".into(), terms(&["Ушаков"]));
    let classifier = Classifier::compile(&list).unwrap();

    for (language, title) in [
        ("en", "Ushakov said"),
        ("de", "Uschakow sagte"),
        ("fr", "Ouchakov"),
        ("pl", "Uszakow"),
    ] {
        assert_eq!(
            classifier.classify(&text(language, title, "")).len(),
            1,
            "{title}"
        );
    }
}

#[test]
fn a_name_set_that_is_unknown_or_holds_itself_is_a_fault_and_no_hang() {
    let mut list = watchlist(vec![topic("t", &[&["@a"], &["@nobody"]])]);
    list.names.insert("a".into(), terms(&["Minsk", "@b"]));
    list.names.insert("b".into(), terms(&["Brest", "@a"]));

    let faults = Classifier::compile(&list).unwrap_err();

    let told: Vec<_> = faults
        .iter()
        .map(|f| (f.term.as_str(), f.message.as_str()))
        .collect();
    let wanted = [
        ("@a", "the name set \"a\" refers to itself"),
        ("@nobody", "no name set is called \"nobody\""),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn an_expression_that_explodes_is_refused_and_a_greedy_one_is_linear() {
    let bomb = Term {
        pattern: Pattern::Regex(r"(\w{1000}){1000}".into()),
        ..term("x")
    };
    let faults = Classifier::compile(&watchlist(vec![Topic {
        groups: vec![vec![bomb]],
        ..topic("t", &[])
    }]))
    .unwrap_err();
    assert_eq!(
        faults[0].message,
        "a regular expression that needs more than 1 MiB"
    );

    let begun = Instant::now();
    let classifier = compiled(vec![topic("t", &[&["re:(a+)+$"]])]);
    let _ = classifier.classify(&text("en", "", &format!("{}!", "a".repeat(50_000))));
    assert!(begun.elapsed().as_secs() < 10);
}

#[test]
fn all_groups_must_be_met_within_near_words() {
    let near = |limit| Topic {
        near: Some(limit),
        ..topic("t", &[&["Minsk"], &["arrest", "detain"]])
    };

    assert_eq!(
        score_of(near(3), "Minsk", "one two three arrest"),
        Some(3.0)
    );
    assert_eq!(score_of(near(2), "Minsk", "one two three arrest"), None);
    assert_eq!(
        score_of(
            topic("t", &[&["Minsk"], &["arrest"]]),
            "Minsk",
            &"x ".repeat(999)
        ),
        None
    );
    let matches =
        compiled(vec![near(1)]).classify(&text("en", "", "Minsk arrest. a b c d e Minsk"));
    assert_eq!(matches[0].evidence.len(), 2);
}

#[test]
fn the_score_sums_distinct_terms_and_a_title_hit_counts_double() {
    let weighted = || Topic {
        groups: vec![vec![weighing("arrest", 3.0), term("Minsk")]],
        ..topic("t", &[])
    };

    assert_eq!(
        score_of(weighted(), "", "arrest arrest arrested"),
        Some(3.0)
    );
    assert_eq!(score_of(weighted(), "Arrest", "arrest in Minsk"), Some(7.0));
    assert_eq!(
        score_of(
            Topic {
                threshold: 4.0,
                ..weighted()
            },
            "",
            "arrest"
        ),
        None
    );
    assert_eq!(
        score_of(
            Topic {
                threshold: 4.0,
                ..weighted()
            },
            "",
            "arrest Minsk"
        ),
        Some(4.0)
    );
}

#[test]
fn a_boost_counts_only_when_the_groups_are_met() {
    let boosted = || Topic {
        boost: vec![weighing("political prisoner", 3.0)],
        ..topic("t", &[&["Minsk"]])
    };

    assert_eq!(score_of(boosted(), "", "political prisoners"), None);
    assert_eq!(
        score_of(boosted(), "", "political prisoners of Minsk"),
        Some(4.0)
    );
}

#[test]
fn none_kills_the_overlapping_hit_and_none_article_the_article() {
    let guarded = || Topic {
        none: terms(&["Minsk agreements"]),
        none_article: terms(&["hockey"]),
        ..topic("t", &[&["Minsk"]])
    };

    assert_eq!(score_of(guarded(), "Minsk agreements", ""), None);
    assert_eq!(
        score_of(guarded(), "Minsk agreements", "in Minsk"),
        Some(1.0)
    );
    assert_eq!(score_of(guarded(), "Minsk", "ice hockey"), None);
}

#[test]
fn a_topic_hears_its_own_languages_and_feeds() {
    let choosy = Topic {
        languages: vec![Language::EN, Language::RU],
        feeds: FeedFilter {
            include: Vec::new(),
            exclude: vec!["sport-*".into()],
        },
        ..topic("t", &[&["Minsk"]])
    };
    let classifier = compiled(vec![choosy]);
    let judged = |language: &str, feed: Option<&str>| {
        let feed: Option<FeedName> = feed.map(|name| name.parse().unwrap());
        !classifier
            .classify(&Text {
                feed: feed.as_ref(),
                ..text(language, "Minsk", "")
            })
            .is_empty()
    };

    assert!(judged("en", None) && judged("", None) && judged("en", Some("bbc")));
    assert!(!judged("de", None) && !judged("en", Some("sport-1")));
}

#[test]
fn an_explanation_says_what_is_missing_and_where() {
    let near = Topic {
        near: Some(40),
        ..topic("t", &[&["Minsk"], &["arrest"]])
    };
    let far = format!("Minsk {}arrest", "x ".repeat(58));
    assert!(
        told(near, "en", "", &far).contains("group 2 not met; nearest was 58 words away, limit 40")
    );

    let vetoed = Topic {
        none: terms(&["Minsk agreements"]),
        ..topic("t", &[&["Minsk"]])
    };
    let words = told(vetoed, "en", "On Minsk agreements", "");
    assert!(
        words.contains("group 1 not met: none of 'Minsk'"),
        "{words}"
    );
    assert!(
        words.contains("'Minsk' vetoed by 'Minsk agreements' at title 3–19"),
        "{words}"
    );

    let closed = Topic {
        none_article: terms(&["hockey"]),
        ..topic("t", &[&["Minsk"]])
    };
    assert!(
        told(closed, "en", "Minsk", "hockey")
            .contains("the article is vetoed by 'hockey' at text 0–6")
    );

    let choosy = Topic {
        languages: vec![Language::EN, Language::RU],
        ..topic("t", &[&["Minsk"]])
    };
    assert!(told(choosy, "lt", "Minsk", "").contains("language lt is not among en, ru"));

    let high = Topic {
        groups: vec![vec![weighing("Minsk", 0.5)]],
        ..topic("t", &[])
    };
    assert!(told(high, "en", "", "Minsk").contains("score 0.5 below threshold 1"));

    let alike = told(
        topic("t", &[&["sanction"]]),
        "en",
        "A sanctionable offence",
        "",
    );
    assert!(alike.contains("words like them: sanctionable"), "{alike}");
}

#[test]
fn matches_come_in_the_order_of_the_watchlist() {
    let list = vec![
        topic("z", &[&["Minsk"]]),
        topic("a", &[&["Brest"]]),
        topic("m", &[&["Minsk"]]),
    ];

    let matches = compiled(list).classify(&text("en", "Brest and Minsk", ""));

    let names: Vec<_> = matches.iter().map(|m| m.topic.as_str()).collect();
    assert_eq!(names, ["z", "a", "m"]);
}

#[test]
fn expanding_a_term_gives_its_forms_the_written_one_first() {
    let forms = expand("asset freeze", Some(Language::EN));
    assert_eq!(forms[0], "asset freeze");
    assert!(forms.contains(&"assets freeze".to_owned()), "{forms:?}");

    assert_eq!(expand("OFAC", None), ["OFAC"]);
    assert_eq!(expand("san*tion", None), Vec::<String>::new());
}

#[test]
fn a_hundred_thousand_terms_compile_and_a_flood_of_hits_is_bounded() {
    let names: Vec<String> = (0..100_000).map(|n| format!("w{n}x")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let classifier = compiled(vec![topic("t", &[&names])]);
    assert!(classifier.form_count() >= 100_000);

    let flood = "w5x ".repeat(100_000);
    let matches = classifier.classify(&text("en", "", &flood));
    assert_eq!(matches[0].score, 1.0);
    assert_eq!(matches[0].evidence.len(), 10);
}

const PROPERTY_TERMS: &[&str] = &[
    "sanction",
    "asset freeze",
    "OFAC",
    "=Wagner Group",
    "Минск",
    "санкция",
    "sank*",
    "м?р",
    "a ~3 b",
    "re:[а-я]{3}",
    "title:Minsk",
    "制裁",
    "ß",
    "Łódź",
    "l'Ukraine",
];

fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "sanctions",
        "Asset freeze",
        "OFAC",
        "Wagner Group",
        "МИНСКЕ",
        "санкций",
        "sankcja",
        "мир",
        "a",
        "b",
        "制裁",
        "STRASSE",
        "ẞ",
        "łódź",
        "L’Ukraine",
        "Mіnsk",
        "й\u{306}",
        "\u{200b}",
        "\u{301}",
        "ﬁ",
        "½",
        "é",
        " ",
        "\n\n",
        ". ",
        "'",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>()]
}

fn any_text() -> impl Strategy<Value = String> {
    prop::collection::vec((piece(), prop::bool::ANY), 0..30).prop_map(|pieces| {
        pieces
            .into_iter()
            .map(|(piece, is_parted)| if is_parted { piece + " " } else { piece })
            .collect()
    })
}

fn property_topics() -> Vec<Topic> {
    let mut topics: Vec<Topic> = PROPERTY_TERMS
        .iter()
        .enumerate()
        .map(|(n, term)| topic(&format!("t{n}"), &[&[*term]]))
        .collect();
    topics.push(topic("all", &[PROPERTY_TERMS]));
    topics.push(Topic {
        near: Some(3),
        none: terms(&["b"]),
        ..topic("near", &[&["a", "OFAC"], &["sanction", "b"]])
    });
    topics
}

static PROPERTY_CLASSIFIER: LazyLock<Classifier> = LazyLock::new(|| compiled(property_topics()));

fn is_sound(evidence: &Evidence, title: &str, body: &str) -> bool {
    let text = match evidence.field {
        Field::Title => title,
        Field::Text => body,
    };
    let slice: String = text
        .chars()
        .skip(evidence.start)
        .take(evidence.end - evidence.start)
        .collect();
    evidence.start < evidence.end && slice == evidence.form
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn evidence_lies_in_its_text_and_scanning_is_deterministic(title in any_text(), body in any_text(), code in "(en|ru|de|be|es|)") {
        let classifier = &*PROPERTY_CLASSIFIER;
        let article = text(&code, &title, &body);

        let matches = classifier.classify(&article);

        for evidence in matches.iter().flat_map(|m| &m.evidence) {
            prop_assert!(is_sound(evidence, &title, &body), "{evidence:?}");
        }
        prop_assert_eq!(&matches, &classifier.classify(&article));
        for topic in property_topics() {
            let explanation = classifier.explain(&article, &topic.name).unwrap();
            let found = matches.iter().find(|m| m.topic == topic.name);
            prop_assert_eq!(explanation.is_match, found.is_some());
            prop_assert!(!explanation.to_string().is_empty());
            if let Some(found) = found {
                prop_assert_eq!(&found.evidence, &explanation.evidence);
            }
        }
    }

    #[test]
    fn the_order_of_topics_does_not_matter(title in any_text(), body in any_text(), turn in 0_usize..17) {
        let mut turned = property_topics();
        turned.rotate_left(turn);

        let mut one = PROPERTY_CLASSIFIER.classify(&text("en", &title, &body));
        let mut other = compiled(turned).classify(&text("en", &title, &body));

        one.sort_by(|a, b| a.topic.cmp(&b.topic));
        other.sort_by(|a, b| a.topic.cmp(&b.topic));
        prop_assert_eq!(one, other);
    }
}
