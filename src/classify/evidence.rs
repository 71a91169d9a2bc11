//! Places of terms -> Evidence: the form as it stands in the article, in characters a reader can count.

use std::collections::HashMap;

use crate::classify::analyse::Side;
use crate::classify::compile::Rules;
use crate::classify::judge::Standing;
use crate::classify::locate::Spot;
use crate::model::matching::Evidence;
use crate::model::matching::Field;

/// A term found more often is shown at its first places.
const MOST_PLACES_OF_A_TERM: usize = 10;
/// A longer place is shown by its beginning, or by its two words when it is a distance.
const LONGEST_FORM: usize = 200;

/// Evidence in order of field, then place.
pub(super) fn evidence(rules: &Rules, sides: &[Side<'_>], counted: &[Standing]) -> Vec<Evidence> {
    let mut counted: Vec<&Standing> = counted.iter().collect();
    counted.sort_by_key(|standing| {
        (
            standing.spot.field,
            standing.spot.start,
            standing.spot.end,
            standing.term,
        )
    });
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut evidence: Vec<Evidence> = Vec::new();
    for standing in counted {
        let shown = places
            .entry(&rules.terms[standing.term as usize].written)
            .or_default();
        if *shown < MOST_PLACES_OF_A_TERM {
            *shown += 1;
            for piece in evidence_of(rules, sides, standing) {
                if !evidence.contains(&piece) {
                    evidence.push(piece);
                }
            }
        }
    }
    evidence.sort_by_key(|piece| (piece.field, piece.start, piece.end));
    evidence
}

/// One piece for a place; two for words far apart.
pub(super) fn evidence_of(rules: &Rules, sides: &[Side<'_>], standing: &Standing) -> Vec<Evidence> {
    let Some(side) = sides.iter().find(|side| side.field == standing.spot.field) else {
        return Vec::new();
    };
    let term = &rules.terms[standing.term as usize];
    pieces(side, &standing.spot)
        .into_iter()
        .map(|(from, to)| {
            let form: String = side.original[from..to].chars().take(LONGEST_FORM).collect();
            let start = side.original[..from].chars().count();
            Evidence {
                term: term.written.clone(),
                field: standing.spot.field,
                start,
                end: start + form.chars().count(),
                form,
                weight: term.weight * standing.spot.weight,
            }
        })
        .collect()
}

fn pieces(side: &Side<'_>, spot: &Spot) -> Vec<(usize, usize)> {
    let (from, to) = side.original_place(spot.start, spot.end);
    let is_split = spot.first_end < spot.last_start;
    if is_split && side.original[from..to].chars().count() > LONGEST_FORM {
        let first = side.original_place(spot.start, spot.first_end);
        let last = side.original_place(spot.last_start, spot.end);
        vec![first, last]
    } else {
        vec![(from, to)]
    }
}

/// "title 3–18", as explanations name a place.
pub(super) fn place_words(evidence: &Evidence) -> String {
    let field = match evidence.field {
        Field::Title => "title",
        Field::Text => "text",
    };
    format!("{field} {}–{}", evidence.start, evidence.end)
}
