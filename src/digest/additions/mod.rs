//! A later article and what was told before of its story -> what it adds: names, numbers, sentences. For letters of every
//! kind; refuses to know which one, and who reads it.
//!
//! It is cautious rather than complete: what it calls new must be new. A name is new when nothing like its last word was
//! told; a number when that number was not; a sentence when most of its words were not. Words are compared within a
//! language and names within a script, as all of a translation is new to those who compare words; there, only that it is
//! the first in its language and its numbers are told.

mod lex;
mod names;
mod numbers;
mod seen;

use std::collections::HashSet;

use crate::digest::additions::lex::Token;
use crate::digest::additions::lex::sentences;
use crate::digest::additions::seen::Script;
use crate::digest::additions::seen::Seen;
use crate::digest::clean;
use crate::model::digest::Additions;
use crate::model::digest::QuotePart;
use crate::model::digest::ToldText;
use crate::model::language::Language;

/// Names and numbers told of one development.
const MOST: usize = 6;
const MOST_SENTENCES: usize = 2;
const LONGEST_SENTENCE: usize = 240;
/// Bytes of an article that are read: what is new stands in front, and a book must not hold up a letter.
const READ: usize = 20_000;
/// Words of a sentence that say something; fewer are a heading, or a link to more.
const FEWEST_WORDS: usize = 5;
/// The share of them that must be unheard of.
const NEW_WORDS: f64 = 0.6;
/// Letters of a word that says something.
const TELLING: usize = 4;

/// What the articles, the most telling first, add to what was told; `None` where nothing is found in headlines and notes
/// too short for "nothing" to be said of them.
#[must_use]
pub fn additions<'a>(
    articles: impl IntoIterator<Item = &'a ToldText>,
    told: impl IntoIterator<Item = &'a ToldText>,
) -> Option<Additions> {
    let mut known = Known::default();
    told.into_iter().for_each(|text| known.learn(text));
    let mut additions = Additions::default();
    let mut says_enough = false;
    for article in articles {
        says_enough |= add(&mut additions, article, &known);
        known.learn(article);
    }
    additions.names.truncate(MOST);
    additions.numbers.truncate(MOST);
    additions.sentences.truncate(MOST_SENTENCES);
    (says_enough || !additions.is_empty()).then_some(additions)
}

/// What was told.
#[derive(Default)]
struct Known {
    seen: Seen,
    numbers: HashSet<String>,
    languages: HashSet<Option<Language>>,
    scripts: HashSet<Script>,
}

impl Known {
    fn learn(&mut self, text: &ToldText) {
        for field in [&text.title, &text.text] {
            for sentence in sentences(read(field)) {
                sentence
                    .tokens
                    .iter()
                    .for_each(|token| self.seen.learn(token.text));
                let numbers = numbers::of(&sentence);
                self.numbers
                    .extend(numbers.into_iter().map(|number| number.key));
            }
        }
        self.languages.insert(text.language);
        self.scripts.insert(script(text));
    }

    fn has_language(&self, text: &ToldText) -> bool {
        self.languages.contains(&text.language)
            || (text.language.is_none() || self.languages.contains(&None))
                && self.scripts.contains(&script(text))
    }
}

fn script(text: &ToldText) -> Script {
    let of_title = Script::of(&text.title);
    match of_title {
        Script::Other => Script::of(read(&text.text)),
        _ => of_title,
    }
}

fn read(text: &str) -> &str {
    let mut end = text.len().min(READ);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// True when the article has a sentence that could have been new.
fn add(additions: &mut Additions, article: &ToldText, known: &Known) -> bool {
    let in_title = sentences(read(&article.title));
    let in_text = sentences(read(&article.text));
    if known.scripts.contains(&script(article)) {
        for name in names::of(&in_title, &in_text, article.language) {
            let is_told = name
                .words
                .last()
                .is_none_or(|last| known.seen.has_name(last, article.language));
            let is_listed = additions
                .names
                .iter()
                .any(|listed| listed.contains(&name.text));
            if !is_told && !is_listed {
                // The whole name takes the place of a part of it.
                additions
                    .names
                    .retain(|listed| !name.text.contains(listed.as_str()));
                additions.names.push(name.text);
            }
        }
    }
    let mut heard: HashSet<String> = HashSet::new();
    for number in in_title.iter().chain(&in_text).flat_map(numbers::of) {
        if !known.numbers.contains(&number.key) && heard.insert(number.key) {
            let text = clean::name(&number.text);
            if !additions.numbers.contains(&text) {
                additions.numbers.push(text);
            }
        }
    }
    if !known.has_language(article) {
        additions.language = additions.language.or(article.language);
        return false;
    }
    for sentence in &in_text {
        if additions.sentences.len() < MOST_SENTENCES && is_new(&sentence.tokens, &known.seen) {
            additions.sentences.push(marked(sentence.text, additions));
        }
    }
    in_text
        .iter()
        .any(|sentence| telling(&sentence.tokens).len() >= FEWEST_WORDS)
}

fn is_new(tokens: &[Token<'_>], seen: &Seen) -> bool {
    let telling = telling(tokens);
    let unheard = telling
        .iter()
        .filter(|token| !seen.has_word(token.text))
        .count();
    telling.len() >= FEWEST_WORDS && unheard as f64 >= NEW_WORDS * telling.len() as f64
}

/// The words that say something.
fn telling<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t Token<'a>> {
    let letters = |token: &Token<'_>| token.text.chars().filter(|c| c.is_alphabetic()).count();
    (tokens.iter())
        .filter(|token| letters(token) >= TELLING)
        .collect()
}

/// The sentence with its new names and numbers marked.
fn marked(sentence: &str, additions: &Additions) -> Vec<QuotePart> {
    let line = clean::one_line(sentence, LONGEST_SENTENCE);
    let new = || additions.names.iter().chain(&additions.numbers);
    let mut parts: Vec<QuotePart> = Vec::new();
    let mut push = |text: &str, is_hit: bool| {
        if !text.is_empty() {
            parts.push(QuotePart {
                text: text.to_owned(),
                is_hit,
            });
        }
    };
    let mut rest = line.as_str();
    while let Some((at, hit)) = new()
        .filter_map(|new| Some((find_whole(rest, new)?, new)))
        .min_by_key(|(at, new)| (*at, std::cmp::Reverse(new.len())))
    {
        push(&rest[..at], false);
        push(hit, true);
        rest = &rest[at + hit.len()..];
    }
    push(rest, false);
    parts
}

/// Where `words` stand and are not part of longer ones.
fn find_whole(text: &str, words: &str) -> Option<usize> {
    text.match_indices(words).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests;
