//! The group that is nearest to a group: candidates by the postings of its strongest words, then compared in full.
//!
//! However many articles the window has, no more than [`FOLLOWED`] entries of postings are looked at, and no more than
//! [`COMPARED`] groups compared. A list that would go over is left out whole: which of its entries came first depends
//! on history, and the answer must not.

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

/// Looks for near groups; keeps its sheets between questions, for they are as long as the window.
#[derive(Clone, Debug, Default)]
pub(super) struct Seeker {
    scores: Vec<u32>,
    touched: Vec<Slot>,
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
        shelf: &Shelf,
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
    fn score(&mut self, shelf: &Shelf, slot: Slot) {
        self.scores.resize(shelf.slots(), 0);
        let mut left = FOLLOWED;
        strongest(shelf, slot, &mut self.words);
        for (weight, term) in self.words.drain(..) {
            let weight = (weight >> COARSER).max(1) as u32;
            let listed = shelf.vocabulary.groups(term);
            let Some(groups) = listed.filter(|groups| groups.len() <= left) else {
                continue;
            };
            left -= groups.len();
            for group in groups {
                let score = &mut self.scores[*group as usize];
                if *score == 0 {
                    self.touched.push(*group);
                }
                *score = score.saturating_add(weight);
            }
        }
    }

    /// The most promising groups; takes the sheets clean.
    fn rank(&mut self, shelf: &Shelf, asker: Slot) {
        let ranked = &mut self.ranked;
        for slot in self.touched.drain(..) {
            let score = std::mem::take(&mut self.scores[slot as usize]);
            if slot != asker {
                // A long group shares something with everybody.
                let rank = score as f32 / (shelf.size(slot) as f32).sqrt();
                ranked.push((rank, slot));
            }
        }
        let order = |slot: Slot| shelf.get(slot).map_or(0, |group| group.order);
        let by_rank = |a: &(f32, Slot), b: &(f32, Slot)| {
            (b.0.total_cmp(&a.0)).then_with(|| order(a.1).cmp(&order(b.1)))
        };
        if ranked.len() > COMPARED {
            ranked.select_nth_unstable_by(COMPARED, by_rank);
            ranked.truncate(COMPARED);
        }
    }

    /// Memory taken.
    pub(super) fn bytes(&self) -> usize {
        self.scores.capacity() * size_of::<u32>() + self.touched.capacity() * size_of::<Slot>()
    }
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
