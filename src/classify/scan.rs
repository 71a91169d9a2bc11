//! Article -> hits: every place where a leaf of the watchlist stands. Knows neither topics nor scores.

use crate::classify::analyse::Side;
use crate::classify::compile::Rules;
use crate::classify::lexicon::Reader;
use crate::classify::lexicon::WordId;
use crate::classify::rules::Anchor;
use crate::classify::rules::Leaf;
use crate::classify::rules::LeafId;
use crate::classify::rules::Phrase;
use crate::classify::verbatim::Check;
use crate::model::matching::Field;

/// A text that repeats a term more often is spam; what is found up to here decides.
const MOST_HITS: usize = 20_000;
/// Likewise for single words, of which most are only parts of phrases.
const MOST_WORDS: usize = 200_000;
/// Finding all places of an expression is not linear in the text, only finding one is.
const MOST_REGEX_HITS: usize = 100;
/// In an article of 4 kB; room is made for more.
const USUAL_HITS: usize = 256;
/// "St. Petersburg", "U.S. sanctions": a point after so short a token ends no sentence.
const LONGEST_ABBREVIATION: usize = 4;

/// A leaf stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) leaf: LeafId,
    pub(super) field: Field,
    /// Place in bytes of the folded text,
    pub(super) start: u32,
    /// and past its end.
    pub(super) end: u32,
    /// Numbers of its first word in the article
    pub(super) first: u32,
    /// and its last.
    pub(super) last: u32,
}

impl Hit {
    /// Leaf, field, start, end as one number, which is compared at once; the words' numbers follow from them.
    fn place(&self) -> u128 {
        u128::from(self.leaf) << 72
            | (self.field as u128) << 64
            | u128::from(self.start) << 32
            | u128::from(self.end)
    }
}

/// All hits, by leaf, then by place.
pub(super) fn scan(rules: &Rules, sides: &[Side<'_>], reader: Reader) -> Vec<Hit> {
    let mut hits = Vec::with_capacity(USUAL_HITS);
    for side in sides {
        let words = words_of(rules, side, reader);
        find_phrases(rules, side, &words, &mut hits);
        find_unspaced(rules, side, &mut hits);
        find_regexes(rules, side, &mut hits);
    }
    hits.sort_unstable_by_key(Hit::place);
    hits.dedup_by_key(|hit| hit.place());
    hits
}

/// Which words of the watchlist stand where.
struct Words {
    /// By token, and one more: where its words begin.
    starts: Vec<u32>,
    words: Vec<WordId>,
}

impl Words {
    /// What the token may be.
    fn at(&self, token: usize) -> &[WordId] {
        match (self.starts.get(token), self.starts.get(token + 1)) {
            (Some(start), Some(end)) => &self.words[*start as usize..*end as usize],
            _ => &[],
        }
    }
}

fn words_of(rules: &Rules, side: &Side<'_>, reader: Reader) -> Words {
    let mut starts = Vec::with_capacity(side.folded.tokens.len() + 1);
    starts.push(0);
    let mut words = Vec::with_capacity(side.folded.tokens.len());
    let tokens = side.folded.tokens.iter();
    let likely_forms = rules
        .lexicon
        .likely_forms(tokens.clone().map(|token| side.folded.token(*token)));
    for (token, likely) in tokens.zip(likely_forms) {
        let is_capital = || {
            let origin = side.folded.origins[token.start as usize] as usize;
            side.original[origin..].starts_with(char::is_uppercase)
        };
        let mut found = |word| words.push(word);
        let text = side.folded.token(*token);
        rules
            .lexicon
            .look_up(text, likely, reader, is_capital, &mut found);
        starts.push(words.len() as u32);
        if words.len() > MOST_WORDS {
            break;
        }
    }
    Words { starts, words }
}

fn find_phrases(rules: &Rules, side: &Side<'_>, words: &Words, hits: &mut Vec<Hit>) {
    let most = hits.len() + MOST_HITS;
    for token in 0..words.starts.len() {
        for word in words.at(token) {
            let anchors = rules.anchors.get(*word).iter();
            hits.extend(anchors.filter_map(|anchor| phrase_at(rules, side, words, token, *anchor)));
            if hits.len() > most {
                return;
            }
        }
    }
}

/// The phrase whose word the token may be, if all of it is there.
fn phrase_at(
    rules: &Rules,
    side: &Side<'_>,
    words: &Words,
    token: usize,
    anchor: Anchor,
) -> Option<Hit> {
    if anchor.is_whole {
        return Some(hit_of_words(anchor.leaf, side, token, token));
    }
    let beside = token.checked_add_signed(anchor.beside.into())?;
    if anchor.beside != 0 && !words.at(beside).contains(&anchor.neighbour) {
        return None;
    }
    let Leaf::Phrase(phrase) = &rules.leaves[anchor.leaf as usize] else {
        return None;
    };
    let first = token.checked_sub(usize::from(anchor.index))?;
    let is_there = stands_at(phrase, side, words, first);
    is_there
        .then(|| checked_hit(anchor.leaf, phrase, side, first))
        .flatten()
}

/// Do the words of the phrase follow each other from that token on?
fn stands_at(phrase: &Phrase, side: &Side<'_>, words: &Words, first: usize) -> bool {
    if phrase.words.len() == 1 {
        return true;
    }
    let is_word = |(index, word): (usize, &WordId)| words.at(first + index).contains(word);
    first + phrase.words.len() <= side.folded.tokens.len()
        && phrase.words.iter().enumerate().all(is_word)
        && phrase
            .gaps
            .iter()
            .enumerate()
            .all(|(index, own)| is_gap(side, first + index, own))
}

/// May a phrase go on from this token to the next? Not over the end of a sentence, a clause or a paragraph.
fn is_gap(side: &Side<'_>, token: usize, own: &str) -> bool {
    let (left, right) = (side.folded.tokens[token], side.folded.tokens[token + 1]);
    let gap = &side.folded.text[left.end as usize..right.start as usize];
    let is_abbreviation =
        gap.starts_with('.') && (left.end - left.start) as usize <= LONGEST_ABBREVIATION;
    let gap_after_point = if is_abbreviation { &gap[1..] } else { gap };
    gap == own
        || gap_after_point
            .bytes()
            .all(|b| matches!(b, b' ' | b'\r' | b'-' | b'\'' | b'"'))
}

fn checked_hit(leaf: LeafId, phrase: &Phrase, side: &Side<'_>, first: usize) -> Option<Hit> {
    let hit = hit_of_words(leaf, side, first, first + phrase.words.len() - 1);
    if phrase.check == Check::Nothing {
        return Some(hit);
    }
    let (from, to) = side.original_place(hit.start, hit.end);
    let (wide_from, wide_to) = phrase.check.pass(side.original, from, to)?;
    let start = match wide_from < from {
        true => side.folded_start(wide_from, hit.start),
        false => hit.start,
    };
    let end = match wide_to > to {
        true => side.folded_end(wide_to, hit.end),
        false => hit.end,
    };
    Some(Hit { start, end, ..hit })
}

fn hit_of_words(leaf: LeafId, side: &Side<'_>, first: usize, last: usize) -> Hit {
    Hit {
        leaf,
        field: side.field,
        start: side.folded.tokens[first].start,
        end: side.folded.tokens[last].end,
        first: side.number(first),
        last: side.number(last),
    }
}

fn find_unspaced(rules: &Rules, side: &Side<'_>, hits: &mut Vec<Hit>) {
    let Some(automaton) = &rules.unspaced else {
        return;
    };
    for found in automaton
        .find_overlapping_iter(&side.folded.text)
        .take(MOST_HITS)
    {
        let leaf = rules.unspaced_leaves[found.pattern().as_usize()];
        hits.push(hit_at(leaf, side, found.start() as u32, found.end() as u32));
    }
}

fn find_regexes(rules: &Rules, side: &Side<'_>, hits: &mut Vec<Hit>) {
    for leaf in &rules.regexes.wanted(&side.folded.text) {
        let Leaf::Regex(regex, _) = &rules.leaves[*leaf as usize] else {
            continue;
        };
        let found = regex.find_iter(&side.folded.text).take(MOST_REGEX_HITS);
        let found = found.filter(|found| !found.is_empty());
        hits.extend(
            found.map(|found| hit_at(*leaf, side, found.start() as u32, found.end() as u32)),
        );
    }
}

fn hit_at(leaf: LeafId, side: &Side<'_>, start: u32, end: u32) -> Hit {
    let (first, last) = side.numbers_at(start, end);
    Hit {
        leaf,
        field: side.field,
        start,
        end,
        first,
        last,
    }
}
