//! Where an article's page stands, for people and for machines: whether its words are part of what was judged.

use serde_json::Value;
use serde_json::json;

use crate::store::KeptPage;
use crate::store::PageState;

/// `starts_at`: from this character of the text on, the words are the page's.
pub(super) fn value(page: &KeptPage) -> Value {
    let (state, starts_at) = match page.state {
        PageState::Due(_) => ("due", None),
        PageState::Read(at) => ("read", Some(at)),
        PageState::Failed => ("failed", None),
    };
    let cause = page.cause.as_ref();
    json!({
        "state": state,
        "starts_at": starts_at,
        "attempts": page.attempts,
        "cause": cause.map(|cause| json!({ "kind": cause.kind, "sentence": cause.sentence })),
    })
}

pub(super) fn words(page: &KeptPage) -> String {
    let cause = page
        .cause
        .as_ref()
        .map_or(String::new(), |cause| format!(": {}", cause.sentence));
    match page.state {
        PageState::Read(0) => {
            "Its text is its page's, which says all that the feed says.".to_owned()
        }
        PageState::Read(at) => {
            format!("Its text is the feed's up to character {at}, and its page's from there on.")
        }
        PageState::Due(when) => format!(
            "Its page is asked for at {when} or later; until then the feed's text is judged{cause}."
        ),
        PageState::Failed => {
            format!("Its page could not be read, so that the feed's text is judged{cause}.")
        }
    }
}
