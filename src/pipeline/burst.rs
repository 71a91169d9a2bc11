//! burst: a topic that just got stories -> is it louder than its own history -> written down and told, once.
//!
//! Looked at when a story comes, inside the transaction that brings it: a topic cannot become loud at any other time.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::json;

use crate::burst;
use crate::burst::Usual;
use crate::model::burst::Burst;
use crate::model::event::EventKind;
use crate::model::ids::TopicName;
use crate::pipeline::Watch;
use crate::pipeline::admit::tell;
use crate::pipeline::notice;
use crate::store::StoreError;
use crate::store::Tx;

/// How far back the words of a burst are compared.
const COMPARED: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Stories on either side of that.
const MOST_COMPARED: usize = 1000;

/// Looks at each of these topics, and tells which is loud now; how many alerts came of it.
pub(super) fn notice(
    tx: &mut Tx,
    watch: &Watch,
    topics: &BTreeSet<&TopicName>,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let mut alerts = 0;
    for topic in topics {
        if let Some(burst) = loud(tx, topic, now)? {
            let id = tx.keep_burst(&burst)?;
            let data = json!({
                "since": burst.since.to_string(),
                "hours": burst.hours,
                "stories": burst.stories,
                "usual": burst.usual,
                "terms": burst.terms,
                "outlets": burst.outlets,
            });
            tell(tx, EventKind::TopicBurst, topic, data, now)?;
            alerts += notice::burst(tx, watch, topic, id, now)?;
        }
    }
    Ok(alerts)
}

fn loud(tx: &mut Tx, topic: &TopicName, now: Timestamp) -> Result<Option<Burst>, StoreError> {
    let watched_since = watched_since(tx, topic, now)?;
    let is_told = tx
        .last_burst(topic)?
        .is_some_and(|last| now.duration_since(last) < burst::COOL_DOWN);
    if is_told
        || !burst::may_be_loud(&tx.story_openings(topic, before(now, burst::LONGEST), now)?)
    {
        return Ok(None);
    }
    let opened = tx.story_openings(topic, before(now, burst::MEMORY), now)?;
    let Some(found) = Usual::learn(&opened, watched_since, now)
        .and_then(|usual| burst::judge(&opened, &usual, now))
    else {
        return Ok(None);
    };
    let told = tx.stories_told(topic, found.since, now, MOST_COMPARED)?;
    let usual = tx.stories_told(topic, before(now, COMPARED), found.since, MOST_COMPARED)?;
    Ok(Some(Burst {
        topic: topic.clone(),
        noticed: now,
        since: found.since,
        hours: found.hours,
        stories: found.stories,
        usual: found.usual,
        terms: burst::loud_terms(&told, &usual),
        outlets: burst::loud_outlets(&told),
    }))
}

/// From when the topic's silence means that there was nothing: its first match, or now, kept from then on.
fn watched_since(tx: &mut Tx, topic: &TopicName, now: Timestamp) -> Result<Timestamp, StoreError> {
    let key = format!("topic.{topic}.watched");
    if let Some(since) = tx.fact(&key)?.and_then(|text| text.parse().ok()) {
        return Ok(since);
    }
    let since = tx.first_match(topic)?.unwrap_or(now);
    tx.keep_fact(&key, &since.to_string())?;
    Ok(since)
}

fn before(now: Timestamp, span: SignedDuration) -> Timestamp {
    now.checked_sub(span).unwrap_or(Timestamp::MIN)
}
