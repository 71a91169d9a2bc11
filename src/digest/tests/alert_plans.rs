//! Which alerts go, which wait and which never go.

use jiff::SignedDuration;

use super::sample::now;
use crate::digest::AlertPlan;
use crate::digest::AlertSituation;
use crate::digest::plan_alerts;
use crate::model::alert::AlertAbout;
use crate::model::alert::HeldBy;
use crate::model::alert::PassedBy;
use crate::model::alert::WaitingAlert;
use crate::model::ids::AlertId;
use crate::model::ids::ArticleId;
use crate::model::ids::BurstId;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::watchlist::AlertRule;

fn waiting(id: i64, story: i64) -> WaitingAlert {
    WaitingAlert {
        id: AlertId(id),
        topic: topic("repression"),
        about: AlertAbout::Article(ArticleId(id), StoryId(story)),
        noticed: now(),
        held: None,
        last_told: None,
        is_told: false,
        is_elsewhere: false,
        elsewhere: None,
    }
}

fn topic(name: &str) -> TopicName {
    name.parse().unwrap()
}

const RULE: AlertRule = AlertRule {
    min_score: Some(5.0),
    max_per_hour: 2,
    on_burst: true,
};

fn plan_with(
    waiting: &[WaitingAlert],
    quiet: Option<(jiff::Timestamp, bool)>,
    lately: &[i64],
) -> AlertPlan {
    let lately = lately.iter().map(|minutes| ago(*minutes)).collect();
    plan_alerts(&AlertSituation {
        waiting,
        rules: &[(topic("repression"), RULE), (topic("sanctions"), RULE)],
        quiet,
        lately: &[(topic("repression"), lately)].into(),
        now: now(),
    })
}

fn ago(minutes: i64) -> jiff::Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

fn letters(plan: &AlertPlan) -> Vec<Vec<i64>> {
    let ids = |letter: &crate::digest::PlannedLetter| letter.alerts.iter().map(|id| id.0).collect();
    plan.letters.iter().map(ids).collect()
}

#[test]
fn a_story_is_one_letter_and_a_topic_has_its_limit() {
    let plan = plan_with(
        &[waiting(1, 7), waiting(2, 8), waiting(3, 7), waiting(4, 9)],
        None,
        &[],
    );

    assert_eq!(letters(&plan), [vec![1, 3], vec![2]]);
    assert_eq!(plan.held, [(AlertId(4), HeldBy::Rate)]);
    assert_eq!(plan.next, Some(now() + SignedDuration::from_hours(1)));
}

#[test]
fn another_topic_has_a_limit_of_its_own() {
    let other = WaitingAlert {
        topic: topic("sanctions"),
        ..waiting(2, 8)
    };

    let plan = plan_with(&[waiting(1, 7), other], None, &[10, 20]);

    assert_eq!(letters(&plan), [vec![2]]);
    assert_eq!(plan.held, [(AlertId(1), HeldBy::Rate)]);
}

#[test]
fn what_the_limit_held_comes_together_when_the_hour_allows_it() {
    let mut alerts = [waiting(1, 7), waiting(2, 8), waiting(3, 9)];
    alerts[0].held = Some(HeldBy::Rate);
    alerts[1].held = Some(HeldBy::Rate);

    let full = plan_with(&alerts, None, &[50, 10]);
    let freed = plan_with(&alerts, None, &[10]);

    assert_eq!(full.letters, []);
    assert_eq!(full.next, Some(now() + SignedDuration::from_mins(10)));
    assert_eq!(letters(&freed), [vec![1, 2, 3]]);
    assert_eq!(freed.letters[0].held, Some(HeldBy::Rate));
}

#[test]
fn quiet_hours_hold_everything_and_then_send_one_letter() {
    let until = now() + SignedDuration::from_hours(2);
    let mut alerts = [waiting(1, 7), waiting(2, 8), waiting(3, 9), waiting(4, 10)];

    let night = plan_with(&alerts[..3], Some((until, false)), &[]);
    for (alert, (id, held)) in alerts.iter_mut().zip(&night.held) {
        assert_eq!(alert.id, *id);
        alert.held = Some(*held);
    }
    let morning = plan_with(&alerts, None, &[]);

    assert_eq!((night.letters.len(), night.next), (0, Some(until)));
    assert_eq!(letters(&morning), [vec![1, 2, 3], vec![4]]);
    assert_eq!(morning.letters[0].held, Some(HeldBy::Quiet));
}

#[test]
fn what_quiet_hours_held_waits_on_when_the_readers_hour_is_used_up() {
    let mut alerts = [waiting(1, 7), waiting(2, 8)];
    alerts[0].held = Some(HeldBy::Quiet);
    alerts[1].held = Some(HeldBy::Quiet);
    alerts[1].topic = topic("sanctions");

    let full = plan_with(&alerts, None, &[50, 10]);
    let freed = plan_with(&alerts, None, &[10]);

    assert_eq!(letters(&full), [vec![2]]);
    assert_eq!(full.held, [(AlertId(1), HeldBy::Rate)]);
    assert_eq!(full.next, Some(now() + SignedDuration::from_mins(10)));
    assert_eq!(letters(&freed), [vec![1, 2]]);
}

#[test]
fn quiet_hours_may_drop_alerts() {
    let until = now() + SignedDuration::from_hours(2);

    let plan = plan_with(&[waiting(1, 7)], Some((until, true)), &[]);

    assert_eq!(plan.passed, [(AlertId(1), PassedBy::Quiet)]);
}

#[test]
fn a_story_told_a_short_while_ago_waits_for_its_development() {
    let told = |minutes| WaitingAlert {
        last_told: Some(ago(minutes)),
        ..waiting(1, 7)
    };

    let early = plan_with(&[told(20), waiting(2, 7)], None, &[]);
    let late = plan_with(&[told(180)], None, &[]);
    let clock_set_back = plan_with(&[told(-60 * 24 * 365)], None, &[]);

    assert_eq!(
        early.held,
        [(AlertId(1), HeldBy::Story), (AlertId(2), HeldBy::Story)]
    );
    assert_eq!(early.next, Some(now() + SignedDuration::from_mins(160)));
    assert_eq!(letters(&late), [vec![1]]);
    assert_eq!(letters(&clock_set_back), [vec![1]]);
}

#[test]
fn what_is_told_old_or_not_asked_for_any_more_gets_no_letter() {
    let told = WaitingAlert {
        is_told: true,
        ..waiting(1, 7)
    };
    let old = WaitingAlert {
        noticed: ago(25 * 60),
        ..waiting(2, 8)
    };
    let unasked = WaitingAlert {
        topic: topic("energy"),
        ..waiting(3, 9)
    };

    let plan = plan_with(&[told, old, unasked], None, &[]);

    let reasons: Vec<_> = plan.passed.iter().map(|(_, passed)| *passed).collect();
    assert_eq!(reasons, [PassedBy::Told, PassedBy::Old, PassedBy::Unasked]);
    assert_eq!(plan.letters, []);
}

#[test]
fn a_burst_is_a_letter_of_its_own_and_goes_first() {
    let burst = WaitingAlert {
        about: AlertAbout::Burst(BurstId(1)),
        ..waiting(2, 0)
    };

    let plan = plan_with(&[waiting(1, 7), burst], None, &[]);

    assert_eq!(letters(&plan), [vec![2], vec![1]]);
    assert_eq!(plan.letters[0].bursts, [BurstId(1)]);
}
