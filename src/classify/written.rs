//! What folding makes of the parts of a written term that are no letters: wildcards stay, and gaps between words are kept.

use crate::classify::fold::fold;
use crate::classify::letters;
use crate::classify::letters::Kind;
use crate::classify::letters::Script;

/// Folds the letters of a wildcard and leaves its open places.
pub(super) fn fold_around_wildcards(piece: &str) -> String {
    let mut pattern = String::new();
    for part in piece.split_inclusive(['*', '?']) {
        let letters = part.trim_end_matches(['*', '?']);
        pattern.push_str(&fold(letters).text);
        pattern.push_str(&part[letters.len()..]);
    }
    pattern
}

/// Leaves out the apostrophes that folding drops from a text: inside of a Cyrillic word, as in "об'яв*". An open place
/// at either side is a letter of that word.
pub(super) fn without_dropped_apostrophes(written: &str) -> String {
    let letters: Vec<char> = written.chars().collect();
    let is_inside = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_some_and(|c| Script::of(*c) == Script::Cyrillic || matches!(c, '*' | '?'))
    };
    let kept = letters.iter().enumerate().filter(|(at, c)| {
        let is_dropped = letters::kind_of(**c) == Kind::Apostrophe
            && is_inside(at.checked_sub(1))
            && is_inside(Some(at + 1))
            && letters.iter().any(|c| Script::of(*c) == Script::Cyrillic);
        !is_dropped
    });
    kept.map(|(_, c)| *c).collect()
}

/// The same in the source of an expression, where an apostrophe between two letters is one of a word.
pub(super) fn without_apostrophes_of_words(source: &str) -> String {
    let letters: Vec<char> = source.chars().collect();
    let is_cyrillic = |at: Option<usize>| {
        at.and_then(|at| letters.get(at))
            .is_some_and(|c| Script::of(*c) == Script::Cyrillic)
    };
    let kept = letters.iter().enumerate().filter(|(at, c)| {
        let is_dropped = letters::kind_of(**c) == Kind::Apostrophe
            && is_cyrillic(at.checked_sub(1))
            && is_cyrillic(Some(at + 1));
        !is_dropped
    });
    kept.map(|(_, c)| *c).collect()
}

/// What the term itself has between its words, where that is more than a blank or hyphen.
pub(super) fn own_gaps(written: &str, words: usize) -> Vec<Box<str>> {
    let folded = fold(written);
    if folded.tokens.len() != words {
        return vec![Box::default(); words.saturating_sub(1)];
    }
    let between = folded
        .tokens
        .windows(2)
        .map(|two| &folded.text[two[0].end as usize..two[1].start as usize]);
    between
        .map(|gap| {
            if matches!(gap, " " | "-" | "'") {
                ""
            } else {
                gap
            }
            .into()
        })
        .collect()
}
