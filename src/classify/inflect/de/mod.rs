//! German: nouns by their capital, verbs by -en, adjectives the rest.

mod lexicon;
mod noun;
mod verb;

use super::Word;
use super::paradigm::Paradigm;
use super::paradigm::ends_in;
use super::paradigm::is_one_of;

/// The endings of adjectives, participles among them.
const ADJECTIVE: &str = "e er en em es";

/// Suffixes by which an inflected adjective is known.
const SUFFIXES: &str =
    "isch lich ig sam bar haft los ell iv tiv al ant ent när är frei voll reich arm tet igt";

/// Adjectives that have a comparative with umlaut, and others without a suffix.
const PLAIN: &str = "groß klein stark schwach hoch lang kurz neu alt jung schwer leicht hart weich weit nah tief breit schmal gut schlecht \
    schnell langsam früh spät scharf warm kalt klug dumm arm reich rot schwarz weiß grün blau gelb braun grau rein wahr falsch \
    frei fremd eng schlimm streng mild wild laut leise still hell klar krank gesund dicht dünn dick fest voll leer nackt \
    wichtig deutsch rechts links tot letzt erst zweit dritt halb ganz zivil geheim illegal legal extrem radikal";

/// Never inflected.
const NEVER: &str = "und oder nicht auch gegen zwischen nach vor seit ohne für über unter wegen trotz sehr mehr pro anti nato eu";

/// Adds the forms of a German word.
pub(super) fn inflect(word: Word<'_>, into: &mut Paradigm) {
    let text = word.text;
    if is_one_of(text, NEVER) {
        return;
    }
    if word.is_acronym {
        into.add(text);
        into.with(text, "s");
        return;
    }
    if word.is_name {
        noun::inflect(text, into);
        return;
    }
    if verb::inflect(text, into) {
        return;
    }
    adjective(text, into);
}

/// An adjective in any form, with its degrees where the word may have some.
fn adjective(word: &str, into: &mut Paradigm) {
    let stem = base_of(word);
    into.add(stem);
    let stem = match stem {
        "hoch" => "hoh",
        other => other,
    };
    if let Some(short) = stem
        .strip_suffix("el")
        .or_else(|| stem.strip_suffix("euer").map(|_| &stem[..stem.len() - 2]))
    {
        let last = &stem[stem.len() - 1..];
        into.with(&format!("{short}{last}"), ADJECTIVE);
    }
    if let Some(base) = stem.strip_suffix('e') {
        into.with(base, ADJECTIVE);
        return;
    }
    into.with(stem, ADJECTIVE);
    degrees(stem, into);
}

fn degrees(stem: &str, into: &mut Paradigm) {
    let changed = if is_one_of(
        stem,
        "groß stark schwach hoh lang kurz alt jung hart scharf warm kalt klug dumm arm rot schwarz krank nah",
    ) {
        noun::umlauted(stem)
    } else {
        stem.to_owned()
    };
    let superlative = match stem {
        "groß" => "größt".to_owned(),
        "hoh" => "höchst".to_owned(),
        "nah" => "nächst".to_owned(),
        "gut" => "best".to_owned(),
        _ if ends_in(stem, "t d s ß z sch") && !ends_in(stem, "isch") => format!("{changed}est"),
        _ => format!("{changed}st"),
    };
    let comparative = if stem == "gut" {
        "bess"
    } else {
        changed.as_str()
    };
    into.with(&format!("{comparative}er"), "- e er en em es");
    into.with(&superlative, "- e er en em es");
    if stem.ends_with(['u', 'i']) {
        into.with(&format!("{changed}est"), "- e er en em es");
    }
}

/// politischen -> politisch; a word without a known suffix is taken as it is.
fn base_of(word: &str) -> &str {
    for ending in ["en", "em", "er", "es", "e"] {
        if let Some(stem) = word.strip_suffix(ending)
            && (ends_in(stem, SUFFIXES) && stem.len() > 4 || is_one_of(stem, PLAIN))
        {
            return stem;
        }
    }
    word
}
