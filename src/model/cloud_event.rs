//! The stream's lines as others read them: CloudEvents 1.0 in JSON (cloudevents.io).

use serde_json::Value;
use serde_json::json;

use crate::model::event::Event;

/// Who tells; with the event's number it names one event of one archive.
const SOURCE: &str = "/wirewatch";

/// One event, whole. `type` is the word of the contract, `subject` what it happened to.
#[must_use]
pub fn cloud_event(event: &Event) -> Value {
    json!({
        "specversion": "1.0",
        "id": event.id.0.to_string(),
        "source": SOURCE,
        "type": event.kind.as_str(),
        "subject": event.subject,
        "time": event.at.to_string(),
        "datacontenttype": "application/json",
        "data": event.data,
    })
}
