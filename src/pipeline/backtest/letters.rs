//! How many letters a digest would have sent: its due moments, less those with nothing to tell where it is silent then.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::model::ids::TopicName;
use crate::model::watchlist::DigestDefinition;
use crate::model::watchlist::WhenEmpty;

/// When one digest is due in the time looked at.
#[derive(Clone, Debug)]
pub struct LetterPlan {
    topics: Vec<TopicName>,
    when_empty: WhenEmpty,
    /// In order.
    due: Vec<Timestamp>,
}

impl LetterPlan {
    /// `due` are its due moments, in order.
    #[must_use]
    pub fn new(definition: &DigestDefinition, due: Vec<Timestamp>) -> Self {
        Self {
            topics: definition.topics.clone(),
            when_empty: definition.when_empty,
            due,
        }
    }
}

/// Which letters of each digest have something to tell, by their place among the due moments.
#[derive(Clone, Debug, Default)]
pub(super) struct Letters {
    with_news: Vec<BTreeSet<usize>>,
}

impl Letters {
    pub(super) fn new(plans: &[LetterPlan]) -> Self {
        Self {
            with_news: vec![BTreeSet::new(); plans.len()],
        }
    }

    /// An article met this topic: the next letters that tell of it have news.
    pub(super) fn hear(&mut self, plans: &[LetterPlan], topic: &TopicName, at: Timestamp) {
        for (plan, with_news) in plans.iter().zip(&mut self.with_news) {
            let next = plan.due.partition_point(|due| *due < at);
            if next < plan.due.len() && plan.topics.contains(topic) {
                with_news.insert(next);
            }
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        for (ours, theirs) in self.with_news.iter_mut().zip(other.with_news) {
            ours.extend(theirs);
        }
    }

    /// Letters sent in all.
    pub(super) fn count(&self, plans: &[LetterPlan]) -> usize {
        let sent = plans.iter().zip(&self.with_news);
        sent.map(|(plan, with_news)| match plan.when_empty {
            WhenEmpty::Send => plan.due.len(),
            WhenEmpty::Skip => with_news.len(),
        })
        .sum()
    }
}
