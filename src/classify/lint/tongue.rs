//! A term that is read as English in a topic that does not listen to English.
//!
//! Plain a-z letters say nothing of a language, and where none of the topic's own has them English is all that is left.
//! Names and acronyms travel as they are and are not told of; neither is anything whose ending looks like another language.

use crate::classify::forms;
use crate::classify::lint::Note;
use crate::classify::tongue::LanguageSet;
use crate::classify::tongue::Tongues;
use crate::model::language::Language;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;
use crate::model::watchlist::Word;

/// Looks at one term of a topic that asks for these languages.
pub(super) fn look_at(term: &Term, of_topic: &[Language], notes: &mut Vec<Note>) {
    let Some(first) = of_topic.first() else {
        return; // it listens to all
    };
    if term.language.is_some() || of_topic.contains(&Language::EN) {
        return;
    }
    let Some(phrase) = phrase_read_as_english(&term.pattern, of_topic) else {
        return;
    };
    let codes: Vec<&str> = of_topic.iter().map(Language::code).collect();
    notes.push(Note::of(
        term,
        "read-as-english",
        format!(
            "\"{phrase}\" is read as English, but this topic hears articles in {} only",
            codes.join(", ")
        ),
        format!(
            "write it as articles in {} do, or say that it is meant so: {{ term = \"{}\", lang = \"{}\" }}",
            codes.join(", "),
            term.written,
            first.code()
        ),
    ));
}

fn phrase_read_as_english(pattern: &Pattern, of_topic: &[Language]) -> Option<String> {
    match pattern {
        Pattern::Words(words) => {
            let is_common = |word: &Word| match word {
                Word::Inflected(text) => text.chars().all(|c| c.is_ascii_lowercase()),
                Word::Wildcard(_) => false,
            };
            let written: Vec<&str> = words.iter().map(forms::written_word).collect();
            let written = written.join(" ");
            let english = Tongues {
                home: LanguageSet::only(Language::EN),
                guessed: LanguageSet::default(),
            };
            let is_read_so =
                words.iter().all(is_common) && Tongues::of(&written, None, of_topic) == english;
            is_read_so.then_some(written)
        }
        Pattern::Title(inner) => phrase_read_as_english(inner, of_topic),
        Pattern::Near { left, right, .. } => phrase_read_as_english(left, of_topic)
            .or_else(|| phrase_read_as_english(right, of_topic)),
        _ => None,
    }
}
