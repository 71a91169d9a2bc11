//! An article as traits with numbers: terms of the topic by field, score, length, feed, language, and its words hashed.
//!
//! A trait is a key and a value. Facts (terms, feeds, languages) have the whole hash of their name as key, so that they never
//! share one; words share [`WORD_KEYS`] keys, so that a model stays small whatever strangers write.
//!
//! The hash is FNV-1a over UTF-8, 64 bits, offset basis 0xcbf29ce484222325, prime 0x100000001b3; it is ours and will not
//! change under us as the standard library's may.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::classify::Text;
use crate::classify::analyse::Side;
use crate::classify::compile::Rules;
use crate::classify::judge::Judgement;
use crate::model::matching::Field;

/// Words are told apart by so many keys.
pub(super) const WORD_KEYS: u64 = 1 << 14;
/// Words of the text that are looked at: news says what it is about at the beginning.
const LEAD_WORDS: u32 = 100;
/// Letters of a word that count, so that most endings do not matter whatever the language.
const STEM_LETTERS: usize = 6;
/// Shorter words of alphabets are articles and prepositions.
const SHORTEST_WORD: usize = 3;
/// From here on scripts have words of one letter.
const FIRST_OF_UNSPACED: char = '\u{2E80}';
/// What a word in the title counts, and one in the text.
const WORD_IN: [f64; 2] = [1.0, 0.5];
/// All words of an article together weigh no more than this (Euclid's norm): a long text must not shout down its score.
const MOST_OF_WORDS: f64 = 2.0;
/// A score beyond this many times the threshold, or below the same part of it, says no more.
const MOST_OF_SCORE: f64 = 8.0;
/// Words of a text that is as long as texts get, for its logarithm.
const LONG_TEXT: f64 = 1000.0;

/// Identifies a trait.
pub(super) type Key = u64;

/// What traits are called, so that a reader can be told.
pub(super) type Names = HashMap<Key, String>;

/// Key and value, in order of keys, each key once.
pub(super) type Traits = Vec<(Key, f64)>;

/// Reads the traits of an article for a topic; their names go into `names` where they have none yet.
pub(super) fn traits(
    rules: &Rules,
    text: &Text<'_>,
    sides: &[Side<'_>],
    judgement: &Judgement,
    threshold: f64,
    names: &mut Names,
) -> Traits {
    let mut all: BTreeMap<Key, f64> = BTreeMap::new();
    let mut put = |name: String, value: f64| {
        let key = fact(&name);
        all.insert(key, value);
        names.entry(key).or_insert(name);
    };
    for ((written, field), count) in hits(rules, judgement) {
        let name = format!("'{written}' in {}", field.as_str());
        put(name, f64::from(1 + count).ln());
    }
    put("the score".to_owned(), of_score(judgement.score, threshold));
    let words = f64::from(words_of(sides));
    put(
        "the length".to_owned(),
        (1.0 + words).ln().min(LONG_TEXT.ln()) / LONG_TEXT.ln(),
    );
    if let Some(feed) = text.feed {
        put(format!("feed {feed}"), 1.0);
    }
    if let Some(language) = text.language {
        put(format!("language {language}"), 1.0);
    }
    all.extend(words_with_values(sides, names));
    all.into_iter().collect()
}

/// How often each term counts, by where it begins.
fn hits<'r>(rules: &'r Rules, judgement: &Judgement) -> BTreeMap<(&'r str, Field), u32> {
    let mut hits = BTreeMap::new();
    for standing in &judgement.counted {
        let written = rules.terms[standing.term as usize].written.as_str();
        *hits.entry((written, standing.spot.field)).or_default() += 1;
    }
    hits
}

/// From -1 to 1; 0 is a score that just reaches the threshold.
fn of_score(score: f64, threshold: f64) -> f64 {
    let ratio = score / threshold.max(f64::MIN_POSITIVE);
    let most = MOST_OF_SCORE.ln();
    ratio.clamp(1.0 / MOST_OF_SCORE, MOST_OF_SCORE).ln() / most
}

fn words_of(sides: &[Side<'_>]) -> u32 {
    let last = sides.last();
    last.map_or(0, |side| {
        side.number(side.folded.tokens.len().saturating_sub(1))
    })
}

fn words_with_values(sides: &[Side<'_>], names: &mut Names) -> BTreeMap<Key, f64> {
    let mut words: BTreeMap<Key, f64> = BTreeMap::new();
    for side in sides {
        let value = WORD_IN[usize::from(side.field == Field::Text)];
        for token in &side.folded.tokens {
            if side.field == Field::Text && token.number > LEAD_WORDS {
                break;
            }
            let word = side.folded.token(*token);
            if let Some(key) = word_key(word) {
                let known = words.entry(key).or_default();
                *known = known.max(value);
                names.entry(key).or_insert_with(|| format!("word '{word}'"));
            }
        }
    }
    let norm = words
        .values()
        .map(|value| value * value)
        .sum::<f64>()
        .sqrt();
    if norm > MOST_OF_WORDS {
        for value in words.values_mut() {
            *value *= MOST_OF_WORDS / norm;
        }
    }
    words
}

/// `None` for numbers and for words too short to say anything.
fn word_key(word: &str) -> Option<Key> {
    let is_long = word.chars().nth(SHORTEST_WORD - 1).is_some()
        || word.chars().all(|c| c >= FIRST_OF_UNSPACED);
    let is_word = is_long && word.chars().any(char::is_alphabetic);
    let end = word.char_indices().nth(STEM_LETTERS);
    let stem = &word[..end.map_or(word.len(), |(at, _)| at)];
    is_word.then(|| fnv1a(stem.as_bytes()) % WORD_KEYS)
}

/// Above all keys of words.
fn fact(name: &str) -> Key {
    fnv1a(name.as_bytes()) | 1 << 63
}

fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        // From the authors' own table of test vectors.
        for (text, hash) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(fnv1a(text.as_bytes()), hash, "{text}");
        }
    }

    #[test]
    fn endings_do_not_matter_and_numbers_and_particles_say_nothing() {
        assert_eq!(word_key("санкциями"), word_key("санкции"));
        assert_ne!(word_key("hockey"), word_key("hospital"));
        for nothing in ["of", "2026", "на", "1"] {
            assert_eq!(word_key(nothing), None, "{nothing}");
        }
        assert!(word_key("制").is_some());
    }

    #[test]
    fn a_score_counts_by_how_far_it_is_from_the_threshold() {
        assert!(of_score(2.0, 2.0).abs() < 1e-12);
        assert!(of_score(1.0, 2.0) < 0.0 && of_score(4.0, 2.0) > 0.0);
        assert!((of_score(0.0, 2.0) + 1.0).abs() < 1e-12);
        assert!((of_score(1e9, 0.0) - 1.0).abs() < 1e-12);
    }
}
