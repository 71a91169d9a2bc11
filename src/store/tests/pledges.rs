//! Offers, pledges and pushes: one offer and one pledge a feed, and pushes that are taken up in order and not for ever.

use super::World;
use super::at;
use super::feed;
use crate::model::pledge::Inquiry;
use crate::model::pledge::Offer;
use crate::model::pledge::Pledge;
use crate::model::pledge::PledgeStatus;
use crate::store::NewPush;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

fn offer() -> Offer {
    Offer {
        feed: "wire".parse().unwrap(),
        hub: "https://hub.example/".parse().unwrap(),
        topic: "https://wire.example/feed".parse().unwrap(),
    }
}

fn pledge(token: &str) -> Pledge {
    let callback = format!("https://watch.example/websub/{token}");
    Pledge::new(offer(), token.to_owned(), callback.parse().unwrap(), at(0))
}

fn push(token: &str, minute: i64) -> NewPush {
    NewPush {
        token: token.to_owned(),
        content_type: None,
        body: vec![0, 159, 146, 150],
        received_at: at(minute),
    }
}

#[tokio::test]
async fn another_address_makes_the_old_offer_void() {
    let world = World::new().await;
    let name = feed("wire").name;
    let asked = name.clone();
    world
        .write(move |tx| tx.keep_offer(&name, Some(&offer())))
        .await;
    world
        .write(|tx| tx.sync_feeds(&[feed("wire")], at(1)))
        .await;
    assert_eq!(world.read(View::offers).await, [offer()]);

    let mut moved = feed("wire");
    moved.url = "https://elsewhere.example/feed".parse().unwrap();
    world.write(move |tx| tx.sync_feeds(&[moved], at(2))).await;

    assert_eq!(world.read(move |view| view.offer(&asked)).await, None);
}

#[tokio::test]
async fn a_pledge_is_kept_whole_and_a_feed_has_one_beside_those_that_are_left() {
    let world = World::new().await;
    let mut kept = pledge("a");
    kept.ask(true, at(1));
    kept.hear(&Inquiry::Subscribe(None), offer().topic.as_str(), at(2));
    kept.pushed(at(3));
    kept.polled(1);
    kept.knocked(at(4));
    kept.last_reason = Some("a reason".to_owned());
    let written = kept.clone();
    world.write(move |tx| tx.keep_pledge(&written)).await;
    let mut found = world.read(|view| view.pledge("a")).await.unwrap();
    // The table keeps milliseconds.
    assert_eq!(
        found.next_ask.as_millisecond(),
        kept.next_ask.as_millisecond()
    );
    found.next_ask = kept.next_ask;
    assert_eq!(found, kept);

    let second = world.store().write(|tx| tx.keep_pledge(&pledge("b"))).await;
    assert!(
        matches!(second, Err(StoreError::Conflict { .. })),
        "{second:?}"
    );
    kept.leave(at(5));
    world
        .write(move |tx| {
            tx.keep_pledge(&kept)?;
            tx.keep_pledge(&pledge("b"))
        })
        .await;

    let current = world
        .read(|view| view.pledge_of(&offer().feed))
        .await
        .unwrap();
    assert_eq!(
        (current.token.as_str(), current.status),
        ("b", PledgeStatus::Offered)
    );
}

#[tokio::test]
async fn pushes_are_taken_up_in_order_counted_and_go_with_their_pledge() {
    let world = World::new().await;
    world
        .write(|tx| {
            tx.keep_pledge(&pledge("a"))?;
            tx.spool_push(&push("a", 1))?;
            tx.spool_push(&push("a", 2))
        })
        .await;

    let first = world.write(Tx::claim_push).await.unwrap();
    let again = world.write(Tx::claim_push).await.unwrap();
    assert_eq!((first.attempts, again.attempts), (1, 2));
    assert_eq!(again.push, push("a", 1));
    world.write(move |tx| tx.drop_push(again.id)).await;
    let next = world.write(Tx::claim_push).await.unwrap();
    assert_eq!(next.push, push("a", 2));
    world.write(|tx| tx.drop_pledge("a")).await;

    let counts = world.read(View::push_counts).await;
    assert_eq!(
        (counts.taken, counts.waiting, counts.waiting_bytes),
        (2, 0, 0)
    );
    assert_eq!(world.write(Tx::claim_push).await, None);
}
