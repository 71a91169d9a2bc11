//! A telling -> its strongest words. Takes title and text as they are published; gives what a window compares.
//!
//! A word of the title counts four times, one with a capital inside a sentence as many, for names and places say which
//! event it is; and a word of the text the less the later it stands, for what an article is about it says first. What
//! remains of a word after folding is its beginning: that joins the inflected forms of every language with endings,
//! with no table of any. It refuses to know how rare a word is: that is the window's matter.

use std::collections::HashSet;

use crate::story::Telling;
use crate::story::dates;
use crate::story::dates::Day;
use crate::story::keyed::Keyed;
use crate::story::keyed::Mixing;
use crate::story::links::Link;
use crate::story::links::cited;
use crate::story::links::links;
use crate::story::sounds::sound;
use crate::story::stopwords::STOPWORDS;
use crate::story::tongue::Tongues;
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
    /// What it may be written in.
    pub(super) tongues: Tongues,
    /// Its address, and those that it cites.
    pub(super) links: Box<[Link]>,
    /// Days that it names.
    pub(super) days: Box<[Day]>,
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
    /// Above 0 when it is written as a name there more often than not, below when less; 0 when nothing says.
    pub(super) name: i8,
    /// It stands in the headline.
    pub(super) is_headline: bool,
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
        self.count(Field::Headline, telling.title, &mut counted);
        self.count(Field::Text, telling.text, &mut counted);
        let mut reading = counted.strongest();
        reading.tongues = Tongues::of(telling.language, reading.words.len());
        reading.links = links(telling.link, telling.text);
        reading
    }

    fn count<'a>(&self, field: Field, text: &'a str, counted: &mut Counted<'a>) {
        let mut addresses = cited(text).peekable();
        let is_word = |token: &Token<'_>| {
            // Both come in their order.
            while addresses
                .next_if(|place| place.end <= token.start)
                .is_some()
            {}
            addresses
                .peek()
                .is_none_or(|place| token.start < place.start)
        };
        let read: Vec<Token<'a>> = tokens(text).filter(is_word).take(READ).collect();
        let capitals = read.iter().filter(|token| token.is_capital).count();
        let is_telling = (capitals as f32) < ALL_CAPITALS * read.len() as f32;
        let mut lower = String::new();
        for (place, token) in read.iter().enumerate() {
            fold(token.text, &mut lower);
            if let Some(day) = day_at(text, &read, place, &lower) {
                counted.days.push(day);
            }
            if lower.chars().nth(1).is_none() || self.stopwords.contains(&key(&lower)) {
                continue;
            }
            let says = is_telling && place > 0;
            let name = match token.is_capital {
                _ if lower.starts_with(char::is_numeric) => 1,
                true if says => 1,
                false if says => -1,
                _ => 0,
            };
            let weight = field.weight() * LEAD / (LEAD + place as f32);
            let is_name = says && token.is_capital;
            counted.add(Counting {
                key: key(stem(&lower)),
                count: if is_name { weight * CAPITAL } else { weight },
                name,
                is_headline: field == Field::Headline,
                text: token.text,
            });
        }
    }
}

/// Where a word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Headline,
    Text,
}

impl Field {
    fn weight(self) -> f32 {
        match self {
            Self::Headline => TITLE,
            Self::Text => 1.0,
        }
    }
}

/// How a word as it is written sounds without its ending.
pub(super) fn sound_of(spelling: &str) -> Option<u64> {
    sound(stem(&folded(spelling)))
}

fn folded(word: &str) -> String {
    let mut lower = String::new();
    fold(word, &mut lower);
    lower
}

/// The day that the number at this place and the month beside it name.
fn day_at(text: &str, read: &[Token<'_>], place: usize, lower: &str) -> Option<Day> {
    if !lower.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let token = &read[place];
    if let Some(number) = dates::written(lower) {
        return Some(Day::new(number, token.text));
    }
    let beside = [place.checked_add(1), place.checked_sub(1)];
    let mut beside = beside.into_iter().flatten().filter_map(|at| read.get(at));
    beside.find_map(|month| {
        let number = dates::day(lower, &folded(month.text))?;
        let [start, end] = [token.start.min(month.start), token.end().max(month.end())];
        Some(Day::new(number, text.get(start..end)?))
    })
}

/// The beginning that the forms of a word share, about: a letter less, five to seven of them.
fn stem(lower: &str) -> &str {
    if lower.starts_with(char::is_numeric) {
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

/// A word as it is counted.
struct Counting<'a> {
    key: u64,
    count: f32,
    name: i32,
    is_headline: bool,
    text: &'a str,
}

/// Words counted, in the order in which they first came.
#[derive(Default)]
struct Counted<'a> {
    places: Keyed<usize>,
    words: Vec<Counting<'a>>,
    days: Vec<Day>,
}

impl<'a> Counted<'a> {
    fn add(&mut self, word: Counting<'a>) {
        let place = *self.places.entry(word.key).or_insert(self.words.len());
        match self.words.get_mut(place) {
            Some(before) => {
                before.count += word.count;
                before.name += word.name;
            }
            None => self.words.push(word),
        }
    }

    /// Of equal ones those that came first: the lead tells more than the background.
    fn strongest(mut self) -> Reading {
        self.words.sort_by(|a, b| b.count.total_cmp(&a.count));
        self.words.truncate(MOST_WORDS);
        let damped = |count: f32| (1.0 + count).ln();
        let square: f32 = self
            .words
            .iter()
            .map(|word| damped(word.count).powi(2))
            .sum();
        let scale = LENGTH / square.sqrt();
        let mut spelling = String::with_capacity(self.words.len() * 12);
        let mut words = Vec::with_capacity(self.words.len());
        for word in self.words {
            // A word of so many letters is not one; its beginning is enough to show.
            let text = &word.text[..word.text.floor_char_boundary(LONGEST)];
            words.push(Word {
                key: word.key,
                weight: ((damped(word.count) * scale).round() as u16).max(1),
                name: word.name.signum() as i8,
                is_headline: word.is_headline,
                start: spelling.len() as u32,
                bytes: text.len() as u16,
            });
            spelling.push_str(text);
        }
        Reading {
            words,
            tongues: Tongues::default(),
            links: Box::default(),
            days: self.days.into(),
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
            link: None,
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
            link: None,
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
