//! The grammar of terms: what an owner writes, read into a [`Pattern`], or told what is wrong and where.
//!
//! Knows the written form only: neither languages nor forms nor whether an `@name` exists.

use std::ops::Range;

use crate::classify::pattern_regex::check_regex;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Word;

/// A written term that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadTerm {
    /// What is wrong.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
    /// Which bytes of the written term.
    pub at: Range<usize>,
}

/// Longer terms are a paste that went wrong.
const LONGEST_TERM_BYTES: usize = 1000;
/// More words between two sides than an article has paragraphs for.
const WIDEST_DISTANCE: u32 = 1000;
/// `a ~6 b ~6 c …`: each operator is one more level of the pattern.
const MOST_OPERATORS: usize = 8;

/// Reads one term as written in a watchlist.
///
/// # Errors
/// [`BadTerm`] with the bytes that cannot be read.
pub fn parse_term(written: &str) -> Result<Pattern, BadTerm> {
    let whole = Part::of(written);
    if written.len() > LONGEST_TERM_BYTES {
        let help = "a term is a word or a phrase; split a list into terms";
        return Err(whole.bad(
            format!("a term of more than {LONGEST_TERM_BYTES} bytes"),
            help,
        ));
    }
    match whole.strip_prefix("title:") {
        Some(rest) => parse_untitled(rest).map(|pattern| Pattern::Title(Box::new(pattern))),
        None => parse_untitled(whole),
    }
}

/// A piece of a written term that knows where it stands.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Part<'a> {
    fn of(written: &'a str) -> Self {
        Part {
            text: written,
            start: 0,
        }
        .trim()
    }

    fn slice(self, range: Range<usize>) -> Self {
        Part {
            text: &self.text[range.clone()],
            start: self.start + range.start,
        }
    }

    fn trim(self) -> Self {
        let skipped = self.text.len() - self.text.trim_start().len();
        Part {
            text: self.text.trim(),
            start: self.start + skipped,
        }
    }

    fn strip_prefix(self, prefix: &str) -> Option<Self> {
        self.text
            .starts_with(prefix)
            .then(|| self.slice(prefix.len()..self.text.len()).trim())
    }

    fn words(self) -> impl Iterator<Item = Part<'a>> {
        self.text.split_whitespace().map(move |word| {
            let offset = word.as_ptr() as usize - self.text.as_ptr() as usize;
            self.slice(offset..offset + word.len())
        })
    }

    fn bad(self, message: impl Into<String>, help: &str) -> BadTerm {
        BadTerm {
            message: message.into(),
            help: (!help.is_empty()).then(|| help.to_owned()),
            at: self.start..self.start + self.text.len(),
        }
    }
}

fn parse_untitled(part: Part<'_>) -> Result<Pattern, BadTerm> {
    if let Some(source) = part.strip_prefix("re:") {
        return parse_regex(source);
    }
    let operators: Vec<Part<'_>> = part
        .words()
        .filter(|word| read_operator(word.text).is_some())
        .collect();
    if operators.len() > MOST_OPERATORS {
        return Err(part.bad(
            format!("more than {MOST_OPERATORS} distances in one term"),
            "use groups and `near`",
        ));
    }
    match operators.last() {
        Some(operator) => parse_near(part, *operator),
        None => parse_simple(part),
    }
}

fn parse_regex(source: Part<'_>) -> Result<Pattern, BadTerm> {
    if source.text.is_empty() {
        return Err(source.bad("an empty regular expression", "write it after `re:`"));
    }
    if let Some(operator) = source
        .words()
        .skip(1)
        .find(|word| read_operator(word.text).is_some())
    {
        return Err(operator.bad(
            "a distance inside of a regular expression",
            "an expression is a term of its own: for words between two write `fo+(\\W+\\w+){0,6}\\W+bar`",
        ));
    }
    check_regex(source.text).map_err(|fault| source.bad(fault.message, fault.help))?;
    Ok(Pattern::Regex(source.text.to_owned()))
}

/// `~6` and `>6`: is it ordered, and how far.
fn read_operator(word: &str) -> Option<(bool, &str)> {
    let is_ordered = word.starts_with('>');
    let digits = word.strip_prefix(['~', '>'])?;
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then_some((is_ordered, digits))
}

fn parse_near(part: Part<'_>, operator: Part<'_>) -> Result<Pattern, BadTerm> {
    let (is_ordered, digits) = read_operator(operator.text).unwrap_or_default();
    let distance = digits
        .parse()
        .ok()
        .filter(|distance| *distance <= WIDEST_DISTANCE);
    let Some(distance) = distance else {
        let help = format!("write a number of words up to {WIDEST_DISTANCE}");
        return Err(operator.bad("a distance too wide", &help));
    };
    let at = operator.start - part.start;
    let left = part.slice(0..at).trim();
    let right = part.slice(at + operator.text.len()..part.text.len()).trim();
    if left.text.is_empty() || right.text.is_empty() {
        return Err(operator.bad("a distance with nothing on one side", "write `a ~6 b`"));
    }
    Ok(Pattern::Near {
        left: Box::new(parse_untitled(left)?),
        right: Box::new(parse_untitled(right)?),
        distance,
        is_ordered,
    })
}

fn parse_simple(part: Part<'_>) -> Result<Pattern, BadTerm> {
    if part.text.starts_with("title:") {
        return Err(part.bad(
            "`title:` in the middle of a term",
            "write it first: `title:a ~6 b`",
        ));
    }
    if part.text.starts_with("re:") {
        return Err(part.bad(
            "`re:` beside a distance",
            "a regular expression is a term of its own",
        ));
    }
    if let Some(name) = part.strip_prefix("@") {
        return parse_name(name);
    }
    if let Some(exact) = part.strip_prefix("=") {
        need_letters(exact)?;
        return Ok(Pattern::Exact(exact.text.to_owned()));
    }
    need_letters(part)?;
    if is_acronym(part.text) {
        return Ok(Pattern::Acronym(part.text.to_owned()));
    }
    // A sign that stands alone is found by no token and says what stands between two: Johnson & Johnson.
    let says_something = |word: &Part<'_>| {
        word.text.chars().any(char::is_alphanumeric) || !word.text.contains(['*', '?'])
    };
    let mut words = Vec::new();
    for word in part.words() {
        refuse_lost_sign(word)?;
        if says_something(&word) {
            words.push(parse_word(word)?);
        }
    }
    Ok(Pattern::Words(words))
}

/// A sign of this grammar in a place where it says nothing, and would be dropped.
fn refuse_lost_sign(word: Part<'_>) -> Result<(), BadTerm> {
    let near = "write the distance as a word of its own: `a ~6 b`, or `a >6 b` for that order";
    let (message, help) = match word.text {
        "*" | "?" => (
            "a wildcard without letters",
            "write it at the end of a word: `be*`; for any word between two, `a ~1 b`",
        ),
        "~" | ">" => ("a distance without a number", near),
        text if text.starts_with('@') && text.len() > 1 => (
            "`@` inside a phrase",
            "a name set is a term of its own; for one near another word write `president ~1 @name`",
        ),
        text if is_glued_distance(text) => ("a distance that is part of a word", near),
        _ => return Ok(()),
    };
    Err(word.bad(message, help))
}

/// `sanction~6` and `~6b`.
fn is_glued_distance(word: &str) -> bool {
    let Some((before, after)) = word.split_once('~') else {
        return false;
    };
    let has_letters = |text: &str| text.chars().any(char::is_alphabetic);
    after.starts_with(|c: char| c.is_ascii_digit()) && (has_letters(before) || has_letters(after))
}

fn need_letters(part: Part<'_>) -> Result<(), BadTerm> {
    if part.text.chars().any(char::is_alphanumeric) {
        Ok(())
    } else if part.text.contains(['*', '?']) {
        Err(part.bad(
            "a wildcard without letters would match every word",
            "write at least two letters: `be*`",
        ))
    } else {
        Err(part.bad("a term without a word", "write a word or a phrase"))
    }
}

fn parse_name(name: Part<'_>) -> Result<Pattern, BadTerm> {
    let is_sound = !name.text.is_empty()
        && name
            .text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if is_sound {
        Ok(Pattern::Name(name.text.to_owned()))
    } else {
        Err(name.bad(
            format!("{:?} is not the name of a name set", name.text),
            "`@` and a key of [names], as in `@belarus`; `=@handle` finds the letters themselves",
        ))
    }
}

/// All capitals, two letters and more; digits and signs do not count.
fn is_acronym(text: &str) -> bool {
    !text.contains(['*', '?'])
        && !text.chars().any(char::is_lowercase)
        && text.chars().filter(|c| c.is_uppercase()).count() >= 2
}

fn parse_word(word: Part<'_>) -> Result<Word, BadTerm> {
    let Some(first) = word.text.find(['*', '?']) else {
        return Ok(Word::Inflected(word.text.to_owned()));
    };
    let inner_star = word.text.find('*').filter(|at| at + 1 < word.text.len());
    if inner_star.is_some() {
        return Err(word.bad(
            "`*` before the end of a word",
            "only an ending can be left open; for more use `re:…`",
        ));
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    if letters(&word.text[..first]) == 0 || letters(word.text) < 2 {
        return Err(word.bad(
            "a wildcard needs letters before it",
            "write one letter before `?`, two before `*`: `be*`",
        ));
    }
    Ok(Word::Wildcard(word.text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[&str]) -> Pattern {
        Pattern::Words(
            list.iter()
                .map(|w| Word::Inflected((*w).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn every_form_of_a_term_is_read_as_what_it_asks_for() {
        let near = |left, right, distance, is_ordered| Pattern::Near {
            left: Box::new(left),
            right: Box::new(right),
            distance,
            is_ordered,
        };
        let table = [
            ("sanction", words(&["sanction"])),
            ("  asset   freeze ", words(&["asset", "freeze"])),
            ("OFAC", Pattern::Acronym("OFAC".into())),
            ("ЕС", Pattern::Acronym("ЕС".into())),
            ("G7", words(&["G7"])),
            ("I", words(&["I"])),
            ("=Wagner Group", Pattern::Exact("Wagner Group".into())),
            (
                "sanction*",
                Pattern::Words(vec![Word::Wildcard("sanction*".into())]),
            ),
            (
                "organi?ation",
                Pattern::Words(vec![Word::Wildcard("organi?ation".into())]),
            ),
            ("@lukashenko", Pattern::Name("lukashenko".into())),
            ("re:frei?ze", Pattern::Regex("frei?ze".into())),
            ("title:Minsk", Pattern::Title(Box::new(words(&["Minsk"])))),
            (
                "arrest ~6 Minsk",
                near(words(&["arrest"]), words(&["Minsk"]), 6, false),
            ),
            (
                "title:@a >2 =B",
                Pattern::Title(Box::new(near(
                    Pattern::Name("a".into()),
                    Pattern::Exact("B".into()),
                    2,
                    true,
                ))),
            ),
            (
                "a ~1 b >2 c",
                near(
                    near(words(&["a"]), words(&["b"]), 1, false),
                    words(&["c"]),
                    2,
                    true,
                ),
            ),
            ("x ~y", words(&["x", "~y"])),
            ("Black & Decker", words(&["Black", "&", "Decker"])),
        ];

        for (written, wanted) in table {
            assert_eq!(parse_term(written), Ok(wanted), "{written}");
        }
    }

    #[test]
    fn a_term_that_cannot_be_read_is_told_with_its_place() {
        let table = [
            ("", 0..0),
            (" -- ", 1..3),
            ("*", 0..1),
            ("be *", 3..4),
            ("sanction ~ 6 arrest", 9..10),
            ("sanction > arrest", 9..10),
            ("sanction~6 arrest", 0..10),
            ("a ~6b", 2..5),
            ("president @zerkalo", 10..18),
            ("re:fo+ ~6 bar", 7..9),
            ("a*", 0..2),
            ("good san*tion", 5..13),
            ("@", 1..1),
            ("@a b", 1..4),
            ("=", 1..1),
            ("a ~6", 2..4),
            ("~6 b", 0..2),
            ("a ~99999999999 b", 2..14),
            ("a ~6 title:b", 5..12),
            ("re:", 3..3),
            ("re:(a", 3..5),
            (r"re:(\w{1000}){1000}", 3..19),
        ];

        for (written, at) in table {
            assert_eq!(
                parse_term(written).map_err(|bad| bad.at),
                Err(at),
                "{written}"
            );
        }
    }
}
