//! The machine forms that several commands print: their field names are a contract.

use serde_json::Value;
use serde_json::json;

use crate::model::feed::FeedHealth;
use crate::model::lesson::Lean;
use crate::model::lesson::Lesson;
use crate::model::lesson::Moved;
use crate::model::matching::Evidence;
use crate::model::matching::Match;

/// A match with its evidence.
pub(super) fn match_value(found: &Match) -> Value {
    let evidence: Vec<_> = found.evidence.iter().map(Evidence::value).collect();
    json!({ "topic": found.topic.as_str(), "score": found.score, "evidence": evidence })
}

/// What marks say of a match; null where nothing was learnt.
pub(super) fn lesson_value(lesson: Option<&Lesson>) -> Value {
    let Some(lesson) = lesson else {
        return Value::Null;
    };
    json!({
        "likelihood": lesson.likelihood,
        "moved": lesson.moved.map(Moved::as_str),
        "marks": lesson.marks,
        "up_to": lesson.up_to,
        "because": leans_value(&lesson.because),
    })
}

/// Traits with their weights.
pub(super) fn leans_value(leans: &[Lean]) -> Value {
    let leans = leans.iter();
    leans
        .map(|lean| json!({ "what": lean.what, "weight": lean.weight }))
        .collect()
}

/// A feed and how it is.
pub(super) fn health_value(health: &FeedHealth) -> Value {
    let cause = health
        .cause
        .as_ref()
        .map(|cause| json!({ "kind": cause.kind, "sentence": cause.sentence }));
    json!({
        "name": health.name.as_str(),
        "url": health.url.as_str(),
        "moved_to": health.moved_to.as_ref().map(url::Url::as_str),
        "state": health.state.as_str(),
        "cause": cause,
        "since": health.since.to_string(),
        "tries": health.tries,
        "next_poll": health.next_poll.map(|at| at.to_string()),
        "last_item": health.last_item.map(|at| at.to_string()),
        "partial": health.is_partial,
        "items": health.items,
    })
}
