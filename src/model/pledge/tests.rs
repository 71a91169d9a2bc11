//! What a pledge becomes by what is asked, told and pushed.

use super::*;

const TOPIC: &str = "https://news.example/feed";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn pledge() -> Pledge {
    let offer = Offer {
        feed: "wire".parse().unwrap(),
        hub: "https://hub.example/".parse().unwrap(),
        topic: TOPIC.parse().unwrap(),
    };
    let callback = "https://watch.example/websub/8000".parse().unwrap();
    Pledge::new(offer, "8000".to_owned(), callback, at(0))
}

fn verified(lease: u64) -> Pledge {
    let mut pledge = pledge();
    pledge.ask(true, at(0));
    let lease = Inquiry::Subscribe(Some(Duration::from_secs(lease)));
    assert_eq!(pledge.hear(&lease, TOPIC, at(0)), Heard::Agreed);
    pledge
}

#[test]
fn only_what_was_asked_for_is_agreed_to() {
    let lease = Inquiry::Subscribe(None);
    assert_eq!(pledge().hear(&lease, TOPIC, at(0)), Heard::Refused);

    let mut asked = pledge();
    asked.ask(true, at(0));
    let other = "https://news.example/other";
    assert_eq!(asked.hear(&lease, other, at(1)), Heard::Refused);
    assert_eq!(
        asked.hear(&Inquiry::Unsubscribe, TOPIC, at(1)),
        Heard::Refused
    );
    assert_eq!(asked.hear(&lease, TOPIC, at(1)), Heard::Agreed);
    assert_eq!(asked.status, PledgeStatus::Verified);

    asked.leave(at(2));
    assert_eq!(asked.hear(&lease, TOPIC, at(3)), Heard::Refused);
    assert_eq!(asked.hear(&Inquiry::Unsubscribe, TOPIC, at(3)), Heard::Left);
}

#[test]
fn a_promise_is_renewed_in_its_last_third_and_lapses_at_its_end() {
    for lease in [300_u64, 3600, 10 * DAY] {
        let mut pledge = verified(lease);
        let renewal = u64::try_from(pledge.next_ask.as_second()).unwrap();
        assert!(renewal * 3 >= lease * 2 - 3 && renewal < lease, "{lease}");
        assert!(!pledge.lapse(at(i64::try_from(lease).unwrap() - 1)));
        assert!(pledge.lapse(at(i64::try_from(lease).unwrap())));
        assert_eq!(pledge.status, PledgeStatus::Lapsed);
    }
    let century = verified(100 * 365 * DAY);
    assert!(century.next_ask < at(30 * 86_400));
}

#[test]
fn a_failed_renewal_leaves_the_promise_as_it_is() {
    let mut pledge = verified(3600);
    pledge.ask(true, at(2400));
    pledge.fail("it refuses connections", None, at(2401));

    assert_eq!(pledge.status, PledgeStatus::Verified);
    assert_eq!(pledge.lease_until, Some(at(3600)));
}

#[test]
fn a_silent_hub_is_asked_less_and_less_often_but_at_least_about_once_a_day() {
    let mut pledge = pledge();
    let mut waits = Vec::new();
    for _ in 0..14 {
        pledge.ask(true, at(0));
        waits.push(pledge.next_ask.as_second());
    }

    assert!((300..=330).contains(&waits[0]), "{waits:?}");
    assert!(waits[..8].is_sorted_by(|a, b| a < b), "{waits:?}");
    assert!(*waits.last().unwrap() <= 95_040, "{waits:?}");
    pledge.fail("busy", Some(Duration::from_secs(20 * DAY)), at(0));
    assert!(pledge.next_ask >= at(20 * 86_400));
}

#[test]
fn only_pushes_that_came_prove_a_hub_and_one_miss_unproves_it() {
    let mut pledge = verified(3600);
    assert!(!pledge.is_proven(at(1)));
    assert!(
        !pledge.polled(5),
        "a hub that never pushed has missed nothing"
    );
    pledge.pushed(at(2));
    assert!(pledge.is_proven(at(3)));
    assert!(!pledge.is_proven(at(3600)));

    assert!(!pledge.polled(0));
    assert!(pledge.is_proven(at(3)));
    assert!(!pledge.polled(1));
    assert!(!pledge.is_proven(at(3)));
    assert!(pledge.polled(1), "told at the second miss");
    assert!(!pledge.polled(1), "and once");
    assert_eq!(pledge.missed(), 3);
    for second in 4..12 {
        pledge.pushed(at(second));
        assert!(!pledge.is_proven(at(second)), "three pushes a miss");
    }
    pledge.pushed(at(12));
    assert!(pledge.is_proven(at(13)));
}

#[test]
fn misses_of_months_are_made_good_by_a_few_dozen_pushes() {
    let mut pledge = verified(3600);
    pledge.pushed(at(1));
    for _ in 0..1000 {
        pledge.polled(1);
    }

    for _ in 0..24 {
        assert!(!pledge.is_proven(at(2)));
        pledge.pushed(at(2));
    }

    assert!(pledge.is_proven(at(3)));
}

#[test]
fn a_lease_of_moments_is_a_denial_whenever_it_comes() {
    let moments = Inquiry::Subscribe(Some(Duration::from_secs(299)));
    let mut asked = pledge();
    asked.ask(true, at(0));
    for mut pledge in [asked, verified(3600)] {
        assert_eq!(pledge.hear(&moments, TOPIC, at(1)), Heard::Declined);

        assert_eq!(pledge.status, PledgeStatus::Denied);
        assert!(!pledge.takes_pushes() && !pledge.lapse(at(10_000)));
        assert_eq!(pledge.next_ask, at(1 + 7 * 86_400));
        assert_eq!(pledge.hear(&moments, TOPIC, at(2)), Heard::Refused);
    }
}

#[test]
fn a_request_that_never_left_us_is_made_at_once_and_not_counted() {
    let mut pledge = pledge();
    pledge.ask(true, at(0));

    pledge.unask(at(1));

    assert_eq!((pledge.attempts, pledge.next_ask), (0, at(1)));
}

#[test]
fn a_denial_ends_the_promise_and_is_not_the_last_word() {
    let mut pledge = verified(3600);
    let denied = Inquiry::Denied(Some("not\r\nyou".to_owned()));

    assert_eq!(pledge.hear(&denied, TOPIC, at(5)), Heard::Noted);

    assert!(!pledge.takes_pushes());
    assert_eq!(pledge.last_reason.as_deref(), Some("not  you"));
    assert_eq!(pledge.next_ask, at(5 + 7 * 86_400));
    let lease = Inquiry::Subscribe(None);
    assert_eq!(pledge.hear(&lease, TOPIC, at(6)), Heard::Refused);
}

#[test]
fn a_knock_makes_the_feed_due_now_or_a_minute_after_the_one_before() {
    let mut pledge = verified(3600);

    let due = [0, 1, 59, 61, 130, 300].map(|second| pledge.knocked(at(second)).as_second());

    assert_eq!(due, [0, 60, 60, 120, 180, 300]);
    pledge.last_knock = Some(at(50_000));
    assert_eq!(pledge.knocked(at(400)), at(400), "by a wrong clock");
}
