//! Watchlist -> [`Rules`]: every term becomes a pattern over leaves, equal leaves of all topics are one.
//!
//! Reports all faults in one go, in the watchlist's order; what a term would mean in a text is not known here.

use aho_corasick::AhoCorasick;

use crate::classify::TermFault;
use crate::classify::audience::Audience;
use crate::classify::compile_term::TermCompiler;
use crate::classify::lexicon::Lexicon;
use crate::classify::needle::Haystack;
use crate::classify::rules::Anchor;
use crate::classify::rules::Leaf;
use crate::classify::rules::LeafId;
use crate::classify::rules::Node;
use crate::classify::rules::NodeId;
use crate::classify::rules::NodeKind;
use crate::classify::rules::Role;
use crate::classify::rules::TermId;
use crate::classify::rules::TermRule;
use crate::classify::rules::TopicRule;
use crate::classify::verbatim::Check;
use crate::model::watchlist::Place;
use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;

/// More forms than this are refused: about half a gigabyte of tables.
const MOST_FORMS: usize = 5_000_000;

/// Lists by a dense number, stored flat.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T: Copy + Ord> Lists<T> {
    /// Sorts the pairs into `count` lists.
    fn build(count: usize, mut pairs: Vec<(u32, T)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0; count + 1];
        for (list, _) in &pairs {
            starts[*list as usize + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        Self {
            starts,
            items: pairs.into_iter().map(|(_, item)| item).collect(),
        }
    }

    /// The list of that number.
    pub(super) fn get(&self, list: u32) -> &[T] {
        let list = list as usize;
        &self.items[self.starts[list] as usize..self.starts[list + 1] as usize]
    }
}

/// A watchlist ready to judge.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) lexicon: Lexicon,
    pub(super) leaves: Vec<Leaf>,
    pub(super) nodes: Vec<Node>,
    pub(super) kinds: Vec<NodeKind>,
    pub(super) terms: Vec<TermRule>,
    pub(super) topics: Vec<TopicRule>,
    /// By word: the phrases that are looked for where it stands.
    pub(super) anchors: Lists<Anchor>,
    /// By leaf: the pattern that is the leaf alone.
    pub(super) node_of_leaf: Vec<NodeId>,
    /// By pattern: the patterns that it is a part of, and its place in them.
    pub(super) parents: Lists<(NodeId, u32)>,
    /// By pattern: is it a term? Small enough to stay at hand.
    pub(super) is_term: Vec<bool>,
    /// By pattern: the terms that are it.
    pub(super) terms_of_node: Lists<TermId>,
    /// Over the terms in scripts without spaces; pattern `i` is leaf `unspaced_leaves[i]`.
    pub(super) unspaced: Option<AhoCorasick>,
    pub(super) unspaced_leaves: Vec<LeafId>,
    /// Over the needles of the expressions that a group may be met by,
    pub(super) regexes: Haystack,
    /// and of those that only veto or add weight: looked for where the groups of a topic are met.
    pub(super) late_regexes: Haystack,
}

/// Compiles all topics.
pub(super) fn compile(watchlist: &Watchlist) -> Result<Rules, Vec<TermFault>> {
    let mut compiler = TermCompiler::new(watchlist);
    let mut terms = Vec::new();
    let mut faults = Vec::new();
    for (index, topic) in watchlist.topics.iter().enumerate() {
        for (role, term) in terms_of(topic) {
            match compiler.compile(term, &topic.languages) {
                Ok(node) => terms.push(TermRule {
                    topic: index as u32,
                    role,
                    node,
                    written: term.written.clone(),
                    weight: term.weight,
                }),
                Err(bad) => faults.extend(bad.into_iter().map(|fault| fault.in_topic(topic, term))),
            }
            if compiler.form_count() > MOST_FORMS {
                return Err(vec![too_many_forms(topic, term)]);
            }
        }
    }
    faults.dedup();
    if faults.is_empty() {
        assemble(watchlist, compiler, terms)
    } else {
        Err(faults)
    }
}

fn terms_of(topic: &Topic) -> impl Iterator<Item = (Role, &Term)> {
    let groups = topic.groups.iter().enumerate().flat_map(|(index, group)| {
        let role = Role::Group(u16::try_from(index).unwrap_or(u16::MAX));
        group.iter().map(move |term| (role, term))
    });
    groups
        .chain(topic.none.iter().map(|term| (Role::None, term)))
        .chain(
            topic
                .none_article
                .iter()
                .map(|term| (Role::NoneArticle, term)),
        )
        .chain(topic.boost.iter().map(|term| (Role::Boost, term)))
}

fn too_many_forms(topic: &Topic, term: &Term) -> TermFault {
    TermFault {
        place: term.place.clone(),
        topic: Some(topic.name.clone()),
        term: term.written.clone(),
        message: format!("the watchlist stands for more than {MOST_FORMS} forms"),
        help: Some(
            "give the terms a language, or split the watchlist between two services".to_owned(),
        ),
    }
}

fn assemble(
    watchlist: &Watchlist,
    compiler: TermCompiler<'_>,
    terms: Vec<TermRule>,
) -> Result<Rules, Vec<TermFault>> {
    let parts = compiler.finish();
    let unspaced = match parts.unspaced.as_slice() {
        [] => None,
        patterns => Some(
            AhoCorasick::new(patterns.iter().map(|(text, _)| text)).map_err(|error| {
                vec![TermFault {
                    place: Place::default(),
                    topic: None,
                    term: String::new(),
                    message: format!("the terms in scripts without spaces are too many: {error}"),
                    help: None,
                }]
            })?,
        ),
    };
    let marks = parts.lexicon.marks(parts.word_count);
    let anchors = anchors_of(&parts.leaves, &parts.word_lengths, &marks);
    let mut is_anchor = vec![false; parts.word_count];
    for (word, _) in &anchors {
        is_anchor[*word as usize] = true;
    }
    let anchors = Lists::build(parts.word_count, anchors);
    let is_asked = asked_by_groups(&parts.nodes, &terms);
    let regexes = |is_late: bool| {
        let is_asked = &is_asked;
        let leaves = (0_u32..).zip(&parts.leaves).zip(&parts.node_of_leaf);
        Haystack::of(leaves.filter_map(move |((id, leaf), node)| match leaf {
            Leaf::Regex(_, needles) if is_asked[*node as usize] != is_late => Some((id, needles)),
            _ => None,
        }))
    };
    let (regexes, late_regexes) = (regexes(false), regexes(true));
    let mut is_term = vec![false; parts.nodes.len()];
    for term in &terms {
        is_term[term.node as usize] = true;
    }
    let terms_of_nodes = (0..)
        .zip(&terms)
        .map(|(id, term)| (term.node, id))
        .collect();
    Ok(Rules {
        lexicon: parts.lexicon.build(&is_anchor),
        is_term,
        terms_of_node: Lists::build(parts.nodes.len(), terms_of_nodes),
        parents: Lists::build(parts.nodes.len(), parents(&parts.nodes)),
        node_of_leaf: parts.node_of_leaf,
        leaves: parts.leaves,
        kinds: parts.nodes.iter().map(Node::kind).collect(),
        nodes: parts.nodes,
        terms,
        topics: watchlist.topics.iter().map(topic_rule).collect(),
        anchors,
        unspaced,
        unspaced_leaves: parts.unspaced.into_iter().map(|(_, leaf)| leaf).collect(),
        regexes,
        late_regexes,
    })
}

/// By pattern: may a group be met by it, or by what it is a part of?
fn asked_by_groups(nodes: &[Node], terms: &[TermRule]) -> Vec<bool> {
    let mut is_asked = vec![false; nodes.len()];
    for term in terms {
        is_asked[term.node as usize] |= matches!(term.role, Role::Group(_));
    }
    // A pattern is numbered after its parts.
    for (id, node) in nodes.iter().enumerate().rev() {
        if !is_asked[id] {
            continue;
        }
        match node {
            Node::Leaf => {}
            Node::Any(children) => {
                for (child, _) in children {
                    is_asked[*child as usize] = true;
                }
            }
            Node::Near { left, right, .. } => {
                is_asked[*left as usize] = true;
                is_asked[*right as usize] = true;
            }
            Node::Title(inner) => is_asked[*inner as usize] = true,
        }
    }
    is_asked
}

/// A phrase is looked for where its longest word stands: long words are rare.
fn anchors_of(leaves: &[Leaf], word_lengths: &[u16], marks: &[u64]) -> Vec<(u32, Anchor)> {
    let mut pairs = Vec::new();
    for (id, leaf) in leaves.iter().enumerate() {
        let Leaf::Phrase(phrase) = leaf else { continue };
        let longest =
            (0..phrase.words.len()).max_by_key(|index| word_lengths[phrase.words[*index] as usize]);
        if let Some(index) = longest {
            let beside = match index {
                _ if phrase.words.len() == 1 => 0,
                0 => 1,
                _ => -1,
            };
            let neighbour = phrase.words[index.saturating_add_signed(beside.into())];
            let anchor = Anchor {
                leaf: id as LeafId,
                index: index as u16,
                is_whole: phrase.words.len() == 1 && phrase.check == Check::Nothing,
                beside,
                neighbour,
                neighbour_marks: marks[neighbour as usize],
            };
            pairs.push((phrase.words[index], anchor));
        }
    }
    pairs
}

/// By node: what it is a part of, and which one of a name set. Two words at a distance are told by the rarer one: without
/// it they need not be looked at.
fn parents(nodes: &[Node]) -> Vec<(u32, (NodeId, u32))> {
    let mut pairs = Vec::new();
    let mut sizes: Vec<u32> = Vec::with_capacity(nodes.len());
    for (id, node) in nodes.iter().enumerate() {
        let parent = id as NodeId;
        let size = |node: NodeId| sizes[node as usize];
        match node {
            Node::Leaf => {}
            Node::Any(children) => pairs.extend(
                (0_u32..)
                    .zip(children)
                    .map(|(index, (child, _))| (*child, (parent, index))),
            ),
            Node::Near { left, right, .. } => {
                let rarer = std::cmp::min_by_key(*left, *right, |node| size(*node));
                pairs.push((rarer, (parent, 0)));
            }
            Node::Title(inner) => pairs.push((*inner, (parent, 0))),
        }
        let size_of_all = match node {
            Node::Leaf => 1,
            Node::Any(children) => {
                let sizes = children.iter().map(|(child, _)| size(*child));
                sizes.fold(0, u32::saturating_add)
            }
            Node::Near { left, right, .. } => size(*left).min(size(*right)),
            Node::Title(inner) => size(*inner),
        };
        sizes.push(size_of_all);
    }
    pairs
}

fn topic_rule(topic: &Topic) -> TopicRule {
    let written = |group: &Vec<Term>| group.iter().map(|term| term.written.clone()).collect();
    TopicRule {
        name: topic.name.clone(),
        groups: topic.groups.iter().map(written).collect(),
        near: topic.near,
        threshold: topic.threshold,
        audience: Audience {
            languages: topic.languages.clone(),
            feeds: topic.feeds.clone(),
        },
    }
}
