//! What a topic makes of its hits, and how it says so.

use super::*;

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
fn expressions_veto_and_add_weight_as_words_do() {
    let minsk = |change: fn(Topic) -> Topic| change(topic("t", &[&["Minsk"]]));
    let killed = minsk(|t| Topic {
        none: terms(&["re:min.?k accords"]),
        ..t
    });
    let vetoed = minsk(|t| Topic {
        none_article: terms(&[r"re:\b\d-\d\b"]),
        ..t
    });
    let near = minsk(|t| Topic {
        none: terms(&[r"Minsk ~3 re:dynam\w+"]),
        ..t
    });
    let boosted = minsk(|t| Topic {
        boost: vec![weighing(r"re:arrest\w*", 3.0), term("title:re:raids?")],
        ..t
    });
    let table = [
        (&killed, "Minsk accords", "", None),
        (&killed, "Minsk accords", "in Minsk", Some(1.0)),
        (&vetoed, "Minsk 3-1", "", None),
        (&vetoed, "Minsk 31", "", Some(2.0)),
        (&near, "Minsk won, dynamo says", "", None),
        (&near, "Minsk won, says a b c d dynamo", "", Some(2.0)),
        (&boosted, "", "Minsk: arrests", Some(4.0)),
        (&boosted, "Raids", "Minsk", Some(3.0)),
        (&boosted, "", "Minsk, raids", Some(1.0)),
    ];
    for (topic, title, body, score) in table {
        assert_eq!(
            score_of(topic.clone(), title, body),
            score,
            "{title} | {body}"
        );
    }
    let explanation = told(vetoed, "en", "Minsk 3-1", "");
    assert!(explanation.contains("vetoed by 're:"), "{explanation}");
}

#[test]
fn one_expression_may_meet_a_group_here_and_veto_there() {
    let topics = vec![
        topic("scores", &[&[r"re:\b\d-\d\b"]]),
        Topic {
            none_article: terms(&[r"re:\b\d-\d\b"]),
            ..topic("minsk", &[&["Minsk"]])
        },
        topic("news", &[&["Minsk"]]),
        Topic {
            none: terms(&["re:minsk.{1,9}dynam"]),
            ..topic("city", &[&["Minsk", "dynamo"]])
        },
    ];
    let classifier = compiled(topics);
    let names = |title: &str| -> Vec<String> {
        let matches = classifier.classify(&text("en", title, ""));
        matches.iter().map(|m| m.topic.to_string()).collect()
    };

    assert_eq!(names("Minsk 3-1"), ["scores", "news", "city"]);
    assert_eq!(names("Minsk"), ["minsk", "news", "city"]);
    assert_eq!(names("Minsk's dynamo"), ["minsk", "news"]);
}

#[test]
fn the_neighbour_in_a_phrase_may_be_a_wildcard_or_end_a_compound() {
    for language in ["de", ""] {
        let found = |written: &str, title: &str| {
            found_by(in_language(written, Language::DE), language, title)
        };
        assert_eq!(
            found(
                "Embargo Finanzministerium",
                "Waffenembargo Finanzministerium"
            ),
            "Waffenembargo Finanzministerium",
        );
    }
    for language in ["en", ""] {
        assert_eq!(
            found("asset* freezing", language, "assets freezing"),
            "assets freezing"
        );
    }
}

#[test]
fn a_distance_goes_to_the_next_partner_where_none_kills_the_nearest() {
    let guarded = |distance: &str| Topic {
        none: terms(&["Minsk agreements"]),
        ..topic("t", &[&[distance]])
    };
    let title = "Sanctions over Minsk agreements hit Minsk hard";

    assert_eq!(score_of(guarded("sanction ~6 Minsk"), title, ""), Some(2.0));
    assert_eq!(score_of(guarded("sanction ~1 Minsk"), title, ""), None);
}

#[test]
fn of_the_partners_of_a_word_only_the_nearest_is_evidence() {
    assert_eq!(
        found("sanction ~6 Minsk", "en", "Sanctions hit Minsk and Minsk"),
        "Sanctions hit Minsk"
    );
}

#[test]
fn an_article_in_a_language_not_asked_for_is_a_near_miss_when_all_else_is_met() {
    let english = Topic {
        languages: vec![Language::EN],
        feeds: FeedFilter {
            include: Vec::new(),
            exclude: vec!["sport-*".into()],
        },
        ..topic("t", &[&["Minsk"], &["sanction"]])
    };
    let classifier = compiled(vec![english]);
    let missed = |language: &str, feed: &str, title: &str| {
        let feed: FeedName = feed.parse().unwrap();
        let article = Prepared::new(Text {
            feed: Some(&feed),
            ..text(language, title, "")
        });
        classifier.near_miss(&article, &"t".parse().unwrap())
    };

    let title = "New sanctions on Minsk";
    assert_eq!(missed("fr", "bbc", title), Some(NearMiss::Language));
    assert_eq!(missed("fr", "sport-1", title), None);
    assert_eq!(missed("en", "bbc", title), None);
    assert_eq!(missed("fr", "bbc", "Minsk"), None);
    assert_eq!(
        missed("en", "bbc", "Minsk"),
        Some(NearMiss::Group { group: 2 })
    );
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
