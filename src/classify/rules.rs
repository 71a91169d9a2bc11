//! The compiled watchlist: leaves that the scan finds, patterns over them, and what each topic asks.
//!
//! Data only. `compile` makes it, `scan` reads the leaves, `locate` the patterns, `judge` the topics.

use regex::Regex;

use crate::classify::audience::Audience;
use crate::classify::lexicon::WordId;
use crate::classify::verbatim::Check;
use crate::model::ids::TopicName;

/// Something the scan can find by itself; equal ones of all topics are one.
pub(super) type LeafId = u32;
/// A pattern over leaves.
pub(super) type NodeId = u32;
/// A term of a topic; in order of topics.
pub(super) type TermId = u32;

/// Words in a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Phrase {
    pub(super) words: Vec<WordId>,
    /// What stands between two words where the term itself has more than a blank: "&" of "AT&T".
    pub(super) gaps: Vec<Box<str>>,
    /// What the text as written must be like.
    pub(super) check: Check,
}

/// What a leaf asks of a text.
#[derive(Clone, Debug)]
pub(super) enum Leaf {
    /// Found by its words.
    Phrase(Phrase),
    /// Found by the automaton over scripts without spaces.
    Unspaced,
    /// Found by itself.
    Regex(Regex),
}

/// A pattern over leaves.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Leaf(LeafId),
    /// A name set: each spelling, and what a hit of it weighs.
    Any {
        children: Vec<(NodeId, f64)>,
        /// Which of them hold name sets themselves, by place; the others are found by their first word's leaf.
        nested: Vec<u32>,
    },
    Near {
        left: NodeId,
        right: NodeId,
        distance: u32,
        is_ordered: bool,
    },
    Title(NodeId),
}

/// The leaf that must be hit before a pattern without name sets can stand anywhere; `None` for one with name sets.
pub(super) fn first_leaf(nodes: &[Node], node: NodeId) -> Option<LeafId> {
    match &nodes[node as usize] {
        Node::Leaf(leaf) => Some(*leaf),
        Node::Title(inner) => first_leaf(nodes, *inner),
        Node::Near { left, right, .. } => {
            first_leaf(nodes, *right).and_then(|_| first_leaf(nodes, *left))
        }
        Node::Any { .. } => None,
    }
}

/// What a term does in its topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Of this group, from 0.
    Group(u16),
    None,
    NoneArticle,
    Boost,
}

/// A term of a topic.
#[derive(Clone, Debug)]
pub(super) struct TermRule {
    pub(super) topic: u32,
    pub(super) role: Role,
    pub(super) node: NodeId,
    /// As the watchlist writes it.
    pub(super) written: String,
    pub(super) weight: f64,
}

/// A topic, but for its terms.
#[derive(Clone, Debug)]
pub(super) struct TopicRule {
    pub(super) name: TopicName,
    /// For each group, its terms as written: what an explanation lists.
    pub(super) groups: Vec<Vec<String>>,
    pub(super) near: Option<u32>,
    pub(super) threshold: f64,
    pub(super) audience: Audience,
}
