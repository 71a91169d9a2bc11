//! Terms of one list that find what another term of the list finds anyway.
//!
//! A list is OR, so such a term adds nothing but its weight a second time.

use std::collections::HashMap;

use crate::classify::lint::Note;
use crate::classify::lint::cover::Shape;
use crate::classify::lint::cover::Shapes;
use crate::classify::lint::cover::Slot;
use crate::model::language::Language;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;

/// A form that more terms begin with is not followed further: the work stays in proportion to the list.
const MOST_CANDIDATES: usize = 32;

/// Terms by the first word they are found by.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_form: HashMap<String, Vec<usize>>,
    by_stem: HashMap<String, Vec<usize>>,
}

impl Index {
    /// Of the shapes of many terms.
    pub(super) fn of(shapes: &[Vec<Shape>]) -> Self {
        let mut index = Self::default();
        for (term, shapes) in shapes.iter().enumerate() {
            for slot in shapes.iter().filter_map(|shape| shape.slots.first()) {
                match slot {
                    Slot::Forms(forms) => forms
                        .iter()
                        .for_each(|form| add(&mut index.by_form, &form.text, term)),
                    Slot::Glob(pattern) => {
                        let stem = pattern.split(['*', '?']).next().unwrap_or_default();
                        add(&mut index.by_stem, stem, term);
                    }
                }
            }
        }
        index
    }

    /// The terms that may cover a shape, in the order of the list.
    pub(super) fn candidates(&self, shape: &Shape) -> Vec<usize> {
        let mut found = Vec::new();
        for slot in &shape.slots {
            let text = match slot {
                Slot::Forms(forms) => forms
                    .iter()
                    .find(|form| form.is_written)
                    .map_or("", |form| &form.text),
                Slot::Glob(pattern) => pattern.split(['*', '?']).next().unwrap_or_default(),
            };
            found.extend(self.by_form.get(text).into_iter().flatten());
            let stems = text
                .char_indices()
                .map(|(at, c)| &text[..at + c.len_utf8()]);
            found.extend(stems.filter_map(|stem| self.by_stem.get(stem)).flatten());
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn add(map: &mut HashMap<String, Vec<usize>>, key: &str, term: usize) {
    let terms = map.entry(key.to_owned()).or_default();
    if terms.last() != Some(&term) && terms.len() < MOST_CANDIDATES {
        terms.push(term);
    }
}

/// Do the terms of a list add to the score?
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Two terms in one place count twice: "asset freeze" beside "freeze" may be meant so.
    Weighs,
    /// The list only says no.
    Vetoes,
}

/// Looks at one list.
pub(super) fn look_at(
    list: &[Term],
    kind: Kind,
    asked: &[Language],
    shapes: &mut Shapes,
    notes: &mut Vec<Note>,
) {
    let of_terms: Vec<Vec<Shape>> = list.iter().map(|term| shapes.of(term, asked)).collect();
    let index = Index::of(&of_terms);
    for (at, term) in list.iter().enumerate() {
        // A name set is one thing to its owner, whatever stands in it.
        let [shape] = of_terms[at].as_slice() else {
            continue;
        };
        if matches!(term.pattern, Pattern::Name(_)) {
            continue;
        }
        let others = index
            .candidates(shape)
            .into_iter()
            .filter(|other| *other != at);
        let cover = others.into_iter().find(|other| {
            let is_told = list[*other].weight >= term.weight
                && is_comparable(term, &list[*other])
                && is_wholly_covered(shape, &of_terms[*other], kind);
            is_told && (*other < at || !is_same(shape, &of_terms[*other]))
        });
        if let Some(cover) = cover {
            notes.push(note(term, &list[cover], is_same(shape, &of_terms[cover])));
        }
    }
}

/// The very same text is told where the list is read; lists by language are each complete for their reader.
fn is_comparable(term: &Term, other: &Term) -> bool {
    term.language == other.language && term.written != other.written
}

fn is_wholly_covered(shape: &Shape, others: &[Shape], kind: Kind) -> bool {
    others.iter().any(|other| {
        let is_word_for_word = shape.slots.len() == other.slots.len();
        (is_word_for_word || kind == Kind::Vetoes) && shape.is_covered_by(other)
    })
}

fn is_same(shape: &Shape, others: &[Shape]) -> bool {
    matches!(others, [other] if shape.is_same_as(other))
}

fn note(term: &Term, cover: &Term, is_same: bool) -> Note {
    let line = cover.place.line;
    let (code, message) = if is_same {
        (
            "same-forms",
            format!(
                "\"{}\" stands for the same forms as \"{}\" in line {line}",
                term.written, cover.written
            ),
        )
    } else {
        (
            "shadowed",
            format!(
                "everything that \"{}\" finds, \"{}\" in line {line} finds as well",
                term.written, cover.written
            ),
        )
    };
    Note::of(term, code, message, "remove one of the two")
}
