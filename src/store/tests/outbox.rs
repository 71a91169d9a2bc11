//! The outbox: claims, leases, outcomes; no order of them loses a letter or undoes an acceptance.

use std::collections::BTreeSet;
use std::time::Duration;

use super::World;
use super::admit;
use super::at;
use super::issue;
use super::morning;
use crate::model::delivery::DeliveryStatus;
use crate::model::delivery::DeliveryTask;
use crate::model::delivery::Next;
use crate::model::delivery::Outcome;
use crate::model::ids::DeliveryId;
use crate::model::ids::DigestNumber;
use crate::store::DeliveryRecord;
use crate::store::View;

const LEASE: Duration = Duration::from_secs(12 * 60);

async fn world_with_letters(recipients: &'static [&'static str]) -> World {
    let world = World::new().await;
    world
        .write(|tx| {
            let (id, story) = admit(tx, "a", &["sanctions"], 1);
            issue(tx, &[(story, vec![id])], recipients, 10)
        })
        .await;
    world
}

async fn claim(world: &World, minute: i64) -> Option<DeliveryTask> {
    world
        .write(move |tx| tx.claim_delivery(at(minute), LEASE, &BTreeSet::new()))
        .await
}

async fn settle(world: &World, id: DeliveryId, outcome: Outcome, next: Next, minute: i64) -> bool {
    world
        .write(move |tx| tx.settle_delivery(id, &outcome, &next, at(minute)))
        .await
}

async fn record(world: &World) -> DeliveryRecord {
    let detail = world
        .read(|view| view.digest(DigestNumber(1)))
        .await
        .unwrap();
    detail.record.deliveries.into_iter().next().unwrap()
}

fn deferred() -> Outcome {
    Outcome::Deferred {
        reason: "450 try later".to_owned(),
    }
}

const ACCEPTED: Next = Next::Done(DeliveryStatus::Accepted);

#[tokio::test]
async fn a_claim_counts_the_attempt_and_holds_the_letter() {
    let world = world_with_letters(&["a@example.org"]).await;
    assert_eq!(claim(&world, 9).await.map(|task| task.id), None);

    let task = claim(&world, 10).await.unwrap();

    assert_eq!(
        (task.id, task.attempt, task.message_id.as_str()),
        (DeliveryId(1), 1, "1.wirewatch@example.org")
    );
    assert_eq!(
        task.bytes,
        b"To: a@example.org\r\n\r\n\x01letter 1\r\n".to_vec()
    );
    assert!(claim(&world, 11).await.is_none());
    assert_eq!(record(&world).await.attempts, 1);
    assert_eq!(world.read(View::next_send).await, Some(at(22)));
}

#[tokio::test]
async fn a_lease_that_ran_out_is_claimed_again_with_the_same_bytes() {
    let world = world_with_letters(&["a@example.org"]).await;
    let first = claim(&world, 10).await.unwrap();

    assert!(claim(&world, 21).await.is_none());
    let second = claim(&world, 22).await.unwrap();

    assert_eq!((first.id, &first.bytes), (second.id, &second.bytes));
    assert_eq!(second.attempt, 2);
}

#[tokio::test]
async fn a_letter_on_its_way_is_not_claimed_again_whatever_the_clock_says() {
    let world = world_with_letters(&["a@example.org", "b@example.org"]).await;
    let first = claim(&world, 10).await.unwrap().id;

    let on_their_way = BTreeSet::from([first]);
    let next = world
        .write(move |tx| tx.claim_delivery(at(5_000), LEASE, &on_their_way))
        .await;

    assert!(next.is_some_and(|task| task.id != first));
}

#[tokio::test]
async fn an_accepted_letter_stays_accepted() {
    let world = world_with_letters(&["a@example.org"]).await;
    let id = claim(&world, 10).await.unwrap().id;
    claim(&world, 22).await.unwrap();

    assert!(settle(&world, id, Outcome::Accepted, ACCEPTED, 23).await);
    assert!(!settle(&world, id, deferred(), Next::RetryAt(at(30)), 24).await);
    assert!(!settle(&world, id, Outcome::Accepted, ACCEPTED, 25).await);

    let record = record(&world).await;
    assert_eq!(
        (record.status, record.accepted_at),
        (DeliveryStatus::Accepted, Some(at(23)))
    );
    assert!(claim(&world, 99).await.is_none());
    assert_eq!(world.read(View::next_send).await, None);
}

#[tokio::test]
async fn a_deferred_letter_waits_for_its_time() {
    let world = world_with_letters(&["a@example.org"]).await;
    let id = claim(&world, 10).await.unwrap().id;

    settle(&world, id, deferred(), Next::RetryAt(at(15)), 11).await;

    assert!(claim(&world, 14).await.is_none());
    assert_eq!(
        record(&world).await.last_reason.as_deref(),
        Some("450 try later")
    );
    assert_eq!(claim(&world, 15).await.unwrap().attempt, 2);
}

#[tokio::test]
async fn a_letter_that_was_given_up_is_kept_and_can_be_queued_again() {
    let world = world_with_letters(&["a@example.org"]).await;
    let id = claim(&world, 10).await.unwrap().id;
    settle(
        &world,
        id,
        deferred(),
        Next::Done(DeliveryStatus::Failed),
        11,
    )
    .await;
    assert_eq!(record(&world).await.status, DeliveryStatus::Failed);
    assert!(claim(&world, 99).await.is_none());

    assert!(world.write(move |tx| tx.requeue(id, at(100))).await);

    let task = claim(&world, 100).await.unwrap();
    assert_eq!((task.id, task.attempt), (id, 1));
    assert!(!world.write(|tx| tx.requeue(DeliveryId(99), at(1))).await);
}

#[tokio::test]
async fn a_late_acceptance_wins_over_giving_up() {
    let world = world_with_letters(&["a@example.org"]).await;
    let id = claim(&world, 10).await.unwrap().id;
    settle(
        &world,
        id,
        deferred(),
        Next::Done(DeliveryStatus::Failed),
        30,
    )
    .await;

    assert!(settle(&world, id, Outcome::Accepted, ACCEPTED, 31).await);

    assert_eq!(record(&world).await.status, DeliveryStatus::Accepted);
}

#[tokio::test]
async fn each_recipient_has_a_letter_of_their_own() {
    let world = world_with_letters(&["a@example.org", "b@example.org"]).await;

    let first = claim(&world, 10).await.unwrap();
    let second = claim(&world, 10).await.unwrap();
    settle(&world, first.id, Outcome::Accepted, ACCEPTED, 11).await;

    assert_ne!(first.envelope.to, second.envelope.to);
    assert!(claim(&world, 11).await.is_none());
    let counts = world.read(View::outbox_counts).await;
    assert_eq!((counts.queued, counts.accepted, counts.failed), (1, 1, 0));
    assert_eq!(counts.oldest_queued, Some(at(10)));
}

#[tokio::test]
async fn a_restart_does_not_wait_for_the_leases_of_the_dead() {
    let mut world = world_with_letters(&["a@example.org"]).await;
    claim(&world, 10).await.unwrap();

    world.stop();
    world.start().unwrap();

    assert_eq!(world.store().opening().released_leases, 1);
    assert_eq!(claim(&world, 11).await.unwrap().attempt, 2);
}

#[tokio::test]
async fn a_clock_set_back_does_not_hold_a_letter_for_years() {
    let world = world_with_letters(&["a@example.org"]).await;
    let next_year = 365 * 24 * 60;
    claim(&world, next_year).await.unwrap();

    assert!(claim(&world, next_year - 1).await.is_none());
    assert!(claim(&world, 11).await.is_some());
}

#[tokio::test]
async fn a_letter_that_a_sender_holds_is_withdrawn_only_when_it_did_not_go() {
    let world = world_with_letters(&["a@example.org", "b@example.org"]).await;
    let under_way = claim(&world, 10).await.unwrap();
    world
        .write(|tx| {
            for reader in ["a@example.org", "b@example.org"] {
                tx.unsubscribe(&morning(), &reader.parse().unwrap(), "mail", at(11))?;
            }
            Ok(())
        })
        .await;

    let others = world
        .write(|tx| tx.withdraw_letters(at(11), &BTreeSet::new()))
        .await;
    assert_eq!(others.len(), 1);
    assert_ne!(others[0].id, under_way.id);
    settle(&world, under_way.id, deferred(), Next::RetryAt(at(20)), 12).await;
    let rest = world
        .write(|tx| tx.withdraw_letters(at(12), &BTreeSet::new()))
        .await;

    assert_eq!(rest[0].id, under_way.id);
    assert_eq!(record(&world).await.status, DeliveryStatus::Withdrawn);
    assert!(claim(&world, 60).await.is_none());
    assert!(
        settle(&world, under_way.id, Outcome::Accepted, ACCEPTED, 61).await,
        "a late word of the relay counts more"
    );
}

#[tokio::test]
async fn a_letter_on_its_way_is_not_withdrawn_when_the_clock_has_left_its_lease_behind() {
    let world = world_with_letters(&["a@example.org"]).await;
    let under_way = claim(&world, 10).await.unwrap();
    world
        .write(|tx| {
            tx.unsubscribe(
                &morning(),
                &"a@example.org".parse().unwrap(),
                "mail",
                at(11),
            )
        })
        .await;
    let on_their_way = BTreeSet::from([under_way.id]);

    let taken_back = world
        .write(move |tx| tx.withdraw_letters(at(100_000), &on_their_way))
        .await;

    assert!(taken_back.is_empty(), "{taken_back:?}");
    assert_eq!(record(&world).await.status, DeliveryStatus::Queued);
    let rest = world
        .write(|tx| tx.withdraw_letters(at(100_000), &BTreeSet::new()))
        .await;
    assert_eq!(
        rest[0].id, under_way.id,
        "what no one hands over is taken back"
    );
}
