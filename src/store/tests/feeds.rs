//! Feeds: the watchlist's word, due times, states, memory.

use jiff::Timestamp;

use super::World;
use super::article;
use super::at;
use super::feed;
use super::version;
use crate::model::article::Identity;
use crate::model::event::EventKind;
use crate::model::feed::Cause;
use crate::model::feed::Feed;
use crate::model::feed::FeedState;
use crate::model::feed::Validators;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::rhythm::Rhythm;
use crate::model::rhythm::Wishes;
use crate::store::FeedMemory;
use crate::store::MoveSeen;
use crate::store::NewsSeen;
use crate::store::PollResult;
use crate::store::Tx;
use crate::store::View;

fn wire() -> FeedName {
    feed("wire").name
}

fn good(minute: i64) -> PollResult {
    PollResult {
        at: at(minute),
        next_poll: Some(at(minute + 10)),
        state: FeedState::Ok,
        cause: None,
        is_partial: Some(false),
    }
}

fn failed(minute: i64) -> PollResult {
    PollResult {
        state: FeedState::Failing,
        cause: Some(Cause {
            kind: "dns".to_owned(),
            sentence: "the name is not known; check the address".to_owned(),
        }),
        is_partial: None,
        ..good(minute)
    }
}

fn settle(tx: &mut Tx, result: &PollResult) -> Option<EventKind> {
    tx.settle_poll(&wire(), result).unwrap()
}

#[tokio::test]
async fn a_new_feed_is_due_at_once_and_then_when_its_poll_said() {
    let world = World::new().await;

    assert_eq!(world.read(|view| view.due_feeds(at(0), 10)).await, [wire()]);
    world.write(|tx| Ok(settle(tx, &good(1)))).await;

    assert!(
        world
            .read(|view| view.due_feeds(at(10), 10))
            .await
            .is_empty()
    );
    assert_eq!(
        world.read(|view| view.due_feeds(at(11), 10)).await,
        [wire()]
    );
    assert_eq!(world.read(View::next_due).await, Some(at(11)));
}

#[tokio::test]
async fn a_state_tells_since_when_and_only_its_change_is_an_event() {
    let world = World::new().await;

    let told = world
        .write(|tx| {
            Ok([
                settle(tx, &good(1)),
                settle(tx, &failed(2)),
                settle(tx, &failed(3)),
                settle(tx, &good(4)),
            ])
        })
        .await;

    assert_eq!(
        told,
        [
            None,
            Some(EventKind::FeedFailed),
            None,
            Some(EventKind::FeedRecovered)
        ]
    );
    world.write(|tx| Ok(settle(tx, &failed(5)))).await;
    world.write(|tx| Ok(settle(tx, &failed(6)))).await;
    let health = world.read(View::feed_health).await.remove(0);
    assert_eq!(
        (health.state, health.since, health.tries),
        (FeedState::Failing, at(5), 2)
    );
    assert_eq!(health.cause.unwrap().kind, "dns");
}

#[tokio::test]
async fn a_feed_that_is_gone_is_not_asked_again() {
    let world = World::new().await;
    let gone = PollResult {
        state: FeedState::Gone,
        ..failed(1)
    };

    let told = world.write(move |tx| Ok(settle(tx, &gone))).await;

    assert_eq!(told, Some(EventKind::FeedFailed));
    assert_eq!(world.read(View::next_due).await, None);
    assert!(!world.write(|tx| tx.poll_at(&wire(), at(2))).await);
}

#[tokio::test]
async fn a_feed_off_the_watchlist_is_not_asked_and_keeps_its_articles() {
    let world = World::new().await;
    world
        .write(|tx| tx.admit(&article("a", "Title", 1), false, &version()))
        .await;

    world
        .write(|tx| tx.sync_feeds(&[feed("other")], at(2)))
        .await;

    let due = world.read(|view| view.due_feeds(at(9), 10)).await;
    assert_eq!(due, [feed("other").name]);
    let late = world.write(|tx| Ok(settle(tx, &good(3)))).await;
    assert_eq!(late, None);
    assert_eq!(world.read(|view| view.due_feeds(at(99), 10)).await.len(), 1);
    assert!(
        world
            .read(|view| view.article(ArticleId(1)))
            .await
            .is_some()
    );
    world
        .write(|tx| tx.sync_feeds(&[feed("other"), feed("wire")], at(4)))
        .await;
    let known = world
        .read(|view| view.known(&wire(), &Identity::Guid("a".to_owned())))
        .await;
    assert_eq!(known.unwrap().0, ArticleId(1));
}

#[tokio::test]
async fn a_paused_feed_is_not_asked_until_it_is_resumed() {
    let world = World::new().await;
    let paused = Feed {
        is_paused: true,
        ..feed("wire")
    };

    world.write(move |tx| tx.sync_feeds(&[paused], at(1))).await;
    world.write(|tx| Ok(settle(tx, &good(2)))).await;

    let health = world.read(View::feed_health).await.remove(0);
    assert_eq!((health.state, health.next_poll), (FeedState::Paused, None));
    world
        .write(|tx| tx.sync_feeds(&[feed("wire")], at(3)))
        .await;
    let health = world.read(View::feed_health).await.remove(0);
    assert_eq!(
        (health.state, health.next_poll),
        (FeedState::Ok, Some(at(3)))
    );
}

#[tokio::test]
async fn the_memory_of_a_feed_comes_back_byte_for_byte() {
    let world = World::new().await;
    let fresh = world.read(|view| view.feed_memory(&wire())).await.unwrap();
    assert_eq!(fresh.first_polled, None);
    let memory = FeedMemory {
        title: Some("Wire".to_owned()),
        language: Some("en-GB".to_owned()),
        validators: Validators {
            etag: Some(b"W/\"\xff\x80\"".to_vec()),
            last_modified: Some(b"Fri, 01 May 2026".to_vec()),
        },
        body_hash: Some("hash".to_owned()),
        last_unconditional: Some(at(1)),
        url_now: Some("https://new.example/".parse().unwrap()),
        move_seen: Some(MoveSeen {
            to: "https://newer.example/".parse().unwrap(),
            times: 2,
            first: at(2),
        }),
        first_polled: Some(at(3)),
        last_news: Some(at(4)),
        decayed_items: 0.1 + 0.2,
        decayed_at: Some(at(5)),
        rhythm: Rhythm {
            wishes: Wishes {
                pace: Some(std::time::Duration::from_secs(5400)),
                skip_hours: vec![0, 23],
                skip_days: vec![6],
            },
            last_arrival: Some(at(4)),
            longest_gap_seconds: u64::MAX,
            ..Rhythm::default()
        },
        ..fresh
    };

    let kept = memory.clone();
    world
        .write(move |tx| tx.keep_feed_memory(&wire(), &kept))
        .await;

    let read = world.read(|view| view.feed_memory(&wire())).await;
    assert_eq!(read, Some(memory));
    let moved = Feed {
        url: "https://elsewhere.example/".parse().unwrap(),
        ..feed("wire")
    };
    world.write(move |tx| tx.sync_feeds(&[moved], at(9))).await;
    let read = world.read(|view| view.feed_memory(&wire())).await.unwrap();
    assert_eq!(read.validators, Validators::default());
    assert_eq!((read.url_now, read.move_seen), (None, None));
    assert_eq!(read.first_polled, Some(at(3)));
}

#[tokio::test]
async fn news_seen_shows_feeds_that_were_asked_and_will_be_again() {
    let world = World::new().await;
    let seen = |view: &View| {
        let mut all = Vec::new();
        view.news_seen(|name, seen| all.push((name.to_owned(), seen)))?;
        Ok(all)
    };
    assert_eq!(world.read(seen).await, [], "never asked");

    let keep = |since: Option<Timestamp>| {
        move |tx: &mut Tx| {
            let memory = tx.feed_memory(&wire())?.unwrap();
            let memory = FeedMemory {
                first_polled: Some(at(5)),
                decayed_items: 2.5,
                decayed_at: Some(at(6)),
                rhythm: Rhythm {
                    since,
                    ..Rhythm::default()
                },
                ..memory
            };
            tx.keep_feed_memory(&wire(), &memory)
        }
    };
    let shown = |known_from| {
        let seen = NewsSeen {
            known_from: Some(at(known_from)),
            decayed_items: 2.5,
            decayed_at: Some(at(6)),
        };
        ("wire".to_owned(), seen)
    };
    world.write(keep(None)).await;
    assert_eq!(world.read(seen).await, [shown(5)]);
    world.write(keep(Some(at(2)))).await;
    assert_eq!(world.read(seen).await, [shown(2)]);
    world
        .write(|tx| tx.keep_fact("feed.wire.rhythm", "{torn"))
        .await;
    assert_eq!(world.read(seen).await, [shown(5)], "an unreadable rhythm");

    world.write(|tx| tx.sync_feeds(&[], at(9))).await;
    assert_eq!(world.read(seen).await, [], "taken off the watchlist");
}

async fn next_poll(world: &World) -> Option<Timestamp> {
    let memory = world.read(|view| view.feed_memory(&wire())).await;
    memory.and_then(|memory| memory.next_poll)
}

#[tokio::test]
async fn a_feed_is_due_by_a_moment_and_again_then_when_it_is_being_asked() {
    let world = World::new().await;
    for (next, wanted) in [(30, 20), (15, 15), (9, 20)] {
        world.write(move |tx| tx.poll_at(&wire(), at(next))).await;

        world.write(|tx| tx.poll_by(&wire(), at(20), at(10))).await;

        assert_eq!(next_poll(&world).await, Some(at(wanted)), "{next}");
    }
}

#[tokio::test]
async fn polls_that_are_still_to_come_are_made_polls_of_now() {
    let world = World::new().await;
    let take_back = |now| world.write(move |tx| tx.take_back_polls(at(now), at(now + 2)));
    world.write(|tx| Ok(settle(tx, &good(1000)))).await;
    assert_eq!(
        take_back(999).await,
        0,
        "a clock that was corrected a little"
    );

    assert_eq!(take_back(500).await, 1);

    assert_eq!(next_poll(&world).await, Some(at(510)));
    assert_eq!(take_back(500).await, 0);
    world.write(|tx| Ok(settle(tx, &failed(1000)))).await;
    assert_eq!(take_back(600).await, 1);
    assert_eq!(next_poll(&world).await, Some(at(610)));
}
