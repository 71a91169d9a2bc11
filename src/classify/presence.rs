//! Hits -> the patterns that may stand in the article: all they need is there, however far apart. Spares the work of
//! measuring distances to what is not there at all.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

use crate::classify::compile::Rules;
use crate::classify::rules::Node;
use crate::classify::rules::NodeId;
use crate::classify::rules::NodeKind;
use crate::classify::rules::TermId;
use crate::classify::scan::Hit;
use crate::model::matching::Field;

/// In an article that is about a topic; room is made for more.
const USUAL_TERMS: usize = 32;

/// Patterns to be visited, the lowest first, once for each part that stands here; is that part in the title?
type Pending = BinaryHeap<Reverse<(NodeId, bool)>>;

/// Which of the article's hits: from the first to past the last.
type Range = (u32, u32);

/// What an article has of the watchlist's patterns: a few hundred of very many, so that all is kept in short lists.
#[derive(Debug)]
pub(super) struct Presence {
    /// The patterns that may stand here, in order; and may they stand wholly in the title?
    present: Vec<(NodeId, bool)>,
    /// Leaves that stand here, in order, each with its hits.
    leaves: Vec<(NodeId, Range)>,
    /// Name sets and the spellings of theirs that may stand here, in order, with the hits of those that are leaves.
    spellings: Vec<(NodeId, u32, Range)>,
    /// Terms that may stand here, in order.
    pub(super) terms: Vec<TermId>,
}

impl Presence {
    /// Goes from the leaves up, one visit a pattern: a pattern is numbered after its parts.
    pub(super) fn of(rules: &Rules, hits: &[Hit]) -> Self {
        let mut this = Self {
            present: Vec::with_capacity(hits.len()),
            leaves: Vec::with_capacity(hits.len()),
            spellings: Vec::with_capacity(hits.len()),
            terms: Vec::with_capacity(USUAL_TERMS),
        };
        let mut pending = Pending::with_capacity(hits.len());
        // Leaves are numbered in the order of their patterns.
        let mut past = 0;
        for same in hits.chunk_by(|a, b| a.leaf == b.leaf) {
            let leaf = rules.node_of_leaf[same[0].leaf as usize];
            this.visit_below(rules, leaf, &mut pending);
            let from = past;
            past += same.len() as u32;
            this.leaves.push((leaf, (from, past)));
            // The title comes first.
            let is_in_title = same[0].field == Field::Title;
            this.visit(rules, leaf, is_in_title, (from, past), &mut pending);
        }
        this.visit_below(rules, NodeId::MAX, &mut pending);
        this.spellings.sort_unstable();
        this.terms.sort_unstable();
        this
    }

    /// The pending ones that are numbered before `limit`.
    fn visit_below(&mut self, rules: &Rules, limit: NodeId, pending: &mut Pending) {
        let next_below = |pending: &mut Pending, limit| {
            let next = pending.peek_mut().filter(|next| next.0.0 < limit);
            next.map(|next| PeekMut::pop(next).0)
        };
        while let Some((node, mut is_in_title)) = next_below(pending, limit) {
            while let Some((_, also)) = next_below(pending, node + 1) {
                is_in_title |= also;
            }
            self.visit(rules, node, is_in_title, (0, 0), pending);
        }
    }

    /// All parts of the pattern have been visited; `is_in_title` is whether one of them stands there.
    fn visit(
        &mut self,
        rules: &Rules,
        node: NodeId,
        is_in_title: bool,
        hits: Range,
        pending: &mut Pending,
    ) {
        let kind = rules.kinds[node as usize];
        let is_in_title = match kind {
            NodeKind::Leaf | NodeKind::Any => Some(is_in_title),
            NodeKind::Near | NodeKind::Title => self.join(&rules.nodes[node as usize]),
        };
        let Some(is_in_title) = is_in_title else {
            return;
        };
        self.present.push((node, is_in_title));
        if rules.is_term[node as usize] {
            self.terms.extend(rules.terms_of_node.get(node));
        }
        for (parent, index) in rules.parents.get(node) {
            pending.push(Reverse((*parent, is_in_title)));
            if rules.kinds[*parent as usize] == NodeKind::Any {
                self.spellings.push((*parent, *index, hits));
            }
        }
    }

    /// Of what stands where its parts stand together, whether that is in the title; `None` where they do not.
    fn join(&self, pattern: &Node) -> Option<bool> {
        match pattern {
            Node::Leaf | Node::Any(_) => None,
            Node::Near { left, right, .. } => Some(self.find(*left)? & self.find(*right)?),
            Node::Title(inner) => self.find(*inner).filter(|is_in_title| *is_in_title),
        }
    }

    /// Of a pattern that may stand here, whether that may be in the title.
    fn find(&self, node: NodeId) -> Option<bool> {
        let found = self.present.binary_search_by_key(&node, |(of, _)| *of);
        found.ok().map(|at| self.present[at].1)
    }

    /// May the pattern stand here?
    pub(super) fn has(&self, node: NodeId) -> bool {
        self.find(node).is_some()
    }

    /// The hits of a leaf's pattern.
    pub(super) fn hits(&self, leaf: NodeId) -> Range {
        let found = self.leaves.binary_search_by_key(&leaf, |(of, _)| *of);
        found.map_or((0, 0), |at| self.leaves[at].1)
    }

    /// The spellings of a name set that may stand here: place in it, and hits where it is a leaf.
    pub(super) fn spellings(&self, set: NodeId) -> impl Iterator<Item = (usize, Range)> + Clone {
        let from = self.spellings.partition_point(|(of, ..)| *of < set);
        let same = self.spellings[from..].iter();
        same.take_while(move |(of, ..)| *of == set)
            .map(|(_, index, hits)| (*index as usize, *hits))
    }
}
