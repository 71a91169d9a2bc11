//! Compiles the terms and runs the watchlist's own tests; both kinds of fault come back at their place in the file.

use crate::classify::Classifier;
use crate::classify::TermFault;
use crate::classify::Text;
use crate::config::findings::Finding;
use crate::config::findings::Findings;
use crate::config::source::Source;
use crate::model::ids::TopicName;
use crate::model::matching::Match;
use crate::model::watchlist::Place;
use crate::model::watchlist::Topic;
use crate::model::watchlist::TopicTest;
use crate::model::watchlist::Watchlist;
use crate::normalise::identify_language;

/// Compiles; every fault is told at the term it is about.
pub(super) fn compile(
    watchlist: &Watchlist,
    sources: &[Source],
    findings: &mut Findings,
) -> Option<Classifier> {
    Classifier::compile(watchlist)
        .map_err(|faults| {
            for fault in faults {
                tell(&fault, sources, findings);
            }
        })
        .ok()
}

fn tell(fault: &TermFault, sources: &[Source], findings: &mut Findings) {
    let length = fault.term.len() + 2; // with its quotes
    let message = format!(
        "the term \"{}\" cannot be used: {}",
        fault.term, fault.message
    );
    findings.push(finding_at(
        &fault.place,
        length,
        message,
        fault.help.clone(),
        sources,
    ));
}

/// How one inline test ended.
#[derive(Clone, Debug)]
pub struct TestOutcome {
    /// Whose it is.
    pub topic: TopicName,
    /// The test.
    pub test: TopicTest,
    /// Where it fails; `None` when it passes.
    pub fault: Option<Finding>,
}

/// Runs every inline test of every topic.
pub(super) fn test_outcomes(
    watchlist: &Watchlist,
    classifier: &Classifier,
    sources: &[Source],
) -> Vec<TestOutcome> {
    let outcome = |topic: &Topic, test: &TopicTest| {
        let fault = fault(topic, test, classifier);
        let length = test.text.len() + 2; // with its quotes
        TestOutcome {
            topic: topic.name.clone(),
            test: test.clone(),
            fault: fault
                .map(|(message, help)| finding_at(&test.place, length, message, help, sources)),
        }
    };
    let topics = watchlist.topics.iter();
    topics
        .flat_map(|topic| topic.tests.iter().map(move |test| outcome(topic, test)))
        .collect()
}

/// What a test says against its topic. The text is judged as a headline of no feed, in the language that the test names,
/// else in its own: as `explain --text` and `pipe` judge it.
fn fault(
    topic: &Topic,
    test: &TopicTest,
    classifier: &Classifier,
) -> Option<(String, Option<String>)> {
    let text = Text {
        feed: None,
        language: test
            .language
            .or_else(|| identify_language(&test.text, &test.body, None)),
        title: &test.text,
        text: &test.body,
    };
    let found = classifier
        .classify(&text)
        .into_iter()
        .find(|found| found.topic == topic.name);
    match found {
        Some(found) if test.must_match => missing_reasons(&found, test),
        None if !test.must_match => None,
        Some(found) => {
            let forms = forms(&found);
            Some((
                format!("this test fails: [topic.{}] must not match here, but does by {forms}", topic.name),
                Some("veto the look-alike with none = [\"…\"], or ask for a second word with all = [[…], […]]".to_owned()),
            ))
        }
        None => {
            let why = classifier
                .explain(&text, &topic.name)
                .map(|explanation| explanation.to_string());
            Some((
                format!(
                    "this test fails: [topic.{}] must match here, but does not",
                    topic.name
                ),
                why,
            ))
        }
    }
}

fn missing_reasons(found: &Match, test: &TopicTest) -> Option<(String, Option<String>)> {
    let is_reason = |wanted: &str| {
        let wanted = wanted.to_lowercase();
        let same = |text: &str| text.to_lowercase() == wanted;
        found
            .evidence
            .iter()
            .any(|evidence| same(&evidence.term) || same(&evidence.form))
    };
    let missing: Vec<&str> = test
        .because
        .iter()
        .map(String::as_str)
        .filter(|wanted| !is_reason(wanted))
        .collect();
    if missing.is_empty() {
        return None;
    }
    Some((
        format!(
            "this test fails: it matches, but not because of \"{}\"",
            missing.join("\", \"")
        ),
        Some(format!("it matches by {}", forms(found))),
    ))
}

/// `"Minsk" (@belarus), "arrested" (arrest)`.
fn forms(found: &Match) -> String {
    let forms: Vec<String> = found
        .evidence
        .iter()
        .map(|evidence| format!("\"{}\" ({})", evidence.form, evidence.term))
        .collect();
    forms.join(", ")
}

fn finding_at(
    place: &Place,
    length: usize,
    message: String,
    help: Option<String>,
    sources: &[Source],
) -> Finding {
    let Some(source) = sources.iter().find(|source| source.short == place.file) else {
        // A pack's text is ours and tested; should it fail all the same, its place is told in words.
        let mut finding = Finding::about_file(&place.file, message).maybe_help(help);
        (finding.line, finding.column) = (place.line, place.column);
        return finding;
    };
    let start = source.byte_of(place);
    let end = (start + length).min(source.text.len());
    source.spot(start..end).error(message).maybe_help(help)
}
