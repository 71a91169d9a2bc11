//! Hits -> places of one term: name sets joined, distances measured, `title:` obeyed.

use crate::classify::rules::LeafId;
use crate::classify::rules::Node;
use crate::classify::rules::NodeId;
use crate::classify::scan::Hit;
use crate::model::matching::Field;

/// From the title to the text a reader draws breath: it counts as so many words more.
const BREATH: u32 = 3;

/// Where a term stands.
#[derive(Clone, Copy, Debug, PartialEq)]
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
            weight: 1.0,
        }
    }

    /// Has it a character in common with the other? What lies between two words at a distance is nobody's.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.pieces().iter().any(|(field, start, end)| {
            let mut others = other.pieces().into_iter();
            others.any(|(on, from, to)| *field == on && *start < to && from < *end)
        })
    }

    /// Its two words where they are at a distance, else the same place twice.
    fn pieces(&self) -> [(Field, u32, u32); 2] {
        [
            (self.field, self.start, self.first_end),
            (self.last_field, self.last_start, self.end),
        ]
    }

    fn joined(&self, after: &Self) -> Self {
        let is_after_all = (after.last_field, after.end) > (self.last_field, self.end);
        Self {
            end: if is_after_all { after.end } else { self.end },
            first_end: self.first_end,
            last_field: after.last_field,
            last_start: after.last_start,
            last: after.last.max(self.last),
            weight: self.weight * after.weight,
            ..*self
        }
    }
}

/// The spots of a pattern, by field and place, no two alike.
pub(super) fn locate(nodes: &[Node], node: NodeId, hits: &[Hit]) -> Vec<Spot> {
    match &nodes[node as usize] {
        Node::Leaf(leaf) => {
            let from = hits.partition_point(|hit| hit.leaf < *leaf);
            hits[from..]
                .iter()
                .take_while(|hit| hit.leaf == *leaf)
                .map(Spot::of)
                .collect()
        }
        Node::Any { leaves, nested } => {
            let mut spots = spots_of_leaves(leaves, hits);
            for (child, weight) in nested {
                let found = locate(nodes, *child, hits).into_iter();
                spots.extend(found.map(|spot| weighted(spot, *weight)));
            }
            in_order(spots)
        }
        Node::Title(inner) => {
            let mut spots = locate(nodes, *inner, hits);
            spots.retain(|spot| spot.last_field == Field::Title);
            spots
        }
        Node::Near {
            left,
            right,
            distance,
            is_ordered,
        } => {
            let left = locate(nodes, *left, hits);
            let right = if left.is_empty() {
                Vec::new()
            } else {
                locate(nodes, *right, hits)
            };
            let mut spots = pairs(&left, &right, *distance);
            if !is_ordered {
                spots.extend(pairs(&right, &left, *distance));
            }
            in_order(spots)
        }
    }
}

/// Goes by the hits, which are few, not by the spellings, which are many.
fn spots_of_leaves(leaves: &[(LeafId, f64)], hits: &[Hit]) -> Vec<Spot> {
    let mut spots = Vec::new();
    for same in hits.chunk_by(|a, b| a.leaf == b.leaf) {
        let from = leaves.partition_point(|(leaf, _)| *leaf < same[0].leaf);
        let weights = leaves[from..]
            .iter()
            .take_while(|(leaf, _)| *leaf == same[0].leaf);
        for (_, weight) in weights {
            spots.extend(same.iter().map(|hit| weighted(Spot::of(hit), *weight)));
        }
    }
    spots
}

fn weighted(spot: Spot, weight: f64) -> Spot {
    Spot {
        weight: spot.weight * weight,
        ..spot
    }
}

/// Each spot with the nearest of the others after it, where that is near enough.
fn pairs(before: &[Spot], after: &[Spot], distance: u32) -> Vec<Spot> {
    let mut pairs = Vec::new();
    for spot in before {
        let next =
            after.partition_point(|other| (other.field, other.start) < (spot.last_field, spot.end));
        let Some(other) = after.get(next) else {
            continue;
        };
        let breath = if other.field == spot.last_field {
            0
        } else {
            BREATH
        };
        if words_between(spot.last, other.first) + breath <= distance {
            pairs.push(spot.joined(other));
        }
    }
    pairs
}

/// Words that stand between a word and a later one.
pub(super) fn words_between(earlier: u32, later: u32) -> u32 {
    later.saturating_sub(earlier).saturating_sub(1)
}

fn in_order(mut spots: Vec<Spot>) -> Vec<Spot> {
    let place = |spot: &Spot| {
        (
            spot.field,
            spot.start,
            spot.end,
            spot.first_end,
            spot.last_field,
            spot.last_start,
        )
    };
    spots.sort_by(|a, b| place(a).cmp(&place(b)).then(b.weight.total_cmp(&a.weight)));
    spots.dedup_by_key(|spot| place(spot));
    spots
}
