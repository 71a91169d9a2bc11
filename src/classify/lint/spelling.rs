//! One term by its letters: too short, in letters of two scripts, an acronym that was not typed as one.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::classify::letters;
use crate::classify::lint::Note;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;
use crate::model::watchlist::Word;

/// A shorter word is in every text, in some language.
const SHORTEST_WORD: usize = 3;

/// A shorter beginning is that of too many words.
const SHORTEST_STEM: usize = 4;

/// What a term's list is to its topic.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A hit of it is enough for the topic.
    Alone,
    /// Another list narrows what it finds.
    Narrowed,
    /// A name set: narrowed or not, by who uses it.
    InNames,
}

impl Standing {
    /// Of a list of one of several languages its owner knows which words are common there.
    fn asks_for_more_letters(self, term: &Term) -> bool {
        self != Self::InNames || term.language.is_none()
    }
}

/// Looks at one term.
pub(super) fn look_at(
    term: &Term,
    standing: Standing,
    acronyms: &BTreeSet<String>,
    notes: &mut Vec<Note>,
) {
    if matches!(term.pattern, Pattern::Regex(_) | Pattern::Name(_)) {
        return;
    }
    notes.extend(mixed_scripts(term));
    notes.extend(operator_word(&term.pattern).and_then(|word| operator_note(term, word)));
    if let Some(word) = only_word(&term.pattern) {
        notes.extend(match word {
            Word::Inflected(text) => Some(())
                .filter(|()| standing.asks_for_more_letters(term))
                .and_then(|()| short_word(term, text, acronyms))
                .or_else(|| lower_case_acronym(term, text, acronyms))
                .or_else(|| plural_acronym(term, text, acronyms)),
            Word::Wildcard(_) if standing == Standing::Narrowed => None,
            Word::Wildcard(_) if !standing.asks_for_more_letters(term) => None,
            Word::Wildcard(text) => short_stem(term, text),
        });
    }
}

fn only_word(pattern: &Pattern) -> Option<&Word> {
    match pattern {
        Pattern::Words(words) => match words.as_slice() {
            [word] => Some(word),
            _ => None,
        },
        Pattern::Title(inner) => only_word(inner),
        _ => None,
    }
}

/// Words that other search languages read as signs; here they are looked for.
const OPERATORS: [&str; 4] = ["AND", "OR", "NOT", "NEAR"];

fn operator_word(pattern: &Pattern) -> Option<&str> {
    match pattern {
        Pattern::Words(words) => words.iter().find_map(|word| match word {
            Word::Inflected(text) if words.len() > 1 => {
                OPERATORS.contains(&text.as_str()).then_some(text.as_str())
            }
            _ => None,
        }),
        Pattern::Title(inner) => operator_word(inner),
        Pattern::Near { left, right, .. } => operator_word(left).or_else(|| operator_word(right)),
        _ => None,
    }
}

fn operator_note(term: &Term, word: &str) -> Option<Note> {
    // In a phrase that shouts, "OR" is a word like the others.
    let is_shouted = !term.written.chars().any(char::is_lowercase);
    let help = match word {
        "AND" => {
            "for articles with both write two lists under \"all\", or \"a ~20 b\" for both near each other"
        }
        "OR" => "write two terms: a list is \"one of these\"",
        "NOT" => "write what is not meant under \"none\" or \"none_article\"",
        _ => "write \"a ~6 b\" for two within six words",
    };
    (!is_shouted).then(|| {
        Note::within(
            term,
            place_of_word(term, word),
            "operator-word",
            format!("\"{word}\" is looked for as a word of this phrase"),
            help,
        )
    })
}

fn place_of(term: &Term, text: &str) -> Range<usize> {
    term.written
        .find(text)
        .map_or(0..term.written.len(), |at| at..at + text.len())
}

fn place_of_word(term: &Term, word: &str) -> Range<usize> {
    let at = place_of(term, &format!(" {word} "));
    match term.written[at.clone()].starts_with(' ') {
        true => at.start + 1..at.end - 1,
        false => place_of(term, word),
    }
}

fn is_spaced(text: &str) -> bool {
    !text.chars().any(letters::is_unspaced)
        && text.chars().all(|c| c.is_alphabetic() || c.is_numeric())
}

fn short_word(term: &Term, text: &str, acronyms: &BTreeSet<String>) -> Option<Note> {
    let letters = text.chars().count();
    if letters >= SHORTEST_WORD || !is_spaced(text) || !text.chars().all(char::is_alphabetic) {
        return None;
    }
    let capitals = text.to_uppercase();
    let help = if acronyms.contains(&capitals) || letters == 2 {
        format!("for the acronym write \"{capitals}\"; else ask for a longer word or a phrase")
    } else {
        "ask for a longer word or a phrase".to_owned()
    };
    Some(Note::within(
        term,
        place_of(term, text),
        "too-short",
        format!("\"{text}\" is so short that it is found where nobody means it"),
        help,
    ))
}

fn short_stem(term: &Term, text: &str) -> Option<Note> {
    let stem = text.strip_suffix('*')?;
    let letters = stem.chars().filter(|c| c.is_alphabetic()).count();
    (letters < SHORTEST_STEM && is_spaced(stem)).then(|| {
        Note::within(
            term,
            place_of(term, text),
            "too-short",
            format!("too many words begin with \"{stem}\""),
            "write more letters before \"*\", or the word itself: its forms are found without \"*\"",
        )
    })
}

/// "ofac": as a word it is found in any case, and with endings that an acronym never takes.
fn lower_case_acronym(term: &Term, text: &str, acronyms: &BTreeSet<String>) -> Option<Note> {
    let capitals = text.to_uppercase();
    let is_lower = text.chars().all(char::is_lowercase);
    (is_lower && acronyms.contains(&capitals)).then(|| {
        Note::within(
            term,
            place_of(term, text),
            "acronym-in-lower-case",
            format!("\"{text}\" is read as an ordinary word, in any case and with endings"),
            format!(
                "for the acronym write \"{capitals}\"; for the letters as they are, \"={text}\""
            ),
        )
    })
}

/// "OFACs" or "NATOs": capitals with an ending are no acronym to us.
fn plural_acronym(term: &Term, text: &str, acronyms: &BTreeSet<String>) -> Option<Note> {
    let head = text.trim_end_matches(char::is_lowercase);
    let is_acronym = acronyms.contains(head) && head.chars().count() >= 3;
    let ending = text.len() - head.len();
    (is_acronym && (1..=4).contains(&ending)).then(|| {
        Note::within(
            term,
            place_of(term, text),
            "acronym-in-lower-case",
            format!(
                "the small letters at its end make \"{text}\" an ordinary word, not an acronym"
            ),
            format!("write \"{head}\"; for the letters as they are, \"={text}\""),
        )
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    Cyrillic,
}

impl Alphabet {
    fn of(c: char) -> Option<Self> {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Some(Self::Latin),
            '\u{400}'..='\u{52f}' => Some(Self::Cyrillic),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Cyrillic => "Cyrillic",
        }
    }
}

/// The first letter in a word that is not of the script of most.
fn mixed_scripts(term: &Term) -> Option<Note> {
    let is_letter = |c: char| c.is_alphabetic();
    let mut start = 0;
    for word in term.written.split(|c| !is_letter(c)) {
        let at = term.written[start..]
            .find(word)
            .map_or(start, |skip| start + skip);
        start = at + word.len();
        let count = |alphabet| {
            word.chars()
                .filter(|c| Alphabet::of(*c) == Some(alphabet))
                .count()
        };
        let (latin, cyrillic) = (count(Alphabet::Latin), count(Alphabet::Cyrillic));
        if latin == 0 || cyrillic == 0 {
            continue;
        }
        let (few, most) = if latin <= cyrillic {
            (Alphabet::Latin, Alphabet::Cyrillic)
        } else {
            (Alphabet::Cyrillic, Alphabet::Latin)
        };
        let strange = word
            .char_indices()
            .enumerate()
            .find(|(_, (_, c))| Alphabet::of(*c) == Some(few));
        let Some((number, (offset, letter))) = strange else {
            continue;
        };
        return Some(Note::within(
            term,
            at + offset..at + offset + letter.len_utf8(),
            "mixed-scripts",
            format!(
                "letter {} of \"{word}\", \"{letter}\", is {} among {} ones",
                number + 1,
                few.name(),
                most.name()
            ),
            format!("type the word again with a {} keyboard", most.name()),
        ));
    }
    None
}
