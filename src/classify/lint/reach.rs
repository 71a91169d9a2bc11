//! What a topic can never be met by: terms that its own `none` kills, languages that it does not read, a threshold that
//! all terms together do not reach.

use std::collections::HashMap;

use crate::classify::lint::About;
use crate::classify::lint::Note;
use crate::classify::lint::cover::Shape;
use crate::classify::lint::cover::Shapes;
use crate::classify::lint::shadow::Index;
use crate::model::language::Language;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;
use crate::model::watchlist::Topic;
use crate::model::watchlist::Watchlist;

/// A hit in the title counts double: what a term weighs at the most.
const TITLE_FACTOR: f64 = 2.0;

/// Languages written in Cyrillic.
const CYRILLIC: [&str; 10] = ["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn"];

/// Looks at one topic.
pub(super) fn look_at(
    topic: &Topic,
    watchlist: &Watchlist,
    shapes: &mut Shapes,
    notes: &mut Vec<Note>,
) {
    killed_terms(topic, shapes, notes);
    if !topic.languages.is_empty() {
        let terms = topic.groups.iter().flatten().chain(&topic.boost);
        notes.extend(terms.filter_map(|term| unread(term, &topic.languages)));
    }
    notes.extend(same_sides(topic));
    notes.extend(unreachable_threshold(topic, watchlist));
}

fn killed_terms(topic: &Topic, shapes: &mut Shapes, notes: &mut Vec<Note>) {
    let killers: Vec<&Term> = topic.none.iter().chain(&topic.none_article).collect();
    if killers.is_empty() {
        return;
    }
    let of_killers: Vec<Vec<Shape>> = killers
        .iter()
        .map(|killer| shapes.of(killer, &topic.languages))
        .collect();
    let index = Index::of(&of_killers);
    for group in &topic.groups {
        let mut killed = 0;
        for term in group {
            let killer = killer_of(term, topic, shapes, &of_killers, &index);
            if let Some(killer) = killer.map(|at| killers[at]) {
                killed += 1;
                notes.push(killed_note(term, killer));
            }
        }
        if killed == group.len() && killed > 0 {
            notes.push(Note {
                code: "never-matches",
                about: About::Topic {
                    name: topic.name.clone(),
                    key: "none",
                },
                message: format!(
                    "[topic.{}] can never match: this kills every term of one of its lists",
                    topic.name
                ),
                help: "a \"none\" wants the longer phrase that is not meant, such as \"Minsk agreements\"".to_owned(),
            });
        }
    }
}

fn killer_of(
    term: &Term,
    topic: &Topic,
    shapes: &mut Shapes,
    of_killers: &[Vec<Shape>],
    index: &Index,
) -> Option<usize> {
    if let Pattern::Name(name) = &term.pattern {
        // Its spellings in other letters are made when it is compiled: only the set itself has all of them.
        let is_same =
            |killer: &Term| matches!(&killer.pattern, Pattern::Name(other) if other == name);
        return topic
            .none
            .iter()
            .chain(&topic.none_article)
            .position(is_same);
    }
    let [shape] = shapes.of(term, &topic.languages).try_into().ok()?;
    let shape: Shape = shape;
    index.candidates(&shape).into_iter().find(|killer| {
        of_killers[*killer]
            .iter()
            .any(|other| shape.is_covered_by(other))
    })
}

fn killed_note(term: &Term, killer: &Term) -> Note {
    Note::of(
        term,
        "never-counts",
        format!(
            "\"{}\" never counts: wherever it is found, \"{}\" in line {} kills the hit",
            term.written, killer.written, killer.place.line
        ),
        "remove one of the two, or write the longer phrase that is not meant into \"none\"",
    )
}

/// A term whose language the topic does not read.
fn unread(term: &Term, read: &[Language]) -> Option<Note> {
    if matches!(
        term.pattern,
        Pattern::Name(_) | Pattern::Acronym(_) | Pattern::Exact(_)
    ) {
        return None;
    }
    let codes: Vec<String> = read.iter().map(ToString::to_string).collect();
    let codes = codes.join(", ");
    let help = "add the language to the topic's \"languages\", or remove the term".to_owned();
    if let Some(language) = term.language.filter(|language| !read.contains(language)) {
        let message = format!(
            "\"{}\" is in \"{language}\", and this topic reads articles in {codes} only",
            term.written
        );
        return Some(Note::of(term, "language-not-read", message, help));
    }
    let letters: Vec<char> = term.written.chars().filter(|c| c.is_alphabetic()).collect();
    let is_cyrillic =
        !letters.is_empty() && letters.iter().all(|c| matches!(c, '\u{400}'..='\u{52f}'));
    let reads_cyrillic = read
        .iter()
        .any(|language| CYRILLIC.contains(&language.code()));
    (is_cyrillic && !reads_cyrillic && term.language.is_none()).then(|| {
        let message = format!(
            "\"{}\" is in Cyrillic letters, and this topic reads articles in {codes} only",
            term.written
        );
        Note::of(term, "language-not-read", message, help)
    })
}

/// "a ~5 a".
fn same_sides(topic: &Topic) -> impl Iterator<Item = Note> {
    let terms = topic.groups.iter().flatten().chain(&topic.none);
    terms.filter_map(|term| match &term.pattern {
        Pattern::Near { left, right, .. } if left == right => Some(Note::of(
            term,
            "same-on-both-sides",
            format!("\"{}\" asks for the same word twice", term.written),
            "write the two different words that must stand near each other",
        )),
        _ => None,
    })
}

fn unreachable_threshold<'a>(topic: &'a Topic, watchlist: &'a Watchlist) -> Option<Note> {
    let mut distinct = HashMap::new();
    let mut weights = Heaviest::of(watchlist);
    for term in topic.groups.iter().flatten() {
        let weight = term.weight * weights.of_pattern(&term.pattern);
        let best = distinct.entry(term.written.as_str()).or_insert(weight);
        *best = best.max(weight);
    }
    let boosts: f64 = topic
        .boost
        .iter()
        .map(|term| (term.weight * weights.of_pattern(&term.pattern)).max(0.0))
        .sum();
    let most = TITLE_FACTOR * (distinct.values().sum::<f64>() + boosts);
    (topic.threshold > most).then(|| Note {
        code: "threshold-too-high",
        about: About::Topic {
            name: topic.name.clone(),
            key: "threshold",
        },
        message: format!(
            "[topic.{}] can never match: all its terms together, each in the title, weigh {most}",
            topic.name
        ),
        help: format!("write a threshold of {most} or less, or give the terms more weight"),
    })
}

/// The most that a hit of a pattern is multiplied by, each name set worked out once however many others name it.
struct Heaviest<'a> {
    watchlist: &'a Watchlist,
    of_names: HashMap<&'a str, f64>,
}

impl<'a> Heaviest<'a> {
    fn of(watchlist: &'a Watchlist) -> Self {
        Self {
            watchlist,
            of_names: HashMap::new(),
        }
    }

    fn of_pattern(&mut self, pattern: &'a Pattern) -> f64 {
        match pattern {
            Pattern::Name(name) => self.of_name(name),
            Pattern::Title(inner) => self.of_pattern(inner),
            Pattern::Near { left, right, .. } => self.of_pattern(left) * self.of_pattern(right),
            _ => 1.0,
        }
    }

    /// The heaviest spelling. A watchlist that compiles has no set that names itself.
    fn of_name(&mut self, name: &'a str) -> f64 {
        if let Some(known) = self.of_names.get(name) {
            return *known;
        }
        self.of_names.insert(name, 1.0); // a spelling in other letters weighs 1
        let spellings = self.watchlist.names.get(name).map(Vec::as_slice);
        let mut heaviest = 1.0_f64;
        for term in spellings.unwrap_or_default() {
            heaviest = heaviest.max(term.weight * self.of_pattern(&term.pattern));
        }
        self.of_names.insert(name, heaviest);
        heaviest
    }
}
