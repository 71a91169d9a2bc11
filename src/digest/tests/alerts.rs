//! Alerts and edits as their readers get them.

use jiff::civil::time;

use super::sample;
use super::*;
use crate::model::alert::HeldBy;
use crate::model::alert::Occasion;
use crate::model::digest::Coverage;
use crate::model::edit::Revised;
use crate::model::edit::Wording;
use crate::model::ids::DigestNumber;
use crate::model::quiet_hours::QuietHours;
use crate::model::watchlist::AlertRule;
use crate::model::watchlist::Priority;

const RULE: AlertRule = AlertRule {
    min_score: Some(2.0),
    max_per_hour: 4,
    on_burst: false,
};

/// An alert about these stories of the rich morning.
fn alert(stories: &[i64]) -> DigestInput {
    let mut input = sample::rich();
    input.kind = LetterKind::Alert;
    input.number = DigestNumber(413);
    input
        .candidates
        .retain(|candidate| stories.contains(&candidate.story.0));
    input.bursts = Vec::new();
    input.sources = Vec::new();
    input.watchlist_changes = Vec::new();
    for topic in &mut input.topics {
        topic.daily = [0; 14];
        topic.priority = match topic.topic.as_str() {
            "repression" => Priority::High,
            _ => Priority::Low,
        };
    }
    input.coverage = Coverage {
        feeds: 0,
        feeds_ok: 0,
        read: 0,
        matched: 0,
        ..input.coverage
    };
    input.occasion = Some(Occasion {
        rules: vec![("Belarus: repression".to_owned(), RULE)],
        held: None,
        quiet: None,
        alerts: stories.len(),
    });
    input
}

fn snapshot(name: &str, input: &DigestInput) {
    let (subject, text, html) = shown(input);
    insta::assert_snapshot!(
        format!("{name}_text"),
        format!("Subject: {subject}\n\n{text}")
    );
    insta::assert_snapshot!(format!("{name}_html"), html);
}

#[test]
fn an_alert_is_about_its_story_and_says_why_it_comes() {
    snapshot("alert", &alert(&[4821]));
}

#[test]
fn a_development_comes_as_an_update() {
    let mut input = alert(&[4774]);
    input.occasion.as_mut().unwrap().held = Some(HeldBy::Story);

    snapshot("update", &input);
}

#[test]
fn what_quiet_hours_held_comes_in_one_letter_that_says_so() {
    let mut input = alert(&[4821, 4826, 4831]);
    let occasion = input.occasion.as_mut().unwrap();
    occasion.held = Some(HeldBy::Quiet);
    occasion.quiet = Some(QuietHours {
        from: time(22, 0, 0, 0),
        to: time(6, 0, 0, 0),
        is_dropped: false,
    });
    occasion.rules.push(("Sanctions".to_owned(), RULE));

    snapshot("held", &input);
}

#[test]
fn what_the_hours_limit_held_comes_in_one_letter_that_says_so() {
    let mut input = alert(&[4821, 4826]);
    input.occasion.as_mut().unwrap().held = Some(HeldBy::Rate);

    let (subject, text, _) = shown(&input);

    assert!(subject.starts_with("2 alerts: "), "{subject}");
    assert!(text.contains("after 4 alerts within an hour"), "{text}");
}

#[test]
fn a_burst_is_an_alert_with_what_it_is_about() {
    let mut input = alert(&[4826, 4829]);
    input.bursts = sample::rich().bursts;
    let occasion = input.occasion.as_mut().unwrap();
    occasion.alerts = 1;
    occasion.rules[0].1 = AlertRule {
        min_score: None,
        on_burst: true,
        ..RULE
    };

    snapshot("burst_alert", &input);
}

#[test]
fn a_discreet_alert_has_a_subject_without_a_word_of_it() {
    let mut input = alert(&[4821]);
    input.subject = SubjectMode::Discreet;

    assert_eq!(compose(&input).subject, "Alert 413 · Tue 16 Jun 07:30");
    snapshot("discreet_alert", &input);

    input.candidates[0].is_development = true;
    input.occasion.as_mut().unwrap().alerts = 3;
    assert_eq!(compose(&input).subject, "Alert 413 · Tue 16 Jun 07:30");
}

#[test]
fn a_digest_marks_what_an_alert_told_already() {
    let mut input = sample::rich();
    for candidate in &mut input.candidates {
        if candidate.story == StoryId(4821) {
            candidate.alerted = Some(sample::now() - jiff::SignedDuration::from_mins(43));
        }
    }

    let (_, text, html) = shown(&input);

    assert_eq!(
        text.matches("told  already, by alert at 06:47").count(),
        1,
        "{text}"
    );
    assert_eq!(html.matches("already, by alert at 06:47").count(), 1);
    input
        .candidates
        .retain(|candidate| candidate.story == StoryId(4821));
    snapshot("told_already", &input);
}

fn revised(number: i64, before: [&str; 2], after: [&str; 2]) -> Revised {
    let wording = |[title, text]: [&str; 2]| Wording {
        title: title.to_owned(),
        text: text.to_owned(),
    };
    Revised {
        article: ArticleId(number),
        story: StoryId(4700 + number),
        feed: "neman".parse().unwrap(),
        outlet: "Neman Review".to_owned(),
        link: format!("https://neman.example/{number}").parse().ok(),
        language: "en".parse().ok(),
        told_in: DigestNumber(411),
        changed: sample::now() - jiff::SignedDuration::from_mins(60 * number),
        before: wording(before),
        after: wording(after),
        gone: None,
    }
}

fn edited() -> DigestInput {
    let mut input = sample::empty();
    input.revised = vec![
        revised(
            1,
            [
                "A bank",
                "The ministry said that three editors were held for two days in Hrodna and then released.",
            ],
            [
                "A bank",
                "The ministry said that five editors were held for two days in Hrodna. None of them was released.",
            ],
        ),
        revised(
            2,
            [
                "Minister resigns over visa affair",
                "The minister resigned on Monday.",
            ],
            [
                "Minister denies he will resign over visa affair",
                "The minister resigned on Monday.",
            ],
        ),
        revised(
            3,
            ["Same words", "one two three"],
            ["SAME words!", "One, two; three."],
        ),
    ];
    input
}

#[test]
fn words_that_changed_after_they_were_told_are_told_with_both_forms() {
    snapshot("edits", &edited());
}

#[test]
fn a_page_that_is_gone_comes_first_with_what_its_server_says() {
    let mut input = edited();
    let mut same = input.revised.remove(2);
    same.gone = Some(410);
    input.revised[0].gone = Some(404);
    input.revised.push(same);

    snapshot("gone", &input);
}

#[test]
fn of_many_edits_the_headlines_come_first_and_the_rest_is_counted() {
    let mut input = edited();
    let one = input.revised.remove(0);
    let headline = input.revised.remove(0);
    input.revised = vec![one; 14];
    input.revised.push(headline);

    let digest = compose(&input);

    assert_eq!((digest.edits.len(), digest.more_edits), (10, 5));
    assert!(digest.edits[0].headline.is_some());
    assert!(render_text(&digest).contains("and 5 more changes of articles told earlier"));
    assert!(
        digest.subject.starts_with("15 edits · "),
        "{}",
        digest.subject
    );
}

#[test]
fn pages_that_are_gone_are_counted_as_such_also_where_the_letter_only_counts_them() {
    let mut input = edited();
    let mut one = input.revised.remove(2);
    one.gone = Some(410);
    input.revised = vec![one; 12];

    let digest = compose(&input);

    assert_eq!((digest.edits.len(), digest.more_edits), (10, 2));
    assert!(
        digest.subject.starts_with("12 pages gone"),
        "{}",
        digest.subject
    );
}

#[test]
fn hostile_words_stay_words_in_edits_and_alerts() {
    let evil = "</del><script>alert(1)</script>\u{202e} \r\n{{7*7}} <ins onload=x>";
    let mut input = alert(&[4821]);
    for candidate in &mut input.candidates {
        candidate.title = evil.to_owned();
    }
    input.occasion.as_mut().unwrap().rules[0].0 = evil.to_owned();
    input.revised = vec![revised(1, [evil, "a b c"], ["sanction", evil])];

    let (subject, text, html) = shown(&input);

    assert_harmless(&html);
    assert!(!subject.contains(['\r', '\n', '\u{202e}']) && !text.contains('\u{202e}'));
}

#[test]
fn alerts_and_edits_fit_eighty_columns() {
    use unicode_width::UnicodeWidthStr as _;

    for input in [alert(&[4821]), alert(&[4821, 4831]), edited()] {
        for line in render_text(&compose(&input)).lines() {
            assert!(line.width() <= 80 || line.contains("https://"), "{line}");
        }
    }
}
