//! Article -> hits: every place where a leaf of the watchlist stands. Knows neither topics nor scores.

use std::cell::RefCell;

use crate::classify::analyse::Side;
use crate::classify::compile::Rules;
use crate::classify::fold::Token;
use crate::classify::lexicon::Read;
use crate::classify::lexicon::Reader;
use crate::classify::lexicon::Spelt;
use crate::classify::lexicon::WordId;
use crate::classify::lexicon::hash_bit;
use crate::classify::needle::Haystack;
use crate::classify::rules::Anchor;
use crate::classify::rules::Leaf;
use crate::classify::rules::LeafId;
use crate::classify::rules::Phrase;
use crate::classify::texts::Texts;
use crate::classify::verbatim::Check;
use crate::model::matching::Field;

/// A text that repeats a term more often is spam; what is found up to here decides.
const MOST_HITS: usize = 20_000;
/// Likewise for words where phrases are looked for.
const MOST_WORDS: usize = 200_000;
/// Finding all places of an expression is not linear in the text, only finding one is.
const MOST_REGEX_HITS: usize = 100;
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

/// All hits but those of late expressions, by leaf, then by place.
pub(super) fn scan(rules: &Rules, sides: &[Side<'_>], reader: Reader) -> Vec<Hit> {
    let tokens: usize = sides.iter().map(|side| side.folded.tokens.len()).sum();
    let mut hits = Vec::with_capacity(tokens.min(MOST_HITS));
    for side in sides {
        find_phrases(&Words::of(rules, side, reader), &mut hits);
        find_unspaced(rules, side, &mut hits);
        find_regexes(rules, &rules.regexes, side, &mut hits);
    }
    in_order(&hits)
}

/// Those hits and the ones of late expressions; `None` where these have none.
pub(super) fn scan_late(rules: &Rules, sides: &[Side<'_>], hits: &[Hit]) -> Option<Vec<Hit>> {
    let mut late = Vec::new();
    for side in sides {
        find_regexes(rules, &rules.late_regexes, side, &mut late);
    }
    (!late.is_empty()).then(|| {
        late.extend(hits);
        in_order(&late)
    })
}

/// By leaf, then by place, each once.
fn in_order(hits: &[Hit]) -> Vec<Hit> {
    // Those of one leaf were nearly always found in order: numbers are sorted sooner than places are.
    let numbered = (0_u64..).zip(hits);
    let mut order: Vec<u64> = numbered
        .map(|(number, hit)| u64::from(hit.leaf) << 32 | number)
        .collect();
    order.sort_unstable();
    let mut sorted: Vec<Hit> = order
        .iter()
        .map(|number| hits[*number as u32 as usize])
        .collect();
    if !sorted.is_sorted_by_key(Hit::place) {
        sorted.sort_unstable_by_key(Hit::place);
    }
    sorted.dedup_by_key(|hit| hit.place());
    sorted
}

/// One text of an article as the watchlist's words are looked up in it.
struct Words<'a> {
    rules: &'a Rules,
    side: &'a Side<'a>,
    read: Read<'a>,
    /// By token.
    hashes: Vec<u64>,
    /// The token that was last asked for a word of a phrase, and all the words that it may be.
    last: RefCell<(Option<usize>, Vec<WordId>)>,
}

impl<'a> Words<'a> {
    fn of(rules: &'a Rules, side: &'a Side<'a>, reader: Reader) -> Self {
        let words = side.folded.words();
        let mut hashes = Vec::with_capacity(side.folded.tokens.len());
        hashes.extend(words.map(Texts::hash));
        Self {
            rules,
            side,
            read: rules.lexicon.read_by(reader),
            hashes,
            last: RefCell::default(),
        }
    }

    fn spelt(&self, token: usize) -> Spelt<'a> {
        let Token { start, end, .. } = self.side.folded.tokens[token];
        Spelt {
            all: &self.side.folded.text,
            place: start as usize..end as usize,
        }
    }

    /// As written.
    fn is_capital(&self, token: usize) -> bool {
        let start = self.side.folded.tokens[token].start;
        let origin = self.side.folded.origins[start as usize] as usize;
        self.side.original[origin..].starts_with(char::is_uppercase)
    }

    /// May the token be that word?
    fn has(&self, token: usize, word: WordId) -> bool {
        let Some(hash) = self.hashes.get(token) else {
            return false;
        };
        // Many phrases of one word ask the same neighbour, one after the other.
        let (last, words) = &mut *self.last.borrow_mut();
        if *last != Some(token) {
            *last = Some(token);
            words.clear();
            let is_capital = || self.is_capital(token);
            self.read
                .each_word(&self.spelt(token), *hash, is_capital, |word| {
                    words.push(word);
                });
        }
        words.contains(&word)
    }
}

fn find_phrases(words: &Words<'_>, hits: &mut Vec<Hit>) {
    let most = hits.len() + MOST_HITS;
    let rules = words.rules;
    let likely_forms = words.read.likely_forms(&words.hashes);
    // First all words, then the phrases that are looked for there: so many visits to memory do not wait for each other.
    let mut anchored: Vec<(u32, WordId)> = Vec::with_capacity(words.hashes.len());
    for (number, likely) in (0_u32..).zip(likely_forms) {
        let token = number as usize;
        let is_capital = || words.is_capital(token);
        let found = |word| anchored.push((number, word));
        let spelt = words.spelt(token);
        words.read.look_up(&spelt, likely, is_capital, found);
        if anchored.len() > MOST_WORDS {
            break;
        }
    }
    for (token, word) in anchored {
        let anchors = rules.anchors.get(word).iter();
        hits.extend(anchors.filter_map(|anchor| phrase_at(words, token as usize, anchor)));
        if hits.len() > most {
            return;
        }
    }
}

/// The phrase whose word the token may be, if all of it is there.
#[inline]
fn phrase_at(words: &Words<'_>, token: usize, anchor: &Anchor) -> Option<Hit> {
    let side = words.side;
    if anchor.is_whole {
        return Some(hit_of_words(anchor.leaf, side, token, token));
    }
    let beside = token.checked_add_signed(anchor.beside.into())?;
    if anchor.beside != 0 {
        let hash = words.hashes.get(beside)?;
        if anchor.neighbour_marks & hash_bit(*hash) == 0 || !words.has(beside, anchor.neighbour) {
            return None;
        }
    }
    let Leaf::Phrase(phrase) = &words.rules.leaves[anchor.leaf as usize] else {
        return None;
    };
    let first = token.checked_sub(usize::from(anchor.index))?;
    let is_there = stands_at(phrase, words, first);
    is_there
        .then(|| checked_hit(anchor.leaf, phrase, side, first))
        .flatten()
}

/// Do the words of the phrase follow each other from that token on?
fn stands_at(phrase: &Phrase, words: &Words<'_>, first: usize) -> bool {
    let side = words.side;
    if phrase.words.len() == 1 {
        return true;
    }
    let is_word = |(index, word): (usize, &WordId)| words.has(first + index, *word);
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

fn find_regexes(rules: &Rules, haystack: &Haystack, side: &Side<'_>, hits: &mut Vec<Hit>) {
    for leaf in &haystack.wanted(&side.folded.text) {
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
