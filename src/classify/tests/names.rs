//! Name sets: one name in all its spellings is one term.

use super::*;

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
fn name_sets_nested_too_deep_are_not_said_to_name_themselves() {
    let set = |number: usize| match number {
        9 => terms(&["Minsk"]),
        _ => terms(&[&format!("@n{}", number + 1)]),
    };
    let nested = |from: usize| {
        let names = (from..=9).map(|number| (format!("n{number}"), set(number)));
        Classifier::compile(&Watchlist {
            names: names.collect(),
            topics: vec![topic("t", &[&[&format!("@n{from}")]])],
            ..Watchlist::default()
        })
    };

    assert!(nested(2).is_ok());
    let faults = nested(1).unwrap_err();
    assert!(faults[0].message.contains("8 name sets deep"), "{faults:?}");
}
