//! alert: what was noticed as worth an instant letter -> letters in the outbox, or a reason to wait or to leave it to the
//! digest; all that is decided of one digest's recipients is one transaction.
//!
//! Limits are a reader's, whatever digests they read: who may not have an alert yet waits for it alone, and holds up nobody.
//! A letter's row, its articles, one delivery a recipient and the settled alerts are written together, so that a cut at any
//! moment leaves a story either waiting or told. An alert takes nothing out of the digest.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::json;
use tracing::info;

use crate::digest::AlertSituation;
use crate::digest::PlannedLetter;
use crate::digest::compose;
use crate::digest::plan_alerts;
use crate::model::alert::HeldBy;
use crate::model::alert::Occasion;
use crate::model::alert::PassedBy;
use crate::model::alert::WaitingAlert;
use crate::model::digest::Candidate;
use crate::model::digest::Coverage;
use crate::model::digest::Digest;
use crate::model::digest::DigestInput;
use crate::model::digest::LetterKind;
use crate::model::digest::TopicBurst;
use crate::model::digest::TopicHeading;
use crate::model::event::EventKind;
use crate::model::event::NewEvent;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::recipient::Recipient;
use crate::model::watchlist::AlertRule;
use crate::model::watchlist::DigestDefinition;
use crate::model::watchlist::Priority;
use crate::model::watchlist::Topic;
use crate::pipeline::Pipeline;
use crate::pipeline::Watch;
use crate::pipeline::alert_round::Edition;
use crate::pipeline::alert_round::Round;
use crate::pipeline::alert_round::told_before;
use crate::pipeline::letter::Addressee;
use crate::pipeline::letter::Sender;
use crate::pipeline::letter::letters;
use crate::pipeline::letter::readers;
use crate::store::Issue;
use crate::store::IssuedStory;
use crate::store::StoreError;
use crate::store::Tx;

/// Limits are so many letters in this time.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Stories that a burst's letter tells; what more there is, the digest does.
const STORIES_OF_A_BURST: usize = 10;

/// The recipients of one digest, looked at now.
#[derive(Clone, Debug)]
pub struct AlertOrder {
    /// Whose recipients.
    pub definition: DigestDefinition,
    /// When the digest is due next, for the footer.
    pub next: Option<Timestamp>,
    /// The moment.
    pub now: Timestamp,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alerted {
    /// Letters written into the outbox.
    pub letters: usize,
    /// When one of those that wait may go.
    pub next: Option<Timestamp>,
}

/// Writes what may go now into the outbox.
///
/// # Errors
///
/// When the database fails; nothing is half told then.
pub async fn alert(
    pipeline: &Pipeline,
    watch: &Arc<Watch>,
    order: AlertOrder,
) -> Result<Alerted, StoreError> {
    let watch = Arc::clone(watch);
    let sender = Sender::of(pipeline);
    let name = order.definition.name.clone();
    let alerted = pipeline
        .store
        .write(move |tx| {
            let desk = Desk {
                watch: &watch,
                order: &order,
                sender: &sender,
            };
            desk.look(tx)
        })
        .await?;
    if alerted.letters > 0 {
        info!(letters = alerted.letters, digest = %name, "alerts issued");
    }
    Ok(alerted)
}

struct Desk<'a> {
    watch: &'a Watch,
    order: &'a AlertOrder,
    sender: &'a Sender,
}

impl Desk<'_> {
    fn look(&self, tx: &mut Tx) -> Result<Alerted, StoreError> {
        let (definition, now) = (&self.order.definition, self.order.now);
        let readers = readers(tx, definition)?;
        tx.pass_alerts_of_left(&definition.name, &readers, now)?;
        let rules = self.rules();
        let quiet = definition.quiet_hours.and_then(|hours| {
            let until = hours.until(now, &definition.tz)?;
            Some((until, hours.is_dropped))
        });
        let since = now.checked_sub(HOUR).unwrap_or(Timestamp::MIN);
        let mut round = Round::default();
        for to in readers {
            let waiting = tx.waiting_alerts(&definition.name, &to)?;
            let plan = plan_alerts(&AlertSituation {
                waiting: &waiting,
                rules: &rules,
                quiet,
                lately: &tx.alert_letters(&to, since, now)?,
                now,
            });
            round.add(&to, waiting, plan);
        }
        let mut letters = 0;
        for (planned, readers) in std::mem::take(&mut round.letters) {
            letters += self.tell(tx, &planned, readers, &mut round)?;
        }
        let next = round.next;
        round.settle(tx, now)?;
        Ok(Alerted { letters, next })
    }

    /// The digest's topics that ask for alerts, in order of priority.
    fn rules(&self) -> Vec<(TopicName, AlertRule)> {
        if !self.order.definition.has_alerts {
            return Vec::new();
        }
        let mut topics: Vec<&Topic> = self.topics().collect();
        topics.sort_by_key(|topic| topic.priority);
        let rule = |topic: &Topic| Some((topic.name.clone(), topic.alert?));
        topics.into_iter().filter_map(rule).collect()
    }

    fn topics(&self) -> impl Iterator<Item = &Topic> {
        let names = self.order.definition.topics.iter();
        names.filter_map(|name| self.watch.watchlist.topic(name))
    }

    /// Writes one letter to these readers, or several where they know different things; how many there are.
    fn tell(
        &self,
        tx: &mut Tx,
        planned: &PlannedLetter,
        readers: Vec<Recipient>,
        round: &mut Round,
    ) -> Result<usize, StoreError> {
        let bursts = self.bursts(tx, planned)?;
        let mut editions: Vec<Edition> = Vec::new();
        for to in readers {
            let candidates = self.candidates(tx, planned, &bursts, &to)?;
            if candidates.is_empty() && bursts.is_empty() {
                // Another letter of this turn has told it, as a burst's does.
                round.pass(planned, PassedBy::Told);
                continue;
            }
            let follows = match planned.stories.as_slice() {
                [story] => tx.thread(*story, &to)?,
                // A letter about several stories answers to none.
                _ => Vec::new(),
            };
            let addressee = Addressee { to, follows };
            match editions
                .iter_mut()
                .find(|edition| edition.tells(&candidates))
            {
                Some(edition) => edition.addressees.push(addressee),
                None => editions.push(Edition {
                    candidates,
                    addressees: vec![addressee],
                }),
            }
        }
        let mut count = 0;
        for edition in editions {
            count += self.write_down(tx, planned, &bursts, edition, round)?;
        }
        Ok(count)
    }

    fn write_down(
        &self,
        tx: &mut Tx,
        planned: &PlannedLetter,
        bursts: &[TopicBurst],
        edition: Edition,
        round: &mut Round,
    ) -> Result<usize, StoreError> {
        let now = self.order.now;
        let number = tx.next_digest_number()?;
        let told = told_before(tx, &edition)?;
        let input = DigestInput {
            told,
            ..self.input(
                number,
                planned,
                &round.alerts_of(planned),
                bursts.to_vec(),
                edition.candidates,
            )
        };
        let digest = compose(&input);
        let letters = letters(tx, &digest, &edition.addressees, self.sender)?;
        let count = letters.len();
        tx.issue(
            &Issue {
                number,
                name: digest.name.clone(),
                from: digest.from,
                until: digest.until,
                subject: digest.subject.clone(),
                topics: self.order.definition.topics.clone(),
                stories: IssuedStory::all_of(&digest),
                letters,
                is_alert: true,
            },
            now,
        )?;
        tx.alerts_told(&planned.alerts, number, now)?;
        round.told(planned);
        tx.tell(&event(&digest, planned, count), now)?;
        Ok(count)
    }

    fn bursts(&self, tx: &Tx, planned: &PlannedLetter) -> Result<Vec<TopicBurst>, StoreError> {
        let mut bursts = Vec::new();
        for id in &planned.bursts {
            if let Some(burst) = tx.burst(*id)?
                && let Some(topic) = self.watch.watchlist.topic(&burst.topic)
            {
                let title = topic.title.clone();
                bursts.push(TopicBurst { title, burst });
            }
        }
        Ok(bursts)
    }

    /// Every article that the letter tells a reader of its stories: also those that would not have rung by themselves.
    fn candidates(
        &self,
        tx: &Tx,
        planned: &PlannedLetter,
        bursts: &[TopicBurst],
        to: &Recipient,
    ) -> Result<Vec<Candidate>, StoreError> {
        let mut stories: BTreeSet<StoryId> = planned.stories.iter().copied().collect();
        for TopicBurst { burst, .. } in bursts {
            stories.extend(tx.untold_stories(to, &burst.topic, burst.since, STORIES_OF_A_BURST)?);
        }
        let mut candidates = Vec::new();
        for story in stories {
            candidates.extend(tx.story_candidates(to, &self.order.definition.topics, story)?);
        }
        Ok(candidates)
    }

    fn input(
        &self,
        number: DigestNumber,
        planned: &PlannedLetter,
        told: &[WaitingAlert],
        bursts: Vec<TopicBurst>,
        candidates: Vec<Candidate>,
    ) -> DigestInput {
        let AlertOrder {
            definition,
            next,
            now,
        } = self.order;
        let rang = |topic: &Topic| told.iter().any(|alert| alert.topic == topic.name);
        let heading = |topic: &Topic| TopicHeading {
            topic: topic.name.clone(),
            title: topic.title.clone(),
            // A story stands under the topic that rang, with the evidence that made it ring.
            priority: match rang(topic) {
                true => Priority::High,
                false => Priority::Low,
            },
            daily: [0; 14],
        };
        let rules = self.topics().filter(|topic| rang(topic));
        let rules = rules.filter_map(|topic| Some((topic.title.clone(), topic.alert?)));
        DigestInput {
            kind: LetterKind::Alert,
            number,
            name: definition.name.clone(),
            topics: self.topics().map(heading).collect(),
            from: told.iter().map(|alert| alert.noticed).min().unwrap_or(*now),
            until: *now,
            tz: definition.tz.clone(),
            occasion: Some(Occasion {
                rules: rules.collect(),
                held: planned.held,
                quiet: definition
                    .quiet_hours
                    .filter(|_| planned.held == Some(HeldBy::Quiet)),
                alerts: planned.stories.len() + planned.bursts.len(),
            }),
            candidates,
            told: BTreeMap::new(),
            revised: Vec::new(),
            bursts,
            sources: Vec::new(),
            coverage: Coverage {
                watchlist_version: self.watch.watchlist.version.to_string(),
                tests: self.watch.watchlist.test_count() as u64,
                next: *next,
                ..Coverage::default()
            },
            watchlist_changes: Vec::new(),
            subject: definition.subject,
            max_stories: definition.max_stories,
            public_url: self.sender.public_url.clone(),
        }
    }
}

fn event(digest: &Digest, planned: &PlannedLetter, recipients: usize) -> NewEvent {
    let stories: Vec<i64> = planned.stories.iter().map(|story| story.0).collect();
    NewEvent {
        kind: EventKind::AlertIssued,
        subject: digest.number.to_string(),
        data: json!({
            "digest": digest.name.as_str(),
            "subject": digest.subject,
            "recipients": recipients,
            "stories": stories,
            "bursts": digest.bursts.iter().map(|loud| loud.burst.topic.as_str()).collect::<Vec<_>>(),
            "held": planned.held.map(HeldBy::as_str),
        }),
    }
}
