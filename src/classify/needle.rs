//! What an expression cannot match without: a search for plain words is much cheaper than the engine, which falls back
//! to its slow ways over `\b` beside letters that are not English.

use memchr::memmem::Finder;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;

/// Shorter ones stand everywhere.
const SHORTEST: usize = 3;
/// More alternatives than this are no cheaper than the engine.
const MOST: usize = 8;

/// Texts of which one stands in all that an expression matches.
#[derive(Clone, Debug, Default)]
pub(super) struct Needles(Vec<Finder<'static>>);

impl Needles {
    /// Those of an expression over folded text, matched in any case; an expression may have none.
    pub(super) fn of(source: &str) -> Self {
        let hir = ParserBuilder::new().nest_limit(64).build().parse(source);
        let needles = hir.ok().and_then(|hir| needles(&hir)).unwrap_or_default();
        if needles.len() > MOST {
            return Self::default();
        }
        Self(
            needles
                .iter()
                .map(|needle| Finder::new(needle).into_owned())
                .collect(),
        )
    }

    /// Could the expression match?
    pub(super) fn may_be_in(&self, folded: &str) -> bool {
        self.0.is_empty()
            || self
                .0
                .iter()
                .any(|needle| needle.find(folded.as_bytes()).is_some())
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

    #[test]
    fn an_expression_is_tried_only_where_its_plain_words_stand() {
        let table = [
            (r"\b\d+-(й|го|м|му) пакет", "20-й пакет", "пакет"),
            (r"\b\d+e (paquet|train)", "le 19e train", "paques"),
            (r"(?:Minsk)+, [a-z]+", "minsk, may", "mins"),
        ];
        for (source, with, without) in table {
            let needles = Needles::of(source);
            assert!(needles.may_be_in(with), "{source}");
            assert!(!needles.may_be_in(without), "{source}");
        }
    }

    #[test]
    fn an_expression_without_a_plain_word_is_always_tried() {
        for source in [r"\d+", "(?i:minsk)", "(minsk)?", "minsk|[a-z]", "σας", "("] {
            assert!(Needles::of(source).may_be_in("nothing of it"), "{source}");
        }
    }
}
