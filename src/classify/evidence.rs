//! Places of terms -> Evidence: the form as it stands in the article, in characters a reader can count.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::classify::analyse::Side;
use crate::classify::compile::Rules;
use crate::classify::judge::Standing;
use crate::classify::locate::Spot;
use crate::classify::word_hash::WordHash;
use crate::model::matching::Evidence;
use crate::model::matching::Field;

/// A term found more often is shown at its first places.
const MOST_PLACES_OF_A_TERM: usize = 10;
/// A longer place is shown by its beginning, or by its two words when it is a distance.
const LONGEST_FORM: usize = 200;

/// In a match; room is made for more.
const USUAL_PIECES: usize = 64;

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
    let mut places: HashMap<&str, usize, WordHash> = HashMap::default();
    let mut evidence: Vec<Evidence> = Vec::with_capacity(counted.len().min(USUAL_PIECES));
    let mut told: HashSet<_, WordHash> = HashSet::default();
    let mut ruler = Ruler::new(sides);
    for standing in counted {
        let term = &rules.terms[standing.term as usize];
        let shown = places.entry(&term.written).or_default();
        if *shown < MOST_PLACES_OF_A_TERM {
            *shown += 1;
            for piece in pieces_of(rules, sides, standing, &mut ruler) {
                // The place gives the form. Zero has two signs and is one weight.
                let weight = (piece.weight + 0.0).to_bits();
                let is_new = told.insert((
                    term.written.as_str(),
                    piece.field,
                    piece.start,
                    piece.end,
                    weight,
                ));
                if is_new {
                    evidence.push(piece);
                }
            }
        }
    }
    evidence.sort_by_key(|piece| (piece.field, piece.start, piece.end));
    evidence
}

/// One piece for a place; two for words far apart, or one in the title and one in the text.
pub(super) fn evidence_of(rules: &Rules, sides: &[Side<'_>], standing: &Standing) -> Vec<Evidence> {
    pieces_of(rules, sides, standing, &mut Ruler::new(sides)).collect()
}

fn pieces_of(
    rules: &Rules,
    sides: &[Side<'_>],
    standing: &Standing,
    ruler: &mut Ruler<'_>,
) -> impl Iterator<Item = Evidence> {
    let term = &rules.terms[standing.term as usize];
    pieces(sides, &standing.spot)
        .into_iter()
        .flatten()
        .map(move |(side, (from, to))| {
            let form = &side.original[from..to];
            let past = form.char_indices().nth(LONGEST_FORM);
            let form = past.map_or(form, |(past, _)| &form[..past]).to_owned();
            let start = ruler.characters(side.field, from);
            Evidence {
                term: term.written.clone(),
                field: side.field,
                start,
                end: start + form.chars().count(),
                form,
                weight: term.weight * standing.spot.weight,
            }
        })
}

/// Counts characters from place to place, on or back: the two words of a term stand near each other.
struct Ruler<'a> {
    /// By side: its field and text, the last place in bytes and in characters.
    last: Vec<(Field, &'a str, usize, usize)>,
}

impl<'a> Ruler<'a> {
    fn new(sides: &[Side<'a>]) -> Self {
        let last = sides.iter().map(|side| (side.field, side.original, 0, 0));
        Self {
            last: last.collect(),
        }
    }

    /// How many characters stand before that byte.
    fn characters(&mut self, field: Field, byte: usize) -> usize {
        let side = self.last.iter_mut().find(|(of, ..)| *of == field);
        let Some((_, text, at, characters)) = side else {
            return 0;
        };
        match byte < *at {
            true => *characters -= text[byte..*at].chars().count(),
            false => *characters += text[*at..byte].chars().count(),
        }
        *at = byte;
        *characters
    }
}

type Piece<'s, 'a> = (&'s Side<'a>, (usize, usize));

fn pieces<'s, 'a>(sides: &'s [Side<'a>], spot: &Spot) -> [Option<Piece<'s, 'a>>; 2] {
    let side_of = |field| sides.iter().find(|side| side.field == field);
    let (Some(first), Some(last)) = (side_of(spot.field), side_of(spot.last_field)) else {
        return [None, None];
    };
    let is_split = spot.first_end < spot.last_start;
    if spot.field == spot.last_field {
        let (from, to) = first.original_place(spot.start, spot.end);
        if !is_split || first.original[from..to].chars().count() <= LONGEST_FORM {
            return [Some((first, (from, to))), None];
        }
    }
    let beginning = (first, first.original_place(spot.start, spot.first_end));
    let ending = (last, last.original_place(spot.last_start, spot.end));
    [Some(beginning), Some(ending)]
}

/// "title 3–18", as explanations name a place.
pub(super) fn place_words(evidence: &Evidence) -> String {
    let field = match evidence.field {
        Field::Title => "title",
        Field::Text => "text",
    };
    format!("{field} {}–{}", evidence.start, evidence.end)
}
