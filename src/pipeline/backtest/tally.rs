//! What a backtest counts: articles gained, lost and kept, the latest of each to be shown, stories and letters a day.
//!
//! Parts of the archive are counted apart and added in any order; the sum is the same.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::model::digest::QuotePart;
use crate::model::ids::ArticleId;
use crate::model::ids::FeedName;
use crate::model::ids::StoryId;
use crate::model::ids::TopicName;
use crate::model::mark::Judgement;
use crate::model::matching::Evidence;
use crate::model::matching::Match;
use crate::pipeline::backtest::Backtest;
use crate::pipeline::backtest::LetterPlan;
use crate::pipeline::backtest::letters::Letters;
use crate::store::Filed;

const SECONDS_A_DAY: i64 = 86_400;

/// What becomes of an article in a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the new list matches.
    Gained,
    /// Only the list in force does.
    Lost,
    /// Both do.
    Kept,
}

/// An article that shows what changes.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its row.
    pub article: ArticleId,
    /// Whose it is.
    pub feed: FeedName,
    /// Headline.
    pub title: String,
    /// Where a reader goes.
    pub link: Option<String>,
    /// Our own knowledge.
    pub first_seen: Timestamp,
    /// Where it was placed.
    pub story: Option<StoryId>,
    /// By the list that matches; the new one, where both do.
    pub score: f64,
    /// The passage that says so.
    pub quote: Vec<QuotePart>,
    /// All that says so.
    pub evidence: Vec<Evidence>,
    /// Why the other list does not match; empty where both do.
    pub why_not: Vec<String>,
    /// What a reader thought of it.
    pub marked: Option<Judgement>,
}

/// A number under the list in force, and under the new one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// Under the list in force.
    pub before: f64,
    /// Under the new list.
    pub after: f64,
}

/// One topic.
#[derive(Clone, Debug)]
pub struct TopicTally {
    /// Its name.
    pub topic: TopicName,
    /// Only the new list has it.
    pub is_new: bool,
    /// Only the list in force has it.
    pub is_removed: bool,
    /// Articles.
    pub gained: u64,
    /// Articles.
    pub lost: u64,
    /// Articles.
    pub kept: u64,
    /// Articles gained that readers marked as noise.
    pub noise_gained: u64,
    /// Articles lost that readers marked as useful.
    pub useful_lost: u64,
    /// The latest of each, newest first.
    pub gained_examples: Vec<Example>,
    /// Likewise.
    pub lost_examples: Vec<Example>,
    /// Likewise, one.
    pub kept_examples: Vec<Example>,
    stories: Stories,
}

/// Both sides of a number, as sets of days and stories: a story is an entry of each day on which it is told.
#[derive(Clone, Debug, Default)]
struct Stories {
    before: HashSet<(i32, i64)>,
    after: HashSet<(i32, i64)>,
}

/// The whole comparison, or a part of it.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// In the order asked.
    pub topics: Vec<TopicTally>,
    /// Of all topics together: a story of two topics is one entry of the letter.
    stories: Stories,
    letters_before: Letters,
    letters_after: Letters,
}

impl Tally {
    pub(super) fn new(asked: &Backtest, topics: &[TopicName]) -> Self {
        let topics = topics.iter().map(|topic| TopicTally {
            topic: topic.clone(),
            is_new: asked.before.watchlist.topic(topic).is_none(),
            is_removed: asked.after.watchlist.topic(topic).is_none(),
            gained: 0,
            lost: 0,
            kept: 0,
            noise_gained: 0,
            useful_lost: 0,
            gained_examples: Vec::new(),
            lost_examples: Vec::new(),
            kept_examples: Vec::new(),
            stories: Stories::default(),
        });
        Self {
            topics: topics.collect(),
            stories: Stories::default(),
            letters_before: Letters::new(&asked.letters_before),
            letters_after: Letters::new(&asked.letters_after),
        }
    }

    /// An article meets the topic by one list or by both.
    pub(super) fn count(
        &mut self,
        index: usize,
        change: Change,
        article: &Filed,
        asked: &Backtest,
    ) {
        let topic = &mut self.topics[index];
        let opinion = asked.opinions.of(article.id, &topic.topic);
        match change {
            Change::Gained => {
                topic.gained += 1;
                topic.noise_gained += u64::from(opinion == Some(Judgement::Noise));
            }
            Change::Lost => {
                topic.lost += 1;
                topic.useful_lost += u64::from(opinion == Some(Judgement::Useful));
            }
            Change::Kept => topic.kept += 1,
        }
        if article.is_backfill {
            return; // in no letter
        }
        let entry = entry_of(article);
        topic.stories.hear(change, entry);
        self.stories.hear(change, entry);
        if change != Change::Gained {
            self.letters_before
                .hear(&asked.letters_before, &topic.topic, article.first_seen);
        }
        if change != Change::Lost {
            self.letters_after
                .hear(&asked.letters_after, &topic.topic, article.first_seen);
        }
    }

    /// Adds a part; of the articles shown the newest `examples` of each kind stay.
    pub(super) fn add(&mut self, part: Self, examples: usize) {
        for (ours, theirs) in self.topics.iter_mut().zip(part.topics) {
            ours.add(theirs, examples);
        }
        self.stories.add(part.stories);
        self.letters_before.add(part.letters_before);
        self.letters_after.add(part.letters_after);
    }

    /// Would anything be lost, in any topic?
    #[must_use]
    pub fn has_losses(&self) -> bool {
        self.topics.iter().any(|topic| topic.lost > 0)
    }

    /// Entries of letters a day, over all topics.
    #[must_use]
    pub fn stories_a_day(&self, days: f64) -> Rate {
        self.stories.a_day(days)
    }

    /// Letters a day; alerts are not among them.
    #[must_use]
    pub fn letters_a_day(&self, before: &[LetterPlan], after: &[LetterPlan], days: f64) -> Rate {
        Rate {
            before: self.letters_before.count(before) as f64 / days,
            after: self.letters_after.count(after) as f64 / days,
        }
    }
}

impl TopicTally {
    /// Entries of letters a day.
    #[must_use]
    pub fn stories_a_day(&self, days: f64) -> Rate {
        self.stories.a_day(days)
    }

    pub(super) fn examples_mut(&mut self, change: Change) -> &mut Vec<Example> {
        match change {
            Change::Gained => &mut self.gained_examples,
            Change::Lost => &mut self.lost_examples,
            Change::Kept => &mut self.kept_examples,
        }
    }

    fn add(&mut self, other: Self, examples: usize) {
        self.gained += other.gained;
        self.lost += other.lost;
        self.kept += other.kept;
        self.noise_gained += other.noise_gained;
        self.useful_lost += other.useful_lost;
        keep_newest(&mut self.gained_examples, other.gained_examples, examples);
        keep_newest(&mut self.lost_examples, other.lost_examples, examples);
        keep_newest(
            &mut self.kept_examples,
            other.kept_examples,
            examples.min(1),
        );
        self.stories.add(other.stories);
    }
}

fn keep_newest(ours: &mut Vec<Example>, theirs: Vec<Example>, most: usize) {
    ours.extend(theirs);
    ours.sort_by_key(|example| std::cmp::Reverse(example.article));
    ours.truncate(most);
}

impl Stories {
    fn hear(&mut self, change: Change, entry: (i32, i64)) {
        if change != Change::Gained {
            self.before.insert(entry);
        }
        if change != Change::Lost {
            self.after.insert(entry);
        }
    }

    fn add(&mut self, other: Self) {
        self.before.extend(other.before);
        self.after.extend(other.after);
    }

    fn a_day(&self, days: f64) -> Rate {
        Rate {
            before: self.before.len() as f64 / days,
            after: self.after.len() as f64 / days,
        }
    }
}

/// The day (in UTC, counted from 1970) and the story; an article without one is an entry of its own.
fn entry_of(article: &Filed) -> (i32, i64) {
    let day = article.first_seen.as_second().div_euclid(SECONDS_A_DAY);
    let day = i32::try_from(day).unwrap_or(i32::MAX);
    (day, article.story.map_or(-article.id.0, |story| story.0))
}

/// The last articles of each kind and topic of one page: only these are quoted and explained, which costs as much as
/// judging does.
pub(super) struct Latest<'a> {
    most: usize,
    kept: Vec<[Vec<(&'a Filed, Match)>; 3]>,
}

impl<'a> Latest<'a> {
    pub(super) fn new(topics: usize, most: usize) -> Self {
        Self {
            most,
            kept: vec![Default::default(); topics],
        }
    }

    pub(super) fn keep(&mut self, topic: usize, change: Change, article: &'a Filed, found: &Match) {
        let most = if change == Change::Kept {
            self.most.min(1)
        } else {
            self.most
        };
        let kept = &mut self.kept[topic][change as usize];
        kept.push((article, found.clone()));
        if kept.len() > most {
            kept.remove(0);
        }
    }

    pub(super) fn into_all(self) -> impl Iterator<Item = (usize, Change, &'a Filed, Match)> {
        let changes = [Change::Gained, Change::Lost, Change::Kept];
        self.kept
            .into_iter()
            .enumerate()
            .flat_map(move |(topic, kinds)| {
                changes
                    .into_iter()
                    .zip(kinds)
                    .flat_map(move |(change, kept)| {
                        kept.into_iter()
                            .map(move |(article, found)| (topic, change, article, found))
                    })
            })
    }
}
