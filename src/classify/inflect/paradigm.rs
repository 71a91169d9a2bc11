//! What the languages share: collecting forms, and reading the tables in which their endings are written.
//!
//! A table row says which words it is for by their ending, what stands in the ending's place, and the
//! endings that follow. It knows no language: those are the tables' business.

use std::collections::HashMap;
use std::collections::HashSet;

use memchr::memmem;

use crate::classify::word_hash::WordHash;

/// Bytes of a list that is compared word by word sooner than searched as one text.
const SHORT_LIST: usize = 80;

/// No word has more forms than this; a Lithuanian adjective with all its degrees comes near.
const MOST_FORMS: usize = 390;

/// Adjectival endings and the like are lists in one string: `-` is the bare stem, blanks divide.
pub(super) type Endings = &'static str;

/// The forms of one word in the order they were found.
pub(super) struct Paradigm {
    forms: Vec<String>,
}

impl Paradigm {
    pub(super) fn new() -> Self {
        Self {
            forms: Vec::with_capacity(32),
        }
    }

    pub(super) fn add(&mut self, form: impl Into<String>) {
        self.forms.push(form.into());
    }

    /// `stem` with each of `endings`.
    pub(super) fn with(&mut self, stem: &str, endings: &str) {
        for ending in endings.split(' ').filter(|e| !e.is_empty()) {
            let ending = if ending == "-" { "" } else { ending };
            let mut form = String::with_capacity(stem.len() + ending.len());
            form.push_str(stem);
            form.push_str(ending);
            self.forms.push(form);
        }
    }

    /// `stem` with each of `middles`, and each of these with each of `endings`: participles and degrees.
    pub(super) fn cross(&mut self, stem: &str, middles: &str, endings: &str) {
        for middle in middles.split(' ').filter(|m| !m.is_empty()) {
            let middle = if middle == "-" { "" } else { middle };
            self.with(&format!("{stem}{middle}"), endings);
        }
    }

    /// How many forms there are by now; a place to come back to.
    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Replaces the forms added since there were `start` by what `change` makes of each.
    pub(super) fn rewrite_from(&mut self, start: usize, change: impl Fn(&str) -> Vec<String>) {
        let changed: Vec<String> = self.forms.drain(start..).flat_map(|f| change(&f)).collect();
        self.forms.extend(changed);
    }

    /// Each form once, `word` first unless a dictionary form was found before it.
    pub(super) fn finish(mut self, word: &str) -> Vec<String> {
        if !self.forms.iter().any(|f| f == word) {
            self.forms.insert(0, word.to_owned());
        }
        let mut seen: HashSet<&str, WordHash> = HashSet::default();
        seen.reserve(self.forms.len());
        let firsts: Vec<bool> = self
            .forms
            .iter()
            .map(|f| !f.is_empty() && seen.insert(f.as_str()))
            .collect();
        let mut first = firsts.into_iter();
        self.forms.retain(|_| first.next().unwrap_or(false));
        if self.forms.len() > MOST_FORMS && !self.forms[..MOST_FORMS].iter().any(|f| f == word) {
            self.forms.insert(0, word.to_owned());
        }
        self.forms.truncate(MOST_FORMS);
        self.forms
    }
}

/// One row of a declension: words that end in `.0` put `.1` in its place, then each ending of `.2`; the
/// fragments of `.3` stand in its place as they are (a genitive plural with another stem, say).
///
/// Capitals before the ending ask for a kind of letter there: `C` a consonant, `V` a vowel.
pub(super) type Row = (&'static str, &'static str, Endings, &'static str);

/// The row for `word`: the first whose ending fits and leaves something of the word.
pub(super) fn row_for<'w>(word: &'w str, rows: &[Row]) -> Option<(&'w str, Row)> {
    rows.iter()
        .find_map(|row| before(word, row.0).map(|stem| (stem, *row)))
}

/// Adds the forms of the first fitting row; says whether there was one.
pub(super) fn decline(word: &str, rows: &[Row], into: &mut Paradigm) -> bool {
    let Some((stem, (_, middle, endings, whole))) = row_for(word, rows) else {
        return false;
    };
    let ending = &word[stem.len()..];
    if is_one_of(ending, whole) {
        into.add(word);
    }
    into.with(&format!("{stem}{middle}"), endings);
    into.with(stem, whole);
    true
}

/// What stands before `pattern` in `word`; the letters asked for by kind stay with it.
///
/// A short pattern is an ending and needs a stem, a longer one may be a root and the whole word.
pub(super) fn before<'w>(word: &'w str, pattern: &str) -> Option<&'w str> {
    let kinds = pattern
        .bytes()
        .take_while(|b| matches!(b, b'C' | b'V'))
        .count();
    let stem = word.strip_suffix(&pattern[kinds..])?;
    let mut letters = stem.chars().rev();
    for kind in pattern[..kinds].bytes().rev() {
        let letter = letters.next()?;
        let fits = if kind == b'V' {
            is_vowel(letter)
        } else {
            is_consonant(letter)
        };
        if !fits {
            return None;
        }
    }
    let may_be_whole = kinds == 0 && pattern.chars().count() > 2;
    (!stem.is_empty() || may_be_whole).then_some(stem)
}

/// A vowel letter of any of our languages.
pub(super) fn is_vowel(letter: char) -> bool {
    "аеёиоуыэюяіїєaeiouyąęėįųūāēīóéèêëàâîïôöûüùäœ".contains(letter)
}

/// A letter that is neither vowel nor sign of softness.
pub(super) fn is_consonant(letter: char) -> bool {
    letter.is_alphabetic() && !is_vowel(letter) && !matches!(letter, 'ь' | 'ъ')
}

/// How many vowel letters `word` has, about its syllables.
pub(super) fn vowels(word: &str) -> usize {
    word.chars().filter(|c| is_vowel(*c)).count()
}

/// Does `word` end in one of `endings` (a list in one string)?
pub(super) fn ends_in(word: &str, endings: &str) -> bool {
    endings.split_ascii_whitespace().any(|e| word.ends_with(e))
}

/// Is `word` one of `words` (a list in one string)?
pub(super) fn is_one_of(word: &str, words: &str) -> bool {
    if words.len() < SHORT_LIST {
        return words.split_ascii_whitespace().any(|w| w == word);
    }
    let is_border = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
    let bytes = words.as_bytes();
    !word.is_empty()
        && memmem::find_iter(bytes, word).any(|at| {
            let before = at.checked_sub(1).map(|before| &bytes[before]);
            is_border(before) && is_border(bytes.get(at + word.len()))
        })
}

/// A lexicon of whole lines, a line a lemma with all its words, ready to be asked. Made once, where it is first asked for:
/// most words are in no lexicon, and a search through all of it to be told so was most of the time of compiling.
pub(super) struct Lines {
    /// By word: the first line that it heads, and the first that has it.
    of_word: HashMap<&'static str, (Option<&'static str>, &'static str), WordHash>,
}

impl Lines {
    pub(super) fn of(lexicon: &'static str) -> Self {
        let mut of_word: HashMap<_, (Option<_>, _), WordHash> = HashMap::default();
        for line in lexicon.split('\n') {
            let head = line.split(' ').next();
            for word in line.split_ascii_whitespace() {
                let (headed, _) = of_word.entry(word).or_insert((None, line));
                if headed.is_none() && head == Some(word) {
                    *headed = Some(line);
                }
            }
        }
        Self { of_word }
    }

    /// The line that is headed by `word`, else the first that has it.
    ///
    /// A name may look like an oblique form of something else (Kim is no form of kto): it has its own line or none.
    pub(super) fn line(&self, word: &str, is_name: bool) -> Option<&'static str> {
        let (headed, first) = self.of_word.get(word)?;
        headed.or(Some(*first).filter(|_| !is_name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// By search through the text, line by line.
    fn line_by_search<'l>(word: &str, is_name: bool, lexicon: &'l str) -> Option<&'l str> {
        let mut lines = lexicon.split('\n').filter(|line| is_one_of(word, line));
        let first = lines.clone().next();
        let headed = lines.find(|line| line.split(' ').next() == Some(word));
        headed.or(first.filter(|_| !is_name))
    }

    const LEXICON: &str = "a b c\nb a\nab ba\nba abc a\nc\n\nж жа а\nа ж жб";

    proptest! {
        #[test]
        fn a_line_is_the_one_that_a_search_finds(word in "[abcж]{0,3}|[абж]{1,2}", is_name: bool) {
            let wanted = line_by_search(&word, is_name, LEXICON);
            prop_assert_eq!(Lines::of(LEXICON).line(&word, is_name), wanted, "{}", word);
        }
    }
}
