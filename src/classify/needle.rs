//! What an expression cannot match without: a search for plain words is much cheaper than the engine, which falls back
//! to its slow ways over `\b` beside letters that are not English.

use aho_corasick::AhoCorasick;
use aho_corasick::Input;
use aho_corasick::packed::Searcher;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;

use crate::classify::rules::LeafId;

/// Shorter ones stand everywhere.
const SHORTEST: usize = 3;
/// More alternatives than this are no cheaper than the engine.
const MOST: usize = 8;

/// Texts of which one stands in all that an expression matches; none where nothing is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Needles(Vec<String>);

impl Needles {
    /// Those of an expression over folded text, matched in any case; an expression may have none.
    pub(super) fn of(source: &str) -> Self {
        let hir = ParserBuilder::new().nest_limit(64).build().parse(source);
        let needles = hir.ok().and_then(|hir| needles(&hir)).unwrap_or_default();
        if needles.len() > MOST {
            return Self::default();
        }
        Self(needles)
    }
}

/// The needles of all expressions, looked for in one search.
#[derive(Clone, Debug, Default)]
pub(super) struct Haystack {
    automaton: Option<AhoCorasick>,
    /// Over the same needles: finds the first place by vector instructions, where the machine has them.
    quick: Option<Searcher>,
    /// By needle: whose it is.
    owners: Vec<LeafId>,
    /// Expressions without a needle, and all where no automaton could be built.
    always: Vec<LeafId>,
}

impl Haystack {
    /// Of expressions with their needles.
    pub(super) fn of<'a>(expressions: impl Iterator<Item = (LeafId, &'a Needles)>) -> Self {
        let mut this = Self::default();
        let mut texts = Vec::new();
        for (leaf, needles) in expressions {
            if needles.0.is_empty() {
                this.always.push(leaf);
            }
            for needle in &needles.0 {
                texts.push(needle);
                this.owners.push(leaf);
            }
        }
        if !texts.is_empty() {
            this.automaton = AhoCorasick::new(&texts).ok();
            this.quick = Searcher::new(&texts);
        }
        if this.automaton.is_none() {
            this.always.append(&mut this.owners);
        }
        this.always.sort_unstable();
        this.always.dedup();
        this
    }

    /// The expressions that could match, in order, each once.
    pub(super) fn wanted(&self, folded: &str) -> Vec<LeafId> {
        let mut wanted = self.always.clone();
        // Most articles have no needle at all; to be told so takes a fraction of the time of finding all places.
        let first = match &self.quick {
            Some(quick) => quick.find(folded).map(|first| first.start()),
            None => Some(0),
        };
        if let (Some(automaton), Some(first)) = (&self.automaton, first) {
            let rest = Input::new(folded).span(first..folded.len());
            let found = automaton.find_overlapping_iter(rest);
            wanted.extend(found.map(|found| self.owners[found.pattern().as_usize()]));
            wanted.sort_unstable();
            wanted.dedup();
        }
        wanted
    }
}

fn needles(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?.to_lowercase();
            (text.len() >= SHORTEST && text.chars().all(is_of_one_case)).then(|| vec![text])
        }
        HirKind::Capture(capture) => needles(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => needles(&repetition.sub),
        HirKind::Concat(parts) => parts
            .iter()
            .filter_map(needles)
            .max_by_key(|needles| needles.iter().map(String::len).min()),
        HirKind::Alternation(branches) => {
            let all: Option<Vec<Vec<String>>> = branches.iter().map(needles).collect();
            all.map(|all| all.concat())
        }
        _ => None,
    }
}

/// Has it one small letter in folded text? Greek and rare letters have several.
fn is_of_one_case(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{430}'..='\u{45f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(source: &str, folded: &str) -> bool {
        let needles = Needles::of(source);
        Haystack::of(std::iter::once((7, &needles))).wanted(folded) == [7]
    }

    #[test]
    fn an_expression_is_tried_only_where_its_plain_words_stand() {
        let table = [
            (r"\b\d+-(й|го|м|му) пакет", "20-й пакет", "пакет"),
            (r"\b\d+e (paquet|train)", "le 19e train", "paques"),
            (r"(?:Minsk)+, [a-z]+", "minsk, may", "mins"),
        ];
        for (source, with, without) in table {
            assert!(wants(source, with), "{source}");
            assert!(!wants(source, without), "{source}");
        }
    }

    #[test]
    fn an_expression_without_a_plain_word_is_always_tried() {
        for source in [r"\d+", "(?i:minsk)", "(minsk)?", "minsk|[a-z]", "σας", "("] {
            assert!(wants(source, "nothing of it"), "{source}");
        }
    }

    #[test]
    fn all_expressions_whose_words_stand_somewhere_are_tried_each_once() {
        let sources = ["(minsk|brest)", "insk", r"\d+", "vilnius"].map(Needles::of);
        let haystack = Haystack::of((0..).zip(&sources));

        assert_eq!(haystack.wanted("in minsk and brest and minsk"), [0, 1, 2]);
        assert_eq!(haystack.wanted("in riga"), [2]);

        let sources = ["minsk region", "insk", "regi"].map(Needles::of);
        let haystack = Haystack::of((0..).zip(&sources));

        assert_eq!(haystack.wanted("the minsk region"), [0, 1, 2]);
    }
}
