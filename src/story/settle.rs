//! Newcomers -> their stories: the nearest two groups become one, then the next nearest, as long as they are near enough.
//!
//! Only groups that a newcomer is in are asked for what is near them: two old stories that nobody added to were
//! compared before. So an old story meets another only through news of both, and then the older number stays.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::BinaryHeap;
use std::collections::HashMap;

use jiff::Timestamp;

use crate::model::ids::ArticleId;
use crate::model::ids::StoryId;
use crate::story::Reading;
use crate::story::group::Group;
use crate::story::nearest::Near;
use crate::story::vocabulary::Slot;
use crate::story::window::Window;

/// A group of so few articles is a straggler: it joins a larger one that is nearly near enough.
const STRAGGLERS: usize = 4;
/// Of what is asked otherwise.
const NEARLY: f64 = 0.7;
/// A straggler whose nearest group was not this near is not asked again.
const HOPELESS: f64 = 0.35;
/// Words that explain.
pub(super) const TOLD_WORDS: usize = 8;
/// Newcomers come after every story.
pub(super) const NEWCOMERS: i64 = i64::MAX / 2;

/// An article that wants a story.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    /// Ids grow.
    pub id: ArticleId,
    /// Its words.
    pub reading: &'a Reading,
    /// When it was first seen; no earlier than those before it.
    pub at: Timestamp,
}

/// What became of newcomers and of the stories they met.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settlement {
    /// One a newcomer, in their order.
    pub seats: Vec<Seat>,
    /// Stories that turned out to be one, in the order in which they did.
    pub merges: Vec<Merge>,
}

/// Where a newcomer belongs.
#[derive(Clone, Debug, PartialEq)]
pub enum Seat {
    /// It is the first to tell of this: it gets a number by [`Window::number`].
    Opens,
    /// It tells of what this story tells.
    Joins(StoryId, Tie),
    /// It tells of what an earlier newcomer tells, who opened a story: its place among them.
    Follows(usize, Tie),
}

/// Why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tie {
    /// The cosine with the rest of the story, 0 to 1.
    pub similarity: f64,
    /// The words that both have, strongest first, as the newcomer writes them.
    pub because: Vec<String>,
}

/// Two stories turned out to be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Merge {
    /// The younger: its number now means the other.
    pub from: StoryId,
    /// The older.
    pub into: StoryId,
    /// What they share.
    pub tie: Tie,
}

/// Two groups and how near they are; the nearest first.
struct Pair {
    ratio: f64,
    orders: (i64, i64),
    groups: [(Slot, u32); 2],
    similarity: f64,
}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ratio
            .total_cmp(&other.ratio)
            .then_with(|| other.orders.cmp(&self.orders))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Pair {}

/// One settling.
struct Round<'a> {
    window: &'a mut Window,
    /// Groups that have a newcomer, and how often each has changed.
    active: BTreeMap<Slot, u32>,
    /// How near the nearest was when they were last asked.
    answers: HashMap<Slot, f64>,
    heap: BinaryHeap<Pair>,
    /// Who say how their words are written.
    newcomers: &'a [Newcomer<'a>],
    merges: Vec<Merge>,
}

impl Window {
    /// Finds the stories of newcomers that came together. Those that open a story must be told its number by
    /// [`Window::number`] before anything else is asked; where that cannot be, the window is to be built again.
    pub fn settle(&mut self, newcomers: &[Newcomer<'_>]) -> Settlement {
        if let Some(first) = newcomers.first() {
            self.forget(first.at);
        }
        self.newcomers.clear();
        for (index, newcomer) in (0_i64..).zip(newcomers) {
            self.make_room();
            let slot = self.shelf.open(None, NEWCOMERS + index, newcomer.at);
            let number = self.add(slot, newcomer);
            self.newcomers.push(number);
        }
        let merges = self.unite_newcomers(newcomers);
        let seats = self.seats(newcomers);
        Settlement { seats, merges }
    }

    /// Unites what is near among the groups that newcomers are in.
    pub(super) fn unite_newcomers(&mut self, newcomers: &[Newcomer<'_>]) -> Vec<Merge> {
        let mut round = Round {
            active: BTreeMap::new(),
            answers: HashMap::new(),
            heap: BinaryHeap::new(),
            newcomers,
            merges: Vec::new(),
            window: self,
        };
        round.unite_all();
        round.merges
    }

    /// The newcomer at this place opened a story, and this is its number.
    pub fn number(&mut self, newcomer: usize, story: StoryId) {
        let article = self.newcomers.get(newcomer).copied();
        let Some(slot) = article.and_then(|number| self.slot_of(number)) else {
            return;
        };
        if let Some(group) = self.shelf.get_mut(slot) {
            group.story = Some(story);
            group.order = story.0;
            self.stories.insert(story, slot);
        }
    }

    fn seats(&mut self, newcomers: &[Newcomer<'_>]) -> Vec<Seat> {
        let mut openers: HashMap<Slot, usize> = HashMap::new();
        let mut seats = Vec::with_capacity(newcomers.len());
        for (index, newcomer) in newcomers.iter().enumerate() {
            let number = self.newcomers[index];
            let Some(slot) = self.slot_of(number) else {
                seats.push(Seat::Opens);
                continue;
            };
            let story = self.shelf.get(slot).and_then(|group| group.story);
            let seat = match (story, openers.get(&slot)) {
                (Some(story), _) => {
                    Seat::Joins(story, self.tie(slot, number, Some(newcomer.reading)))
                }
                (None, Some(first)) => {
                    Seat::Follows(*first, self.tie(slot, number, Some(newcomer.reading)))
                }
                (None, None) => {
                    openers.insert(slot, index);
                    Seat::Opens
                }
            };
            seats.push(seat);
        }
        seats
    }
}

impl Round<'_> {
    fn unite_all(&mut self) {
        let slots: Vec<Slot> = (self.window.newcomers.iter())
            .filter_map(|number| self.window.slot_of(*number))
            .collect();
        self.active = slots.iter().map(|slot| (*slot, 0)).collect();
        for slot in slots {
            self.ask(slot, Bar::Near);
        }
        self.unite_nearest(Bar::Near);
        let stragglers: Vec<Slot> = self.active.keys().copied().collect();
        for slot in stragglers {
            self.ask(slot, Bar::Straggling);
        }
        self.unite_nearest(Bar::Straggling);
    }

    /// Puts the group that is nearest to this one on the heap, if it is near enough.
    fn ask(&mut self, slot: Slot, bar: Bar) {
        let Some(group) = self.window.shelf.get(slot) else {
            return;
        };
        let is_hopeless = || {
            self.answers
                .get(&slot)
                .is_none_or(|ratio| *ratio < HOPELESS)
        };
        if bar == Bar::Straggling && (!is_straggler(group) || is_hopeless()) {
            return;
        }
        let order = group.order;
        let is_wanted = |other: &Group| bar == Bar::Near || !is_straggler(other);
        let Some(Near {
            slot: other,
            likeness,
        }) = self.window.nearest(slot, is_wanted)
        else {
            return;
        };
        self.answers.insert(slot, likeness.ratio);
        if likeness.ratio < bar.least() {
            return;
        }
        let other_order = self.window.shelf.get(other).map_or(0, |group| group.order);
        self.heap.push(Pair {
            ratio: likeness.ratio,
            orders: (order.min(other_order), order.max(other_order)),
            groups: [(slot, self.changes(slot)), (other, self.changes(other))],
            similarity: likeness.similarity,
        });
    }

    fn changes(&self, slot: Slot) -> u32 {
        self.active.get(&slot).copied().unwrap_or(0)
    }

    fn unite_nearest(&mut self, bar: Bar) {
        while let Some(pair) = self.heap.pop() {
            let [asker, other] = pair.groups;
            if self.changes(asker.0) != asker.1 {
                continue;
            }
            if self.changes(other.0) != other.1 {
                self.ask(asker.0, bar);
                continue;
            }
            let united = self.unite(asker.0, other.0, pair.similarity);
            self.ask(united, bar);
        }
    }

    /// Makes one group of two and gives its slot.
    fn unite(&mut self, asker: Slot, other: Slot, similarity: f64) -> Slot {
        self.tell_merge(asker, other, similarity);
        let length = |slot| {
            self.window
                .shelf
                .get(slot)
                .map_or(0, |group| group.shares.len())
        };
        let (into, from) = if length(asker) > length(other) {
            (asker, other)
        } else {
            (other, asker)
        };
        for slot in [asker, other] {
            *self.active.entry(slot).or_insert(0) += 1;
        }
        self.window.unite(into, from);
        into
    }

    fn tell_merge(&mut self, a: Slot, b: Slot, similarity: f64) {
        let story = |slot| self.window.shelf.get(slot).and_then(|group| group.story);
        if let (Some(one), Some(other)) = (story(a), story(b)) {
            let because = self.window.told([a, b], self.newcomers);
            self.merges.push(Merge {
                from: one.max(other),
                into: one.min(other),
                tie: Tie {
                    similarity,
                    because,
                },
            });
        }
    }
}

/// What is asked of two groups before they become one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bar {
    /// What is asked of all.
    Near,
    /// Less, of a straggler and a larger group.
    Straggling,
}

impl Bar {
    fn least(self) -> f64 {
        match self {
            Self::Near => 1.0,
            Self::Straggling => NEARLY,
        }
    }
}

fn is_straggler(group: &Group) -> bool {
    group.articles.len() <= STRAGGLERS
}
