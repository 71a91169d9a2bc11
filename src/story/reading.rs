//! A telling -> its strongest words. Takes title and text as they are published; gives what a window compares.
//!
//! A word of the title counts four times, one with a capital inside a sentence as many, for names and places say which
//! event it is; and a word of the text the less the later it stands, for what an article is about it says first. What
//! remains of a word after folding is its beginning: that joins the inflected forms of every language with endings,
//! with no table of any. It refuses to know how rare a word is: that is the window's matter.

use std::collections::HashSet;

use crate::story::Telling;
use crate::story::keyed::Keyed;
use crate::story::keyed::Mixing;
use crate::story::stopwords::STOPWORDS;
use crate::story::words::Token;
use crate::story::words::fold;
use crate::story::words::key;
use crate::story::words::tokens;

/// Words kept of an article. More of them are the words of any article, and make two events of one kind alike.
pub(super) const MOST_WORDS: usize = 64;
/// Words read of an article; the rest of a long one is background, the same for many events.
const READ: usize = 200;
/// What a word of the title counts.
const TITLE: f32 = 4.0;
/// The place in the text at which a word counts half: news says first what it is about.
const LEAD: f32 = 40.0;
/// What a capital inside a sentence multiplies.
const CAPITAL: f32 = 4.0;
/// From this share of capitals on they say nothing: headlines in title case, or all shouted.
const ALL_CAPITALS: f32 = 0.6;
/// Bytes shown of one word.
const LONGEST: usize = 120;
/// The length of a reading, in units of a word's weight.
const LENGTH: f32 = 4096.0;

/// What the window makes of a telling's words.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Strongest first.
    pub(super) words: Vec<Word>,
    /// How they stand in the article, one after the other.
    spelling: Box<str>,
}

impl Reading {
    /// How this one of its words is written.
    pub(super) fn spelt(&self, word: &Word) -> &str {
        let start = word.start as usize;
        (self.spelling.get(start..start + usize::from(word.bytes))).unwrap_or_default()
    }

    /// How it writes the word with this key.
    pub(super) fn spelling_of(&self, key: u64) -> Option<&str> {
        (self.words.iter())
            .find(|word| word.key == key)
            .map(|word| self.spelt(word))
    }
}

/// A word as far as grouping is concerned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Of its folded form.
    pub(super) key: u64,
    /// Its share of the reading: the squares sum up to that of 4096, about.
    pub(super) weight: u16,
    /// Where its spelling begins among all.
    start: u32,
    bytes: u16,
}

/// Reads tellings: knows which words say nothing.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    stopwords: HashSet<u64, Mixing>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            stopwords: STOPWORDS
                .iter()
                .flat_map(|list| list.split(' '))
                .map(key)
                .collect(),
        }
    }
}

impl Reader {
    /// The strongest words of a telling.
    pub(super) fn read(&self, telling: &Telling<'_>) -> Reading {
        let mut counted = Counted::default();
        self.count(telling.title, TITLE, &mut counted);
        self.count(telling.text, 1.0, &mut counted);
        counted.strongest()
    }

    fn count<'a>(&self, field: &'a str, weight: f32, counted: &mut Counted<'a>) {
        let read: Vec<Token<'a>> = tokens(field).take(READ).collect();
        let capitals = read.iter().filter(|token| token.is_capital).count();
        let is_telling = (capitals as f32) < ALL_CAPITALS * read.len() as f32;
        let mut lower = String::new();
        for (place, token) in read.iter().enumerate() {
            fold(token.text, &mut lower);
            if lower.chars().nth(1).is_none() || self.stopwords.contains(&key(&lower)) {
                continue;
            }
            let is_name = is_telling && token.is_capital && place > 0;
            let weight = weight * LEAD / (LEAD + place as f32);
            let weight = if is_name { weight * CAPITAL } else { weight };
            counted.add(key(stem(&lower)), weight, token.text);
        }
    }
}

/// The beginning that the forms of a word share, about: a letter less, five to seven of them.
fn stem(lower: &str) -> &str {
    if lower.starts_with(|first: char| first.is_numeric()) {
        return lower;
    }
    let length = lower.chars().count();
    if length <= 5 {
        return lower;
    }
    let kept = (length - 1).clamp(5, 7);
    lower
        .char_indices()
        .nth(kept)
        .map_or(lower, |(end, _)| &lower[..end])
}

/// Words counted, in the order in which they first came.
#[derive(Default)]
struct Counted<'a> {
    places: Keyed<usize>,
    words: Vec<(u64, f32, &'a str)>,
}

impl<'a> Counted<'a> {
    fn add(&mut self, key: u64, weight: f32, text: &'a str) {
        let place = *self.places.entry(key).or_insert(self.words.len());
        match self.words.get_mut(place) {
            Some(word) => word.1 += weight,
            None => self.words.push((key, weight, text)),
        }
    }

    /// Of equal ones those that came first: the lead tells more than the background.
    fn strongest(mut self) -> Reading {
        self.words.sort_by(|a, b| b.1.total_cmp(&a.1));
        self.words.truncate(MOST_WORDS);
        let damped = |count: f32| (1.0 + count).ln();
        let square: f32 = self.words.iter().map(|word| damped(word.1).powi(2)).sum();
        let scale = LENGTH / square.sqrt();
        let mut spelling = String::with_capacity(self.words.len() * 12);
        let mut words = Vec::with_capacity(self.words.len());
        for (key, count, text) in self.words {
            // A word of so many letters is not one; its beginning is enough to show.
            let text = &text[..text.floor_char_boundary(LONGEST)];
            words.push(Word {
                key,
                weight: ((damped(count) * scale).round() as u16).max(1),
                start: spelling.len() as u32,
                bytes: text.len() as u16,
            });
            spelling.push_str(text);
        }
        Reading {
            words,
            spelling: spelling.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn read(title: &str, text: &str) -> Vec<String> {
        let telling = Telling {
            feed: None,
            title,
            text,
            language: None,
            at: Timestamp::UNIX_EPOCH,
        };
        let reading = Reader::default().read(&telling);
        reading
            .words
            .iter()
            .map(|word| reading.spelt(word).to_owned())
            .collect()
    }

    #[test]
    fn words_that_say_nothing_are_left_out_and_forms_of_one_word_are_one() {
        assert_eq!(
            read("The court and the courts", "Of 5 sanctions: sanctioned"),
            ["court", "sanctions"]
        );
        assert_eq!(read("Лукашенко у Лукашенки", ""), ["Лукашенко"]);
    }

    #[test]
    fn names_inside_a_sentence_come_before_other_words_of_the_text() {
        let words = read("", "yesterday a flood reached Hrodna again");

        assert_eq!(words[0], "Hrodna");
    }

    #[test]
    fn no_more_words_are_kept_than_the_window_compares_and_their_squares_sum_up() {
        let text: String = (100..400).map(|number| format!("{number}th ")).collect();
        let telling = Telling {
            feed: None,
            title: "",
            text: &text,
            language: None,
            at: Timestamp::UNIX_EPOCH,
        };

        let reading = Reader::default().read(&telling);

        assert_eq!(reading.words.len(), MOST_WORDS);
        let length = reading
            .words
            .iter()
            .map(|word| f32::from(word.weight).powi(2));
        assert!((length.sum::<f32>().sqrt() - LENGTH).abs() < 20.0);
    }
}
