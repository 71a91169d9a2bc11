//! One term -> a node over leaves, with all that equal terms share kept once: words, leaves, name sets.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::classify::fault::Fault;
use crate::classify::fold::fold;
use crate::classify::forms;
use crate::classify::letters;
use crate::classify::lexicon::LexiconBuilder;
use crate::classify::lexicon::WordId;
use crate::classify::pattern_regex;
use crate::classify::rules::Leaf;
use crate::classify::rules::LeafId;
use crate::classify::rules::Node;
use crate::classify::rules::NodeId;
use crate::classify::rules::Phrase;
use crate::classify::tails;
use crate::classify::tongue::Tongues;
use crate::classify::translit;
use crate::classify::verbatim::Check;
use crate::classify::word_hash::WordHash;
use crate::classify::written::fold_around_wildcards;
use crate::classify::written::own_gaps;
use crate::classify::written::without_dropped_apostrophes;
use crate::model::dictionary::Dictionaries;
use crate::model::language::Language;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;
use crate::model::watchlist::Watchlist;
use crate::model::watchlist::Word;

/// A name set in a name set in a name set … deeper than this is not read.
const DEEPEST_NAMES: usize = 8;

/// What equal words have in common; a word in other languages is another word.
#[derive(PartialEq, Eq, Hash)]
enum WordKey {
    Inflected(String, Tongues),
    Folded(String),
    Glob(String, Option<Language>),
}

#[derive(PartialEq, Eq, Hash)]
enum LeafKey {
    Phrase(Phrase),
    Unspaced(String),
    Regex(String),
}

/// The parts of the compiled watchlist that terms are made of.
pub(super) struct Parts {
    pub(super) lexicon: LexiconBuilder,
    pub(super) leaves: Vec<Leaf>,
    pub(super) nodes: Vec<Node>,
    pub(super) node_of_leaf: Vec<NodeId>,
    pub(super) unspaced: Vec<(String, LeafId)>,
    pub(super) word_count: usize,
    pub(super) word_lengths: Vec<u16>,
}

/// Compiles terms one after the other.
pub(super) struct TermCompiler<'a> {
    names: &'a BTreeMap<String, Vec<Term>>,
    dictionaries: &'a Dictionaries,
    known_names: HashMap<(&'a str, Vec<Language>), NodeId>,
    /// Name sets being read, outermost first.
    open_names: Vec<&'a str>,
    known_words: HashMap<WordKey, Vec<WordId>, WordHash>,
    known_leaves: HashMap<LeafKey, LeafId, WordHash>,
    lexicon: LexiconBuilder,
    word_lengths: Vec<u16>,
    leaves: Vec<Leaf>,
    nodes: Vec<Node>,
    node_of_leaf: Vec<NodeId>,
    unspaced: Vec<(String, LeafId)>,
}

impl<'a> TermCompiler<'a> {
    pub(super) fn new(watchlist: &'a Watchlist) -> Self {
        Self {
            names: &watchlist.names,
            dictionaries: &watchlist.dictionaries,
            known_names: HashMap::new(),
            open_names: Vec::new(),
            known_words: HashMap::default(),
            known_leaves: HashMap::default(),
            lexicon: LexiconBuilder::default(),
            word_lengths: Vec::new(),
            leaves: Vec::new(),
            nodes: Vec::new(),
            node_of_leaf: Vec::new(),
            unspaced: Vec::new(),
        }
    }

    /// Compiles one term for a topic that asks for these languages.
    pub(super) fn compile(
        &mut self,
        term: &Term,
        asked: &[Language],
    ) -> Result<NodeId, Vec<Fault>> {
        self.pattern(&term.pattern, term.language, asked)
    }

    /// How many forms all words together have so far.
    pub(super) fn form_count(&self) -> usize {
        self.lexicon.len()
    }

    pub(super) fn finish(self) -> Parts {
        Parts {
            lexicon: self.lexicon,
            leaves: self.leaves,
            nodes: self.nodes,
            node_of_leaf: self.node_of_leaf,
            unspaced: self.unspaced,
            word_count: self.word_lengths.len(),
            word_lengths: self.word_lengths,
        }
    }

    fn pattern(
        &mut self,
        pattern: &Pattern,
        language: Option<Language>,
        asked: &[Language],
    ) -> Result<NodeId, Vec<Fault>> {
        match pattern {
            Pattern::Words(words) => self
                .words(words, language, asked)
                .map_err(|fault| vec![fault]),
            Pattern::Acronym(text) => self
                .verbatim(text, Check::Capitals)
                .map_err(|fault| vec![fault]),
            Pattern::Exact(text) => self
                .verbatim(text, Check::exact(text))
                .map_err(|fault| vec![fault]),
            Pattern::Regex(source) => self.regex(source).map_err(|fault| vec![fault]),
            Pattern::Name(name) => self.name(name, asked),
            Pattern::Title(inner) => {
                let inner = self.pattern(inner, language, asked)?;
                Ok(self.node(Node::Title(inner)))
            }
            Pattern::Near {
                left,
                right,
                distance,
                is_ordered,
            } => {
                let left = self.pattern(left, language, asked)?;
                let right = self.pattern(right, language, asked)?;
                Ok(self.node(Node::Near {
                    left,
                    right,
                    distance: *distance,
                    is_ordered: *is_ordered,
                }))
            }
        }
    }

    fn node(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        (self.nodes.len() - 1) as NodeId
    }

    fn leaf(&mut self, key: LeafKey, leaf: Leaf) -> NodeId {
        let next = self.leaves.len() as LeafId;
        let id = *self.known_leaves.entry(key).or_insert(next);
        if id == next {
            self.leaves.push(leaf);
            let node = self.node(Node::Leaf);
            self.node_of_leaf.push(node);
        }
        self.node_of_leaf[id as usize]
    }

    fn words(
        &mut self,
        words: &[Word],
        language: Option<Language>,
        asked: &[Language],
    ) -> Result<NodeId, Fault> {
        let written: Vec<&str> = words.iter().map(forms::written_word).collect();
        let written = written.join(" ");
        if written.chars().any(letters::is_found_inside) {
            return self.found_inside(&written);
        }
        let tongues = Tongues::of(&written, language, asked);
        let mut ids = Vec::new();
        for word in words {
            match word {
                Word::Inflected(text) => ids.extend(self.inflected(text, tongues, language)),
                Word::Wildcard(text) => ids.extend(self.wildcard(text, language)?),
            }
        }
        self.phrase(ids, &written, Check::Nothing)
    }

    fn phrase(&mut self, words: Vec<WordId>, written: &str, check: Check) -> Result<NodeId, Fault> {
        if words.is_empty() {
            return Err(Fault::new(
                "a term without a word",
                "write a word or a phrase",
            ));
        }
        let phrase = Phrase {
            gaps: own_gaps(written, words.len()),
            words,
            check,
        };
        Ok(self.leaf(LeafKey::Phrase(phrase.clone()), Leaf::Phrase(phrase)))
    }

    fn verbatim(&mut self, text: &str, check: Check) -> Result<NodeId, Fault> {
        if text.chars().any(letters::is_found_inside) {
            return self.found_inside(text);
        }
        let mut ids = Vec::new();
        for token in fold(text).words() {
            ids.extend(self.folded(token));
        }
        self.phrase(ids, text, check)
    }

    /// A term in a script without spaces, or in Korean, which hangs its particles on the word.
    fn found_inside(&mut self, written: &str) -> Result<NodeId, Fault> {
        let text = fold(written.trim_end_matches('*').trim()).text;
        if text.contains(['*', '?']) {
            return Err(Fault::new(
                "a wildcard in a script without spaces",
                "the term is found inside words anyway; leave it out",
            ));
        }
        let next = self.leaves.len();
        let node = self.leaf(LeafKey::Unspaced(text.clone()), Leaf::Unspaced);
        if self.leaves.len() > next {
            self.unspaced.push((text, next as LeafId));
        }
        Ok(node)
    }

    fn regex(&mut self, source: &str) -> Result<NodeId, Fault> {
        let (regex, needles) = pattern_regex::build_folded_regex(source)
            .map_err(|fault| Fault::new(fault.message, fault.help))?;
        let leaf = Leaf::Regex(regex, needles);
        Ok(self.leaf(LeafKey::Regex(source.to_owned()), leaf))
    }

    fn name(&mut self, name: &str, asked: &[Language]) -> Result<NodeId, Vec<Fault>> {
        let Some((name, spellings)) = self.names.get_key_value(name) else {
            return Err(vec![Fault::new(
                format!("no name set is called {name:?}"),
                "name sets stand under [names] or in a pack",
            )]);
        };
        let key = (name.as_str(), asked.to_vec());
        if let Some(node) = self.known_names.get(&key) {
            return Ok(*node);
        }
        if let Some(fault) = self.fault_of_nesting(name) {
            return Err(vec![fault]);
        }
        self.open_names.push(name);
        let children = self.spellings(spellings, asked);
        self.open_names.pop();
        let node = self.node(Node::Any(children?));
        self.known_names.insert(key, node);
        Ok(node)
    }

    fn fault_of_nesting(&self, name: &str) -> Option<Fault> {
        let message = if self.open_names.contains(&name) {
            format!("the name set {name:?} refers to itself")
        } else if self.open_names.len() >= DEEPEST_NAMES {
            format!("the name set {name:?} stands more than {DEEPEST_NAMES} name sets deep")
        } else {
            return None;
        };
        Some(Fault::new(message, "list the spellings themselves"))
    }

    fn spellings(
        &mut self,
        spellings: &[Term],
        asked: &[Language],
    ) -> Result<Vec<(NodeId, f64)>, Vec<Fault>> {
        let mut children = Vec::new();
        let mut faults = Vec::new();
        for term in spellings {
            match self.pattern(&term.pattern, term.language, asked) {
                Ok(node) => children.push((node, term.weight)),
                Err(bad) => faults.extend(bad.into_iter().map(|fault| {
                    Fault {
                        of_name: fault
                            .of_name
                            .or_else(|| Some((term.place.clone(), term.written.clone()))),
                        ..fault
                    }
                })),
            }
        }
        for (spelling, language) in translit::spellings(spellings) {
            let words: Vec<Word> = spelling
                .split_whitespace()
                .map(|word| Word::Inflected(word.to_owned()))
                .collect();
            let node = self.words(&words, Some(language), asked);
            children.extend(node.map(|node| (node, 1.0)));
        }
        if faults.is_empty() {
            Ok(children)
        } else {
            Err(faults)
        }
    }

    fn inflected(
        &mut self,
        word: &str,
        tongues: Tongues,
        declared: Option<Language>,
    ) -> Vec<WordId> {
        let key = WordKey::Inflected(word.to_owned(), tongues);
        if let Some(known) = self.known_words.get(&key) {
            return known.clone();
        }
        let ends_compounds = tails::may_end_compounds(forms::bare(word), tongues, declared);
        let tokens = forms::forms_of_word(word, tongues, self.dictionaries);
        let last = tokens.len().saturating_sub(1);
        let mut ids = Vec::new();
        for (index, forms) in tokens.iter().enumerate() {
            let id = self.new_word(forms.iter().map(|form| form.text.chars().count()).max());
            self.lexicon
                .add_forms(id, forms, ends_compounds && index == 0 && last == 0);
            ids.push(id);
        }
        self.known_words.insert(key, ids.clone());
        ids
    }

    fn folded(&mut self, token: &str) -> Vec<WordId> {
        let key = WordKey::Folded(token.to_owned());
        if let Some(known) = self.known_words.get(&key) {
            return known.clone();
        }
        let id = self.new_word(Some(token.chars().count()));
        let forms = forms::forms_of_word(token, Tongues::default(), self.dictionaries).concat();
        self.lexicon.add_forms(id, &forms, false);
        self.known_words.insert(key, vec![id]);
        vec![id]
    }

    /// "post-sov*" is a word and an open one.
    fn wildcard(&mut self, word: &str, declared: Option<Language>) -> Result<Vec<WordId>, Fault> {
        let word = without_dropped_apostrophes(word);
        let is_border = |c: char| !c.is_alphanumeric() && !matches!(c, '*' | '?');
        let mut ids = Vec::new();
        for piece in word.split(is_border).filter(|piece| !piece.is_empty()) {
            if piece.starts_with(['*', '?']) {
                return Err(Fault::new(
                    format!("the part \"{piece}\" has no letter before its wildcard"),
                    "a hyphen parts two words: write a letter of the second, such as `anti-s*`, or leave it out",
                ));
            }
            if piece.contains(['*', '?']) {
                ids.push(self.glob(piece, declared));
            } else {
                fold(piece)
                    .words()
                    .for_each(|token| ids.extend(self.folded(token)));
            }
        }
        Ok(ids)
    }

    fn glob(&mut self, piece: &str, declared: Option<Language>) -> WordId {
        let pattern: String = fold_around_wildcards(piece);
        let key = WordKey::Glob(pattern.clone(), declared);
        if let Some(known) = self.known_words.get(&key).and_then(|ids| ids.first()) {
            return *known;
        }
        let id = self.new_word(Some(pattern.chars().count()));
        self.lexicon.add_glob(id, &pattern, declared);
        self.known_words.insert(key, vec![id]);
        id
    }

    fn new_word(&mut self, letters: Option<usize>) -> WordId {
        self.word_lengths
            .push(letters.unwrap_or(0).min(usize::from(u16::MAX)) as u16);
        (self.word_lengths.len() - 1) as WordId
    }
}
