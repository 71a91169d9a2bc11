//! Hosts that rest, and their feeds.

use super::World;
use super::at;
use super::feed;
use crate::model::event::EventKind;
use crate::model::feed::Cause;
use crate::model::feed::FeedState;
use crate::model::host_rest::HostRest;

fn rest(domain: &str, minute: i64) -> HostRest {
    HostRest {
        domain: domain.to_owned(),
        until: at(minute),
    }
}

#[tokio::test]
async fn of_two_wishes_the_longer_one_is_kept_and_what_is_over_is_forgotten() {
    let world = World::new().await;
    for (wish, now) in [
        (rest("a.example", 60), 0),
        (rest("a.example", 30), 1),
        (rest("b.example", 10), 2),
    ] {
        world
            .write(move |tx| tx.keep_host_rest(&wish, at(now)))
            .await;
    }

    let kept = world.read(|view| view.host_rests(at(5))).await;
    assert_eq!(kept, [rest("a.example", 60), rest("b.example", 10)]);
    let later = world.read(|view| view.host_rests(at(10))).await;
    assert_eq!(later, [rest("a.example", 60)]);
    assert_eq!(world.write(|tx| tx.forget_ended_rests(at(10))).await, 1);
    assert_eq!(world.write(|tx| tx.forget_ended_rests(at(60))).await, 1);
}

#[tokio::test]
async fn a_feed_of_a_resting_host_is_told_why_due_then_and_not_blamed() {
    let world = World::new().await;
    let name = feed("wire").name;
    let cause = Cause {
        kind: "rate-limited".to_owned(),
        sentence: "the host asked for rest".to_owned(),
    };
    let rests = async |minute| {
        let (name, cause) = (name.clone(), cause.clone());
        world
            .write(move |tx| tx.rest_feed(&name, &cause, at(60), at(minute)))
            .await
    };

    assert_eq!(rests(1).await, Some(EventKind::FeedFailed));
    assert_eq!(rests(2).await, None, "told once");

    let health = world.read(crate::store::View::feed_health).await;
    let wire = health.iter().find(|one| one.name == name).unwrap();
    assert_eq!((wire.state, wire.tries), (FeedState::Failing, 0));
    assert_eq!((wire.since, wire.next_poll), (at(1), Some(at(60))));
    assert_eq!(wire.cause, Some(cause.clone()));
}
