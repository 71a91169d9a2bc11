//! `re:` terms: expressions that compile but do not say what they look like.

use std::ops::Range;

use crate::classify::lint::Note;
use crate::classify::pattern_regex::build_regex;
use crate::model::watchlist::Pattern;
use crate::model::watchlist::Term;

/// What makes an expression more than a word.
const SIGNS: &str = "\\.+*?()|[]{}^$";

/// Ends of names of hosts, as they stand in expressions that mean a domain.
const DOMAINS: [&str; 18] = [
    "com", "org", "net", "info", "gov", "eu", "by", "ru", "ua", "pl", "lt", "lv", "de", "fr", "io",
    "me", "tv", "uk",
];

/// Looks at one term.
pub(super) fn look_at(term: &Term, notes: &mut Vec<Note>) {
    let source = match &term.pattern {
        Pattern::Regex(source) => source,
        Pattern::Title(inner) => match &**inner {
            Pattern::Regex(source) => source,
            _ => return,
        },
        _ => return,
    };
    let start = term.written.len() - term.written.trim_end().len();
    let start = term.written.len() - start - source.len();
    let mut tell = |at: Range<usize>, code, message: String, help: String| {
        notes.push(Note::within(
            term,
            start + at.start..start + at.end,
            code,
            message,
            help,
        ));
    };
    let whole = 0..source.len();
    let letters = Letters::of(source);
    if !source.contains(|c| SIGNS.contains(c)) {
        let message =
            "this expression is a plain text: it is found inside of words, without its forms";
        let help = format!(
            "write \"{source}\" without \"re:\", or \\b{source}\\b for the whole word alone"
        );
        tell(whole, "regex-plain", message.to_owned(), help);
    } else if let Some(at) = letters.empty_branch() {
        let message = "nothing stands on one side of this \"|\", and nothing is found everywhere";
        let help = "remove the \"|\"; for a part that may be missing write (…)?";
        tell(
            at,
            "regex-empty-branch",
            message.to_owned(),
            help.to_owned(),
        );
    } else if build_regex(source).is_ok_and(|regex| regex.is_match("")) {
        let message =
            "this expression is content with no letter at all, so it is found in every article";
        let help = "ask for at least one letter: + in place of *";
        tell(
            whole,
            "regex-matches-everything",
            message.to_owned(),
            help.to_owned(),
        );
    } else if let Some((at, anchor)) = letters.lost_anchor() {
        let message = match anchor {
            '^' => "\"^\" is the beginning of the text, and something has to stand before it here",
            _ => "\"$\" is the end of the text, and something has to follow it here",
        };
        let help = format!("for the sign itself write \\{anchor}; for the border of a word, \\b");
        tell(at, "regex-lost-anchor", message.to_owned(), help);
    } else if let Some(at) = letters.dot_of_domain() {
        let message = "this \".\" stands for any letter";
        tell(
            at,
            "regex-dot",
            message.to_owned(),
            "for the dot itself write \\.".to_owned(),
        );
    }
}

/// The signs of an expression that stand for themselves, outside of `[…]`.
struct Letters<'a> {
    source: &'a str,
    /// Byte, sign, and whether a backslash stands before it.
    list: Vec<(usize, char, bool)>,
}

impl<'a> Letters<'a> {
    fn of(source: &'a str) -> Self {
        let mut list = Vec::new();
        let (mut is_escaped, mut is_in_class) = (false, false);
        for (at, c) in source.char_indices() {
            match c {
                _ if is_escaped => {
                    if !is_in_class {
                        list.push((at, c, true));
                    }
                    is_escaped = false;
                }
                '\\' => is_escaped = true,
                '[' => is_in_class = true,
                ']' if is_in_class => {
                    is_in_class = false;
                    list.push((at, 'x', true)); // some letter
                }
                _ if is_in_class => {}
                _ => list.push((at, c, false)),
            }
        }
        Self { source, list }
    }

    /// The sign at an index if it is one of the language of expressions.
    fn sign(&self, index: Option<usize>) -> Option<char> {
        let (_, c, is_escaped) = *self.list.get(index?)?;
        (!is_escaped).then_some(c)
    }

    fn empty_branch(&self) -> Option<Range<usize>> {
        let mut bars = self
            .list
            .iter()
            .enumerate()
            .filter(|(_, letter)| (letter.1, letter.2) == ('|', false));
        bars.find(|(index, _)| {
            let is_first = *index == 0 || self.sign(index.checked_sub(1)) == Some('|');
            let is_last = index + 1 == self.list.len();
            is_first || is_last
        })
        .map(|(_, (at, _, _))| *at..at + 1)
    }

    /// A `^` after a letter or a `$` before one, unless lines are spoken of.
    fn lost_anchor(&self) -> Option<(Range<usize>, char)> {
        if self.source.contains("(?") {
            return None;
        }
        let is_letter = |index: Option<usize>| {
            index
                .and_then(|index| self.list.get(index))
                .is_some_and(|(_, c, is_escaped)| !is_escaped && c.is_alphanumeric())
        };
        let mut letters = self.list.iter().enumerate();
        letters.find_map(|(index, (at, c, is_escaped))| {
            let is_lost = match c {
                '^' => is_letter(index.checked_sub(1)),
                '$' => is_letter(Some(index + 1)),
                _ => false,
            };
            (is_lost && !is_escaped).then_some((*at..at + 1, *c))
        })
    }

    /// The dot of `example.com`.
    fn dot_of_domain(&self) -> Option<Range<usize>> {
        let mut dots = self
            .list
            .iter()
            .enumerate()
            .filter(|(_, letter)| (letter.1, letter.2) == ('.', false));
        dots.find(|(index, (at, _, _))| {
            let before = index.checked_sub(1).and_then(|index| self.list.get(index));
            let is_after_letter =
                before.is_some_and(|(_, c, is_escaped)| !is_escaped && c.is_alphanumeric());
            let rest = self.source.get(at + 1..).unwrap_or_default();
            let end = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            let tail = rest.get(end..).unwrap_or_default();
            let is_over = !tail.starts_with(['*', '+', '?', '{']);
            is_after_letter && is_over && DOMAINS.contains(&&rest[..end])
        })
        .map(|(_, (at, _, _))| *at..at + 1)
    }
}
