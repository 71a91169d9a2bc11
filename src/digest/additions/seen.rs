//! The words that were told, and whether another is one of them in another form. No table of any language: endings are
//! what is short and comes last.

use std::collections::HashMap;
use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::model::language::Language;

/// Letters that words with one beginning share at least.
const BEGINNING: usize = 3;

/// What letters a text is written with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    #[default]
    Other,
}

impl Script {
    /// By the first hundred letters.
    pub(super) fn of(text: &str) -> Self {
        let (mut latin, mut cyrillic, mut other) = (0, 0, 0);
        for c in text.chars().filter(|c| c.is_alphabetic()).take(100) {
            match c {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => latin += 1,
                '\u{400}'..='\u{52f}' => cyrillic += 1,
                _ => other += 1,
            }
        }
        if latin > cyrillic && latin > other {
            Self::Latin
        } else if cyrillic > other {
            Self::Cyrillic
        } else {
            Self::Other
        }
    }
}

/// Words that were told.
#[derive(Default)]
pub(super) struct Seen {
    words: HashSet<String>,
    by_beginning: HashMap<String, Vec<String>>,
}

impl Seen {
    pub(super) fn learn(&mut self, word: &str) {
        let word = fold(word);
        if self.words.insert(word.clone()) {
            self.by_beginning
                .entry(beginning(&word))
                .or_default()
                .push(word);
        }
    }

    /// Was it told, in whatever form?
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.has(word, are_forms)
    }

    /// The same for a name: in languages whose names have no endings one other letter is another name.
    pub(super) fn has_name(&self, word: &str, language: Option<Language>) -> bool {
        let is_bare =
            |language: Language| matches!(language.code(), "en" | "fr" | "es" | "it" | "pt" | "nl");
        if language.is_none_or(is_bare) && Script::of(word) == Script::Latin {
            return self.has(word, |told, new| without_s(told) == without_s(new));
        }
        self.has(word, are_forms)
    }

    fn has(&self, word: &str, is_same: impl Fn(&str, &str) -> bool) -> bool {
        let word = fold(word);
        self.words.contains(&word)
            || (self.by_beginning.get(&beginning(&word)))
                .is_some_and(|told| told.iter().any(|told| is_same(told, &word)))
    }
}

fn without_s(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

fn beginning(word: &str) -> String {
    word.chars().take(BEGINNING).collect()
}

/// Lower case, without accents: Минск, Mińsk.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let letter = |c: char| match c {
        'ł' => 'l',
        'ё' => 'е',
        'ў' => 'у',
        c => c,
    };
    (word.chars().flat_map(char::to_lowercase).map(letter).nfd())
        .filter(|c| !is_combining_mark(*c))
        .collect()
}

/// Do two words differ in their endings only? A long beginning allows three letters after it, a short one two that
/// begin with a vowel: Лида and Лиды are one, Иран and Ирак are not.
fn are_forms(one: &str, other: &str) -> bool {
    let common = (one.chars().zip(other.chars()))
        .take_while(|(a, b)| a == b)
        .count();
    let ending = |word: &str| -> Vec<char> { word.chars().skip(common).collect() };
    let endings = [ending(one), ending(other)];
    let fit = |longest: usize| endings.iter().all(|ending| ending.len() <= longest);
    let is_ending = |ending: &Vec<char>| match ending.first() {
        None => true,
        Some(first) => is_vowel(*first) || *ending == ['s'],
    };
    (common >= 5 && fit(3)) || (common >= BEGINNING && fit(2) && endings.iter().all(is_ending))
}

fn is_vowel(c: char) -> bool {
    "aeiouyаеиоуыэюяієїйь".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_name_are_one_name_and_another_name_is_another() {
        for (one, other, are_one) in [
            ("Минск", "Минске", true),
            ("Лида", "Лиды", true),
            ("Киев", "Киевом", true),
            ("Лукашенко", "Лукашенки", true),
            ("Warszawa", "Warszawie", true),
            ("Иран", "Ирак", false),
            ("Минск", "министр", false),
            ("Минск", "Пинск", false),
        ] {
            let mut seen = Seen::default();
            seen.learn(one);
            assert_eq!(
                seen.has_name(other, "ru".parse().ok()),
                are_one,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn in_english_one_letter_makes_another_name() {
        let mut seen = Seen::default();
        ["Iran", "Mińsk", "Austria"]
            .into_iter()
            .for_each(|word| seen.learn(word));

        assert!(!seen.has_name("Iraq", Some(Language::EN)));
        assert!(!seen.has_name("Australia", Some(Language::EN)));
        assert!(seen.has_name("Minsk", Some(Language::EN)));
    }
}
