//! Lists of terms as written -> terms: plain texts, the long form in braces, and lists keyed by language.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::classify::parse_term;
use crate::config::findings::Findings;
use crate::config::node::Node;
use crate::config::notes::Mention;
use crate::config::notes::Notes;
use crate::config::source::Spot;
use crate::config::table::Table;
use crate::model::language::Language;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;

/// What a term may add to a score.
const WEIGHTS: RangeInclusive<f64> = 0.0..=1000.0;

/// A boost may also take away.
const BOOSTS: RangeInclusive<f64> = -1000.0..=1000.0;

/// Reads one group: a text, a long form, a list of these, or a table of such lists by language.
pub(super) fn group<'a>(node: Node<'a>, notes: &mut Notes<'a>) -> Vec<Term> {
    let mut terms = Vec::new();
    collect(node, None, &mut terms, notes);
    warn_of_doubles(&terms, node, &mut notes.findings);
    terms
}

fn collect<'a>(
    node: Node<'a>,
    language: Option<Language>,
    terms: &mut Vec<Term>,
    notes: &mut Notes<'a>,
) {
    if let Some(table) = node.as_table() {
        if table.has("term") || table.has("lang") || table.has("weight") {
            terms.extend(long_form(table, language, notes));
        } else {
            by_language(&table, terms, notes);
        }
        return;
    }
    for item in node.list() {
        if item.is_list() {
            let finding = item.spot.error("this list stands inside another list");
            notes.findings.push(finding.help("a list means \"one of these\"; lists in a list mean \"one of each\" and belong under \"all\""));
        } else if item.as_table().is_some() {
            collect(item, language, terms, notes);
        } else if let Some(text) = item.text(&mut notes.findings) {
            terms.extend(term(text, item.spot, language, 1.0, notes));
        }
    }
}

/// `{ ru = ["санкция"], pl = ["sankcja"] }`.
fn by_language<'a>(table: &Table<'a>, terms: &mut Vec<Term>, notes: &mut Notes<'a>) {
    for (key, list) in table.entries() {
        match key.text.parse::<Language>() {
            Ok(language) => collect(*list, Some(language), terms, notes),
            Err(slip) if slip.is_slip() => {
                notes.findings.push(key.spot.error(slip.to_string()));
            }
            Err(_) => {
                let finding = key
                    .spot
                    .error(format!("\"{}\" is not a language", key.text));
                notes.findings.push(finding.help(
                    "terms in braces are either { term = \"…\", lang = \"ru\", weight = 3 } or lists by language: { en = [\"…\"], ru = [\"…\"] }",
                ));
            }
        }
    }
}

/// `{ term = "…", lang = "ru", weight = 3 }`.
fn long_form<'a>(
    mut table: Table<'a>,
    outer: Option<Language>,
    notes: &mut Notes<'a>,
) -> Option<Term> {
    let term_node = table.take("term");
    let language = table
        .take("lang")
        .and_then(|node| node.read(&mut notes.findings))
        .or(outer);
    let weight = table
        .take("weight")
        .and_then(|node| node.number(WEIGHTS, &mut notes.findings));
    table.finish("a term", &mut notes.findings);
    let Some(node) = term_node else {
        notes
            .findings
            .push(table.spot.error("the long form of a term has no \"term\""));
        return None;
    };
    let text = node.text(&mut notes.findings)?;
    term(text, node.spot, language, weight.unwrap_or(1.0), notes)
}

/// `boost = { "political prisoner" = 3 }`, or a list of long forms.
pub(super) fn boost<'a>(node: Node<'a>, notes: &mut Notes<'a>) -> Vec<Term> {
    let Some(table) = node.as_table() else {
        return group(node, notes);
    };
    let mut terms = Vec::new();
    for (key, value) in table.entries() {
        if let Some(weight) = value.number(BOOSTS, &mut notes.findings) {
            terms.extend(term(key.text, key.spot, None, weight, notes));
        }
    }
    terms
}

/// Reads one term; a fault points at the very letters.
fn term<'a>(
    text: &'a str,
    spot: Spot<'a>,
    language: Option<Language>,
    weight: f64,
    notes: &mut Notes<'a>,
) -> Option<Term> {
    match parse_term(text) {
        Ok(pattern) => {
            note_names(&pattern, text, spot, notes);
            Some(Term {
                written: text.to_owned(),
                pattern,
                language,
                weight,
                place: spot.place(),
            })
        }
        Err(fault) => {
            let finding = spot
                .within(&fault.at)
                .error(fault.message)
                .maybe_help(fault.help);
            notes.findings.push(finding);
            None
        }
    }
}

fn note_names<'a>(pattern: &Pattern, text: &str, spot: Spot<'a>, notes: &mut Notes<'a>) {
    match pattern {
        Pattern::Name(name) => {
            let written = text
                .find(&format!("@{name}"))
                .map(|at| at..at + 1 + name.len());
            let spot = written.map_or(spot, |meant| spot.within(&meant));
            notes.names.push(Mention {
                name: name.clone(),
                spot,
            });
        }
        Pattern::Near { left, right, .. } => {
            note_names(left, text, spot, notes);
            note_names(right, text, spot, notes);
        }
        Pattern::Title(inner) => note_names(inner, text, spot, notes),
        Pattern::Words(_) | Pattern::Acronym(_) | Pattern::Exact(_) | Pattern::Regex(_) => {}
    }
}

/// The same term twice in a list is a slip, and usually another word was meant.
fn warn_of_doubles(terms: &[Term], node: Node<'_>, findings: &mut Findings) {
    let mut seen: HashMap<_, u32> = HashMap::new();
    for term in terms {
        let count = seen.entry((&term.written, term.language)).or_default();
        *count += 1;
        if *count == 2 {
            let start = node.spot.source.byte_of(&term.place);
            let spot = node.spot.source.spot(start..start + term.written.len() + 2);
            findings.push(
                spot.warning(format!("\"{}\" stands in this list already", term.written))
                    .code("term-twice"),
            );
        }
    }
}
