//! How hubs' promises are shown: words for people, a machine form for `status --json`.

use serde_json::Value;
use serde_json::json;

use crate::model::ids::FeedName;
use crate::model::pledge::Pledge;
use crate::model::pledge::PledgeStatus;
use crate::store::PushCounts;

/// The pledges of one feed: seldom more than one.
pub(super) fn of<'a>(pledges: &'a [Pledge], feed: &FeedName) -> impl Iterator<Item = &'a Pledge> {
    pledges
        .iter()
        .filter(move |pledge| pledge.offer.feed == *feed)
}

/// One line.
pub(super) fn words(pledge: &Pledge) -> String {
    let hub = pledge.offer.hub.host_str().unwrap_or_default();
    let until = pledge
        .lease_until
        .map_or_else(String::new, |until| format!(" until {until}"));
    let told = match pledge.status {
        PledgeStatus::Verified => format!("push by {hub}{until}"),
        PledgeStatus::Offered => format!("push offered by {hub}"),
        PledgeStatus::Asked => format!("push asked of {hub}, tries: {}", pledge.attempts),
        PledgeStatus::Denied => format!("push denied by {hub}"),
        PledgeStatus::Lapsed => format!("push by {hub} lapsed"),
        PledgeStatus::Leaving => format!("push by {hub} is being ended"),
    };
    let came = match (pledge.status, pledge.last_push) {
        (PledgeStatus::Verified, None) => ", nothing has come yet".to_owned(),
        (PledgeStatus::Verified, Some(_)) if pledge.owed > 0 => {
            ", news came that it did not bring".to_owned()
        }
        (_, Some(at)) => format!(", last push {at}"),
        _ => String::new(),
    };
    let why = pledge
        .last_reason
        .as_ref()
        .map_or_else(String::new, |why| format!(": {why}"));
    format!("{told}{came}{why}")
}

/// A pledge in `status --json`.
pub(super) fn value(pledge: &Pledge) -> Value {
    json!({
        "feed": pledge.offer.feed.as_str(),
        "hub": pledge.offer.hub.as_str(),
        "status": pledge.status.as_str(),
        "signed": pledge.is_signed,
        "until": pledge.lease_until.map(|at| at.to_string()),
        "last_push": pledge.last_push.map(|at| at.to_string()),
        "missed": pledge.missed(),
        "tries": pledge.attempts,
        "reason": pledge.last_reason,
    })
}

/// All of them in a few words.
pub(super) fn summary(pledges: &[Pledge], pushes: &PushCounts) -> String {
    let verified = pledges
        .iter()
        .filter(|pledge| pledge.status == PledgeStatus::Verified)
        .count();
    format!(
        "{verified} of {} push, {} pushes taken, {} ignored for their signature",
        pledges.len(),
        pushes.taken,
        pushes.refused
    )
}
