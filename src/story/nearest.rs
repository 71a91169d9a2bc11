//! The group that is nearest to a group: candidates by the postings of its strongest words, then compared in full.
//!
//! However many articles the window has, no more than [`FOLLOWED`] entries of postings are looked at, and no more than
//! [`COMPARED`] groups compared. A list that would go over is left out whole: which of its entries came first depends
//! on history, and the answer must not.

use std::cmp::Ordering;

use crate::story::group::Group;
use crate::story::likeness::Likeness;
use crate::story::likeness::Scales;
use crate::story::shelf::Shelf;
use crate::story::vocabulary::FOLLOWED;
use crate::story::vocabulary::Slot;
use crate::story::vocabulary::Term;

/// Words whose postings are followed.
const QUERIED: usize = 16;
/// Weights are followed without so many of their lowest bits: half the sheet stays in the fast memory.
const COARSER: u32 = 14;
/// Groups compared in full.
const COMPARED: usize = 4;

/// Looks for near groups; keeps its sheets between questions.
#[derive(Clone, Debug, Default)]
pub(super) struct Seeker {
    /// Groups that have a score.
    touched: Vec<Slot>,
    /// The most promising of them, the best first.
    ranked: Vec<(f32, Slot)>,
    words: Vec<(u64, Term)>,
}

/// A group near another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    pub(super) slot: Slot,
    pub(super) likeness: Likeness,
}

impl Seeker {
    /// The nearest of those that `is_wanted`; of equals the older.
    pub(super) fn nearest(
        &mut self,
        shelf: &mut Shelf,
        scales: &mut Scales,
        slot: Slot,
        is_wanted: impl Fn(&Group) -> bool,
    ) -> Option<Near> {
        self.score(shelf, slot);
        self.rank(shelf, slot);
        let mut best: Option<(f64, i64, Near)> = None;
        for (_, candidate) in self.ranked.drain(..) {
            let Some(group) = shelf.get(candidate).filter(|group| is_wanted(group)) else {
                continue;
            };
            let Some(likeness) = scales.compare(shelf, slot, candidate) else {
                continue;
            };
            let is_better = best.is_none_or(|(ratio, older, _)| {
                likeness.ratio > ratio || (likeness.ratio == ratio && group.order < older)
            });
            if is_better {
                let near = Near {
                    slot: candidate,
                    likeness,
                };
                best = Some((likeness.ratio, group.order, near));
            }
        }
        best.map(|(.., near)| near)
    }

    /// What each group shares with this one, roughly.
    fn score(&mut self, shelf: &mut Shelf, slot: Slot) {
        let mut left = FOLLOWED;
        strongest(shelf, slot, &mut self.words);
        for (weight, term) in self.words.drain(..) {
            let weight = (weight >> COARSER).max(1) as u32;
            left -= shelf.score(term, weight, left, &mut self.touched);
        }
    }

    /// The most promising groups; no group has a score after that.
    fn rank(&mut self, shelf: &mut Shelf, asker: Slot) {
        self.ranked.clear();
        for slot in self.touched.drain(..) {
            let (score, size) = shelf.take_score(slot);
            if slot == asker {
                continue;
            }
            // A long group shares something with everybody.
            let rank = score as f32 / (size as f32).sqrt();
            let is_before = |other: &(f32, Slot)| match other.0.total_cmp(&rank) {
                Ordering::Equal => order(shelf, other.1) < order(shelf, slot),
                unequal => unequal.is_gt(),
            };
            // From the last on: most of hundreds are no better than it.
            let place = self
                .ranked
                .iter()
                .rposition(is_before)
                .map_or(0, |one| one + 1);
            if place < COMPARED {
                self.ranked.truncate(COMPARED - 1);
                self.ranked.insert(place, (rank, slot));
            }
        }
    }

    /// Memory taken.
    pub(super) fn bytes(&self) -> usize {
        self.touched.capacity() * size_of::<Slot>()
    }
}

/// Of equals the older comes first.
fn order(shelf: &Shelf, slot: Slot) -> i64 {
    shelf.get(slot).map_or(0, |group| group.order)
}

/// A group's strongest words, each with its weight.
fn strongest(shelf: &Shelf, slot: Slot, words: &mut Vec<(u64, Term)>) {
    words.clear();
    let Some(group) = shelf.get(slot) else {
        return;
    };
    for share in &group.shares {
        let rarity = shelf.vocabulary.rarity(share.term);
        let weight = u64::from(share.weight()) * rarity * rarity;
        if weight > 0 {
            words.push((weight, share.term));
        }
    }
    let key = |term: Term| shelf.vocabulary.key(term);
    let by_weight =
        |a: &(u64, Term), b: &(u64, Term)| (b.0.cmp(&a.0)).then_with(|| key(a.1).cmp(&key(b.1)));
    if words.len() > QUERIED {
        words.select_nth_unstable_by(QUERIED, by_weight);
        words.truncate(QUERIED);
    }
    words.sort_unstable_by(by_weight);
}
