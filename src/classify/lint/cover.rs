//! Is every place that one term finds a place that another one finds as well? Decided on the forms of both, word by word.
//!
//! "No" also stands for "cannot be told": regular expressions, terms with signs between their words, and scripts without
//! spaces are never said to cover or to be covered.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::rc::Rc;

use crate::classify::fold::fold;
use crate::classify::forms;
use crate::classify::forms::Form;
use crate::classify::globs;
use crate::classify::letters;
use crate::classify::lexicon;
use crate::classify::tongue::Tongues;
use crate::model::dictionary::Dictionaries;
use crate::model::language::Language;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;
use crate::model::watchlist::Watchlist;
use crate::model::watchlist::Word;

/// What may stand in one place of a phrase.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// One of these.
    Forms(Rc<Vec<Form>>),
    /// Folded, with `?` and `*` in it.
    Glob(Rc<str>),
}

/// A way in which a term is found.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// Words in a row.
    pub(super) slots: Vec<Slot>,
    /// `title:`.
    is_title: bool,
    /// The case counts: finds less than its words would.
    minds_case: bool,
}

/// What a term comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    known: HashMap<(String, Tongues), Vec<Slot>>,
    names: BTreeMap<String, Vec<Term>>,
    dictionaries: Dictionaries,
    /// Spellings looked at for the term in hand.
    visits: usize,
}

/// Sets that name each other many times over are not followed to the end.
const MOST_VISITS: usize = 2000;

/// Names in names in names … : more is not followed.
const DEEPEST: usize = 8;

/// A name set of more spellings is not compared one by one.
const MOST_SHAPES: usize = 500;

impl Shapes {
    pub(super) fn new(watchlist: &Watchlist) -> Self {
        Self {
            known: HashMap::new(),
            names: watchlist.names.clone(),
            dictionaries: watchlist.dictionaries.clone(),
            visits: 0,
        }
    }

    /// The ways in which a term is found; none where that cannot be told.
    pub(super) fn of(&mut self, term: &Term, asked: &[Language]) -> Vec<Shape> {
        let mut found = Vec::new();
        self.visits = 0;
        self.collect(&term.pattern, term.language, asked, 0, &mut found);
        found.truncate(MOST_SHAPES);
        found
    }

    fn collect(
        &mut self,
        pattern: &Pattern,
        language: Option<Language>,
        asked: &[Language],
        depth: usize,
        into: &mut Vec<Shape>,
    ) {
        match pattern {
            Pattern::Words(words) => into.extend(self.words(words, language, asked)),
            Pattern::Acronym(text) | Pattern::Exact(text) => into.extend(verbatim(text)),
            Pattern::Title(inner) => {
                let from = into.len();
                self.collect(inner, language, asked, depth, into);
                into.iter_mut()
                    .skip(from)
                    .for_each(|shape| shape.is_title = true);
            }
            Pattern::Name(name)
                if depth < DEEPEST && into.len() < MOST_SHAPES && self.visits <= MOST_VISITS =>
            {
                let spellings = self.names.get(name).cloned().unwrap_or_default();
                for term in spellings.iter().take(MOST_SHAPES) {
                    self.visits += 1;
                    if self.visits > MOST_VISITS {
                        return into.clear(); // cannot be told
                    }
                    self.collect(&term.pattern, term.language, asked, depth + 1, into);
                }
            }
            Pattern::Name(_) | Pattern::Near { .. } | Pattern::Regex(_) => {}
        }
    }

    fn words(
        &mut self,
        words: &[Word],
        language: Option<Language>,
        asked: &[Language],
    ) -> Option<Shape> {
        let written: Vec<&str> = words.iter().map(forms::written_word).collect();
        let written = written.join(" ");
        let is_plain = |c: char| {
            (c.is_alphanumeric() && !letters::is_unspaced(c))
                || matches!(c, ' ' | '*' | '?' | '’' | '\'' | 'ʼ' | '-')
        };
        if !written.chars().all(is_plain) {
            return None;
        }
        let tongues = Tongues::of(&written, language, asked);
        let mut slots = Vec::new();
        for word in words {
            match word {
                Word::Inflected(text) => slots.extend(self.inflected(text, tongues)),
                Word::Wildcard(text) => slots.push(glob(text)?),
            }
        }
        Some(Shape {
            slots,
            is_title: false,
            minds_case: false,
        })
    }

    fn inflected(&mut self, word: &str, tongues: Tongues) -> Vec<Slot> {
        let key = (word.to_owned(), tongues);
        let make = || {
            let places = forms::forms_of_word(word, tongues, &self.dictionaries);
            places
                .into_iter()
                .map(|forms| Slot::Forms(Rc::new(forms)))
                .collect()
        };
        self.known.entry(key).or_insert_with(make).clone()
    }
}

fn verbatim(text: &str) -> Option<Shape> {
    let is_plain = text
        .chars()
        .all(|c| (c.is_alphanumeric() && !letters::is_unspaced(c)) || c == ' ');
    is_plain.then(|| Shape {
        slots: fold(text)
            .words()
            .map(|token| {
                Slot::Forms(Rc::new(
                    forms::forms_of_word(token, Tongues::default(), &Dictionaries::default())
                        .concat(),
                ))
            })
            .collect(),
        is_title: false,
        minds_case: true,
    })
}

fn glob(word: &str) -> Option<Slot> {
    let is_one = word
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '*' | '?'));
    is_one.then(|| {
        let folded: String = word
            .split_inclusive(['*', '?'])
            .map(|part| {
                let letters = part.trim_end_matches(['*', '?']);
                format!("{}{}", fold(letters).text, &part[letters.len()..])
            })
            .collect();
        Slot::Glob(folded.into())
    })
}

impl Shape {
    /// Does the other one stand in every place that this one finds?
    pub(super) fn is_covered_by(&self, other: &Self) -> bool {
        let is_narrower = (self.is_title || !other.is_title) && (!other.minds_case);
        let windows = self.slots.windows(other.slots.len().max(1));
        is_narrower
            && !other.slots.is_empty()
            && windows.into_iter().any(|window| {
                window
                    .iter()
                    .zip(&other.slots)
                    .all(|(a, b)| a.is_covered_by(b))
            })
    }

    /// Is the other one found in all places of this one and in no others?
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.is_covered_by(other) && other.is_covered_by(self)
    }
}

impl Slot {
    fn is_covered_by(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Forms(mine), Self::Forms(theirs)) => {
                mine.iter().all(|form| {
                    // Forms come sorted by their text.
                    let at = theirs.partition_point(|other| other.text < form.text);
                    theirs
                        .get(at)
                        .is_some_and(|other| lexicon::is_read_as_widely(form, other))
                })
            }
            (Self::Forms(mine), Self::Glob(pattern)) => mine
                .iter()
                .all(|form| globs::glob_matches(&form.text, pattern)),
            (Self::Glob(mine), Self::Glob(theirs)) => {
                mine == theirs
                    || theirs
                        .strip_suffix('*')
                        .is_some_and(|stem| !stem.contains('?') && mine.starts_with(stem))
            }
            (Self::Glob(_), Self::Forms(_)) => false,
        }
    }
}
