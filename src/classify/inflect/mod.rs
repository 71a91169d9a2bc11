//! Stand-in for the ending tables: just enough forms for the matching around it to be seen working.

use crate::model::language::Language;

/// All surface forms of one word, the word itself first.
#[must_use]
pub fn forms(word: &str, language: Language) -> Vec<String> {
    let word = word.to_lowercase();
    let stem = word.trim_end_matches(['а', 'я', 'ь', 'ы', 'и', 'a', 'e']);
    let endings: &[&str] = match language {
        Language::RU | Language::BE | Language::UK => &[
            "а", "у", "ы", "и", "е", "ом", "ой", "ами", "я", "ю", "ей", "ями", "ли", "л",
        ],
        Language::DE => &["en", "e", "s", "es", "er"],
        Language::PL => &["y", "i", "u", "em", "a", "ę", "ami", "om"],
        Language::EN => &["s", "ed", "ing"],
        Language::FR => &["s", "es"],
        _ => &[],
    };
    let stem = if language == Language::EN {
        &word
    } else {
        stem
    };
    let mut all = vec![word.clone()];
    all.extend(endings.iter().map(|ending| format!("{stem}{ending}")));
    all
}
