//! Which terms do the work: counted from matches as this room itself makes them.

use super::*;
use crate::model::mark::Judgement;

fn heard(topic: &Topic, articles: &[(&str, &str, Option<Judgement>)]) -> Firing {
    let classifier = compiled(vec![topic.clone()]);
    let mut firing = Firing::new(topic);
    for (title, body, opinion) in articles {
        for found in classifier.classify(&text("en", title, body)) {
            firing.hear(&found, *opinion);
        }
    }
    firing
}

fn of<'a>(firing: &'a Firing, written: &str) -> &'a TermFiring {
    let terms = firing.terms();
    terms
        .into_iter()
        .find(|term| term.term == written)
        .expect("the term is there")
}

#[test]
fn a_term_is_decisive_where_no_other_of_its_group_fired() {
    let topic = topic("t", &[&["Minsk", "Brest"], &["arrest"]]);

    let firing = heard(
        &topic,
        &[
            ("Minsk and Brest: arrest", "", None),
            ("", "Minsk arrest, arrests", None),
        ],
    );

    assert_eq!(firing.matches, 2);
    assert_eq!(
        (of(&firing, "Minsk").matches, of(&firing, "Minsk").decisive),
        (2, 1)
    );
    assert_eq!(
        (of(&firing, "Brest").matches, of(&firing, "Brest").decisive),
        (1, 0)
    );
    assert_eq!(
        (of(&firing, "arrest").places, of(&firing, "arrest").decisive),
        (3, 2)
    );
    assert_eq!(of(&firing, "arrest").groups, [2]);
}

#[test]
fn a_term_is_decisive_where_the_score_had_not_been_enough_without_it() {
    let topic = Topic {
        boost: vec![weighing("prisoner", 3.0)],
        threshold: 3.0,
        ..topic("t", &[&["Minsk", "Brest"]])
    };

    let firing = heard(
        &topic,
        &[
            ("", "A prisoner of Minsk", None),
            ("Minsk, Brest and a prisoner", "", None),
        ],
    );

    let prisoner = of(&firing, "prisoner");
    assert!(prisoner.is_boost && prisoner.groups.is_empty());
    assert_eq!((prisoner.matches, prisoner.decisive), (2, 1));
}

#[test]
fn what_fires_in_noise_alone_is_told_and_what_never_fires_as_well() {
    let topic = topic("t", &[&["Minsk", "Brest", "Homel"]]);
    let noise = Some(Judgement::Noise);

    let firing = heard(
        &topic,
        &[
            ("Minsk", "", Some(Judgement::Useful)),
            ("Minsk, Brest", "", noise),
            ("Brest", "", None),
        ],
    );

    assert_eq!((firing.useful, firing.noise), (1, 1));
    assert!(!of(&firing, "Minsk").makes_only_noise());
    assert!(of(&firing, "Brest").makes_only_noise());
    assert_eq!(of(&firing, "Homel").matches, 0);
    assert!(!of(&firing, "Homel").makes_only_noise());
}

#[test]
fn evidence_of_a_term_that_is_no_longer_there_counts_as_gone() {
    let older = compiled(vec![topic("t", &[&["Minsk", "Brest"]])]);
    let mut firing = Firing::new(&topic("t", &[&["Minsk"]]));

    for found in older.classify(&text("en", "Brest", "")) {
        firing.hear(&found, None);
    }

    assert!(of(&firing, "Brest").is_gone);
    assert_eq!(of(&firing, "Brest").matches, 1);
    assert!(!of(&firing, "Minsk").is_gone);
}
