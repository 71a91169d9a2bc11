//! `re:…` terms: built by a linear-time engine under a size limit, over folded text.

use regex::Regex;
use regex::RegexBuilder;
use regex_syntax::ParserBuilder;

use crate::classify::fold::fold;
use crate::classify::needle::Needles;
use crate::classify::written::without_apostrophes_of_words;

/// The compiled program of one expression; a counted repetition of repetitions meets it first.
const MOST_PROGRAM_BYTES: usize = 1024 * 1024;

/// Why an expression is refused.
pub(super) struct RegexFault {
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// Signs that stand for many letters, as in `\w`, `.` and `[^a]`: so few of them stay far below the limit, which a counted
/// repetition alone can pass.
const FEW_CLASSES: usize = 8;
/// Bytes of an expression that is surely small.
const SHORT: usize = 200;

/// Is it an expression that can be built? Building is done when the watchlist is compiled, and takes long enough not to
/// be done twice where reading says enough.
pub(super) fn check_regex(source: &str) -> Result<(), RegexFault> {
    let classes = source.matches(['\\', '.', '[']).count();
    let is_small = source.len() <= SHORT && classes <= FEW_CLASSES && !source.contains('{');
    let mut parser = ParserBuilder::new()
        .case_insensitive(true)
        .nest_limit(64)
        .build();
    if is_small && parser.parse(source).is_ok() {
        return Ok(());
    }
    build_regex(source).map(drop)
}

/// Builds an expression that matches in any case.
pub(super) fn build_regex(source: &str) -> Result<Regex, RegexFault> {
    RegexBuilder::new(source)
        .case_insensitive(true)
        .size_limit(MOST_PROGRAM_BYTES)
        .dfa_size_limit(MOST_PROGRAM_BYTES)
        .nest_limit(64)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => RegexFault {
                message: "a regular expression that needs more than 1 MiB".to_owned(),
                help: "use fewer or smaller counted repetitions such as {1000}",
            },
            other => RegexFault {
                message: format!(
                    "not a regular expression: {}",
                    last_line(&other.to_string())
                ),
                help: "look-around and back-references are not part of it",
            },
        })
}

/// Builds an expression as the folded text needs it: its own letters folded one by one.
///
/// ASCII is left alone, as `\W` and `\w` are not two cases of one letter; any case matches anyway. Only an
/// apostrophe inside of a Cyrillic word goes, as it does in the text.
pub(super) fn build_folded_regex(source: &str) -> Result<(Regex, Needles), RegexFault> {
    let folded: String = without_apostrophes_of_words(source)
        .chars()
        .map(|c| if c.is_ascii() { c } else { fold_one(c) })
        .collect();
    let build = |source: &str| build_regex(source).map(|regex| (regex, Needles::of(source)));
    build(&folded).or_else(|_| build(source))
}

fn fold_one(c: char) -> char {
    let text = fold(c.encode_utf8(&mut [0; 4])).text;
    let mut letters = text.chars();
    letters
        .next()
        .filter(|_| letters.next().is_none())
        .unwrap_or(c)
}

/// The regex crate draws the expression over several lines and says the reason on the last.
fn last_line(text: &str) -> &str {
    let line = text.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line)
}
