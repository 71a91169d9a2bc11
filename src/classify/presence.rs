//! Hits -> the patterns that may stand in the article: all they need is there, however far apart. Spares the work of
//! measuring distances to what is not there at all.

use crate::classify::compile::Rules;
use crate::classify::rules::Node;
use crate::classify::rules::NodeId;
use crate::classify::rules::NodeKind;
use crate::classify::rules::TermId;
use crate::classify::scan::Hit;
use crate::model::matching::Field;

/// In an article that is about a topic; room is made for more.
const USUAL_TERMS: usize = 32;

/// One bit a pattern.
#[derive(Debug)]
struct Bits(Vec<u64>);

impl Bits {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn has(&self, node: NodeId) -> bool {
        self.0[node as usize / 64] >> (node % 64) & 1 == 1
    }

    fn set(&mut self, node: NodeId) {
        self.0[node as usize / 64] |= 1 << (node % 64);
    }
}

/// Which of the article's hits: from the first to past the last.
type Range = (u32, u32);

/// What an article has of the watchlist's patterns.
#[derive(Debug)]
pub(super) struct Presence {
    anywhere: Bits,
    /// Those that may stand wholly in the title.
    title: Bits,
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
        let count = rules.nodes.len();
        let mut this = Self {
            anywhere: Bits::none(count),
            title: Bits::none(count),
            leaves: Vec::with_capacity(hits.len()),
            spellings: Vec::with_capacity(hits.len()),
            terms: Vec::with_capacity(USUAL_TERMS),
        };
        let mut pending = Bits::none(count);
        let mut from = 0;
        for same in hits.chunk_by(|a, b| a.leaf == b.leaf) {
            let node = rules.node_of_leaf[same[0].leaf as usize];
            let past = from + same.len() as u32;
            this.leaves.push((node, (from, past)));
            from = past;
            this.anywhere.set(node);
            // The title comes first.
            if same[0].field == Field::Title {
                this.title.set(node);
            }
            pending.set(node);
        }
        // Leaves are numbered in the order of their patterns.
        let mut next_leaf = 0;
        for word in 0..pending.0.len() {
            while pending.0[word] != 0 {
                let node = word as u32 * 64 + pending.0[word].trailing_zeros();
                pending.0[word] &= pending.0[word] - 1;
                let leaf = this.leaves.get(next_leaf).filter(|(of, _)| *of == node);
                next_leaf += usize::from(leaf.is_some());
                let hits = leaf.map(|(_, hits)| *hits).unwrap_or_default();
                this.visit(rules, node, hits, &mut pending);
            }
        }
        this.spellings.sort_unstable();
        this.terms.sort_unstable();
        this
    }

    /// All parts of the pattern have been visited.
    fn visit(&mut self, rules: &Rules, node: NodeId, hits: Range, pending: &mut Bits) {
        let kind = rules.kinds[node as usize];
        if matches!(kind, NodeKind::Near | NodeKind::Title) {
            self.join(&rules.nodes[node as usize], node);
        }
        if !self.anywhere.has(node) {
            return;
        }
        if rules.is_term[node as usize] {
            self.terms.extend(rules.terms_of_node.get(node));
        }
        for (parent, index) in rules.parents.get(node) {
            pending.set(*parent);
            if rules.kinds[*parent as usize] == NodeKind::Any {
                self.anywhere.set(*parent);
                if self.title.has(node) {
                    self.title.set(*parent);
                }
                self.spellings.push((*parent, *index, hits));
            }
        }
    }

    /// What stands where its parts stand together.
    fn join(&mut self, pattern: &Node, node: NodeId) {
        let (is_anywhere, is_in_title) = match pattern {
            Node::Leaf | Node::Any(_) => return,
            Node::Near { left, right, .. } => (
                self.anywhere.has(*left) && self.anywhere.has(*right),
                self.title.has(*left) && self.title.has(*right),
            ),
            Node::Title(inner) => (self.title.has(*inner), self.title.has(*inner)),
        };
        if is_anywhere {
            self.anywhere.set(node);
        }
        if is_in_title {
            self.title.set(node);
        }
    }

    /// May the pattern stand here?
    pub(super) fn has(&self, node: NodeId) -> bool {
        self.anywhere.has(node)
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
