//! What holds for every text.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

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
    // Expressions that only veto or add weight are looked for late.
    topics.push(Topic {
        none: terms(&["re:w[a-z]+ group", "re:мин.?к"]),
        boost: terms(&["re:[a-z]{5}", "title:re:[а-я]{3}"]),
        ..topic(
            "late",
            &[&["a", "OFAC", "=Wagner Group", "санкция", "Минск"]],
        )
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
    fn the_order_of_topics_does_not_matter(title in any_text(), body in any_text(), turn in 0_usize..18) {
        let mut turned = property_topics();
        turned.rotate_left(turn);

        let mut one = PROPERTY_CLASSIFIER.classify(&text("en", &title, &body));
        let mut other = compiled(turned).classify(&text("en", &title, &body));

        one.sort_by(|a, b| a.topic.cmp(&b.topic));
        other.sort_by(|a, b| a.topic.cmp(&b.topic));
        prop_assert_eq!(one, other);
    }
}
