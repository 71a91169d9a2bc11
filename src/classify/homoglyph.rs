//! Letters of Latin, Cyrillic and Greek that look alike, and the script that a word of several is truly in.
//!
//! Takes folded words. Words of one script are never touched: "ОАЕ" and "OAE" are two words.

use crate::classify::letters::Script;

/// Latin, Cyrillic, Greek; `\0` where a script has no such letter. Capitals count, as words come in any case.
const ALIKE: &[[char; 3]] = &[
    ['a', 'а', 'α'],
    ['b', 'в', 'β'],
    ['c', 'с', '\0'],
    ['d', 'ԁ', '\0'],
    ['e', 'е', 'ε'],
    ['h', 'н', 'η'],
    ['i', 'і', 'ι'],
    ['j', 'ј', '\0'],
    ['k', 'к', 'κ'],
    ['m', 'м', 'μ'],
    ['o', 'о', 'ο'],
    ['p', 'р', 'ρ'],
    ['q', 'ԛ', '\0'],
    ['s', 'ѕ', '\0'],
    ['t', 'т', 'τ'],
    ['v', 'ѵ', 'ν'],
    ['w', 'ԝ', 'ω'],
    ['x', 'х', 'χ'],
    ['y', 'у', 'υ'],
    ['\0', 'г', 'γ'],
    ['\0', 'п', 'π'],
    ['\0', 'ф', 'φ'],
];

const SCRIPTS: [Script; 3] = [Script::Latin, Script::Cyrillic, Script::Greek];

/// The script a mixed word is in: that of the letters which nobody takes for another script's, else of most.
///
/// `None` where two scripts both have such letters ("iPhoneами"): then it is a mixed word and stays so.
/// A tie goes to the script of more words before it in the text (`[Latin, Cyrillic]`).
pub(super) fn script_of(word: &str, seen: [u32; 2]) -> Option<Script> {
    let mut letters = [0_u32; 3];
    let mut telling = [0_u32; 3];
    for c in word.chars() {
        let Some(index) = index_of(Script::of(c)) else {
            continue;
        };
        letters[index] += 1;
        telling[index] += u32::from(ALIKE.iter().all(|row| row[index] != c));
    }
    let tells = telling.iter().filter(|count| **count > 0).count();
    let votes = match tells {
        0 => letters,
        1 => telling,
        _ => return None,
    };
    let weight = |index: usize| (votes[index], seen.get(index).copied().unwrap_or(0));
    (0..3)
        .max_by_key(|index| (weight(*index), std::cmp::Reverse(*index)))
        .map(|index| SCRIPTS[index])
}

/// The letter of `script` that looks like `c`, or `c`.
pub(super) fn in_script(c: char, script: Script) -> char {
    let (Some(from), Some(to)) = (index_of(Script::of(c)), index_of(script)) else {
        return c;
    };
    let row = ALIKE.iter().find(|row| row[from] == c && row[to] != '\0');
    row.map_or(c, |row| row[to])
}

fn index_of(script: Script) -> Option<usize> {
    SCRIPTS.iter().position(|known| *known == script)
}
