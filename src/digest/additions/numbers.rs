//! Sentences -> the numbers in them, with the word that says of what. Years, dates in digits and times of day are no news.

use crate::digest::additions::lex::Sentence;
use crate::digest::additions::lex::Token;
use crate::digest::additions::seen::fold;

/// A number.
pub(super) struct Number {
    /// Its value and size, the same however it is written.
    pub(super) key: String,
    /// As it stands, with its currency and its word.
    pub(super) text: String,
}

const YEARS: std::ops::RangeInclusive<u32> = 1900..=2100;
/// Words that make a number another, by their beginnings.
const SIZES: [&str; 15] = [
    "thousand",
    "million",
    "billion",
    "trillion",
    "mln",
    "mld",
    "mrd",
    "mio",
    "bn",
    "тыс",
    "млн",
    "млрд",
    "милли",
    "тысяч",
    "mili",
];
/// Words between a number and what is counted; alone they say nothing.
const BETWEEN: [&str; 18] = [
    "such",
    "more",
    "new",
    "other",
    "instead",
    "further",
    "different",
    "additional",
    "about",
    "weitere",
    "neue",
    "andere",
    "новых",
    "новые",
    "других",
    "таких",
    "nowych",
    "innych",
];
/// Words that say nothing of a number before them; those of one or two letters do not either.
const NO_UNITS: [&str; 24] = [
    "and", "the", "for", "that", "who", "was", "were", "has", "had", "are", "his", "her", "from",
    "with", "und", "oder", "die", "der", "что", "как", "для", "это", "или", "oraz",
];

pub(super) fn of(sentence: &Sentence<'_>) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut places = 0..sentence.tokens.len();
    while let Some(place) = places.next() {
        let Some((digits, last)) = digits(sentence, place) else {
            continue;
        };
        for _ in place..last {
            places.next();
        }
        numbers.extend(number(sentence, place, last, &digits));
    }
    numbers
}

/// The number that begins at a token, and the last token of it: 1 200 is written in two.
fn digits(sentence: &Sentence<'_>, place: usize) -> Option<(String, usize)> {
    let token = sentence.tokens[place];
    if !token.is_number() {
        return None;
    }
    let mut digits = value(token.text)?;
    let mut last = place;
    while let Some(next) = sentence.tokens.get(last + 1)
        && next.text.len() == 3
        && next.text.bytes().all(|b| b.is_ascii_digit())
        && sentence.tokens[place].text.len() <= 3
        && matches!(
            &sentence.text[sentence.tokens[last].end()..next.start],
            " " | "\u{a0}" | "\u{202f}"
        )
    {
        digits.push_str(next.text);
        last += 1;
    }
    Some((digits, last))
}

/// 1,200 is 1200 and 3,5 is 3.5; `None` for dates and what is no number after all.
fn value(text: &str) -> Option<String> {
    let number: String = (text.chars())
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        .collect();
    let groups: Vec<&str> = number.split(['.', ',']).collect();
    let is_grouped = groups.len() > 1
        && groups[0].len() <= 3
        && groups[1..].iter().all(|group| group.len() == 3);
    match groups.as_slice() {
        [whole] => Some((*whole).to_owned()),
        _ if is_grouped => Some(groups.concat()),
        [whole, part] => Some(format!("{whole}.{part}")),
        _ => None,
    }
}

fn number(sentence: &Sentence<'_>, first: usize, last: usize, digits: &str) -> Option<Number> {
    let (start, end) = (sentence.tokens[first].start, sentence.tokens[last].end());
    let before = sentence.text[..start].chars().next_back();
    let after = sentence.text[end..].trim_start();
    let is_clock = before == Some(':')
        || sentence.text[end..].starts_with(':')
            && after[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_percent = after.starts_with('%');
    let currency = before.filter(|c| matches!(c, '$' | '€' | '£' | '¥' | '₽' | '₴'));
    let is_year = !is_percent
        && currency.is_none()
        && digits.len() == 4
        && digits.parse().is_ok_and(|year| YEARS.contains(&year));
    if is_clock || is_year {
        return None;
    }
    let beside = |place: Option<usize>| place.and_then(|place| sentence.tokens.get(place).copied());
    let from = currency.map_or(start, |currency| start - currency.len_utf8());
    let mut key = digits.to_owned();
    let mut until = end;
    if is_percent {
        key.push('%');
        until = end + sentence.text[end..].find('%').map_or(0, |at| at + 1);
    } else if let Some(unit) = beside(Some(last + 1)).filter(|unit| is_unit(sentence, end, *unit)) {
        let size = size(unit.text);
        key.push_str(size.unwrap_or_default());
        let is_between = |word: Token<'_>| BETWEEN.contains(&&*fold(word.text));
        let further = beside(Some(last + 2))
            .filter(|further| is_unit(sentence, unit.end(), *further) && !is_between(*further));
        until = match further {
            Some(further) if size.is_some() || is_between(unit) => further.end(),
            _ if is_between(unit) => end,
            _ => unit.end(),
        };
    } else if let Some(word) = beside(first.checked_sub(1)).filter(|word| {
        is_unit(sentence, word.end(), *word) && sentence.text[word.end()..from].trim().is_empty()
    }) {
        return Some(Number {
            key,
            text: sentence.text[word.start..until].to_owned(),
        });
    }
    Some(Number {
        key,
        text: sentence.text[from..until].to_owned(),
    })
}

/// A word that says what is counted, right after `end` or with nothing but a space between.
fn is_unit(sentence: &Sentence<'_>, end: usize, word: Token<'_>) -> bool {
    let is_beside = word.end() == end
        || sentence
            .text
            .get(end..word.start)
            .is_some_and(|gap| gap.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '-')));
    let letters = word.text.chars().count();
    is_beside
        && !word.is_number()
        && (letters > 2 || size(word.text).is_some())
        && !NO_UNITS.contains(&&*fold(word.text))
}

fn size(word: &str) -> Option<&'static str> {
    let word = fold(word);
    SIZES.into_iter().find(|size| word.starts_with(size))
}
