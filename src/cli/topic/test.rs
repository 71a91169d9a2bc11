//! `wirewatch topic test`: the watchlist's own tests, each told.

use std::io::Write;
use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::cli::Exit;
use crate::cli::Failure;
use crate::cli::open::Place;
use crate::cli::topic::TopicTestArgs;
use crate::config::TestOutcome;
use crate::config::test_topics;
use crate::model::ids::TopicName;

pub(super) fn run(config: Option<&Path>, args: &TopicTestArgs) -> Result<Exit, Failure> {
    let place = Place::find(config);
    let wanted: Option<TopicName> = args
        .name
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(Failure::usage)?;
    let (watchlist, mut outcomes) = test_topics(&place.directory, &place.environment)?;
    if let Some(wanted) = &wanted {
        if watchlist.topic(wanted).is_none() {
            return Err(super::no_such_topic(&watchlist, wanted));
        }
        outcomes.retain(|outcome| outcome.topic == *wanted);
    }
    let mut out = std::io::stdout().lock();
    if args.json {
        let outcomes: Vec<Value> = outcomes.iter().map(value).collect();
        writeln!(out, "{}", Value::from(outcomes))?;
    } else {
        let topics = watchlist.topics.iter().map(|topic| &topic.name);
        let topics = topics.filter(|name| wanted.as_ref().is_none_or(|wanted| wanted == *name));
        for topic in topics {
            write!(out, "{}", words(topic, &outcomes))?;
        }
    }
    Ok(if outcomes.iter().any(|outcome| outcome.fault.is_some()) {
        Exit::FaultFound
    } else {
        Exit::Ok
    })
}

fn value(outcome: &TestOutcome) -> Value {
    let test = &outcome.test;
    json!({
        "topic": outcome.topic.as_str(),
        "text": test.text,
        "body": test.body,
        "language": test.language.map(|language| language.to_string()),
        "must_match": test.must_match,
        "because": test.because,
        "file": test.place.file,
        "line": test.place.line,
        "passed": outcome.fault.is_none(),
        "fault": outcome.fault.as_ref().map(|fault| &fault.message),
        "help": outcome.fault.as_ref().and_then(|fault| fault.help.as_ref()),
    })
}

fn words(topic: &TopicName, outcomes: &[TestOutcome]) -> String {
    let of_topic: Vec<_> = outcomes
        .iter()
        .filter(|outcome| outcome.topic == *topic)
        .collect();
    let failed: Vec<_> = of_topic
        .iter()
        .filter_map(|outcome| outcome.fault.as_ref())
        .collect();
    let mut words = match (of_topic.len(), failed.len()) {
        (0, _) => format!("{topic}: no tests\n"),
        (all, 0) => format!("{topic}: {all} passed\n"),
        (all, failed) => format!("{topic}: {} passed, {failed} FAILED\n", all - failed),
    };
    for fault in failed {
        words.push_str(&fault.render(false));
    }
    words
}
