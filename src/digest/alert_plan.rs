//! Which of the waiting alerts go now, which together, which wait and which never go: one letter a story, at most so many an
//! hour, none in quiet hours. What is held comes as one letter, and whatever is passed over is told by the digest.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::model::alert::AlertAbout;
use crate::model::alert::HeldBy;
use crate::model::alert::PassedBy;
use crate::model::alert::WaitingAlert;
use crate::model::ids::AlertId;
use crate::model::ids::BurstId;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::watchlist::AlertRule;

/// A story that was told is told again, as a development, after this at the earliest: what came meanwhile comes together.
const BETWEEN_DEVELOPMENTS: SignedDuration = SignedDuration::from_hours(3);

/// What could not be told for so long, because nothing ran or the hours were quiet, is left to the digest.
const LONGEST_HOLD: SignedDuration = SignedDuration::from_hours(24);

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What a plan is made from: the alerts of one digest, for one of its readers.
#[derive(Clone, Debug)]
pub struct AlertSituation<'a> {
    /// In the order in which they were noticed.
    pub waiting: &'a [WaitingAlert],
    /// The digest's topics that ask for alerts, in order of priority.
    pub rules: &'a [(TopicName, AlertRule)],
    /// When the quiet hours that hold now end, and whether alerts are dropped until then.
    pub quiet: Option<(Timestamp, bool)>,
    /// When letters of the last hour, of whatever digest, told the reader alerts of each topic, the first ones first.
    pub lately: &'a BTreeMap<TopicName, Vec<Timestamp>>,
    /// The moment.
    pub now: Timestamp,
}

/// A letter to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedLetter {
    /// The alerts it tells.
    pub alerts: Vec<AlertId>,
    /// Their stories, in the order in which they were noticed.
    pub stories: Vec<StoryId>,
    /// Their bursts.
    pub bursts: Vec<BurstId>,
    /// Why it comes only now.
    pub held: Option<HeldBy>,
}

/// What becomes of each waiting alert.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertPlan {
    /// To be written now.
    pub letters: Vec<PlannedLetter>,
    /// These wait on.
    pub held: Vec<(AlertId, HeldBy)>,
    /// These get no letter of their own.
    pub passed: Vec<(AlertId, PassedBy)>,
    /// When one of those that wait may go.
    pub next: Option<Timestamp>,
}

impl AlertPlan {
    fn hold(&mut self, group: &Group<'_>, held: HeldBy, until: Timestamp) {
        self.held
            .extend(group.alerts.iter().map(|alert| (alert.id, held)));
        self.next = Some(self.next.map_or(until, |next| next.min(until)));
    }
}

/// Alerts about one story, or one burst.
struct Group<'a> {
    topic: &'a TopicName,
    alerts: Vec<&'a WaitingAlert>,
}

impl Group<'_> {
    fn was_held(&self, by: HeldBy) -> bool {
        self.alerts.iter().any(|alert| alert.held == Some(by))
    }

    /// When its story may be told again.
    fn earliest(&self, now: Timestamp) -> Option<Timestamp> {
        let last = self
            .alerts
            .iter()
            .filter_map(|alert| alert.last_told)
            .max()?;
        // A clock that was set back by more makes the last letter one of the future: it says nothing.
        let is_short = now.duration_since(last).abs() < BETWEEN_DEVELOPMENTS;
        is_short.then(|| last + BETWEEN_DEVELOPMENTS)
    }
}

/// Decides.
#[must_use]
pub fn plan_alerts(situation: &AlertSituation<'_>) -> AlertPlan {
    let mut plan = AlertPlan::default();
    let alerts = pass_over(situation, &mut plan);
    if let Some((until, is_dropped)) = situation.quiet {
        for alert in alerts {
            if is_dropped {
                plan.passed.push((alert.id, PassedBy::Quiet));
            } else {
                plan.held.push((alert.id, HeldBy::Quiet));
                plan.next = Some(until);
            }
        }
        return plan;
    }
    let mut groups = groups(&alerts);
    groups.retain(|group| match group.earliest(situation.now) {
        Some(at) => {
            plan.hold(group, HeldBy::Story, at);
            false
        }
        None => true,
    });
    let (after_quiet, others): (Vec<_>, Vec<_>) = groups
        .into_iter()
        .partition(|group| group.was_held(HeldBy::Quiet));
    let mut told: BTreeMap<&TopicName, u32> = BTreeMap::new();
    // What quiet hours held is one letter more of its topics' hour: other digests of the reader may have used that up.
    let (after_quiet, full): (Vec<_>, Vec<_>) = after_quiet
        .into_iter()
        .partition(|group| has_room(situation, group.topic));
    for group in &full {
        plan.hold(group, HeldBy::Rate, frees(situation, group.topic));
    }
    if !after_quiet.is_empty() {
        for group in &after_quiet {
            told.insert(group.topic, 1);
        }
        plan.letters.push(letter(&after_quiet, Some(HeldBy::Quiet)));
    }
    for (topic, rule) in situation.rules {
        let of_topic: Vec<&Group<'_>> =
            others.iter().filter(|group| group.topic == topic).collect();
        let told = told.get(topic).copied().unwrap_or(0);
        by_rate(situation, topic, rule, told, &of_topic, &mut plan);
    }
    plan
}

/// Takes out what needs no letter of its own.
fn pass_over<'a>(situation: &AlertSituation<'a>, plan: &mut AlertPlan) -> Vec<&'a WaitingAlert> {
    let mut left = Vec::new();
    for alert in situation.waiting {
        let is_asked = situation.rules.iter().any(|(topic, rule)| {
            *topic == alert.topic
                && match alert.about {
                    AlertAbout::Article(..) => rule.min_score.is_some(),
                    AlertAbout::Burst(_) => rule.on_burst,
                }
        });
        let passed = if alert.is_told {
            PassedBy::Told
        } else if alert.is_elsewhere {
            PassedBy::Elsewhere
        } else if !is_asked {
            PassedBy::Unasked
        } else if situation.now.duration_since(alert.noticed) > LONGEST_HOLD {
            PassedBy::Old
        } else {
            left.push(alert);
            continue;
        };
        plan.passed.push((alert.id, passed));
    }
    left
}

fn groups<'a>(alerts: &[&'a WaitingAlert]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for alert in alerts {
        let known = groups
            .iter_mut()
            .find(|group| is_one_matter(group.alerts[0].about, alert.about));
        match known {
            Some(group) => group.alerts.push(alert),
            None => groups.push(Group {
                topic: &alert.topic,
                alerts: vec![alert],
            }),
        }
    }
    // A burst tells of its topic's stories, which then need no letter of their own.
    groups.sort_by_key(|group| matches!(group.alerts[0].about, AlertAbout::Article(..)));
    groups
}

fn is_one_matter(one: AlertAbout, other: AlertAbout) -> bool {
    match (one, other) {
        (AlertAbout::Article(_, story), AlertAbout::Article(_, other)) => story == other,
        (AlertAbout::Burst(burst), AlertAbout::Burst(other)) => burst == other,
        _ => false,
    }
}

/// As many letters as the topic's hour still allows. Once something had to wait, everything comes together.
fn by_rate(
    situation: &AlertSituation<'_>,
    topic: &TopicName,
    rule: &AlertRule,
    told: u32,
    groups: &[&Group<'_>],
    plan: &mut AlertPlan,
) {
    let lately = situation.lately.get(topic).map_or(&[][..], Vec::as_slice);
    let used = u32::try_from(lately.len())
        .unwrap_or(u32::MAX)
        .saturating_add(told);
    let mut room = rule.max_per_hour.saturating_sub(used);
    if room > 0 && groups.iter().any(|group| group.was_held(HeldBy::Rate)) {
        plan.letters.push(letter_of(groups, Some(HeldBy::Rate)));
        return;
    }
    let frees = frees(situation, topic);
    for group in groups {
        if room > 0 {
            room -= 1;
            let held = group.was_held(HeldBy::Story).then_some(HeldBy::Story);
            plan.letters.push(letter_of(&[*group], held));
        } else {
            plan.hold(group, HeldBy::Rate, frees);
        }
    }
}

/// Does the topic's hour allow a letter, before any that is planned now?
fn has_room(situation: &AlertSituation<'_>, topic: &TopicName) -> bool {
    let used = situation.lately.get(topic).map_or(0, Vec::len);
    let mut rules = situation.rules.iter();
    rules.any(|(name, rule)| {
        name == topic && used < usize::try_from(rule.max_per_hour).unwrap_or(usize::MAX)
    })
}

/// When it does next: the hour is counted from the oldest of its letters.
fn frees(situation: &AlertSituation<'_>, topic: &TopicName) -> Timestamp {
    let lately = situation.lately.get(topic);
    let first = lately.and_then(|lately| lately.first()).copied();
    let first = first.unwrap_or(situation.now);
    first.checked_add(HOUR).unwrap_or(Timestamp::MAX)
}

fn letter(groups: &[Group<'_>], held: Option<HeldBy>) -> PlannedLetter {
    letter_of(&groups.iter().collect::<Vec<_>>(), held)
}

fn letter_of(groups: &[&Group<'_>], held: Option<HeldBy>) -> PlannedLetter {
    let mut letter = PlannedLetter {
        alerts: Vec::new(),
        stories: Vec::new(),
        bursts: Vec::new(),
        held,
    };
    for group in groups {
        letter
            .alerts
            .extend(group.alerts.iter().map(|alert| alert.id));
        match group.alerts[0].about {
            AlertAbout::Article(_, story) => letter.stories.push(story),
            AlertAbout::Burst(burst) => letter.bursts.push(burst),
        }
    }
    letter
}
