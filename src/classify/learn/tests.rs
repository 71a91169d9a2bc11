//! What marks teach, and how far it reaches: over made-up articles with one planted word.

use super::*;
use crate::classify::Classifier;
use crate::classify::Prepared;
use crate::classify::Text;
use crate::model::ids::FeedName;
use crate::model::ids::TopicName;
use crate::model::lesson::Learning;
use crate::model::lesson::Lesson;
use crate::model::lesson::Moved;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;

/// Words that say nothing, for titles that are all different.
const FILLER: [&str; 12] = [
    "minister", "bank", "ship", "court", "council", "border", "trade", "oil", "grain", "port",
    "summit", "envoy",
];

fn name() -> TopicName {
    "t".parse().unwrap()
}

/// Two points are asked; a word in the text is one, in the title two.
fn classifier(threshold: f64) -> Classifier {
    let topic = Topic {
        threshold,
        ..crate::classify::tests::topic("t", &[&["sanction", "embargo", "blacklist"]])
    };
    let watchlist = Watchlist {
        topics: vec![topic],
        ..Watchlist::default()
    };
    Classifier::compile(&watchlist).unwrap()
}

fn filler(n: usize) -> String {
    let word = |step: usize| FILLER[(n * step + n / 7) % FILLER.len()];
    format!("{} {} {}", word(1), word(5), word(7))
}

fn sight(classifier: &Classifier, title: &str, text: &str) -> Sight {
    let feed: FeedName = "wire".parse().unwrap();
    let text = Text {
        feed: Some(&feed),
        language: "en".parse().ok(),
        title,
        text,
    };
    classifier.sight(&Prepared::new(text), &name()).unwrap()
}

/// Useful ones speak of a ministry, noise of hockey; `count` in all, half of each.
fn examples(classifier: &Classifier, count: usize) -> Vec<Example> {
    (0..count)
        .map(|n| {
            let is_useful = n % 2 == 0;
            let planted = if is_useful { "treasury" } else { "hockey" };
            let title = format!("{} {planted}", filler(n));
            Example {
                sight: sight(classifier, &title, "The sanctions came today."),
                is_useful,
                story: n as i64,
            }
        })
        .collect()
}

fn model(classifier: &Classifier, learning: Learning) -> Model {
    Model::learn((&name(), learning), &examples(classifier, 40), 57).unwrap()
}

fn lesson(learning: Learning, threshold: f64, title: &str, text: &str) -> Lesson {
    let classifier = classifier(threshold);
    model(&classifier, learning).lesson(&sight(&classifier, title, text))
}

#[test]
fn a_planted_word_is_learnt_and_told() {
    let lesson = lesson(
        Learning::Rank,
        1.0,
        "Hockey tonight",
        "The sanctions came today.",
    );

    assert!(lesson.likelihood < 0.3, "{lesson:?}");
    assert_eq!(lesson.because[0].what, "word 'hockey'");
    assert!(lesson.because[0].weight < -0.5, "{lesson:?}");
    assert_eq!((lesson.marks, lesson.up_to), (40, 57));
}

#[test]
fn what_nearly_matches_is_lifted_when_it_is_likely_useful() {
    let body = "The sanctions came today.";

    let useful = lesson(Learning::Rank, 2.0, "The treasury said", body);
    let noise = lesson(Learning::Rank, 2.0, "Hockey tonight", body);

    assert_eq!(useful.moved, Some(Moved::Lifted), "{useful:?}");
    assert_eq!(noise.moved, None, "{noise:?}");
}

#[test]
fn likely_noise_goes_to_the_end_and_is_hidden_only_where_the_topic_asks() {
    let body = "The sanctions came today.";

    let lowered = lesson(Learning::Rank, 1.0, "Hockey tonight", body);
    let hidden = lesson(Learning::Hide, 1.0, "Hockey tonight", body);
    let useful = lesson(Learning::Hide, 1.0, "The treasury said", body);

    assert_eq!(lowered.moved, Some(Moved::Lowered), "{lowered:?}");
    assert_eq!(hidden.moved, Some(Moved::Hidden), "{hidden:?}");
    assert_eq!(useful.moved, None, "{useful:?}");
}

#[test]
fn outside_the_grey_band_nothing_is_moved() {
    let loud = "Sanctions, embargo, blacklist: hockey";

    // 6 points; the band ends at 2 and at 4.
    for threshold in [1.0, 2.0] {
        let lesson = lesson(Learning::Hide, threshold, loud, "");
        assert!(lesson.likelihood < 0.4, "{lesson:?}");
        assert_eq!(lesson.moved, None, "{threshold}");
    }
    // 1 point; the band begins at 1.5.
    let far = lesson(
        Learning::Rank,
        3.0,
        "The treasury said",
        "The sanctions came.",
    );
    assert!(far.likelihood > 0.6, "{far:?}");
    assert_eq!(far.moved, None);
    // Without a threshold there is no band.
    let open = lesson(
        Learning::Hide,
        0.0,
        "Hockey tonight",
        "The sanctions came today.",
    );
    assert_eq!(open.moved, None);
}

#[test]
fn a_rule_that_says_no_is_not_overruled() {
    let classifier = classifier(1.0);
    let model = model(&classifier, Learning::Rank);

    let untouched = model.lesson(&sight(&classifier, "The treasury said", "Nothing."));

    assert_eq!(untouched.moved, None);
}

#[test]
fn the_verdict_holds_lifted_lowered_and_hidden_ones_where_they_belong() {
    let verdict = |learning, threshold: f64, title: &str| {
        let classifier = classifier(threshold);
        let learned = Learned {
            models: vec![model(&classifier, learning)],
            ..Learned::default()
        };
        let text = Text {
            feed: None,
            language: "en".parse().ok(),
            title,
            text: "The sanctions came today.",
        };
        let prepared = Prepared::new(text);
        let rules = classifier.classify_prepared(&prepared).len();
        let Verdict { matches, hidden } = classifier.judge_learned(&prepared, &learned);
        (rules, matches.len(), hidden.len())
    };

    assert_eq!(verdict(Learning::Rank, 2.0, "The treasury said"), (0, 1, 0));
    assert_eq!(verdict(Learning::Rank, 2.0, "Hockey tonight"), (0, 0, 0));
    assert_eq!(verdict(Learning::Rank, 1.0, "Hockey tonight"), (1, 1, 0));
    assert_eq!(verdict(Learning::Hide, 1.0, "Hockey tonight"), (1, 0, 1));
}

#[test]
fn too_few_marks_or_one_side_alone_teach_nothing() {
    let classifier = classifier(1.0);
    let learn = |examples: &[Example]| Model::learn((&name(), Learning::Rank), examples, 1);
    let all = examples(&classifier, 60);
    let one_sided: Vec<Example> = all
        .iter()
        .enumerate()
        .filter(|(n, example)| example.is_useful || *n < 8)
        .map(|(_, example)| example.clone())
        .collect();

    assert_eq!(learn(&all[..29]), Err(NotYet::TooFew { marks: 29 }));
    assert!(learn(&all[..30]).is_ok());
    assert_eq!(
        learn(&one_sided),
        Err(NotYet::OneSided {
            useful: 30,
            noise: 4
        })
    );
    assert!(Proof::of(&all[..29]).is_err());
}

#[test]
fn the_same_marks_make_the_same_model_to_the_last_bit() {
    let classifier = classifier(1.0);

    assert_eq!(
        model(&classifier, Learning::Rank),
        model(&classifier, Learning::Rank)
    );
}

#[test]
fn the_proof_sees_that_learning_helps_and_that_noise_teaches_nothing() {
    let classifier = classifier(1.0);
    let planted = examples(&classifier, 80);
    let mut shuffled = planted.clone();
    for (n, example) in shuffled.iter_mut().enumerate() {
        // Which side has nothing to do with the words any more.
        example.is_useful = (n * n / 3) % 2 == 0;
    }

    let helps = Proof::of(&planted).unwrap();
    let noise = Proof::of(&shuffled).unwrap();

    assert_eq!(helps.rules.precision, Some(0.5), "all of them match");
    assert_eq!(helps.rules.recall, Some(1.0));
    assert!(helps.learned.precision > Some(0.95), "{helps:?}");
    assert!(helps.learned.order > Some(0.95), "{helps:?}");
    assert_eq!(helps.advice(), Advice::Helps);
    assert!(noise.learned.order < Some(0.7), "{noise:?}");
    assert_eq!(noise.advice(), Advice::LeaveOff, "{noise:?}");
}

#[test]
fn copies_of_one_story_do_not_prove_what_they_taught() {
    let classifier = classifier(1.0);
    // Each story has words of its own and eight articles; which side a story is on, nothing says.
    let examples: Vec<Example> = (0..80)
        .map(|n| {
            let story = n / 8;
            let title = format!(
                "{0}alpha {0}beta {0}gamma",
                ["qa", "wb", "ec", "rd", "te", "yf", "ug", "ih", "oj", "pk"][story]
            );
            Example {
                sight: sight(&classifier, &title, "The sanctions came today."),
                is_useful: [0, 3, 4, 7, 9].contains(&story),
                story: story as i64,
            }
        })
        .collect();

    let proof = Proof::of(&examples).unwrap();

    assert!(proof.learned.order < Some(0.75), "{proof:?}");
}

#[test]
fn the_strongest_words_are_told_for_both_sides() {
    let (useful, noise) = model(&classifier(1.0), Learning::Rank).strongest(3);

    assert_eq!(useful[0].what, "word 'treasury'");
    assert_eq!(noise[0].what, "word 'hockey'");
    assert!(useful.len() <= 3 && noise.len() <= 3);
}
