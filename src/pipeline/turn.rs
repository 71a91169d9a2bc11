//! A feed's state moves, and the stream is told when it is another one than before.

use jiff::Timestamp;
use serde_json::json;

use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::feed::Cause;
use crate::model::ids::FeedName;
use crate::store::PollResult;
use crate::store::StoreError;
use crate::store::Tx;

/// Moves the feed's state, and writes an event when it is another one than before.
pub(super) fn settle_and_tell(
    tx: &mut Tx,
    feed: &FeedName,
    result: &PollResult,
) -> Result<(), StoreError> {
    let Some(kind) = tx.settle_poll(feed, result)? else {
        return Ok(());
    };
    let state = result.state.as_str();
    tell_turn(tx, feed, kind, state, result.cause.as_ref(), result.at)
}

/// Writes the event of a feed whose state is another one than before.
pub(super) fn tell_turn(
    tx: &mut Tx,
    feed: &FeedName,
    kind: EventKind,
    state: &str,
    cause: Option<&Cause>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let cause = cause.map(|cause| json!({ "kind": cause.kind, "sentence": cause.sentence }));
    let event = NewEvent {
        kind,
        subject: feed.to_string(),
        data: json!({ "state": state, "cause": cause }),
    };
    tx.tell(&event, at).map(|_| ())
}
