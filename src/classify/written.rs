//! What folding makes of the parts of a written term that are no letters: wildcards stay, and gaps between words are kept.

use crate::classify::fold::fold;

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
