//! Relays that think for minutes, by a clock that runs ahead whenever everybody waits.

use std::time::Duration;

use super::Patience;
use super::Smtp;
use super::assert_deferred;
use super::channel_with;
use super::task;
use super::then;
use super::up_to_end_of_letter;
use crate::deliver::smtp::relay::Act;
use crate::deliver::smtp::relay::ScriptedRelay;
use crate::deliver::smtp::relay::say;
use crate::model::delivery::Outcome;

const MINUTE: Duration = Duration::from_secs(60);

/// What becomes of a letter whose 250 takes so long.
async fn thought_over_for(time: Duration) -> Outcome {
    let script = then(
        up_to_end_of_letter(),
        [Act::Think(time), say("250 2.0.0 queued at last")],
    );
    let relay = ScriptedRelay::play(vec![script]).await;
    let channel: Smtp = channel_with(&relay, Patience::STANDARD);
    channel.send(&task()).await
}

/// M08: nine minutes after the final dot are no reason to send the letter again.
#[tokio::test]
async fn a_relay_that_thinks_for_nine_minutes_over_a_letter_has_taken_it() {
    assert_eq!(thought_over_for(9 * MINUTE).await, Outcome::Accepted);
}

#[tokio::test]
async fn a_relay_that_never_comes_to_an_end_is_left_and_asked_again() {
    assert_deferred(&thought_over_for(60 * MINUTE).await, "within 780 s");
}
