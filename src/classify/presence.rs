//! Hits -> the patterns that may stand in the article: all they need is there, however far apart. Spares the work of
//! measuring distances to what is not there at all.

use crate::classify::compile::Rules;
use crate::classify::rules::Node;
use crate::classify::rules::NodeId;
use crate::classify::rules::NodeKind;
use crate::classify::rules::TermId;
use crate::classify::scan::Hit;
use crate::model::matching::Field;

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

/// What an article has of the watchlist's patterns.
#[derive(Debug)]
pub(super) struct Presence {
    anywhere: Bits,
    /// Those that may stand wholly in the title.
    title: Bits,
    /// Name sets and the spellings of theirs that may stand here, in order.
    spellings: Vec<(NodeId, u32)>,
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
            spellings: Vec::new(),
            terms: Vec::new(),
        };
        let mut pending = Bits::none(count);
        for same in hits.chunk_by(|a, b| a.leaf == b.leaf) {
            let node = rules.node_of_leaf[same[0].leaf as usize];
            this.anywhere.set(node);
            // The title comes first.
            if same[0].field == Field::Title {
                this.title.set(node);
            }
            pending.set(node);
        }
        for word in 0..pending.0.len() {
            while pending.0[word] != 0 {
                let node = word as u32 * 64 + pending.0[word].trailing_zeros();
                pending.0[word] &= pending.0[word] - 1;
                this.visit(rules, node, &mut pending);
            }
        }
        this.spellings.sort_unstable();
        this.terms.sort_unstable();
        this
    }

    /// All parts of the pattern have been visited.
    fn visit(&mut self, rules: &Rules, node: NodeId, pending: &mut Bits) {
        let kind = rules.kinds[node as usize];
        if matches!(kind, NodeKind::Near | NodeKind::Title) {
            self.join(&rules.nodes[node as usize], node);
        }
        if !self.anywhere.has(node) {
            return;
        }
        self.terms.extend(rules.terms_of_node.get(node));
        for (parent, index) in rules.parents.get(node) {
            pending.set(*parent);
            if rules.kinds[*parent as usize] == NodeKind::Any {
                self.anywhere.set(*parent);
                if self.title.has(node) {
                    self.title.set(*parent);
                }
                self.spellings.push((*parent, *index));
            }
        }
    }

    /// What stands where its parts stand together.
    fn join(&mut self, pattern: &Node, node: NodeId) {
        let (is_anywhere, is_in_title) = match pattern {
            Node::Leaf(_) | Node::Any(_) => return,
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

    /// The spellings of a name set that may stand here, by place in it.
    pub(super) fn spellings(&self, set: NodeId) -> impl Iterator<Item = usize> {
        let from = self.spellings.partition_point(|(of, _)| *of < set);
        let same = self.spellings[from..].iter();
        same.take_while(move |(of, _)| *of == set)
            .map(|(_, index)| *index as usize)
    }
}
