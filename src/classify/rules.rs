//! The compiled watchlist: leaves that the scan finds, patterns over them, and what each topic asks.
//!
//! Data only. `compile` makes it, `scan` reads the leaves, `locate` the patterns, `judge` the topics.

use regex::Regex;

use crate::classify::audience::Audience;
use crate::classify::lexicon::WordId;
use crate::classify::needle::Needles;
use crate::classify::verbatim::Check;
use crate::model::ids::TopicName;

/// Something the scan can find by itself; equal ones of all topics are one.
pub(super) type LeafId = u32;
/// A pattern over leaves; numbered after its parts.
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

/// A phrase is looked for where one of its words stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Anchor {
    pub(super) leaf: LeafId,
    /// Which of its words, from 0.
    pub(super) index: u16,
    /// The word is all of it, in any case: nothing more need be looked at.
    pub(super) is_whole: bool,
    /// Another of its words, and how many words on from this one: told at once without a visit to the phrase, and nearly
    /// always without a look at that word by the marks of its forms. Where it has one word only, 0 and the word itself.
    pub(super) beside: i8,
    pub(super) neighbour: WordId,
    pub(super) neighbour_marks: u64,
}

/// What a leaf asks of a text.
#[derive(Clone, Debug)]
pub(super) enum Leaf {
    /// Found by its words.
    Phrase(Phrase),
    /// Found by the automaton over scripts without spaces.
    Unspaced,
    /// Found by itself, where its needles are.
    Regex(Regex, Needles),
}

/// A pattern over leaves.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Leaf,
    /// A name set: each spelling, and what a hit of it weighs.
    Any(Vec<(NodeId, f64)>),
    Near {
        left: NodeId,
        right: NodeId,
        distance: u32,
        is_ordered: bool,
    },
    Title(NodeId),
}

/// What a pattern is, without its parts: small enough that all of them stay at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeKind {
    Leaf,
    Any,
    Near,
    Title,
}

impl Node {
    pub(super) fn kind(&self) -> NodeKind {
        match self {
            Self::Leaf => NodeKind::Leaf,
            Self::Any(_) => NodeKind::Any,
            Self::Near { .. } => NodeKind::Near,
            Self::Title(_) => NodeKind::Title,
        }
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
