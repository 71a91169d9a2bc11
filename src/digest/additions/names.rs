//! Sentences -> the names in them: runs of words with capitals where a capital says something.

use std::collections::HashSet;

use crate::digest::additions::lex::Sentence;
use crate::digest::additions::lex::Token;
use crate::digest::additions::seen::fold;
use crate::digest::clean;
use crate::model::language::Language;

/// From this share of capitals on they say nothing: headlines in title case, or all shouted.
const ALL_CAPITALS: f64 = 0.6;
/// In German, where every noun has one.
const ALL_CAPITALS_GERMAN: f64 = 0.8;
/// Words of a longer run are a list or a headline.
const LONGEST: usize = 6;
/// Stand inside a name in lower case.
const PARTICLES: [&str; 20] = [
    "of", "von", "van", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "du", "la",
    "le", "al", "bin", "ibn", "zu", "zur",
];
/// Have a capital and name nobody.
const NO_NAMES: [&str; 62] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "madam",
    "i",
    "i'm",
    "i’m",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "januar",
    "februar",
    "marz",
    "april",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "herr",
    "frau",
    "photo",
    "video",
    "read",
    "more",
    "source",
    "reuters",
    "afp",
    "ap",
    "dpa",
    "read more",
    "фото",
    "видео",
    "источник",
    "мы",
    "вы",
    "он",
];

/// A name.
pub(super) struct Name<'a> {
    /// As it stands.
    pub(super) text: String,
    pub(super) words: Vec<&'a str>,
}

/// The names of an article in the order in which they come, each once.
pub(super) fn of<'a>(
    title: &[Sentence<'a>],
    text: &[Sentence<'a>],
    language: Option<Language>,
) -> Vec<Name<'a>> {
    let fields = [title, text];
    let telling = fields.map(|field| is_telling(field, language));
    let mut inside: HashSet<String> = HashSet::new();
    for (field, _) in fields
        .iter()
        .zip(telling)
        .filter(|(_, is_telling)| *is_telling)
    {
        let tokens = field.iter().flat_map(|sentence| &sentence.tokens);
        let named = tokens.filter(|token| token.is_capital() && !token.is_first);
        inside.extend(named.map(|token| fold(token.text)));
    }
    let mut names: Vec<Name<'a>> = Vec::new();
    for (field, _) in fields
        .iter()
        .zip(telling)
        .filter(|(_, is_telling)| *is_telling)
    {
        for sentence in *field {
            for run in runs(sentence, &inside) {
                if is_name(&run, language) {
                    let text = name_text(sentence, &run);
                    if !names.iter().any(|name| name.text == text) {
                        let words = run.iter().map(|token| token.text).collect();
                        names.push(Name { text, words });
                    }
                }
            }
        }
    }
    names
}

fn is_telling(field: &[Sentence<'_>], language: Option<Language>) -> bool {
    let tokens = || {
        field
            .iter()
            .flat_map(|sentence| &sentence.tokens)
            .filter(|token| !token.is_number())
    };
    let capitals = tokens().filter(|token| token.is_capital()).count();
    let most = match language {
        Some(Language::DE) => ALL_CAPITALS_GERMAN,
        _ => ALL_CAPITALS,
    };
    (capitals as f64) < most * tokens().count() as f64
}

/// Words with capitals that stand beside each other, with particles between them.
fn runs<'a>(sentence: &Sentence<'a>, inside: &HashSet<String>) -> Vec<Vec<Token<'a>>> {
    let mut runs: Vec<Vec<Token<'a>>> = Vec::new();
    let mut run: Vec<Token<'a>> = Vec::new();
    let mut particles: Vec<Token<'a>> = Vec::new();
    for token in &sentence.tokens {
        let last_end = particles.last().or(run.last()).map(Token::end);
        let is_beside = last_end.is_some_and(|end| {
            sentence.text[end..token.start]
                .chars()
                .all(|c| c == ' ' || c == '\u{a0}')
        });
        if !is_beside || run.len() >= LONGEST {
            runs.push(std::mem::take(&mut run));
            particles.clear();
        }
        if is_part(*token, inside) {
            run.append(&mut particles);
            run.push(*token);
        } else if !run.is_empty() && PARTICLES.contains(&token.text) {
            particles.push(*token);
        } else {
            runs.push(std::mem::take(&mut run));
            particles.clear();
        }
    }
    runs.push(run);
    runs.retain(|run| !run.is_empty());
    runs
}

/// The first word of a sentence counts where it has its capital inside another one as well.
fn is_part(token: Token<'_>, inside: &HashSet<String>) -> bool {
    if !token.is_capital() {
        return false;
    }
    let folded = fold(token.text);
    !NO_NAMES.contains(&&*folded)
        && (!token.is_first || is_acronym(token.text) || inside.contains(&folded))
}

/// In German every noun has a capital: there a name is what has two of them beside each other, or nothing but capitals.
fn is_name(run: &[Token<'_>], language: Option<Language>) -> bool {
    let is_long = run
        .iter()
        .any(|token| token.text.chars().count() >= 3 || is_acronym(token.text));
    let is_german = language == Some(Language::DE);
    is_long && (!is_german || run.len() >= 2 || run.iter().any(|token| is_acronym(token.text)))
}

fn is_acronym(word: &str) -> bool {
    word.chars().count() >= 2 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

fn name_text(sentence: &Sentence<'_>, run: &[Token<'_>]) -> String {
    match (run.first(), run.last()) {
        (Some(first), Some(last)) => clean::name(&sentence.text[first.start..last.end()]),
        _ => String::new(),
    }
}
