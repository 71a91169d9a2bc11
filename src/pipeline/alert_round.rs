//! What one look at a digest's alerts decides for each of its readers, put together: who shares a letter, and what becomes of
//! an alert that some are told now and others later.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::Timestamp;

use crate::digest::AlertPlan;
use crate::digest::PlannedLetter;
use crate::model::alert::HeldBy;
use crate::model::alert::PassedBy;
use crate::model::alert::WaitingAlert;
use crate::model::digest::Candidate;
use crate::model::digest::ToldText;
use crate::model::ids::AlertId;
use crate::model::ids::DigestNumber;
use crate::model::ids::StoryId;
use crate::model::recipient::Recipient;
use crate::pipeline::letter::Addressee;
use crate::store::StoreError;
use crate::store::Tx;
use crate::store::View;

/// Told articles that a development is compared with: those told last.
const TOLD_TEXTS: usize = 20;

/// The plans of all readers.
#[derive(Debug, Default)]
pub(super) struct Round {
    /// Each with those who get it, in the order of their plans.
    pub(super) letters: Vec<(PlannedLetter, Vec<Recipient>)>,
    /// When one of those that wait may go.
    pub(super) next: Option<Timestamp>,
    alerts: BTreeMap<AlertId, (WaitingAlert, Fate)>,
}

/// What becomes of an alert.
#[derive(Debug, Default)]
struct Fate {
    is_told: bool,
    held: Vec<(Recipient, HeldBy)>,
    passed: Option<(PassedBy, Option<DigestNumber>)>,
}

/// What some readers get: the same articles, new to all of them in the same way.
pub(super) struct Edition {
    pub(super) candidates: Vec<Candidate>,
    pub(super) addressees: Vec<Addressee>,
}

impl Edition {
    /// Is this what it tells?
    pub(super) fn tells(&self, candidates: &[Candidate]) -> bool {
        let one = self.candidates.iter();
        one.map(|own| (own.article, own.is_development))
            .eq(candidates
                .iter()
                .map(|own| (own.article, own.is_development)))
    }
}

impl Round {
    /// Takes in the plan of one reader.
    pub(super) fn add(&mut self, to: &Recipient, waiting: Vec<WaitingAlert>, plan: AlertPlan) {
        self.next = [self.next, plan.next].into_iter().flatten().min();
        for alert in waiting {
            let id = alert.id;
            let (kept, _) = self
                .alerts
                .entry(id)
                .or_insert_with(|| (alert.clone(), Fate::default()));
            kept.elsewhere = kept.elsewhere.or(alert.elsewhere);
        }
        for (id, passed) in plan.passed {
            self.pass_one(id, passed);
        }
        for (id, held) in plan.held {
            if let Some((_, fate)) = self.alerts.get_mut(&id) {
                fate.held.push((to.clone(), held));
            }
        }
        for planned in plan.letters {
            match self.letters.iter_mut().find(|(known, _)| *known == planned) {
                Some((_, readers)) => readers.push(to.clone()),
                None => self.letters.push((planned, vec![to.clone()])),
            }
        }
    }

    /// The alerts of a letter.
    pub(super) fn alerts_of(&self, planned: &PlannedLetter) -> Vec<WaitingAlert> {
        let ids = planned.alerts.iter();
        ids.filter_map(|id| Some(self.alerts.get(id)?.0.clone()))
            .collect()
    }

    /// A letter stands in the outbox.
    pub(super) fn told(&mut self, planned: &PlannedLetter) {
        for id in &planned.alerts {
            if let Some((_, fate)) = self.alerts.get_mut(id) {
                fate.is_told = true;
            }
        }
    }

    /// A letter has nothing to tell any more.
    pub(super) fn pass(&mut self, planned: &PlannedLetter, passed: PassedBy) {
        for id in &planned.alerts {
            self.pass_one(*id, passed);
        }
    }

    fn pass_one(&mut self, id: AlertId, passed: PassedBy) {
        if let Some((alert, fate)) = self.alerts.get_mut(&id) {
            let number = alert.elsewhere.filter(|_| passed == PassedBy::Elsewhere);
            let known = fate.passed.get_or_insert((passed, number));
            if known.1.is_none() && number.is_some() {
                *known = (passed, number);
            }
        }
    }

    /// Writes down what becomes of each alert. One that was told waits on for those who may not have it yet.
    pub(super) fn settle(self, tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
        for (id, (_, fate)) in self.alerts {
            match (fate.is_told, fate.held.first(), fate.passed) {
                (true, ..) => {
                    for (to, held) in &fate.held {
                        tx.hold_alert_for(id, to, *held)?;
                    }
                }
                (false, Some((_, held)), _) => tx.hold_alert(id, *held)?,
                (false, None, Some((passed, number))) => tx.pass_alert(id, passed, number, now)?,
                (false, None, None) => {}
            }
        }
        Ok(())
    }
}

/// What the readers of an edition were told before of the stories that its articles develop.
pub(super) fn told_before(
    view: &View,
    edition: &Edition,
) -> Result<BTreeMap<StoryId, Vec<ToldText>>, StoreError> {
    let mut told = BTreeMap::new();
    // They all know the same of these stories, or the articles would not be new to all of them.
    let Some(reader) = edition.addressees.first() else {
        return Ok(told);
    };
    for candidate in edition
        .candidates
        .iter()
        .filter(|found| found.is_development)
    {
        if let Entry::Vacant(place) = told.entry(candidate.story) {
            place.insert(view.texts_told_to(&reader.to, candidate.story, TOLD_TEXTS)?);
        }
    }
    Ok(told)
}
