//! Hits -> places of terms: name sets joined, distances measured, `title:` obeyed.

use std::collections::HashMap;
use std::rc::Rc;

use crate::classify::compile::Rules;
use crate::classify::presence::Presence;
use crate::classify::rules::Node;
use crate::classify::rules::NodeId;
use crate::classify::rules::NodeKind;
use crate::classify::scan::Hit;
use crate::classify::word_hash::WordHash;
use crate::model::matching::Field;

/// From the title to the text a reader draws breath: it counts as so many words more.
const BREATH: u32 = 3;

/// Worked out in an article; room is made for more.
const USUAL_PATTERNS: usize = 56;

/// Of the partners of a word at a distance, so many are looked at: a `none` term may kill the nearest.
const MOST_PARTNERS: usize = 4;

/// A term has at most nine words at distances: these are between the outermost two.
const MOST_MIDDLES: usize = 7;

/// Where a word stands: the field, and its place in bytes of the folded text.
type Piece = (Field, u32, u32);

/// Where a term stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) field: Field,
    /// Place in bytes of the folded text,
    pub(super) start: u32,
    /// and past its end, in `last_field`.
    pub(super) end: u32,
    /// Two words at a distance: the end of the first,
    pub(super) first_end: u32,
    /// where the second is, the title or the text,
    pub(super) last_field: Field,
    /// and its start. Else as `end`, `field` and `start`.
    pub(super) last_start: u32,
    /// Numbers of its first word in the article
    pub(super) first: u32,
    /// and its last.
    pub(super) last: u32,
    /// Two words at a distance: the number of the last word of the first,
    first_last: u32,
    /// and of the first word of the second. Else as `last` and `first`.
    last_first: u32,
    /// Further words at a distance, between these two, in order. Nearly always none: kept elsewhere, so that a spot is small.
    middles: Option<Rc<[Piece]>>,
    /// What a spelling of a name set weighs.
    pub(super) weight: f64,
}

impl Spot {
    fn of(hit: &Hit) -> Self {
        Self {
            field: hit.field,
            start: hit.start,
            end: hit.end,
            first_end: hit.end,
            last_field: hit.field,
            last_start: hit.start,
            first: hit.first,
            last: hit.last,
            first_last: hit.last,
            last_first: hit.first,
            middles: None,
            weight: 1.0,
        }
    }

    /// Has it a character in common with the other? What lies between two words at a distance is nobody's.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.pieces().any(|(field, start, end)| {
            let mut others = other.pieces();
            others.any(|(on, from, to)| field == on && start < to && from < end)
        })
    }

    /// Is it two words at a distance?
    fn is_split(&self) -> bool {
        (self.field, self.first_end) <= (self.last_field, self.last_start)
    }

    /// Do both begin with the same word, each with another partner at a distance?
    pub(super) fn begins_as(&self, other: &Self) -> bool {
        self.is_split()
            && other.is_split()
            && (self.field, self.start, self.first_end)
                == (other.field, other.start, other.first_end)
    }

    /// Its words where they are at a distance, else the same place twice.
    fn pieces(&self) -> impl Iterator<Item = Piece> {
        let ends = [self.first_piece(), self.last_piece()];
        ends.into_iter().chain(self.middles().iter().copied())
    }

    fn middles(&self) -> &[Piece] {
        self.middles.as_deref().unwrap_or_default()
    }

    fn first_piece(&self) -> Piece {
        (self.field, self.start, self.first_end)
    }

    fn last_piece(&self) -> Piece {
        (self.last_field, self.last_start, self.end)
    }

    /// The same with these words between its two as well.
    fn around(&self, pieces: impl Iterator<Item = Piece>) -> Self {
        let pieces = self.middles().iter().copied().chain(pieces);
        let mut middles: Vec<Piece> = pieces.take(MOST_MIDDLES).collect();
        middles.sort_unstable(); // however they were joined, the same words are the same place
        Self {
            middles: (!middles.is_empty()).then(|| middles.into()),
            ..*self
        }
    }

    /// Words between one that stands inside and the nearer of the two.
    fn words_to_inner(&self, inner: &Self) -> u32 {
        let after_first =
            words_between(self.first_last, inner.first) + breath(self.field, inner.field);
        let before_last =
            words_between(inner.last, self.last_first) + breath(inner.last_field, self.last_field);
        after_first.min(before_last)
    }

    fn joined(&self, after: &Self) -> Self {
        let is_after_all = (after.last_field, after.end) > (self.last_field, self.end);
        let own_end = self.is_split().then(|| self.last_piece());
        let its_beginning = after.is_split().then(|| after.first_piece());
        let inner = its_beginning
            .into_iter()
            .chain(after.middles().iter().copied());
        let joined = self.around(own_end.into_iter().chain(inner));
        Self {
            end: if is_after_all { after.end } else { self.end },
            last_field: after.last_field,
            last_start: after.last_start,
            last: after.last.max(self.last),
            last_first: after.last_first,
            weight: self.weight * after.weight,
            ..joined
        }
    }
}

/// The places of patterns in one article, each worked out once however many terms ask for it.
#[derive(Debug)]
pub(super) struct Places<'a> {
    rules: &'a Rules,
    hits: &'a [Hit],
    presence: &'a Presence,
    known: HashMap<NodeId, Rc<Vec<Spot>>, WordHash>,
}

impl<'a> Places<'a> {
    /// None is worked out yet.
    pub(super) fn of(rules: &'a Rules, hits: &'a [Hit], presence: &'a Presence) -> Self {
        Self {
            rules,
            hits,
            presence,
            known: HashMap::with_capacity_and_hasher(USUAL_PATTERNS, WordHash::default()),
        }
    }

    /// The spots of a pattern, by field and place, no two alike.
    pub(super) fn locate(&mut self, node: NodeId) -> Rc<Vec<Spot>> {
        if let Some(spots) = self.known.get(&node) {
            return Rc::clone(spots);
        }
        let spots = Rc::new(self.find(node));
        self.known.insert(node, Rc::clone(&spots));
        spots
    }

    fn find(&mut self, node: NodeId) -> Vec<Spot> {
        if !self.presence.has(node) {
            return Vec::new();
        }
        let rules = self.rules;
        match &rules.nodes[node as usize] {
            Node::Leaf => self.of_hits(self.presence.hits(node)).collect(),
            Node::Any(children) => {
                let presence = self.presence;
                let spellings = presence.spellings(node);
                let sizes = spellings.clone().map(|(_, (from, past))| past - from);
                let mut spots = Vec::with_capacity(sizes.sum::<u32>() as usize);
                for (index, hits) in spellings {
                    let (child, weight) = children[index];
                    if rules.kinds[child as usize] == NodeKind::Leaf {
                        spots.extend(self.of_hits(hits).map(|spot| weighted(spot, weight)));
                    } else {
                        let found = self.locate(child);
                        spots.extend(found.iter().map(|spot| weighted(spot.clone(), weight)));
                    }
                }
                in_order(spots)
            }
            Node::Title(inner) => {
                let spots = self.locate(*inner);
                let in_title = spots.iter().filter(|spot| spot.last_field == Field::Title);
                in_title.cloned().collect()
            }
            Node::Near {
                left,
                right,
                distance,
                is_ordered,
            } => {
                let left = self.locate(*left);
                if left.is_empty() {
                    return Vec::new();
                }
                let right = self.locate(*right);
                let mut spots = pairs(&left, &right, *distance);
                if !is_ordered {
                    spots.extend(pairs(&right, &left, *distance));
                    spots.extend(around(&left, &right, *distance));
                    spots.extend(around(&right, &left, *distance));
                }
                in_order(spots)
            }
        }
    }

    fn of_hits(&self, (from, past): (u32, u32)) -> impl Iterator<Item = Spot> + use<'a> {
        self.hits[from as usize..past as usize].iter().map(Spot::of)
    }
}

fn weighted(spot: Spot, weight: f64) -> Spot {
    Spot {
        weight: spot.weight * weight,
        ..spot
    }
}

/// Each spot with the nearest few of the others after it, where those are near enough.
fn pairs(before: &[Spot], after: &[Spot], distance: u32) -> Vec<Spot> {
    let mut pairs = Vec::new();
    for spot in before {
        let next =
            after.partition_point(|other| (other.field, other.start) < (spot.last_field, spot.end));
        let near = after[next..]
            .iter()
            .take(MOST_PARTNERS)
            .take_while(|other| {
                let breath = breath(spot.last_field, other.field);
                words_between(spot.last, other.first) + breath <= distance
            });
        pairs.extend(near.map(|other| spot.joined(other)));
    }
    pairs
}

/// Each two words at a distance that have one of the others between them, near enough to one of the two.
fn around(outer: &[Spot], inner: &[Spot], distance: u32) -> Vec<Spot> {
    let mut around = Vec::new();
    for spot in outer.iter().filter(|spot| spot.is_split()) {
        let from = inner
            .partition_point(|other| (other.field, other.start) < (spot.field, spot.first_end));
        let past = inner.partition_point(|other| {
            (other.field, other.start) < (spot.last_field, spot.last_start)
        });
        let between = inner.get(from..past).unwrap_or_default();
        let nearest = [between.first(), between.last()].into_iter().flatten();
        let found = nearest
            .filter(|other| (other.last_field, other.end) <= (spot.last_field, spot.last_start))
            .find(|other| spot.words_to_inner(other) <= distance);
        around.extend(found.map(|other| weighted(spot.around(other.pieces()), other.weight)));
    }
    around
}

/// What the step from the one field to the other counts.
fn breath(from: Field, to: Field) -> u32 {
    if from == to { 0 } else { BREATH }
}

/// Words that stand between a word and a later one.
pub(super) fn words_between(earlier: u32, later: u32) -> u32 {
    later.saturating_sub(earlier).saturating_sub(1)
}

fn in_order(mut spots: Vec<Spot>) -> Vec<Spot> {
    let begins = |spot: &Spot| u64::from(spot.start) | (spot.field as u64) << 32;
    let rest = |spot: &Spot| {
        let last = (spot.last_field, spot.last_start);
        (spot.end, spot.first_end, last, spot.middles().len())
    };
    let alike = |a: &Spot, b: &Spot| rest(a) == rest(b) && a.middles() == b.middles();
    spots.sort_unstable_by(|a, b| {
        let by_place = begins(a)
            .cmp(&begins(b))
            .then_with(|| rest(a).cmp(&rest(b)))
            .then_with(|| a.middles().cmp(b.middles()));
        by_place.then_with(|| b.weight.total_cmp(&a.weight))
    });
    spots.dedup_by(|next, kept| begins(next) == begins(kept) && alike(next, kept));
    spots
}
