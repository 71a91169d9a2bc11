//! send: outbox -> relay or webhook. A short transaction claims a letter and counts the attempt, then the letter is handed over,
//! then a second transaction writes down what the relay said. Nothing leaves the outbox in any other way, but what is taken back
//! because its reader left.
//!
//! A cut between the relay's 250 and the second transaction sends the letter once more, with the same Message-ID and
//! the same bytes: that is the only double there is.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::json;
use tracing::error;
use tracing::info;
use tracing::warn;

use crate::crash_point::crash_point;
use crate::deliver::retry;
use crate::model::delivery::DeliveryStatus;
use crate::model::delivery::DeliveryTask;
use crate::model::delivery::Next;
use crate::model::delivery::Outcome;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::ids::DeliveryId;
use crate::model::recipient::Recipient;
use crate::pipeline::Pipeline;
use crate::pipeline::on_the_way::Going;
use crate::pipeline::on_the_way::OnTheWay;
use crate::pipeline::webhook;
use crate::store::StoreError;
use crate::store::Tx;

/// Letters on their way at once: a relay that thinks for minutes over one recipient holds up only a part of the rest.
pub const AT_ONCE: usize = 4;

/// Longer than the longest SMTP talk (RFC 5321 lets the relay think ten minutes after the final dot).
const LEASE: Duration = Duration::from_secs(30 * 60);

/// A talk that lasts longer is given up, by the machine's own clock and before its lease ends: each step of it may be slow and
/// within its own limit, and another worker would take the letter up.
const LONGEST_TALK: Duration = Duration::from_secs(28 * 60);

/// Waited before an outcome that could not be written is written again.
const SETTLE_AGAIN: Duration = Duration::from_secs(1);

/// How often that is done before the process gives up; by then the lease keeps the letter safe.
const SETTLE_TRIES: u32 = 30;

/// What became of the letters that were due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The relay took them.
    pub accepted: usize,
    /// They will go again.
    pub deferred: usize,
    /// They were given up.
    pub failed: usize,
}

/// A letter that is ours to hand over; nobody else claims it as long as this lives.
#[derive(Debug)]
pub struct Claimed {
    task: DeliveryTask,
    _going: Going,
}

/// Sends everything that is due, and returns when nothing is.
///
/// # Errors
///
/// When the database fails. What was handed over but could not be written down goes again after its lease.
pub async fn send_due(pipeline: &Pipeline) -> Result<Sent, StoreError> {
    let on_the_way = OnTheWay::default();
    let workers = (0..AT_ONCE).map(|_| send_one_after_another(pipeline, &on_the_way));
    let mut all = Sent::default();
    for sent in join_all(workers).await {
        let sent = sent?;
        all.accepted += sent.accepted;
        all.deferred += sent.deferred;
        all.failed += sent.failed;
    }
    Ok(all)
}

async fn send_one_after_another(
    pipeline: &Pipeline,
    on_the_way: &OnTheWay,
) -> Result<Sent, StoreError> {
    let mut sent = Sent::default();
    while let Some(letter) = claim(pipeline, on_the_way).await? {
        match send(pipeline, letter).await? {
            Next::Done(DeliveryStatus::Accepted) => sent.accepted += 1,
            Next::Done(_) => sent.failed += 1,
            Next::RetryAt(_) => sent.deferred += 1,
        }
    }
    Ok(sent)
}

/// The next letter that is due and not on its way, its attempt counted; before that, what waits for readers who have left is taken
/// back.
///
/// # Errors
///
/// When the database fails, or has no room to write down what would be answered.
pub async fn claim(
    pipeline: &Pipeline,
    on_the_way: &OnTheWay,
) -> Result<Option<Claimed>, StoreError> {
    // What is answered must find room to be written down: the reserve is for letters on their way, not for further ones.
    if !pipeline.store.renew_reserve() {
        return Err(pipeline.store.no_room());
    }
    let now = pipeline.clock.now();
    let ours = on_the_way.clone();
    let claimed = pipeline
        .store
        .write(move |tx| {
            let on_their_way = ours.ids();
            withdraw(tx, now, &on_their_way)?;
            let task = tx.claim_delivery(now, LEASE, &on_their_way)?;
            Ok(task.map(|task| Claimed {
                _going: ours.add(task.id),
                task,
            }))
        })
        .await?;
    if claimed.is_some() {
        crash_point("send: attempt counted, nothing said yet");
    }
    Ok(claimed)
}

/// Hands the letter over and writes down what was said to it.
///
/// # Errors
///
/// When that cannot be written down: the letter goes again after its lease.
pub async fn send(pipeline: &Pipeline, letter: Claimed) -> Result<Next, StoreError> {
    let task = &letter.task;
    let outcome = tokio::time::timeout(LONGEST_TALK, hand_over(pipeline, task))
        .await
        .unwrap_or_else(|_| Outcome::Deferred {
            reason: "it took too long to hand the letter over".to_owned(),
        });
    crash_point("send: answered, outcome not written yet");
    settle(pipeline, task, outcome).await
}

async fn hand_over(pipeline: &Pipeline, task: &DeliveryTask) -> Outcome {
    match &task.envelope.to {
        Recipient::Mail(_) => pipeline.channel.send(task).await,
        Recipient::Webhook(name) => webhook::send(pipeline, name, task).await,
    }
}

/// Takes back what waits for readers who have left and is not on its way; how many letters that were. In the transaction by which
/// they leave, too, where a lease alone tells what is on its way: a letter that is accepted all the same counts as accepted.
///
/// # Errors
///
/// When the database fails.
pub fn withdraw(
    tx: &mut Tx,
    now: Timestamp,
    on_their_way: &BTreeSet<DeliveryId>,
) -> Result<usize, StoreError> {
    let withdrawn = tx.withdraw_letters(now, on_their_way)?;
    for letter in &withdrawn {
        let to = letter.to.masked();
        info!(
            delivery.id = letter.id.0,
            to, "letter withdrawn: its reader left the digest"
        );
        let event = NewEvent {
            kind: EventKind::LetterWithdrawn,
            subject: letter.id.to_string(),
            data: json!({ "message_id": letter.message_id, "to": to }),
        };
        tx.tell(&event, now)?;
    }
    Ok(withdrawn.len())
}

/// Writes down what the relay said, and tries again when the disk will not take it: a 250 must not be forgotten.
async fn settle(
    pipeline: &Pipeline,
    task: &DeliveryTask,
    outcome: Outcome,
) -> Result<Next, StoreError> {
    let now = pipeline.clock.now();
    let next = retry::next(task.attempt, task.id, &outcome, now);
    tell(task, &outcome, &next);
    let mut tries = 1;
    loop {
        let (id, outcome, settled) = (task.id, outcome.clone(), next.clone());
        let event = event(task, &outcome, &next);
        let written = pipeline
            .store
            .write(move |tx| {
                tx.settle_delivery(id, &outcome, &settled, now)?;
                event.map_or(Ok(()), |event| tx.tell(&event, now).map(|_| ()))?;
                crash_point("send: outcome written, before its commit");
                Ok(())
            })
            .await;
        crash_point("send: outcome committed");
        match written {
            Ok(()) => return Ok(next),
            Err(error) if error.is_about_room() && pipeline.store.give_reserve_up() => {
                warn!(
                    delivery.id = task.id.0,
                    "the outcome is written again, into the room that was kept for it: {error}"
                );
            }
            Err(error) if tries >= SETTLE_TRIES || !error.is_temporary() => return Err(error),
            Err(error) => {
                warn!(
                    delivery.id = task.id.0,
                    "outcome not written yet, trying again: {error}"
                );
                tries += 1;
                tokio::time::sleep(SETTLE_AGAIN).await;
            }
        }
    }
}

fn event(task: &DeliveryTask, outcome: &Outcome, next: &Next) -> Option<NewEvent> {
    let (kind, reason) = match (next, outcome) {
        (Next::Done(DeliveryStatus::Accepted), _) => (EventKind::LetterAccepted, None),
        (Next::Done(_), Outcome::Failed { reason } | Outcome::Deferred { reason }) => {
            (EventKind::LetterFailed, Some(reason.clone()))
        }
        _ => return None,
    };
    let data = json!({
        "message_id": task.message_id,
        "to": task.envelope.to.masked(),
        "attempt": task.attempt,
        "reason": reason,
    });
    Some(NewEvent {
        kind,
        subject: task.id.to_string(),
        data,
    })
}

fn tell(task: &DeliveryTask, outcome: &Outcome, next: &Next) {
    let (id, to, attempt) = (task.id.0, task.envelope.to.masked(), task.attempt);
    match (outcome, next) {
        (Outcome::Accepted, _) => {
            info!(
                delivery.id = id,
                message_id = task.message_id,
                to,
                attempt,
                "letter accepted"
            );
        }
        (Outcome::Deferred { reason }, Next::RetryAt(at)) => {
            warn!(delivery.id = id, to, attempt, again = %at, "letter deferred: {reason}");
        }
        (Outcome::Deferred { reason } | Outcome::Failed { reason }, _) => {
            error!(
                delivery.id = id,
                to,
                attempt,
                "letter given up: {reason}; queue it again with `wirewatch digest resend`"
            );
        }
    }
}
