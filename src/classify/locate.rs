//! Hits -> places of one term: name sets joined, distances measured, `title:` obeyed.

use crate::classify::rules::Node;
use crate::classify::rules::NodeId;
use crate::classify::scan::Hit;
use crate::model::matching::Field;

/// Where a term stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spot {
    pub(super) field: Field,
    /// Place in bytes of the folded text,
    pub(super) start: u32,
    /// and past its end.
    pub(super) end: u32,
    /// Two words at a distance: the end of the first,
    pub(super) first_end: u32,
    /// and the start of the second. Else as `end` and `start`.
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
            last_start: hit.start,
            first: hit.first,
            last: hit.last,
            weight: 1.0,
        }
    }

    /// Has it a character in common with the other? What lies between two words at a distance is nobody's.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let pieces = |spot: &Self| [(spot.start, spot.first_end), (spot.last_start, spot.end)];
        self.field == other.field
            && pieces(self).iter().any(|(start, end)| {
                pieces(other)
                    .iter()
                    .any(|(from, to)| start < to && from < end)
            })
    }

    fn joined(&self, after: &Self) -> Self {
        Self {
            end: after.end.max(self.end),
            first_end: self.first_end,
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
        Node::Any(children) => {
            let spots = children.iter().flat_map(|(child, weight)| {
                let spots = locate(nodes, *child, hits).into_iter();
                spots.map(move |spot| Spot {
                    weight: spot.weight * weight,
                    ..spot
                })
            });
            in_order(spots.collect())
        }
        Node::Title(inner) => {
            let mut spots = locate(nodes, *inner, hits);
            spots.retain(|spot| spot.field == Field::Title);
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

/// Each spot with the nearest of the others after it, where that is near enough.
fn pairs(before: &[Spot], after: &[Spot], distance: u32) -> Vec<Spot> {
    let mut pairs = Vec::new();
    for spot in before {
        let next =
            after.partition_point(|other| (other.field, other.start) < (spot.field, spot.end));
        let Some(other) = after.get(next).filter(|other| other.field == spot.field) else {
            continue;
        };
        if words_between(spot.last, other.first) <= distance {
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
            spot.last_start,
        )
    };
    spots.sort_by(|a, b| place(a).cmp(&place(b)).then(b.weight.total_cmp(&a.weight)));
    spots.dedup_by_key(|spot| place(spot));
    spots
}
